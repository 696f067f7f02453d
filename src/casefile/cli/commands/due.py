"""casefile due [RECORD…]: overdue and upcoming deadlines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from casefile.cli.combined_options import flag, option
from casefile.cli.read_options import (
    AsJson,
    Form,
    check_form,
    empty_page_message,
    gather_filters,
    print_json,
    print_page,
    query_times,
    warn_of_broken_files,
    width,
    with_filters,
)
from casefile.cli.session import session_of

if TYPE_CHECKING:  # needs the model, which --help does not
    from casefile.queries.due_query import DueList

HELP = """List what is overdue, and what is due soon.

These are orders that end, or that ended without news. Hearings that come, and past ones without a result.
The last day for an appeal. Replies that were asked for. Consents that expire, and restrictions that end.
Arrests after which no judge is on record. People who are held or missing, without any news. Each item is a
question for your team, not a finding: the fact may only be missing from the record.

\b
Example:
  casefile due --within 30d --situation kloop-2025 --on 2025-07-10
"""


@with_filters
def run(
    ctx: typer.Context,
    within: Annotated[str | None, option("DURATION", "How far ahead (default: 14d).")] = None,
    stale: Annotated[
        str | None, option("DURATION", "Days without news (default: stale_days of casefile.yaml).")
    ] = None,
    everything: Annotated[bool, flag("Show all items of a group, not only 10.", "--all")] = False,
    form: Form = "text",
    as_json: AsJson = False,
    **given: Any,
) -> None:
    """Print the overdue and the upcoming deadlines of the records that the filters in `given` choose."""
    from casefile.queries.due_query import list_due, window  # noqa: PLC0415 - the model, which --help does not need
    from casefile.terminal.due_page import due_page  # noqa: PLC0415 - as above

    session = session_of(ctx)
    check_form(form)
    result = list_due(
        session.directory, query_times(session, given), gather_filters(given), window(within, stale)
    )
    warn_of_broken_files(session, result.snapshot.broken)
    if as_json:
        print_json(session, "due", result.snapshot, result.rows)
    elif result.rows:
        print_page(session, due_page(result, width(), everything=everything), form)
    else:
        session.note(_empty_message(result))


def _empty_message(result: DueList) -> str:
    if not result.is_empty:
        return f"Nothing is overdue, and nothing is due within {result.window.within.words()}."
    return empty_page_message(result.snapshot, "record")
