"""Everything that is due, rule by rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from casefile.dates import Day
from casefile.model.kinds import LEDGER_KINDS
from casefile.register import Register
from casefile.register.record_summary import Row
from casefile.views.deadlines.court_deadlines import appeal, hearing, hearing_passed
from casefile.views.deadlines.custody_deadlines import (
    death_unproved,
    lapsed,
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
from casefile.views.deadlines.valid_ledger import Ledger, ledger_of


class Rule(Struct, frozen=True):
    """One kind of deadline: what it is, why a desk needs it, and which rows of a ledger it makes."""

    kind: str
    because: str
    rows: Callable[[Ledger], Iterator[Due]]


RULES = (
    Rule("order_ends", "Orders are prolonged in silence; who asks on the day may be heard.", order_ends),
    Rule("sentence_ends", "Relatives wait at the gate on that day; so should a reporter.", sentence_ends),
    Rule("restriction_ends", "A temporary ban may be prolonged without a report.", restriction_ends),
    Rule("lapsed", "Somebody held without an order, or free without anybody's word.", lapsed),
    Rule(
        "sentence_over",
        "Custody after the end of a term has no basis (WGAD, category I).",
        sentence_over,
    ),
    Rule("return", "Whether a person on leave went back is seldom reported.", returns),
    Rule("hearing", "An observer, a lawyer or a colleague can be there.", hearing),
    Rule("hearing_passed", "What a court said and nobody wrote down is soon lost.", hearing_passed),
    Rule("appeal", "A window that closes does not open again.", appeal),
    Rule("reply", "Silence is an answer too, once the day has passed.", reply),
    Rule("consent", "What was allowed for a time must not be published after it.", consent),
    Rule("clock", "The first days before a judge are those of ill-treatment (ICCPR art. 7, 9(3)).", judge),
    Rule("death_unproved", "A death that one source reports must be settled.", death_unproved),
    Rule("stale", "Silence is no news, and news has an age.", stale),
)
"""The kinds of the contract, in the order in which things of one day are told."""


def due(register: Register, rows: Iterable[Row], day: Day, window: Window = Window()) -> tuple[Due, ...]:  # noqa: B008 - frozen
    """Return what is overdue, or due within the window, of these records; what is longest overdue first."""
    asked = (row for row in rows if row.kind in LEDGER_KINDS and not row.withdrawn)
    found = (each for row in asked for each in owed(ledger_of(register, row, day, window.stale)))
    return window.near(found, day)


def owed(ledger: Ledger) -> Iterator[Due]:
    """Yield all that is due of one ledger, however far off, kind by kind."""
    for rule in RULES:
        yield from rule.rows(ledger)
