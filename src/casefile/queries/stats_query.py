"""The query of the command `stats`: counts with certain and possible answers apart, and reported totals."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.json import decode

from casefile.errors import BadInput
from casefile.loading.indexed.index_lookup import DatedSnapshot, answer_from_index
from casefile.loading.read_times import QueryTimes
from casefile.model.plain_data import pick_fields
from casefile.pages.situation_totals import reported_and_recorded
from casefile.queries.list_query import lines_of
from casefile.queries.record_choice import candidates, criteria
from casefile.register.record_summary import RecordSummary
from casefile.views.case_counts import BY, CaseTally, CountedCase, Stats, counts_as_data, label, tally_cases
from casefile.views.record_filter import Filters
from casefile.views.record_selection import choose_ledgers
from casefile.views.reported_totals import ComparedTotal


class CaseAnswers(Struct, frozen=True):
    """The values of a list row by which cases are grouped: see `GroupingFields`."""

    country: str
    authorities: tuple[str, ...]
    statutes: tuple[str, ...]
    situations: tuple[str, ...]


class CaseStatistics(Struct, frozen=True):
    """The result of `stats`: the tallies, and the totals that sources report for situations."""

    snapshot: DatedSnapshot
    stats: Stats
    reported: tuple[tuple[RecordSummary, ComparedTotal], ...]

    def label(self, tally: CaseTally) -> str:
        """Return the label of a tally, such as the name of a country."""
        return label(self.stats.by, tally.key, self.snapshot.labels)

    def as_data(self) -> dict[str, object]:
        """Return the counts for the output of `--json`: every row has all counted statuses."""
        return {
            **pick_fields(self.stats, "by", "total", "overlapping"),
            "rows": [
                {
                    "key": tally.key,
                    "label": self.label(tally),
                    "total": tally.total,
                    **counts_as_data(tally.counts),
                }
                for tally in self.stats.tallies
            ],
            "reported": [
                {"situation": row.id, "title": row.name, **count.as_data()} for row, count in self.reported
            ],
        }


def count_cases(directory: Path, clocks: QueryTimes, asked: Filters, by: str) -> CaseStatistics:
    """Count the cases that match the filters `asked`, grouped by the property `by`.

    The reported totals of a situation are compared with all of its cases, whatever the other filters are.
    Raises BadInput CF601 for an unknown property, and the errors of `named_criteria`.
    """
    if by not in BY:
        raise BadInput("CF601", "invalid value for --by", f"choose from: {', '.join(BY)}")
    return answer_from_index(directory, clocks, partial(_count, asked, by))


def _count(asked: Filters, by: str, dated_snapshot: DatedSnapshot) -> CaseStatistics:
    lines = lines_of(dated_snapshot, asked, by_path=True)
    register = dated_snapshot.register
    all_situations = register.rows_of("situation")
    answers = decode(f"[{','.join([line.text for line in lines])}]", type=list[CaseAnswers])
    subjects = [
        CountedCase(each, line.standing, line.taken) for line, each in zip(lines, answers, strict=True)
    ]
    situations = all_situations
    if asked != Filters():
        wanted = criteria(register, asked)
        chosen = choose_ledgers(candidates(register, wanted), wanted, dated_snapshot.on)
        situations = tuple(row for row in chosen if row.kind == "situation")
    also = [row.id for row in situations] if by == "situation" else []
    reported = tuple(
        (row, count)
        for row in situations
        for count in reported_and_recorded(register, row, dated_snapshot.on)
    )
    return CaseStatistics(dated_snapshot, tally_cases(subjects, by, register, all_situations, also), reported)
