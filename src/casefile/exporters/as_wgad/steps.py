"""Section VI, the submitter, and what stands behind the numbered items: consent, urgency, follow-up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from casefile.custody.now import HIGHER
from casefile.custody.spoken import day_words, said_date, when_words
from casefile.exporters.as_wgad.form import NONE_ON_RECORD, Fact, Item, Section
from casefile.exporters.as_wgad.given import Given
from casefile.exporters.as_wgad.subject import Subject, Told
from casefile.model.events import (
    Access,
    Appeal,
    Clemency,
    Detention,
    Disappearance,
    Event,
    Finding,
    Health,
    Hearing,
    Intervention,
    OfficialResponse,
    Release,
    Restriction,
    Verdict,
)
from casefile.model.words import capital, word
from casefile.views.due.row import Due


def remedies(subject: Subject) -> Section:
    """Answer section VI: what was tried at home and with what result."""
    tried = tuple(each for each in subject.entries if _remedy(each.event))
    items = (
        Item(
            "VI.1", "Internal steps and domestic remedies taken, and their results",
            (*_tried(subject, tried), *_searched(subject)),
            "Which remedies were tried before the courts or the administration, and with what result?",
        ),
        Item(
            "VI.2", "Why remedies were ineffective, or were not taken",
            tuple(_without_effect(subject, tried)),
            "Which remedies were not tried or did not help, and why?",
        ),
        Item(
            "VI.3", "Steps by others, such as statements and petitions", tuple(_interventions(subject)),
            "Was the case brought before another international body?", counted=False,
        ),
    )  # fmt: skip
    return Section("VI. Internal steps, including domestic remedies", items, wide=True)


def _remedy(event: Event) -> bool:
    if isinstance(event, Hearing):
        return event.stage in HIGHER
    if isinstance(event, Verdict):
        return event.instance in HIGHER
    return isinstance(event, Appeal | Clemency)


def _tried(subject: Subject, tried: tuple[Told[Event], ...]) -> Iterator[Fact]:
    """Tell each remedy, and of an appeal which entry of the ledger it attacks."""
    entries = {each.event.id: each.line for each in subject.entries}

    def against(told: Told[Event]) -> str:
        attacked = told.event.against if isinstance(told.event, Appeal) else None
        line = entries.get(attacked or "")
        what = f"the {word(line.type)} {when_words(line.date.text)}" if line else attacked
        return f"against {what}" if what else ""

    yield from subject.headlines(tried, against)


def _without_effect(subject: Subject, tried: tuple[Told[Event], ...]) -> Iterator[Fact]:
    """Yield the remedies that were refused or taken back, and denials of a lawyer; no reason is inferred."""
    yield from subject.headlines(each for each in tried if _is_without_effect(each.event))
    yield from subject.headlines(
        each for each in subject.of(Access) if each.event.to == "counsel" and each.event.outcome == "denied"
    )


def _is_without_effect(event: Event) -> bool:
    if isinstance(event, Appeal):
        return event.step == "withdrawn"
    return isinstance(event, Hearing) and event.outcome in {"refused", "upheld"}


def _searched(subject: Subject) -> Iterator[Fact]:
    """Yield what was done to find a person who disappeared."""
    yield from subject.facts(
        subject.of(Disappearance), lambda each: each.steps_taken or "", dated=True, field="steps_taken"
    )


def _interventions(subject: Subject) -> Iterator[Fact]:
    def whose(told: Told[Intervention]) -> str:
        event = told.event
        who = ", ".join(map(subject.named, event.actors))
        many = f" ({event.actor_count} in all)" if event.actor_count else ""
        demands = f"asking: {', '.join(map(word, event.demands))}" if event.demands else ""
        return ", ".join(filter(None, (f"by {who}{many}" if who else "", event.reference, demands)))

    yield from subject.headlines(subject.of(Intervention, around=True), whose)


NAME, DATE = ("name", "full name"), ("date",)
AUTHORITY, CONFIDENTIAL = ("authority", "authority to act"), ("confidential", "confidentiality")


def submitter(given: Given) -> Section:
    """Answer section VII with what the submitter gave at export."""
    taken = {*NAME, *DATE, *AUTHORITY, *CONFIDENTIAL}
    contacts = tuple(Fact(f"{key}: {value}" if key else value) for key, value in given.without(*taken))
    items = (
        Item("VII.1", "Full name of the person submitting", _given(given.take(*NAME)), "Who submits this?"),
        Item(
            "VII.2", "Postal address, e-mail, telephone and other contacts", contacts,
            "How is the submitter reached?",
        ),
        Item("VII.3", "Date", _given(given.take(*DATE)), "On which day is this submitted?"),
        Item("VII.4", "Signature", counted=False, blank=True),
    )  # fmt: skip
    return Section("VII. Person submitting the information", items)


def notes(subject: Subject, given: Given, titles: tuple[str, ...]) -> Section:
    """Say on whose authority the submitter acts, and what wishes and copies go with the form."""
    items = (
        Item(
            "N.1", "Authority to act, from the person or the family",
            (*_given(given.take(*AUTHORITY)), *_consent(subject)),
            "Who gave authority to submit this, and in what form?",
            () if given.take(*AUTHORITY) else ("Is there a written authority to attach?",),
        ),
        Item(
            "N.2", "Wish that the submitter's identity be kept confidential",
            _given(given.take(*CONFIDENTIAL)),
            "Does the submitter wish to stay confidential?",
        ),
        Item(
            "N.3", "Copies of documents to attach", tuple(map(Fact, titles)),
            "Which documents can be attached?",
        ),
    )  # fmt: skip
    return Section("Notes", items)


def _consent(subject: Subject) -> Iterator[Fact]:
    consent = subject.case.consent
    if consent is None:
        return
    said = [f"On record: consent of {word(consent.basis)}"] if consent.basis != "unknown" else []
    said += [f"given by {consent.given_by}"] if consent.given_by else []
    said += [f"covers {', '.join(map(word, consent.scope))}"] if consent.scope else []
    said += [f"obtained {when_words(consent.obtained.text)}"] if consent.obtained else []
    said += [f"until {said_date(consent.expires.text)}"] if consent.expires else []
    said += [f"taken back {when_words(consent.withdrawn.text)}"] if consent.withdrawn else []
    if said:
        yield Fact("; ".join(said))


def urgent(subject: Subject, owed: Iterable[Due]) -> Section:
    """Return the reasons for an urgent appeal: dangers to life and health, and deadlines to come."""
    items = (
        Item(
            "U.1", "Danger to life, health or safety", tuple(_dangers(subject)),
            "Is there danger to the person's life, health or safety?", counted=False,
        ),
        Item(
            "U.2", "Days that draw near", tuple(_near(subject, owed)), counted=False, nothing=NONE_ON_RECORD
        ),
    )  # fmt: skip
    return Section("Urgent action", items)


def _dangers(subject: Subject) -> Iterator[Fact]:
    yield from subject.headlines(
        subject.of(Health),
        lambda each: f"(condition: {each.event.condition})" if each.event.condition else "",
    )


AHEAD = {
    "order_ends": "until",
    "sentence_ends": "",
    "restriction_ends": "until",
    "return": "until",
    "hearing": "",
    "appeal": "appeal_until",
    "reply": "reply_due",
}
"""The kinds of deadlines to come, each with the field of an entry that states it, if there is one."""


def _near(subject: Subject, owed: Iterable[Due]) -> Iterator[Fact]:
    """Yield the deadlines from the day of the form on, with the sources of the entry that states each."""
    for due in owed:
        if due.kind not in AHEAD or due.date.latest < subject.day:
            continue
        field, text = AHEAD[due.kind], capital(due.text)
        told = next((each for each in (*subject.entries, *subject.later) if _states(each, due, field)), None)
        yield subject.fact(told, text, dated=due.kind != "hearing", field=field) if told else Fact(text)


def _states(told: Told[Event], due: Due, field: str) -> bool:
    """Return whether a deadline is of an entry; an order or a restriction is known by its last day alone."""
    of = Restriction if due.kind == "restriction_ends" else Detention | Hearing
    if due.event or not isinstance(told.event, of):
        return told.event.id == due.event
    until = told.event.until if field and told.event.stands else None
    return until is not None and until.latest == due.date.latest


def follow_up(subject: Subject) -> Section:
    """Say what became of the case: release, compensation, investigation, changes of the law."""
    has_opinion = any(each.event.kind == "wgad_opinion" for each in subject.of(Finding))
    accepted = (
        each for each in subject.of(OfficialResponse) if each.event.position == "accepts_responsibility"
    )
    items = (
        Item(
            "F.1", "Release, and when", tuple(subject.headlines(subject.of(Release))),
            counted=False,
        ),
        Item(
            "F.2", "Compensation or other reparation",
            ask="Was there compensation or other reparation?" if has_opinion else "", counted=False,
        ),
        Item(
            "F.3", "Investigation of the violation, and measures against those responsible",
            tuple(subject.headlines(accepted)),
            "Was the violation investigated, and with what result?" if has_opinion else "", counted=False,
        ),
        Item(
            "F.4", "Changes of law or practice",
            ask="Was the law or the practice changed?" if has_opinion else "", counted=False,
        ),
        Item(
            "F.5", "Replies by the Government", tuple(subject.headlines(subject.of(OfficialResponse))),
            counted=False,
        ),
    )  # fmt: skip
    return Section(f"Follow-up, on {day_words(subject.day)}", items)


def _given(text: str) -> tuple[Fact, ...]:
    return (Fact(text),) if text else ()
