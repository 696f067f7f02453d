"""Find the deadlines of ledgers: one function for each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from casefile.dates import Day
from casefile.model.kinds import LEDGER_KINDS
from casefile.register import Register
from casefile.register.record_summary import RecordSummary
from casefile.views.deadlines.court_deadlines import appeal, hearing, hearing_passed
from casefile.views.deadlines.custody_deadlines import (
    death_unproved,
    find_lapsed_orders,
    order_ends,
    restriction_ends,
    returns,
    sentence_ends,
    sentence_over,
    stale,
)
from casefile.views.deadlines.deadline import DeadlineWindow, Due
from casefile.views.deadlines.judge_deadlines import judge
from casefile.views.deadlines.reply_deadlines import consent, reply
from casefile.views.deadlines.urgent_reports import urgent
from casefile.views.deadlines.valid_ledger import ValidLedger, ledger_of

RULES: tuple[Callable[[ValidLedger], Iterator[Due]], ...] = (
    urgent, order_ends, sentence_ends, restriction_ends, find_lapsed_orders, sentence_over, returns, hearing,
    hearing_passed, appeal, reply, consent, judge, death_unproved, stale,
)  # fmt: skip
"""The functions that yield the deadlines of each kind."""


def due(
    register: Register,
    rows: Iterable[RecordSummary],
    day: Day,
    window: DeadlineWindow = DeadlineWindow(),  # noqa: B008 - frozen
) -> tuple[Due, ...]:
    """Return the deadlines of these records, overdue or due within the window; the longest overdue first."""
    asked = (row for row in rows if row.kind in LEDGER_KINDS and not row.withdrawn)
    found = (each for row in asked for each in find_deadlines(ledger_of(register, row, day, window.stale)))
    return window.near(found, day)


def find_deadlines(ledger: ValidLedger) -> Iterator[Due]:
    """Yield every deadline of one ledger, however far ahead, kind by kind."""
    for find_rows in RULES:
        yield from find_rows(ledger)
