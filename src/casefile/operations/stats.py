"""The verb `stats`: how many, with what is only possible told apart, beside what sources report."""

from __future__ import annotations

import contextlib
from pathlib import Path

from msgspec import Struct

from casefile.errors import BadInput
from casefile.model.dates import When
from casefile.model.records import Case, Situation
from casefile.operations.asked import Asked
from casefile.operations.board.listed import lines_on
from casefile.operations.board.looking import Glance
from casefile.operations.board.register import ByBoard
from casefile.operations.clocks import Clocks
from casefile.operations.listing import Ready
from casefile.operations.moment import Moment, moment_of
from casefile.operations.selecting import candidates, criteria
from casefile.register import Register
from casefile.storage.index import TROUBLE
from casefile.summary import Row
from casefile.views.counts import Counted, counted
from casefile.views.selection import choose, choose_ledgers, within
from casefile.views.stats import BY, STANDINGS, Stats, Subject, Tally, first_taken, label, stats


class Counting(Struct, frozen=True):
    """The answer of `stats`: the tallies, and the totals that are reported of situations."""

    moment: Moment
    stats: Stats
    reported: tuple[tuple[Row, Counted], ...]

    def label(self, tally: Tally) -> str:
        """Say what a tally counts."""
        return label(self.stats.by, tally.key, self.moment.labels)

    def as_data(self) -> dict[str, object]:
        """Return the counts as the contract's JSON: every row with every standing, zeros too."""
        return {
            "by": self.stats.by,
            "total": self.stats.total,
            "overlapping": self.stats.overlapping,
            "rows": [
                {
                    "key": tally.key,
                    "label": self.label(tally),
                    "total": tally.total,
                    **{name: tally.counts.get(name, 0) for name in STANDINGS},
                }
                for tally in self.stats.tallies
            ],
            "reported": [
                {"situation": row.id, "title": row.name, **count.as_data()} for row, count in self.reported
            ],
        }


def count_cases(directory: Path, clocks: Clocks, asked: Asked, by: str) -> Counting:
    """Count the cases that answer what was asked.

    What is reported of a situation stands beside all of its cases, whatever else was asked.
    """
    if by not in BY:
        raise BadInput(
            "CF601", "--by names nothing that cases can be counted by", f"it takes {', '.join(BY)}"
        )
    moment = moment_of(directory, clocks)
    register = moment.register
    wanted = criteria(register, asked)
    all_situations = register.rows_of("situation")
    subjects = _by_board(moment) if asked == Asked() else None
    if subjects is None:
        rows = candidates(register, wanted)
        situations = [row for row in choose_ledgers(rows, wanted, moment.on) if row.kind == "situation"]
        subjects = [
            Subject(each.row, each.view, first_taken(each.row, moment.on))
            for each in choose(rows, wanted, moment.on)
        ]
    else:
        situations = [*all_situations]
    also = [row.id for row in situations] if by == "situation" else []
    reported = tuple((row, count) for row in situations for count in _counted(moment, row))
    return Counting(moment, stats(subjects, by, all_situations, also), reported)


def _by_board(moment: Moment) -> list[Subject] | None:
    """Return all cases by their paths as the board has them; None where it does not."""
    glance = moment.register.seen if isinstance(moment.register, ByBoard) else None
    if not isinstance(glance, Glance):
        return None
    with contextlib.suppress(*TROUBLE):
        lines = lines_on(glance, by_path=True)
        if lines is not None:
            found = Ready(moment, tuple(lines), len(lines))
            dates = (When.parse(line.taken) if line.taken else None for line in lines)
            rows = zip(found.rows, dates, strict=True)
            return [Subject(row, found.views[row.id], taken) for row, taken in rows]
    return None


def _linked(register: Register, ids: frozenset[str]) -> list[str]:
    """Return the ids of the records that are, or name, one of these."""
    return [row.id for row in register.linked(ids)]


def _counted(moment: Moment, row: Row) -> tuple[Counted, ...]:
    """Set what is reported of a situation beside its cases, those of its parts too."""
    register = moment.register
    situation = register.by_id[row.id].record
    if not isinstance(situation, Situation) or not situation.counts:
        return ()
    parts = within([row.id], register.rows_of("situation"))
    records = (register.by_id[each].record for each in _linked(register, parts))
    return counted(situation, [each for each in records if isinstance(each, Case)], moment.on)
