"""Validators of records, compiled once and kept beside the bytecode of the model.

pydantic takes about twenty times as long to make the validator of a case from its class as to load one.
They are kept in the folder of the bytecode, and not written if Python writes no bytecode. A pickle there is
no further risk: a user who can write to that folder can change the program itself.
"""

from __future__ import annotations

import os
import pickle
import sys
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

import pydantic
from pydantic_core import SchemaValidator
from pydantic_core import __version__ as core_version

import casefile
from casefile.model.base import Model
from casefile.model.code import states_of

SUFFIX = ".validator"


@cache
def validator_of(model: type[Model]) -> SchemaValidator:
    """Return the validator of a kind of record: the one that is kept, else a new one, which is kept."""
    path = Path(f"{_beginning(model)}{_fingerprint()}{SUFFIX}")
    with suppress(Exception):  # there is none, or it is damaged: a pickle may raise anything
        return SchemaValidator(*pickle.loads(path.read_bytes()))  # noqa: S301 - as trusted as the bytecode
    arguments = arguments_of(model)
    if not sys.dont_write_bytecode:
        with suppress(OSError):  # a folder in which only another user may write
            _keep(path, arguments, _beginning(model))
    return SchemaValidator(*arguments)


def arguments_of(model: type[Model]) -> tuple[Any, ...]:
    """Return what makes the validator of a model: its schema, and what else pydantic gives."""
    model.model_rebuild()
    validator: Any = model.__pydantic_validator__
    _, (schema, *others) = validator.__reduce__()
    return _without_metadata(schema), *others


def _without_metadata(schema: Any) -> Any:  # noqa: ANN401 - a tree of dictionaries, lists and values
    """Leave out what only a JSON Schema is made of: functions, which cannot be kept."""
    if isinstance(schema, dict):
        return {name: _without_metadata(each) for name, each in schema.items() if name != "metadata"}
    if isinstance(schema, list | tuple):
        return type(schema)(_without_metadata(each) for each in schema)
    return schema


def _beginning(model: type[Model]) -> str:
    """Return what the paths of the validators of a model begin with for this kind of Python."""
    return f"{cache_from_source(__file__).removesuffix('.pyc')}.{model.__name__}."


def _keep(path: Path, arguments: tuple[Any, ...], beginning: str) -> None:
    """Write a file under another name first, so that no one reads half of it; remove those of older code."""
    written = path.with_name(f"{path.name}.{os.getpid()}")
    written.write_bytes(pickle.dumps(arguments, pickle.HIGHEST_PROTOCOL))
    written.replace(path)
    for other in path.parent.iterdir():
        if other != path and str(other).startswith(beginning) and other.suffix == SUFFIX:
            other.unlink(missing_ok=True)


@cache
def _fingerprint() -> str:
    """Return a digest of what schemas are made of: versions, and when each file of the model was written."""
    versions = (casefile.__version__, sys.version, pydantic.VERSION, core_version)
    made_of = (*versions, *sorted(states_of(str(Path(__file__).parent))))
    return blake2b("\n".join(made_of).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
