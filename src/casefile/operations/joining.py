"""Two records or two events that turn out to be one, joined: nothing of either is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from casefile.changes.joining import joined, joined_records
from casefile.changes.merge import Merged
from casefile.errors import BadInput
from casefile.model.tiers import record_tier, strictness
from casefile.model.words import TIERS, Tier, strictest
from casefile.operations.edits import Edit, Plan, Planner
from casefile.operations.fields import listed, ordered, without_repeats
from casefile.operations.plans import called, no_event
from casefile.operations.referring import followed, renaming, rewritten, texts_left
from casefile.publication.leaving import facts_of
from casefile.register import Entry, Register

Data = dict[str, object]
PREFIX = "events."


def join(target: str, others: Sequence[str]) -> Planner:
    """Plan to make one of two: of `target` and one other shared record, or of two events of its ledger.

    The first one keeps its id. Raises NotFound where one is not there, BadInput CF728 where the two
    contradict each other, or are of two kinds.
    """

    def plan(register: Register) -> Plan:
        entry = register.find(target)
        if entry.withdrawn:
            raise BadInput("CF728", f"{entry.id} was withdrawn: nothing is joined to it", "")
        if entry.kind == "case" or (len(others) == 2 and "events" in entry.shape.fields):
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
    data = _agreed(joined_records(kept.shape, one, two), f"{kept.id} and {other.id}")
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
    notes = (f"{other.id} is a part of it now, and its id goes on leading here", *followed(referring))
    notes = (*notes, *texts_left(register, other))
    return Plan((edit,), (), (called(register, kept),), notes, along=along, gone=(other.path,))


def _of_events(register: Register, entry: Entry, others: Sequence[str]) -> Plan:
    """Join the second of two events to the first one, which keeps its id and its place."""
    ids = [each.removeprefix(PREFIX) for each in others]
    if len(set(ids)) != 2:
        hint = f"casefile resolve {entry.id} --join EVENT --join EVENT"
        raise BadInput("CF728", "two events of a record are joined", hint)
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
    facts = facts_of(register)
    record = record_tier(data, facts.default)
    tier, notes = _tier((kept, other), one, lambda event: strictness(shape, event, record, facts))
    if tier is not None:
        one["tier"] = tier
    events = [ordered(shape, one) if each is kept else each for each in ledger.values() if each is not other]
    renamed = _citing_event({**data, "events": events}, ids[1], ids[0])
    edit = Edit(entry.path, entry.kind, renamed, ids[0])
    return Plan((edit,), (), (called(register, entry),), (f"{ids[1]} is a part of {ids[0]} now", *notes))


def _tier(
    sides: Sequence[Data], one: Data, tier_of: Callable[[Data], Tier]
) -> tuple[Tier | None, tuple[str, ...]]:
    """Return the tier that the joined event must state, with the reason.

    An account that is stricter than the other one must not be opened by it: where it has brought more than
    its sources, the event is as strict as that account.
    """
    tiers = [tier_of(each) for each in sides]
    stricter = strictest(*tiers)
    if TIERS.index(tier_of(one)) >= TIERS.index(stricter):
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


def _data(entry: Entry) -> Data:
    return dict(entry.data or {})
