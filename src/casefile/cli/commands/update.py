"""casefile update RECORD: correct fields."""

from __future__ import annotations

from typing import Annotated

from casefile.cli.combined_options import option
from casefile.cli.write_command import OneRecord, Reason, Writing, writes
from casefile.editing.edit_plans import Correction, plan_update
from casefile.editing.field_edits import Verb
from casefile.errors import BadInput

HELP = """Correct fields of a record. Several corrections in one call are one change.

FIELD is a dotted path, in which an event is named by its id: person.name, events.h2v5t.until. --add adds an
item to a list, and --unset FIELD=ITEM removes one.

If you replace or remove a date, a source or the verification status of an event, give a --reason: `audit`
reports such a change without one. Additions need none.

\b
Example:
  casefile update aleksandrov --set person.occupation="video operator" \\
      --add tags=cameraman --unset person.birth
  casefile update aleksandrov --set events.h2v5t.date=2025-05-28 \\
      --reason "the protocol gives this day"
"""


@writes("update")
def run(
    writing: Writing,
    record: OneRecord,
    sets: Annotated[list[str] | None, option("FIELD=VALUE", "Set a field to a value.", "--set")] = None,
    adds: Annotated[list[str] | None, option("FIELD=VALUE", "Add an item to a list.", "--add")] = None,
    unsets: Annotated[
        list[str] | None, option("FIELD[=VALUE]", "Remove a field, or one item of a list.", "--unset")
    ] = None,
    reason: Reason = None,
) -> None:
    """Remove, set and add values of fields of one record, in this order; write it and commit it.

    `reason` goes into the commit message. Raises BadInput CF601 if no correction is given, or a value is
    missing.
    """
    corrections = [
        *(_correction("unset", text) for text in unsets or ()),
        *(_correction("set", text) for text in sets or ()),
        *(_correction("add", text) for text in adds or ()),
    ]
    if not corrections:
        raise BadInput(
            "CF601", "no correction was given", "use --set FIELD=VALUE, --add FIELD=VALUE or --unset FIELD"
        )
    writing.with_reason(reason).carry_out(plan_update(record, corrections, writing.today))


def _correction(verb: Verb, text: str) -> Correction:
    field, equals, value = text.partition("=")
    if not equals and verb != "unset":
        raise BadInput("CF601", f"--{verb} needs FIELD=VALUE", f"for example --{verb} tags=urgent")
    return Correction(verb, field.strip(), value if equals else None)
