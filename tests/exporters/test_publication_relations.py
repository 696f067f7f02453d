"""The tables of databases and columnar files: complete, of a fixed shape, and bound to each other."""

from __future__ import annotations

from datetime import date

from casefile.model.events import EVENT_TYPES
from casefile.model.record_shapes import shape_of, shape_of_entry
from casefile.model.records import RECORD_CLASSES
from casefile.pages.publication_relations import relations, rows
from casefile.publication.publish import publish

DAY = date(2025, 6, 10)


TABLES = {each.name: each for each in relations()}


def tables(register):
    """Return the rows of each table by its name, a row by the names of its columns."""
    found = {name: [] for name in TABLES}
    for name, row in rows(publish(register, "public", on=DAY)):
        found[name].append(dict(zip((column.name for column in TABLES[name].columns), row, strict=True)))
    return found


def test_an_empty_register_has_all_tables_and_one_row_about_itself(register_of):
    assert [name for name, found in tables(register_of()).items() if found] == ["about"]


def test_no_table_has_two_columns_of_one_name_and_each_key_names_one_row(register_of, records):
    for name, found in tables(register_of(*records)).items():
        names = [column.name for column in TABLES[name].columns]
        assert len({*names}) == len(names), name
        keys = [tuple(row[column] for column in TABLES[name].key) for row in found]
        assert len({*keys}) == len(keys), name


def test_every_field_of_the_model_has_a_place():
    """What a field may hold is a column, or a table of its own."""
    names = {column.name for each in TABLES.values() for column in each.columns} | {*TABLES}

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
    (event,) = tables(register_of(case, *others))["events"]

    assert (event["date"], event["date_earliest"], event["date_latest"]) == (
        "[..2025-06-04]", None, "2025-06-04",
    )  # fmt: skip


def test_a_value_is_a_reference_only_if_the_record_exists(register_of, records):
    case, *others = records
    court = {
        "schema": "casefile/organization/1", "id": "city-court", "tier": "public", "name": "City Court",
    }  # fmt: skip
    case = {**case, "events": [{**case["events"][0], "by": ["city-court", "men in plain clothes"]}]}

    found = [(row["by"], row["by_id"]) for row in tables(register_of(case, court, *others))["event_by"]]

    assert found == [("city-court", "city-court"), ("men in plain clothes", None)]


def test_custody_and_citations_are_those_of_the_day(register_of, records):
    made = tables(register_of(*records))

    (custody,) = made["custody"]
    assert (custody["status"], custody["until"], custody["days_held_min"]) == ("held", "2025-07-21", 14)
    cited = [row for row in made["citations"] if row["record"] == "kg-2025-7k3mq"]
    assert [(row["event"], row["field"], row["source"], row["locator"]) for row in cited] == [
        ("h2v5t", "events.sources", "press-2025-06-04", "¶4"),
        ("k3m9x", "events.sources", "press-2025-06-04", None),
        ("p5w2z", "events.sources", "press-2025-06-04", None),
    ]
    assert [(row["what"], row["recorded"]) for row in made["totals"]] == [("detained", 1)]


def test_a_citation_of_one_field_names_the_field(register_of, records):
    case, *others = records
    event = {**case["events"][0], "reasons": "Calls.", "cites": {"reasons": ["press-2025-06-04"]}}
    made = tables(register_of({**case, "events": [event]}, *others))

    cited = [(row["field"], row["source"]) for row in made["citations"] if row["record"] == case["id"]]
    assert cited == [
        ("events.sources", "press-2025-06-04"),
        ("events.cites.reasons", "press-2025-06-04"),
    ]
