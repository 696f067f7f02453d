"""A case that another process has read: what every record must know of it is here, the rest in its file."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple

from casefile.errors import Problem
from casefile.model.records import Case
from casefile.model.words import Tier
from casefile.register.entry import Entry, read_entry
from casefile.summary import Known, Row, lasting_names, names


class Outline(NamedTuple):
    """What a case is to others: its ids, whether it is sound, and its names with who may know them."""

    path: str
    kind: str
    id: str
    formerly: tuple[str, ...]
    broken: bool
    readable: bool
    withdrawn: bool
    problems: tuple[Problem, ...]
    tier: Tier
    known: tuple[Known, ...]
    lasting: tuple[Known, ...]


def outline_of(entry: Entry, default_tier: Tier) -> Outline:
    """Return the outline of a case; of one that is broken nobody asks for names."""
    case = entry.record if isinstance(entry.record, Case) else None
    tier = (case.tier if case else None) or default_tier
    return Outline(
        entry.path, entry.kind, entry.id, entry.formerly, entry.broken, entry.readable, entry.withdrawn,
        entry.problems, tier,
        tuple(names(case, tier)) if case else (), tuple(lasting_names(case, tier)) if case else (),
    )  # fmt: skip


class Elsewhere(Entry):
    """An entry made of its outline; `again` reads its file where somebody asks for more than that."""

    def __init__(self, outline: Outline, again: Callable[[str], bytes]) -> None:
        known = {"path": outline.path, "kind": outline.kind, "problems": outline.problems}
        self.__dict__.update(known, outline=outline, again=again)

    outline: Outline
    again: Callable[[str], bytes]

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - one of three fields
        """Read the file where somebody asks for what only it holds."""
        if name not in {"text", "data", "record"}:
            raise AttributeError(name)
        full = read_entry(self.path, self.again(self.path))
        self.__dict__.update(text=full.text, data=full.data, record=full.record)
        return self.__dict__[name]

    @property
    def id(self) -> str:
        """The id that the file states, or the one that its name gives."""
        return self.outline.id

    @property
    def broken(self) -> bool:
        """Whether the file has errors of its own."""
        return self.outline.broken

    @property
    def readable(self) -> bool:
        """Whether the file holds data at all, with errors or without."""
        return self.outline.readable

    @property
    def withdrawn(self) -> bool:
        """Whether nothing but the fact of a withdrawal is left."""
        return self.outline.withdrawn

    @property
    def formerly(self) -> tuple[str, ...]:
        """The ids that a sound record had before."""
        return self.outline.formerly

    @property
    def connection(self) -> str | None:
        """How a sound source stands to the person it speaks of: this is a case."""
        return None

    @cached_property
    def row(self) -> Row:
        """The part of the excerpt that rules ask about other cases for."""
        told = self.outline
        return Row(
            told.id, told.kind, told.path, "", told.tier,
            withdrawn=told.withdrawn, formerly=told.formerly, known=told.known, lasting=told.lasting,
        )  # fmt: skip
