"""The terminal page of `stats`: numbers with bars beside them; no fact is shown by a bar alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casefile.model.vocabularies import capital
from casefile.pages.page_blocks import (
    BlankLine,
    Block,
    BlockTable,
    Cell,
    Line,
    Paragraph,
    TextSpan,
    cell,
    headed,
    heading,
    line,
    muted,
    paragraph,
)
from casefile.plural import number
from casefile.queries.stats_query import CaseStatistics
from casefile.terminal.page_words import day_line, reported_and_recorded
from casefile.views.case_counts import ALWAYS, TWICE, CaseTally

COLUMNS = ("Cases", "Held", "Presumed", "Lapsed", "Possibly", "Unknown", "Others")
MARK = "="
"""The character of which a bar is made."""
SHORTEST, LONGEST = 10, 40
"""The bounds for the length of the longest bar, in characters; with less room than that no bar is drawn."""
BESIDE, BEHIND = 30, 78
"""The width needed left of the bars, in terminal columns: with one number in a row, or with all."""
QUESTIONS = {
    "status": "Status",
    "country": "Country",
    "authority": "Authority",
    "statute": "Article of law",
    "situation": "Situation",
    "month": "First detained",
}


def stats_page(result: CaseStatistics, width: int) -> list[Block]:
    """Return the page of `stats`: the counts, then totals that sources report with the recorded ones.

    `width` is that of the terminal; if it is too narrow for bars, only numbers are shown.
    """
    counted = result.stats
    blocks: list[Block] = [Paragraph(day_line(result.snapshot)), BlankLine()]
    if counted.total:
        scale = _scale(result, width)
        rows = _by_status(result, scale) if counted.by == "status" else _by_any(result, scale)
        blocks += [rows, BlankLine(), *(Paragraph(each) for each in _remarks(result, scale))]
    else:
        blocks.append(paragraph("No case."))
    if result.reported:
        blocks += [heading("Reported and recorded"), _reported(result)]
    return blocks


def _by_status(result: CaseStatistics, scale: int) -> BlockTable:
    rows = tuple(
        (cell(result.label(tally)), _number(tally.total, "Cases"), cell(_bar(tally.total, scale)))
        for tally in result.stats.tallies
    )
    return headed(rows, "Status", "Cases", "")


def _by_any(result: CaseStatistics, scale: int) -> BlockTable:
    """Return the table with one row per value, such as a country; the bar shows all cases of the row."""
    rows = tuple(
        (
            cell(result.label(tally)),
            *(_number(each, name) for each, name in zip(_numbers(tally), COLUMNS, strict=True)),
            cell(_bar(tally.total, scale)),
        )
        for tally in result.stats.tallies
    )
    return headed(rows, QUESTIONS[result.stats.by], *COLUMNS, "")


def _numbers(tally: CaseTally) -> Sequence[int]:
    apart = [tally.counts.get(name, 0) for name in ALWAYS]
    return (tally.total, *apart, tally.total - sum(apart))


def _number(count: int, header: str) -> Cell:
    """Return a number aligned to the right edge of its header."""
    return cell(f"{count:>{len(header)}}")


def _scale(result: CaseStatistics, width: int) -> int:
    """Return the number of cases per character of a bar, so that the longest bar fits; 0 without room."""
    room = min(width - (BESIDE if result.stats.by == "status" else BEHIND), LONGEST)
    largest = max(tally.total for tally in result.stats.tallies)
    return max(-(-largest // room), 1) if room >= SHORTEST else 0


def _bar(count: int, scale: int) -> str:
    """Return a bar for a number of cases, one character for `scale` cases or less; "" without a scale."""
    return MARK * -(-count // scale) if scale else ""


def _remarks(result: CaseStatistics, scale: int) -> Iterator[Line]:
    """Yield remarks that explain what the numbers count: unit, scale of the bars, overlaps between rows."""
    counted = result.stats
    yield line(TextSpan(number(counted.total, "case"), "strong"), ", each of one person. ", TWICE)
    if scale > 1:
        yield line(f"One {MARK} is up to {scale} cases.")
    if counted.by != "status":
        yield line(GROUPS)
    if counted.by == "month":
        yield line("By the first recorded detention; uncertain if its month is not known.")
    if counted.overlapping:
        stand = "stands" if counted.overlapping == 1 else "stand"
        cases = number(counted.overlapping, "case")
        yield line(f"{cases} {stand} in more than one row; the total counts each once.")


GROUPS = (
    "Presumed: held, but only inferred or from old news. Lapsed: last known held; the order has ended. "
    "Possibly: held, or something else."
)


def _reported(result: CaseStatistics) -> BlockTable:
    """Return the table of the totals that sources report and the register records, by situation."""
    rows: list[tuple[Cell, ...]] = []
    before = ""
    for row, count in result.reported:
        first = cell(TextSpan(row.name, "strong"), muted(row.id)) if row.id != before else ()
        rows.append((first, cell(muted(capital(count.what))), reported_and_recorded(count)))
        before = row.id
    return headed(rows, "Situation", "What", "How many")
