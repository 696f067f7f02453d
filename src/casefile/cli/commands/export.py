"""casefile export -f FORMAT: write the data that an audience may see to a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from casefile.cli.combined_options import flag, option
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
    form: Annotated[str, option("FORMAT", "Which format; `list` shows them.", "--format", "-f")] = "",
    out: Annotated[Path | None, option("PATH", "Where to; stdout otherwise.", "--output", "-o")] = None,
    audience: Annotated[str, option("public|partners|internal", "Who will read it.")] = "public",
    manifest: Annotated[Path | None, option("FILE", "List there what was withheld, as paths.")] = None,
    compared_with: Annotated[
        str | None,
        option(
            "REV|DATE",
            "List, as paths, what an export of that revision contained and today's rules withhold.",
        ),
    ] = None,
    option: Annotated[list[str] | None, option("KEY=VALUE", "Set an option of the format.")] = None,
    force: Annotated[bool, flag("Replace a file that is there.", "--force")] = False,
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
