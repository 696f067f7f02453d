"""The shape of a record: the fields of the model, as help, editing, comparison and redaction need them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal

from msgspec import Struct

from casefile.model.field import FieldMeta, TextForm
from casefile.model.plain_data import when
from casefile.model.vocabularies import Match, Tier

Form = Literal["text", "label", "integer", "boolean", "date", "duration", "word"]
NOTHING = FieldMeta("")
Path = tuple[str | int, ...]
"""The path of a node in a record: names of fields, and places in lists from 0."""
SHORT_VALUE = 12
"""Greatest number of characters of a claim about a boolean or a duration (`Shape.takes`)."""


class ModelShape(Struct, frozen=True, eq=False):
    """A class of the model: name, description, tier and fields; `type` is its event type, or empty."""

    name: str
    description: str
    type: str
    tier: Tier | None
    fields: Mapping[str, Shape]

    def __repr__(self) -> str:
        return self.name


class Shape(Struct, frozen=True, eq=False, dict=True):
    """The description of one node of a record by the model. It is made once, so its properties are cached.

    A node is a mapping (`models` is not empty), a list (`inner` is the shape of its items) or a scalar of the
    form `form`. If the model allows several mappings, as for the entries of a ledger, `item` and `seen`
    choose one by the data. `scalar` is whether the node may be a single value, perhaps as an alternative to a
    mapping. `required` is whether the field must be present. `written` is the form of a text. `only` lists
    the names of the fields of a mapping, in order, if it does not have all fields of its model. A date with
    `one_day` may not be an interval.
    """

    name: str
    meta: FieldMeta = NOTHING
    form: Form = "text"
    models: tuple[ModelShape, ...] = ()
    inner: Shape | None = None
    scalar: bool = True
    required: bool = False
    written: TextForm | None = None
    only: tuple[str, ...] | None = None
    one_day: bool = False

    @property
    def is_mapping(self) -> bool:
        """Whether the node is, or may be, a mapping with fields."""
        return bool(self.models)

    @property
    def is_list(self) -> bool:
        """Whether the node is a list of items."""
        return self.inner is not None

    @property
    def is_scalar(self) -> bool:
        """Whether the node is a single value and may not be a mapping or a list."""
        return not self.models and self.inner is None

    @property
    def match(self) -> Match:
        """How the items of this list are compared: by id, as a set, or in sequence."""
        return self.meta.match

    @property
    def words(self) -> tuple[str, ...]:
        """The vocabulary of the field, or of its items if it is a list; empty if there is none."""
        return self.meta.words

    @cached_property
    def tier(self) -> Tier | None:
        """The least tier of the event or else of the field, by the model; None if the model gives none.

        If the node may have several models, it is the tier of the field.
        """
        own = self.models[0].tier if len(self.models) == 1 else None
        return own or self.meta.tier

    @cached_property
    def fields(self) -> Mapping[str, Shape]:
        """The fields of a mapping in model order; if it has several models, the fields of all of them.

        A name that several models have occurs once, with the field of the first.
        """
        found: dict[str, Shape] = {}
        for model in self.models:
            found |= {name: shape for name, shape in model.fields.items() if name not in found}
        return found if self.only is None else {name: found[name] for name in self.only if name in found}

    @property
    def bare(self) -> str | None:
        """The name of the first field of a mapping, which users may leave out; None if that is a list."""
        first = next(iter(self.fields.values()), None)
        return None if first is None or first.is_list else first.name

    @cached_property
    def unlabelled(self) -> str | None:
        """The name of the field that is shown without its name: `bare`; None if its value alone is unclear.

        The word of a vocabulary is not clear if the field may be absent: `denied` may belong to any field of
        a notice.
        """
        first = self.fields.get(self.bare or "")
        return first.name if first and (first.required or not first.words) else None

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The names of the fields in model order."""
        return tuple(self.fields)

    @cached_property
    def _ranks(self) -> Mapping[str, int]:
        return {name: place for place, name in enumerate(self.fields)}

    @cached_property
    def refers_as_text(self) -> bool:
        """Whether a text in this place is the id of another record, or may be: see `FieldMeta.refers`."""
        return bool(self.meta.refers) and self.inner is None and (self.scalar or not self.models)

    def rank(self, name: str) -> int:
        """Return the place of a field in model order, from 0; unknown fields come after all others."""
        return self._ranks.get(name, len(self._ranks))

    def sort_names(self, names: Iterable[str]) -> list[str]:
        """Return names of fields sorted in model order; unknown ones come last, in the order given."""
        return sorted(names, key=self.rank)

    def has_in_order(self, names: Sequence[str]) -> bool:
        """Return whether names of fields are in model order."""
        return [*names] == self.sort_names(names)

    def sort_fields(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return the data of a mapping with its fields in the order of the model that the data selects."""
        return {name: data[name] for name in self.seen(data).sort_names(data)}

    def key(self, name: str) -> Shape | None:
        """Return the shape of a field of this mapping; None if the model does not know the field."""
        return self.fields.get(name)

    def item(self, value: object = None) -> Shape:
        """Return the shape of an item of this list, narrowed to the model that the item's data selects.

        If this is not a list, the result is the shape of a text.
        """
        return (self.inner or Shape(self.name)).seen(value)

    def seen(self, value: object) -> Shape:
        """Return this shape narrowed to the model that the data selects, or to a scalar if it is no mapping.

        A ledger entry is selected by its `type`, a withdrawal notice by its field `withdrawn`; other data of
        a case selects `Case`. The shape is returned unchanged if the data selects no model.
        """
        if not self.models:
            return self
        if not isinstance(value, (dict, Mapping)):
            return self._as_text if self.scalar and value is not None else self
        if len(self.models) == 1 and not self.scalar:
            return self
        if self._by_word:
            word = value.get("type")
            return self._by_word.get(word, self) if isinstance(word, str) else self
        is_notice = "Withdrawn" in self._by_name and "withdrawn" in value
        return self._by_name["Withdrawn" if is_notice else self.models[0].name]

    @cached_property
    def _by_word(self) -> Mapping[str, Shape]:
        """This shape narrowed to each event type that it allows, by the word of the type."""
        return {model.type: self._by_name[model.name] for model in self.models if model.type}

    @property
    def types(self) -> tuple[str, ...]:
        """The event types that are allowed here, in model order; empty if this is not a ledger entry."""
        return tuple(self._by_word)

    @cached_property
    def _as_text(self) -> Shape:
        """This shape narrowed to a single value in the place of a mapping."""
        return Shape(self.name, self.meta, self.form, written=self.written)

    @cached_property
    def _by_name(self) -> Mapping[str, Shape]:
        """This shape narrowed to each of its models, by the name of the model."""
        return {
            model.name: Shape(self.name, self.meta, models=(model,), scalar=False) for model in self.models
        }

    def is_a(self, name: str) -> bool:
        """Return whether one of the models of a mapping is the class with this name."""
        return any(model.name == name for model in self.models)

    def field(self, dotted: str) -> Shape | None:
        """Return the shape of the field at a dotted path below this one; None if the model does not know it.

        A path steps into a list by the id or the place of an item; any text is accepted for it.
        """
        here: Shape | None = self
        for part in dotted.split("."):
            here = here and (here.inner or here.key(part))
        return here

    def takes(self, value: object) -> bool:
        """Return whether the value of a claim has the form of this field, or of an item if it is a list.

        False if the field is a mapping. A boolean or a duration takes any text of up to `SHORT_VALUE`
        letters.
        """
        text, shape = str(value), self.inner or self
        if not shape.is_scalar and not shape.scalar:
            return False
        if shape.form == "word":
            return text in shape.words
        if shape.form == "date":
            return when(text) is not None
        if shape.form == "integer":
            return text.isascii() and text.isdigit()
        if shape.form in {"boolean", "duration"}:
            return len(text) <= SHORT_VALUE
        return shape.written is None or shape.written.fits(text)

    def walk(self, value: object, path: Path = ()) -> Iterator[tuple[Path, Shape, Any]]:
        """Yield path, shape and value of every node that the model knows, parents before children.

        The first node is this one, with the given path. Each shape is narrowed by its value (`seen`).
        """
        here = self.seen(value)
        yield path, here, value
        if isinstance(value, Mapping):
            for name, child in value.items():
                shape = here.key(name)
                if shape is not None:
                    yield from shape.walk(child, (*path, name))
        elif isinstance(value, list) and here.is_list:
            for index, child in enumerate(value):
                yield from here.item(child).walk(child, (*path, index))
