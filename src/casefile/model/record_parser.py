"""Parse plain data into a record, or describe in plain words why the model rejects it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from casefile.dates import BadDate
from casefile.errors import nearest
from casefile.model.base_model import Model
from casefile.model.compiled_validators import validator_of
from casefile.model.field import WRONG_FORM
from casefile.model.import_map import ImportMap
from casefile.model.plain_data import Data, mapping
from casefile.model.record_shapes import shape_of
from casefile.model.records import RECORD_CLASSES, Withdrawn
from casefile.model.settings import Settings
from casefile.model.shape import Form, Path, Shape


class Refusal(Struct, frozen=True):
    """Why the model rejects a node: path, code, message and hint; none of these contains the value."""

    field: Path
    code: str
    message: str
    hint: str = ""


class ParsedRecord(Struct, frozen=True):
    """The result of parsing: a record, or None and the reasons why the data is rejected."""

    record: Model | None
    refusals: tuple[Refusal, ...] = ()


def admit(kind: str, data: Data) -> ParsedRecord:
    """Parse plain data as a record of a kind, or as `settings` or an `import-map`.

    The result has at most one refusal for each path, the first. Raises KeyError for another kind.
    """
    try:
        return ParsedRecord(validator_of(_model(kind, data)).validate_python(data))
    except ValidationError as error:
        found: dict[Path, Refusal] = {}
        for refusal in _refusals(kind, data, error):
            found.setdefault(refusal.field, refusal)
        return ParsedRecord(None, tuple(found.values()))


def _model(kind: str, data: Data) -> type[Model]:
    if kind in OTHER_FILES:
        return OTHER_FILES[kind]
    return Withdrawn if kind == "case" and "withdrawn" in data else RECORD_CLASSES[kind]


OTHER_FILES: Mapping[str, type[Model]] = {"settings": Settings, "import-map": ImportMap}
"""The models of the kinds of files that are not records."""


def _refusals(kind: str, data: Data, error: ValidationError) -> Iterator[Refusal]:
    for each in error.errors(include_url=False, include_input=False):
        node = _node(each["loc"], shape_of(kind).seen(data), data)
        if node is not None:
            yield _refusal(node, each)


class DataNode(Struct, frozen=True):
    """A node of the data: its path, its value, the shape of its parent, and its own shape.

    `shape` is None if the model does not know the node.
    """

    path: Path
    parent: Shape
    shape: Shape | None
    value: Any

    @property
    def name(self) -> str:
        """The last field name of the path, or `record`. For an item of a list it is the name of the list."""
        return next((part for part in reversed(self.path) if isinstance(part, str)), "record")

    def refuse(self, code: str, message: str, hint: str = "") -> Refusal:
        """Return a refusal of this node, with its name in backquotes in place of `{}` in the message."""
        return Refusal(self.path, code, message.replace("{}", f"`{self.name}`"), hint)


def _node(location: Path, root: Shape, data: object) -> DataNode | None:
    """Return the node at the location of a pydantic error.

    The location also contains the names of alternatives of unions, which are not part of the path. None if
    the error is about an alternative that does not fit the kind of the data: text, or a mapping.
    """
    node = DataNode((), root, root, data)
    for part in location:
        shape, value = node.shape, node.value
        if shape is None or shape.is_scalar:
            break
        if shape.is_list:
            item = value[part] if isinstance(value, list) and isinstance(part, int) else None
            node = DataNode((*node.path, part), shape, shape.inner, item)
        elif shape.scalar:
            if (part == shape.models[0].name) != isinstance(value, Mapping):
                return None
            if not isinstance(value, Mapping):
                break
            node = replace(node, shape=shape.seen(value))
        elif shape.models[1:]:
            node = replace(node, shape=shape.seen(value))
        else:
            inner = value.get(part) if isinstance(value, Mapping) else None
            node = DataNode((*node.path, part), shape, shape.key(str(part)), inner)
    return node


def _refusal(node: DataNode, error: ErrorDetails) -> Refusal:
    make = REFUSALS.get(error["type"], _wrong_type)
    if node.value is None and make not in ABOUT_FIELD_NAMES:
        return _empty(node)
    return make(node, error)


def _empty(node: DataNode) -> Refusal:
    return node.refuse("CF105", "{} has no value", "write one, or remove the line")


def _missing(node: DataNode, _error: ErrorDetails) -> Refusal:
    return node.refuse("CF101", "{} is missing", node.shape.meta.description if node.shape else "")


def _unknown_field(node: DataNode, _error: ErrorDetails) -> Refusal:
    hint = _did_you_mean(node.name, node.parent.keys, "its fields are")
    return node.refuse("CF102", "unknown field {}", hint)


def _unknown_type(node: DataNode, _error: ErrorDetails) -> Refusal:
    """Return the refusal of an entry with an unknown type or none; its path is that of `type`.

    The hint is the nearest type, or all types that the ledger accepts.
    """
    entry = mapping(node.value)
    known = (node.shape or node.parent).types
    at_type = DataNode((*node.path, "type"), node.parent, None, entry.get("type"))
    if "type" not in entry:
        return at_type.refuse("CF101", "{} is missing", f"an event needs a type: {', '.join(known)}")
    if at_type.value is None:
        return _empty(at_type)
    return at_type.refuse(
        "CF104", "this record cannot have this type of event", _did_you_mean(at_type.value, known, "it takes")
    )


def _unknown_word(node: DataNode, error: ErrorDetails) -> Refusal:
    if node.shape is None or not isinstance(node.value, str):
        return _wrong_type(node, error)
    hint = _did_you_mean(node.value, node.shape.words, "it takes")
    return node.refuse("CF103", "invalid value for {}", hint)


def _wrong_form(node: DataNode, error: ErrorDetails) -> Refusal:
    if not isinstance(node.value, str):
        return _wrong_type(node, error)
    return node.refuse("CF106", "{} has the wrong format", f"expected {error['msg']}")


def _bad_date(node: DataNode, error: ErrorDetails) -> Refusal:
    reason = error["ctx"]["error"]
    if not isinstance(reason, BadDate):
        return _wrong_type(node, error)
    return node.refuse("CF107", f"{{}}: {reason.message}", reason.hint)


def _out_of_bounds(node: DataNode, error: ErrorDetails) -> Refusal:
    if node.shape is None:
        return _wrong_type(node, error)
    return node.refuse("CF108", "{} is out of range", f"from {node.shape.meta.low} to {node.shape.meta.high}")


def _wrong_type(node: DataNode, _error: ErrorDetails) -> Refusal:
    shape = node.shape
    if shape is None:
        return node.refuse("CF105", "{} has the wrong type")
    if shape.is_list:
        return node.refuse(
            "CF105", "{} should be a list", "write each item on a line of its own, after a hyphen"
        )
    if shape.is_mapping and not shape.scalar:
        return node.refuse("CF105", "{} should be a mapping of fields", _hint_for_mapping(shape))
    expected = "an id, or a mapping of fields" if shape.is_mapping else EXPECTED[shape.form]
    return node.refuse("CF105", f"{{}} should be {expected}", _hint_for_value(shape, node.value))


def _hint_for_mapping(shape: Shape) -> str:
    """Return a hint with the fields of a mapping; if it has several types, those that all types require."""
    if not shape.models[1:]:
        return f"its fields are {', '.join(shape.keys)}"
    each = [model.fields for model in shape.models]
    shared = [name for name in shape.keys if all(name in fields and fields[name].required for fields in each)]
    return f"write its fields on lines of their own, first {', '.join(shared)}"


def _hint_for_value(shape: Shape, value: object) -> str:
    if isinstance(value, list | dict):
        return ONE_VALUE[type(value)]
    if shape.form == "integer":
        return "write it in digits, without quotes"
    return "put quotes around it" if shape.form in {"text", "word"} else ""


ONE_VALUE: dict[type, str] = {
    list: "it must be one value: remove the hyphens or the brackets",
    dict: "it must be one value: write it after the colon, without fields below it",
}
"""The hint for a list or a mapping where a single value is expected, by type."""


def _did_you_mean(typed: object, known: tuple[str, ...], otherwise: str) -> str:
    close = nearest(str(typed)[:LONGEST].lower(), known)
    if close:
        return f"did you mean `{close}`?"
    return f"{otherwise} {', '.join(known)}" if known else ""


LONGEST = 60
"""Greatest number of characters of a name or a word. Only so much of a typed text is compared."""

REFUSALS: dict[str, Callable[[DataNode, ErrorDetails], Refusal]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_field,
    "union_tag_invalid": _unknown_type,
    "union_tag_not_found": _unknown_type,
    "literal_error": _unknown_word,
    WRONG_FORM: _wrong_form,
    "value_error": _bad_date,
    "greater_than_equal": _out_of_bounds,
    "less_than_equal": _out_of_bounds,
}
"""The function that makes a refusal, by type of the pydantic error; `_wrong_type` for any other type."""

ABOUT_FIELD_NAMES = frozenset({_missing, _unknown_field})
"""The functions whose refusal is about a field name, so an empty value is not reported instead."""

EXPECTED: dict[Form, str] = {
    "text": "text",
    "label": "text or a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "date": "a date",
    "duration": "a duration such as P6Y",
    "word": "one word",
}
