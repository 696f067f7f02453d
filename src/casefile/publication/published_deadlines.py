"""The published deadlines: those that the published ledger gives and all full ledgers give too.

Most deadlines depend on something that is missing in a ledger: no judge yet, no answer, no news. If the entry
that contains it is withheld, the published ledger alone would give a deadline that is wrong by the register.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache

from msgspec.structs import replace

from casefile.dates import Day
from casefile.model.kinds import LEDGER_KINDS
from casefile.publication.published_course import PublishedCourse
from casefile.register import Register
from casefile.register.record_summary import RecordSummary
from casefile.views.deadlines.deadline import DeadlineWindow, Due
from casefile.views.deadlines.deadline_rules import find_deadlines
from casefile.views.deadlines.valid_ledger import ValidLedger, ledger_of


def published_deadlines(  # noqa: PLR0913, PLR0917 - the published register, the full ledgers, what is asked
    published: Register,
    full: Callable[[str, DeadlineWindow], Iterable[ValidLedger]],
    ids: Mapping[str, str],
    chosen: Collection[str],
    day: Day,
    window: DeadlineWindow,
) -> tuple[Due, ...]:
    """Return the deadlines of the chosen records, made from their published ledgers.

    `chosen` are ids of the register, `ids` gives the published id for each id that is replaced. `full`
    returns the unredacted ledgers of a record by its id: a deadline is published only if each of them gives
    it too, on the same date. No audience gets an urgent report.
    """

    @cache
    def due_in_all(key: str) -> frozenset[tuple[str, str, str]]:
        found = (map(_deadline_key, window.near(find_deadlines(ledger), day)) for ledger in full(key, window))
        return frozenset.intersection(*map(frozenset, found))

    own = {ids.get(key, key): key for key in chosen}
    ledgers = (_ledger(published, published.row(key), day, window) for key in sorted(own))
    found = (each for ledger in ledgers if ledger for each in find_deadlines(ledger) if each.kind != "urgent")
    return tuple(
        each for each in window.near(found, day) if _deadline_key(each) in due_in_all(own[each.record])
    )


def _ledger(published: Register, row: RecordSummary, day: Day, window: DeadlineWindow) -> ValidLedger | None:
    """Return the published ledger of a record, with the view for deadlines; None if it has no ledger."""
    if row.kind not in LEDGER_KINDS:
        return None
    ledger, course = ledger_of(published, row, day, window.stale), row.course
    return replace(ledger, view=course.for_deadlines) if isinstance(course, PublishedCourse) else ledger


def _deadline_key(each: Due) -> tuple[str, str, str]:
    return each.kind, each.event, each.date.text
