"""casefile export -f FORMAT: write the data that an audience may see to a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from casefile.cli.read_options import AsJson, with_filters
from casefile.cli.session import session_of

HELP = """Write what an audience may see of the register, in one format.

Everything stricter than the audience is left out, and so is every name that consent does not cover; the
status is folded again from what is left. What was withheld is counted on stderr. --manifest lists where, for
the desk alone. An export of an earlier state (--known-at) contains no more than today's rules let out.

\b
Example:
  casefile export -f csv -o held.csv --status held --on 2025-06-10
  casefile export --compared-with 2025-06-01
"""


@with_filters
def run(
    ctx: typer.Context,
    form: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help="Which format; `list` shows them.")
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="PATH", help="Where to; stdout otherwise.")
    ] = None,
    audience: Annotated[
        str, typer.Option("--audience", metavar="public|partners|internal", help="Who will read it.")
    ] = "public",
    manifest: Annotated[
        Path | None,
        typer.Option("--manifest", metavar="FILE", help="List there what was withheld, as paths."),
    ] = None,
    compared_with: Annotated[
        str | None,
        typer.Option(
            "--compared-with",
            metavar="REV|DATE",
            help="List, as paths, what an export of that revision contained and today's rules withhold.",
        ),
    ] = None,
    option: Annotated[
        list[str] | None, typer.Option("--option", metavar="KEY=VALUE", help="Set an option of the format.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    as_json: AsJson = False,
    **given: Any,
) -> None:
    """Write the data that an audience may see, in one format, to a file or to stdout.

    `given` contains the filters and the days. With --compared-with an earlier export is compared too.
    """
    session = session_of(ctx)
    from casefile.cli.export_command import ExportRequest, export_all  # noqa: PLC0415 - loads all export formats

    wanted = ExportRequest(form, out, audience, manifest, compared_with, option or [], force, as_json)
    export_all(session, wanted, given)
