"""Answers of the questionnaire about the arrest and the custody of the person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

from casefile.custody.ledger_order import CHANGED, ORDERED_BASIS, UNDOING
from casefile.custody.rule_context import CLOSING_STEPS
from casefile.custody.status_text import (
    day_words,
    days_words,
    has_ended,
    in_sentences,
    order_word,
    spell_words,
    when_words,
)
from casefile.exporters.as_wgad.wgad_form import WgadFact
from casefile.exporters.as_wgad.wgad_subject import WgadEvent, WgadSubject, format_stated_word, or_in_words
from casefile.model.events import (
    Accusation,
    CaseStep,
    Charge,
    Clemency,
    Confirmation,
    Detention,
    Event,
    Health,
    Hearing,
    IllTreatment,
    Transfer,
    Verdict,
)
from casefile.model.vocabularies import capital


def arrest_days(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the date, the time and the kind of each arrest."""
    for entry in subject.of(Detention):
        kind = or_in_words(entry.event.kind, entry.event)
        at = f", at {entry.event.time}" if entry.event.time else ""
        text = f"{when_words(entry.line.date.text)}{at}{f' ({kind})' if kind else ''}"
        yield subject.fact(entry, capital(text), field="date")


def recorded_days(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the dates of arrest in the official record that differ from those of the sources."""
    for entry in subject.of(Detention):
        if entry.event.recorded and entry.event.recorded != entry.event.date:
            text = f"{entry.event.recorded.words()}, by the official record"
            yield subject.fact(entry, text, field="recorded")


def warrant_issuers(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the authorities that ordered custody on a day before the first arrest."""
    first = min((each.line.date.earliest for each in subject.of(Detention)), default=None)
    for order in _orders(subject):
        line = order.line
        authorities = ", ".join(map(subject.named, filter(None, (line.court, *line.by))))
        if first is not None and line.date.latest < first and authorities:
            yield subject.fact(order, f"{authorities} (order before the arrest: {line.headline})", dated=True)


def charges(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the charges, worded as allegations of the authorities, each with the step of the accusation.

    A step of the proceeding may name charges too.
    """
    for entry in subject.entries:
        if not _accuses(entry.event):
            continue
        step = entry.event.step or "accused"
        lead = "No longer alleged" if step in CLOSING_STEPS else "Alleged by the authorities"
        what = "; ".join(_charge_words(subject, each) for each in entry.event.charges)
        text = f"{lead}: {what or 'an offence not named'} ({format_stated_word(step) or 'step not known'})"
        yield subject.fact(entry, text, dated=True, field="charges")


def _accuses(event: Event) -> TypeGuard[Accusation | CaseStep]:
    return isinstance(event, Accusation) or (isinstance(event, CaseStep) and bool(event.charges))


def _charge_words(subject: WgadSubject, charge: Charge) -> str:
    """Return a charge in words: statute, part, offence as the authorities name it, highest penalty."""
    statute = subject.statute(charge.statute or "")
    law = subject.named(charge.statute) if charge.statute else ""
    offence = f"“{charge.offence}”" if charge.offence else ""
    penalty = f"highest penalty: {statute.max_penalty}" if statute and statute.max_penalty else ""
    part = f"part {charge.part}" if charge.part else ""
    return ", ".join(filter(None, (law, part, offence, penalty))) or "an offence not named"


def convictions(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the verdicts that state both a known outcome and charges."""
    for entry in subject.of(Verdict):
        court = f" by {subject.named(entry.event.court)}" if entry.event.court else ""
        outcome, what = (
            format_stated_word(entry.event.outcome),
            [_charge_words(subject, each) for each in entry.event.charges],
        )
        if outcome and what:
            yield subject.fact(entry, f"{outcome.capitalize()}{court}: {'; '.join(what)}", dated=True)


def orders(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the decisions that ordered custody, as timeline lines."""
    return subject.headlines(_orders(subject))


def _orders(subject: WgadSubject) -> tuple[WgadEvent[Event], ...]:
    """Return the hearings that ordered custody, and the verdicts by which the person was held."""
    served = subject.sentences_served
    return tuple(
        each
        for each in subject.entries
        if (isinstance(each.event, Hearing) and each.event.outcome in ORDERED_BASIS)
        or (isinstance(each.event, Verdict) and (each.event.taken_into_custody or each.event.id in served))
    )


def which_court(subject: WgadSubject) -> Iterator[str]:
    """Yield a question if the court or authority of an order of custody is not known."""
    if not all(each.line.by or each.line.court for each in _orders(subject)):
        yield "Which court or authority made each order?"


def which_period(subject: WgadSubject) -> Iterator[str]:
    """Yield the question which period of custody the form is about, if there are several."""
    if len(subject.periods) > 1:
        start = subject.periods[-1].start
        yield f"Which period is the form about? `--option period={start}` answers for one."


def custody_start(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the beginning of each period of custody, with the sources of the entry with which it began."""
    for spell in subject.periods:
        entry = subject.beginning_of(spell)
        yield WgadFact(capital(when_words(spell.start)), entry.line.cited_for("date") if entry else ())


def duration(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the status, the times in custody and the number of days, as computed from the ledger.

    The status is left out for a period that another one follows. The decisions that give, change or remit a
    sentence follow. There are no answers if no period of custody is known.
    """
    view = subject.view
    if not view.spells:
        return
    if subject.is_present:
        yield WgadFact(in_sentences(view, subject.day))
    for spell in view.spells:
        yield WgadFact(capital(spell_words(spell, view)))
    many = days_words(view.days_held)
    where = "custody" if subject.span is None else "this period of custody"
    yield WgadFact(f"Days in {where} by {day_words(subject.day)}, counted from the entries in IV.2: {many}")
    yield from subject.headlines(each for each in subject.entries if _sentences(each.event))


def _sentences(event: Event) -> bool:
    """Return whether an event gives a sentence, or may change one."""
    if isinstance(event, Hearing):
        return bool(event.sentences) or event.outcome in UNDOING | CHANGED
    return isinstance(event, Clemency) or (isinstance(event, Verdict) and bool(event.sentences))


def places(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the places of custody, past and present, and whether the authorities disclose them."""
    for entry in subject.entries:
        event = entry.event
        if not isinstance(event, Detention | Transfer | Confirmation):
            continue
        where = subject.named(event.facility) if event.facility else ""
        disclosed = format_stated_word(event.whereabouts) if isinstance(event, Confirmation) else ""
        basis = format_stated_word(event.basis) if isinstance(event, Transfer) else ""
        parts = [where, basis, f"whereabouts {disclosed} by the authorities" if disclosed else ""]
        if any(parts):
            yield subject.fact(entry, ", ".join(filter(None, parts)), dated=True)
    if subject.view.facility and subject.view.held_possible:
        yield WgadFact(f"On {day_words(subject.day)}: {subject.named(subject.view.facility)}")


def notices(subject: WgadSubject, *, dated: bool = False) -> Iterator[WgadFact]:
    """Yield the notices that detentions state, such as `Notice to the family: denied`.

    Each has the day of the detention if there are several detentions, or with `dated`.
    """
    taken = subject.of(Detention)
    for entry in taken:
        for field, what in NOTICE.items():
            words = format_stated_word(getattr(entry.event.notice, field, None))
            if words:
                yield subject.fact(entry, f"{what}: {words}", dated=dated or len(taken) > 1, field="notice")


NOTICE = {
    "reasons": "Reasons for the arrest",
    "rights": "Notice of the person's rights",
    "family": "Notice to the family",
}
"""The fields of `notice` of a detention, each with the words that introduce it."""


def terms(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the end of the last order or sentence, if the person is or may be held."""
    view = subject.view
    if view.until is not None and view.held_possible:
        tense = "ended on" if has_ended(view.until, subject.day) else "runs until"
        yield WgadFact(f"The last {order_word(view)} on record {tense} {day_words(view.until)}")


def why_still_held(subject: WgadSubject) -> Iterator[str]:
    """Yield a question for each sentence that should be over, if the person may still be held.

    The question asserts nothing: there may have been a release that the register does not contain.
    """
    for due in subject.deadlines:
        if due.kind == "sentence_over":
            yield f"{capital(due.text)}. Does the custody continue, and on which legal basis?"


def immigration(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the entries that show immigration detention, and then all hearings if there are such entries."""
    held = [each for each in subject.entries if _as_a_migrant(each.event)]
    yield from subject.headlines(held)
    if held:
        yield from subject.headlines(subject.of(Hearing))


def _as_a_migrant(event: Event) -> bool:
    return (isinstance(event, Detention) and event.kind == "immigration") or (
        isinstance(event, Transfer) and event.basis == "immigration"
    )


def ill_treatment(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the reported ill-treatment: confinement, methods and summary of each entry."""
    for entry in subject.of(IllTreatment):
        methods = ", ".join(filter(None, (format_stated_word(entry.event.confinement), *entry.event.methods)))
        text = ". ".join(filter(None, (methods, entry.event.summary)))
        yield subject.fact(entry, f"Ill-treatment, as reported{f': {text}' if text else ''}", dated=True)


def dangers(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the entries about health, with the condition."""
    return subject.headlines(
        subject.of(Health),
        lambda each: f"(condition: {each.event.condition})" if each.event.condition else "",
    )
