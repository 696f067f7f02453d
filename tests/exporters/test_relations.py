"""The tables of databases and columnar files: complete, of a fixed shape, and bound to each other."""

from __future__ import annotations

from datetime import date

from casefile.model.events import EVENT_TYPES
from casefile.model.records import RECORD_CLASSES
from casefile.model.shapes import shape_of, shape_of_entry
from casefile.pages.relations import relations
from casefile.publication.publish import publish

DAY = date(2025, 6, 10)


def tables(register):
    return {each.name: each for each in relations(publish(register, "public", on=DAY))}


def rows(relation):
    names = [column.name for column in relation.columns]
    return [dict(zip(names, row, strict=True)) for row in relation.rows]


def test_the_shape_is_the_same_whatever_the_register_holds(register_of, records):
    full, empty = tables(register_of(*records)), tables(register_of())

    assert {name: each.columns for name, each in full.items()} == {
        name: each.columns for name, each in empty.items()
    }
    assert [name for name, each in empty.items() if each.rows] == ["about"]


def test_no_table_has_two_columns_of_one_name_and_each_key_names_one_row(register_of, records):
    for relation in tables(register_of(*records)).values():
        names = [column.name for column in relation.columns]
        assert len({*names}) == len(names), relation.name
        keys = [tuple(row[name] for name in relation.key) for row in rows(relation)]
        assert len({*keys}) == len(keys), relation.name


def test_every_field_of_the_model_has_a_place(register_of):
    """What a field may hold is a column, or a table of its own."""
    made = tables(register_of())
    names = {column.name for each in made.values() for column in each.columns} | {*made}

    def lost(owner, shape, inside=""):
        for name, field in shape.fields.items():
            if name in {"schema", "sources", "cites", "events", "withdrawn"}:
                continue
            if field.is_mapping and not field.is_list:
                yield from lost(owner, field, f"{inside}{name}_")
            elif not {f"{inside}{name}", f"{owner}_{name}"} & names:
                yield f"{owner}.{inside}{name}"

    kinds = [each for kind in RECORD_CLASSES for each in lost(kind, shape_of(kind).seen({"events": []}))]
    events = [each for word in EVENT_TYPES for each in lost("event", shape_of_entry(word))]
    assert kinds + events == []


def test_a_date_is_text_with_its_outermost_days_beside_it(register_of, records):
    case, *others = records
    case = {**case, "events": [{**case["events"][0], "date": "[..2025-06-04]"}]}
    (event,) = rows(tables(register_of(case, *others))["events"])

    assert (event["date"], event["date_earliest"], event["date_latest"]) == (
        "[..2025-06-04]", None, "2025-06-04",
    )  # fmt: skip


def test_what_may_be_an_id_or_text_names_a_record_only_where_there_is_one(register_of, records):
    case, *others = records
    court = {
        "schema": "casefile/organization/1", "id": "city-court", "tier": "public", "name": "City Court",
    }  # fmt: skip
    case = {**case, "events": [{**case["events"][0], "by": ["city-court", "men in plain clothes"]}]}

    found = [(row["by"], row["by_id"]) for row in rows(tables(register_of(case, court, *others))["event_by"])]

    assert found == [("city-court", "city-court"), ("men in plain clothes", None)]


def test_custody_and_citations_are_those_of_the_day(register_of, records):
    made = tables(register_of(*records))

    (custody,) = rows(made["custody"])
    assert (custody["status"], custody["until"], custody["days_held_min"]) == ("held", "2025-07-21", 14)
    cited = [row for row in rows(made["citations"]) if row["record"] == "kg-2025-7k3mq"]
    assert [(row["event"], row["field"], row["source"], row["locator"]) for row in cited] == [
        ("h2v5t", "events.sources", "press-2025-06-04", "¶4"),
        ("k3m9x", "events.sources", "press-2025-06-04", None),
        ("p5w2z", "events.sources", "press-2025-06-04", None),
    ]
    assert [(row["what"], row["recorded"]) for row in rows(made["totals"])] == [("detained", 1)]


def test_a_citation_of_one_field_names_the_field(register_of, records):
    case, *others = records
    event = {**case["events"][0], "reasons": "Calls.", "cites": {"reasons": ["press-2025-06-04"]}}
    made = tables(register_of({**case, "events": [event]}, *others))

    cited = [(row["field"], row["source"]) for row in rows(made["citations"]) if row["record"] == case["id"]]
    assert cited == [
        ("events.sources", "press-2025-06-04"),
        ("events.cites.reasons", "press-2025-06-04"),
    ]
