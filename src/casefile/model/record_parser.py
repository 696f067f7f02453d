"""The one gate from plain data to a record, and the words in which it refuses."""

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
from casefile.model.plain_data import Data, mapping
from casefile.model.record_shapes import shape_of
from casefile.model.records import RECORD_CLASSES, Withdrawn
from casefile.model.settings import Settings
from casefile.model.shape import Form, Path, Shape


class Refusal(Struct, frozen=True):
    """Why the model does not take a node: where, what, and how to mend it; never the value itself."""

    field: Path
    code: str
    message: str
    hint: str = ""


class ParsedRecord(Struct, frozen=True):
    """A record, or the reasons why there is none."""

    record: Model | None
    refusals: tuple[Refusal, ...] = ()


def admit(kind: str, data: Data) -> ParsedRecord:
    """Read plain data as a record of this kind."""
    try:
        return ParsedRecord(validator_of(_model(kind, data)).validate_python(data))
    except ValidationError as error:
        found: dict[Path, Refusal] = {}
        for refusal in _refusals(kind, data, error):
            found.setdefault(refusal.field, refusal)
        return ParsedRecord(None, tuple(found.values()))


def _model(kind: str, data: Data) -> type[Model]:
    if kind == "settings":
        return Settings
    return Withdrawn if kind == "case" and "withdrawn" in data else RECORD_CLASSES[kind]


def _refusals(kind: str, data: Data, error: ValidationError) -> Iterator[Refusal]:
    for each in error.errors(include_url=False, include_input=False):
        node = _node(each["loc"], shape_of(kind).seen(data), data)
        if node is not None:
            yield _refusal(node, each)


class DataNode(Struct, frozen=True):
    """A place in the data: its path, the shape around it, its own where the model knows it, and its value."""

    path: Path
    parent: Shape
    shape: Shape | None
    value: Any

    @property
    def name(self) -> str:
        """The last name of the path: an item of a list is called by the list."""
        return next((part for part in reversed(self.path) if isinstance(part, str)), "record")

    def refused(self, code: str, message: str, hint: str = "") -> Refusal:
        """Refuse this node; `{}` in the message stands for its name."""
        return Refusal(self.path, code, message.replace("{}", f"`{self.name}`"), hint)


def _node(location: Path, root: Shape, data: object) -> DataNode | None:
    """Find the place that pydantic means: its location also names the alternatives of unions.

    Nothing comes back for an alternative that the data does not mean.
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
    said = SAID.get(error["type"], _not_of_its_form)
    if node.value is None and said not in MISSES:
        return _empty(node)
    return said(node, error)


def _empty(node: DataNode) -> Refusal:
    return node.refused("CF105", "{} has no value", "write one, or take the line out")


def _missing(node: DataNode, _error: ErrorDetails) -> Refusal:
    return node.refused("CF101", "{} is missing", node.shape.says.description if node.shape else "")


def _unknown_field(node: DataNode, _error: ErrorDetails) -> Refusal:
    hint = _did_you_mean(node.name, node.parent.keys, "its fields are")
    return node.refused("CF102", "there is no field {} here", hint)


def _unknown_type(node: DataNode, _error: ErrorDetails) -> Refusal:
    """Say which types a ledger takes; the refusal stands at the type, not at the entry."""
    entry = mapping(node.value)
    known = (node.shape or node.parent).types
    at_type = DataNode((*node.path, "type"), node.parent, None, entry.get("type"))
    if "type" not in entry:
        return at_type.refused("CF101", "{} is missing", f"an entry says what it is: {', '.join(known)}")
    if at_type.value is None:
        return _empty(at_type)
    return at_type.refused(
        "CF104", "this ledger takes no such type", _did_you_mean(at_type.value, known, "it takes")
    )


def _unknown_word(node: DataNode, error: ErrorDetails) -> Refusal:
    if node.shape is None or not isinstance(node.value, str):
        return _not_of_its_form(node, error)
    hint = _did_you_mean(node.value, node.shape.words, "it takes")
    return node.refused("CF103", "{} does not know this word", hint)


def _badly_written(node: DataNode, error: ErrorDetails) -> Refusal:
    if not isinstance(node.value, str):
        return _not_of_its_form(node, error)
    return node.refused("CF106", "{} has not the right form", f"expected {error['msg']}")


def _no_date(node: DataNode, error: ErrorDetails) -> Refusal:
    reason = error["ctx"]["error"]
    if not isinstance(reason, BadDate):
        return _not_of_its_form(node, error)
    return node.refused("CF107", f"{{}}: {reason.message}", reason.hint)


def _out_of_bounds(node: DataNode, error: ErrorDetails) -> Refusal:
    if node.shape is None:
        return _not_of_its_form(node, error)
    return node.refused(
        "CF108", "{} is out of bounds", f"from {node.shape.says.low} to {node.shape.says.high}"
    )


def _not_of_its_form(node: DataNode, _error: ErrorDetails) -> Refusal:
    shape = node.shape
    if shape is None:
        return node.refused("CF105", "{} should be something else")
    if shape.is_list:
        return node.refused(
            "CF105", "{} should be a list", "write each item on a line of its own, after a hyphen"
        )
    if shape.is_mapping and not shape.scalar:
        return node.refused("CF105", "{} should be a group of fields", _how_a_group_begins(shape))
    expected = "an id, or a group of fields" if shape.is_mapping else EXPECTED[shape.form]
    return node.refused("CF105", f"{{}} should be {expected}", _how_to_write(shape, node.value))


def _how_a_group_begins(shape: Shape) -> str:
    """Name the fields of a group; where it may be of several types, those that every type must have."""
    if not shape.models[1:]:
        return f"its fields are {', '.join(shape.keys)}"
    each = [model.fields for model in shape.models]
    shared = [name for name in shape.keys if all(name in fields and fields[name].required for fields in each)]
    return f"write its fields on lines of their own, first {', '.join(shared)}"


def _how_to_write(shape: Shape, value: object) -> str:
    if isinstance(value, list | dict):
        return NOT_SEVERAL[type(value)]
    if shape.form == "integer":
        return "write it in digits, without quotes"
    return "put quotes around it" if shape.form in {"text", "word"} else ""


NOT_SEVERAL: dict[type, str] = {
    list: "it holds one value: take the hyphens or the brackets away",
    dict: "it holds one value: write it behind the colon, without fields of its own",
}
"""What to do where several values stand in the place of one."""


def _did_you_mean(typed: object, known: tuple[str, ...], otherwise: str) -> str:
    close = nearest(str(typed)[:LONGEST].lower(), known)
    if close:
        return f"did you mean `{close}`?"
    return f"{otherwise} {', '.join(known)}" if known else ""


LONGEST = 60
"""No name and no word is longer; more of a text is not compared."""

SAID: dict[str, Callable[[DataNode, ErrorDetails], Refusal]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_field,
    "union_tag_invalid": _unknown_type,
    "union_tag_not_found": _unknown_type,
    "literal_error": _unknown_word,
    WRONG_FORM: _badly_written,
    "value_error": _no_date,
    "greater_than_equal": _out_of_bounds,
    "less_than_equal": _out_of_bounds,
}
"""Who words pydantic's error of a type; every other is about the form of the value."""

MISSES = frozenset({_missing, _unknown_field})
"""They speak of a name and not of its value."""

EXPECTED: dict[Form, str] = {
    "text": "text",
    "label": "text or a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "date": "a date",
    "duration": "a duration such as P6Y",
    "word": "one word",
}
