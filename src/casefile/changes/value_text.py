"""Format values for a reader: vocabulary words, date spans, and groups of fields without punctuation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casefile.changes.cited_sources import source_ids
from casefile.changes.entry_text import Wording, format_public_value
from casefile.model.shape import Shape
from casefile.model.visible_text import flat
from casefile.model.vocabularies import word

CONTRADICTS = ("field", "value")
"""The two fields of a claim that state which value a source gives for which field of the record."""


def format_value(shape: Shape, value: object) -> str:
    """Return the text of a plain value of this shape in one line, not shortened and not escaped.

    A mapping shows its fields, the one of `Shape.unlabelled` first and without its name, and its sources
    last: `kloop, role: video operator [hrw-2025-09]`.
    """
    seen = shape.seen(value)
    if isinstance(value, Mapping):
        pieces = ", ".join(_pieces(seen, value))
        cited = ", ".join(source_ids(value.get("sources")))
        return f"{pieces} [{cited}]" if cited else pieces
    if isinstance(value, list):
        return ", ".join(format_value(seen.item(item), item) for item in value)
    return format_public_value(seen, value, Wording(plain=True)) or flat(value)


def _pieces(shape: Shape, group: Mapping[str, object]) -> Iterator[str]:
    shown = {name: item for name, item in group.items() if name != "sources" or not source_ids(item)}
    if all(name in shown for name in CONTRADICTS):
        field, value = (flat(shown.pop(name)) for name in CONTRADICTS)
        yield f"{field}: {value}"
    elif shape.unlabelled in shown:
        yield format_value(shape.fields[shape.unlabelled], shown.pop(shape.unlabelled))
    for name, item in shown.items():
        inner = format_value(shape.key(name) or Shape(name), item)
        yield f"{word(name)}: {f'({inner})' if isinstance(item, Mapping | list) else inner}"
