"""Cache objects that are slow to make from the model, as pickles beside the bytecode of the model.

Nothing is stored if Python writes no bytecode. The pickle adds no risk: a user who can write to that folder
can change the program itself.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path
from typing import TypeVar

import casefile
from casefile.model.code_state import states_of
from casefile.model.digest import blake2b

SUFFIX = ".kept"
FOLDERS = ("dates", "names", "model")
"""The packages that the models are made of. After a change in one of them, no older pickle is used."""
Parts = TypeVar("Parts")
Built = TypeVar("Built")


def load_or_make(
    name: str, make: Callable[[], Parts], build: Callable[[Parts], Built], *versions: str
) -> Built:
    """Return `build(parts)` with the parts that are stored under a name.

    If there are none, or if loading or building them fails, `make` makes the parts. They are stored if the
    folder can be written, and files of the same name for older code are removed. `versions` are the versions
    of the libraries that the parts depend on; parts of other versions are not used.
    """
    path = Path(f"{_path_prefix(name)}{_fingerprint(versions)}{SUFFIX}")
    with suppress(Exception):  # no file, or a damaged one: loading a pickle may raise anything
        return build(pickle.loads(path.read_bytes()))  # noqa: S301 - as trusted as the bytecode
    made = make()
    if not sys.dont_write_bytecode:
        with suppress(OSError):  # only another user may write to the folder
            _store(path, made, _path_prefix(name))
    return build(made)


def _path_prefix(name: str) -> str:
    """Return the start of the paths of all cache files of a name for this version of Python."""
    return f"{cache_from_source(__file__).removesuffix('.pyc')}.{name}."


def _store(path: Path, made: object, prefix: str) -> None:
    """Write a cache file and remove those of older code.

    The file is written under a temporary name and renamed, so that no other process reads half of it.
    """
    written = path.with_name(f"{path.name}.{os.getpid()}")
    written.write_bytes(pickle.dumps(made, pickle.HIGHEST_PROTOCOL))
    written.replace(path)
    for other in path.parent.iterdir():
        if other != path and str(other).startswith(prefix) and other.suffix == SUFFIX:
            other.unlink(missing_ok=True)


@cache
def _fingerprint(versions: tuple[str, ...]) -> str:
    """Return a digest of 16 hex digits by which parts of older code are recognised.

    It covers the versions of casefile, Python and the libraries, and path, size and time of the code files in
    `FOLDERS`.
    """
    top = Path(__file__).parent.parent
    states = sorted(each for folder in FOLDERS for each in states_of(str(top / folder)))
    parts_of_state = (casefile.__version__, sys.version, *versions, *states)
    return blake2b("\n".join(parts_of_state).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
