"""casefile commit [FILE…]: commit manual edits, one commit for each record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from casefile.cli.driver_reminders import warn_of_missing_drivers
from casefile.cli.session import Session, session_of
from casefile.cli.write_command import WAITING, AsJson, Message, Reason, clean_reason, print_problems
from casefile.editing.edits import WriteOptions
from casefile.terminal.json_envelope import envelope
from casefile.terminal.safe_text import inert

if TYPE_CHECKING:  # needs git, which --help does not
    from casefile.editing.hand_edits import CommitResult, CommitStopped

HELP = """Commit your manual edits: one commit for each record, with a message that describes the changes.

A record with errors is reported and not committed; the others are. All other files in your working tree and
in git's index stay as they are.

\b
Example:
  casefile commit
  casefile commit cases/kg/2025/kg-2025-7k3mq.yaml
"""


def run(
    ctx: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE…", help="Only these records (default: all changed ones)."),
    ] = None,
    reason: Reason = None,
    message: Message = None,
    as_json: AsJson = False,
) -> None:
    """Commit the records edited by hand, one commit for each; all changed records if no files are named.

    The exit code is 1 if a record was left out because it has errors. If git refuses a commit, the earlier
    ones are printed, and CommitStopped is raised, with --json typer.Exit.
    """
    from casefile.editing.hand_edits import CommitStopped, commit  # noqa: PLC0415 - needs git, which --help does not

    session = session_of(ctx)
    how = WriteOptions(
        message=message or "",
        reason=clean_reason(reason),
        waiting=lambda: session.note(WAITING),
        note=session.note,
    )
    try:
        done = commit(session.directory, files or (), how)
    except CommitStopped as error:
        _report_stopped(session, error, as_json=as_json)
        raise
    with session.answering(", ".join(f"committed {made[:9]}" for _, made in done.records) or "nothing done"):
        _report(session, done, as_json=as_json)
    warn_of_missing_drivers(session, as_json=as_json)
    if done.failed:
        raise typer.Exit(1)


def _report_stopped(session: Session, error: CommitStopped, *, as_json: bool) -> None:
    """Print the commits made before git refused one, and the files that are not committed.

    With `as_json` it raises typer.Exit, else the caller raises the error again.
    """
    if as_json:
        data = [record.as_data(made) for record, made in error.done.records]
        session.out(envelope("commit", data, problems=error.problems, error=error))
        raise typer.Exit(error.exit_code) from error
    _report_commits(session, error.done)
    for path in error.left:
        session.complain(f"not committed: {inert(path)}")


def _report(session: Session, done: CommitResult, *, as_json: bool) -> None:
    if as_json:
        data = [record.as_data(made) for record, made in done.records]
        session.out(envelope("commit", data, problems=done.problems))
        return
    _report_commits(session, done)
    print_problems(session, done.problems)
    if not done.records and not done.problems:
        session.note("nothing to commit: every record is as in the last commit")
    if done.failed:
        session.complain("casefile: records with errors were not committed; fix them and try again")


def _report_commits(session: Session, done: CommitResult) -> None:
    """Print each commit, and for a deleted record the command that shows its text in git."""
    for record, made in done.records:
        summary = record.headline or "; ".join(record.texts) or "only the layout changed"
        gone = any(change.kind == "removed" and not change.path for change in record.changes)
        kept = f"; git still contains it: git show {made[:9]}^:{record.path}" if gone else ""
        session.out(f"{made[:9]} {inert(record.record)}: {inert(summary)}{inert(kept)}")
