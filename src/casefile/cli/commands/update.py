"""casefile update RECORD: correct fields."""

from __future__ import annotations

from typing import Annotated

import typer
from typer.core import TyperCommand

from casefile.cli.lazy import command
from casefile.cli.session import session_of
from casefile.cli.writing import AsJson, DryRun, Message, NoCommit, carry_out, how
from casefile.errors import BadInput
from casefile.operations.fields import Verb
from casefile.operations.load import today_of
from casefile.operations.plans import Correction, update

HELP = """Correct fields of a record. Several corrections in one call are one change.

FIELD is a dotted path, and an event stands in it by its id: person.name, events.h2v5t.until. Lists take an
item by --add, and lose it by --unset FIELD=ITEM.

\b
Example:
  casefile update aleksandrov --set person.occupation="video operator" \\
      --add tags=cameraman --unset person.birth
"""


def build(name: str, _typed: list[str]) -> TyperCommand:
    """Return the command."""
    return command(name, _update, HELP)


def _update(
    ctx: typer.Context,
    record: Annotated[str, typer.Argument(metavar="RECORD", help="An id, or a name or part of one.")],
    sets: Annotated[
        list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="Give a field this value.")
    ] = None,
    adds: Annotated[
        list[str] | None, typer.Option("--add", metavar="FIELD=VALUE", help="Add an item to a list.")
    ] = None,
    unsets: Annotated[
        list[str] | None,
        typer.Option("--unset", metavar="FIELD[=VALUE]", help="Take a field out, or one item of a list."),
    ] = None,
    dry_run: DryRun = False,
    no_commit: NoCommit = False,
    message: Message = None,
    as_json: AsJson = False,
) -> None:
    session = session_of(ctx)
    corrections = [
        *(_correction("unset", text) for text in unsets or ()),
        *(_correction("set", text) for text in sets or ()),
        *(_correction("add", text) for text in adds or ()),
    ]
    if not corrections:
        raise BadInput(
            "CF601", "nothing to correct was named", "--set FIELD=VALUE, --add FIELD=VALUE, --unset FIELD"
        )
    carry_out(
        session,
        "update",
        update(record, corrections, today_of(session.directory, session.now)),
        how(dry_run=dry_run, no_commit=no_commit, message=message),
        as_json=as_json,
    )


def _correction(verb: Verb, text: str) -> Correction:
    field, equals, value = text.partition("=")
    if not equals and verb != "unset":
        raise BadInput("CF601", f"--{verb} takes FIELD=VALUE", f"such as --{verb} tags=urgent")
    return Correction(verb, field.strip(), value if equals else None)
