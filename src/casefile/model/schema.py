"""The JSON Schemas, made from the model: what an editor or another program needs to check a record.

Only what draft-07 knows is used, and one keyword of editors. Where the model allows several groups of fields,
the schema says which one is meant before it looks inside (`if` and `then`, never `oneOf`): one wrong field
gives one message.
"""

from __future__ import annotations

import json
from functools import cache

import pydantic
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import __version__ as core_version
from pydantic_core import core_schema

from casefile.model.base import Model
from casefile.model.definitions import Vocabulary, by_field
from casefile.model.events import Event, type_name
from casefile.model.former_names import FORMER_NAMES
from casefile.model.kept import load_or_make
from casefile.model.records import RECORD_CLASSES, Withdrawn
from casefile.model.settings import Settings
from casefile.model.shapes import shape_of_model

KEYWORDS = (
    *("$schema", "$id", "title", "description", "$ref", "type", "const", "enum"),
    *("enumDescriptions", "format", "pattern"),
    "maxLength",
    *("minimum", "maximum", "not", "items", "additionalProperties", "required", "properties", "allOf"),
    *("if", "then", "else", "definitions"),
)
"""Every keyword that a schema may use, in the order in which it is written.

All are of draft-07 but `enumDescriptions`, which editors show beside each word and validators pass over.
"""

NAMED = frozenset({"properties", "definitions"})
"""Keywords whose value holds schemas by name."""


def schema_text(kind: str) -> str:
    """Return the text of `schemas/KIND.schema.json`, stored beside the bytecode of the model."""
    return _texts()[kind]


@cache
def _texts() -> dict[str, str]:
    return load_or_make("json-schemas", _written, dict, pydantic.VERSION, core_version)


def _written() -> dict[str, str]:
    texts = ((kind, json.dumps(schema(kind), indent=2, ensure_ascii=False)) for kind in KINDS)
    return {kind: f"{text}\n" for kind, text in texts}


KINDS = (*RECORD_CLASSES, "settings")


def schema(kind: str) -> dict[str, object]:
    """Return the JSON Schema of a kind: case, situation, organization, statute, source or settings."""
    model = Settings if kind == "settings" else RECORD_CLASSES[kind]
    choice = [model, Withdrawn] if kind == "case" else [model]
    definitions = {name: part for each in choice for name, part in _definitions(each).items()}
    root = _unless_withdrawn() if kind == "case" else definitions.pop(model.__name__)
    head = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": f"urn:casefile:schema:{kind}:1",
        "title": f"casefile {kind}",
    }
    return _tidy({**head, **root, "definitions": dict(sorted(definitions.items()))})


def _unless_withdrawn() -> JsonSchemaValue:
    """Tell a case from what is left of one that was withdrawn."""
    return {
        "description": (RECORD_CLASSES["case"].__doc__ or "").strip(),
        "if": {"type": "object", "required": ["withdrawn"], "properties": {"withdrawn": {}}},
        "then": {"$ref": "#/definitions/Withdrawn"},
        "else": {"$ref": "#/definitions/Case"},
    }


def _joined(scalars: list[JsonSchemaValue]) -> JsonSchemaValue:
    """Return one schema for several scalars: a word beside texts of a form becomes a part of its pattern."""
    joined = {key: value for part in scalars for key, value in part.items()}
    types = list(dict.fromkeys(part["type"] for part in scalars))
    joined["type"] = types if types[1:] else types[0]
    word = joined.get("const")
    if word is not None and "pattern" in joined:
        del joined["const"]
        joined["pattern"] = f"^({word}|{joined['pattern'].removeprefix('^').removesuffix('$')})$"
    return joined


@cache
def _definitions(model: type[Model]) -> dict[str, JsonSchemaValue]:
    """Return the schemas of a model and of every group of fields in it, by the names of their classes."""
    root = model.model_json_schema(ref_template="#/definitions/{model}", schema_generator=Draft7)
    inner: dict[str, JsonSchemaValue] = root.pop("$defs", {})
    return {model.__name__: root, **inner}


class Draft7(GenerateJsonSchema):
    """pydantic's generator without its titles and defaults, and with a choice in place of every union."""

    def sort(
        self,
        value: JsonSchemaValue,
        parent_key: str | None = None,  # noqa: ARG002 - pydantic asks so
    ) -> JsonSchemaValue:
        """Keep the order of the model; `_tidy` orders the keywords."""
        return value

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - pydantic asks so
        """Add no title that says the name again."""
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Leave out what stands for an absent field: null and the empty list are not written."""
        return self.generate_inner(schema["schema"])

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Write the fields in the order in which a record holds them."""
        made = super().model_schema(schema)
        made.pop("title", None)
        made.pop("default", None)
        written = made.get("properties", {})
        model: type[Model] = schema["cls"]
        keys = shape_of_model(model.__name__).keys
        required = [key for key in keys if key in made.get("required", ())]
        for name in FORMER_NAMES:
            if issubclass(model, Event) and name.type == type_name(model):
                _take_former(written[name.former])
        group = type_name(model) if issubclass(model, Event) else model.__name__.lower()
        for key in keys:
            defined = by_field().get(f"{group}.{key}")
            if defined:
                _define(written[key], defined)
        return {
            **made,
            "properties": {key: written[key] for key in keys},
            **({"required": required} if required else {}),
        }

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        """Look at `type` first, and then only at the fields of that type."""
        key = str(schema["discriminator"])
        tags = [str(tag) for tag in schema["choices"]]
        return {
            "type": "object",
            "required": [key],
            "properties": {key: {"type": "string", "enum": tags}},
            "allOf": [
                {
                    "if": {"type": "object", "required": [key], "properties": {key: {"const": str(tag)}}},
                    "then": self.generate_inner(choice),
                }
                for tag, choice in schema["choices"].items()
            ],
        }

    def union_schema(self, schema: core_schema.UnionSchema) -> JsonSchemaValue:
        """Tell text from a group of fields by its type; join scalars, whose keywords bind one type each."""
        parts = [choice[0] if isinstance(choice, tuple) else choice for choice in schema["choices"]]
        written = [self.generate_inner(part) for part in parts]
        groups = [part for part in written if "$ref" in part]
        scalars = [part for part in written if "$ref" not in part]
        joined = _joined(scalars)
        if not groups:
            return joined
        if groups[1:] or joined["type"] != "string":
            message = "a schema can tell text from one group of fields, and nothing else"
            raise TypeError(message)
        return {"if": {"type": "string"}, "then": joined, "else": groups[0]}


def _define(field: JsonSchemaValue, vocabulary: Vocabulary) -> None:
    """Put the definitions beside the words that a field takes, or each item of it."""
    node = field.get("items", field)
    node["enumDescriptions"] = [vocabulary.define(word) for word in node["enum"]]


def _take_former(field: JsonSchemaValue) -> None:
    """Let a field hold the words of another field that had its name: files may be older than the name."""
    field.pop("not", None)


def _tidy(node: JsonSchemaValue) -> JsonSchemaValue:
    """Order the keywords, refusing any that is not ours, and mend what draft-07 or a reader would trip over.

    A reference stands alone, as draft-07 asks. A closed set of words says no type: a number in its place
    would be wrong twice.
    """
    if "$ref" in node and len(node) > 1:
        node = {**node, "allOf": [{"$ref": node["$ref"]}]}
        del node["$ref"]
    if "enum" in node or "const" in node:
        node = {key: part for key, part in node.items() if key != "type"}
    if isinstance(node.get("type"), list):
        node = _number_or_text(node)
    return {key: _part(key, node[key]) for key in sorted(node, key=KEYWORDS.index)}


def _number_or_text(node: JsonSchemaValue) -> JsonSchemaValue:
    """Tell a plain integer from text before looking closer: strict validators take no list of types."""
    bounds = {key: node[key] for key in ("minimum", "maximum") if key in node}
    text = {key: part for key, part in node.items() if key not in {"description", "type", *bounds}}
    return {
        **({"description": node["description"]} if "description" in node else {}),
        "if": {"type": "integer"},
        "then": {"type": "integer", **bounds},
        "else": {"type": "string", **text},
    }


def _part(key: str, part: object) -> object:
    if isinstance(part, list):
        return [_part(key, each) for each in part]
    if not isinstance(part, dict):
        return part
    return {name: _tidy(each) for name, each in part.items()} if key in NAMED else _tidy(part)
