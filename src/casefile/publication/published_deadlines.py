"""The published deadlines: those that the published ledger gives, and the full ones give too.

Most deadlines rest on what a ledger does not contain: no judge yet, no answer, no news. Where the entry that
has it is withheld, the published ledger alone would state what the register knows to be false.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache

from casefile.dates import Day
from casefile.register import Register
from casefile.views.deadlines.deadline import Due, Window
from casefile.views.deadlines.deadline_rules import due, find_deadlines
from casefile.views.deadlines.valid_ledger import ValidLedger


def published_deadlines(  # noqa: PLR0913, PLR0917 - the published register, the full ledgers, what is asked
    published: Register,
    full: Callable[[str, Window], Iterable[ValidLedger]],
    ids: Mapping[str, str],
    chosen: Collection[str],
    day: Day,
    window: Window,
) -> tuple[Due, ...]:
    """Return what is due of these records, in the words of what is published.

    `chosen` are ids of the register, `ids` those that are published under another one. `full` gives the
    ledgers of a record with all its entries, by its id: a deadline is due in each of them too.
    """

    @cache
    def due_in_all(key: str) -> frozenset[tuple[str, str, str]]:
        found = (map(_what, window.near(find_deadlines(ledger), day)) for ledger in full(key, window))
        return frozenset.intersection(*map(frozenset, found))

    own = {ids.get(key, key): key for key in chosen}
    rows = [published.row(key) for key in sorted(own)]
    return tuple(
        each for each in due(published, rows, day, window) if _what(each) in due_in_all(own[each.record])
    )


def _what(each: Due) -> tuple[str, str, str]:
    return each.kind, each.event, each.date.text
