"""Two records or two events that turn out to be one, joined: nothing of either is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from casefile.changes.joining import joined
from casefile.changes.merge import Merged
from casefile.errors import BadInput
from casefile.model.addresses import address_key
from casefile.model.shape import Shape
from casefile.model.tiers import Facts, record_tier, strictness
from casefile.model.words import TIERS, Tier, strictest
from casefile.operations.edits import Edit, Plan, Planner
from casefile.operations.fields import listed, ordered, together
from casefile.operations.plans import called, no_event
from casefile.operations.referring import mentioning, renaming, rewritten
from casefile.publication.leaving import facts_of
from casefile.register import Entry, Register

Data = dict[str, object]
PREFIX = "events."
UNKNOWN = "unknown"
"""The kind of a source of which only the address was typed."""


def join(target: str, others: Sequence[str]) -> Planner:
    """Plan to make one of two: of `target` and one other shared record, or of two events of `target`.

    The first one keeps its id. Raises NotFound where one is not there, BadInput CF728 where the two
    contradict each other, or are of two kinds.
    """

    def plan(register: Register) -> Plan:
        entry = register.find(target)
        if entry.withdrawn:
            raise BadInput("CF728", f"{entry.id} was withdrawn: nothing is joined to it", "")
        if entry.kind == "case":
            return _of_events(register, entry, others)
        return _of_records(register, entry, others)

    return plan


def _of_records(register: Register, kept: Entry, others: Sequence[str]) -> Plan:
    """Join another record to this one: whatever cites it cites this one, and its id goes on leading here."""
    if len(others) != 1:
        hint = f"casefile resolve {kept.id} --join ID"
        raise BadInput("CF728", "one other record is joined to this one", hint)
    other = register.find(others[0])
    if (other.kind, other.withdrawn) != (kept.kind, False) or other.id == kept.id:
        message = f"{kept.id} and {other.id} are no two records of one kind"
        raise BadInput("CF728", message, f"see both: casefile show {other.id}")
    one, two = _data(kept), _data(other)
    tiers = [record_tier(each, register.settings.default_tier) for each in (one, two)]
    if tiers[0] != tiers[1]:
        hint = f"first give both one tier: casefile update {other.id} --set tier={tiers[0]}"
        raise BadInput("CF728", "the two are of different tiers", hint)
    data = _agreed(
        joined(kept.shape, _stated(one, two, first=True), _stated(two, one, first=False)),
        f"{kept.id} and {other.id}",
    )
    before = dict.fromkeys([*map(str, listed(one, "formerly")), *map(str, listed(two, "formerly")), other.id])
    data["formerly"] = [each for each in before if each != kept.id]
    referring = rewritten(register, other.id, kept.id)
    along = tuple(
        replace(each, data=without_repeats(register.entries[each.path].shape, each.data))
        for each in referring.edits
        if each.path != kept.path
    )
    own = renaming(replace(kept, data=ordered(kept.shape, data)), other.id, kept.id)
    edit = Edit(kept.path, kept.kind, without_repeats(kept.shape, own))
    notes = (*_said(other, referring.count), *_texts_left(register, other))
    return Plan((edit,), (), (called(register, kept),), notes, along=along, gone=(other.path,))


def _stated(data: Data, beside: Data, *, first: bool) -> Data:
    """Return what a record says of the thing itself.

    The day on which a desk looked at a page, another way to write its address, and a kind that is unknown
    contradict nothing.
    """
    gone = {"formerly"}
    if data.get("kind") == UNKNOWN and "kind" in beside:
        gone.add("kind")
    url, other = _key(data, "url"), _key(beside, "url")
    if url and (url == _key(beside, "archived_url") or (url == other and not first)):
        gone.add("url")
    days = [str(each["accessed"]) for each in (data, beside) if "accessed" in each]
    seen = {"accessed": min(days)} if days else {}
    return {name: value for name, value in {**data, **seen}.items() if name not in gone}


def _key(data: Data, name: str) -> str:
    return address_key(str(data[name])) if name in data else ""


def _of_events(register: Register, entry: Entry, others: Sequence[str]) -> Plan:
    """Join the second of two events to the first one, which keeps its id and its place."""
    ids = [each.removeprefix(PREFIX) for each in others]
    if len(set(ids)) != 2:
        hint = f"casefile resolve {entry.id} --join EVENT --join EVENT"
        raise BadInput("CF728", "two events of a case are joined", hint)
    data = _data(entry)
    ledger = {str(each["id"]): each for each in listed(data, "events")}
    missing = next((each for each in ids if each not in ledger), None)
    if missing is not None:
        raise no_event(entry, missing)
    kept, other = (ledger[each] for each in ids)
    if kept.get("type") != other.get("type"):
        raise BadInput("CF728", f"{ids[0]} and {ids[1]} are of two types", f"casefile show {entry.id}")
    shape = entry.shape.fields["events"].item(kept)
    one = _agreed(joined(shape, kept, other), f"{ids[0]} and {ids[1]}")
    tier, notes = _tier(shape, (kept, other), one, _facts(register, data))
    if tier is not None:
        one["tier"] = tier
    events = [ordered(shape, one) if each is kept else each for each in ledger.values() if each is not other]
    renamed = _citing_event({**data, "events": events}, ids[1], ids[0])
    edit = Edit(entry.path, entry.kind, renamed, ids[0])
    return Plan((edit,), (), (called(register, entry),), (f"{ids[1]} is a part of {ids[0]} now", *notes))


def _facts(register: Register, data: Data) -> tuple[Facts, Tier]:
    facts = facts_of(register)
    return facts, record_tier(data, facts.default)


def _tier(
    shape: Shape, sides: Sequence[Data], one: Data, around: tuple[Facts, Tier]
) -> tuple[Tier | None, tuple[str, ...]]:
    """Return the tier that the joined event must state, with the reason.

    An account that is stricter than the other one must not be opened by it: where it has brought more than
    its sources, the event is as strict as that account.
    """
    facts, record = around
    tiers = [strictness(shape, each, record, facts) for each in sides]
    stricter = strictest(*tiers)
    if TIERS.index(strictness(shape, one, record, facts)) >= TIERS.index(stricter):
        return None, ()
    looser = next(each for each, tier in zip(sides, tiers, strict=True) if tier != stricter)
    brought = [name for name in one if name not in looser or one[name] != looser[name]]
    brought = [name for name in brought if name not in {"id", "sources", "note", "standing", "resolution"}]
    if not brought:
        return None, ()
    names = ", ".join(f"`{each}`" for each in brought)
    return stricter, (f"the event is {stricter} now, because of {names} from the account that is",)


def _agreed(made: Merged, what: str) -> Data:
    """Return the joined data; refuse where the accounts contradict each other."""
    if made.conflicts:
        names = ", ".join(f"`{each.field}`" for each in made.conflicts)
        hint = "if they are one, correct the wrong one first: casefile update; if they are two, leave them"
        raise BadInput("CF728", f"{what} contradict each other in {names}", hint)
    return made.data


def _citing_event(data: Data, old: str, new: str) -> Data:
    """Return a case in which appeals and claims name the event by its new id."""
    events = [
        {**each, "against": new} if each.get("against") == old else each for each in listed(data, "events")
    ]
    claims = [
        {**each, "field": f"{PREFIX}{new}{rest}"}
        if (rest := str(each.get("field", "")).removeprefix(f"{PREFIX}{old}")) != each.get("field")
        else each
        for each in listed(data, "claims")
    ]
    return {**data, "events": events, **({"claims": claims} if claims else {})}


def without_repeats(shape: Shape, data: Data) -> Data:
    """Return a group of fields in which no set holds an item twice."""
    made: Data = {}
    for name, value in data.items():
        made[name] = _without_repeats(shape.seen(data).fields.get(name, Shape(name)), value)
    return made


def _without_repeats(shape: Shape, value: object) -> object:
    if isinstance(value, dict):
        return without_repeats(shape, value)
    if isinstance(value, list):
        items = [_without_repeats(shape.item(item), item) for item in value]
        return together(shape, [], items) if shape.match == "set" else items
    return value


def _data(entry: Entry) -> Data:
    return dict(entry.data or {})


def _said(other: Entry, count: int) -> Iterator[str]:
    yield f"{other.id} is a part of it now, and its id goes on leading here"
    if count:
        yield f"{count} reference{'s' if count > 1 else ''} rewritten"


def _texts_left(register: Register, other: Entry) -> Iterator[str]:
    paths = [*mentioning(register, other.id)]
    if paths:
        yield f"the text of these still says {other.id}: {', '.join(paths)}"
