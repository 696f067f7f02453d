"""casefile export -f FORMAT: write the data that an audience may see to a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from casefile.cli.combined_options import flag, option
from casefile.cli.read_options import AsJson, with_filters
from casefile.cli.session import session_of

HELP = """Write a file with the parts of the register that an audience may see.

Records and fields with a stricter tier than the audience are left out, and so is every name without
consent. The status is computed again from the rest. The number of withheld parts is printed on stderr;
--manifest lists their places, for your team only. An export of an earlier state (--known-at) contains
nothing that is withheld today.

\b
Example:
  casefile export -f csv -o held.csv --status held --on 2025-06-10
  casefile export --map partner.map.yaml --audience internal -o back.csv
  casefile export --compared-with 2025-06-01
"""


@with_filters
def run(
    ctx: typer.Context,
    form: Annotated[str, option("FORMAT", "The format (`list` shows all).", "--format", "-f")] = "",
    out: Annotated[
        Path | None, option("PATH", "The file to write (default: stdout).", "--output", "-o")
    ] = None,
    audience: Annotated[str, option("public|partners|internal", "Who will read it.")] = "public",
    manifest: Annotated[
        Path | None, option("FILE", "List the withheld parts in this file, as paths.")
    ] = None,
    compared_with: Annotated[
        str | None,
        option(
            "REV|DATE",
            "List, as paths, what an export of that revision contained and today's rules withhold.",
        ),
    ] = None,
    option: Annotated[list[str] | None, option("KEY=VALUE", "Set an option of the format.")] = None,
    import_map: Annotated[
        str | None, option("MAP", "Write the columns of an imported spreadsheet (internal only).", "--map")
    ] = None,
    force: Annotated[bool, flag("Replace an existing file.", "--force")] = False,
    as_json: AsJson = False,
    **given: Any,
) -> None:
    """Write the data that an audience may see, in one format, to a file or to stdout.

    `given` contains the filters, --on and --known-at. With --compared-with an earlier export is compared too,
    or only compared if there is neither a format nor a file. The exit code is 1 if records with errors were
    left out.
    """
    session = session_of(ctx)
    from casefile.cli.export_command import ExportRequest, export_all  # noqa: PLC0415 - loads all export formats

    wanted = ExportRequest(
        form, out, audience, manifest, compared_with, option or [], import_map, force, as_json
    )
    export_all(session, wanted, given)
