"""casefile withdraw RECORD --reason CODE: remove a case, and list the places that still contain its data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from casefile.cli.combined_options import flag, option
from casefile.cli.confirmation import confirm
from casefile.cli.write_command import OneRecord, Writing, writes
from casefile.errors import BadInput, nearest
from casefile.model.record_shapes import shape_of
from casefile.plural import number
from casefile.terminal.safe_text import inert

if TYPE_CHECKING:  # needs git, which --help does not
    from casefile.editing.withdrawal import WithdrawalRemains

REASONS = shape_of("case").seen({"withdrawn": {}}).fields["withdrawn"].fields["reason"].words
HELP = f"""Remove a case. Only the day, the reason and a digest of its id stay, under a new random id.

References to the case are rewritten, and no export shows any part of it. Earlier commits
stay as they are: before it asks for confirmation, the command lists what git, other clones and other
records still contain.

The reason is one of {", ".join(REASONS)}.

\b
Example:
  casefile withdraw kg-2025-7k3mq --reason subject_request
"""


@writes("withdraw")
def run(
    writing: Writing,
    record: OneRecord,
    reason: Annotated[str, option("CODE", "The reason, in one word.")],
    yes: Annotated[bool, flag("Do not ask for confirmation.", "--yes")] = False,
) -> None:
    """Remove a case except for a withdrawal notice, after a confirmation on the terminal or --yes.

    Before that, print which data of the case will remain in git and other records. Its unfinished edits are
    erased, and rows of imported spreadsheets will not add it again. `reason` is one of REASONS. Raises
    BadInput CF601 for another reason, or if no confirmation can be asked for; typer.Exit if it is refused.
    """
    from casefile.editing.withdrawal import find_remains, keep_rows_away, plan_withdrawal  # noqa: PLC0415 - needs git

    if reason not in REASONS:
        close = nearest(reason, REASONS)
        meant = f"did you mean {close}? " if close else ""
        raise BadInput("CF601", "invalid value for --reason", f"{meant}choose from: {', '.join(REASONS)}")
    session = writing.session
    left = find_remains(session.directory, record)
    asks = not yes and not writing.how.dry_run
    if asks and not session.interactive:
        raise BadInput("CF601", f"confirm the removal of {left.called}", "add --yes")
    session.note("\n".join(_describe_remains(left)))
    if asks and not confirm("Withdraw it?", default=False):
        session.note("no record was changed")
        raise typer.Exit
    plan = plan_withdrawal(session.directory, left.path, reason, writing.today, writing.how.message)
    if not writing.how.dry_run:
        keep_rows_away(session.directory, left.ids)
    writing.carry_out(plan)
    if not writing.how.dry_run:
        for draft in left.drafts:
            draft.erase()


def _describe_remains(left: WithdrawalRemains) -> Iterator[str]:
    """Yield the lines of the message before a withdrawal: which data of the case remain, and where."""
    yield f"Withdrawing {inert(left.called)}: only the day, the reason and a digest of its id stay."
    yield ""
    yield from _list_mentions(left)
    yield "Places that still contain data of the case:"
    yield from (f"  - {inert(line)}" for line in _list_copies(left))
    yield "These copies cannot be recalled. To rewrite a history, use git's own tools in each clone."
    yield ""


def _list_mentions(left: WithdrawalRemains) -> Iterator[str]:
    if left.sources:
        yield "Sources that only this case cites; they stay, and may describe it:"
        yield from (f"  {row.id}  {inert(row.name)}" for row in left.sources)
        yield ""
    if left.texts:
        yield "Texts of other records that mention the person or the id; they stay:"
        yield from (f"  {inert(path)}" for path in left.texts)
        yield ""


def _list_copies(left: WithdrawalRemains) -> Iterator[str]:
    held = left.held
    if held.commits:
        since = f" since {held.since}" if held.since else ""
        changed = number(held.commits, "commit")
        yield f"this clone: {changed}{since} changed it; git shows its path and its old content"
        yield f"on: {', '.join(held.refs) or 'no branch; only the reflog'}"
    else:
        yield "no commit of this clone: it was never committed here"
    if held.remotes:
        yield f"remotes: {', '.join(held.remotes)}; their forks, caches and pull requests"
    else:
        yield "this clone has no remote; every clone of it has a copy"
    yield "other clones, backups, and exports that you sent to others"
