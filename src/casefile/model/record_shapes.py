"""The shapes of the records and of the classes of the model.

They are stored beside the bytecode of the model: code that needs only shapes imports neither pydantic nor
the classes.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from casefile.model.pickle_cache import load_or_make
from casefile.model.shape import ModelShape, Shape


class Shapes(NamedTuple):
    """The shapes of the kinds of files, and of the classes of the model by their names."""

    kinds: dict[str, Shape]
    models: dict[str, ModelShape]


def shape_of(kind: str) -> Shape:
    """Return the shape of a kind of file: one of `kinds.FILE_KINDS`. Raises KeyError for another word."""
    return _shapes().kinds[kind]


@cache
def shape_of_model(name: str) -> Shape:
    """Return the shape of one class of the model, such as `Note`. Raises KeyError for an unknown name."""
    return Shape(name.lower(), models=(_shapes().models[name],), scalar=False)


@cache
def shape_of_entry(word: str) -> Shape:
    """Return the shape of an event by its type, the word `hearing` for example.

    Raises KeyError if `word` is not the type of an event.
    """
    names = {model.type: name for name, model in _shapes().models.items() if model.type}
    return shape_of_model(names[word])


@cache
def _shapes() -> Shapes:
    return load_or_make("shapes", _read, Shapes._make)


def _read() -> tuple[dict[str, Shape], dict[str, ModelShape]]:
    from casefile.model.introspection import read_kinds, read_models  # noqa: PLC0415 - pydantic and the classes

    models = read_models()
    return read_kinds(models), models
