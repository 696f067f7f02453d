"""Record what a caller reports: an event in ledgers, with the call as its source."""

from __future__ import annotations

from collections.abc import Container, Sequence

from msgspec.structs import replace

from casefile.dates import Day
from casefile.editing.edit_plans import plan_event
from casefile.editing.edits import Edit, Plan, Planner
from casefile.editing.field_edits import list_items
from casefile.editing.source_citations import new_source
from casefile.model.plain_data import Fields
from casefile.register import Register


def append_reported_event(  # noqa: PLR0913 - as for `plan_event`, and the caller's connection
    targets: Sequence[str],
    kind: str,
    fields: Fields,
    today: Day,
    *,
    after: str | None = None,
    connection: str | None,
) -> Planner:
    """Plan one event for one ledger or several, with the call that reported it as one of its sources.

    `connection` is the caller's relationship to the person; without one no call is created. The other
    parameters, and the errors of the planner, are those of `plan_event`.
    """

    def plan(register: Register) -> Plan:
        if not connection:
            return plan_event(targets, kind, fields, today, after)(register)
        made = new_call(register, connection, today)
        cited = {**fields, "sources": [*list_items(dict(fields), "sources"), made.data["id"]]}
        planned = plan_event(targets, kind, cited, today, after)(register)
        return replace(planned, beside=(*planned.beside, made))

    return plan


def new_call(register: Register, connection: str, today: Day, taken: Container[str] = ()) -> Edit:
    """Return the edit for a new source of kind `call`, restricted, or with the strictest tier allowed.

    `connection` is the caller's relationship to the person; `taken` are ids that it may not have.
    """
    fields = {"kind": "call", "connection": connection}
    return new_source(register, fields, today, "restricted", taken)
