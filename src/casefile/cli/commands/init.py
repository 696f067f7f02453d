"""casefile init [DIR]: start a register."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from casefile.cli.combined_options import option
from casefile.cli.driver_reminders import IN_FORCE, NOT_FOUND
from casefile.cli.read_options import AsJson
from casefile.cli.session import Session, session_of
from casefile.cli.warning_output import print_warnings
from casefile.model.kinds import SETTINGS
from casefile.terminal.json_envelope import envelope
from casefile.terminal.safe_text import inert

if TYPE_CHECKING:  # needs git, which --help does not
    from casefile.setup.register_setup import InitOptions, InitResult

HELP = """Create a register in a folder: settings, schemas, a README, and a git repository if there is none.

Missing parts are added. No file is overwritten. In a clone of a register, it sets up how git compares and
merges records, as casefile setup-git does. With --identity, the author of commits in this clone is a role,
not your name. So the history does not show who documents. Without it, you are asked on a terminal.

\b
Example:
  casefile init register --title "Detentions of journalists" \\
      --identity desk-2
"""


def run(
    ctx: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="The folder (default: the current one).")
    ] = None,
    title: Annotated[str, option("TEXT", "The name of the register.")] = "A register of detentions",
    ids: Annotated[str, option("opaque|names", "Random ids, or ids made from public names.")] = "opaque",
    identity: Annotated[str | None, option("ROLE", "Commit under a role, such as desk-2.")] = None,
    ci: Annotated[str | None, option("github|gitlab", "Add a workflow that validates.")] = None,
    as_json: AsJson = False,
) -> None:
    """Start a register in a folder, or add the files that one lacks; commit them and set up git.

    Without --identity a person is asked in whose name commits are made, unless git has a role already.
    """
    from casefile.git.program_origin import origin  # noqa: PLC0415 - needs git, which --help does not
    from casefile.setup.register_setup import InitOptions, init  # noqa: PLC0415 - the same

    session = session_of(ctx)
    place, typed = session.directory / (folder or ""), _quote_folder(session, folder)
    asked = InitOptions(title, ids, identity, ci, origin().far if ci else None)
    role, remark = _choose_role(session, place, asked, typed)
    wish = replace(asked, identity=role)
    started = init(place, wish, typed)
    with session.answering(f"the register exists; {_describe_outcome(started)}"):
        _report_source(session, started, wish)
        _report(session, started, as_json=as_json)
    if remark:
        session.note(remark)


def _choose_role(session: Session, place: Path, wish: InitOptions, typed: str) -> tuple[str | None, str]:
    """Return the role to use as committer, None for the name in git's configuration, and a remark to print.

    The person is asked unless --identity was given or git's names are roles. The remark is empty unless
    commits would contain a person's name and no question can be asked. `typed` is the folder as the user
    would type it in a command.
    """
    from casefile.cli.role_question import ask_role, name_committer  # noqa: PLC0415 - only without --identity
    from casefile.setup.commit_roles import are_roles  # noqa: PLC0415 - as above
    from casefile.setup.register_setup import signed_as, with_role  # noqa: PLC0415 - needs git

    if wish.identity is not None:
        return wish.identity, ""
    names = signed_as(place, wish)
    if are_roles(names):
        return None, ""
    if session.interactive:
        return ask_role(session, names), ""
    shown = f"commits in this clone show {name_committer(names)} permanently"
    kept = f"{shown}; to use a role instead: {with_role(typed)}"
    return None, kept if names else ""


def _report(session: Session, started: InitResult, *, as_json: bool) -> None:
    if as_json:
        data = {
            "path": str(started.root),
            "added": [*started.added],
            "commit": started.commit,
            "drivers": [step.key for step in started.drivers.steps],
        }
        session.out(envelope("init", data, problems=started.problems))
        return
    for path in started.added:
        session.out(f"added {inert(path)}")
    session.note(_describe_outcome(started))
    print_warnings(session, started.problems)
    _report_drivers(session, started)
    for closing in started.to_close:
        session.note(f"other users of this computer can read these records; to prevent it: {closing}")
    if started.identity:
        session.note(f"the author of commits in this clone is {started.identity}")
    if started.identity and started.signed:
        session.note(
            "commits are signed, which identifies the key; to turn it off: git config commit.gpgsign false"
        )
    if SETTINGS in started.added:
        session.note(
            f"dates are in UTC; to use your own time zone, put `timezone: Asia/Bishkek` into {SETTINGS}"
        )
    session.note("next: casefile add")


def _report_drivers(session: Session, started: InitResult) -> None:
    """Print whether git now uses casefile's drivers for records, and which part of their setup is missing."""
    if not started.has_rule:
        session.note(".gitattributes has no rule for records; to add it: casefile setup-git")
    elif started.drivers.steps:
        session.note(IN_FORCE)
    if not started.drivers.found:
        session.note(NOT_FOUND)


def _report_source(session: Session, started: InitResult, wish: InitOptions) -> None:
    """Print which package the new CI workflow installs, or what must be edited before it checks anything."""
    from casefile.setup.ci_workflows import WORKFLOWS  # noqa: PLC0415 - texts that only `--ci` needs

    workflow = WORKFLOWS.get(wish.ci or "")
    if workflow and workflow.path in started.added:
        does = f"installs {wish.source}" if wish.source else f"checks nothing yet: {workflow.lacking}"
        session.note(f"{workflow.path} {does}")


def _describe_outcome(started: InitResult) -> str:
    return f"committed {started.commit[:9]}" if started.commit else "no file was missing"


def _quote_folder(session: Session, folder: Path | None) -> str:
    """Return the folder as a shell argument, for commands typed in the current folder; "" if it is that."""
    here = session.directory == Path.cwd()
    place = folder if here else session.directory / (folder or "")
    if place is None:
        return ""
    return shlex.quote(f"./{place}" if str(place).startswith("-") else str(place))
