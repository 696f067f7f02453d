"""The fields of an entry that its line on the form does not show, in words, for any type of entry."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from casefile.changes.change_text import fields_in_headline
from casefile.exporters.as_wgad.wgad_questions import questionnaire
from casefile.exporters.as_wgad.wgad_subject import WgadEvent, WgadSubject
from casefile.model.events import Event
from casefile.model.shape import Shape
from casefile.model.vocabularies import is_stated, word
from casefile.pages.field_facts import format_field, labelled_fields, scalar_words
from casefile.pages.text_spans import Run, plain_text

IN_EVERY_LINE = frozenset({
    "id", "type", "date", "place", "by", "court", "summary", "note", "tier", "tags", "sources", "cites",
    "standing", "resolution",
})  # fmt: skip
"""Fields of all types of entries that `WgadSubject.headlines` shows, and those that are no content."""


def details(subject: WgadSubject, entry: WgadEvent[Event]) -> str:
    """Return the fields of an entry that its line does not show: `(stage: custody; openness: closed)`.

    Fields that another item of the questionnaire shows are left out too, except for entries about a group or
    after the day: no other item is about these.
    """
    field_texts = "; ".join(f"{word(name)}: {text}" for name, text in _fields(subject, entry))
    return f"({field_texts})" if field_texts else ""


def _fields(subject: WgadSubject, entry: WgadEvent[Event]) -> Iterator[tuple[str, str]]:
    data, shape = entry.data, entry.shape
    record = subject.publication.by_id[entry.line.record].data
    shown = IN_EVERY_LINE | fields_in_headline(shape, data, record)
    if not entry.group and entry.line.date.earliest <= subject.day:
        shown |= questionnaire().fields_of(entry.event.type)
    for name, field in shape.fields.items():
        if name in data and name not in shown:
            text = value_words(subject, field, data[name])
            if text:
                yield name, text


def value_words(subject: WgadSubject, shape: Shape, value: object) -> str:
    """Return a value in words: dates and vocabulary words in English, ids as the names of their records."""
    return plain_text(format_field(shape, value, partial(_word, subject), labelled_fields, ", "))


def _word(subject: WgadSubject, shape: Shape, text: str) -> Run | None:
    if shape.meta.refers:
        return Run(subject.named(text))
    return Run(scalar_words(shape, text)) if is_stated(text) or not shape.words else None
