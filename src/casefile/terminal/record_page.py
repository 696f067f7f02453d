"""The terminal page of all other records than cases: fields, totals, cases, ledger, referring records."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from casefile.custody.status_text import in_short
from casefile.model.kinds import kind_word
from casefile.model.plain_data import KnownData, groups, items
from casefile.model.record_shapes import shape_of
from casefile.model.shape import Shape
from casefile.model.vocabularies import capital, word
from casefile.names.groups_by_key import grouped
from casefile.pages.field_facts import format_field_value
from casefile.pages.page_blocks import (
    BlankLine,
    Block,
    BlockTable,
    Cell,
    Line,
    Paragraph,
    cell,
    headed,
    heading,
    join_spans,
    labelled,
    muted,
    paragraph,
)
from casefile.pages.text_spans import plain_text
from casefile.plural import number
from casefile.queries.record_queries import ShownRecord
from casefile.register import Register, dotted_path
from casefile.terminal.page_frame import number_sources, page_end, page_head, tier_words
from casefile.terminal.page_words import reported_and_recorded, status
from casefile.terminal.timeline_page import footnote
from casefile.views.case_counts import standing
from casefile.views.ledger_timeline import citation_of
from casefile.views.reported_totals import ComparedTotal

LABEL = 18
ELSEWHERE = frozenset({"schema", "id", "tier", "events", "counts", "name", "title", "notes", "claims"})
"""Fields that are not in the table of fields: other parts of the page show them, or no reader needs them."""


def record_page(shown: ShownRecord, width: int) -> list[Block]:
    """Return the page of a situation, organisation, statute or source, or of a withdrawal notice."""
    numbers = number_sources(shown)
    blocks: list[Block] = [
        *page_head(shown),
        Paragraph(join_spans([kind_word(shown.row.kind), tier_words(shown)])),
        BlankLine(),
        _fields(shown),
    ]
    blocks += claims(shown.data, numbers)
    if shown.counts:
        blocks += [heading("Reported and recorded"), _counts(shown.counts)]
    if shown.cases and shown.row.kind != "source":
        blocks += [heading(f"Cases, {len(shown.cases)}"), _cases(shown)]
    blocks += page_end(shown, numbers, width)
    if shown.row.kind in {"source", "statute", "organization"}:
        blocks += [*_citing(shown)]
    return blocks


def _fields(shown: ShownRecord) -> BlockTable:
    rows = field_rows(shown.snapshot.register, shape_of(shown.row.kind), shown.data, ELSEWHERE)
    return labelled(tuple(rows), LABEL)


def field_rows(
    register: Register, shape: Shape, data: KnownData, without: Container[str]
) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each field that `data` has, except those in `without`: its label and its value.

    `shape` is the shape of `data`; the rows are in its order.
    """
    for name, field in shape.seen(data).fields.items():
        if name in data and name not in without:
            yield cell(muted(word(name).capitalize())), _value(register, field, data[name])


def _value(register: Register, shape: Shape, value: object) -> Cell:
    """Return a field value as dossiers format it; each mapping in a list is on a line of its own."""
    if shape.inner is None or not shape.inner.is_mapping:
        return cell(plain_text(format_field_value(register, shape, value)))
    return cell(*(plain_text(format_field_value(register, shape.item(each), each)) for each in items(value)))


def claims(data: KnownData, numbers: Mapping[str, int]) -> Iterator[Block]:
    """Yield a heading and a table of the claims of sources about a record, grouped by field.

    Nothing is yielded without claims. `numbers` are the footnote numbers of the sources by id.
    """
    by_field = grouped((str(claim["field"]), claim) for claim in groups(data.get("claims")))
    rows = tuple(
        (cell(muted(word(field.removeprefix("person.")))), cell(*(_claim(each, numbers) for each in found)))
        for field, found in by_field.items()
    )
    if rows:
        yield heading("Contradictions between sources")
        yield labelled(rows, LABEL)


def _claim(claim: KnownData, numbers: Mapping[str, int]) -> Line:
    notes = " ".join(footnote(citation_of(each), numbers) for each in claim.get("sources", ()))
    settled = claim.get("resolution")
    followed = f"settled: {settled.get('value', '')} {settled.get('reason', '')}".strip() if settled else ""
    return join_spans([str(claim["value"]), muted(notes), followed])


def _counts(counts: tuple[ComparedTotal, ...]) -> BlockTable:
    rows = tuple(
        (
            cell(muted(capital(each.what))),
            reported_and_recorded(each),
        )
        for each in counts
    )
    return labelled(rows, LABEL)


def _cases(shown: ShownRecord) -> BlockTable:
    rows = tuple(
        (cell(each.name), cell(status(in_short(view), standing(view))), cell(muted(each.id)))
        for each in shown.cases
        for view in (shown.views[each.id],)
    )
    return headed(rows, "Name", "Status", "Id")


def _citing(shown: ShownRecord) -> Iterator[Block]:
    """Yield the table of records that refer to this one, with the fields that do.

    Cases that the page has listed already are left out, except on the page of a source, which lists none. If
    no record refers to this one, a sentence states that.
    """
    listed = frozenset[str]() if shown.row.kind == "source" else {each.id for each in shown.cases}
    by_id = shown.snapshot.register.by_id
    fields = grouped(
        (row.id, _name_place(dotted_path(reference.field, by_id[row.id].data)))
        for row, reference in shown.cited_by
        if row.id not in listed
    )
    names = {row.id: row.name for row, _ in shown.cited_by}
    if fields:
        yield heading(f"Named by {number(len(fields), 'record' if not listed else 'more record')}")
        rows = tuple(
            (cell(names[found]), cell(muted(found)), cell(muted(_join_places(places))))
            for found, places in fields.items()
        )
        yield headed(rows, "Name", "Id", "Where")
    elif not listed:
        yield BlankLine()
        yield paragraph(muted("No record refers to it."))


def _name_place(field: str) -> str:
    """Return the id of the entry for a path in the ledger, else the first part of the path."""
    parts = field.split(".")
    return parts[1] if parts[0] == "events" and len(parts) > 1 else parts[0]


def _join_places(places: list[str]) -> str:
    return ", ".join(dict.fromkeys(places))
