"""Whatever a record states, said field by field, as the model orders and names it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from casefile.changes.citing import Cited
from casefile.custody.spoken import said_date
from casefile.model.dates import Duration
from casefile.model.field import COUNTRY_CODE
from casefile.model.plain import items
from casefile.model.shape import Shape
from casefile.model.words import word
from casefile.pages.countries import country_name
from casefile.pages.text import Fact, Run, Said, joined
from casefile.register import Register
from casefile.views.timeline import citation_of


def facts(
    register: Register, shape: Shape, data: Mapping[str, object], without: Container[str] = ()
) -> Iterator[Fact]:
    """Yield each field of a group: its name, and what it says."""
    seen = shape.seen(data)
    for name, field in seen.fields.items():
        if name in data and name not in without:
            yield Fact(word(name).capitalize(), said(register, field, data[name]))


def said(register: Register, shape: Shape, value: object) -> Said:
    """Say a value on one line: dates and words in English, ids by the names of their records."""
    seen = shape.seen(value)
    if isinstance(value, list):
        items = [said(register, seen.item(item), item) for item in value]
        return joined(items, "; " if any(isinstance(item, Mapping) for item in value) else ", ")
    if isinstance(value, Mapping):
        return _group(register, seen, value)
    if isinstance(value, bool):
        return (Run("yes" if value else "no"),)
    return (_scalar(register, seen, str(value)),)


def _group(register: Register, shape: Shape, data: Mapping[str, object]) -> Said:
    """Return a group of fields: the first as it is, the others with their names, then its sources."""
    parts = [
        (name, said(register, field, data[name]))
        for name, field in shape.fields.items()
        if name in data and name != "sources"
    ]
    line = joined(
        text if place == 0 else (Run(f"{word(name)} "), *text) for place, (name, text) in enumerate(parts)
    )
    cited = [_cited(citation_of(each)) for each in items(data.get("sources"))]
    return (*line, Run(" ["), *joined(cited, "; "), Run("]")) if cited else line


def _cited(cited: Cited) -> Said:
    locator = f", {cited.locator}" if cited.locator else ""
    quote = f" “{cited.quote}”" if cited.quote else ""
    return (source(cited.source), *((Run(f"{locator}{quote}"),) if locator or quote else ()))


def _scalar(register: Register, shape: Shape, text: str) -> Run:
    if shape.says.refers and text in register.by_id:
        if register.by_id[text].kind == "source":
            return source(text)
        return Run(
            register.labels.get(text) or register.row(text).name, "record", text
        )  # a case has no label
    if text.startswith(("https://", "http://")):
        return Run(text, "address")
    return Run(scalar_words(shape, text))


def scalar_words(shape: Shape, text: str) -> str:
    """Say a single value in English."""
    if shape.words:
        return word(text)
    if shape.written == COUNTRY_CODE:
        return country_name(text)
    if shape.form == "date":
        return said_date(text)
    duration = Duration.find(text) if shape.form == "duration" else None
    return duration.words() if duration else text


def source(record_id: str) -> Run:
    """Name a source: by its id, as the ledger cites it."""
    return Run(record_id, "source", record_id)
