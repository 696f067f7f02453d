"""Deadlines that depend on others: replies that are due, and consent that was given for a time."""

from __future__ import annotations

from collections.abc import Iterator

from casefile.custody.status_text import when_words
from casefile.model.events import Event, Finding, Intervention, OfficialResponse
from casefile.model.records import Case
from casefile.model.vocabularies import is_stated, word
from casefile.views.deadlines.deadline import Due, days_off
from casefile.views.deadlines.valid_ledger import ValidLedger


def reply(ledger: ValidLedger) -> Iterator[Due]:
    """Yield the replies that are due or overdue: no official response or finding followed in the ledger.

    A response that states which intervention it answers counts only for that one; any other counts for all
    before it.
    """
    for event in ledger.past:
        due = event.reply_due if isinstance(event, Intervention) else None
        if due is None or any(_answers(each, event) for each in ledger.after(event)):
            continue
        kind = getattr(event, "kind", None)
        named = word(kind) if is_stated(kind) else "intervention"
        what = f"a reply to the {named} {when_words(event.date.text)}"
        verb, effect = ("was", "; none is recorded") if due.latest < ledger.day else ("is", "")
        yield ledger.due("reply", due, f"{what} {verb} due {when_words(due.text)}{effect}", event.id)


def _answers(event: Event, intervention: Event) -> bool:
    return isinstance(event, OfficialResponse | Finding) and event.answers in {None, intervention.id}


def consent(ledger: ValidLedger) -> Iterator[Due]:
    """Yield the consent that expires or has expired, unless it was withdrawn.

    If its end is not known to the day, the first possible day counts, as in exports.
    """
    given = ledger.record.consent if isinstance(ledger.record, Case) else None
    if given is None or given.expires is None or given.withdrawn is not None:
        return
    end = given.expires
    days = days_off("consent", end, ledger.day)
    sure = "expired" if end.latest < ledger.day else "may have expired"
    verb = "expires" if days >= 0 else sure
    effect = "" if days >= 0 else "; data that needs it stays withheld"
    yield ledger.due("consent", end, f"the consent {verb} {when_words(end.text)}{effect}")
