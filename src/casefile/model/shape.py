"""The shape of a record: one walk over the model that help, editing, comparison and redaction share."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from msgspec import Struct
from msgspec.structs import replace
from pydantic.fields import FieldInfo

from casefile.model.base import Model, Says, Written
from casefile.model.dates import Duration, When
from casefile.model.events import Event, type_name
from casefile.model.plain import when
from casefile.model.records import KINDS, Withdrawn
from casefile.model.settings import Settings
from casefile.model.words import Match, Tier

Form = Literal["text", "label", "integer", "boolean", "date", "duration", "word"]
NOTHING = Says("")
SHORT_VALUE = 12
"""Letters of a truth value or a duration."""


class Shape(Struct, frozen=True, eq=False, dict=True):
    """What the model says of one node of a record; made once, so that more can be remembered of it.

    A node is a mapping (`models` is not empty), a list (`inner` is the shape of its items) or a scalar. Where
    the model allows several mappings, as for the entries of a ledger, `item` and `seen` choose by the data.
    `scalar` tells whether it may be a single value (or a mapping), `written` the form of a text. `only` are
    the names of the fields of a mapping in their order, where it has not all of its model.
    """

    name: str
    says: Says = NOTHING
    form: Form = "text"
    models: tuple[type[Model], ...] = ()
    inner: Shape | None = None
    scalar: bool = True
    required: bool = False
    written: Written | None = None
    only: tuple[str, ...] | None = None

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
        model = self.models[0] if len(self.models) == 1 else None
        own: Tier | None = getattr(model, "model_tier", None)
        return own or self.says.tier

    @cached_property
    def fields(self) -> Mapping[str, Shape]:
        """The fields of a mapping in model order; of all its models, if it may be several."""
        found: dict[str, Shape] = {}
        for model in self.models:
            found |= {name: shape for name, shape in _fields(model).items() if name not in found}
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
    def ranks(self) -> Mapping[str, int]:
        """The place of each field in model order, by its name."""
        return {name: place for place, name in enumerate(self.fields)}

    @cached_property
    def refers_as_text(self) -> bool:
        """Whether a text in this place names another record."""
        return bool(self.says.refers) and self.inner is None and (self.scalar or not self.models)

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
        return self.narrowed[
            Withdrawn if Withdrawn in self.models and "withdrawn" in value else self.models[0]
        ]

    @cached_property
    def _by_word(self) -> Mapping[str, Shape]:
        """This shape as that of one of the entries of a ledger, by the word that stands for the entry."""
        models = (model for model in self.models if issubclass(model, Event))
        return {type_name(model): self.narrowed[model] for model in models}

    @cached_property
    def _as_text(self) -> Shape:
        """This shape where a single value stands in the place of a mapping."""
        return Shape(self.name, self.says, self.form, written=self.written)

    @cached_property
    def narrowed(self) -> Mapping[type[Model] | None, Shape]:
        """This shape as that of one of its models, by the model."""
        return {model: Shape(self.name, self.says, models=(model,), scalar=False) for model in self.models}

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

    def walk(
        self, value: object, path: tuple[str | int, ...] = ()
    ) -> Iterator[tuple[tuple[str | int, ...], Shape, Any]]:
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


@cache
def shape_of(kind: str) -> Shape:
    """Return the shape of a kind of record: case, situation, organization, statute, source; or settings."""
    models: dict[str, tuple[type[Model], ...]] = {name: (model,) for name, model in KINDS.items()}
    models["case"] = (KINDS["case"], Withdrawn)
    models["settings"] = (Settings,)
    return Shape(kind, models=models[kind], scalar=False)


@cache
def shape_of_model(model: type[Model]) -> Shape:
    """Return the shape of one model, such as an entry of a ledger."""
    return Shape(model.__name__.lower(), models=(model,), scalar=False)


@cache
def _fields(model: type[Model]) -> dict[str, Shape]:
    """Read the fields of a model: those of its own first, the tail last, a type right behind the id."""
    read = [_field(info.alias or name, info) for name, info in model.model_fields.items()]
    read.sort(key=lambda shape: (shape.says.tail, FIRST.get(shape.name, len(FIRST))))
    fields = {shape.name: shape for shape in read}
    if issubclass(model, Event):
        fields["cites"] = replace(fields["cites"], only=(*fields,))
    return fields


FIRST = {"schema": 0, "id": 1, "type": 2}
FORMS: tuple[tuple[type, Form], ...] = (
    (When, "date"),
    (Duration, "duration"),
    (bool, "boolean"),
    (int, "integer"),
)


def _field(name: str, info: FieldInfo) -> Shape:
    said = next((mark for mark in info.metadata if isinstance(mark, Says)), NOTHING)
    annotation = Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
    return _shape(name, said, annotation, required=info.is_required())


def _shape(name: str, said: Says, annotation: object, *, required: bool = False) -> Shape:
    plain = [kind for kind in _alternatives(annotation) if kind is not type(None)]
    constants = [word for kind in plain if get_origin(kind) is Literal for word in get_args(kind)]
    said = replace(said, words=tuple(constants)) if constants else said
    lists = [kind for kind in plain if get_origin(kind) is tuple]
    if lists:
        inner = _shape(name, Says(said.description, said.words, refers=said.refers), get_args(lists[0])[0])
        form: Form = "word" if said.words else inner.form
        return Shape(name, said, form, inner=inner, scalar=False, required=required)
    models = tuple(kind for kind in plain if isinstance(kind, type) and issubclass(kind, Model))
    written = _written(annotation)
    return Shape(
        name,
        said,
        _form(said, plain, written),
        models,
        scalar=len(models) < len(plain),
        required=required,
        written=written,
    )


def _form(said: Says, kinds: list[Any], written: Written | None) -> Form:
    if said.words and Duration not in kinds:
        return "word"
    if str in kinds and (int in kinds or (written is not None and written.integers)):
        return "label"
    return next((form for kind, form in FORMS if kind in kinds), "text")


def _written(annotation: object) -> Written | None:
    """Return the form that a text must have, also where the text is one of several alternatives."""
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        return next((mark for mark in marks if isinstance(mark, Written)), None) or _written(inner)
    if get_origin(annotation) in {Union, types.UnionType}:
        return next((found for each in get_args(annotation) if (found := _written(each))), None)
    return None


def _alternatives(annotation: object) -> list[Any]:
    """Take a type apart: Annotated is looked through, unions are spread."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _alternatives(get_args(annotation)[0])
    if origin in {Union, types.UnionType}:
        return [part for each in get_args(annotation) for part in _alternatives(each)]
    return [annotation]
