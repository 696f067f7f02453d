"""Build the shapes of records from the pydantic classes of the model."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from msgspec.structs import replace
from pydantic.fields import FieldInfo

from casefile.dates import Duration, When
from casefile.dates.single_day import OneDay
from casefile.model.base_model import Model
from casefile.model.events import Event, type_name
from casefile.model.field import FieldMeta, TextForm
from casefile.model.import_map import ImportMap
from casefile.model.records import RECORD_CLASSES, Withdrawn
from casefile.model.settings import Settings
from casefile.model.shape import NOTHING, Form, ModelShape, Shape

Mark = TypeVar("Mark")


def classes() -> dict[str, type[Model]]:
    """Return all imported subclasses of `Model`, at any depth, by their names."""
    return {model.__name__: model for model in _subclasses(Model)}


def read_models() -> dict[str, ModelShape]:
    """Return the shape of each class of the model, by the name of the class."""
    return {name: _model(model) for name, model in classes().items()}


def read_kinds(models: Mapping[str, ModelShape]) -> dict[str, Shape]:
    """Return the shape of each kind of file that has a schema: records, settings and import maps.

    A case has two models: `Case`, and `Withdrawn` for a withdrawal notice.
    """
    kinds: dict[str, tuple[type[Model], ...]] = {name: (model,) for name, model in RECORD_CLASSES.items()}
    kinds["case"] = (RECORD_CLASSES["case"], Withdrawn)
    kinds |= {"settings": (Settings,), "import-map": (ImportMap,)}
    return {
        kind: Shape(kind, models=tuple(models[each.__name__] for each in known), scalar=False)
        for kind, known in kinds.items()
    }


def _subclasses(model: type[Model]) -> Iterator[type[Model]]:
    for each in model.__subclasses__():
        yield each
        yield from _subclasses(each)


@cache
def _model(model: type[Model]) -> ModelShape:
    """Return the shape of a class: `schema`, `id`, `type`, then the other fields, `tail` fields last."""
    read = [_field(info.alias or name, info) for name, info in model.model_fields.items()]
    read.sort(key=lambda shape: (shape.meta.tail, FIRST.get(shape.name, len(FIRST))))
    fields = {shape.name: shape for shape in read}
    is_entry = issubclass(model, Event) and "type" in fields
    if is_entry:
        fields["cites"] = replace(fields["cites"], only=(*fields,))
    word = type_name(model) if issubclass(model, Event) and is_entry else ""
    description, tier = (model.__doc__ or "").strip(), getattr(model, "model_tier", None)
    return ModelShape(model.__name__, description, word, tier, fields)


FIRST = {"schema": 0, "id": 1, "type": 2}
FORMS: tuple[tuple[type, Form], ...] = (
    (When, "date"),
    (Duration, "duration"),
    (bool, "boolean"),
    (int, "integer"),
)


def _field(name: str, info: FieldInfo) -> Shape:
    meta = next((mark for mark in info.metadata if isinstance(mark, FieldMeta)), NOTHING)
    annotation = Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
    return _shape(name, meta, annotation, required=info.is_required())


def _shape(name: str, meta: FieldMeta, annotation: object, *, required: bool = False) -> Shape:
    plain = [kind for kind in _alternatives(annotation) if kind is not type(None)]
    constants = [word for kind in plain if get_origin(kind) is Literal for word in get_args(kind)]
    meta = replace(meta, words=tuple(constants)) if constants else meta
    lists = [kind for kind in plain if get_origin(kind) is tuple]
    if lists:
        inner = _shape(
            name, FieldMeta(meta.description, meta.words, refers=meta.refers), get_args(lists[0])[0]
        )
        form: Form = "word" if meta.words else inner.form
        return Shape(name, meta, form, inner=inner, scalar=False, required=required)
    models = tuple(_model(kind) for kind in plain if isinstance(kind, type) and issubclass(kind, Model))
    written = _mark(annotation, TextForm)
    return Shape(
        name,
        meta,
        _form(meta, plain, written),
        models,
        scalar=len(models) < len(plain),
        required=required,
        written=written,
        one_day=_mark(annotation, OneDay) is not None,
    )


def _form(meta: FieldMeta, kinds: list[Any], written: TextForm | None) -> Form:
    if meta.words and Duration not in kinds:
        return "word"
    if str in kinds and (int in kinds or (written is not None and written.integers is not None)):
        return "label"
    return next((form for kind, form in FORMS if kind in kinds), "text")


def _mark(annotation: object, kind: type[Mark]) -> Mark | None:
    """Return the first metadata object of the class `kind` in an annotation or its unions; None without."""
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        return next((mark for mark in marks if isinstance(mark, kind)), None) or _mark(inner, kind)
    if get_origin(annotation) in {Union, types.UnionType}:
        return next((found for each in get_args(annotation) if (found := _mark(each, kind))), None)
    return None


def _alternatives(annotation: object) -> list[Any]:
    """Return the alternatives of an annotation: members of unions, without their `Annotated` metadata."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _alternatives(get_args(annotation)[0])
    if origin in {Union, types.UnionType}:
        return [part for each in get_args(annotation) for part in _alternatives(each)]
    return [annotation]
