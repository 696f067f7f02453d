"""The shape of a record: one walk over the model that help, editing, comparison and redaction share."""

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
"""The way to a node of a record: names of fields and places in lists."""
SHORT_VALUE = 12
"""Letters of a truth value or a duration."""


class ModelShape(Struct, frozen=True, eq=False):
    """What a class of the model says of itself and its fields; `type` is the word of an entry, else empty."""

    name: str
    description: str
    type: str
    tier: Tier | None
    fields: Mapping[str, Shape]

    def __repr__(self) -> str:
        return self.name


class Shape(Struct, frozen=True, eq=False, dict=True):
    """What the model says of one node of a record; made once, so that more can be remembered of it.

    A node is a mapping (`models` is not empty), a list (`inner` is the shape of its items) or a scalar. Where
    the model allows several mappings, as for the entries of a ledger, `item` and `seen` choose by the data.
    `scalar` tells whether it may be a single value (or a mapping), `written` the form of a text. `only` are
    the names of the fields of a mapping in their order, where it has not all of its model. A date that is
    `one_day` is no interval.
    """

    name: str
    says: FieldMeta = NOTHING
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
        """Whether the node holds fields."""
        return bool(self.models)

    @property
    def is_list(self) -> bool:
        """Whether the node holds items."""
        return self.inner is not None

    @property
    def is_scalar(self) -> bool:
        """Whether the node is a single value."""
        return not self.models and self.inner is None

    @property
    def match(self) -> Match:
        """How the items of this list are compared."""
        return self.says.match

    @property
    def words(self) -> tuple[str, ...]:
        """The vocabulary of the field, of its items where it is a list."""
        return self.says.words

    @cached_property
    def tier(self) -> Tier | None:
        """The strictness that the model itself gives the field or the entry."""
        own = self.models[0].tier if len(self.models) == 1 else None
        return own or self.says.tier

    @cached_property
    def fields(self) -> Mapping[str, Shape]:
        """The fields of a mapping in model order; of all its models, if it may be several."""
        found: dict[str, Shape] = {}
        for model in self.models:
            found |= {name: shape for name, shape in model.fields.items() if name not in found}
        return found if self.only is None else {name: found[name] for name in self.only if name in found}

    @property
    def bare(self) -> str | None:
        """The field of a group that may be typed without its name: the first one, unless it is a list."""
        first = next(iter(self.fields.values()), None)
        return None if first is None or first.is_list else first.name

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The names of the fields in model order."""
        return tuple(self.fields)

    @cached_property
    def _ranks(self) -> Mapping[str, int]:
        return {name: place for place, name in enumerate(self.fields)}

    @cached_property
    def refers_as_text(self) -> bool:
        """Whether a text in this place names another record."""
        return bool(self.says.refers) and self.inner is None and (self.scalar or not self.models)

    def rank(self, name: str) -> int:
        """Return the place of a field in model order; an unknown field comes after all others."""
        return self._ranks.get(name, len(self._ranks))

    def sort_names(self, names: Iterable[str]) -> list[str]:
        """Return names of fields in model order, unknown ones last and in their own order."""
        return sorted(names, key=self.rank)

    def has_in_order(self, names: Sequence[str]) -> bool:
        """Return whether names of fields are in model order."""
        return [*names] == self.sort_names(names)

    def sort_fields(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return a mapping with its fields in the order of the model that the data chooses."""
        return {name: data[name] for name in self.seen(data).sort_names(data)}

    def key(self, name: str) -> Shape | None:
        """Return the shape of a field, nothing where the model knows no such field."""
        return self.fields.get(name)

    def item(self, value: object = None) -> Shape:
        """Return the shape of an item of this list, chosen by its data."""
        return (self.inner or Shape(self.name)).seen(value)

    def seen(self, value: object) -> Shape:
        """Return this shape narrowed to the one model that the data chooses, a scalar where they are text."""
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
        """This shape as that of one of the entries of a ledger, by the word that stands for the entry."""
        return {model.type: self._by_name[model.name] for model in self.models if model.type}

    @property
    def types(self) -> tuple[str, ...]:
        """The types of the entries that may stand here, in the order of the model; empty where none may."""
        return tuple(self._by_word)

    @cached_property
    def _as_text(self) -> Shape:
        """This shape where a single value stands in the place of a mapping."""
        return Shape(self.name, self.says, self.form, written=self.written)

    @cached_property
    def _by_name(self) -> Mapping[str, Shape]:
        """This shape as that of one of its models, by the name of the model."""
        return {
            model.name: Shape(self.name, self.says, models=(model,), scalar=False) for model in self.models
        }

    def is_a(self, name: str) -> bool:
        """Tell whether one of the models of a mapping is the class of this name."""
        return any(model.name == name for model in self.models)

    def field(self, dotted: str) -> Shape | None:
        """Return the shape of a field below this one; None where the model knows no such field.

        A step into a list is the id or the place of any item.
        """
        here: Shape | None = self
        for part in dotted.split("."):
            here = here and (here.inner or here.key(part))
        return here

    def takes(self, value: object) -> bool:
        """Return whether a value that a claim gives has the form of this field."""
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
        """Yield path, shape and data of every node that the data holds, from the top down."""
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
