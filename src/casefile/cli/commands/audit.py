"""casefile audit: check the history of the register: signatures, vanished events, checkpoints."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from casefile.cli.combined_options import flag, option
from casefile.cli.progress_line import progress
from casefile.cli.read_options import AsJson, Form, check_form, print_page, width
from casefile.cli.session import Session, epoch_of, session_of
from casefile.errors import BadInput
from casefile.history.audit import AuditOrder, audit
from casefile.terminal.audit_page import audit_page
from casefile.terminal.json_envelope import envelope

HELP = """Check the history: who committed what, which commits are signed, and whether anything was lost.

It reads every commit that changed the register: its signature (file allowed_signers), its date, its
records, events that were removed or changed without a reason, records that were deleted instead of
withdrawn, and merges that dropped changes of one side. It compares kept files with their sha256.

A checkpoint is a small file that describes the history up to now. Keep it in another place. With
--checkpoint the audit reports whether the history only grew since then, or which commit was changed first.
The exit code is 1 if there are findings that are not in the checkpoint.

\b
Example:
  casefile audit --checkpoint ~/register-2025-11.json
"""
Compare = Annotated[Path | None, option("FILE", "Compare with this checkpoint.", "--checkpoint")]
Write = Annotated[Path | None, option("FILE", "Write a checkpoint of today.", "--write-checkpoint")]
Force = Annotated[bool, flag("Replace an existing file.", "--force")]


def run(
    ctx: typer.Context,
    checkpoint: Compare = None,
    write_checkpoint: Write = None,
    force: Force = False,
    form: Form = "text",
    as_json: AsJson = False,
) -> None:
    """Audit the history, write a checkpoint if asked to, and print the findings.

    The exit code is 1 if there are findings that the compared checkpoint does not list.
    """
    session = session_of(ctx)
    check_form(form)
    if force and write_checkpoint is None:
        raise BadInput("CF601", "--force needs --write-checkpoint", "--write-checkpoint FILE")
    epoch = epoch_of(session)
    stated = session.now if epoch is None else datetime.fromtimestamp(epoch, UTC)
    order = AuditOrder(_at(session, checkpoint), _at(session, write_checkpoint), force, session.now, stated)
    with progress(session) as report:
        result = audit(session.directory, order, report)
    with session.answering("the audit is done"):
        if as_json:
            session.out(envelope("audit", result.as_data(write_checkpoint)))
        else:
            wanted = str(write_checkpoint) if write_checkpoint else None
            print_page(session, audit_page(result, width(), wanted), form)
    if result.standing:
        raise typer.Exit(1)


def _at(session: Session, path: Path | None) -> Path | None:
    return session.directory / path if path else None
