"""The sources that plain data cites."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from itertools import compress
from typing import NamedTuple

from casefile.model.plain_data import Data, items, mapping, source_of


class Cited(NamedTuple):
    """A citation of a source: its id, the place in it, such as a page, and the quoted words.

    A part that is absent is empty.
    """

    source: str
    locator: str = ""
    quote: str = ""

    @property
    def place(self) -> str:
        """The place and the quoted words, to follow the name of the source: `, ¶3 “the words”`."""
        return f"{f', {self.locator}' if self.locator else ''}{f' “{self.quote}”' if self.quote else ''}"


def source_ids(cited_as: object) -> tuple[str, ...]:
    """Return the ids in a list of citations, each once; empty if `cited_as` is not a list.

    A citation is an id, or a mapping with the id in `source`; anything else is left out.
    """
    ids = map(source_of, items(cited_as))
    return tuple(dict.fromkeys(each for each in ids if isinstance(each, str)))


SOURCES = "sources"
"""The field with the list of all sources of an event or another group of fields."""
CITES = "cites"
"""The field of an event that lists, under the names of other fields, the sources of each field alone."""


def cited_alone(event: Data) -> Mapping[str, tuple[str, ...]]:
    """Return the ids of the sources that an event cites for single fields, by the name of the field."""
    found = mapping(event.get(CITES)).items()
    return {str(name): ids for name, value in found if (ids := source_ids(value))}


def with_shown_sources(value: object, is_shown: Callable[[int, object], bool]) -> object:
    """Return a copy of a node with only those citations in its `sources` for which `is_shown` returns true.

    A node that loses none is returned itself. `is_shown` takes the index of a citation in the list and the
    citation; it is true for a source that the audience may see. So a withheld source cannot make a node
    public whose other sources are all close to the person (see `TierFacts`).
    """
    if not isinstance(value, Mapping) or SOURCES not in value:
        return value
    cited = items(value[SOURCES])
    shown = [each for at, each in enumerate(cited) if is_shown(at, each)]
    return {**value, SOURCES: shown} if len(shown) < len(cited) else value


def rest_on_close(cited: Sequence[object], shown: Sequence[object], close: Container[object]) -> bool:
    """Return whether all sources of a field are close to the person; False if it has no sources.

    `close` contains the ids of the sources that are the person, a relative or a lawyer. `cited` are all
    citations of the field, `shown` those that the audience may see: only these count, if there are any.
    """
    return bool(cited) and all(source_of(each) in close for each in shown or cited)


def is_citing(path: Sequence[str]) -> bool:
    """Return whether a path is that of a list of citations, in `sources` or in `cites`."""
    return path[-1:] == ("sources",) or path[-2:-1] == (CITES,)


def cited_in(value: object) -> tuple[str, ...]:
    """Return the ids of the sources that a value lists in `sources`, at any depth, each once.

    `cites` is not read: its sources are listed in `sources` too.
    """
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
    """Return the new ids that replace an old id in a citation, after a merge gave its record two new ids.

    `ids`, `has` and `cites` have one item for each side of the merge. The result has the new ids of the sides
    that have the citation (`has`); if there are none, of the sides that cite the old id in the same list
    (`cites`).
    """
    return [*compress(ids, has)] or [*compress(ids, cites)]
