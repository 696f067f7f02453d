"""New records: a case, a shared record, or whole records that come from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from casefile.errors import BadInput, SomebodyElse
from casefile.model.base import CASE_ID, RECORD_ID
from casefile.model.dates import Day
from casefile.model.shape import shape_of
from casefile.model.tiers import record_tier
from casefile.operations.edits import Edit, Plan, Planner
from casefile.operations.fields import in_order, listed, ordered
from casefile.operations.ids import case_id, free_event_id, shared_id
from casefile.operations.incoming import Taken
from casefile.operations.sources import Citations, new_source
from casefile.register import Register, path_of

Data = dict[str, object]


def open_case(
    fields: Data, event: Data, today: Day, record_id: str | None = None, connection: str | None = None
) -> Planner:
    """Plan a new case: a person, what else is known of the case, and the first event of its ledger.

    A `connection` makes the call that brought the news a source of the event: under a random id, with how the
    caller stands to the person and nothing else about them.
    """

    def plan(register: Register) -> Plan:
        call = _call(register, connection, today) if connection else None
        first = {"id": free_event_id(()), **event}
        if call:
            first["sources"] = [*listed(first, "sources"), call.data["id"]]
        country, note = _country(register, fields.get("country"), record_id)
        data: Data = {"schema": "casefile/case/1", **fields, "country": country}
        data["events"] = [_event_in_order(first)]
        data["id"] = record_id or case_id(register, data, today)
        citations, tier = Citations(register, today), record_tier(data, register.settings.default_tier)
        settled = citations.settled(ordered(shape_of("case"), data), shape_of("case"), tier)
        beside = (*citations.created, *filter(None, [call]))
        notes = (*filter(None, [note]), *citations.notes)
        return Plan((_new(register, "case", settled),), beside, (), notes)

    return plan


def _call(register: Register, connection: str, today: Day) -> Edit:
    """Make the source that a caller is: restricted, or as strict as the register may hold."""
    fields = {"kind": "call", "connection": connection}
    return new_source(register, shared_id(register, "source", fields), fields, today, "restricted")


def _event_in_order(event: Data) -> Data:
    return in_order(shape_of("case").fields["events"].item(event), event)


def take_in(records: Iterable[Taken]) -> Planner:
    """Plan whole records as they are, all or nothing: what exports hold comes back the same."""
    listed = [*records]

    def plan(register: Register) -> Plan:
        edits, first = [], dict[str, Taken]()
        for taken in listed:
            record_id = str(taken.data.get("id"))
            if record_id in first:
                place = f"{taken.origin.name}:{taken.origin.line}"
                raise BadInput("CF606", f"{place}: the id {record_id} stands here again", "keep one of them")
            first[record_id] = taken
            edit = _new(register, taken.kind, taken.data)
            edits.append(replace(edit, text=taken.text, origin=taken.origin))
        return Plan(tuple(edits))

    return plan


def shared(kind: str, fields: Data, today: Day, record_id: str | None = None) -> Planner:
    """Plan a source, situation, organization or statute; its id comes from what names it."""

    def plan(register: Register) -> Plan:
        data: Data = {
            "schema": f"casefile/{kind}/1",
            "id": record_id or shared_id(register, kind, fields),
            **fields,
        }
        citations, tier = Citations(register, today), record_tier(data, register.settings.default_tier)
        settled = citations.settled(ordered(shape_of(kind), data), shape_of(kind), tier)
        return Plan((_new(register, kind, settled),), citations.created, (), citations.notes)

    return plan


def _new(register: Register, kind: str, data: Data) -> Edit:
    record_id = data.get("id")
    form = CASE_ID if kind == "case" else RECORD_ID
    if not isinstance(record_id, str) or not form.fits(record_id):
        raise BadInput("CF605", "a record cannot have this id", f"expected {form.expected}")
    path = path_of(kind, record_id)
    if record_id in register.by_id or path in register.entries:
        raise SomebodyElse("CF703", f"there is a record {record_id} already", f"casefile show {record_id}")
    return Edit(path, kind, data, _only_event(data))


def _only_event(data: Data) -> str | None:
    events = data.get("events")
    only = events[0] if isinstance(events, list) and len(events) == 1 else None
    event_id = only.get("id") if isinstance(only, dict) else None
    return event_id if isinstance(event_id, str) else None


def _country(register: Register, typed: object, record_id: str | None) -> tuple[str, str]:
    """Return the country that detains, and a note where it was not said.

    As typed; else from the id; else the one country that all other cases of the register are of.
    """
    if isinstance(typed, str):
        code = typed.strip().upper()
        if len(code) == 2 and code.isascii() and code.isalpha():
            return code, ""
        raise BadInput("CF609", "--country takes a code of two letters", "such as KG or KZ (ISO 3166-1)")
    if record_id:
        return record_id.split("-", 1)[0].upper(), ""
    known = {row.country for row in register.rows if row.kind == "case" and row.country}
    if len(known) != 1:
        raise BadInput("CF609", "which country detains is not said", "give it: --country KG")
    code = known.pop()
    return code, f"country {code}, as for every other case here; another one: --country"
