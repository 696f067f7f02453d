"""The terminal page of `today`: short sections, persons before tasks.

An empty section states that it is empty; sections of urgent reports and interrupted writes are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from casefile.custody.status_text import day_words, since_words
from casefile.model.vocabularies import capital
from casefile.pages.page_blocks import (
    Block,
    Cell,
    Paragraph,
    TextSpan,
    cell,
    heading,
    join_spans,
    labelled,
    line,
    muted,
    paragraph,
)
from casefile.plural import number
from casefile.queries.today_query import LOOKED_FOR, TodayOverview
from casefile.terminal.due_page import DATES, deadline_table
from casefile.terminal.page_words import day_line, status
from casefile.views.case_counts import STANDINGS, standing
from casefile.views.deadlines.deadline import Due

FEW = 5
"""Maximum rows of a section; the others are counted, and the command that lists them is shown."""
NO_GIT = "Not known: this register is not in a git repository, or git is not installed."


def today_page(result: TodayOverview, width: int) -> list[Block]:
    """Return the page of `today`, one section for each part of the overview.

    They are: reports of danger, persons held, deadlines, persons without news, interrupted writes,
    uncommitted records, files with problems, drafts.
    """
    return [
        Paragraph(day_line(result.snapshot)),
        *_urgent(result, width),
        *_held(result, width),
        *_due(result.due, "Due", "casefile due", width, "Nothing overdue, nothing within 14 days."),
        *_due(result.stale, "Without news", "casefile due", width, "Nobody."),
        *_unfinished(result),
        *_uncommitted(result, width),
        *_problems(result, width),
        *_drafts(result, width),
    ]


def _held(result: TodayOverview, width: int) -> Iterator[Block]:
    yield heading("Held")
    counts = Counter(standing(row) for row in result.held)
    summary = ", ".join(f"{counts[key]} {name}" for key, name in STANDINGS.items() if counts[key])
    total = sum(result.counts.values())
    if not total:
        yield paragraph("No case yet." if not result.snapshot.broken else "No case can be shown.")
        return
    among = f"of {number(total, 'case')}"
    yield Paragraph(line(TextSpan(summary, "strong"), f", {among}") if summary else line(f"Nobody, {among}."))
    rows = [
        (
            cell(capital(since_words(row.since)) or "Since not known"),
            cell(
                join_spans([TextSpan(row.name, "strong"), (status(result.words[row.id], standing(row)),)]),
                muted(row.id),
            ),
        )
        for row in result.held[:FEW]
    ]
    asked = " ".join(f"--status {each}" for each in LOOKED_FOR)
    yield from _limited_table(rows, len(result.held), f"casefile list {asked} --possibly", width)


def _due(rows: Sequence[Due], title: str, command: str, width: int, nothing: str) -> Iterator[Block]:
    """Yield a section with the FEW deadlines nearest to the day, past or future, and a command for the rest.

    They stay in the order of `rows`. `nothing` is the text of an empty section.
    """
    yield heading(_title_with_count(title, len(rows)))
    if not rows:
        yield paragraph(nothing)
        return
    nearest = sorted(rows, key=lambda row: abs(row.days))[:FEW]
    yield deadline_table([row for row in rows if row in nearest], width)
    yield from _more(len(rows) - FEW, command)


def _urgent(result: TodayOverview, width: int) -> Iterator[Block]:
    """Yield the section of reports of danger; nothing without any."""
    if result.urgent:
        yield from _due(result.urgent, "Urgent", "casefile due", width, "")


def _unfinished(result: TodayOverview) -> Iterator[Block]:
    """Yield the section of interrupted writes, each with a hint how to fix it; nothing without any."""
    if not result.unfinished:
        return
    yield heading(_title_with_count("Unfinished writes", len(result.unfinished)))
    for each in result.unfinished[:FEW]:
        yield paragraph(f"{each.code} {each.path}: {each.message}")
        yield paragraph(muted(each.hint))
    yield from _more(len(result.unfinished) - FEW, "casefile validate")


def _uncommitted(result: TodayOverview, width: int) -> Iterator[Block]:
    found = result.uncommitted
    yield heading(_title_with_count("Uncommitted", len(found or ())))
    if not found:
        yield paragraph(NO_GIT if found is None else "Nothing.")
        return
    rows = [(cell(capital(each.change)), cell(each.record)) for each in found[:FEW]]
    yield from _limited_table(rows, len(found), "git status", width)
    if result.operation:
        yield paragraph(f"A git {result.operation} is in progress.")
    yield paragraph(muted("git status" if result.operation else "casefile commit"))


def _problems(result: TodayOverview, width: int) -> Iterator[Block]:
    yield heading(_title_with_count("Problems", len(result.troubled), "file"))
    if not result.troubled:
        yield paragraph("None.")
        return
    rows = [
        (
            cell(
                TextSpan(number(each.errors, "error"), "warn") if each.errors else None,
                number(each.warnings, "warning") if each.warnings else None,
            ),
            cell(each.path),
        )
        for each in result.troubled[:FEW]
    ]
    yield from _limited_table(rows, len(result.troubled), "casefile validate", width)


def _drafts(result: TodayOverview, width: int) -> Iterator[Block]:
    found = result.drafts
    yield heading(_title_with_count("Drafts", len(found or ())))
    if not found:
        yield paragraph(NO_GIT if found is None else "None.")
        return
    rows = [(cell(day_words(each.day)), cell(each.name)) for each in found[:FEW]]
    yield from _limited_table(rows, len(found), f"ls {found[0].path.parent}", width)


def _title_with_count(title: str, count: int, noun: str = "") -> str:
    counted = number(count, noun) if noun else str(count)
    return f"{title}, {counted}" if count else title


def _limited_table(rows: Sequence[tuple[Cell, ...]], count: int, command: str, width: int) -> Iterator[Block]:
    """Yield a table of the rows, at most FEW of `count`; if there are more, their number and the command."""
    if rows:
        yield labelled(rows, DATES, width - DATES - 2)
    yield from _more(count - FEW, command)


def _more(count: int, command: str) -> Iterable[Block]:
    return [paragraph(muted(f"{count} more: {command}"))] if count > 0 else []
