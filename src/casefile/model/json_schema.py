"""The JSON Schemas, made from the model, by which an editor or another program checks a record.

They use draft-07 and, beside it, the keyword `enumDescriptions`, which editors show beside each word, and the
formats `casefile-date`, `casefile-day` and `casefile-duration`; validators ignore these. Where the model
allows several groups of fields, the schema first selects one and then checks its fields (`if` and `then`,
never `oneOf`). So one wrong field gives one message.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from casefile.dates.date_grammar import PATTERN as DATE
from casefile.dates.durations import PATTERN as DURATION
from casefile.model.definitions import by_field
from casefile.model.field import ANY_INTEGER, Bounds
from casefile.model.former_fields import FORMER_NAMES
from casefile.model.kinds import FILE_KINDS
from casefile.model.pickle_cache import load_or_make
from casefile.model.record_shapes import shape_of
from casefile.model.shape import Form, ModelShape, Shape

Schema = dict[str, Any]


def schema_text(kind: str) -> str:
    """Return the text of `schemas/KIND.schema.json`; it is cached beside the bytecode of the model."""
    return _texts()[kind]


@cache
def _texts() -> dict[str, str]:
    return load_or_make("json-schemas", _make_texts, dict)


def _make_texts() -> dict[str, str]:
    return {kind: f"{json.dumps(schema(kind), indent=2, ensure_ascii=False)}\n" for kind in FILE_KINDS}


def schema(kind: str) -> Schema:
    """Return the JSON Schema of a kind of file (`FILE_KINDS`) as plain data."""
    models = shape_of(kind).models
    definitions = {each.name: _group(each) for model in models for each in _groups(model)}
    own = models[0].name
    root = (
        definitions.pop(own)
        if kind != "case"
        else {
            # a withdrawal notice has other fields than a case
            "description": definitions[own]["description"],
            "if": {"type": "object", "required": ["withdrawn"], "properties": {"withdrawn": {}}},
            "then": _ref("Withdrawn"),
            "else": _ref(own),
        }
    )
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": f"urn:casefile:schema:{kind}:1",
        "title": f"casefile {kind}",
        **root,
        "definitions": dict(sorted(definitions.items())),
    }


def _groups(model: ModelShape) -> Iterator[ModelShape]:
    """Yield a group of fields, and every group nested in it."""
    yield model
    for field in model.fields.values():
        for each in (field.inner or field).models:
            yield from _groups(each)


def _ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _group(model: ModelShape) -> Schema:
    required = [name for name, field in model.fields.items() if field.required]
    return {
        "description": model.description,
        "type": "object",
        "additionalProperties": False,
        **({"required": required} if required else {}),
        "properties": {name: _field(model, field) for name, field in model.fields.items()},
    }


def _field(model: ModelShape, field: Shape) -> Schema:
    """Return the schema of a field, with its description and, if there are any, definitions of its words."""
    node = _node(field)
    if any(each.type == model.type and each.former == field.name for each in FORMER_NAMES):
        del node["not"]  # it lists the words of the earlier field of this name, which older files may contain
    defined = by_field().get(f"{model.type or model.name.lower()}.{field.name}")
    if defined:
        words = node["items"] if field.inner else node
        words["enumDescriptions"] = [defined.define(word) for word in field.words]
    # in draft-07 all keywords beside `$ref` are ignored, so the description needs an `allOf`
    return {"description": field.meta.description, **({"allOf": [node]} if "$ref" in node else node)}


def _node(shape: Shape) -> Schema:
    if shape.inner:
        return {"type": "array", "items": _node(shape.inner)}
    if not shape.models:
        return VALUES[shape.form](shape)
    first, *others = shape.models
    group = _entries(shape) if others else _ref(first.name)
    return (
        {"if": {"type": "string"}, "then": VALUES[shape.form](shape), "else": group}
        if shape.scalar
        else group
    )


def _entries(shape: Shape) -> Schema:
    """Return the schema of a ledger entry: it checks `type` first, then only the fields of that type."""
    return {
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"enum": [*shape.types]}},
        "allOf": [
            {
                "if": {"type": "object", "required": ["type"], "properties": {"type": {"const": model.type}}},
                "then": _ref(model.name),
            }
            for model in shape.models
        ],
    }


def _text(shape: Shape) -> Schema:
    text: Schema = {"type": "string"}
    if shape.written:
        text["pattern"] = shape.written.pattern
        if shape.written.longest:
            text["maxLength"] = shape.written.longest
        if shape.written.never:
            text["not"] = {"enum": [*shape.written.never]}
    return text


def _or_integer(text: Schema, integer: Schema) -> Schema:
    """Return a schema that checks an integer and a text differently.

    It is an `if`, because strict validators accept no list of types.
    """
    return {"if": {"type": "integer"}, "then": integer, "else": text}


def _integer(low: int | None = None, high: int | None = None) -> Schema:
    bounds = {"minimum": low, "maximum": high}
    return {"type": "integer", **{key: bound for key, bound in bounds.items() if bound is not None}}


def _bounds(shape: Shape) -> Bounds:
    return (shape.written and shape.written.integers) or ANY_INTEGER


def _word(shape: Shape) -> Schema:
    """Return the schema of a closed set of words. It has no `type`, or a number would give two messages."""
    return {"enum": [*shape.words]} if shape.words[1:] else {"const": shape.words[0]}


def _date(shape: Shape) -> Schema:
    """Return the schema of a date: a text, or an integer as a year from 1000 to 9999.

    The pattern of the text does not exclude impossible days and reversed spans.
    """
    text: Schema = {"type": "string", "format": "casefile-date", "pattern": DATE}
    if shape.one_day:
        text |= {"format": "casefile-day", "not": {"type": "string", "pattern": "/"}}
    return _or_integer(text, _integer(1000, 9999))


def _duration(shape: Shape) -> Schema:
    """Return the schema of a duration: a pattern of the ISO form, or of a word that is allowed instead."""
    pattern = f"^({'|'.join([*shape.words, DURATION[1:-1]])})$" if shape.words else DURATION
    return {"type": "string", "format": "casefile-duration", "pattern": pattern}


VALUES: Mapping[Form, Callable[[Shape], Schema]] = {
    "text": _text,
    "label": lambda shape: _or_integer(_text(shape), _integer(*_bounds(shape))),
    "integer": lambda shape: _integer(shape.meta.low, shape.meta.high),
    "boolean": lambda _: {"type": "boolean"},
    "date": _date,
    "duration": _duration,
    "word": _word,
}
"""The function that makes the schema of a single value, by form."""
