"""The sources that plain data cites."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from itertools import compress
from typing import NamedTuple

from casefile.model.plain_data import Data, items, mapping, source_of


class Cited(NamedTuple):
    """A source as it is cited: its id, the place in it, and the quoted words; empty if absent."""

    source: str
    locator: str = ""
    quote: str = ""

    @property
    def place(self) -> str:
        """The place in the source, to follow its name: `, ¶3 “the words”`."""
        return f"{f', {self.locator}' if self.locator else ''}{f' “{self.quote}”' if self.quote else ''}"


def source_ids(cited_as: object) -> tuple[str, ...]:
    """Return the ids in a list of sources, each once; an item is an id, or a group of fields that has one."""
    ids = map(source_of, items(cited_as))
    return tuple(dict.fromkeys(each for each in ids if isinstance(each, str)))


SOURCES = "sources"
"""The field of a group that lists the sources of the group as a whole."""
CITES = "cites"
"""The field of an event that lists, under the names of other fields, the sources of each field alone."""


def cited_alone(event: Data) -> Mapping[str, tuple[str, ...]]:
    """Return the ids of the sources that an event cites for single fields, by the name of the field."""
    found = mapping(event.get(CITES)).items()
    return {str(name): ids for name, value in found if (ids := source_ids(value))}


def with_shown_sources(value: object, is_shown: Callable[[int, object], bool]) -> object:
    """Return a node with only those of its cited sources that an audience may see.

    `is_shown` takes the index of a citation in the list and the citation. A withheld source shows readers
    nothing, so it does not open a node for them that otherwise rests on close sources.
    """
    if not isinstance(value, Mapping) or SOURCES not in value:
        return value
    cited = items(value[SOURCES])
    shown = [each for at, each in enumerate(cited) if is_shown(at, each)]
    return {**value, SOURCES: shown} if len(shown) < len(cited) else value


def rest_on_close(cited: Sequence[object], shown: Sequence[object], close: Container[object]) -> bool:
    """Return whether all sources of a field are close; only the shown sources count, if there are any."""
    return bool(cited) and all(source_of(each) in close for each in shown or cited)


def is_citing(path: Sequence[str]) -> bool:
    """Return whether the values at a path are ids of cited sources."""
    return path[-1:] == ("sources",) or path[-2:-1] == (CITES,)


def cited_in(value: object) -> tuple[str, ...]:
    """Return every source that a value cites, at any depth."""
    found: dict[str, None] = {}
    waiting = [value]
    while waiting:
        here = waiting.pop(0)
        if isinstance(here, Mapping):
            found |= dict.fromkeys(source_ids(here.get("sources")))
            waiting += [each for name, each in here.items() if name != "sources"]
        elif isinstance(here, list):
            waiting += here
    return tuple(found)


def ids_by_side(ids: Sequence[str], has: Iterable[bool], cites: Iterable[bool]) -> list[str]:
    """Return the ids that replace an id in a citation, after two sides gave one id to two records.

    They are those of the sides that have the citation, otherwise those of the sides that cite the id at all.
    """
    return [*compress(ids, has)] or [*compress(ids, cites)]
