"""What is made of the model once and kept beside its bytecode, as it takes much longer to make than to load.

It is not written if Python writes no bytecode. A pickle there is no further risk: a user who can write to
that folder can change the program itself.
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
from casefile.model.code import states_of
from casefile.model.digest import blake2b

SUFFIX = ".kept"
Parts = TypeVar("Parts")
Built = TypeVar("Built")


def kept(name: str, make: Callable[[], Parts], build: Callable[[Parts], Built], *versions: str) -> Built:
    """Build something of its parts: those that are kept by a name, else those that are made and then kept.

    `versions` are those of other programs that the parts are made by.
    """
    path = Path(f"{_beginning(name)}{_fingerprint(versions)}{SUFFIX}")
    with suppress(Exception):  # there is none, or it is damaged: a pickle may raise anything
        return build(pickle.loads(path.read_bytes()))  # noqa: S301 - as trusted as the bytecode
    made = make()
    if not sys.dont_write_bytecode:
        with suppress(OSError):  # a folder in which only another user may write
            _keep(path, made, _beginning(name))
    return build(made)


def _beginning(name: str) -> str:
    """Return what the paths of what is kept by a name begin with for this kind of Python."""
    return f"{cache_from_source(__file__).removesuffix('.pyc')}.{name}."


def _keep(path: Path, made: object, beginning: str) -> None:
    """Write a file under another name first, so that no one reads half of it; remove those of older code."""
    written = path.with_name(f"{path.name}.{os.getpid()}")
    written.write_bytes(pickle.dumps(made, pickle.HIGHEST_PROTOCOL))
    written.replace(path)
    for other in path.parent.iterdir():
        if other != path and str(other).startswith(beginning) and other.suffix == SUFFIX:
            other.unlink(missing_ok=True)


@cache
def _fingerprint(versions: tuple[str, ...]) -> str:
    """Return a digest of what it is made of: versions, and when each file of the model was written."""
    states = sorted(states_of(str(Path(__file__).parent)))
    made_of = (casefile.__version__, sys.version, *versions, *states)
    return blake2b("\n".join(made_of).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
