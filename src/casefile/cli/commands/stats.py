"""casefile stats: the number of cases by status, and how certain it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from casefile.cli.combined_options import option
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
    from casefile.queries.stats_query import CaseStatistics

HELP = """Count cases: who is held, presumed held, last known held, possibly held, or unknown.

Choose the rows with --by: status, country, month and others. A case is one person. In the group held, an
event states the custody. `list --status held` lists the groups held, presumed held and last known held as
one. For a situation, the numbers that sources report stand beside those of this register. They need not
agree.

\b
Example:
  casefile stats --by situation --on 2025-06-10
"""


@with_filters
def run(
    ctx: typer.Context,
    by: Annotated[
        str, option("QUESTION", "status, country, authority, statute, month or situation.")
    ] = "status",
    form: Form = "text",
    as_json: AsJson = False,
    **given: Any,
) -> None:
    """Print the number of cases by status, in total or for each value of the property `by`."""
    from casefile.queries.stats_query import count_cases  # noqa: PLC0415 - the model, which --help does not need
    from casefile.terminal.stats_page import stats_page  # noqa: PLC0415 - as above

    session = session_of(ctx)
    check_form(form)
    result = count_cases(session.directory, query_times(session, given), gather_filters(given), by)
    warn_of_broken_files(session, result.snapshot.broken)
    if as_json:
        print_json(session, "stats", result.snapshot, result)
    elif result.stats.total or result.reported:
        print_page(session, stats_page(result, width()), form)
    else:
        session.note(_empty_message(result))


def _empty_message(result: CaseStatistics) -> str:
    if any(row.kind == "case" for row in result.snapshot.register.rows):
        return "No case matches. To count all: casefile stats"
    return empty_page_message(result.snapshot, "case")
