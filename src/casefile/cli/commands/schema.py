"""casefile schema [KIND]: the JSON Schema of a kind of record."""

from __future__ import annotations

from typing import Annotated

import typer

from casefile.cli.combined_options import flag
from casefile.cli.read_options import AsJson
from casefile.cli.session import session_of
from casefile.errors import BadInput
from casefile.model.json_schema import schema, schema_text
from casefile.model.kinds import FILE_KINDS
from casefile.terminal.json_envelope import envelope
from casefile.validation.check_files import write_schemas

HELP = """Print the JSON Schema of a kind of record, made from the model (draft-07 features).

Editors use the files in schemas/ to complete and check your input; --write updates these files.

\b
Example:
  casefile schema case
"""


def run(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help=f"One of: {', '.join(FILE_KINDS)}.")] = "case",
    write: Annotated[bool, flag("Write all schemas into schemas/.", "--write")] = False,
    as_json: AsJson = False,
) -> None:
    """Print the JSON Schema of a kind of record, or write the schemas of all kinds into `schemas/`.

    Only schemas that differ are written; their paths are printed. Raises BadInput CF601 for an unknown kind.
    """
    session = session_of(ctx)
    if kind not in FILE_KINDS:
        raise BadInput("CF601", "unknown kind of record", f"choose from: {', '.join(FILE_KINDS)}")
    if write:
        written = write_schemas(session.directory)
        session.out(envelope("schema", {"written": [*written]}) if as_json else "\n".join(written))
        return
    session.out(envelope("schema", schema(kind)) if as_json else schema_text(kind))
