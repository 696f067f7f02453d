"""casefile list: cases and their status on a day."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from casefile.cli.combined_options import flag, option
from casefile.cli.read_options import (
    AsJson,
    Form,
    check_form,
    check_limit,
    empty_page_message,
    gather_filters,
    print_json,
    print_page,
    query_times,
    warn_of_broken_files,
    width,
    with_filters,
)
from casefile.cli.session import Session, session_of
from casefile.terminal.json_envelope import Json

if TYPE_CHECKING:  # needs the index, which --help does not
    from casefile.queries.list_query import CaseList

HELP = """List cases with their status on a day: held, released, restricted, or not known.

If an option is given twice, one of its values must match. All options must match. If RECORD is a situation,
an organisation or a statute, its cases are listed. `--status held` lists those who are held, presumed held
or last known held. With --possibly, it also lists those who are possibly held.

\b
Example:
  casefile list --situation kloop-2025 --status held --on 2025-06-10
"""


@with_filters
def run(
    ctx: typer.Context,
    sort: Annotated[str, option("COLUMN,…", "Sort by these columns; a minus reverses one.")] = "",
    columns: Annotated[str, option("COLUMN,…", "Only these columns, in this order.")] = "",
    wide: Annotated[bool, flag("Also show situations, days held and ids.", "--wide")] = False,
    compare: Annotated[
        Path | None,
        option(
            "FILE",
            "Show only cases whose status differs from this output of `list --json`, and the rule that "
            "decides it.",
        ),
    ] = None,
    limit: Annotated[int | None, option("N", "Show at most N.")] = None,
    form: Form = "text",
    as_json: AsJson = False,
    **given: Any,
) -> None:
    """List the cases that the filters in `given` choose, with their status on a day.

    With --compare only those whose status differs from that in an earlier `list --json` file.
    """
    from casefile.queries.list_query import known_column, list_cases  # noqa: PLC0415 - needs the index, which --help does not

    session = session_of(ctx)
    check_form(form)
    chosen = _split_names(columns)
    for column in chosen:
        known_column(column, "--columns")
    check_limit(limit)
    result = list_cases(
        session.directory, query_times(session, given), gather_filters(given), _split_names(sort), limit
    )
    warn_of_broken_files(session, result.snapshot.broken)
    if compare is not None:
        _print_changes(session, result, compare, form, as_json=as_json)
    elif as_json:
        data = [row.as_data(chosen) for row in result.rows] if chosen else Json(result.as_json())
        print_json(session, "list", result.snapshot, data)
    elif result.is_empty:
        session.note(_empty_message(result))
    else:
        from casefile.terminal.list_page import WIDE_COLUMNS, list_page  # noqa: PLC0415 - JSON needs no terminal

        room = width() if form == "text" else None
        print_page(session, list_page(result, room, chosen or (WIDE_COLUMNS if wide else ())), form)


def _print_changes(session: Session, result: CaseList, path: Path, form: str, *, as_json: bool) -> None:
    from casefile.queries.list_comparison import changed_statuses, read_list  # noqa: PLC0415 - for one option
    from casefile.terminal.status_changes_page import status_changes_page  # noqa: PLC0415 - as above

    changes = tuple(changed_statuses(read_list(path), result.rows))
    if as_json:
        print_json(session, "list", result.snapshot, changes)
    else:
        print_page(session, status_changes_page(result.snapshot, changes), form)


def _split_names(text: str) -> tuple[str, ...]:
    """Return the comma-separated names of columns; a hyphen inside a name becomes an underscore.

    A hyphen before a name stays: with --sort it reverses the order.
    """
    names = (name.strip() for name in text.split(","))
    return tuple(name[:1] + name[1:].replace("-", "_") for name in names if name)


def _empty_message(result: CaseList) -> str:
    if result.total:
        return f"No case matches, of {result.total}. To see all: casefile list"
    return empty_page_message(result.snapshot, "case")
