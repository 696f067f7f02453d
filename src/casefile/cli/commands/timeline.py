"""casefile timeline [RECORD…]: the events of ledgers, in order."""

from __future__ import annotations

from functools import partial
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
from casefile.errors import BadInput
from casefile.plural import number

if TYPE_CHECKING:  # needs the model, which --help does not
    from casefile.queries.record_queries import Timeline

HELP = """Show events in order of time. The ledgers of cases, situations and organisations are read as one.

For a situation, these are its own ledger, those of its cases, and those of the organisations it is aimed at.
Events that do not count are shown and marked. These are disputed, refuted or retracted. Events after --on
are left out.

\b
Example:
  casefile timeline kloop-2025 --since 2025-05-28 --until 2025-06-04
"""


@with_filters
def run(
    ctx: typer.Context,
    since: Annotated[str | None, option("DATE", "Only events that may be from this day on.")] = None,
    until: Annotated[str | None, option("DATE", "Only events that may be up to this day.")] = None,
    by: Annotated[str, option("day|case", "Sort all by day, or one record after another.")] = "day",
    form: Form = "text",
    as_json: AsJson = False,
    **given: Any,
) -> None:
    """Print the events of the ledgers of the chosen records, by day or record by record."""
    from casefile.loading.as_of import parse_span  # noqa: PLC0415 - the model, which --help does not need
    from casefile.loading.open_register import today_of  # noqa: PLC0415 - as above
    from casefile.queries.record_queries import read_timeline  # noqa: PLC0415 - as above
    from casefile.terminal.timeline_page import timeline_page  # noqa: PLC0415 - as above

    session = session_of(ctx)
    check_form(form)
    if by not in {"day", "case"}:
        raise BadInput("CF601", "invalid value for --by; choose from: case, day", "--by case")
    both = query_times(session, given)
    days = parse_span(partial(today_of, session.directory, session.now), since, until)
    result = read_timeline(session.directory, both, gather_filters(given), days, by_case=by == "case")
    warn_of_broken_files(session, result.snapshot.broken)
    if as_json:
        print_json(session, "timeline", result.snapshot, result.lines)
    elif result.lines:
        print_page(session, timeline_page(result, width()), form)
    else:
        session.note(_empty_message(result))


def _empty_message(result: Timeline) -> str:
    if result.later:
        return f"No event up to that day. {number(result.later, 'event')} later: give a later --on."
    if not result.snapshot.register.is_empty:
        return "No event matches. To see all: casefile timeline"
    return empty_page_message(result.snapshot, "event")
