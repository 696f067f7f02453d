"""Which sources plain data rests on."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from itertools import compress
from typing import NamedTuple

from casefile.model.plain import Data, items, mapping, source_of


class Cited(NamedTuple):
    """A source as it is cited: its id, where in it, and the words that carry the claim; empty if absent."""

    source: str
    locator: str = ""
    quote: str = ""


def source_ids(cited_as: object) -> tuple[str, ...]:
    """Return the ids in a list of sources, each once: an item is one, or a group of fields that holds one."""
    ids = map(source_of, items(cited_as))
    return tuple(dict.fromkeys(each for each in ids if isinstance(each, str)))


SOURCES = "sources"
"""The field of a group that has the sources of the group as a whole."""
CITES = "cites"
"""The field of an event that has, under the names of other fields, the sources of each alone."""


def cited_alone(event: Data) -> Mapping[str, tuple[str, ...]]:
    """Return the ids of the sources that an event cites for single fields, by the name of the field."""
    found = mapping(event.get(CITES)).items()
    return {str(name): ids for name, value in found if (ids := source_ids(value))}


def with_shown_sources(value: object, is_shown: Callable[[int, object], bool]) -> object:
    """Return a node that cites sources with those alone that an audience may see, by place and citation.

    A withheld source shows readers nothing, so it does not open for them what otherwise rests on close ones.
    """
    if not isinstance(value, Mapping) or SOURCES not in value:
        return value
    cited = items(value[SOURCES])
    shown = [each for at, each in enumerate(cited) if is_shown(at, each)]
    return {**value, SOURCES: shown} if len(shown) < len(cited) else value


def rest_on_close(cited: Sequence[object], shown: Sequence[object], close: Container[object]) -> bool:
    """Return whether the sources of a field are all close: of those that are shown, if any is."""
    return bool(cited) and all(source_of(each) in close for each in shown or cited)


def is_citing(path: Sequence[str]) -> bool:
    """Return whether the values at a path are ids of sources that are cited there."""
    return path[-1:] == ("sources",) or path[-2:-1] == (CITES,)


def cited_in(value: object) -> tuple[str, ...]:
    """Return every source that a value cites, also deep within it."""
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
    """Return the ids by which a citation of an id that two records had cites them now: each side has its own.

    Those of the sides that have the citation; where none has it, those of the sides that cite the id at all.
    """
    return [*compress(ids, has)] or [*compress(ids, cites)]
