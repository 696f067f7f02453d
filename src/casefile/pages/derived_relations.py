"""The derived relations, which no record states: citations, custody, and the comparison of totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from casefile.custody.custody_view import View
from casefile.model.plain_data import value_at
from casefile.pages.relation import NUMBER, RECORD, TABLES, Cells, Relation, RelationColumn, cell
from casefile.pages.situation_totals import reported_and_recorded
from casefile.publication.publish import Publication, Published

CITATIONS = Relation(
    "citations",
    "Each citation of a source.",
    (
        RECORD,
        NUMBER,
        RelationColumn("event"),
        RelationColumn("field"),
        RelationColumn("source", refers=TABLES["source"]),
        RelationColumn("locator"),
        RelationColumn("quote"),
    ),
    ("record", "number"),
)


def citations(record: Published) -> Iterator[Cells]:
    """Yield a row of CITATIONS for each time that a record cites a source."""
    for place, cited in enumerate(_cited(record), 1):
        yield record.id, place, *cited


def _cited(record: Published) -> Iterator[Cells]:
    for reference in record.row.references:
        if reference.refers == "source":
            path, data = reference.field, record.data
            entry = value_at((*path[:2], "id"), data) if path[0] == "events" else None
            field = ".".join(str(step) for step in path if isinstance(step, str) and step != "source")
            locator, quote = (value_at((*path[:-1], name), data) for name in ("locator", "quote"))
            yield entry, field, reference.target, locator, quote


CASE = RelationColumn("record", refers=TABLES["case"])
DERIVED: Mapping[str, tuple[str, tuple[RelationColumn, ...]]] = {
    "custody": (
        "The custody status of each person on the day of this export.",
        (
            *(RelationColumn(name) for name in ("status", "certainty", "possible", "basis", "since")),
            RelationColumn("until", "day"),
            RelationColumn("until_kind"),
            RelationColumn("last_confirmed"),
            RelationColumn("facility"),
            RelationColumn("days_held_min", "integer"),
            RelationColumn("days_held_max", "integer"),
            RelationColumn("disputed", "boolean"),
            RelationColumn("flags"),
        ),
    ),
    "spells": (
        "Each period of custody; the end is a date, `ongoing` or `unknown`.",
        (
            RelationColumn("start"),
            RelationColumn("end"),
            RelationColumn("basis"),
            RelationColumn("certain", "boolean"),
            RelationColumn("closed_by"),
        ),
    ),
    "restrictions": (
        "Each restriction in force on the day.",
        (RelationColumn("kind"), RelationColumn("since"), RelationColumn("until", "day")),
    ),
    "charge_states": (
        "Each charge, and its latest step on the day.",
        (
            RelationColumn("statute"),
            RelationColumn("part"),
            RelationColumn("offence"),
            RelationColumn("step"),
            RelationColumn("since"),
        ),
    ),
}
"""The tables derived from the course of a case: a description of a row, and the columns of the view."""


def _course_relation(name: str) -> Relation:
    about, columns = DERIVED[name]
    inside = (CASE,) if name == CUSTODY else (CASE, NUMBER)
    return Relation(name, about, (*inside, *columns), tuple(c.name for c in inside))


CUSTODY = "custody"
COURSE_RELATIONS = tuple(map(_course_relation, DERIVED))
"""The tables derived from the courses of the cases."""


def derived_rows(case: Published, view: View) -> Iterator[tuple[str, Cells]]:
    """Yield each row derived from the custody view of a case, with the name of its table before it."""
    for name, (_, columns) in DERIVED.items():
        for place, group in enumerate(_derived(name, view), 1):
            inside = (case.id,) if name == CUSTODY else (case.id, place)
            yield name, (*inside, *(cell(group.get(c.name), c.holds) for c in columns))


def _derived(name: str, view: View) -> Sequence[Mapping[str, object]]:
    data = view.as_data()
    if name == CUSTODY:
        least, most = view.days_held
        return [data | {"days_held_min": least, "days_held_max": most}]
    groups: Sequence[Mapping[str, object]] = data["charges" if name == "charge_states" else name]
    return groups


TOTALS = Relation(
    "totals",
    "The number of published cases of a situation for each number in `situation_counts`.",
    (
        RelationColumn("record", refers=TABLES["situation"]),
        RelationColumn("what"),
        RelationColumn("recorded", "integer"),
    ),
    ("record", "what"),
)


def totals(publication: Publication, situation: Published) -> Iterator[Cells]:
    """Yield a row of TOTALS for each total that a situation reports: the number of published cases for it.

    A record of another kind has no rows.
    """
    for total in reported_and_recorded(publication.register, situation.row, publication.on):
        yield situation.id, total.what, len(total.recorded)
