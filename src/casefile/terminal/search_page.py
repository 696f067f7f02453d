"""The terminal page of `search`: the records found, and the matching fields and entries of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from casefile.model.kinds import kind_word
from casefile.model.vocabularies import capital, word
from casefile.names.groups_by_key import grouped
from casefile.pages.page_blocks import (
    BlankLine,
    Block,
    BlockTable,
    Cell,
    Heading,
    Line,
    Paragraph,
    TextSpan,
    cell,
    join_spans,
    labelled,
    line,
    muted,
)
from casefile.plural import number
from casefile.terminal.page_words import day_line
from casefile.views.search import Hit

if TYPE_CHECKING:  # the callers of this page have already imported the model for this
    from casefile.queries.search_query import SearchResult

LABELS = 18
"""Width of the column of dates and fields, in terminal columns."""
PLACES = 3
"""The maximum number of matching places that are shown for one record."""


def search_page(result: SearchResult, width: int) -> list[Block]:
    """Return the page of search results: each record with its name, and at most PLACES matches below it.

    A match of the name or the id itself is not repeated.
    """
    blocks: list[Block] = [Paragraph(day_line(result.snapshot))]
    for hits in grouped((each.record, each) for each in result.hits).values():
        first = hits[0]
        title = join_spans(
            [TextSpan(first.name, "strong"), TextSpan(first.record, "id"), kind_word(first.kind)], "  "
        )
        below = [hit for hit in hits if hit.text not in (first.name, first.record)]
        blocks += [Heading(title), *([_places(below, result, width)] if below else [])]
    return [*blocks, BlankLine(), Paragraph(_count_line(result))]


def _places(hits: Sequence[Hit], result: SearchResult, width: int) -> BlockTable:
    rows = [_place(hit, result) for hit in hits[:PLACES]]
    if len(hits) > PLACES:
        more = f"and {number(len(hits) - PLACES, 'more place')}: casefile show {hits[0].record}"
        rows.append((cell(), cell(muted(more))))
    return labelled(rows, LABELS, width - LABELS - 2)


def _place(hit: Hit, result: SearchResult) -> tuple[Cell, Cell]:
    entry = result.lines.get((hit.record, hit.event))
    if entry is None:
        return cell(muted(_label(hit.field))), cell(_matching_line(hit, result.snapshot.labels))
    doubt = None if entry.stands else TextSpan(f"{entry.standing.upper()}: ", "warn")
    ahead = muted("still ahead") if result.is_ahead(hit) else None
    headline = join_spans([line(doubt, entry.headline), muted(hit.event)])
    is_shown = hit.field.rsplit(".", 1)[-1] in SHOWN_FIELDS or hit.text in entry.headline.split()
    return cell(capital(entry.when), ahead), cell(headline, None if is_shown else _matching_line(hit, {}))


SHOWN_FIELDS = frozenset({"id", "type", "date"})
"""Fields whose value is already in the line about an entry."""


def _label(field: str) -> str:
    """Return the label of a field path, without `person`, indexes and a last `name`.

    Such as "other names" for `person.other_names.0.name`.
    """
    parts = [part for part in field.split(".") if not part.isdigit()]
    parts = parts[1:] if parts[0] == "person" and len(parts) > 1 else parts
    parts = parts[:-1] if parts[-1] == "name" and len(parts) > 1 else parts
    return " ".join(word(part) for part in parts)


def _matching_line(hit: Hit, labels: Mapping[str, str]) -> Line:
    """Return the matching text with the search words emphasised; an id is followed by its record's label."""
    pieces = line(*(TextSpan(piece.text, "strong" if piece.found else "") for piece in hit.pieces))
    called = labels.get(hit.text) if hit.text != hit.record else None
    return (*pieces, muted(f" ({called})")) if called else pieces


def _count_line(result: SearchResult) -> Line:
    records = len({hit.record for hit in result.hits})
    total = f"{number(records, 'record')}, {number(len(result.hits), 'place')}"
    left_out = f"{number(result.left_out, 'more place')} not shown" if result.left_out else ""
    later = f"{number(result.later, 'later event')} not searched" if result.later else ""
    return join_spans([total, left_out, later], "; ", "")
