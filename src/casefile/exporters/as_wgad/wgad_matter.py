"""Answers of the questionnaire about the events, the categories of arbitrary detention, and the remedies."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from casefile.custody.appeals import appeals_filed
from casefile.custody.ledger_fold import decisions
from casefile.custody.rule_context import HIGHER
from casefile.custody.status_text import format_date, when_words
from casefile.exporters.as_wgad.wgad_details import details
from casefile.exporters.as_wgad.wgad_form import WgadFact
from casefile.exporters.as_wgad.wgad_questions import questionnaire
from casefile.exporters.as_wgad.wgad_subject import (
    WgadEvent,
    WgadSubject,
    citations_of,
    format_stated_word,
)
from casefile.model.events import (
    Appeal,
    Clemency,
    Detention,
    Event,
    Finding,
    Hearing,
    Intervention,
    Note,
    OfficialResponse,
    Restriction,
    Verdict,
)
from casefile.model.vocabularies import capital, word
from casefile.views.deadlines.deadline import Due
from casefile.views.deadlines.judge_deadlines import brings_before_a_judge
from casefile.views.deadlines.valid_ledger import places_after

ELSEWHERE = (OfficialResponse, Intervention, Note)
"""Types of entries of a situation that another item shows, or that may be about other people."""


def happened(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield all entries of the case up to the day except the responses of the authorities."""
    return _in_order(subject, subject.entries, OfficialResponse)


def happened_to_group(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the entries of the situations that the case belongs to."""
    return _in_order(subject, subject.around, ELSEWHERE)


def happening_later(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the entries that are dated after the day."""
    return _in_order(subject, subject.later, ())


def _in_order(
    subject: WgadSubject, entries: Iterable[WgadEvent[Event]], without: type[Event] | tuple[type[Event], ...]
) -> Iterator[WgadFact]:
    others = (each for each in entries if not isinstance(each.event, without))
    return subject.headlines(others, lambda each: details(subject, each))


def responses(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield position and summary of each response of the authorities, about this person or about a group."""
    for entry in subject.of(OfficialResponse, around=True):
        text = ". ".join(
            filter(None, (format_stated_word(entry.event.position).capitalize(), entry.event.summary))
        )
        if text:
            yield subject.fact(entry, text, dated=True)


def grounds(subject: WgadSubject, kinds: Collection[str]) -> Iterator[WgadFact]:
    """Yield the reported grounds of these kinds."""
    for each in subject.case.grounds:
        if each.kind in kinds:
            work = f"the work or act in question: {each.work}" if each.work else ""
            parts = filter(None, (f"Ground, as reported: {word(each.kind)}", each.text, work))
            yield WgadFact("; ".join(parts), citations_of(each.sources))


def criticism(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the criticism of the statutes that are applied, with the names of the critics."""
    for name in subject.published.row.statutes:
        statute = subject.statute(name)
        for each in statute.criticism if statute else ():
            by = f" ({', '.join(map(subject.named, each.by))})" if each.by else ""
            yield WgadFact(
                f"Statement against {subject.named(name)}{by}: {each.text}", citations_of(each.sources)
            )


def findings(subject: WgadSubject, category: str) -> Iterator[WgadFact]:
    """Yield the findings of bodies under a category of arbitrary detention; "" for findings under none."""
    for entry in subject.of(Finding, around=True):
        event = entry.event
        if category not in event.categories and (category or event.categories):
            continue
        by = ", ".join(map(subject.named, event.by)) or "a body not named"
        what = ", ".join(filter(None, (format_stated_word(event.kind), event.reference)))
        details = ". ".join(filter(None, (event.outcome, event.summary)))
        text = f"Finding of {by}{f' ({what})' if what else ''}{f': {details}' if details else ''}"
        yield subject.fact(entry, text, dated=True)


def hearings(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield openness, presence of the person and kind of court of each hearing, and the court of verdicts."""
    for entry in subject.of(Hearing):
        details = [
            format_stated_word(entry.event.openness),
            format_stated_word(entry.event.presence),
            _court(entry.event.court_kind),
        ]
        if any(details):
            stage = format_stated_word(entry.event.stage)
            what = f"Hearing ({stage})" if stage else "Hearing"
            yield subject.fact(entry, f"{what}: {', '.join(filter(None, details))}", dated=True)
    for trial in subject.of(Verdict):
        court = _court(trial.event.court_kind)
        if court:
            yield subject.fact(trial, f"Verdict: {court}", dated=True, field="court_kind")


def _court(kind: str | None) -> str:
    return f"{format_stated_word(kind)} court" if format_stated_word(kind) else ""


def before_a_judge(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the first hearing or verdict after the first arrest that brings the person before a judge.

    The rule is the one by which `due` lists detentions without a judge; no delay is computed.
    """
    entries = [each for each in subject.entries if each.event.stands]
    events = [each.event for each in entries]
    start = next((at for at, event in enumerate(events) if isinstance(event, Detention)), None)
    if start is None:
        return
    judged = (at for at in places_after(events, start) if brings_before_a_judge(events[start], events[at]))
    first = next(judged, None)
    if first is not None:
        what = "The verdict is the first" if isinstance(events[first], Verdict) else "The first court"
        yield subject.fact(entries[first], f"{what} hearing on record", dated=True)


def remedies(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the remedies that were tried; for an appeal, with the entry of the ledger that it attacks."""
    entries = {each.event.id: each.line for each in subject.entries}

    def against(entry: WgadEvent[Event]) -> str:
        attacked = entry.event.against if isinstance(entry.event, Appeal) else None
        line = entries.get(attacked or "")
        what = f"the {word(line.type)} {when_words(line.date.text)}" if line else attacked
        return f"against {what}" if what else ""

    return subject.headlines(_remedies(subject), against)


def remedies_without_effect(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the remedies that were refused, or withdrawn and not filed again; no reason is inferred.

    A court that upheld a release or an acquittal refused the authorities, not the person.
    """
    events = [entry.event for entry in subject.entries]
    filed, decided = {each.against for each in appeals_filed(events)}, decisions(events)
    return subject.headlines(
        each
        for each in _remedies(subject)
        if _is_without_effect(each.event, filed)
        and decided.get(vars(each.event).get("against") or "") not in {"release_order", "acquittal"}
    )


def _remedies(subject: WgadSubject) -> Iterator[WgadEvent[Event]]:
    return (each for each in subject.entries if _is_remedy(each.event))


def _is_remedy(event: Event) -> bool:
    if isinstance(event, Hearing):
        return event.stage in HIGHER
    if isinstance(event, Verdict):
        return event.instance in HIGHER
    return isinstance(event, Appeal | Clemency)


def _is_without_effect(event: Event, filed: Collection[str | None]) -> bool:
    """Return whether a remedy was refused or withdrawn; `filed` are the ids of the decisions under appeal."""
    if isinstance(event, Appeal):
        is_filed_again = event.stands and event.against is not None and event.against in filed
        return event.step == "withdrawn" and not is_filed_again
    return isinstance(event, Hearing) and event.outcome in {"refused", "upheld"}


def interventions(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the interventions of others: who intervened, and what they demand."""

    def whose(entry: WgadEvent[Intervention]) -> str:
        event = entry.event
        who = ", ".join(map(subject.named, event.actors))
        many = f" ({event.actor_count} in all)" if event.actor_count else ""
        demands = f"asking: {', '.join(map(word, event.demands))}" if event.demands else ""
        return ", ".join(filter(None, (f"by {who}{many}" if who else "", event.reference, demands)))

    return subject.headlines(subject.of(Intervention, around=True), whose)


def sender(subject: WgadSubject, keys: Collection[str]) -> Iterator[WgadFact]:
    """Yield the text that the submitter's file has under the first of these keys."""
    return map(WgadFact, filter(None, [subject.sender.take(*keys)]))


def contacts(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the lines of the submitter's file whose keys no item of the questionnaire uses."""
    for key, value in subject.sender.without(*questionnaire().keys_of("sender")):
        yield WgadFact(f"{key}: {value}" if key else value)


def consent(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the consent on record; it is part of exports for your own team only."""
    consent = subject.case.consent
    if consent is None:
        return
    parts = [f"On record: consent of {word(consent.basis)}"] if consent.basis != "unknown" else []
    parts += [f"given by {consent.given_by}"] if consent.given_by else []
    parts += [f"covers {', '.join(map(word, consent.scope))}"] if consent.scope else []
    parts += [f"obtained {when_words(consent.obtained.text)}"] if consent.obtained else []
    parts += [f"until {format_date(consent.expires.text)}"] if consent.expires else []
    parts += [f"withdrawn {when_words(consent.withdrawn.text)}"] if consent.withdrawn else []
    if parts:
        yield WgadFact("; ".join(parts))


def written_authority(subject: WgadSubject) -> Iterator[str]:
    """Yield a question about a written authority to act if the submitter states none."""
    if not subject.sender.take("authority", "authority to act"):
        yield "Is there a written authority to attach?"


def deadlines(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the deadlines on and after the day of the form, of the kinds in AHEAD.

    Each has the sources of the entry that states it, if there is one.
    """
    for due in subject.deadlines:
        if due.kind not in AHEAD or due.date.latest < subject.day:
            continue
        field, text = AHEAD[due.kind], capital(due.text)
        entry = next((each for each in (*subject.entries, *subject.later) if _states(each, due, field)), None)
        yield subject.fact(entry, text, dated=due.kind != "hearing", field=field) if entry else WgadFact(text)


AHEAD = {
    "order_ends": "until",
    "sentence_ends": "",
    "restriction_ends": "until",
    "return": "until",
    "hearing": "",
    "appeal": "appeal_until",
    "reply": "reply_due",
}
"""The kinds of future deadlines, each with the field of an entry that states it, or empty."""


def _states(entry: WgadEvent[Event], due: Due, field: str) -> bool:
    """Return whether an entry states a deadline in its field `field`.

    A deadline of an order or a restriction names no entry: it belongs to an entry with the same last day.
    """
    of = Restriction if due.kind == "restriction_ends" else Detention | Hearing
    if due.event or not isinstance(entry.event, of):
        return entry.event.id == due.event
    until = entry.event.until if field and entry.event.stands else None
    return until is not None and until.latest == due.date.latest
