"""The page of a record that is no case: what it says, what happened, its cases, and what names it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casefile.custody.spoken import in_short, said_date
from casefile.model.places import kind_word
from casefile.model.shape import Shape
from casefile.model.shapes import shape_of
from casefile.model.words import capital, number, word
from casefile.operations.read import Shown
from casefile.register import dotted
from casefile.render.blocks import (
    Block,
    Cell,
    Column,
    Gap,
    Heading,
    Line,
    Paragraph,
    Span,
    Table,
    cell,
    joined,
    line,
)
from casefile.render.ledger import ledger
from casefile.render.sources import numbered, sources
from casefile.render.words import clocks, status
from casefile.views.counts import Counted

LABEL = 18
ELSEWHERE = frozenset({"schema", "id", "tier", "events", "counts", "name", "title", "notes", "claims"})
"""Fields that the page shows in a place of their own, or that tell a reader nothing."""


def record(shown: Shown, width: int) -> list[Block]:
    """Lay out a situation, an organisation, a statute or a source."""
    numbers = numbered(shown)
    tier = Span(shown.row.tier, "warn" if shown.row.tier != "public" else "muted")
    blocks: list[Block] = [
        Paragraph(clocks(shown.moment)),
        Heading(joined([Span(shown.row.name, "title"), Span(shown.row.id, "muted")], "  "), level=1),
        Paragraph(joined([kind_word(shown.row.kind), tier])),
        Gap(),
        _fields(shown),
    ]
    if shown.counts:
        blocks += [Heading(line("Reported and recorded")), _counts(shown.counts)]
    if shown.cases and shown.row.kind != "source":
        blocks += [Heading(line(f"Cases, {len(shown.cases)}")), _cases(shown)]
    blocks += ledger(shown, numbers, width)
    if shown.data.get("notes"):
        blocks += [
            Heading(line("Notes")),
            *(Paragraph(line(text)) for text in str(shown.data["notes"]).split("\n")),
        ]
    if numbers:
        blocks += [Heading(line("Sources")), sources(shown, numbers)]
    if shown.row.kind in {"source", "statute", "organization"}:
        blocks += [*_citing(shown)]
    return blocks


def _fields(shown: Shown) -> Table:
    """Lay out the fields as the record holds them, by their names."""
    shape = shape_of(shown.row.kind)
    labels = shown.moment.labels
    rows = tuple(
        (cell(Span(word(name).capitalize(), "muted")), _value(shape.fields[name], shown.data[name], labels))
        for name in shape.keys
        if name in shown.data and name not in ELSEWHERE
    )
    return Table((Column("", LABEL), Column("")), rows, bare=True)


def _value(shape: Shape, value: object, labels: Mapping[str, str]) -> Cell:
    """Say a value: dates in words, ids by the names of their records, groups by their fields."""
    if isinstance(value, list):
        if shape.inner is not None and shape.inner.is_mapping:
            return cell(*(_group(shape.item(each), each, labels) for each in value))
        return cell(", ".join(_scalar(shape.item(each), each, labels) for each in value))
    return cell(_group(shape, value, labels))


def _group(shape: Shape, value: object, labels: Mapping[str, str]) -> Line:
    if not isinstance(value, Mapping):
        return line(_scalar(shape, value, labels))
    seen = shape.seen(value)
    told = (
        ", ".join(span.text for each in _value(seen.fields[name], value[name], labels) for span in each)
        for name in seen.keys
        if name in value and name != "sources"
    )
    return joined(told)


def _scalar(shape: Shape, value: object, labels: Mapping[str, str]) -> str:
    if shape.form == "date":
        return said_date(str(value))
    text = str(value)
    return word(text) if shape.words else labels.get(text, text)


def _counts(counts: tuple[Counted, ...]) -> Table:
    rows = tuple(
        (
            cell(Span(capital(each.what), "muted")),
            reported_and_recorded(each),
        )
        for each in counts
    )
    return Table((Column("", LABEL), Column("")), rows, bare=True)


def reported_and_recorded(counted: Counted) -> Cell:
    """Return a total as each source reports it, and how many cases the register holds."""
    reported = " or ".join(dict.fromkeys(each.words(" reported") for each in counted.reported))
    return cell(line(f"{reported}, ", Span(f"{len(counted.recorded)} recorded", "strong")))


def _cases(shown: Shown) -> Table:
    words = {record: in_short(view) for record, view in shown.views.items()}
    rows = tuple(
        (cell(each.name), cell(status(words[each.id], each)), cell(Span(each.id, "muted")))
        for each in shown.cases
    )
    return Table((Column("Name"), Column("Status"), Column("Id")), rows)


def _citing(shown: Shown) -> Iterator[Block]:
    """Say which records name this one, and where; cases that are listed already only for a source."""
    listed = frozenset[str]() if shown.row.kind == "source" else {each.id for each in shown.cases}
    fields: dict[str, list[str]] = {}
    for row, reference in shown.cited_by:
        if row.id not in listed:
            data = shown.moment.register.by_id[row.id].data
            fields.setdefault(row.id, []).append(_short(dotted(reference.field, data)))
    names = {row.id: row.name for row, _ in shown.cited_by}
    if fields:
        yield Heading(line(f"Named by {number(len(fields), 'record' if not listed else 'more record')}"))
        rows = tuple(
            (cell(names[found]), cell(Span(found, "muted")), cell(Span(_places(places), "muted")))
            for found, places in fields.items()
        )
        yield Table((Column("Name"), Column("Id"), Column("Where")), rows)
    elif not listed:
        yield Gap()
        yield Paragraph(line(Span("No record names it.", "muted")))


def _short(field: str) -> str:
    """Name the entry or the field, not the place within it."""
    parts = field.split(".")
    return parts[1] if parts[0] == "events" and len(parts) > 1 else parts[0]


def _places(places: list[str]) -> str:
    return ", ".join(dict.fromkeys(places))
