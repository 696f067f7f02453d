"""The tables of a publication: one with a row for each case, one with a row for each event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from casefile.changes.value_text import format_value
from casefile.dates import Day, When
from casefile.model.kinds import LEDGER_KINDS
from casefile.model.plain_data import Data, Fields, groups, mapping
from casefile.model.record_shapes import shape_of, shape_of_entry
from casefile.model.shape import Shape
from casefile.model.vocabularies import LEDGER, is_believed
from casefile.publication.publish import Publication, Published
from casefile.views.case_rows import COLUMNS, make_case_row
from casefile.views.charge_text import charge_words
from casefile.views.ledger_timeline import TimelineLine

Cell = str | int | None


class CaseTable(Struct, frozen=True):
    """Named columns, and rows of the same length that can be iterated once.

    A cell is text, a number or None. `days` are the columns of dates: days in ISO form, or less exact dates.
    """

    columns: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]
    days: frozenset[str] = frozenset()


def cases(publication: Publication) -> CaseTable:
    """Return a row for each chosen case on the publication's day; the columns are CASE_COLUMNS.

    First come the columns of `list`, except `rule`, then the person, the charges and sentences, the
    proceedings, the addresses of sources and ids in other registers. A cell may contain several values,
    joined by `; `.
    """
    return CaseTable(CASE_COLUMNS, (_case(publication, each) for each in publication.of("case")), DAYS)


def events(publication: Publication) -> CaseTable:
    """Return a row for each event of the chosen records, record by record, in the order of each ledger."""
    return CaseTable(EVENT_COLUMNS, _events(publication), DAYS)


def join_cell(values: object) -> Cell:
    """Return a value as one cell; the values of a list are joined by `; `."""
    if isinstance(values, list | tuple):
        return "; ".join(str(value) for value in values)
    return values if isinstance(values, int) or values is None else str(values)


DAYS = frozenset({"since", "until", "last_confirmed", "birth", "date", "earliest", "latest"})
DAYS_HELD = ("days_held_min", "days_held_max")
LIST_COLUMNS = tuple(
    name
    for column in COLUMNS
    if column != "rule"  # a publication states no reasons
    for name in (DAYS_HELD if column == "days_held" else (column,))
)
PERSON_COLUMNS = (
    "other_names", "gender", "birth", "age", "minor", "nationalities", "capacity", "affiliations",
)  # fmt: skip
CASE_COLUMNS = (
    *LIST_COLUMNS, *PERSON_COLUMNS, "charges", "sentences", "proceedings", "source_urls", "external_ids",
)  # fmt: skip
EVENT_COLUMNS = (
    "record", "kind", "name", "event", "type", "date", "earliest", "latest", "what", "summary", "place", "by",
    "sources", "standing", "reason", "tier",
)  # fmt: skip


def _case(publication: Publication, case: Published) -> tuple[Cell, ...]:
    view = case.view(publication.on)
    if view is None:
        raise TypeError("a case has a course")
    data = make_case_row(case.row, view, publication.on).as_data()
    data |= dict(zip(DAYS_HELD, data["days_held"], strict=True)) | _person(case.data)
    labels = publication.register.labels
    data["charges"] = [charge_words(each, labels) for each in view.charges]
    data["sentences"] = [*_sentences(case.data, publication.on)]
    data["proceedings"] = _texts(shape_of("case").fields["proceedings"], case.data.get("proceedings"))
    data["source_urls"] = [*_source_urls(publication, case)]
    return tuple(join_cell(data[column]) for column in CASE_COLUMNS)


def _person(case: Data) -> Fields:
    """Return the columns of the person; ids in other registers are `scheme:value`."""
    person, shapes = mapping(case.get("person")), shape_of("case").fields["person"].fields
    found: Fields = {name: _texts(shapes[name], person.get(name)) for name in PERSON_COLUMNS}
    found["other_names"] = [each["name"] for each in groups(person.get("other_names"))]
    found["age"] = mapping(person.get("age")).get("years")
    found["external_ids"] = [
        f"{each['scheme']}:{each['value']}" for each in groups(person.get("external_ids"))
    ]
    return found


def _texts(shape: Shape, value: object) -> list[str]:
    """Return the texts of a value, or of each item of a list, without sources; none for None.

    Single words and dates are as in the record, groups of fields in English.
    """
    if not isinstance(value, list):
        return [str(value)] if value is not None else []
    return [
        format_value(shape.item(each), {name: held for name, held in each.items() if name != "sources"})
        if isinstance(each, Mapping)
        else str(each)
        for each in value
    ]


def _sentences(case: Data, day: Day) -> Iterator[str]:
    """Yield the sentences of each believed event up to the day, with the date of the event.

    A later decision may have changed or ended them.
    """
    for event in groups(case.get(LEDGER)):
        if event.get("sentences") and is_believed(event.get("standing")):
            date = When.parse(str(event["date"]))
            if date.earliest <= day:
                given = ", ".join(
                    _texts(shape_of_entry(str(event["type"])).fields["sentences"], event["sentences"])
                )
                yield f"{date.text}: {given}"


def _source_urls(publication: Publication, case: Published) -> Iterator[str]:
    """Yield the addresses of the published sources that a case cites, each source once."""
    for key in dict.fromkeys(each.target for each in case.row.references if each.refers == "source"):
        entry = publication.register.by_id.get(key)
        if entry is not None and entry.data is not None and "url" in entry.data:
            yield str(entry.data["url"])


def _events(publication: Publication) -> Iterator[tuple[Cell, ...]]:
    for kind in LEDGER_KINDS:
        for record in publication.of(kind):
            for line in publication.ledger(record.id):
                yield _event(record, line)


def _event(record: Published, line: TimelineLine) -> tuple[Cell, ...]:
    data = line.as_data() | {
        "kind": record.kind,
        "what": line.headline,
        "summary": line.summary or None,
        "reason": line.reason or None,
    }
    return tuple(join_cell(data[column]) for column in EVENT_COLUMNS)
