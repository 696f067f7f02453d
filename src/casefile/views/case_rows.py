"""The list of cases: one flat row for each case, for tables, spreadsheets and scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from casefile.custody.custody_view import View
from casefile.custody.state import URGENCY
from casefile.custody.status_text import has_ended, in_short
from casefile.dates import Day, When
from casefile.dates.brief_words import brief_date, brief_day
from casefile.model.vocabularies import TIERS, Tier
from casefile.names import fold_text

if TYPE_CHECKING:  # callers have already loaded the model for it
    from casefile.register.record_summary import RecordSummary


class CaseRow(Struct, frozen=True):
    """One case on one day. Dates are texts as the ledger states them, `until` is a day in ISO form.

    `days_held` is the minimum and the maximum number of days, both end days included; None where the maximum
    is open. `rule` is the name of the custody rule that produced the status.
    """

    id: str
    path: str
    name: str
    country: str
    status: str
    certainty: str
    possible: tuple[str, ...]
    basis: str | None
    since: str | None
    until: str | None
    last_confirmed: str | None
    days_held: tuple[int, int | None]
    situations: tuple[str, ...]
    occupation: str | None
    authorities: tuple[str, ...]
    statutes: tuple[str, ...]
    tier: Tier
    last_event: str | None
    rule: str | None

    def as_data(self, columns: Sequence[str] = ()) -> dict[str, Any]:
        """Return the row as plain data, or only these columns of it, in this order."""
        values = ((name, getattr(self, name)) for name in columns or COLUMNS)
        return {name: [*value] if isinstance(value, tuple) else value for name, value in values}


class CaseRowText(NamedTuple):
    """The text of a case on a page: its status and its days in short, empty if not known.

    `disputed` means that a disputed event states something else.
    """

    name: str
    id: str
    standing: str
    short: str
    since: str
    until: str
    disputed: bool


def case_row_text(row: CaseRow, standing: str, view: View, day: Day) -> CaseRowText:
    """Return the row of a case as text, from its view on the day; `standing` is its group in `stats`."""
    until = ""
    if view.until is not None:
        until = f"{'ended ' if has_ended(view.until, day) else ''}{brief_day(view.until)}"
    return CaseRowText(
        row.name, row.id, standing, in_short(view), brief_date(row.since), until, view.disputed
    )


COLUMNS: tuple[str, ...] = CaseRow.__struct_fields__


def make_case_row(row: RecordSummary, view: View, day: Day) -> CaseRow:
    """Return the row of a case from its record summary and its view on the day."""
    return CaseRow(
        id=row.id,
        path=row.path,
        name=row.name,
        country=row.country,
        status=view.status,
        certainty=view.certainty,
        possible=view.possible,
        basis=view.basis,
        since=view.since,
        until=view.until.isoformat() if view.until else None,
        last_confirmed=view.last_confirmed,
        days_held=view.days_held,
        situations=row.situations,
        occupation=row.occupation or None,
        authorities=row.authorities,
        statutes=row.statutes,
        tier=row.tier,
        last_event=row.last_event(day),
        rule=view.rule.name if view.rule else None,
    )


USUAL = ("status", "name")


def in_order(rows: Iterable[CaseRow], columns: Sequence[str] = USUAL) -> tuple[CaseRow, ...]:
    """Return rows sorted by columns, the first column first.

    A minus before a column reverses it; absent values come last.
    """
    found = list(rows)
    for column in reversed(columns):
        name = column.removeprefix("-")
        there = [row for row in found if getattr(row, name) not in ABSENT]
        absent = [row for row in found if getattr(row, name) in ABSENT]
        found = sorted(there, key=_key_of(name), reverse=column != name) + absent
    return tuple(found)


def ranks(rows: Iterable[CaseRow], column: str) -> Mapping[str, int]:
    """Return the rank of each case by a column, by case id; equal values share a rank.

    Cases without a value have no rank.
    """
    key = _key_of(column)
    keys = {row.id: key(row) for row in rows if getattr(row, column) not in ABSENT}
    order = {value: place for place, value in enumerate(sorted({*keys.values()}))}
    return {case: order[value] for case, value in keys.items()}


ABSENT = (None, "", ())


def _key_of(name: str) -> Callable[[CaseRow], Any]:
    key = KEYS.get(name, _by_text)
    return lambda row: key(getattr(row, name))


def _by_text(value: object) -> str:
    return fold_text(" ".join(value) if isinstance(value, tuple) else str(value))


def _by_date(value: object) -> tuple[str, str]:
    when = When.find(str(value))
    if when is None:
        return "", ""
    return when.earliest.isoformat(), when.latest.isoformat()


KEYS: Mapping[str, Callable[[Any], Any]] = {
    "id": str,
    "path": str,
    "status": URGENCY.index,
    "since": _by_date,
    "until": _by_date,
    "last_confirmed": _by_date,
    "last_event": _by_date,
    "days_held": lambda days: (days[0], days[0] if days[1] is None else days[1]),
    "tier": TIERS.index,
}
"""The sort keys of columns that do not sort correctly as text."""
