"""Whatever a record states, said field by field, as the model orders and names it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from casefile.custody.spoken import said_date
from casefile.model.base import word
from casefile.model.dates import BadDate, Duration
from casefile.model.shape import Shape
from casefile.pages.markdown import address, code, escaped
from casefile.register import Register


def facts(
    register: Register, shape: Shape, data: Mapping[str, object], without: Container[str] = ()
) -> Iterator[str]:
    """Yield a line of Markdown for each field of a group: its name, and what it says."""
    seen = shape.seen(data)
    for name, field in seen.fields.items():
        if name in data and name not in without:
            yield f"- **{word(name).capitalize()}:** {said(register, field, data[name])}"


def said(register: Register, shape: Shape, value: object) -> str:
    """Say a value on one line: dates and words in English, ids by the names of their records."""
    seen = shape.seen(value)
    if isinstance(value, list):
        items = [said(register, seen.item(item), item) for item in value]
        between = "; " if any(isinstance(item, Mapping) for item in value) else ", "
        return between.join(items)
    if isinstance(value, Mapping):
        return _group(register, seen, value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _scalar(register, seen, str(value))


def _group(register: Register, shape: Shape, data: Mapping[str, object]) -> str:
    """Say a group of fields: the first as it is, the others with their names."""
    parts = [
        (name, said(register, field, data[name])) for name, field in shape.fields.items() if name in data
    ]
    return ", ".join(
        text if place == 0 else f"{word(name)} {text}" for place, (name, text) in enumerate(parts)
    )


def _scalar(register: Register, shape: Shape, text: str) -> str:
    if shape.says.refers:
        entry = register.by_id.get(text)
        if entry and entry.kind == "source":
            return code(text)
        return f"{escaped(register.row(text).name)} ({code(text)})" if entry else escaped(text)
    if shape.words:
        return escaped(word(text))
    if shape.form == "date":
        return escaped(said_date(text))
    if shape.form == "duration":
        return escaped(_duration(text))
    return address(text) if text.startswith(("https://", "http://")) else escaped(text)


def _duration(text: str) -> str:
    try:
        return Duration.parse(text).words()
    except BadDate:
        return text
