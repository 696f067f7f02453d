"""Compose the dossier of one record: the person, the status and its certainty, the events, the sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from casefile.custody.custody_view import View
from casefile.custody.status_text import (
    days_words,
    format_date,
    in_sentences,
    spell_words,
)
from casefile.model.kinds import KINDS, kind_word
from casefile.model.record_shapes import shape_of
from casefile.model.vocabularies import word
from casefile.pages.dossier.dossier_content import Dossier, DossierEvent, StatusSummary
from casefile.pages.dossier.dossier_ledger import dossier_events
from casefile.pages.field_facts import facts, format_field_value, source
from casefile.pages.situation_totals import reported_and_recorded
from casefile.pages.standing_marks import mark
from casefile.pages.text_spans import NamedLine, Run, TextLine, join_runs
from casefile.publication.publish import Publication, Published
from casefile.register import Register
from casefile.views import case_counts
from casefile.views.charge_text import charge_words, restriction_parts
from casefile.views.ledger_timeline import TimelineLine

ENVELOPE = frozenset({"schema", "id", "events", "notes"})


def chosen_records(publication: Publication) -> list[Published]:
    """Return every chosen record (`Published.chosen`), by kind, cases first, then by id."""
    return [record for kind in KINDS for record in publication.of(kind)]


def dossiers(publication: Publication) -> Iterator[Dossier]:
    """Yield the dossier of every chosen record, cases first."""
    return (dossier(publication, record) for record in chosen_records(publication))


def dossier(publication: Publication, record: Published) -> Dossier:
    """Return the dossier of a record."""
    events = [*dossier_events(publication, record)]
    lines = [line for line, _ in events]
    return Dossier(
        record=record,
        kind=kind_word(record.kind),
        on=publication.on,
        known_at=publication.known_at,
        audience=publication.audience,
        standing=standing(publication, record),
        facts=tuple(_facts(publication.register, record)),
        totals=tuple(_totals(publication, record)),
        happened=_by_then(publication, events, later=False),
        later=_by_then(publication, events, later=True),
        sources=tuple(_sources(publication.register, record, lines)),
        notes=tuple(str(record.data["notes"]).split("\n")) if "notes" in record.data else (),
    )


def document_title(records: Sequence[Published]) -> str:
    """Return the title of a document with the dossiers of these records."""
    return f"Dossier of {records[0].name}" if len(records) == 1 else f"Dossiers of {len(records)} records"


def _by_then(
    publication: Publication, events: list[tuple[TimelineLine, DossierEvent]], *, later: bool
) -> tuple[DossierEvent, ...]:
    """Return the events that may have happened by the day, or with `later` those after it."""
    return tuple(each for line, each in events if (line.date.earliest > publication.on) == later)


def standing(publication: Publication, record: Published) -> StatusSummary | None:
    """Return the status of a case on the day; None for other records."""
    view = record.view(publication.on)
    if view is None:
        return None
    sentence = in_sentences(view, publication.on)
    return StatusSummary(
        sentence, mark(case_counts.standing(view)), tuple(_custody(publication.register, view))
    )


def _custody(register: Register, view: View) -> Iterator[NamedLine]:
    yield NamedLine("Certainty", (Run(view.certainty),))
    if view.facility:
        yield NamedLine("Held at", (Run(register.labels.get(view.facility, view.facility)),))
    if view.last_confirmed:
        yield NamedLine("Last confirmed", (Run(format_date(view.last_confirmed)),))
    for spell in view.spells:
        yield NamedLine("In custody", (Run(spell_words(spell, view)),))
    if view.spells:
        yield NamedLine("Days held", (Run(days_words(view.days_held)),))
    for measure in view.restrictions:
        yield NamedLine("Restriction", (Run(", ".join(restriction_parts(measure))),))
    for charge in view.charges:
        yield NamedLine("Charge", (Run(charge_words(charge, register.labels)),))


def _facts(register: Register, record: Published) -> Iterator[NamedLine]:
    shape, data = shape_of(record.kind), record.data
    person = data.get("person")
    if isinstance(person, Mapping):
        yield from facts(register, shape.fields["person"], person)
    yield from facts(register, shape, data, ENVELOPE | {"person", "counts"})


def _totals(publication: Publication, record: Published) -> Iterator[NamedLine]:
    """Yield each total that sources report of a situation, with the number of published cases for it."""
    for total in reported_and_recorded(publication.register, record.row, publication.on):
        for count in total.reported:
            text = f"{count.words(' reported')}, {len(total.recorded)} recorded"
            yield NamedLine(word(total.what).capitalize(), (Run(text),))


def _sources(register: Register, record: Published, lines: list[TimelineLine]) -> Iterator[NamedLine]:
    """Yield each published source that a record cites, with its title, publisher, day and addresses.

    `lines` are the timeline lines of the record's ledger.
    """
    shape = shape_of("source")
    named = {cited.source: None for line in lines for cited in line.cited}
    named |= {each.target: None for each in record.row.references if each.refers == "source"}
    for key in named:
        entry = register.by_id.get(key)
        if entry is None or entry.data is None:
            continue
        parts: list[TextLine] = [
            format_field_value(register, shape.fields[field], entry.data[field])
            for field in ("title", "publisher", "published", "url", "archived_url")
            if field in entry.data
        ]
        runs = join_runs(parts) if parts else (Run(word(str(entry.data["kind"]))),)
        yield NamedLine("", (source(key), Run(": "), *runs))
