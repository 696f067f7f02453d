"""Sections II and III: how the person was taken, and how the person is held."""

from __future__ import annotations

from collections.abc import Iterator

from casefile.changes.citing import Cited
from casefile.custody.now import CLOSING_STEPS
from casefile.custody.order import ORDERED_BASIS
from casefile.custody.spoken import (
    day_words,
    in_sentences,
    range_words,
    spell_words,
    when_words,
)
from casefile.custody.view import Spell
from casefile.exporters.as_wgad.form import Fact, Item, Section
from casefile.exporters.as_wgad.subject import Subject, Told, or_in_words, stated
from casefile.model.events import (
    Accusation,
    Charge,
    Confirmation,
    Detention,
    Event,
    Hearing,
    Transfer,
    Verdict,
)
from casefile.model.words import capital

ALLEGED = "Charges are allegations of the authorities; nothing here takes them for true."


def arrest(subject: Subject) -> Section:
    """Answer section II from the entries that tell how the person was taken."""
    taken = subject.of(Detention)
    items = (
        Item(
            "II.1", "Date of arrest", tuple(_days(subject, taken)), "On which day was the person arrested?",
            differing=tuple(_recorded(subject, taken)),
        ),
        Item(
            "II.2", "Place of arrest, as detailed as possible",
            tuple(subject.facts(taken, lambda each: each.place or "", field="place")),
            "Where exactly was the person arrested?",
        ),
        Item(
            "II.3", "Forces that carried out the arrest, or are believed to have",
            tuple(subject.facts(taken, lambda each: ", ".join(map(subject.named, each.by)), field="by")),
            "Who carried out the arrest, or is believed to have?",
        ),
        Item(
            "II.4", "Was a warrant or another decision by a public authority shown?",
            tuple(subject.facts(taken, lambda each: WARRANT.get(each.warrant or "", ""), field="warrant")),
            "Was a warrant or another decision shown?",
        ),
        Item(
            "II.5", "Authority that issued the warrant or decision", tuple(_issuers(subject, taken)),
            "Which authority issued the warrant or decision?",
        ),
        Item(
            "II.6", "Reasons for the arrest imputed by the authorities", tuple(_reasons(subject)),
            "Which reasons did the authorities give for the arrest?",
        ),
        Item(
            "II.7", "Legal basis for the arrest, including the legislation applied",
            (*_legal_basis(subject, taken), *charges(subject)), "On which law did they rely?",
        ),
    )  # fmt: skip
    return Section("II. Arrest", items, ALLEGED)


WARRANT = {"shown": "Yes: a warrant was shown.", "not_shown": "No: no warrant was shown."}


def _issuers(subject: Subject, taken: tuple[Told[Detention], ...]) -> Iterator[Fact]:
    """Yield the authorities that ordered custody before the person was taken, on another day."""
    first = min((each.line.date.earliest for each in taken), default=None)
    for order in orders(subject):
        line = order.line
        authorities = ", ".join(map(subject.named, filter(None, (line.court, *line.by))))
        if first is not None and line.date.latest < first and authorities:
            yield subject.fact(order, f"{authorities} (order before the arrest: {line.headline})", dated=True)


def _days(subject: Subject, taken: tuple[Told[Detention], ...]) -> Iterator[Fact]:
    for told in taken:
        kind = or_in_words(told.event.kind, told.event)
        at = f", at {told.event.time}" if told.event.time else ""
        said = f"{when_words(told.line.date.text)}{at}{f' ({kind})' if kind else ''}"
        yield subject.fact(told, capital(said), field="date")


def _recorded(subject: Subject, taken: tuple[Told[Detention], ...]) -> Iterator[Fact]:
    """Set the day of the official record beside the one that sources give."""
    for told in taken:
        if told.event.recorded and told.event.recorded != told.event.date:
            yield subject.fact(
                told, f"{told.event.recorded.words()}, by the official record", field="recorded"
            )


def _reasons(subject: Subject) -> Iterator[Fact]:
    yield from subject.facts(subject.of(Detention), lambda each: each.reasons or "", field="reasons")


def _legal_basis(subject: Subject, taken: tuple[Told[Detention], ...]) -> Iterator[Fact]:
    yield from subject.facts(
        taken, lambda each: subject.named(each.legal_basis) if each.legal_basis else "", field="legal_basis"
    )


def charges(subject: Subject) -> Iterator[Fact]:
    """Word each charge as what it is: an allegation of the authorities, with the step that it took."""
    for told in subject.of(Accusation):
        step = told.event.step or "accused"
        lead = "No longer alleged" if step in CLOSING_STEPS else "Alleged by the authorities"
        what = "; ".join(charge_words(subject, each) for each in told.event.charges) or "an offence not named"
        said = stated(step) or "step not known"
        yield subject.fact(told, f"{lead}: {what} ({said})", dated=True, field="charges")


def charge_words(subject: Subject, charge: Charge) -> str:
    """Say a charge: the provision, its part, the offence in the words of the authorities, the penalty."""
    statute = subject.statute(charge.statute or "")
    law = subject.named(charge.statute) if charge.statute else ""
    offence = f"“{charge.offence}”" if charge.offence else ""
    penalty = f"highest penalty: {statute.max_penalty}" if statute and statute.max_penalty else ""
    part = f"part {charge.part}" if charge.part else ""
    return ", ".join(filter(None, (law, part, offence, penalty))) or "an offence not named"


def detention(subject: Subject) -> Section:
    """Answer section III from the course and from the entries that tell how the person is held."""
    taken, courts = subject.of(Detention), orders(subject)
    items = (
        Item(
            "III.1", "Date of detention", tuple(_since(subject)),
            "Since which day has the person not been free to leave?", _which_period(subject),
        ),
        Item(
            "III.2", "Duration of detention, or its probable duration", tuple(_duration(subject)),
            "How long has the person been held, and how long is it likely to last?",
        ),
        Item(
            "III.3", "Forces holding the person in custody", tuple(_holders(subject)),
            "Which authority holds the person?",
        ),
        Item(
            "III.4", "Places of detention, transfers, and the present place", tuple(_places(subject)),
            "Where was the person held, and where now?",
        ),
        Item(
            "III.5", "Authorities that ordered the detention", tuple(subject.headlines(courts)),
            "Which authority ordered the detention?",
            () if all(_by(told.event) for told in courts) else ("Which court or authority made each order?",),
        ),
        Item(
            "III.6", "Reasons for the detention imputed by the authorities", tuple(_reasons(subject)),
            "Which reasons do the authorities give for the detention?",
        ),
        Item(
            "III.7", "Legal basis for the detention, including the legislation applied",
            (*_legal_basis(subject, taken), *charges(subject), *_convictions(subject)),
            "On which law do they rely?",
        ),
    )  # fmt: skip
    return Section("III. Detention", items, ALLEGED)


def orders(subject: Subject) -> tuple[Told[Event], ...]:
    """Return the decisions that ordered custody; of verdicts, those by which the person was held."""
    served = subject.sentences_served
    return tuple(
        each
        for each in subject.entries
        if (isinstance(each.event, Hearing) and each.event.outcome in ORDERED_BASIS)
        or (isinstance(each.event, Verdict) and (each.event.taken_into_custody or each.event.id in served))
    )


def _by(event: Event) -> bool:
    return bool(event.by or getattr(event, "court", None))


def _which_period(subject: Subject) -> tuple[str, ...]:
    """Return the question which of several periods of custody the form is about."""
    if len(subject.periods) < 2:
        return ()
    return (
        f"Which period is the form about? `--option period={subject.periods[-1].start}` answers for one.",
    )


def _since(subject: Subject) -> Iterator[Fact]:
    for spell in subject.periods:
        yield Fact(capital(when_words(spell.start)), _sources_of(subject, spell))


def _sources_of(subject: Subject, spell: Spell) -> tuple[Cited, ...]:
    """Return who says that a spell began on that day."""
    began = (each.line for each in subject.entries if isinstance(each.event, TAKING) and each.line.stands)
    return next((line.cited_for("date") for line in began if line.date.text == spell.start), ())


TAKING = (Detention, Hearing, Verdict, Transfer, Confirmation)
"""Entries with which custody may begin."""


def _duration(subject: Subject) -> Iterator[Fact]:
    """Say how things stand, each time in custody and the days, as folded from the ledger."""
    view = subject.view
    if not view.spells:
        return
    yield Fact(in_sentences(view, subject.day))
    for spell in view.spells:
        yield Fact(capital(spell_words(spell, view)))
    many = range_words(*view.days_held)
    yield Fact(f"Days in custody by {day_words(subject.day)}, counted from the entries in IV.2: {many}")
    yield from subject.headlines(each for each in subject.of(Verdict) if each.event.sentences)


def _holders(subject: Subject) -> Iterator[Fact]:
    for kind in (Transfer, Confirmation):
        yield from subject.facts(
            subject.of(kind), lambda each: ", ".join(map(subject.named, each.by)), dated=True, field="by"
        )


def _places(subject: Subject) -> Iterator[Fact]:
    """Say where the person was and is held, and what the authorities disclose of it."""
    for told in subject.entries:
        event = told.event
        if not isinstance(event, Detention | Transfer | Confirmation):
            continue
        where = subject.named(event.facility) if event.facility else ""
        disclosed = stated(event.whereabouts) if isinstance(event, Confirmation) else ""
        basis = stated(event.basis) if isinstance(event, Transfer) else ""
        parts = [where, basis, f"whereabouts {disclosed} by the authorities" if disclosed else ""]
        if any(parts):
            yield subject.fact(told, ", ".join(filter(None, parts)), dated=True)
    if subject.view.facility and subject.view.held_possible:
        yield Fact(f"On {day_words(subject.day)}: {subject.named(subject.view.facility)}")


def _convictions(subject: Subject) -> Iterator[Fact]:
    for told in subject.of(Verdict):
        court = f" by {subject.named(told.event.court)}" if told.event.court else ""
        charges = "; ".join(charge_words(subject, each) for each in told.event.charges)
        said = stated(told.event.outcome)
        if said and charges:
            yield subject.fact(told, f"{said.capitalize()}{court}: {charges}", dated=True)
