"""casefile setup-git: configure git to show and to merge records with casefile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from casefile.cli.combined_options import flag
from casefile.cli.driver_reminders import IN_FORCE, NOT_FOUND
from casefile.cli.read_options import AsJson
from casefile.cli.session import Session, session_of
from casefile.terminal.json_envelope import envelope
from casefile.terminal.safe_text import inert

if TYPE_CHECKING:  # needs git, which --help does not
    from casefile.setup.git_drivers import GitSetupResult, SetupStep

HELP = """Set up git to compare records by event and to merge them field by field, in this clone.

`git diff`, `log -p`, `show` and `blame` then compare the content of records, not their layout, and name the
event above each hunk. Merges, rebases and cherry-picks keep the additions of both sides. In this clone, git
also no longer moves a new record to another folder because the other side moved all records of its folder
(merge.directoryRenames). Without casefile, git shows and merges lines as before.

One rule is written to .gitattributes, which everybody shares; the rest to the configuration of this clone,
which is not pushed. So each colleague runs this once, or casefile init, which does the same. The output is
for people and does not work with `git apply`; for that use git diff --no-textconv.

\b
Example:
  casefile setup-git
"""


def run(
    ctx: typer.Context,
    everywhere: Annotated[bool, flag("For all your repositories, not only this clone.", "--global")] = False,
    undo: Annotated[bool, flag("Remove only the settings that this command wrote.", "--undo")] = False,
    dry_run: Annotated[bool, flag("Change nothing; only show the changes.", "--dry-run")] = False,
    as_json: AsJson = False,
) -> None:
    """Add casefile's drivers to git's configuration and `.gitattributes`, or remove them with --undo.

    With --dry-run only print the changes.
    """
    from casefile.setup.git_drivers import set_up  # noqa: PLC0415 - needs git, which --help does not

    session = session_of(ctx)
    done = set_up(session.directory, "global" if everywhere else "local", undo=undo, dry=dry_run)
    with session.answering("the configuration of git was written"):
        if as_json:
            data: dict[str, object] = {
                "scope": done.scope,
                "undo": undo,
                "dry_run": dry_run,
                "changes": done.steps,
            }
            if undo:
                data["kept"] = done.kept
            session.out(envelope("setup-git", {**data, "program_found": done.found}))
        else:
            _report(session, done, undo=undo, dry=dry_run)


def _report(session: Session, done: GitSetupResult, *, undo: bool, dry: bool) -> None:
    for step in done.steps:
        session.out(f"{_verb(step, dry=dry)} {inert(_place(done, step))}: {step.key or step.value}")
        if step.beside:
            stays = "applies again" if undo else "stays, and applies after --undo"
            session.out(f"    your own value {stays}")
    for key in done.kept:
        session.out(f"{'would leave' if dry else 'left'} in git config --{done.scope}: {key}")
        session.out("    it was changed after casefile wrote it; to remove it too:")
        session.out(f"    git config --{done.scope} --unset-all {key}")
    if not done.steps and not done.kept:
        session.note(NOTHING[undo])
    elif dry:
        session.note("no file was changed")
    elif not undo:
        _report_next(session, done)
    if not undo and not done.found:
        session.note(NOT_FOUND)


NOTHING = {False: "everything is already set up", True: "no setting here was written by casefile setup-git"}


def _verb(step: SetupStep, *, dry: bool) -> str:
    if dry:
        return "would add to" if step.act == "add" else "would remove from"
    return "added to" if step.act == "add" else "removed from"


def _place(done: GitSetupResult, step: SetupStep) -> str:
    if step.file is None:
        return f"git config --{done.scope}"
    return ".gitattributes" if done.scope == "local" else str(step.file.path)


def _report_next(session: Session, done: GitSetupResult) -> None:
    session.note(IN_FORCE)
    if done.scope == "local" and any(step.file for step in done.steps):
        session.note("commit the rule for your team:")
        session.note("    git add .gitattributes && git commit .gitattributes")
