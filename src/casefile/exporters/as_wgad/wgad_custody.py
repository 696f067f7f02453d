"""Answers of the questionnaire on how the person was taken and is held."""

from __future__ import annotations

from collections.abc import Iterator

from casefile.custody.ledger_order import ORDERED_BASIS
from casefile.custody.rule_context import CLOSING_STEPS
from casefile.custody.status_text import (
    day_words,
    in_sentences,
    order_word,
    range_words,
    spell_words,
    when_words,
)
from casefile.exporters.as_wgad.wgad_form import WgadFact
from casefile.exporters.as_wgad.wgad_subject import WgadEvent, WgadSubject, format_stated_word, or_in_words
from casefile.model.events import (
    Accusation,
    Charge,
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
from casefile.publication.published_course import PublishedCourse


def arrest_days(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield when the person was arrested, and in which way."""
    for told in subject.of(Detention):
        kind = or_in_words(told.event.kind, told.event)
        at = f", at {told.event.time}" if told.event.time else ""
        said = f"{when_words(told.line.date.text)}{at}{f' ({kind})' if kind else ''}"
        yield subject.fact(told, capital(said), field="date")


def recorded_days(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the days of the official record that differ from those that sources give."""
    for told in subject.of(Detention):
        if told.event.recorded and told.event.recorded != told.event.date:
            said = f"{told.event.recorded.words()}, by the official record"
            yield subject.fact(told, said, field="recorded")


def warrant_issuers(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the authorities that ordered custody before the person was taken, on another day."""
    first = min((each.line.date.earliest for each in subject.of(Detention)), default=None)
    for order in _orders(subject):
        line = order.line
        authorities = ", ".join(map(subject.named, filter(None, (line.court, *line.by))))
        if first is not None and line.date.latest < first and authorities:
            yield subject.fact(order, f"{authorities} (order before the arrest: {line.headline})", dated=True)


def charges(subject: WgadSubject) -> Iterator[WgadFact]:
    """Word each charge as what it is: an allegation of the authorities, with the step that it took."""
    for told in subject.of(Accusation):
        step = told.event.step or "accused"
        lead = "No longer alleged" if step in CLOSING_STEPS else "Alleged by the authorities"
        what = "; ".join(_charge_words(subject, each) for each in told.event.charges)
        said = f"{lead}: {what or 'an offence not named'} ({format_stated_word(step) or 'step not known'})"
        yield subject.fact(told, said, dated=True, field="charges")


def _charge_words(subject: WgadSubject, charge: Charge) -> str:
    """Say a charge: the provision, its part, the offence in the words of the authorities, the penalty."""
    statute = subject.statute(charge.statute or "")
    law = subject.named(charge.statute) if charge.statute else ""
    offence = f"“{charge.offence}”" if charge.offence else ""
    penalty = f"highest penalty: {statute.max_penalty}" if statute and statute.max_penalty else ""
    part = f"part {charge.part}" if charge.part else ""
    return ", ".join(filter(None, (law, part, offence, penalty))) or "an offence not named"


def convictions(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the charges that courts decided."""
    for told in subject.of(Verdict):
        court = f" by {subject.named(told.event.court)}" if told.event.court else ""
        said, what = (
            format_stated_word(told.event.outcome),
            [_charge_words(subject, each) for each in told.event.charges],
        )
        if said and what:
            yield subject.fact(told, f"{said.capitalize()}{court}: {'; '.join(what)}", dated=True)


def orders(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the decisions that ordered custody."""
    return subject.headlines(_orders(subject))


def _orders(subject: WgadSubject) -> tuple[WgadEvent[Event], ...]:
    """Return the decisions that ordered custody; of verdicts, those by which the person was held."""
    served = subject.sentences_served
    return tuple(
        each
        for each in subject.entries
        if (isinstance(each.event, Hearing) and each.event.outcome in ORDERED_BASIS)
        or (isinstance(each.event, Verdict) and (each.event.taken_into_custody or each.event.id in served))
    )


def which_court(subject: WgadSubject) -> Iterator[str]:
    """Ask who made an order of which that is not known."""
    if not all(each.line.by or each.line.court for each in _orders(subject)):
        yield "Which court or authority made each order?"


def which_period(subject: WgadSubject) -> Iterator[str]:
    """Ask which of several periods of custody the form is about."""
    if len(subject.periods) > 1:
        start = subject.periods[-1].start
        yield f"Which period is the form about? `--option period={start}` answers for one."


def custody_start(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield when each period of custody began, with the sources of the entry that says so."""
    began = [each.line for each in subject.entries if isinstance(each.event, TAKING) and each.line.stands]
    for spell in subject.periods:
        by = next((line.cited_for("date") for line in began if line.date.text == spell.start), ())
        yield WgadFact(capital(when_words(spell.start)), by)


TAKING = (Detention, Hearing, Verdict, Transfer, Confirmation)
"""Entries with which custody may begin."""


def duration(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield how things stand, each time in custody and the days, as folded from the ledger."""
    view = subject.view
    if not view.spells:
        return
    yield WgadFact(in_sentences(view, subject.day))
    for spell in view.spells:
        yield WgadFact(capital(spell_words(spell, view)))
    many = range_words(*view.days_held)
    yield WgadFact(f"Days in custody by {day_words(subject.day)}, counted from the entries in IV.2: {many}")
    yield from subject.headlines(each for each in subject.of(Verdict) if each.event.sentences)


def places(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield where the person was and is held, and what the authorities disclose of it."""
    for told in subject.entries:
        event = told.event
        if not isinstance(event, Detention | Transfer | Confirmation):
            continue
        where = subject.named(event.facility) if event.facility else ""
        disclosed = format_stated_word(event.whereabouts) if isinstance(event, Confirmation) else ""
        basis = format_stated_word(event.basis) if isinstance(event, Transfer) else ""
        parts = [where, basis, f"whereabouts {disclosed} by the authorities" if disclosed else ""]
        if any(parts):
            yield subject.fact(told, ", ".join(filter(None, parts)), dated=True)
    if subject.view.facility and subject.view.held_possible:
        yield WgadFact(f"On {day_words(subject.day)}: {subject.named(subject.view.facility)}")


def notices(subject: WgadSubject, *, dated: bool = False) -> Iterator[WgadFact]:
    """Yield each notice that a detention states: `Notice to the family: denied`."""
    taken = subject.of(Detention)
    for told in taken:
        for field, what in NOTICE.items():
            words = format_stated_word(getattr(told.event.notice, field, None))
            if words:
                yield subject.fact(told, f"{what}: {words}", dated=dated or len(taken) > 1, field="notice")


NOTICE = {
    "reasons": "Reasons for the arrest",
    "rights": "Notice of the person's rights",
    "family": "Notice to the family",
}
"""The fields of `notice` of a detention, each as the beginning of a sentence."""


def terms(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield until when the last order or sentence ran, where the person may be held beyond it."""
    view = subject.view
    if view.until is not None and view.held_possible:
        tense = "ended" if view.until < subject.day else "runs until"
        yield WgadFact(f"The last {order_word(view)} on record {tense} {day_words(view.until)}")


def why_still_held(subject: WgadSubject) -> Iterator[str]:
    """Ask about custody that goes on, or may, after the term of a sentence; nothing is asserted."""
    course = subject.published.row.course
    if isinstance(course, PublishedCourse) and subject.view.held_possible:
        for end in course.sentences_over:
            yield (
                f"The sentence should be served since about {day_words(end)}; no release is recorded. "
                "Does the custody go on, and on which legal basis?"
            )


def immigration(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the entries that show custody as a migrant, and then the hearings."""
    held = [each for each in subject.entries if _as_a_migrant(each.event)]
    yield from subject.headlines(held)
    if held:
        yield from subject.headlines(subject.of(Hearing))


def _as_a_migrant(event: Event) -> bool:
    return (isinstance(event, Detention) and event.kind == "immigration") or (
        isinstance(event, Transfer) and event.basis == "immigration"
    )


def ill_treatment(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield how the person was treated, as reported."""
    for told in subject.of(IllTreatment):
        methods = ", ".join(filter(None, (format_stated_word(told.event.confinement), *told.event.methods)))
        said = ". ".join(filter(None, (methods, told.event.summary)))
        yield subject.fact(told, f"Ill-treatment, as reported{f': {said}' if said else ''}", dated=True)


def dangers(subject: WgadSubject) -> Iterator[WgadFact]:
    """Yield the entries on health, with what is wrong."""
    return subject.headlines(
        subject.of(Health),
        lambda each: f"(condition: {each.event.condition})" if each.event.condition else "",
    )
