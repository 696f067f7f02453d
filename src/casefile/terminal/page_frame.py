"""The parts that the pages of all records share: head, ledger, notes, and sources as footnotes."""

from __future__ import annotations

from collections.abc import Mapping

from casefile.pages.page_blocks import (
    Block,
    BlockTable,
    Cell,
    Heading,
    Line,
    Paragraph,
    TextSpan,
    cell,
    heading,
    join_spans,
    labelled,
    muted,
    paragraph,
)
from casefile.plural import number
from casefile.queries.record_queries import ShownRecord
from casefile.terminal.page_words import day_line
from casefile.terminal.timeline_page import ledger_table


def page_head(shown: ShownRecord) -> list[Block]:
    """Return the line with the day and the commit (`day_line`), then the name and the id of the record."""
    title = join_spans([TextSpan(shown.row.name, "title"), muted(shown.row.id)], "  ")
    return [Paragraph(day_line(shown.snapshot)), Heading(title, level=1)]


def tier_words(shown: ShownRecord) -> TextSpan:
    """Return the tier of the record, as a warning if it is not public."""
    return TextSpan(shown.row.tier, "warn" if shown.row.tier != "public" else "muted")


def page_end(shown: ShownRecord, numbers: Mapping[str, int], width: int, empty: str = "") -> list[Block]:
    """Return the ledger of the record, its notes and its sources, each under a heading if there are any.

    `numbers` are the footnote numbers of the sources by id. `empty` is the text for a ledger without entries.
    """
    notes = str(shown.data["notes"]).split("\n") if shown.data.get("notes") else []
    blocks = _ledger(shown, numbers, width, empty)
    if notes:
        blocks += [heading("Notes"), *map(paragraph, notes)]
    if numbers:
        blocks += [heading("Sources"), _sources(shown, numbers)]
    return blocks


def _ledger(shown: ShownRecord, numbers: Mapping[str, int], width: int, empty: str = "") -> list[Block]:
    """Return the ledger of a record as blocks; without entries the text `empty`, or nothing if that is ""."""
    if not (shown.lines or shown.ahead or shown.later):
        return [heading("Ledger"), paragraph(muted(empty))] if empty else []
    later = f"{shown.later} later not shown" if shown.later else ""
    ledger_title = "; ".join(filter(None, (f"Ledger, {number(len(shown.lines), 'event')}", later)))
    blocks: list[Block] = [heading(ledger_title)]
    for title, lines in (("", shown.lines), ("Future events, as recorded", shown.ahead)):
        if lines:
            blocks += [heading(title)] if title else []
            blocks += [
                ledger_table(lines, shown.snapshot.labels, width, named=False, numbers=numbers, ids=True)
            ]
    return blocks


def number_sources(shown: ShownRecord) -> dict[str, int]:
    """Return the footnote number of each source that a record cites: those of the ledger first, from 1.

    A source that only events after the day cite is left out, as these events are.
    """
    in_ledger = [cited.source for each in (*shown.lines, *shown.ahead) for cited in each.cited]
    cited = (each for each in shown.row.references if each.refers == "source")
    elsewhere = [each.target for each in cited if not shown.leaves_out(each.field)]
    return {source: number for number, source in enumerate(dict.fromkeys([*in_ledger, *elsewhere]), 1)}


def _sources(shown: ShownRecord, numbers: Mapping[str, int]) -> BlockTable:
    """Return the footnotes: label, title, connection to the person, id and URL of each source.

    A source that is missing or has errors has only its label, or its id.
    """
    rows = tuple((cell(muted(f"[{number}]")), _source(shown, source)) for source, number in numbers.items())
    width = len(f"[{len(numbers)}]")
    return labelled(rows, width)


def _source(shown: ShownRecord, source_id: str) -> Cell:
    entry = shown.snapshot.register.by_id.get(source_id)
    called = shown.snapshot.labels.get(source_id, source_id)
    if entry is None or entry.broken or entry.kind != "source":
        return cell(muted(called))
    source = entry.fields
    return cell(
        join_spans([_source_title(called, source), muted(source_id)], "  "),
        muted(str(source["url"])) if "url" in source else None,
    )


def _source_title(called: str, source: Mapping[str, object]) -> Line:
    connection = str(source.get("connection", ""))
    shown_connection = "" if connection in {"media", "unknown"} else connection
    return join_spans([called, str(source.get("title", "")), shown_connection])
