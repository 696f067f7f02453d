"""Validators of records, compiled once and stored beside the bytecode of the model.

To make the validator of a case from its class, pydantic needs about twenty times as long as to load a stored
one.
"""

from __future__ import annotations

from functools import cache, partial
from typing import Any

import pydantic
from pydantic_core import SchemaValidator
from pydantic_core import __version__ as core_version

from casefile.model.base_model import Model
from casefile.model.pickle_cache import load_or_make


@cache
def validator_of(model: type[Model]) -> SchemaValidator:
    """Return the validator of a record class: from the cache, or made and stored if it is not there."""
    make = partial(arguments_of, model)
    return load_or_make(model.__name__, make, _validator, pydantic.VERSION, core_version)


def _validator(arguments: tuple[Any, ...]) -> SchemaValidator:
    return SchemaValidator(*arguments)


def arguments_of(model: type[Model]) -> tuple[Any, ...]:
    """Return the arguments of `SchemaValidator` for a model: its core schema, and those after it.

    The model class is built first, if that was deferred.
    """
    model.model_rebuild()
    validator: Any = model.__pydantic_validator__
    _, (schema, *others) = validator.__reduce__()
    return _without_metadata(schema), *others


def _without_metadata(schema: Any) -> Any:  # noqa: ANN401 - a tree of dictionaries, lists and values
    """Return a core schema without its `metadata`.

    pydantic needs the metadata only to make a JSON Schema. It contains functions, which cannot be pickled.
    """
    if isinstance(schema, dict):
        return {name: _without_metadata(each) for name, each in schema.items() if name != "metadata"}
    if isinstance(schema, list | tuple):
        return type(schema)(_without_metadata(each) for each in schema)
    return schema
