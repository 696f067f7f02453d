"""An entity of FollowTheMoney, and the facts that it is made of: each with whoever says so."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from casefile.dates import When
from casefile.dates.date_grammar import StatedDate, take_apart
from casefile.pages.plain_facts import plain_date


class FtmFact(Struct, frozen=True):
    """A value of a property: `original` is how the record writes it, `sources` the ids of who says so.

    A `claimed` fact contradicts the record: it stands beside it in statements and nowhere else.
    """

    prop: str
    value: str
    original: str = ""
    sources: tuple[str, ...] | None = None
    lang: str = ""
    claimed: bool = False


class Entity(Struct, frozen=True):
    """A node or an edge of the graph; facts that name no sources have those of the entity."""

    id: str
    schema: str
    facts: tuple[FtmFact, ...]
    sources: tuple[str, ...] = ()

    @property
    def sourced(self) -> tuple[FtmFact, ...]:
        """The facts, each with its sources."""
        return tuple(
            replace(fact, sources=self.sources) if fact.sources is None else fact for fact in self.facts
        )


def ident(record: str, *inside: str) -> str:
    """Return the id of an entity: the same in every run for what has the same id in the register."""
    return f"casefile-{hashlib.sha1(' '.join((record, *inside)).encode(), usedforsecurity=False).hexdigest()}"


def entity(entity_id: str, schema: str, *facts: Iterable[FtmFact], sources: tuple[str, ...] = ()) -> Entity:
    """Make an entity of groups of facts; an edge has no notes, and describes instead."""
    said = (fact for group in facts for fact in group)
    if schema in EDGES:
        said = (replace(fact, prop=NOTES_OF_EDGES.get(fact.prop, fact.prop)) for fact in said)
    return Entity(entity_id, schema, tuple(said), sources)


EDGES = frozenset({"CourtCaseParty", "Employment", "Membership", "Succession", "UnknownLink"})
NOTES_OF_EDGES = {"notes": "description"}
"""The library drops a property that a schema does not have, and says nothing."""


def make_facts(
    prop: str, *values: object, sources: tuple[str, ...] | None = None, lang: str = ""
) -> Iterator[FtmFact]:
    """Yield a fact for every value that there is."""
    yield from (FtmFact(prop, str(value), sources=sources, lang=lang) for value in values if value)


def date_facts(
    date: When | None, prop: str = "date", *, sources: tuple[str, ...] | None = None
) -> Iterator[FtmFact]:
    """Yield what is certain of a date, and a note with its text where that is not all of it.

    The library cuts what it does not know from a date and says nothing. What lasted has a start and an end;
    of everything else the parts are told that all days that it may be have in common.
    """
    if date is None:
        return
    parts = take_apart(date.text)
    ends = (("startDate", parts.start), ("endDate", parts.end)) if parts and date.lasting else ()
    told = [(name, _certain_of(end)) for name, end in ends] if ends else [(prop, certain(date))]
    for name, value in told:
        if value:
            yield FtmFact(name, value, date.text, sources)
    if told != [(prop, date.text)]:
        yield FtmFact("notes", f"{NOTED.get(prop, prop)}: {plain_date(date)}", sources=sources)


NOTED = {
    "birthDate": "birth", "publishedAt": "published", "retrievedAt": "accessed", "startDate": "start",
    "endDate": "end",
}  # fmt: skip
"""What a date is called in a note, where not as its property."""


def certain(date: When) -> str:
    """Return what is certain of a date: a day, a month, a year, or nothing."""
    if date.doubtful or date.open_start or date.open_end:
        return ""
    first, last = date.earliest, date.latest
    if first == last:
        return first.isoformat()
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%Y-%m}"
    return f"{first:%Y}" if first.year == last.year else ""


def _certain_of(end: StatedDate | None) -> str:
    if end is None or end.doubtful:
        return ""
    return certain(When.span(end.earliest, end.latest))
