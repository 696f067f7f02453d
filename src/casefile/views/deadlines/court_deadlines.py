"""Deadlines that courts set: hearings that are scheduled or have passed, and time limits for appeals."""

from __future__ import annotations

from collections.abc import Iterator

from casefile.custody.appeals import appeals_filed
from casefile.custody.ledger_order import CHANGED, HEARING_MOVES, OVERTURNED
from casefile.custody.rule_context import HIGHER
from casefile.custody.status_text import when_words
from casefile.dates import When
from casefile.model.events import Event, Hearing, Verdict
from casefile.model.vocabularies import is_stated, word
from casefile.views.deadlines.deadline import Due
from casefile.views.deadlines.valid_ledger import ValidLedger

ANSWERS = frozenset({"refused", "remitted", "upheld", *OVERTURNED, *CHANGED})
"""The outcomes with which a higher court answers an appeal against custody, also if it names no decision."""


def hearing(ledger: ValidLedger) -> Iterator[Due]:
    """Yield the scheduled hearings that may be still to come.

    A hearing that was cancelled, or whose result an event already records, is not due.
    """
    for event in _scheduled(ledger):
        if event.date.latest >= ledger.day:
            yield ledger.due("hearing", event.date, _describe_hearing(ledger, event), event.id)


def hearing_passed(ledger: ValidLedger) -> Iterator[Due]:
    """Yield the hearings whose day has certainly passed while no event records the result.

    Such an event has the date of the hearing or follows it in the ledger; `CourtDates.has_result` decides.
    """
    for event in _scheduled(ledger):
        if event.date.latest < ledger.day:
            text = f"{_describe_hearing(ledger, event)}; the result is not recorded"
            yield ledger.due("hearing_passed", event.date, text, event.id)


def appeal(ledger: ValidLedger) -> Iterator[Due]:
    """Yield the last days for an appeal, as hearings and verdicts state them.

    A time limit is no longer due once an appeal that names the decision is filed and not withdrawn, or a
    higher court has answered. An appeal that does not name its decision ends no time limit: the row reports
    that such an appeal exists.
    """
    for event in ledger.past:
        if not isinstance(event, Hearing | Verdict) or event.appeal_until is None:
            continue
        if not _is_appealed(ledger, event) and not _is_answered(ledger, event):
            yield ledger.due(
                "appeal", event.appeal_until, _last_day(ledger, event, event.appeal_until), event.id
            )


def _scheduled(ledger: ValidLedger) -> Iterator[Hearing]:
    """Yield the hearings that were scheduled and neither cancelled nor followed by a result."""
    for event in ledger.entries:
        if isinstance(event, Hearing) and event.outcome == "scheduled":
            dates = ledger.court_dates
            if not dates.is_cancelled(event) and not dates.has_result(event, ledger.after(event)):
                yield event


def _describe_hearing(ledger: ValidLedger, event: Hearing) -> str:
    """Describe a hearing: `appeal hearing on 5 August 2025 at 10:00, Bishkek City Court`."""
    stage = is_stated(event.stage)
    what = f"{word(event.stage or '')} hearing" if stage else "hearing"
    time = f" at {event.time}" if event.time else ""
    court = f", {ledger.labels.get(event.court, event.court)}" if event.court else ""
    return f"{what} {when_words(event.date.text)}{time}{court}"


def _is_appealed(ledger: ValidLedger, decision: Event) -> bool:
    """Return whether an appeal that names the decision is filed."""
    return any(each.against == decision.id for each in appeals_filed(ledger.past))


def _is_answered(ledger: ValidLedger, decision: Hearing | Verdict) -> bool:
    """Return whether a higher court has answered in the proceeding of the decision, or may have.

    An answer that states in `against` which decision it is about is about that one alone.
    """
    return any(
        each.against in {None, decision.id} and _is_answer(decision, each)
        for each in ledger.after(decision)
        if isinstance(each, Hearing | Verdict) and ledger.court_dates.may_be_of_one_proceeding(decision, each)
    )


def _is_answer(decision: Hearing | Verdict, later: Hearing | Verdict) -> bool:
    """Return whether a later decision of a higher court is an answer to an appeal against `decision`.

    A hearing that names the decision is one with any outcome by which custody may change; one that names none
    is about custody.
    """
    if isinstance(later, Hearing):
        if later.against is not None:
            return later.stage in HIGHER and later.outcome in ANSWERS | HEARING_MOVES
        return later.stage in HIGHER and later.outcome in ANSWERS and isinstance(decision, Hearing)
    if later.instance not in HIGHER or isinstance(decision, Hearing):
        return False
    return HIGHER.index(later.instance) >= _next(decision)


def _next(verdict: Verdict) -> int:
    """Return the position in HIGHER of the court above that of a verdict."""
    return HIGHER.index(verdict.instance) + 1 if verdict.instance in HIGHER else 0


def _last_day(ledger: ValidLedger, event: Event, until: When) -> str:
    decision = "verdict" if isinstance(event, Verdict) else "decision"
    against = f"appeal against the {decision} {when_words(event.date.text)}"
    if until.latest < ledger.day:
        text = f"the time to {against} ended {when_words(until.text)}"
    else:
        text = f"last day to {against}: {until.words()}"
    known = {other.id for other in ledger.entries}
    unclear = any(
        each.against not in known
        and each.date.latest >= event.date.earliest
        and ledger.court_dates.may_be_of_one_proceeding(event, each)
        for each in appeals_filed(ledger.past)
    )
    return f"{text}; an appeal is recorded, against what is not stated" if unclear else text
