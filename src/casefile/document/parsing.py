"""The grammar, loaded once a text asks for it: one that stands as we would write it is read without."""

from __future__ import annotations

from casefile.document.nodes import Node
from casefile.errors import Problem

MAX_PROBLEMS = 20


def parse(text: str, path: str = "") -> tuple[Node | None, tuple[Problem, ...]]:
    """Return the top node of a text, None where it holds none, and what is wrong with it.

    The text has no byte-order mark and no hostile characters (see `read`). With problems the node may be a
    part of the whole, or None. Raises MachineTrouble CF801 where PyYAML came without libyaml.
    """
    from casefile.document.grammar import parsed  # noqa: PLC0415 - YAML, which most files are read without

    return parsed(text, path)
