"""What all reading commands share: RECORD arguments, the two clocks, the filters, the form of the answer."""

from __future__ import annotations

import inspect
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from casefile.cli.combined_options import with_options
from casefile.cli.pager import show
from casefile.cli.session import Session
from casefile.errors import BadInput, Problem
from casefile.loading.unshown_files import unshown_in_words
from casefile.terminal.json_envelope import envelope

if TYPE_CHECKING:  # what was laid out comes from those who loaded what it is made of
    from casefile.loading.indexed.index_lookup import DatedSnapshot
    from casefile.loading.read_times import Clocks
    from casefile.pages.page_blocks import Block
    from casefile.views.record_filter import Filters

On = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="The world on that day; today otherwise.")
]
KnownAt = Annotated[
    str | None,
    typer.Option(
        "--known-at",
        metavar="REV|DATE",
        help="The register as committed then; otherwise as it lies here.",
    ),
]
Form = Annotated[str, typer.Option("--format", metavar="text|md", help="Text, or Markdown.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
Files = Annotated[
    list[Path] | None, typer.Argument(metavar="FILE…", help="Only these; all of them otherwise.")
]

FILTERS = {
    "country": ("CODE", "Detained by this country."),
    "situation": ("RECORD", "Part of this situation."),
    "status": ("WORD", "Certainly so: held, released, restricted, unknown, …"),
    "organization": ("RECORD", "Tied to this organisation."),
    "authority": ("RECORD", "This organisation acts against them."),
    "statute": ("RECORD", "Under this article of law."),
    "tag": ("TEXT", "Tagged so."),
}
"""The filters by their option: what they take, and what they ask. Each may be given again."""
NARROWEST, WIDEST = 40, 160


def with_filters(function: Callable[..., Any], *, records: bool = True) -> Callable[..., Any]:
    """Give a command the RECORD arguments, the clocks and the filters in place of its `**given`."""
    named = typer.Argument(metavar="RECORD…", help="Ids, or names or parts of them, in any script.")
    arguments = [parameter("records", Annotated[list[str] | None, named])] if records else []
    possibly = typer.Option("--possibly", help="With --status: also where it is only possible.")
    return with_options(
        function,
        [
            *arguments,
            parameter("on", On),
            parameter("known_at", KnownAt),
            *(parameter(name, _filter(name, *told)) for name, told in FILTERS.items()),
            parameter("possibly", Annotated[bool, possibly], default=False),
        ],
    )


def gather_filters(given: Mapping[str, Any]) -> Filters:
    """Gather the filters that were typed."""
    from casefile.views.record_filter import Filters  # noqa: PLC0415 - the vocabulary, which --help does not need

    lists = {name: given.get(name) or () for name in ("records", *FILTERS)}
    return Filters(**lists, possibly=given["possibly"])


def clocks(session: Session, given: Mapping[str, Any]) -> Clocks:
    """Gather the two clocks."""
    from casefile.loading.read_times import Clocks  # noqa: PLC0415 - dates, which --help does not need

    return Clocks(session.now, given["on"], given["known_at"])


def checked_form(form: str) -> None:
    """Refuse a form that there is not, before anything is read."""
    if form not in {"text", "md"}:
        raise BadInput("CF601", "--format takes text or md", "--format md; for JSON: --json")


def checked_limit(limit: int | None) -> None:
    """Refuse to show less than one."""
    if limit is not None and limit < 1:
        raise BadInput("CF601", "--limit takes a number from 1 on", "--limit 20")


def width() -> int:
    """Return how many columns a page has: the terminal's, or what COLUMNS says; 80 where there is neither."""
    return min(max(shutil.get_terminal_size((80, 24)).columns, NARROWEST), WIDEST)


def print_page(session: Session, blocks: Iterable[Block], form: str, room: int | None = None) -> None:
    """Write a page to stdout: for people on a terminal, or as Markdown."""
    if form == "md":
        from casefile.terminal.markdown_pages import markdown  # noqa: PLC0415 - one of two forms

        show(session, markdown(blocks))
        return
    from casefile.terminal.terminal_pages import Screen, draw  # noqa: PLC0415 - the other form

    screen = Screen(room or width(), color=session.wants_color(sys.stdout), ascii=_wants_ascii(session))
    show(session, draw(blocks, screen))


def print_json(session: Session, command: str, moment: DatedSnapshot, data: object) -> None:
    """Write the envelope with both clocks, and what is wrong with files that are not shown."""
    on = moment.on.isoformat()
    session.out(envelope(command, data, on=on, known_at=moment.known_at, problems=moment.broken))


def warn_of_broken_files(session: Session, problems: Iterable[Problem]) -> None:
    """Say on stderr that files are not shown because they have errors, or that the settings do not count."""
    for each in unshown_in_words(problems):
        session.say(f"{each}: casefile validate")


def none_to_show(moment: DatedSnapshot, kind: str) -> str:
    """Return the sentence for an empty page: all records have errors, or there are none."""
    if moment.broken:
        return f"No {kind} can be shown."
    return 'No case yet. Open one: casefile add "Full Name" --country KG --date 2025-05-28'


def _wants_ascii(session: Session) -> bool:
    """Tell whether rules are drawn with hyphens: for a terminal that can do nothing, or speaks no Unicode."""
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    return session.environment.get("TERM") in {"dumb", "unknown"} or not encoding.startswith("utf")


def _filter(name: str, metavar: str, told: str) -> Any:
    return Annotated[list[str] | None, typer.Option(f"--{name}", metavar=metavar, help=told)]


def parameter(name: str, annotation: Any, *, default: object = None) -> inspect.Parameter:
    """Return an option of a command, by the name of the argument that it sets."""
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
