"""The plans of the commands that write: append events, set a verification status, correct fields.

Each function `plan_…` returns a planner: a function that is called under the write lock and returns the
wanted data of the records.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy

from msgspec import Struct

from casefile.custody.ledger_order import find_insertion_index
from casefile.dates import Day
from casefile.editing.edits import Edit, Plan, Planner
from casefile.editing.field_edits import Field, Verb, append_missing, field_at, list_items
from casefile.editing.new_ids import free_event_id
from casefile.editing.refusals import combine_refusals
from casefile.editing.source_citations import Citations
from casefile.errors import BadInput, BrokenData, CasefileError, NotFound, nearest
from casefile.model.events import EVENT_TYPES, CaseStep, Event, type_name
from casefile.model.plain_data import Data, Fields, find_entry
from casefile.model.record_parser import admit
from casefile.model.record_shapes import shape_of_entry
from casefile.model.shape import Shape
from casefile.model.tiers import strictness
from casefile.model.visible_text import shorten_text, visible
from casefile.model.vocabularies import AGAINST, PROCEEDINGS, TIERS, Tier
from casefile.register import Entry, Register


def plan_event(
    targets: Sequence[str], kind: str, fields: Fields, today: Day, after: str | None = None
) -> Planner:
    """Plan one event for one ledger or several; each gets it under its own id, as late as its date allows.

    `targets` are typed words that mean records, `kind` is the type of the event, `after` the id of the event
    that it follows directly. `today` is the day on which new sources are accessed. All records get the event
    or none: the planner raises one error that names every record that cannot have it.
    """

    def plan(register: Register) -> Plan:
        found, refused = _find_records(register, targets)
        entries = {entry.path: entry for entry in found}.values()
        for entry in entries:
            refused += _refusals(entry, kind, after, among=len(targets))
        if refused:
            raise combine_refusals(refused)
        citations = Citations(register, today)
        loosest = min((register.tier(entry.fields) for entry in entries), key=TIERS.index)
        event = citations.resolve(fields, shape_of_entry(kind), loosest)
        edits = tuple(_append_event(entry, kind, event, after) for entry in entries)
        matched = tuple(describe_meant_record(register, entry) for entry in entries)
        opened = _opened_proceeding(kind, fields)
        added = (f"{each.id}: proceeding {opened} added" for each in entries if _is_unlisted(each, opened))
        notes = (*_note_repeated(found), *added, *citations.notes)
        return Plan(edits, citations.created, matched, notes, placed=after is not None)

    return plan


def _find_records(register: Register, targets: Iterable[str]) -> tuple[list[Entry], list[CasefileError]]:
    """Return the records that words mean, and an error for each word that does not mean one valid record."""
    found: list[Entry] = []
    refused: list[CasefileError] = []
    for target in targets:
        try:
            found.append(register.find(target))
        except NotFound as error:
            word = f"“{shorten_text(visible(target))}”"
            message = error.message if word in error.message else f"{word}: {error.message}"
            refused.append(NotFound(error.code, message, error.hint))
        except BrokenData as error:
            refused.append(error)
    return found, refused


def _refusals(entry: Entry, kind: str, after: str | None, *, among: int) -> Iterator[CasefileError]:
    """Yield the reasons why a record cannot have an event of type `kind` after the event `after`.

    `among` is the number of records of the command.
    """
    try:
        shape = _ledger_shape(entry)
        _refuse_type(entry, shape, kind)
    except BadInput as error:
        yield error
        return
    if after is not None and not find_entry(entry.fields.get("events"), after):
        missing = no_event(entry, after)
        yield missing if among == 1 else NotFound(missing.code, missing.message, ONE_BY_ONE)


ONE_BY_ONE = "--after names an entry of one ledger: use one command for each record"
"""The hint if `--after` is given with several records."""


def _note_repeated(found: Sequence[Entry]) -> Iterator[str]:
    """Yield a note for each record that was named more than once: it gets the new event once."""
    named = Counter(entry.id for entry in found)
    yield from (f"{key} is given {count} times, and used once" for key, count in named.items() if count > 1)


def _append_event(entry: Entry, kind: str, fields: Data, after: str | None) -> Edit:
    data = _copy_data(entry)
    ledger: list[Fields] = [*_ledger(data)]
    shape = _ledger_shape(entry)
    event = new_entry(shape, ledger, {"type": kind, **fields})
    if _is_unlisted(entry, _opened_proceeding(kind, fields)):
        data = entry.shape.sort_fields(with_proceeding(data, _opened_proceeding(kind, fields)))
    data["events"] = _place_event(entry, ledger, event, after)
    return Edit(entry.path, entry.kind, data, str(event["id"]))


def new_entry(events: Shape, ledger: Sequence[Data], fields: Data) -> Fields:
    """Return a new ledger entry: these fields in model order, and an id that no entry of the ledger has.

    `events` is the shape of the ledger, which is not changed.
    """
    event_id = free_event_id({str(event.get("id")) for event in ledger})
    return events.item(fields).sort_fields({"id": event_id, **fields})


def _opened_proceeding(kind: str, fields: Data) -> str:
    """Return the id of the proceeding that an event opens; empty for any other event."""
    opens = kind == type_name(CaseStep) and fields.get("step") == "opened"
    return str(fields.get("proceeding", "")) if opens else ""


def with_proceeding(data: Fields, proceeding: str) -> Fields:
    """Return the data of a case with this proceeding listed.

    The same data is returned if the proceeding is listed already, or if its id is empty.
    """
    known = list_items(data, PROCEEDINGS)
    if not proceeding or any(each.get("id") == proceeding for each in known):
        return data
    return {**data, PROCEEDINGS: [*known, {"id": proceeding}]}


def _is_unlisted(entry: Entry, proceeding: str) -> bool:
    """Return whether an event in this case opens a proceeding that the case does not list yet."""
    known = (each.get("id") for each in list_items(entry.fields, PROCEEDINGS))
    return bool(proceeding) and entry.kind == "case" and proceeding not in known


def _ledger_shape(entry: Entry) -> Shape:
    shape = entry.shape.key("events")
    if shape is None or entry.withdrawn:
        why = "was withdrawn" if entry.withdrawn else f"is a {entry.kind}"
        raise BadInput(
            "CF602",
            f"{entry.id} {why}, and so has no ledger",
            "only cases, situations and organizations have a ledger",
        )
    return shape


def _refuse_type(entry: Entry, shape: Shape, kind: str) -> None:
    """Raise BadInput CF104 if the ledger of this record does not accept events of this type."""
    taken = [word for word in EVENT_TYPES if word in shape.item().types]
    if kind not in taken:
        hint = f"choose from: {', '.join(taken)}"
        raise BadInput("CF104", f"the ledger of {entry.id} ({entry.kind}) cannot contain a {kind}", hint)


def _place_event(entry: Entry, ledger: list[Fields], event: Fields, after: str | None) -> list[Fields]:
    """Return the ledger with the event after the one with the id `after`, else as late as its date allows.

    Raises NotFound CF306 if the ledger has no event `after`.
    """
    if after is not None:
        ids = [each.get("id") for each in ledger]
        if after not in ids:
            raise no_event(entry, after)
        index = ids.index(after) + 1
    else:
        verdict = admit(entry.kind, {**_copy_data(entry), "events": [*ledger, event]})
        events: Sequence[Event] = getattr(verdict.record, "events", ())
        # The model may refuse the event. It is then put last, and validation of the result reports the error.
        index = find_insertion_index(events[:-1], events[-1]) if events else len(ledger)
    return [*ledger[:index], event, *ledger[index:]]


def no_event(entry: Entry, event: str) -> NotFound:
    """Return the error that a record has no event with this id; its hint suggests the nearest id."""
    ids = [str(each.get("id")) for each in _ledger(_copy_data(entry))]
    close = nearest(event, ids)
    known = ", ".join(f"{each.get('id')} ({each.get('type')})" for each in _ledger(_copy_data(entry))[-8:])
    meant = f"did you mean {close}? " if close else ""
    hint = f"{meant}The latest events: {known}" if known else "its ledger is empty"
    return NotFound("CF306", f"{entry.id} has no event {event}", hint)


class Mark(Struct, frozen=True):
    """A verification status (`standing`) to set for an event, with the reason and the sources."""

    standing: str
    reason: str | None = None
    sources: tuple[object, ...] = ()


def plan_mark(target: str, event: str, verdict: Mark, today: Day) -> Planner:
    """Plan to set the verification status of an event, given by its id, in the record that `target` means.

    An earlier resolution of the event is replaced. For a status against the event (disputed, refuted,
    retracted) the sources go into the new resolution, which is dated `today`; for any other status they
    become sources of the event. The planner raises NotFound CF306 if the record has no such event.
    """

    def plan(register: Register) -> Plan:
        entry = register.find(target)
        data = _copy_data(entry)
        held = next((each for each in _ledger(data) if each.get("id") == event), None)
        if held is None:
            raise no_event(entry, event)
        shape, citations = _ledger_shape(entry).item(held), Citations(register, today)
        _set_standing(held, shape, verdict, today)
        # The tier that the entry will have: its other sources count together with those cited now.
        tier = strictness(shape, held, register.tier(data), citations.facts)
        cites: Fields = {name: held[name] for name in ("resolution", "sources") if name in held}
        held.update(citations.resolve(cites, shape, tier))
        edit = Edit(entry.path, entry.kind, data, event)
        return Plan((edit,), citations.created, (describe_meant_record(register, entry),), citations.notes)

    return plan


def _set_standing(held: Fields, shape: Shape, verdict: Mark, today: Day) -> None:
    """Write a verification status into the data of an event; `reported` is written as no `standing`."""
    sources = [*verdict.sources]
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
        held["sources"] = append_missing(shape.fields["sources"], [*list_items(held, "sources")], sources)


class Correction(Struct, frozen=True):
    """One correction as it was typed: set a field, add an item to it, or remove one (`verb`).

    `field` is a dotted path. Without a `value`, the verb `unset` removes the whole field.
    """

    verb: Verb
    field: str
    value: str | None = None


def plan_update(target: str, corrections: Sequence[Correction], today: Day) -> Planner:
    """Plan corrections of fields of the record that `target` means; several corrections are one change.

    Raises BadInput CF602 at once if one field is set twice, because one of the values would be lost without
    a warning. The planner raises the errors of `field_at` and of the methods of `Field`.
    """
    fields = [each.field for each in corrections if each.verb == "set"]
    if len(fields) > len({*fields}):
        raise BadInput("CF602", "a field is set twice", "to add several items to a list, use --add")

    def plan(register: Register) -> Plan:
        entry = register.find(target)
        data = _copy_data(entry)
        citations = Citations(register, today)
        for each in sorted(corrections, key=_is_of_tier, reverse=True):
            field = field_at(entry, data, each.field, create=each.verb != "unset")
            _correct(field, each, citations, register.tier(data))
        _refuse_other_type(entry, data)
        edit = Edit(entry.path, entry.kind, entry.shape.sort_fields(data))
        return Plan((edit,), citations.created, (describe_meant_record(register, entry),), citations.notes)

    return plan


def _refuse_other_type(entry: Entry, data: Fields) -> None:
    """Raise BadInput CF602 if the type of an event changes: the original event would then be in no ledger."""
    before = {each.get("id"): each.get("type") for each in _ledger(_copy_data(entry))}
    for each in _ledger(data):
        event = each.get("id")
        if event in before and before[event] != each.get("type"):
            hint = f"casefile mark {entry.id} {event} retracted --reason TEXT; then: casefile record"
            raise BadInput("CF602", f"events.{event}.type: the type of an event cannot change", hint)


def _is_of_tier(correction: Correction) -> bool:
    """Return whether a correction is of a tier; these come first, because new sources depend on them."""
    return correction.field.rpartition(".")[2] == "tier"


def _correct(field: Field, correction: Correction, citations: Citations, tier: Tier) -> None:
    try:
        value = field.value_of(correction.verb, correction.value, citations.today)
    except BadInput as error:
        raise BadInput(error.code, f"{field.path}: {error.message}", error.hint) from error
    if correction.verb == "unset":
        field.unset(value)
        return
    around = field.tier_around(tier, citations.facts, value)
    settled = citations.resolve({field.name: value}, field.around, around)[field.name]
    if correction.verb == "add":
        field.add(settled)
    else:
        field.set(settled)


def _copy_data(entry: Entry) -> Fields:
    """Return a deep copy of a record's data, to be changed."""
    return deepcopy(entry.fields)


def _ledger(data: Fields) -> list[Fields]:
    return list_items(data, "events")


def describe_meant_record(register: Register, entry: Entry) -> str:
    """Return `NAME (ID)`, to show which record a typed word meant; BrokenData CF305 if it has errors."""
    return f"{register.row_of(entry).name} ({entry.id})"
