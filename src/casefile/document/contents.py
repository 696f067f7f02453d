"""A file that is no record: a list, or what else a person wrote by the same grammar."""

from __future__ import annotations

from msgspec import Struct

from casefile.document.locate import Places
from casefile.document.nodes import Data, data_of
from casefile.document.read import parsed
from casefile.errors import Problem


class Contents(Struct, frozen=True):
    """What a file holds: its text, its plain data, where all of it stands, and what is wrong with it.

    `data` is None where the file holds nothing, or an error stands among the problems.
    """

    text: str
    data: Data
    places: Places
    problems: tuple[Problem, ...]


def read_any(blob: bytes, path: str = "") -> Contents:
    """Read a file of any form; whatever is wrong with it is a problem, nothing is raised for it."""
    found = parsed(blob, path)
    data = None if found.node is None else data_of(found.node)
    return Contents(found.text, data, Places(found.node), found.problems)
