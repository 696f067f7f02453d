"""An entry that is known by its outline alone: what other records ask of it is here, the rest in its file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from casefile.errors import Problem
from casefile.model.dates import When
from casefile.model.words import Tier
from casefile.register.entry import Entry, read_entry


class Outline(NamedTuple):
    """What a record is to others: its ids, whether it is sound; of a source what its tier and dates are."""

    path: str
    kind: str
    id: str
    formerly: tuple[str, ...]
    broken: bool
    readable: bool
    withdrawn: bool
    problems: tuple[Problem, ...]
    as_source: tuple[Tier | None, str | None, When | None, tuple[str, ...], bool] | None = None


def outline_of(entry: Entry) -> Outline:
    """Return the outline of an entry."""
    return Outline(
        entry.path, entry.kind, entry.id, entry.formerly, entry.broken, entry.readable, entry.withdrawn,
        entry.problems,
        (entry.tier, entry.connection, entry.published, entry.addresses, entry.may_be_close)
        if entry.kind == "source"
        else None,
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
    def tier(self) -> Tier | None:
        """The tier that a sound record states; that of a case stands in its file."""
        return self.outline.as_source[0] if self.outline.as_source else super().tier

    @property
    def connection(self) -> str | None:
        """How a sound source stands to the person it speaks of."""
        return self.outline.as_source[1] if self.outline.as_source else None

    @property
    def may_be_close(self) -> bool:
        """Whether a sound source is, or by one claim may be, the person, a relative or a lawyer."""
        return self.outline.as_source is not None and self.outline.as_source[4]

    @property
    def addresses(self) -> tuple[str, ...]:
        """The keys of the addresses of a sound source, of the page and of its copy in an archive."""
        return self.outline.as_source[3] if self.outline.as_source else ()

    @property
    def published(self) -> When | None:
        """When a sound source appeared."""
        return self.outline.as_source[2] if self.outline.as_source else None
