"""The content of a record field by field, in the order and with the names of the model."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import partial

from casefile.changes.cited_sources import Cited
from casefile.custody.status_text import format_date
from casefile.dates import Duration
from casefile.model.country_names import country_name
from casefile.model.field import COUNTRY_CODE
from casefile.model.plain_data import Data, items
from casefile.model.shape import Shape
from casefile.model.vocabularies import word
from casefile.pages.text_spans import NamedLine, Run, TextLine, join_runs
from casefile.register import Register
from casefile.views.ledger_timeline import citation_of


def facts(
    register: Register, shape: Shape, data: Mapping[str, object], without: Container[str] = ()
) -> Iterator[NamedLine]:
    """Yield each field of a group, except `without`: its name, and its value as text."""
    seen = shape.seen(data)
    for name, field in seen.fields.items():
        if name in data and name not in without:
            yield NamedLine(word(name).capitalize(), format_field_value(register, field, data[name]))


def format_field_value(register: Register, shape: Shape, value: object) -> TextLine:
    """Return a field's value on one line: dates and words in English, ids as the names of their records.

    The id of a source, and an id without a record in `register`, is unchanged.
    """
    return format_field(shape, value, partial(_scalar, register), _with_sources)


Scalar = Callable[[Shape, str], Run | None]
"""A function that formats a single value; it returns None for a value that is left out."""
Group = Callable[[Shape, Data, Sequence[tuple[str, TextLine]]], TextLine]
"""A function that formats a group of fields, from its data and the names and formatted values of the fields.
"""


def format_field(shape: Shape, value: object, scalar: Scalar, group: Group, apart: str = "; ") -> TextLine:
    """Return the value of a field on one line, without empty parts.

    `scalar` formats a single value, `group` a group of fields; `apart` separates the groups of a list, and a
    comma its single values. A boolean is `yes` or `no`.
    """
    seen = shape.seen(value)
    if isinstance(value, list):
        items = filter(None, [format_field(seen.item(item), item, scalar, group, apart) for item in value])
        return join_runs(items, apart if any(isinstance(item, Mapping) for item in value) else ", ")
    if isinstance(value, Mapping):
        parts = (
            (name, format_field(field, value[name], scalar, group, apart))
            for name, field in seen.fields.items()
            if name in value
        )
        return group(seen, value, [(name, text) for name, text in parts if text])
    found = Run("yes" if value else "no") if isinstance(value, bool) else scalar(seen, str(value))
    return (found,) if found else ()


def labelled_fields(
    shape: Shape,
    data: Data,  # noqa: ARG001 - a `Group`
    parts: Sequence[tuple[str, TextLine]],
) -> TextLine:
    """Return a group of fields with their names; the field `Shape.unlabelled` is without its name."""
    return join_runs(
        text if name == shape.unlabelled else (Run(f"{word(name)} "), *text) for name, text in parts
    )


def _with_sources(shape: Shape, data: Data, parts: Sequence[tuple[str, TextLine]]) -> TextLine:
    """Return a group of fields, and after it its sources in brackets."""
    line = labelled_fields(shape, data, [part for part in parts if part[0] != "sources"])
    cited = [_cited(citation_of(each)) for each in items(data.get("sources"))]
    return (*line, Run(" ["), *join_runs(cited, "; "), Run("]")) if cited else line


def _cited(cited: Cited) -> TextLine:
    return (source(cited.source), *((Run(cited.place),) if cited.place else ()))


def _scalar(register: Register, shape: Shape, text: str) -> Run:
    if shape.meta.refers and text in register.by_id:
        if register.by_id[text].kind == "source":
            return source(text)
        return Run(
            register.labels.get(text) or register.row(text).name, "record", text
        )  # a case has no label
    if text.startswith(("https://", "http://")):
        return Run(text, "address")
    return Run(scalar_words(shape, text))


def scalar_words(shape: Shape, text: str) -> str:
    """Return a vocabulary word, country, date or duration in English; any other value is unchanged."""
    if shape.words:
        return word(text)
    if shape.written == COUNTRY_CODE:
        return country_name(text)
    if shape.form == "date":
        return format_date(text)
    duration = Duration.find(text) if shape.form == "duration" else None
    return duration.words() if duration else text


def source(record_id: str) -> Run:
    """Return the piece of text that shows a source: its id, as in the citations of a ledger."""
    return Run(record_id, "source", record_id)
