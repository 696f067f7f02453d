"""Values that claims of a record give a field: as separate statements, and as a note on the entity."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec.structs import replace

from casefile.exporters.as_ftm.ftm_entity import Entity, FtmFact
from casefile.exporters.as_ftm.ftm_graph import sources_of
from casefile.model.plain_data import id_of
from casefile.model.record_parser import admit
from casefile.model.source import Claim, Record
from casefile.publication.publish import Published
from casefile.register import Entry

Build = Callable[[Published, Entry], Iterable[Entity]]
"""Makes the entities of one version of a record, which may differ from the published one in a field."""


def contested_facts(record: Published, entry: Entry, main: str, build: Build) -> Iterator[Entity]:
    """Yield the facts that claims add to the entities of a record, each as an entity with only these facts.

    A claim states another value of a field. `main` is the id of the entity that gets a note about each.
    `build` makes the entities again with the claimed value, so that a claimed date is read like any other
    date. If the record would not be valid with the value, the note is the only fact.
    """
    claims = entry.record.claims if isinstance(entry.record, Record) else ()
    for claim in claims:
        sources = sources_of(claim.sources)
        yield Entity(main, "", (FtmFact("notes", _note(claim), sources=sources),))
        claimed = _built(record, _with(entry, claim.field, claim.value), build)
        without = _built(record, _with(entry, claim.field, None), build) or _built(record, entry, build)
        for key, each in claimed.items():
            known = {(fact.prop, fact.value) for fact in without[key].facts} if key in without else set()
            new = [fact for fact in each.facts if (fact.prop, fact.value) not in known]
            own = [fact for fact in new if fact.prop != "name" or _is_about(claim, each)]
            if own and (key in without or key == main):
                facts = tuple(replace(fact, sources=sources, claimed=True) for fact in own)
                yield Entity(key, each.schema, facts)


def _is_about(claim: Claim, each: Entity) -> bool:
    """Return whether a claim is about this entity: the name of an event contains names of people."""
    return each.schema != "Event" or claim.field.startswith("events.")


def _built(record: Published, entry: Entry | None, build: Build) -> Mapping[str, Entity]:
    if entry is None:
        return {}
    seen = replace(record, entry=entry)
    return {each.id: each for each in build(seen, entry)}


def _with(entry: Entry, field: str, value: object) -> Entry | None:
    """Return the record with another value of a field, or without the field if the value is None.

    The result is None if such a record is not valid.
    """
    data = _changed(entry.data, field.split("."), value)
    if not isinstance(data, dict):
        return None
    found = admit(entry.kind, data).record
    return Entry(entry.path, entry.kind, "", data, found) if found else None


def _changed(here: object, path: list[str], value: object) -> object:
    """Return a copy of data with another value at a path; items of a list are given by id or index.

    None removes the node.
    """
    if not path:
        return value
    first, *rest = path
    if isinstance(here, Mapping):
        changed = {**here, first: _changed(here.get(first), rest, value)}
        return {name: each for name, each in changed.items() if each is not None}
    if isinstance(here, list):
        return [
            _changed(item, rest, value) if first == str(place) or id_of(item) == first else item
            for place, item in enumerate(here)
        ]
    return None


def _note(claim: Claim) -> str:
    """Return a claim as one line of text: the value, its sources, and the decision of the register."""
    text = f"contested: {claim.field}: {claim.value}"
    who = f", according to {', '.join(sources_of(claim.sources))}" if claim.sources else ""
    settled = claim.resolution
    followed = f"; the register follows {settled.value}" if settled and settled.value is not None else ""
    reason = f" ({settled.reason})" if settled and settled.reason else ""
    return f"{text}{who}{followed}{reason}"
