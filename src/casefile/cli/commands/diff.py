"""casefile diff [REV[..REV]] [--] [RECORD…]: the differences between two states of the register."""

from __future__ import annotations

import shlex
from typing import Annotated

import typer

from casefile.cli.combined_options import flag, option
from casefile.cli.driver_reminders import warn_of_missing_drivers
from casefile.cli.lazy_commands import TYPED
from casefile.cli.read_options import AsJson, Form, On, check_form, print_page
from casefile.cli.record_arguments import record_argument
from casefile.cli.session import session_of
from casefile.cli.warning_output import print_warnings
from casefile.errors import BadInput
from casefile.history.diff_arguments import DiffWords
from casefile.history.record_diff import Diff, read_diff
from casefile.loading.read_times import QueryTimes
from casefile.publication.audience import AUDIENCES
from casefile.terminal.history_pages import diff_page
from casefile.terminal.json_envelope import envelope
from casefile.terminal.safe_text import inert

HELP = """Show the differences between two states of the register, by fields and events instead of lines.

Without a revision it compares the last commit with the files. REV compares that commit with the files, A..B
two commits, and A...B the commit where A and B separated with B. A day means the last commit of that day.
As in git, a first word that is a revision is used as one; words after `--` are records. The status is that
of the day of --on.

With --audience it shows only what an export for that audience shows, on both sides, so that the result can
be posted on a public pull request. Of facts that are withheld now it reports only that something is no
longer shown.

\b
Example:
  casefile diff main...HEAD --audience public --format md
"""


def run(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        record_argument("REV, A..B or A...B, then records (default: all).", "REV|RECORD…"),
    ] = None,
    on: On = None,
    audience: Annotated[
        str | None, option("public|partners|internal", "Who will read it (default: you).")
    ] = None,
    form: Form = "text",
    exit_code: Annotated[bool, flag("Exit with code 1 if there are differences.", "--exit-code")] = False,
    as_json: AsJson = False,
) -> None:
    """Print the differences between two states of the register, of all records or of those named.

    `words` contains the revisions and the records. With --exit-code the exit code is 1 if there are
    differences. Raises BadInput CF601 for an unknown --audience or --format.
    """
    session = session_of(ctx)
    check_form(form)
    reader = next((each for each in AUDIENCES if each == audience), None)
    if audience is not None and reader is None:
        raise BadInput(
            "CF601",
            "invalid value for --audience; choose from: public, partners, internal",
            "without this option you see everything",
        )
    typed = _split_at_dashes(words or [], ctx.meta.get(TYPED, []))
    result = read_diff(session.directory, typed, QueryTimes(session.now, on), reader)
    print_warnings(session, result.problems)
    if as_json:
        known_at = f"{result.before} to {result.after}"
        on, rows = result.on.isoformat(), result.differences
        session.out(envelope("diff", rows, on=on, known_at=known_at, problems=result.problems))
    elif result.differences:
        print_page(session, diff_page(result), form)
    else:
        session.note(_empty_message(result))
    if result.since_parted and result.differences:
        again = f"casefile diff {shlex.quote(inert(result.since_parted))}"
        session.note(f"changes that exist only in {result.before} are shown as removed")
        session.note(f"to compare with the common ancestor: {again}")
    warn_of_missing_drivers(session, as_json=as_json)
    if exit_code and result.differences:
        raise typer.Exit(1)


def _split_at_dashes(words: list[str], typed: list[str]) -> DiffWords:
    """Return the arguments, split where `--` was typed; the parser has removed the `--` from `words`.

    `typed` are the raw arguments of the command, with options.
    """
    if "--" not in typed:
        return DiffWords(words)
    behind = len(typed) - typed.index("--") - 1
    return DiffWords(words[: len(words) - behind], words[len(words) - behind :])


def _empty_message(result: Diff) -> str:
    return f"No differences between {result.before} and {result.after}."
