"""casefile validate: check files, references and rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from casefile.cli.combined_options import flag, option
from casefile.cli.progress_line import progress
from casefile.cli.read_options import AsJson, Files
from casefile.cli.session import Session, session_of
from casefile.errors import BadInput
from casefile.files.disk_errors import reason
from casefile.plural import number
from casefile.terminal.json_envelope import envelope
from casefile.terminal.safe_text import inert

if TYPE_CHECKING:  # needs the model, which --help does not
    from casefile.validation.cached_check import CheckOutcome

HELP = """Check the register: syntax, schema, references, rules, canonical form, outdated schemas.

All files are checked, even if some have errors. The exit code is 1 if there are errors; with --strict
also if there are warnings. The result does not depend on the day.

--changed checks the files that differ from a revision, and unchanged records that these may affect: records
that refer to one of them, or share its id, address or name. For a pull request, name the branch that it is
merged into. --staged checks the files as staged in git, not the files on disk. The formats for CI
show paths, codes and fields, never the content of a record: many people can read the logs.

\b
Example:
  casefile validate --strict
  casefile validate --changed main
"""
STEP_SUMMARY = "GITHUB_STEP_SUMMARY"
"""The environment variable with the path of the Markdown file that GitHub shows beside the log."""


def run(
    ctx: typer.Context,
    files: Files = None,
    changed: Annotated[str | None, option("REV", "Only files that differ, and records they affect.")] = None,
    staged: Annotated[
        bool, flag("Check the files as staged in git, not the files on disk.", "--staged")
    ] = False,
    strict: Annotated[bool, flag("Warnings count as errors.", "--strict")] = False,
    form: Annotated[
        str, option("text|github|gitlab|sarif", "The output: for people, or for a CI service.", "--format")
    ] = "text",
    as_json: AsJson = False,
) -> None:
    """Check files and print the problems, as text, as JSON, or in the format of a CI service.

    The exit code is 1 for errors, with --strict for warnings too.
    """
    from casefile.validation.cached_check import beside, prefix_of  # noqa: PLC0415 - needs the index too
    from casefile.validation.validation_run import validate  # noqa: PLC0415 - needs the index, which --help does not

    _check_form(form, as_json=as_json)
    session = session_of(ctx)
    with progress(session, wanted=not as_json and form == "text") as report:
        found = validate(session.directory, files or (), changed=changed, staged=staged, progress=report)
    if as_json:
        counted = {"checked": found.checked, "errors": found.errors, "warnings": found.warnings}
        session.out(envelope("validate", counted, problems=found.problems))
    elif form == "text":
        _report(session, found)
    else:
        _annotate(session, found, form, prefix_of(beside(session.directory, files or ())))
    if not as_json:
        session.note(_summary_line(found, "the index" if staged else ""))
    if found.errors or (strict and found.warnings):
        raise typer.Exit(1)


def _check_form(form: str, *, as_json: bool) -> None:
    if form not in {"text", "github", "gitlab", "sarif"}:
        raise BadInput(
            "CF601",
            "invalid value for --format; choose from: text, github, gitlab, sarif",
            "for JSON: --json",
        )
    if as_json and form != "text":
        raise BadInput("CF601", "--json and --format cannot be used together", "use one of them")


def _report(session: Session, found: CheckOutcome) -> None:
    for problem in found.problems:
        field = f" [{inert(problem.field)}]" if problem.field else ""
        session.out(f"{inert(problem.place)}: {problem.level} {problem.code}{field} {inert(problem.message)}")
        if problem.hint:
            session.out(f"    {inert(problem.hint)}")


def _annotate(session: Session, found: CheckOutcome, form: str, prefix: str) -> None:
    """Print the problems in the format of a CI service: `github`, `gitlab` or `sarif`.

    GitLab and SARIF reports usually go to a file, so the problems are also printed on stderr for the log.
    `prefix` is the path from the top of the repository to the register.
    """
    from casefile.terminal import ci_annotations  # noqa: PLC0415 - hashing and URLs, which people never need

    problems = ci_annotations.for_ci(found.problems, prefix)
    if form == "github":
        annotations = ci_annotations.github(problems)
        summarised = _append_to_summary(session, annotations.rest)
        left = "" if summarised else ci_annotations.lines(problems[ci_annotations.AT_MOST :])
        if annotations.commands or left:
            session.out(annotations.commands + left)
        return
    session.out(ci_annotations.sarif(problems) if form == "sarif" else ci_annotations.gitlab(problems))
    for line in ci_annotations.lines(problems).splitlines():
        session.note(line)


def _append_to_summary(session: Session, page: str) -> bool:
    """Append a Markdown page to GitHub's step summary and return True.

    Return False if the page is empty, there is no summary, or it cannot be written; print the last on stderr.
    """
    named = session.environment.get(STEP_SUMMARY)
    if not page or not named:
        return False
    try:
        with Path(named).open("a", encoding="utf-8", errors="backslashreplace") as summary:
            summary.write(f"{page}\n")
    except OSError as error:
        session.complain(
            f"casefile: {STEP_SUMMARY} cannot be written: {reason(error)}; the rest is printed here"
        )
        return False
    session.note("the summary of this step shows the rest")
    return True


def _summary_line(found: CheckOutcome, where: str) -> str:
    since = found.since
    if since is not None and not found.checked:
        return f"nothing to check: no record changed since {since.label}, and none refers to a changed one"
    files = number(found.checked, "file")
    files = f"{files} of {where}" if where else files
    checked = f"{files} checked{_describe_scope(found)}"
    if not found.problems:
        return f"{checked}, no problems found"
    return f"{checked}: {number(found.errors, 'error')}, {number(found.warnings, 'warning')}"


def _describe_scope(found: CheckOutcome) -> str:
    """Return in words how --changed chose the files that were checked; "" without --changed."""
    since = found.since
    if since is None:
        return ""
    if since.whole:
        return f" (all records: {since.whole})"
    return f" ({len(since.changed)} changed since {since.label}, {len(since.citing)} affected by them)"
