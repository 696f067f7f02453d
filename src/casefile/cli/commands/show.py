"""casefile show RECORD: everything about one record."""

from __future__ import annotations

from typing import Annotated

import typer

from casefile.cli.combined_options import flag
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
from casefile.cli.record_arguments import record_argument
from casefile.cli.session import session_of

HELP = """Show one record.

For a case, it shows the status and how certain it is. Then come the times in custody, the charges, the
deadlines, the ledger and its sources. For a situation, it shows the cases, and their number as reported
and as recorded. For all other records, it shows which records refer to them. --gaps lists the facts that
no source states.

\b
Example:
  casefile show aleksandrov --on 2025-06-10
"""
PAGE = 100
"""The maximum width in columns: wider prose is hard to read, even on a wide screen."""


def run(
    ctx: typer.Context,
    record: Annotated[str, record_argument()],
    on: On = None,
    known_at: KnownAt = None,
    gaps: Annotated[bool, flag("List the facts that no source states.", "--gaps")] = False,
    form: Form = "text",
    as_json: AsJson = False,
) -> None:
    """Print one record: for a case its status on a day, periods in custody, ledger and sources."""
    from casefile.loading.read_times import QueryTimes  # noqa: PLC0415 - dates, which --help does not need
    from casefile.queries.record_queries import show  # noqa: PLC0415 - the model, which --help does not need
    from casefile.terminal.case_page import case_page  # noqa: PLC0415 - as above
    from casefile.terminal.record_page import record_page  # noqa: PLC0415 - as above

    session = session_of(ctx)
    check_form(form)
    shown = show(session.directory, QueryTimes(session.now, on, known_at), record)
    warn_of_broken_files(session, shown.snapshot.broken)
    if as_json:
        print_json(session, "show", shown.snapshot, shown)
        return
    room = min(width(), PAGE)
    page = (
        case_page(shown, shown.dossier, room, with_gaps=gaps) if shown.dossier else record_page(shown, room)
    )
    print_page(session, page, form, room)
