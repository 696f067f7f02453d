"""Plan new records: a case, a shared record, or whole records from a file."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from casefile.checks.rule_subject import RegisterContext
from casefile.dates import Day, When
from casefile.editing.edit_plans import with_proceeding
from casefile.editing.edits import Edit, Plan, Planner
from casefile.editing.field_edits import list_items
from casefile.editing.new_ids import case_id, free_event_id, path_of_new, refuse_taken, shared_id
from casefile.editing.source_citations import Citations
from casefile.errors import BadInput, Collision
from casefile.intake.call_events import append_reported_event, new_call
from casefile.intake.duplicate_check import DuplicateCheck
from casefile.intake.import_files import ImportedRecord
from casefile.model.plain_data import Fields, id_of, items
from casefile.model.record_shapes import shape_of
from casefile.register import Register
from casefile.views.record_filter import country_typed


def open_case(  # noqa: PLR0913 - the fields of a case, and the options for adding it
    fields: Fields,
    event: Fields,
    today: Day,
    record_id: str | None = None,
    connection: str | None = None,
    *,
    duplicate_ok: bool = False,
) -> Planner:
    """Plan a new case: its fields, with those of the person, and the first event of its ledger.

    A `connection` adds the call that reported it as a source of the event: under a random id, with the
    caller's relationship to the person and nothing else about the caller. The planner raises the errors of
    `NewCases.open`, and ProbableDuplicate for a person who is probably recorded already unless
    `duplicate_ok`.
    """

    def plan(register: Register) -> Plan:
        openings = NewCases(register, today)
        edit = openings.open(NewCase(fields, event, record_id, connection))
        duplicates = DuplicateCheck(register, [edit.data], duplicate_ok)
        duplicates.compare_with_register(edit.data)
        duplicates.refuse()
        return Plan((edit,), openings.beside, (), (*openings.notes, *duplicates.notes))

    return plan


def add_to(target: str, event: Fields, today: Day, connection: str | None = None) -> Planner:
    """Plan to add an event to the existing case that `target` means, instead of opening a new case.

    `event` contains the type of the event under `type`; a `connection` adds the call as in `open_case`.
    """
    fields = {name: value for name, value in event.items() if name != "type"}
    return append_reported_event([target], str(event["type"]), fields, today, connection=connection)


class NewCase(Struct, frozen=True):
    """The parts of a case to be opened: its fields, its first event and an id to use.

    `connection` is the caller's relationship to the person. Cases with the same `caller` share one call as
    their source. `more` are further events.
    """

    fields: Fields
    event: Fields
    record_id: str | None = None
    connection: str | None = None
    caller: int = 0
    more: tuple[Fields, ...] = ()


class NewCases:
    """Opens the cases of one plan: each new source is created once, and each id is used once."""

    def __init__(self, register: Register, today: Day) -> None:
        self.register = register
        self.today = today
        self.citations = Citations(register, today)
        self._calls: dict[int, Edit] = {}
        self._made: dict[str, Edit] = {}
        self._remarks: dict[str, None] = {}

    @property
    def beside(self) -> tuple[Edit, ...]:
        """The edits of the sources that are created together with the cases."""
        return (*self.citations.created, *self._calls.values())

    @property
    def notes(self) -> tuple[str, ...]:
        """Notes for the user about guessed countries, new sources and former ids."""
        return (*self._remarks, *self.citations.notes)

    def open(self, asked: NewCase) -> Edit:
        """Return the edit that writes the record of a new case; new sources of it are then in `beside`.

        Raises BadInput CF606 if another case of the plan has the id, CF605 if the id is malformed, CF609 if
        the country is not known, Collision if a record has or had the id.
        """
        register, shape = self.register, shape_of("case")
        first = {"id": free_event_id(()), **asked.event}
        if asked.connection:
            first["sources"] = [*list_items(first, "sources"), self.call(asked.caller, asked.connection)]
        country = self._country(asked.fields.get("country"), asked.record_id)
        data: Fields = {"schema": "casefile/case/1", **asked.fields, "country": country}
        ledger = [first]
        for each in asked.more:
            ledger.append({"id": free_event_id({str(known["id"]) for known in ledger}), **each})
        ledger.sort(key=_by_date)
        data["events"] = [shape.fields["events"].item(each).sort_fields(each) for each in ledger]
        for each in ledger:
            data = with_proceeding(data, str(each.get("proceeding") or ""))
        data["id"] = asked.record_id or case_id(register, data, self.today, self._made)
        tier = register.tier(data)
        settled = self.citations.resolve(shape.sort_fields(data), shape, tier)
        edit = _new(register, "case", settled, is_generated=not asked.record_id)
        if str(data["id"]) in self._made:
            raise BadInput(
                "CF606", f"the id {data['id']} is given twice", "omit it: a random id is generated"
            )
        self._made[str(data["id"])] = edit
        return edit

    def call(self, caller: int, connection: str) -> object:
        """Return the id of the call that is the source for a caller; it is created when it is first needed.

        `connection` is the caller's relationship to the person.
        """
        if caller not in self._calls:
            taken = {str(call.data["id"]) for call in self._calls.values()}
            self._calls[caller] = new_call(self.register, connection, self.today, taken)
        return self._calls[caller].data["id"]

    def _country(self, typed: object, record_id: str | None) -> str:
        """Return the country that detains; add a note if it was guessed from other cases.

        It is the country that was typed; otherwise the one in the id; otherwise the only country of the other
        cases in the register. Raises BadInput CF609 if there is not exactly one.
        """
        if isinstance(typed, str):
            return country_typed(typed)
        if record_id:
            return record_id.split("-", 1)[0].upper()
        if len(self.register.countries) != 1:
            raise BadInput("CF609", "the country is missing", "give it: --country KG")
        (code,) = self.register.countries
        self._remarks[f"country {code}, as for every other case here; another one: --country"] = None
        return code


def _by_date(event: Fields) -> tuple[Day, Day]:
    """Return the order of an event of a new case: by its first, then its last possible day."""
    date = When.find(str(event.get("date")))
    return (date.earliest, date.latest) if date else (Day.max, Day.max)


def take_in(records: Iterable[ImportedRecord], *, duplicate_ok: bool = False) -> Planner:
    """Plan to add whole records unchanged, all or none: a file from an export gives the same records again.

    Each case is compared with the register as it was, not with the other cases of the file, whose author has
    distinguished those. The planner raises BadInput CF606 if an id occurs twice, Collision if a record has or
    had an id, and ProbableDuplicate unless `duplicate_ok`.
    """
    listed = [*records]

    def plan(register: Register) -> Plan:
        edits, first = [], dict[str, ImportedRecord]()
        duplicates = DuplicateCheck(
            register, [taken.data for taken in listed if taken.kind == "case"], duplicate_ok
        )
        for taken in listed:
            record_id = str(taken.data.get("id"))
            if record_id in first:
                place = f"{taken.origin.name}:{taken.origin.line}"
                raise BadInput("CF606", f"{place}: the id {record_id} occurs twice", "keep one of them")
            first[record_id] = taken
            edit = _new(register, taken.kind, taken.data)
            edits.append(replace(edit, text=taken.text, origin=taken.origin))
            if taken.kind == "case":
                duplicates.compare_with_register(taken.data, taken.origin)
        duplicates.refuse()
        return Plan(tuple(edits), notes=duplicates.notes)

    return plan


def plan_shared_record(
    kind: str, fields: Fields, today: Day, record_id: str | None = None, *, duplicate_ok: bool = False
) -> Planner:
    """Plan a new source, situation, organization or statute.

    Without `record_id`, its id is that of `shared_id`. The planner raises Collision if a record has or had
    the id (CF703, CF705), and for an organisation with the same name as one of the register (CF711) unless
    `duplicate_ok`.
    """

    def plan(register: Register) -> Plan:
        if kind == "organization" and not duplicate_ok:
            _refuse_namesake(register, fields)
        data: Fields = {
            "schema": f"casefile/{kind}/1",
            "id": record_id or shared_id(register, kind, fields),
            **fields,
        }
        citations, tier = Citations(register, today), register.tier(data)
        settled = citations.resolve(shape_of(kind).sort_fields(data), shape_of(kind), tier)
        return Plan((_new(register, kind, settled),), citations.created, (), citations.notes)

    return plan


def _refuse_namesake(register: Register, fields: Fields) -> None:
    names = [fields.get("name"), *(each.get("name") for each in list_items(fields, "other_names"))]
    country = fields.get("country")
    known = RegisterContext(register).namesakes(
        map(str, filter(None, names)), str(country) if country else None
    )
    if known:
        raise Collision(
            "CF711",
            f"an organization with this name already exists: {', '.join(known)}",
            f"to see it: casefile show {known[0]}\nif it is a different one: --duplicate-ok",
        )


def _new(register: Register, kind: str, data: Fields, *, is_generated: bool = False) -> Edit:
    edit = Edit(path_of_new(kind, data.get("id")), kind, data, _only_event(data))
    refuse_taken(register, edit, is_generated=is_generated)
    return edit


def _only_event(data: Fields) -> str | None:
    events = items(data.get("events"))
    only = events[0] if len(events) == 1 else None
    event_id = id_of(only)
    return event_id if isinstance(event_id, str) else None
