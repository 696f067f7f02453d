"""An entity of FollowTheMoney, and the facts that it is made of, each with its sources."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from casefile.dates import When
from casefile.dates.date_grammar import StatedDate, parse_date_parts
from casefile.pages.plain_facts import plain_date


class FtmFact(Struct, frozen=True):
    """A value of the property `prop`: `original` is the value as in the record, if it is another one.

    `sources` are the ids of its sources, None for those of its entity; `lang` is a three-letter code. A
    `claimed` fact contradicts the record: it is written in statements only.
    """

    prop: str
    value: str
    original: str = ""
    sources: tuple[str, ...] | None = None
    lang: str = ""
    claimed: bool = False


class Entity(Struct, frozen=True):
    """A node or an edge of the graph, of a schema of FollowTheMoney such as `Person`.

    `sources` are those of its facts that have none of their own.
    """

    id: str
    schema: str
    facts: tuple[FtmFact, ...]
    sources: tuple[str, ...] = ()

    @property
    def sourced(self) -> tuple[FtmFact, ...]:
        """The facts, each with sources of its own or else those of the entity."""
        return tuple(
            replace(fact, sources=self.sources) if fact.sources is None else fact for fact in self.facts
        )


def ident(record: str, *inside: str) -> str:
    """Return the id of an entity: a digest of the id of its record and of its place inside the record.

    It is the same in each export as long as these are the same.
    """
    return f"casefile-{hashlib.sha1(' '.join((record, *inside)).encode(), usedforsecurity=False).hexdigest()}"


def entity(entity_id: str, schema: str, *facts: Iterable[FtmFact], sources: tuple[str, ...] = ()) -> Entity:
    """Return an entity of groups of facts; for an edge, notes become a description, as it has no notes."""
    all_facts = (fact for group in facts for fact in group)
    if schema in EDGES:
        all_facts = (replace(fact, prop=NOTES_OF_EDGES.get(fact.prop, fact.prop)) for fact in all_facts)
    return Entity(entity_id, schema, tuple(all_facts), sources)


EDGES = frozenset({"CourtCaseParty", "Employment", "Membership", "Succession", "UnknownLink"})
NOTES_OF_EDGES = {"notes": "description"}
"""Other names of properties in edges: the library silently drops a property that a schema does not have."""


def make_facts(
    prop: str, *values: object, sources: tuple[str, ...] | None = None, lang: str = ""
) -> Iterator[FtmFact]:
    """Yield a fact of the property `prop` for each value that is not empty."""
    yield from (FtmFact(prop, str(value), sources=sources, lang=lang) for value in values if value)


def date_facts(date: When | None, prop: str = "date") -> Iterator[FtmFact]:
    """Yield the certain parts of a date, and a note with its text if more is stated; nothing for None.

    The library silently cuts the parts of a date that it does not understand. A date of something that lasted
    becomes a start and an end; of any other date, the parts are given that all its possible days share.
    """
    if date is None:
        return
    parts = parse_date_parts(date.text)
    ends = (("startDate", parts.start), ("endDate", parts.end)) if parts and date.lasting else ()
    pairs = [(name, _certain_of(end)) for name, end in ends] if ends else [(prop, certain(date))]
    for name, value in pairs:
        if value:
            yield FtmFact(name, value, date.text)
    if pairs != [(prop, date.text)]:
        yield FtmFact("notes", f"{NOTED.get(prop, prop)}: {plain_date(date)}")


NOTED = {
    "birthDate": "birth", "publishedAt": "published", "retrievedAt": "accessed", "startDate": "start",
    "endDate": "end",
}  # fmt: skip
"""The names of dates in notes, by property, if they differ from the name of the property."""


def certain(date: When) -> str:
    """Return the certain part of a date: a day, a month, a year, or an empty string."""
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
