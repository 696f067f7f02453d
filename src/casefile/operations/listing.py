"""Listing cases, from the board."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, partial
from itertools import starmap
from pathlib import Path

from msgspec import Struct

from casefile.custody.view import View
from casefile.errors import BadInput, Problem
from casefile.model.dates import Day
from casefile.operations.asked import Asked, country_typed, status_typed
from casefile.operations.board.listed import lines_on
from casefile.operations.board.looking import Glance, from_board
from casefile.operations.clocks import Clocked, Clocks
from casefile.storage.index import Lasting
from casefile.views.labels import Labels
from casefile.views.listing import COLUMNS, Listed, Said, in_order

DaysHeld = tuple[int, int | None]


class Listing(Struct, frozen=True, dict=True):
    """The answer of `list`: texts of JSON as they are on the board, rows where they are wanted."""

    moment: Clocked
    lines: tuple[Lasting, ...]
    total: int
    left_out: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether no case answers."""
        return not self.lines

    @cached_property
    def rows(self) -> tuple[Listed, ...]:
        """The rows, made of their texts."""
        return tuple(_listed(self.as_json()))

    @cached_property
    def views(self) -> Mapping[str, View]:
        """What may be said of each case on the day, as far as a list says it, by the id of the case."""
        return {row.id: _view(row, line) for row, line in zip(self.rows, self.lines, strict=True)}

    def as_json(self, columns: Sequence[str] = ()) -> Iterator[str]:
        """Yield each row as a text of JSON."""
        if columns:
            return (json.dumps(row.as_data(columns), ensure_ascii=False) for row in self.rows)
        day = self.moment.on.toordinal()
        return (text_of(line, day) for line in self.lines)

    @cached_property
    def told(self) -> Sequence[tuple[Said, DaysHeld]]:
        """Each row as a page says it, and for how many days somebody was held."""
        told = json.loads(f"[{','.join([line.said for line in self.lines])}]")
        days = (_held(line, self.moment.on.toordinal()) for line in self.lines)
        return [*zip(starmap(Said, told), days, strict=True)]


def list_cases(
    directory: Path,
    clocks: Clocks,
    asked: Asked,
    sort: tuple[str, ...] = (),
    limit: int | None = None,
) -> Listing:
    """Return the cases that answer what was asked, as they stand on the day."""
    for column in sort:
        known_column(column.removeprefix("-"), "--sort")
    found = from_board(directory, clocks, partial(_listing, asked, bool(sort)))
    lines: Sequence[Lasting] = found.lines
    if sort:
        by_id = {row.id: line for row, line in zip(found.rows, lines, strict=True)}
        lines = [by_id[row.id] for row in in_order(found.rows, sort)]
    kept = tuple(lines[:limit])
    return Listing(found.moment, kept, found.total, len(lines) - len(kept))


def known_column(name: str, option: str) -> None:
    """Refuse the name of a column that `list` does not have."""
    if name not in COLUMNS:
        raise BadInput(
            "CF601", f"{option} names a column that there is not", f"columns: {', '.join(COLUMNS)}"
        )


def _listing(asked: Asked, by_path: bool, glance: Glance) -> Listing | None:
    lines = lines_of(glance, asked, by_path=by_path)
    return None if lines is None else Listing(MomentOnBoard.of(glance), tuple(lines), glance.cases)


def lines_of(glance: Glance, asked: Asked, *, by_path: bool) -> list[Lasting] | None:
    """Ask the board how the cases are listed that answer what was asked; None where it cannot be told.

    What it does not know of this day yet, it is told first.
    """
    statuses = sorted({status_typed(text) for text in asked.status})
    countries = {country_typed(text) for text in asked.country}
    is_plain = asked == Asked(country=asked.country, status=asked.status)  # what the board knows of
    chosen = None if is_plain else _chosen(glance, asked)
    lines = lines_on(glance, statuses if is_plain else (), by_path=by_path)
    if lines is None:
        return None
    if chosen is not None:
        return [line for line in lines if line.row in chosen]
    return [line for line in lines if line.country in countries] if countries else lines


def _chosen(glance: Glance, asked: Asked) -> frozenset[int]:
    """Return the rows of the cases that answer what was asked."""
    from casefile.operations.moment import moment_seen  # noqa: PLC0415 - the model: what the board spares us
    from casefile.operations.selecting import candidates, criteria  # noqa: PLC0415
    from casefile.views.selection import choose  # noqa: PLC0415

    register = moment_seen(glance).register
    wanted = criteria(register, asked)
    chosen = choose(candidates(register, wanted), wanted, glance.on)
    numbers = glance.board.rows(glance.state)
    return frozenset(numbers[each.row.id] for each in chosen)


class MomentOnBoard(Struct, frozen=True):
    """A moment of the register that is on the board, as a page says it."""

    on: Day
    known_at: str
    broken: tuple[Problem, ...]
    labels: Mapping[str, str]

    @classmethod
    def of(cls, glance: Glance) -> MomentOnBoard:
        """Return the moment of a glance."""
        board, state = glance.board, glance.state
        labels = Labels(partial(board.label, state), partial(board.ids, state))
        return cls(glance.on, glance.known_at, glance.broken, labels)


def text_of(line: Lasting, day: int) -> str:
    """Return the row of a case on a day, by number, as a text of JSON."""
    least, most = _held(line, day)
    return f"{line.before}[{least}, {'null' if most is None else most}]{line.after}"


def _held(line: Lasting, day: int) -> DaysHeld:
    """Return for how many days the person was held by a day."""
    gone = day - line.first
    return line.least + line.more * gone, None if line.most is None else line.most + line.most_more * gone


def _listed(texts: Iterable[str]) -> Iterator[Listed]:
    """Yield the rows that these texts of JSON tell of; they are read in one go, which is twice as fast."""
    for told in json.loads(f"[{','.join(texts)}]"):
        for name in LISTS:
            told[name] = tuple(told[name])
        for name in NOT_NULL:
            told[name] = told[name] or ""
        yield Listed(**told)


LISTS = ("possible", "days_held", "situations", "authorities", "statutes")
NOT_NULL = ("occupation", "last_event", "rule")
"""Fields of a row that JSON has in another form."""


def _view(row: Listed, line: Lasting) -> View:
    """Return as much of a view as a list says."""
    until_kind, disputed = _extra(line.extra)
    return View(
        row.status,
        row.certainty,
        row.possible,
        row.basis,
        row.since,
        Day.fromisoformat(row.until) if row.until else None,
        until_kind,
        row.last_confirmed,
        days_held=row.days_held,
        disputed=disputed,
    )


@cache
def _extra(text: str) -> tuple[str | None, bool]:
    """Return what a row does not say of a view: there are only some ways to say it."""
    told = json.loads(text)
    return told["until_kind"], told["disputed"]
