"""casefile today: the daily overview of a team: held, due, uncommitted, problems, drafts."""

from __future__ import annotations

import typer

from casefile.cli.read_options import (
    AsJson,
    Form,
    KnownAt,
    On,
    check_form,
    print_json,
    print_page,
    warn_of_broken_files,
    width,
)
from casefile.cli.session import session_of

HELP = """Show the overview of the day: who is held, what is due, and unfinished work.

First come urgent reports. Then the persons who are held, or presumed, last known or possibly held, the
newest first. Then what is overdue, or due within 14 days, and persons without recent news. At the end come
records that differ from the last commit, files with problems, and saved drafts.

\b
Example:
  casefile today
"""


def run(
    ctx: typer.Context,
    on: On = None,
    known_at: KnownAt = None,
    form: Form = "text",
    as_json: AsJson = False,
) -> None:
    """Print the daily overview as of the day `on`, from the register as it was at `known_at`.

    `known_at` is a revision or a day.
    """
    from casefile.loading.read_times import QueryTimes  # noqa: PLC0415 - dates, which --help does not need
    from casefile.queries.today_query import today_overview  # noqa: PLC0415 - the model, which --help does not need
    from casefile.terminal.today_page import today_page  # noqa: PLC0415 - as above

    session = session_of(ctx)
    check_form(form)
    result = today_overview(session.directory, QueryTimes(session.now, on, known_at))
    warn_of_broken_files(session, result.snapshot.broken)
    if as_json:
        print_json(session, "today", result.snapshot, result)
    else:
        print_page(session, today_page(result, width()), form)
