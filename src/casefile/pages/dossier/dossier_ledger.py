"""The ledger of a record in a dossier: date, event, place, authority, verification status, sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casefile.changes.change_text import fields_in_headline
from casefile.custody.status_text import when_words
from casefile.model.plain_data import Data
from casefile.model.record_shapes import shape_of
from casefile.model.vocabularies import word
from casefile.pages.dossier.dossier_content import DossierEvent
from casefile.pages.field_facts import format_field_value, source
from casefile.pages.text_spans import NamedLine, Run, TextLine, join_runs
from casefile.publication.publish import Publication, Published
from casefile.register import Register
from casefile.views.ledger_timeline import TimelineLine

LEDGER_FIELDS = frozenset({
    "id", "type", "date", "place", "by", "summary", "note", "tier", "sources", "cites", "standing",
    "resolution",
})  # fmt: skip
"""The fields of all types of events that a dossier shows in a place of their own."""


def dossier_events(
    publication: Publication, record: Published
) -> Iterator[tuple[TimelineLine, DossierEvent]]:
    """Yield the events of a record's ledger in order: the timeline line and the content for the dossier."""
    entries = {line.event: data for line, data in publication.ledger_with_data(record.id)}
    for line in publication.ledger(record.id):
        yield line, _happening(publication.register, record, line, entries)


def _happening(
    register: Register, record: Published, line: TimelineLine, entries: Mapping[str, Data]
) -> DossierEvent:
    return DossierEvent(
        entry=line.event,
        when=line.date.words(),
        text=_ledger_entry(register, line),
        doubt=_doubt(line),
        more=(
            *([NamedLine("", (Run(line.summary),))] if line.summary else []),
            *_details(register, record, entries[line.event], entries),
            *(_alone(name, ids) for name, ids in line.alone.items()),
            *([NamedLine("Note", (Run(line.note),))] if line.note else []),
        ),
        cited=line.cited,
        stands=line.stands,
    )


def _ledger_entry(register: Register, line: TimelineLine) -> TextLine:
    who = join_runs((Run(register.labels.get(each, each)),) for each in line.by)
    return join_runs(
        [line.headline, *([line.place] if line.place else []), *([(Run("by "), *who)] if who else [])]
    )


def _details(
    register: Register,
    record: Published,
    data: Data,
    entries: Mapping[str, Data],
) -> Iterator[NamedLine]:
    """Yield a line for each field of an event that the headline and the other lines do not show.

    `entries` are the events of the ledger by id.
    """
    shape = shape_of(record.kind).fields["events"].item(data)
    shown = LEDGER_FIELDS | fields_in_headline(shape, data, record.data)
    for name, field in shape.fields.items():
        if name in data and name not in shown:
            meant = entries.get(str(data[name]))
            what = (_entry(meant),) if meant else format_field_value(register, field, data[name])
            yield NamedLine(word(name).capitalize(), what)


def _alone(name: str, ids: tuple[str, ...]) -> NamedLine:
    """Return the sources that are cited for one field alone: `Reasons stated by: 24kg`."""
    return NamedLine(f"{word(name).capitalize()} stated by", join_runs((source(each),) for each in ids))


def _entry(data: Data) -> Run:
    """Return the name of an event of the ledger: `the hearing on 28 May 2025`."""
    return Run(f"the {word(str(data['type']))} {when_words(str(data['date']))}")


def _doubt(line: TimelineLine) -> NamedLine | None:
    """Return the verification status and its reason; None for the usual status `reported`."""
    if line.standing == "reported":
        return None
    return NamedLine(word(line.standing).capitalize(), (Run(line.reason),) if line.reason else ())
