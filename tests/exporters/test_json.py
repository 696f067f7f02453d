"""json and jsonl: data for machines, the latter good enough to begin another register with."""

from __future__ import annotations

import json

from casefile.model.record_shapes import shape_of
from casefile.yaml.canonical_text import write


def test_the_object_states_its_audience_and_both_dates(exported, records):
    data = json.loads(exported("json", *records))

    assert {name: data[name] for name in ("casefile", "audience", "on", "known_at")} == {
        "casefile": 1, "audience": "public", "on": "2025-06-10", "known_at": "3f2a91c",
    }  # fmt: skip


def test_each_record_has_its_derived_values(exported, records):
    case, situation, source = records
    found = {each["id"]: each for each in json.loads(exported("json", *records))["records"]}

    derived = found[case["id"]].pop("derived")
    assert found[case["id"]] == case
    assert (derived["kind"], derived["name"]) == ("case", "Айдай Эркебаева")
    assert (derived["status"], derived["certainty"], derived["until"]) == ("held", "stated", "2025-07-21")
    assert found[source["id"]]["derived"] == {"kind": "source", "name": "Four were held"}
    (total,) = found[situation["id"]]["derived"]["totals"]
    assert (total["what"], total["recorded"], total["cases"]) == ("detained", 1, [case["id"]])


def test_the_totals_of_a_situation_count_the_cases_of_its_parts(exported, records):
    case, situation, source = records
    wider = {
        "schema": "casefile/situation/1", "id": "wider-2025", "tier": "public", "title": "Wider",
        "counts": [{"what": "detained", "min": 8}],
    }  # fmt: skip
    part = {**situation, "part_of": ["wider-2025"]}
    found = {each["id"]: each for each in json.loads(exported("json", case, part, source, wider))["records"]}

    (total,) = found["wider-2025"]["derived"]["totals"]
    assert (total["recorded"], total["cases"]) == (1, [case["id"]])


def test_text_stays_as_it_was_written(exported, records, hostile):
    text = "Эркебаева \U0001f54a </script> =HYPERLINK(1) שלום"

    for form in ("json", "jsonl"):
        assert text in exported(form, hostile(text)).decode()


def test_each_line_is_a_record_after_the_records_it_cites(exported, records):
    lines = [json.loads(line) for line in exported("jsonl", *records).splitlines()]

    assert [line["id"] for line in lines] == ["press-2025-06-04", "sweep-2025", "kg-2025-7k3mq"]
    assert {line["id"]: line for line in lines} == {each["id"]: each for each in records}


def test_internal_lines_recreate_the_same_files(exported, records):
    case, *others = records
    consent = {"basis": "family", "given_by": "sister"}
    private = {**case, "tier": "restricted", "notes": "line one\nline two", "consent": consent}
    files = {each["id"]: write(shape_of(kind_of(each)), each) for each in (private, *others)}

    lines = [
        json.loads(line) for line in exported("jsonl", private, *others, audience="internal").splitlines()
    ]

    assert {each["id"]: write(shape_of(kind_of(each)), each) for each in lines} == files


def kind_of(data):
    return data["schema"].split("/")[1]
