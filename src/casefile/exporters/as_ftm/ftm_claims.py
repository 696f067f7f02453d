"""What other sources say of a field: beside the record's own in statements, as a note everywhere."""

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
"""Makes the entities of a record as one version of it has them."""


def contested_facts(record: Published, entry: Entry, main: str, build: Build) -> Iterator[Entity]:
    """Yield what claims add to the entities of a record; `main` is the one that notes are put to.

    The record is built anew as the claim has it, so that a claimed date is read like any other.
    """
    claims = entry.record.claims if isinstance(entry.record, Record) else ()
    for claim in claims:
        said = sources_of(claim.sources)
        yield Entity(main, "", (FtmFact("notes", _note(claim), sources=said),))
        claimed = _built(record, _with(entry, claim.field, claim.value), build)
        without = _built(record, _with(entry, claim.field, None), build) or _built(record, entry, build)
        for key, each in claimed.items():
            known = {(fact.prop, fact.value) for fact in without[key].facts} if key in without else set()
            new = [fact for fact in each.facts if (fact.prop, fact.value) not in known]
            own = [fact for fact in new if fact.prop != "name" or _is_about(claim, each)]
            if own and (key in without or key == main):
                facts = tuple(replace(fact, sources=said, claimed=True) for fact in own)
                yield Entity(key, each.schema, facts)


def _is_about(claim: Claim, each: Entity) -> bool:
    """Tell whether a name is what the claim speaks of: events are named after persons too."""
    return each.schema != "Event" or claim.field.startswith("events.")


def _built(record: Published, entry: Entry | None, build: Build) -> Mapping[str, Entity]:
    if entry is None:
        return {}
    seen = replace(record, entry=entry)
    return {each.id: each for each in build(seen, entry)}


def _with(entry: Entry, field: str, value: object) -> Entry | None:
    """Return the record with another value of a field, or without it; nothing where that cannot be."""
    data = _changed(entry.data, field.split("."), value)
    if not isinstance(data, dict):
        return None
    found = admit(entry.kind, data).record
    return Entry(entry.path, entry.kind, "", data, found) if found else None


def _changed(here: object, path: list[str], value: object) -> object:
    """Return a copy in which one node is another one; items of a list go by id or place."""
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
    """Say a claim in a line: what, who says so, and what the register made of it."""
    said = f"contested: {claim.field}: {claim.value}"
    who = f", according to {', '.join(sources_of(claim.sources))}" if claim.sources else ""
    settled = claim.resolution
    followed = f"; the register follows {settled.value}" if settled and settled.value is not None else ""
    reason = f" ({settled.reason})" if settled and settled.reason else ""
    return f"{said}{who}{followed}{reason}"
