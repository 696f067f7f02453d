"""The terminal page of `timeline`, and the layout of a ledger, which `show` uses too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from casefile.changes.cited_sources import Cited
from casefile.model.vocabularies import capital, word
from casefile.names.groups_by_key import grouped
from casefile.pages.page_blocks import (
    BlankLine,
    Block,
    BlockColumn,
    BlockTable,
    Cell,
    Heading,
    Line,
    Paragraph,
    Role,
    TextSpan,
    cell,
    join_spans,
    line,
    muted,
)
from casefile.plural import number
from casefile.queries.record_queries import Timeline
from casefile.terminal.page_words import day_line
from casefile.views.ledger_timeline import TimelineLine

DATES, SOURCES = 18, 34
"""Widths of the columns of dates and of sources, in terminal columns."""
WIDE = 110
"""The minimum terminal width at which the sources get a column of their own."""


def timeline_page(result: Timeline, width: int) -> list[Block]:
    """Return the page of a timeline: dates on the left, persons and events beside them.

    Entries are grouped under the name of their record with `by_case`, or if there is only one record.
    """
    blocks: list[Block] = [Paragraph(day_line(result.snapshot))]
    labels = result.snapshot.labels
    if result.by_case or len({each.record for each in result.lines}) == 1:
        for group in grouped((each.record, each) for each in result.lines).values():
            first = group[0]
            blocks += [Heading(join_spans([TextSpan(first.name, "strong"), muted(first.record)], "  "))]
            blocks += [ledger_table(group, labels, width, named=False)]
        blocks.append(BlankLine())
    else:
        blocks += [BlankLine(), ledger_table(result.lines, labels, width, named=True), BlankLine()]
    blocks.append(Paragraph(_count_line(result)))
    return blocks


def ledger_table(  # noqa: PLR0913 - each page shows a ledger differently
    lines: Sequence[TimelineLine],
    labels: Mapping[str, str],
    width: int,
    *,
    named: bool,
    numbers: Mapping[str, int] | None = None,
    ids: bool = False,
) -> BlockTable:
    """Return the entries of a ledger as a table; a date is not repeated for the entries directly below it.

    `labels` are the labels of records by id. `named` adds the name of the record to each entry, `ids` the id
    of the entry. `numbers` are the numbers of the sources, which are then cited as footnotes; without it a
    wide terminal shows a column of sources.
    """
    wide = width >= WIDE and numbers is None
    rows: list[tuple[Cell, ...]] = []
    before = ""
    for each in lines:
        date = each.date.words()
        content = cell(
            _title(each, named=named, ids=ids),
            each.details or None,
            each.summary or None,
            muted(each.reason) if each.reason else None,
            _where(each, labels, numbers),
        )
        row = (cell(capital(date)) if date != before else (), content)
        rows.append((*row, _sources(each, labels)) if wide else row)
        before = date
    columns = [BlockColumn("", DATES), BlockColumn("", width - DATES - 2)]
    if wide:
        columns = [
            BlockColumn("", DATES),
            BlockColumn("", width - DATES - SOURCES - 4),
            BlockColumn("", SOURCES),
        ]
    return BlockTable(tuple(columns), tuple(rows), bare=True, airy=True)


def _title(entry: TimelineLine, *, named: bool, ids: bool) -> Line:
    """Return the title line of an entry; the verification status comes first if the entry does not count."""
    headline = entry.headline if named or not entry.stands else capital(entry.headline)
    doubt = None if entry.stands else TextSpan(f"{entry.standing.upper()}: ", "warn")
    role: Role = "muted" if not entry.stands else "" if named else "strong"
    standing = muted(f", {entry.standing}") if entry.standing in SURER else None
    tier = TextSpan(f" [{entry.tier}]", "warn") if entry.tier != "public" else None
    title = line(doubt, TextSpan(headline, role), standing, tier)
    name = TextSpan(entry.name, "strong") if named else ""
    return join_spans([name, title, muted(entry.event) if ids else ""])


SURER = frozenset({"corroborated", "confirmed"})
"""The verification statuses that are shown after the title of an entry that counts."""


def _where(entry: TimelineLine, labels: Mapping[str, str], numbers: Mapping[str, int] | None) -> Line:
    by = ", ".join(labels.get(name, name) for name in entry.by)
    notes = " ".join(footnote(each, numbers) for each in entry.cited) if numbers is not None else ""
    court = labels.get(entry.court, entry.court)
    parts = (
        entry.place,
        court,
        f"by {by}" if by else "",
        notes,
        *_partly_sourced_fields(entry, numbers or {}),
    )
    return join_spans(muted(each) for each in parts)


def _partly_sourced_fields(entry: TimelineLine, numbers: Mapping[str, int]) -> Iterator[str]:
    """Yield each field of an entry that only some of its sources state, and their numbers: `reasons: [2]`.

    Without `numbers` nothing is yielded.
    """
    for name in entry.alone if numbers else ():
        notes = " ".join(footnote(each, numbers) for each in entry.cited_for(name))
        yield f"{word(name)}: {notes}"


def footnote(cited: Cited, numbers: Mapping[str, int]) -> str:
    """Return the citation of a source: its number, or its id without one, and the locator: `[1 ¶4]`."""
    where = f" {cited.locator}" if cited.locator else ""
    return f"[{numbers.get(cited.source, cited.source)}{where}]"


def _sources(entry: TimelineLine, labels: Mapping[str, str]) -> Cell:
    """Return the names of the cited sources, each once with all its locators."""
    places = grouped((each.source, each.locator) for each in entry.cited)
    return cell(
        *(
            muted(" ".join(filter(None, (labels.get(source, source), *locators))))
            for source, locators in places.items()
        )
    )


def _count_line(result: Timeline) -> Line:
    records = len({each.record for each in result.lines})
    total = f"{number(len(result.lines), 'event')} of {number(records, 'record')}"
    doubted = sum(not each.stands for each in result.lines)
    marked = f"{doubted} doubted and marked" if doubted else ""
    later = f"{result.later} later not shown" if result.later else ""
    return join_spans([TextSpan(total), TextSpan(marked), TextSpan(later)], "; ")
