"""The content of a record field by field as plain text; a date has the text of the record, and words."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from casefile.dates import Duration, When
from casefile.model.shape import Shape
from casefile.model.vocabularies import word
from casefile.pages.field_facts import format_field, labelled_fields
from casefile.pages.text_spans import Run, plain_text
from casefile.register import Register


def plain_facts(
    register: Register, shape: Shape, data: Mapping[str, object], without: Container[str]
) -> Iterator[str]:
    """Yield a line for each field of a group: its name, and its value."""
    for name, field in shape.seen(data).fields.items():
        if name in data and name not in without:
            yield f"{word(name)}: {plain(register, field, data[name])}"


def plain(register: Register, shape: Shape, value: object) -> str:
    """Return a value as text: words in English, dates in both forms, ids with the names of their records.

    The id of a source is unchanged.
    """
    return plain_text(
        format_field(shape, value, lambda seen, text: Run(_scalar(register, seen, text)), labelled_fields)
    )


def plain_date(date: When) -> str:
    """Return a date as its text, and in words if these add something: `[..2025-06-04] (by 4 June 2025)`."""
    return date.text if date.day else f"{date.text} ({date.words()})"


def _scalar(register: Register, shape: Shape, text: str) -> str:
    if shape.meta.refers:
        entry = register.by_id.get(text)
        named = entry is not None and entry.kind != "source"
        return f"{register.row(text).name} ({text})" if named else text
    if shape.words:
        return word(text)
    date = When.find(text) if shape.form == "date" else None
    duration = Duration.find(text) if shape.form == "duration" else None
    if date:
        return plain_date(date)
    return f"{text} ({duration.words()})" if duration else text
