"""The content of an entry beyond its headline in plain words, made from the model for any type of entry."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from casefile.changes.entry_text import LINE_PARTS
from casefile.exporters.as_wgad.wgad_subject import WgadEvent, WgadSubject
from casefile.model.events import Event
from casefile.model.shape import Shape
from casefile.model.vocabularies import is_stated, word
from casefile.pages.field_facts import first_bare, format_field, scalar_words
from casefile.pages.text_spans import Run, plain_text

ELSEWHERE = frozenset({
    "id", "type", "date", "place", "by", "court", "summary", "note", "tier", "tags", "sources", "cites",
    "standing", "resolution", "charges", "sentences", "until", "force", "notice", "circumstances", "against",
    "last_seen", "steps_taken",
})  # fmt: skip
"""Fields that the timeline line already contains, or that another item of the form answers."""
THEIR_VERSION = frozenset({"reasons", "legal_basis", "recorded", "official_cause", "whereabouts"})
"""Fields with the version of the authorities, which has an item of its own."""


def details(subject: WgadSubject, entry: WgadEvent[Event]) -> str:
    """Return the fields of an entry that its headline does not show: `(stage: custody; openness: closed)`."""
    field_texts = "; ".join(f"{word(name)}: {text}" for name, text in _fields(subject, entry))
    return f"({field_texts})" if field_texts else ""


def _fields(subject: WgadSubject, entry: WgadEvent[Event]) -> Iterator[tuple[str, str]]:
    data, shape = entry.data, entry.shape
    in_headline = {
        next((name for name in piece.fields if name in data), "")
        for piece in LINE_PARTS.get(entry.line.type, ())
    }
    for name, field in shape.fields.items():
        if name in data and name not in in_headline | ELSEWHERE | THEIR_VERSION:
            text = value_words(subject, field, data[name])
            if text:
                yield name, text


def value_words(subject: WgadSubject, shape: Shape, value: object) -> str:
    """Return a value in words: dates and vocabulary words in English, ids as the names of their records."""
    return plain_text(format_field(shape, value, partial(_word, subject), first_bare, ", "))


def _word(subject: WgadSubject, shape: Shape, text: str) -> Run | None:
    if shape.meta.refers:
        return Run(subject.named(text))
    return Run(scalar_words(shape, text)) if is_stated(text) or not shape.words else None
