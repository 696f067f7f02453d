"""casefile doctor: check the installation, and suggest fixes."""

from __future__ import annotations

from typing import Annotated

import typer

from casefile.cli.combined_options import flag
from casefile.cli.read_options import AsJson, print_page, width
from casefile.cli.session import session_of
from casefile.index import without_index
from casefile.setup.doctor import doctor, purge
from casefile.terminal.doctor_page import doctor_page as page
from casefile.terminal.doctor_page import summarise_findings
from casefile.terminal.json_envelope import envelope

HELP = """Check the installation and suggest fixes.

It checks git and how git compares and merges records. It checks who else can read them on this computer,
and who is the author of commits. It looks for interrupted writes, merge conflicts, drafts and old schemas.
It also checks signing, hooks, remotes and the index. It does not change the register. It prints no name
and no text of a record.

The exit code is 1 if records have errors, else 0: a missing part of the setup is not an error.

\b
Example:
  casefile doctor
"""


def run(
    ctx: typer.Context,
    forget: Annotated[
        bool, flag("First delete the index, which contains text of restricted files too.", "--purge")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check the installation and print the findings; with --purge erase the index first.

    The exit code is 1 if records have errors.
    """
    session = session_of(ctx)
    if forget:
        session.note("forgotten" if purge(session.directory) else "there was no index")
        ctx.with_resource(without_index())  # otherwise the checks below would fill the index again
    health = doctor(session.directory)
    if as_json:
        session.out(envelope("doctor", health.findings))
    else:
        print_page(session, page(health, width()), "text")
        session.note(summarise_findings(health))
    if health.errors:
        raise typer.Exit(1)
