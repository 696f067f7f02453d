"""What may be told of deadlines: those that the published ledgers give and the full ones give too.

Most deadlines rest on what a ledger does not say: no judge yet, no answer, no news. Where the entry that says
it is withheld, the published ledger alone would state what the register knows to be false.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from casefile.model.dates import Day
from casefile.register import Register
from casefile.views.due.deadlines import due
from casefile.views.due.row import Due, Window


def told_deadlines(  # noqa: PLR0913, PLR0917 - both registers, and what is asked of them
    register: Register,
    published: Register,
    ids: Mapping[str, str],
    chosen: Collection[str],
    day: Day,
    window: Window,
) -> tuple[Due, ...]:
    """Return what is due of these records, in the words of what is published.

    `chosen` are ids of the register, `ids` those that are published under another one.
    """
    known = {
        (ids.get(each.record, each.record), *_what(each))
        for each in due(register, map(register.row, sorted(chosen)), day, window)
    }
    rows = [published.row(ids.get(key, key)) for key in sorted(chosen)]
    return tuple(each for each in due(published, rows, day, window) if (each.record, *_what(each)) in known)


def _what(each: Due) -> tuple[str, str, str]:
    return each.kind, each.event, each.date.text
