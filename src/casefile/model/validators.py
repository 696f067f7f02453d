"""Validators of records, compiled once and kept beside the bytecode of the model.

pydantic takes 50 to 180 ms to make a validator from the class of a record, and less than 10 ms to load one.
They are kept as Python keeps bytecode: in the same folder, and not where it is told to write none. Who can
write there can change the program itself, so that a pickle is no further risk.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Iterator
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

FOLDER = Path(__file__).parent
SUFFIX = ".validator"


@cache
def validator_of(model: type[Model]) -> SchemaValidator:
    """Return the validator of a kind of record: the one that is kept, else a new one, which is kept."""
    path = Path(cache_from_source(__file__)).with_name(f"{model.__name__}.{_fingerprint()}{SUFFIX}")
    with suppress(Exception):  # there is none, or it is damaged: a pickle may raise anything
        return SchemaValidator(*pickle.loads(path.read_bytes()))  # noqa: S301 - as trusted as the bytecode
    arguments = arguments_of(model)
    if not sys.dont_write_bytecode:
        with suppress(OSError):  # a folder in which only another user may write
            _keep(path, arguments)
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


def _keep(path: Path, arguments: tuple[Any, ...]) -> None:
    """Write a file under another name first, so that no one reads half of it; remove those of older code."""
    written = path.with_name(f"{path.name}.{os.getpid()}")
    written.write_bytes(pickle.dumps(arguments, pickle.HIGHEST_PROTOCOL))
    written.replace(path)
    model = path.name.partition(".")[0]
    for older in path.parent.glob(f"{model}.*{SUFFIX}"):
        if older != path:
            older.unlink(missing_ok=True)


@cache
def _fingerprint() -> str:
    """Return a digest of what schemas are made of: versions, and when each file of the model was written."""
    versions = (casefile.__version__, sys.version, pydantic.VERSION, core_version)
    return blake2b("\n".join((*versions, *sorted(_files()))).encode(), digest_size=8).hexdigest()


def _files() -> Iterator[str]:
    for path in FOLDER.rglob("*.py"):
        found = path.stat()
        yield f"{path.relative_to(FOLDER)} {found.st_size} {found.st_mtime_ns}"
