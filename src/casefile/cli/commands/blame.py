"""casefile blame RECORD [FIELD]: the commit, author and sources of each value."""

from __future__ import annotations

from typing import Annotated

import typer

from casefile.cli.read_options import AsJson, Form, KnownAt, check_form, print_page
from casefile.cli.record_arguments import record_argument
from casefile.cli.session import session_of
from casefile.cli.warning_output import print_warnings
from casefile.terminal.json_envelope import envelope

HELP = """Show for each value of a record who wrote it, when, in which commit, and from which sources.

The line of an event covers all that was written with it. Fields that were added or corrected later have
lines of their own below it. With FIELD only the values below that field are shown: `events.h2v5t`,
`person`. Values are followed through renames and merges; uncommitted values are marked. --known-at shows
the record as it was then.

\b
Example:
  casefile blame aleksandrov person.occupation
"""


def run(
    ctx: typer.Context,
    record: Annotated[str, record_argument()],
    field: Annotated[
        str | None, typer.Argument(metavar="FIELD", help="A dotted path, or the start of one.")
    ] = None,
    known_at: KnownAt = None,
    form: Form = "text",
    as_json: AsJson = False,
) -> None:
    """Print the commit, the author and the sources of each value of a record, all or those below `field`."""
    from casefile.history.record_blame import read_blame  # noqa: PLC0415 - the model, which --help does not need
    from casefile.terminal.history_pages import blame_page  # noqa: PLC0415 - as above

    session = session_of(ctx)
    check_form(form)
    result = read_blame(session.directory, record, field, known_at)
    print_warnings(session, result.problems)
    if as_json:
        known_at, problems = result.known_at, result.problems
        session.out(envelope("blame", result.rows, known_at=known_at, problems=problems))
    else:
        print_page(session, blame_page(result, dated=known_at is not None), form)
