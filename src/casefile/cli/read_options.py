"""The options that reading commands share: records, --on and --known-at, filters, output format."""

from __future__ import annotations

import inspect
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from casefile.cli.combined_options import flag, option, with_options
from casefile.cli.pager import show
from casefile.cli.record_arguments import SEVERAL, by_register_paths, record_argument
from casefile.cli.session import Session
from casefile.errors import BadInput, Problem
from casefile.loading.unshown_files import unshown_in_words
from casefile.terminal.json_envelope import envelope

if TYPE_CHECKING:  # the callers have already imported these modules
    from casefile.loading.indexed.index_lookup import DatedSnapshot
    from casefile.loading.read_times import QueryTimes
    from casefile.pages.page_blocks import Block
    from casefile.views.record_filter import Filters

On = Annotated[str | None, option("DATE", "Show the state on this day (default: today).", "--on")]
KnownAt = Annotated[
    str | None,
    option("REV|DATE", "Show what was known then (default: now).", "--known-at"),
]
Form = Annotated[str, option("text|md", "Text, or Markdown.", "--format")]
AsJson = Annotated[bool, flag("Print JSON.", "--json")]
Files = Annotated[list[Path] | None, typer.Argument(metavar="FILE…", help="Only these (default: all).")]


def _record_option(help_text: str) -> Any:
    """Return an option that names records, by their ids or paths."""
    return typer.Option(metavar="RECORD", help=help_text, callback=by_register_paths)


FILTERS = {
    "country": typer.Option(metavar="CODE", help="Detained by this country."),
    "situation": _record_option("Part of this situation."),
    "status": typer.Option(metavar="WORD", help="Status, stated or presumed: held, released, …"),
    "organization": _record_option("With a link to this organisation."),
    "authority": _record_option("This organisation acts against them."),
    "statute": _record_option("With a charge under this article of law."),
    "tag": typer.Option(metavar="TEXT", help="Tagged so."),
}
"""The filters by option name. Each may be given several times."""
NARROWEST, WIDEST = 40, 160


def with_filters(function: Callable[..., Any], *, records: bool = True) -> Callable[..., Any]:
    """Return a command function with --on, --known-at and filter options in place of its `**given`.

    With `records` it has RECORD arguments too.
    """
    named = record_argument(SEVERAL, "RECORD…")
    arguments = [parameter("records", Annotated[list[str] | None, named])] if records else []
    possibly = typer.Option("--possibly", help="With --status: also if it is only possible.")
    return with_options(
        function,
        [
            *arguments,
            parameter("on", On),
            parameter("known_at", KnownAt),
            *(parameter(name, Annotated[list[str] | None, option]) for name, option in FILTERS.items()),
            parameter("possibly", Annotated[bool, possibly], default=False),
        ],
    )


def gather_filters(given: Mapping[str, Any]) -> Filters:
    """Return the filters from the options of a command, which `given` contains by parameter name.

    Only `possibly` must be in `given`; another filter that is missing does not restrict the result.
    """
    from casefile.views.record_filter import Filters  # noqa: PLC0415 - the vocabulary, which --help does not need

    lists = {name: given.get(name) or () for name in ("records", *FILTERS)}
    return Filters(**lists, possibly=given["possibly"])


def query_times(session: Session, given: Mapping[str, Any]) -> QueryTimes:
    """Return the times for which a command reads: now, and the texts of --on and --known-at in `given`."""
    from casefile.loading.read_times import QueryTimes  # noqa: PLC0415 - dates, which --help does not need

    return QueryTimes(session.now, given["on"], given["known_at"])


def check_form(form: str) -> None:
    """Raise BadInput CF601 if `form` is neither "text" nor "md"."""
    if form not in {"text", "md"}:
        raise BadInput(
            "CF601", "invalid value for --format; choose from: text, md", "--format md; for JSON: --json"
        )


def check_limit(limit: int | None) -> None:
    """Raise BadInput CF601 for a --limit below 1."""
    if limit is not None and limit < 1:
        raise BadInput("CF601", "--limit must be 1 or more", "--limit 20")


def width() -> int:
    """Return the width of a page: that of the terminal or COLUMNS, else 80, within NARROWEST and WIDEST."""
    return min(max(shutil.get_terminal_size((80, 24)).columns, NARROWEST), WIDEST)


def print_page(session: Session, blocks: Iterable[Block], form: str, room: int | None = None) -> None:
    """Write blocks to stdout: as Markdown if `form` is "md", else as text of `room` or `width()` columns.

    Output that is longer than the terminal goes through the pager.
    """
    if form == "md":
        from casefile.terminal.markdown_pages import markdown  # noqa: PLC0415 - one of two forms

        show(session, markdown(blocks))
        return
    from casefile.terminal.terminal_pages import Screen, draw  # noqa: PLC0415 - the other form

    screen = Screen(room or width(), color=session.wants_color(sys.stdout), ascii=_wants_ascii(session))
    show(session, draw(blocks, screen))


def print_json(session: Session, command: str, snapshot: DatedSnapshot, data: object) -> None:
    """Write the result of a command to stdout in the JSON envelope.

    The day, the revision and the problems of files that cannot be read are those of the snapshot.
    """
    on = snapshot.on.isoformat()
    session.out(envelope(command, data, on=on, known_at=snapshot.known_at, problems=snapshot.broken))


def warn_of_broken_files(session: Session, problems: Iterable[Problem]) -> None:
    """Warn on stderr about the number of files not shown because of errors, and about ignored settings."""
    for each in unshown_in_words(problems):
        session.note(f"{each}; to see why: casefile validate")


def empty_page_message(snapshot: DatedSnapshot, kind: str) -> str:
    """Return the message for an empty page: there are files with errors, or there is no case yet.

    `kind` is the noun for what the page lists, such as `event`.
    """
    if snapshot.broken:
        return f"No {kind} can be shown."
    return 'No case yet. Open one: casefile add "Full Name" --country KG --date 2025-05-28'


def _wants_ascii(session: Session) -> bool:
    """Return whether to draw rules with hyphens: on a dumb terminal, or without a Unicode encoding."""
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    return session.environment.get("TERM") in {"dumb", "unknown"} or not encoding.startswith("utf")


def parameter(name: str, annotation: Any, *, default: object = None) -> inspect.Parameter:
    """Return a keyword parameter for an option of a command; `name` is the argument that the option sets."""
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
