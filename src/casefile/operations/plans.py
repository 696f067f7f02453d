"""What the writing commands want: each is a plan, asked under the lock what the records shall hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from difflib import get_close_matches

from casefile.custody import place
from casefile.errors import BadInput, NotFound
from casefile.model.admit import admit
from casefile.model.base import TIERS, Tier
from casefile.model.dates import Day
from casefile.model.events import EVENT_TYPES, Event
from casefile.model.shape import Shape, shape_of_model
from casefile.model.tiers import Facts, record_tier, strictness
from casefile.operations.edits import Edit, Plan, Planner
from casefile.operations.fields import Field, Verb, field_at, in_order, listed, ordered, together
from casefile.operations.ids import free_event_id
from casefile.operations.sources import Citations
from casefile.register import Entry, Register

Data = dict[str, object]


def append(targets: Sequence[str], kind: str, fields: Data, today: Day, after: str | None = None) -> Planner:
    """Plan one event on one ledger or several: each gets it under an id of its own, where its date allows."""

    def plan(register: Register) -> Plan:
        entries = {entry.path: entry for entry in (register.find(target) for target in targets)}
        citations = Citations(register, today)
        loosest = min((_tier(register, entry) for entry in entries.values()), key=TIERS.index)
        event = citations.settled(fields, shape_of_model(EVENT_TYPES[kind]), loosest)
        edits = [_appended(entry, kind, event, after) for entry in entries.values()]
        matched = tuple(called(register, entry) for entry in entries.values())
        return Plan(tuple(edits), citations.created, matched, citations.notes, placed=after is not None)

    return plan


def _appended(entry: Entry, kind: str, fields: Mapping[str, object], after: str | None) -> Edit:
    data = _open(entry)
    ledger: list[Data] = [*_ledger(data)]
    shape = _events(entry)
    _takes(entry, shape, kind)
    event_id = free_event_id({str(event.get("id")) for event in ledger})
    event = in_order(shape.item({"type": kind}), {"id": event_id, "type": kind, **fields})
    data["events"] = _placed(entry, ledger, event, after)
    return Edit(entry.path, entry.kind, data, event_id)


def _events(entry: Entry) -> Shape:
    shape = entry.shape.key("events")
    if shape is None or entry.withdrawn:
        why = "was withdrawn" if entry.withdrawn else f"is a {entry.kind}"
        raise BadInput(
            "CF602",
            f"{entry.id} {why}, and so has no ledger",
            "cases, situations and organizations have one",
        )
    return shape


def _takes(entry: Entry, shape: Shape, kind: str) -> None:
    """Refuse a type that this ledger does not take."""
    models = shape.inner.models if shape.inner else ()
    taken = [word for word, model in EVENT_TYPES.items() if model in models]
    if kind not in taken:
        hint = f"it takes {', '.join(taken)}"
        raise BadInput("CF104", f"the ledger of {entry.id} ({entry.kind}) takes no {kind}", hint)


def _placed(entry: Entry, ledger: list[Data], event: Data, after: str | None) -> list[Data]:
    """Put an event behind the one that was named, else as late as its date allows."""
    if after is not None:
        ids = [each.get("id") for each in ledger]
        if after not in ids:
            raise _no_event(entry, after)
        index = ids.index(after) + 1
    else:
        verdict = admit(entry.kind, {**_open(entry), "events": [*ledger, event]})
        events: Sequence[Event] = getattr(verdict.record, "events", ())
        # A value that the model refuses has no place; the refusal is told when the result is validated.
        index = place(events[:-1], events[-1]) if events else len(ledger)
    return [*ledger[:index], event, *ledger[index:]]


def _no_event(entry: Entry, event: str) -> NotFound:
    ids = [str(each.get("id")) for each in _ledger(_open(entry))]
    close = get_close_matches(event, ids, n=1)
    known = ", ".join(f"{each.get('id')} ({each.get('type')})" for each in _ledger(_open(entry))[-8:])
    meant = f"did you mean {close[0]}? " if close else ""
    hint = f"{meant}The last ones are {known}" if known else "its ledger is empty"
    return NotFound("CF306", f"{entry.id} has no event {event}", hint)


@dataclass(frozen=True, slots=True)
class Mark:
    """How far an event is believed from now on, why, and who says so."""

    standing: str
    reason: str | None = None
    sources: tuple[object, ...] = ()


def mark(target: str, event: str, verdict: Mark, today: Day) -> Planner:
    """Plan a standing: what speaks against an event becomes its resolution, what speaks for it a source."""

    def plan(register: Register) -> Plan:
        entry = register.find(target)
        data = _open(entry)
        held = next((each for each in _ledger(data) if each.get("id") == event), None)
        if held is None:
            raise _no_event(entry, event)
        shape = _events(entry).item(held)
        citations = Citations(register, today)
        tier = strictness(shape, held, _tier(register, entry), Facts("public", known=None))
        sources = citations.settled({"sources": [*verdict.sources]}, shape, tier)["sources"]
        _believed(held, shape, verdict, sources if isinstance(sources, list) else [], today)
        edit = Edit(entry.path, entry.kind, data, event)
        return Plan((edit,), citations.created, (called(register, entry),), citations.notes)

    return plan


def _believed(held: Data, shape: Shape, verdict: Mark, sources: list[object], today: Day) -> None:
    """Write the standing into the entry; absent means reported."""
    held.pop("resolution", None)
    held.pop("standing", None)
    if verdict.standing != "reported":
        held["standing"] = verdict.standing
    if verdict.standing in AGAINST:
        held["resolution"] = {
            "reason": verdict.reason,
            "as_of": today.isoformat(),
            **({"sources": sources} if sources else {}),
        }
        return
    if verdict.reason:
        held["resolution"] = {"reason": verdict.reason}
    if sources:
        held["sources"] = together(shape.fields["sources"], [*listed(held, "sources")], sources)


AGAINST = frozenset({"disputed", "refuted", "retracted"})


@dataclass(frozen=True, slots=True)
class Correction:
    """One field to be set, added to or unset, as it was typed."""

    verb: Verb
    field: str
    value: str | None = None


def update(target: str, corrections: Sequence[Correction], today: Day) -> Planner:
    """Plan corrections of fields; several are one change.

    Raises BadInput where one field is set twice: one of the values would be lost without a word.
    """
    fields = [each.field for each in corrections if each.verb == "set"]
    if len(fields) > len({*fields}):
        raise BadInput("CF602", "a field is set twice", "to lists give several items by --add")

    def plan(register: Register) -> Plan:
        entry = register.find(target)
        data = _open(entry)
        citations = Citations(register, today)
        for each in corrections:
            field = field_at(entry, data, each.field, create=each.verb != "unset")
            _correct(field, each, citations, _tier(register, entry))
        edit = Edit(entry.path, entry.kind, ordered(entry.shape, data))
        return Plan((edit,), citations.created, (called(register, entry),), citations.notes)

    return plan


def _correct(field: Field, correction: Correction, citations: Citations, tier: Tier) -> None:
    try:
        value = field.value_of(correction.verb, correction.value)
    except BadInput as error:
        raise BadInput(error.code, f"{field.path}: {error.message}", error.hint) from error
    if correction.verb == "unset":
        field.unset(value)
        return
    around = strictness(field.around, field.holder, tier, Facts("public", known=None))
    settled = citations.settled({field.name: value}, field.around, around)[field.name]
    if correction.verb == "add":
        field.add(settled)
    else:
        field.set(settled)


def _tier(register: Register, entry: Entry) -> Tier:
    """Return who may know of a record as it lies."""
    return record_tier(entry.data or {}, register.settings.default_tier)


def _open(entry: Entry) -> Data:
    """Return a copy of a record's data that may be changed."""
    return deepcopy(entry.data or {})


def _ledger(data: Data) -> list[Data]:
    return listed(data, "events")


def called(register: Register, entry: Entry) -> str:
    """Say whom a typed name meant."""
    return f"{register.row(entry.id).name} ({entry.id})"
