"""casefile search WORDS…: names in any script, events, notes, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from casefile.cli.combined_options import option
from casefile.cli.command_table import GLOBAL
from casefile.cli.lazy_commands import command
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
from casefile.cli.session import session_of
from casefile.errors import BadInput
from casefile.plural import number
from casefile.terminal.safe_text import inert

if TYPE_CHECKING:  # needs the model, which --help does not
    from casefile.queries.search_query import SearchResult

HELP = """Search all records for words: names, events, notes, sources, laws.

All words must be in one record, in any script. The start of a word is enough. Quotes, stars and hyphens
have no special meaning. A filter limits the search to the cases that match it, with their situations and
organisations. Events after --on are left out. Without --on, future events are found too, and marked.

\b
Example:
  casefile search александров hearing
"""


def build(name: str, typed: list[str]) -> TyperCommand:
    """Return the command; search words may begin with a hyphen.

    Raises BadInput CF601 if a global option was typed after the command, unless there is a `--`.
    """
    misplaced = [word for word in typed if word in GLOBAL]
    if misplaced and "--" not in typed:
        raise BadInput(
            "CF601",
            f"{misplaced[0]} goes before the command",
            f"casefile {misplaced[0]} search …; to look for it: casefile search -- {misplaced[0]}",
        )
    return command(name, with_filters(_search, records=False), HELP, any_words=True)


def _search(
    ctx: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="WORDS…", help="The words to find.")],
    limit: Annotated[int | None, option("N", "Show at most N results.")] = None,
    form: Form = "text",
    as_json: AsJson = False,
    **given: Any,
) -> None:
    from casefile.queries.search_query import find_words  # noqa: PLC0415 - the model, which --help does not need
    from casefile.terminal.search_page import search_page  # noqa: PLC0415 - as above

    session = session_of(ctx)
    check_form(form)
    check_limit(limit)
    found = find_words(
        session.directory, query_times(session, given), gather_filters(given), " ".join(words), limit
    )
    warn_of_broken_files(session, found.snapshot.broken)
    if as_json:
        print_json(session, "search", found.snapshot, found)
    elif found.hits:
        print_page(session, search_page(found, width()), form)
    if not found.hits:
        session.note(_empty_message(found, words))


def _empty_message(found: SearchResult, words: list[str]) -> str:
    if found.is_empty:
        return empty_page_message(found.snapshot, "record")
    lines = ["Nothing was found."]
    if found.near:
        lines.append("Did you mean one of these?")
        lines += [f"  {row.id}  {inert(row.name)}" for row in found.near]
    options = [word for word in words if word.startswith("--")]
    if options:
        lines.append(f"{inert(options[0])} is not an option of search; it was searched for as a word.")
    if found.later:
        lines.append(
            f"{number(found.later, 'event')} after that day not searched; without --on, all are searched."
        )
    return "\n".join(lines)
