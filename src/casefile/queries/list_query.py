"""The query of the command `list`, answered from the index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, partial
from pathlib import Path

from msgspec import Struct
from msgspec.json import decode

from casefile.dates import Day
from casefile.errors import BadInput
from casefile.index import DaysHeld, ListRow, ListRows
from casefile.loading.indexed.index_lookup import DatedSnapshot, answer_from_index
from casefile.loading.read_times import QueryTimes
from casefile.views.case_rows import COLUMNS, CaseRow, CaseRowText, in_order
from casefile.views.record_filter import Filters, country_typed, parse_status


class CaseList(Struct, frozen=True, dict=True):
    """The result of `list`: rows as JSON texts, as the index stores them, decoded when they are needed.

    `total` is the number of cases in the register, `left_out` that of matching cases beyond the limit.
    """

    snapshot: DatedSnapshot
    lines: tuple[ListRow, ...]
    total: int
    left_out: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether no case matches."""
        return not self.lines

    @cached_property
    def rows(self) -> tuple[CaseRow, ...]:
        """The decoded rows."""
        return rows_of(self.lines, self.snapshot.on)

    @cached_property
    def row_texts(self) -> tuple[CaseRowText, ...]:
        """The decoded text of each row for a page: name, status and days in short."""
        return row_texts(self.lines)

    @property
    def days_held(self) -> Iterator[DaysHeld]:
        """The least and the greatest number of days held, for each row."""
        day = self.snapshot.on.toordinal()
        return (line.days_held(day) for line in self.lines)

    def as_json(self) -> str:
        """Return the rows as JSON text."""
        return _json(self.lines, self.snapshot.on)


def rows_of(lines: Iterable[ListRow], on: Day) -> tuple[CaseRow, ...]:
    """Return the decoded rows of stored list rows, as of a day."""
    return decode(_json(lines, on), type=tuple[CaseRow, ...])


def row_texts(lines: Iterable[ListRow]) -> tuple[CaseRowText, ...]:
    """Return the decoded texts of stored list rows."""
    return decode(f"[{','.join([line.row_text for line in lines])}]", type=tuple[CaseRowText, ...])


def _json(lines: Iterable[ListRow], on: Day) -> str:
    day = on.toordinal()
    return f"[{', '.join([line.json(day) for line in lines])}]"


def list_cases(
    directory: Path,
    clocks: QueryTimes,
    asked: Filters,
    sort: tuple[str, ...] = (),
    limit: int | None = None,
) -> CaseList:
    """Return the cases that match the filters `asked`, as of the day in `clocks`; at most `limit` of them.

    `sort` are column names, each with a hyphen before it for the reverse order; without them the most urgent
    status is first. Raises BadInput CF601 for an unknown column, and the errors of `named_criteria`.
    """
    for column in sort:
        known_column(column.removeprefix("-"), "--sort")
    found = answer_from_index(directory, clocks, partial(_list, asked, bool(sort)))
    lines: Sequence[ListRow] = found.lines
    if sort:
        by_id = {row.id: line for row, line in zip(found.rows, lines, strict=True)}
        lines = [by_id[row.id] for row in in_order(found.rows, sort)]
    kept = tuple(lines[:limit])
    return CaseList(found.snapshot, kept, found.total, len(lines) - len(kept))


def known_column(name: str, option: str) -> None:
    """Raise BadInput CF601 if `list` has no column `name`; `option` is named in the message."""
    if name not in COLUMNS:
        raise BadInput("CF601", f"unknown column in {option}", f"choose from: {', '.join(COLUMNS)}")


def _list(asked: Filters, by_path: bool, dated_snapshot: DatedSnapshot) -> CaseList:
    lines = lines_of(dated_snapshot, asked, by_path=by_path)
    return CaseList(dated_snapshot, tuple(lines), dated_snapshot.cases)


def lines_of(dated_snapshot: DatedSnapshot, asked: Filters, *, by_path: bool) -> list[ListRow]:
    """Return the list rows of the cases that match the filters, sorted by path or by urgency of the status.

    Rows that the index lacks are stored in it. Raises ValueError if the index is damaged, and the errors of
    `named_criteria`.
    """
    statuses = sorted({parse_status(text) for text in asked.status})
    countries = {country_typed(text) for text in asked.country}
    is_plain = asked == Filters(country=asked.country, status=asked.status)  # the index can answer
    chosen = None if is_plain else _matching_rows(dated_snapshot, asked)
    list_rows, day = store_list_rows(dated_snapshot), dated_snapshot.on.toordinal()
    with dated_snapshot.snapshot_index.steady(dated_snapshot.state):
        lines = list_rows.rows_on(dated_snapshot.state, day, statuses if is_plain else (), by_path=by_path)
    if chosen is not None:
        return [line for line in lines if line.row in chosen]
    return [line for line in lines if line.country in countries] if countries else lines


def store_list_rows(dated_snapshot: DatedSnapshot) -> ListRows:
    """Return the list rows in the index; rows that it lacks for the day are computed and stored first."""
    list_rows = dated_snapshot.snapshot_index.list_rows
    if not list_rows.is_complete(dated_snapshot.state, dated_snapshot.on.toordinal()):
        from casefile.loading.indexed.case_list_builder import build_list_rows  # noqa: PLC0415 - the model, which is not needed if all rows are stored

        build_list_rows(dated_snapshot)
    return list_rows


def _matching_rows(dated_snapshot: DatedSnapshot, asked: Filters) -> frozenset[int]:
    """Return the row numbers of the cases that match the filters."""
    from casefile.queries.record_choice import candidates, criteria  # noqa: PLC0415 - loads the model, seldom needed
    from casefile.views.record_selection import choose  # noqa: PLC0415

    register = dated_snapshot.register
    wanted = criteria(register, asked)
    chosen = choose(candidates(register, wanted), wanted, dated_snapshot.on)
    numbers = dated_snapshot.snapshot_index.rows(dated_snapshot.state)
    return frozenset(numbers[each.id] for each in chosen)
