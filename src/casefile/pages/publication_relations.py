"""The publication as relations: tables with columns from the model, for databases and columnar files.

Each kind of record is a table, and so is each list in it; groups of fields are flattened into columns. A new
field of the model becomes a new column here without any code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, partial

from msgspec import Struct

from casefile.changes.change_text import item_name
from casefile.dates import When
from casefile.model.kinds import LEDGER_KINDS
from casefile.model.plain_data import Data, items, value_at
from casefile.model.record_shapes import shape_of
from casefile.model.shape import Shape
from casefile.pages.derived_relations import (
    CITATIONS,
    COURSE_RELATIONS,
    TOTALS,
    citations,
    derived_rows,
    totals,
)
from casefile.pages.relation import (
    NUMBER,
    RECORD,
    TABLES,
    Cells,
    Holds,
    Relation,
    RelationColumn,
    cell,
    everything,
)
from casefile.publication.publish import Publication, Published
from casefile.views.ledger_timeline import ledger_dates, merged_order


@cache
def relations() -> tuple[Relation, ...]:
    """Return all tables without their rows; each comes after the tables that it refers to."""
    return (
        Relation(
            ABOUT,
            "Facts about this file, one per line.",
            (RelationColumn("name"), RelationColumn("value")),
            ("name",),
        ),
        Relation(RECORDS, "Every published record of any kind.", OF_A_RECORD, ("id",)),
        *map(_of_kind, TABLES),
        Relation(
            EVENTS,
            "Every entry of every ledger, in order; fields of other types are empty. "
            "`rank` is the place in the timeline of all ledgers.",
            (*OF_AN_EVENT, *_columns(_leaves(_any_event()))),
            ("record", "id"),
        ),
        *(_of_list(each, IN_A_RECORD) for kind in TABLES for each in _listings(kind, _shape(kind))),
        *(_of_list(each, IN_AN_EVENT) for each in _listings("event", _any_event())),
        CITATIONS,
        *COURSE_RELATIONS,
        TOTALS,
    )


def rows(publication: Publication) -> Iterator[tuple[str, Cells]]:
    """Yield each row of all tables with the name of its table before it, record by record."""
    yield from about(publication)
    ranks = timeline_ranks(publication)
    for record in everything(publication):
        yield from rows_of(publication, record, ranks)


Ranks = Mapping[tuple[str, int], int]
"""The position of an event in the timeline of all records, by record and number in the ledger."""


def timeline_ranks(publication: Publication) -> Ranks:
    """Return the position of each event in the order of `casefile timeline`; the first is 1."""
    kept = (each for each in everything(publication) if each.kind in LEDGER_KINDS)
    records = sorted(kept, key=lambda each: each.row.path)
    dates = (ledger_dates(publication.register, each.id) for each in records)
    order = enumerate(merged_order(dates), 1)
    return {(records[which].id, at + 1): rank for rank, (which, at) in order}


def about(publication: Publication) -> Iterator[tuple[str, Cells]]:
    """Yield the rows of the table `about`, which describes the publication."""
    yield ABOUT, ("audience", publication.audience)
    yield ABOUT, ("on", publication.on.isoformat())
    yield ABOUT, ("known_at", publication.known_at)


def rows_of(publication: Publication, record: Published, ranks: Ranks) -> Iterator[tuple[str, Cells]]:
    """Yield the rows of one record in all tables, each with the name of its table before it."""
    cells, kind = partial(_cells, publication), record.kind
    yield RECORDS, (record.id, kind, record.name, record.row.tier, record.chosen)
    yield TABLES[kind], (record.id, *cells(_leaves(_shape(kind)), record.data))
    for listing in _listings(kind, _shape(kind)):
        for place, item in enumerate(listing.items(record.data), 1):
            yield listing.table, (record.id, place, *listing.cells(publication, item))
    if kind in LEDGER_KINDS:
        for number, (line, data) in enumerate(publication.ledger_with_data(record.id), 1):
            rank = ranks[record.id, number]
            own = (record.id, line.event, number, line.headline, line.stands, rank)
            yield EVENTS, (*own, *cells(_leaves(_any_event()), data))
            for listing in _listings("event", _any_event()):
                for place, item in enumerate(listing.items(data), 1):
                    yield listing.table, (record.id, line.event, place, *listing.cells(publication, item))
    yield from ((CITATIONS.name, row) for row in citations(record))
    view = record.view(publication.on)
    yield from derived_rows(record, view) if view else ()
    yield from ((TOTALS.name, row) for row in totals(publication, record))


IN_A_RECORD = (RECORD, NUMBER)
IN_AN_EVENT = (RECORD, RelationColumn("event"), NUMBER)
ABOUT, RECORDS, EVENTS = "about", "records", "events"
OF_A_RECORD = (
    RelationColumn("id"),
    RelationColumn("kind"),
    RelationColumn("name"),
    RelationColumn("tier"),
    RelationColumn("asked_for", "boolean"),
)
OF_AN_EVENT = (
    RECORD,
    RelationColumn("id"),
    NUMBER,
    RelationColumn("what"),
    RelationColumn("stands", "boolean"),
    RelationColumn("rank", "integer"),
)
ELSEWHERE = frozenset({"schema", "id", "events", "record", "sources", "cites", "withdrawn"})
"""Fields that have a separate table or a column of their own in another way, or are in no table."""


# Kinds of records, and the single values in them.


class Leaf(Struct, frozen=True, dict=True):
    """A single value below a group: the path to it, and the columns that it fills."""

    path: tuple[str, ...]
    shape: Shape

    @cached_property
    def columns(self) -> tuple[RelationColumn, ...]:
        """Return the columns of the value.

        A date also has its first and last day, text that may be an id also the id.
        """
        name = "_".join(self.path)
        if self.shape.form == "date":
            return (
                RelationColumn(name),
                RelationColumn(f"{name}_earliest", "day"),
                RelationColumn(f"{name}_latest", "day"),
            )
        refers = self.shape.meta.refers
        if refers.endswith("?"):
            return (
                RelationColumn(name),
                RelationColumn(f"{name}_id", refers=TABLES[refers.removesuffix("?")]),
            )
        # The case of another person is not published because this case names it.
        refers = "" if refers == "case" else TABLES.get(refers, "")
        return (RelationColumn(name, FORMS.get(self.shape.form, "text"), refers),)

    def cells(self, publication: Publication, data: Data) -> Cells:
        """Return the cells of the columns for a group of fields."""
        return self.cells_of(publication, value_at(self.path, data))

    @cached_property
    def nothing(self) -> tuple[None, ...]:
        """Return the cells of the columns for an absent value: None in each."""
        return (None,) * len(self.columns)

    def cells_of(self, publication: Publication, value: object) -> Cells:
        """Return the cells of the columns for a value."""
        if value is None:
            return self.nothing
        columns = self.columns
        if len(columns) == 1:
            return (cell(value, columns[0].holds),)
        if self.shape.form == "date":
            return (str(value), *_outermost(str(value)))
        found = publication.register.by_id.get(str(value))
        known = found is not None and TABLES.get(found.kind) == columns[1].refers
        return (str(value), str(value) if known else None)


FORMS: Mapping[str, Holds] = {"integer": "integer", "boolean": "boolean"}


def _outermost(text: str) -> tuple[str | None, str | None]:
    when = When.find(text)
    return when.as_days() if when else (None, None)


@cache
def _leaves(shape: Shape, inside: tuple[str, ...] = ()) -> tuple[Leaf, ...]:
    """Return the single values of a group and of the groups in it, in model order."""
    return tuple(_leaves_below(shape, inside))


def _leaves_below(shape: Shape, inside: tuple[str, ...]) -> Iterator[Leaf]:
    for name, field in shape.fields.items():
        if name in ELSEWHERE and not inside:
            continue
        if field.is_mapping and not field.is_list:
            yield from _leaves_below(field, (*inside, name))
        elif not field.is_list:
            yield Leaf((*inside, name), field)


def _columns(leaves: Iterable[Leaf]) -> tuple[RelationColumn, ...]:
    return tuple(column for leaf in leaves for column in leaf.columns)


def _cells(publication: Publication, leaves: Iterable[Leaf], data: Data) -> Cells:
    return tuple(cell for leaf in leaves for cell in leaf.cells(publication, data))


def _of_kind(kind: str) -> Relation:
    columns = (RelationColumn("id", refers=RECORDS), *_columns(_leaves(_shape(kind))))
    return Relation(TABLES[kind], _shape(kind).models[0].description, columns, ("id",))


def _shape(kind: str) -> Shape:
    return shape_of(kind).seen({"events": []})


# Events of ledgers.


@cache
def _any_event() -> Shape:
    """Return the shape with all fields that an event of any type may have."""
    models = [
        model
        for kind in LEDGER_KINDS
        for model in (_shape(kind).fields["events"].inner or Shape(EVENTS)).models
    ]
    return Shape(EVENTS, models=tuple(dict.fromkeys(models)))


# Lists.


class ListRelation(Struct, frozen=True, dict=True):
    """A list in a kind of record or in an event: its table, its path, and the single values of its items."""

    table: str
    path: tuple[str, ...]
    shape: Shape

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Return the values of an item: the fields of a group, or the item itself.

        A list in a group is one value, as text.
        """
        item = self.shape.inner or Shape(self.path[-1])
        if not item.is_mapping:
            return (Leaf((item_name(self.path[-1]),), item),)
        lists = [
            Leaf((name,), Shape(name))
            for name, field in item.fields.items()
            if field.is_list and name not in ELSEWHERE
        ]
        own_id = [Leaf(("id",), item.fields["id"])] if "id" in item.fields else []
        return (*own_id, *_leaves(item), *lists)

    def items(self, data: Data) -> Sequence[object]:
        """Return the items of the list in a record or an event."""
        return items(value_at(self.path, data))

    def cells(self, publication: Publication, item: object) -> Cells:
        """Return the cells of an item, without those that name its record, event and number."""
        if isinstance(item, Mapping):
            return _cells(publication, self.leaves, item)
        first, *others = self.leaves
        missing = (None,) * len(_columns(others))
        return (*first.cells_of(publication, item), *missing)


def _of_list(listing: ListRelation, inside: tuple[RelationColumn, ...]) -> Relation:
    columns = (*inside, *_columns(listing.leaves))
    return Relation(listing.table, listing.shape.meta.description, columns, tuple(c.name for c in inside))


@cache
def _listings(owner: str, shape: Shape, inside: tuple[str, ...] = ()) -> tuple[ListRelation, ...]:
    """Return the lists in a group and in the groups inside it, in model order.

    `owner` begins their table names.
    """
    found: list[ListRelation] = []
    for name, field in shape.fields.items():
        if name in ELSEWHERE:
            continue
        if field.is_list:
            found.append(ListRelation(f"{owner}_{name}", (*inside, name), field))
        elif field.is_mapping:
            found += _listings(owner, field, (*inside, name))
    return tuple(found)
