"""casefile mark RECORD EVENT STANDING: set the verification status of an event."""

from __future__ import annotations

from typing import Annotated

import typer
from msgspec.structs import replace

from casefile.cli.combined_options import option
from casefile.cli.model_options import option_names, parse_option
from casefile.cli.write_command import OneRecord, Writing, writes
from casefile.editing.edit_plans import Mark, plan_mark
from casefile.errors import BadInput
from casefile.model.record_shapes import shape_of_entry
from casefile.model.vocabularies import AGAINST, STANDING

WORDS = tuple(STANDING.split())
HELP = """Set an event's verification status. The event stays in the ledger.

An event that is disputed, refuted or retracted does not change the custody status. It needs a reason. An
event that is corroborated or confirmed needs the source that supports it.

\b
Example:
  casefile mark aleksandrov h2v5t disputed \\
      --reason "the court kept him in custody" --source 24kg-2025-06-28
"""


@writes("mark")
def run(
    writing: Writing,
    record: OneRecord,
    event: Annotated[str, typer.Argument(metavar="EVENT", help="The event's id, as `show` lists it.")],
    standing: Annotated[str, typer.Argument(metavar="STANDING", help=f"One of {', '.join(WORDS)}.")],
    reason: Annotated[str | None, option("TEXT", "The reason, in a sentence.")] = None,
    source: Annotated[
        list[str] | None, option("SOURCE", "The source: an id or a URL. May be given again.")
    ] = None,
) -> None:
    """Set the verification status of an event of a record, with a reason and sources, and commit it.

    Raises BadInput CF601 for an unknown status, or without a reason for a status in AGAINST: disputed,
    refuted or retracted.
    """
    if standing not in WORDS:
        raise BadInput("CF601", "invalid value for STANDING", f"choose from: {', '.join(WORDS)}")
    if standing in AGAINST and not reason:
        raise BadInput("CF601", f"{standing} needs a reason", '--reason "the evidence against it"')
    shape = shape_of_entry("note")
    sources = parse_option(shape.fields["sources"], source or [], writing.today)
    verdict = Mark(standing, reason, tuple(sources if isinstance(sources, list) else ()))
    options = {**option_names(shape), "resolution": "--reason"}
    marking = replace(writing, how=replace(writing.how, marks=True))
    marking.carry_out(plan_mark(record, event, verdict, writing.today), options)
