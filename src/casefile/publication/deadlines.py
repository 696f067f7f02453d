"""What may be told of deadlines: those that the published ledgers give and the full ones give too.

Most deadlines rest on what a ledger does not say: no judge yet, no answer, no news. Where the entry that says
it is withheld, the published ledger alone would state what the register knows to be false.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache

from casefile.model.dates import Day
from casefile.register import Register
from casefile.views.due.deadlines import due
from casefile.views.due.row import Due, Window


def told_deadlines(  # noqa: PLR0913, PLR0917 - both registers, and what is asked of them
    register: Register,
    published: Register,
    moved: Mapping[str, Sequence[Register]],
    ids: Mapping[str, str],
    chosen: Collection[str],
    day: Day,
    window: Window,
) -> tuple[Due, ...]:
    """Return what is due of these records, in the words of what is published.

    `chosen` are ids of the register, `ids` those that are published under another one. `moved` has the
    registers in which the withheld entries of a case are on other days: a deadline is due in these too.
    """

    def known(each: Due, key: str) -> bool:
        registers = (register, *moved.get(key, ()))
        return all(_what(each) in due_of(other, key) for other in registers)

    @cache
    def due_of(other: Register, key: str) -> frozenset[tuple[str, str, str]]:
        return frozenset(map(_what, due(other, [other.row(key)], day, window)))

    own = {ids.get(key, key): key for key in chosen}
    rows = [published.row(key) for key in sorted(own)]
    return tuple(each for each in due(published, rows, day, window) if known(each, own[each.record]))


def _what(each: Due) -> tuple[str, str, str]:
    return each.kind, each.event, each.date.text
