"""casefile source|situation|organization|statute add|list: the shared records."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from casefile.cli.combined_options import flag, option
from casefile.cli.lazy_commands import NamedCommand, command, group
from casefile.cli.model_options import option_names, options, require_fields, values
from casefile.cli.read_options import KnownAt, parameter, warn_of_broken_files
from casefile.cli.session import session_of
from casefile.cli.write_command import AsJson, Writing, writes
from casefile.intake.new_records import plan_shared_record
from casefile.loading.open_register import open_register
from casefile.model.plain_data import pick_fields
from casefile.model.record_shapes import shape_of
from casefile.terminal.json_envelope import envelope
from casefile.terminal.safe_text import inert

TABLE = {
    "add": NamedCommand("Commands", __name__, "Register one."),
    "list": NamedCommand("Commands", __name__, "List all of the register."),
}
MADE = ("schema", "id", "formerly", "events", "claims")
"""The fields of a record that have no option here."""


def build(name: str, _typed: list[str]) -> TyperGroup:
    """Return the group of commands of one kind of shared record; `name` is the kind, such as `source`."""
    makers = {"add": _add, "list": _list}
    description = shape_of(name).models[0].description.split("\n")[0]
    text = f"{description}\n\n\b\nExample:\n  casefile {name} add --help"
    return group(name, TABLE, lambda verb, _typed: makers[verb](name), _nothing, text)


def _nothing() -> None:
    """Do nothing: the group has no options of its own."""


def _add(kind: str) -> TyperCommand:
    shape = shape_of(kind)
    own = [DUPLICATE_OK] if kind == "organization" else []

    @writes(f"{kind} add", [*own, *options(shape, f"The {kind}", leave_out=MADE)])
    def add(
        writing: Writing,
        record_id: Annotated[
            str | None, option("ID", "The id (default: made from the name).", "--id")
        ] = None,
        **given: Any,
    ) -> None:
        duplicate_ok = given.pop("duplicate_ok", False)
        fields = require_fields(
            shape, values(shape, given, writing.today), leave_out=MADE, one_of=NAMED_BY.get(kind, ())
        )
        planner = plan_shared_record(kind, fields, writing.today, record_id, duplicate_ok=duplicate_ok)
        writing.carry_out(planner, option_names(shape))

    return command("add", add, EXAMPLES[kind])


NAMED_BY = {"statute": ("code", "article", "title")}
"""For a kind of record, the fields of which at least one must be given, so that readers can identify it."""
DUPLICATE_OK = parameter(
    "duplicate_ok",
    Annotated[bool, flag("Register even if one with this name exists.", "--duplicate-ok")],
    default=False,
)


EXAMPLES = {
    "source": """Register where a claim comes from.

\b
Example:
  casefile source add --kind press_article --publisher OCCRP \\
      --published 2025-06-04 --url https://www.occrp.org/en/news/…
""",
    "situation": """Register a crackdown that links cases.

\b
Example:
  casefile situation add --id kloop-2025 --title "Crackdown on Kloop" \\
      --country KG --period 2025-05-28/..
""",
    "organization": """Register an outlet, a security body, a court, a prison, a coalition.

\b
Example:
  casefile organization add --name Kloop --kind outlet --country KG
""",
    "statute": """Register an article of law.

\b
Example:
  casefile statute add --country KG --code "Criminal Code" \\
      --article 278 --title "Mass unrest"
""",
}


def _list(kind: str) -> TyperCommand:
    def list_(ctx: typer.Context, known_at: KnownAt = None, as_json: AsJson = False) -> None:
        session = session_of(ctx)
        opened = open_register(session.directory, known_at)
        warn_of_broken_files(session, opened.register.unshown)
        rows = [row for row in opened.register.rows if row.kind == kind]
        if as_json:
            data = [pick_fields(row, "id", "path", "name", "tier") for row in rows]
            problems = opened.register.unshown
            session.out(envelope(f"{kind} list", data, known_at=opened.known_at, problems=problems))
            return
        if known_at is not None:
            session.note(f"As known in {opened.known_at}")
        width = max((len(row.id) for row in rows), default=0)
        for row in rows:
            session.out(f"{row.id:<{width}}  {inert(row.name)}")
        if not rows and known_at is None:
            session.note(f"No {kind} yet. Register one: casefile {kind} add --help")

    text = f"List every {kind} of the register, with its id.\n\n\b\nExample:\n  casefile {kind} list"
    return command("list", list_, text)
