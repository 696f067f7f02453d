"""The rules for deadlines, one for each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

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
from casefile.views.deadlines.deadline import Due, Window
from casefile.views.deadlines.judge_deadlines import judge
from casefile.views.deadlines.reply_deadlines import consent, reply
from casefile.views.deadlines.valid_ledger import ValidLedger, ledger_of


class DeadlineRule(Struct, frozen=True):
    """One kind of deadline: its name, why a team needs it, and the function that makes its rows."""

    kind: str
    because: str
    rows: Callable[[ValidLedger], Iterator[Due]]


RULES = (
    DeadlineRule(
        "order_ends", "Orders are prolonged in silence; who asks on the day may be heard.", order_ends
    ),
    DeadlineRule(
        "sentence_ends", "Relatives wait at the gate on that day; so should a reporter.", sentence_ends
    ),
    DeadlineRule("restriction_ends", "A temporary ban may be prolonged without a report.", restriction_ends),
    DeadlineRule(
        "lapsed", "Somebody held without an order, or free without anybody's word.", find_lapsed_orders
    ),
    DeadlineRule(
        "sentence_over",
        "Custody after the end of a term has no basis (WGAD, category I).",
        sentence_over,
    ),
    DeadlineRule("return", "Whether a person on leave went back is seldom reported.", returns),
    DeadlineRule("hearing", "An observer, a lawyer or a colleague can be there.", hearing),
    DeadlineRule("hearing_passed", "What a court said and nobody wrote down is soon lost.", hearing_passed),
    DeadlineRule("appeal", "A window that closes does not open again.", appeal),
    DeadlineRule("reply", "Silence is an answer too, once the day has passed.", reply),
    DeadlineRule("consent", "What was allowed for a time must not be published after it.", consent),
    DeadlineRule(
        "clock", "The first days before a judge are those of ill-treatment (ICCPR art. 7, 9(3)).", judge
    ),
    DeadlineRule("death_unproved", "A death that one source reports must be settled.", death_unproved),
    DeadlineRule("stale", "Silence is no news, and news has an age.", stale),
)
"""The kinds of the JSON contract, in the order in which the deadlines of one day are shown."""


def due(
    register: Register,
    rows: Iterable[RecordSummary],
    day: Day,
    window: Window = Window(),  # noqa: B008 - frozen
) -> tuple[Due, ...]:
    """Return the deadlines of these records, overdue or due within the window; the longest overdue first."""
    asked = (row for row in rows if row.kind in LEDGER_KINDS and not row.withdrawn)
    found = (each for row in asked for each in find_deadlines(ledger_of(register, row, day, window.stale)))
    return window.near(found, day)


def find_deadlines(ledger: ValidLedger) -> Iterator[Due]:
    """Yield every deadline of one ledger, however far ahead, kind by kind."""
    for rule in RULES:
        yield from rule.rows(ledger)
