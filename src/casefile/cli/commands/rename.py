"""casefile rename RECORD ID: change a record's id, and update the references to it."""

from __future__ import annotations

from typing import Annotated

import typer

from casefile.cli.combined_options import flag, option
from casefile.cli.write_command import OneRecord, Writing, writes
from casefile.editing.record_rename import plan_rename
from casefile.errors import BadInput
from casefile.files.register_folder import find_root
from casefile.loading.revision import work_tree

HELP = """Change the id of a record, its file name and all references to it, in one commit.

The old id stays in `formerly` and still finds the record, so that notes and letters with it stay valid. A
name in an id appears in every path and message. --opaque generates a random id instead, so that the name
can be withheld from then on. Commits under the old id stay in the git history.

\b
Example:
  casefile rename kloop-2025 kloop-crackdown-2025
  casefile rename kg-2025-aleksander-aleksandrov --opaque
"""


@writes("rename")
def run(
    writing: Writing,
    record: OneRecord,
    new_id: Annotated[str | None, typer.Argument(metavar="ID", help="The new id.")] = None,
    opaque: Annotated[bool, flag("Generate a random id instead of ID.", "--opaque")] = False,
    country: Annotated[
        str | None, option("CODE", "Confirm the country of the case; the id must match it.")
    ] = None,
) -> None:
    """Change the id of a record, to `new_id` or a random one, update the references to it, and commit.

    Raises BadInput CF601 unless exactly one of `new_id` and `opaque` is given.
    """
    if (new_id is None) != opaque:
        raise BadInput("CF601", "give the new ID, or --opaque for a random one", "use one of them")
    private = work_tree(find_root(writing.session.directory)).private
    writing.carry_out(plan_rename(record, new_id, country, private), {"id": "ID"})
