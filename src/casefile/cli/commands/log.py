"""casefile log [RECORD…]: the commits, each with its changes to records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from casefile.cli.combined_options import option
from casefile.cli.read_options import AsJson, Form, check_form, check_limit, print_page
from casefile.cli.record_arguments import record_argument
from casefile.cli.session import session_of
from casefile.cli.warning_output import print_warnings
from casefile.terminal.json_envelope import envelope

if TYPE_CHECKING:  # needs the model, which --help does not
    from casefile.cli.session import Session
    from casefile.history.record_log import Log
    from casefile.views.ledger_timeline import TimelineSpan

HELP = """Show the changes of each commit, newest first, and their effect on the status.

The status is that of the day of the commit, as known before and after it. For a merge, only its own changes
are shown, and changes of one side that it dropped; a change of layout alone is not shown. If a merge
changed the status of a case, a separate row shows the status after it and in each parent. Records are
followed through renames; deleted records are found too. Days are those of the commits, in UTC.

\b
Example:
  casefile log aleksandrov --since 2025-06-01
"""


def run(
    ctx: typer.Context,
    records: Annotated[
        list[str] | None,
        record_argument("Ids (also former ones), names or paths (default: all).", "RECORD…"),
    ] = None,
    limit: Annotated[int | None, option("N", "Show at most N commits.")] = None,
    since: Annotated[str | None, option("DATE", "Only commits from this day on.")] = None,
    until: Annotated[str | None, option("DATE", "Only commits up to this day.")] = None,
    known_at: Annotated[
        str | None, option("REV|DATE", "The history up to this revision (default: HEAD).")
    ] = None,
    form: Form = "text",
    as_json: AsJson = False,
) -> None:
    """Print the commits, newest first, each with its changes to records and to the status of cases."""
    from casefile.history.record_log import ALWAYS, read_log  # noqa: PLC0415 - git and the model, which --help does not need

    session = session_of(ctx)
    check_form(form)
    check_limit(limit)
    days = _span(session, since, until) if since or until else ALWAYS
    result = read_log(session.directory, records or (), limit, days, known_at)
    print_warnings(session, result.problems)
    if as_json:
        rows = [row for each in result.entries for row in each.as_data()]
        session.out(envelope("log", rows, known_at=result.known_at, problems=result.problems))
    elif result.entries:
        from casefile.terminal.history_pages import log_page  # noqa: PLC0415 - the page, which JSON does not need

        print_page(session, log_page(result), form)
    else:
        session.note(_empty_message(result, narrowed=bool(since or until)))


def _span(session: Session, since: str | None, until: str | None) -> TimelineSpan:
    from casefile.loading.as_of import parse_span  # noqa: PLC0415 - needs the model
    from casefile.loading.read_times import local_day  # noqa: PLC0415 - needs dates

    # The days of commits are those of UTC, also in a register with another timezone.
    return parse_span(lambda: local_day(None, session.now), since, until)


def _empty_message(result: Log, *, narrowed: bool) -> str:
    if result.known_at is None:
        return "Nothing is committed yet. To commit the files: casefile commit"
    if narrowed:
        return "No commit matches. To see all: casefile log"
    if result.named:
        return f"Not committed yet: {', '.join(result.named)}. To commit it: casefile commit"
    return "No commit has changed a record yet."
