"""A person who is probably recorded already is refused with the evidence, and nothing is merged."""

from __future__ import annotations

import json

import pytest

from casefile.editing.write_records import write
from casefile.intake.duplicate_check import ProbableDuplicate
from casefile.intake.new_records import add_to, open_case, take_in
from support.taking_in import incoming

ORLOV = {"identification": "named", "name": "Александр Александров"}
BOLOT = {"identification": "named", "name": "Зыягүл Болот кызы"}
DETAINED = {"type": "detention", "date": "2025-05-30", "sources": ["occrp-2025-06-04"]}


def opened(desk, today, person=ORLOV, event=DETAINED, duplicate_ok=False, **fields):
    planner = open_case(
        {"country": "KG", **fields, "person": person}, event, today, duplicate_ok=duplicate_ok
    )
    return write(desk, planner)


def test_a_probable_duplicate_is_refused_with_the_evidence_and_nothing_is_written(desk, git_in, today):
    with pytest.raises(ProbableDuplicate) as refused:
        opened(desk, today, tier="public")

    assert (refused.value.exit_code, refused.value.code) == (4, "CF710")
    assert refused.value.cases == ("kg-2025-aaaaa",)
    assert "kg-2025-aaaaa" in refused.value.message
    assert "--duplicate-ok" in refused.value.hint
    (problem,) = refused.value.problems
    assert problem.path == "cases/kg/2025/kg-2025-aaaaa.yaml"
    parts = ("kg-2025-aaaaa: ", "Александр Александров", "Aleksander Aleksandrov", " 2 ")
    assert [each for each in parts if each not in problem.message] == []
    assert git_in(desk)("status", "--porcelain") == ""


def test_duplicate_ok_creates_the_case_with_a_note(desk, today):
    written = opened(desk, today, duplicate_ok=True)

    assert written.commit
    assert any("kg-2025-aaaaa" in note for note in written.notes)


def test_a_refusal_contains_no_restricted_name(desk, today):
    for person, tier in ((BOLOT, "public"), (ORLOV, "restricted")):
        with pytest.raises(ProbableDuplicate) as refused:
            opened(desk, today, person, tier=tier)
        error = refused.value
        texts = [error.message, error.hint, *(problem.message for problem in error.problems)]
        words = " ".join(texts).lower()
        assert error.code == "CF710"
        assert not any(part in words for part in ("bolot", "zyyagul", "болот", "александр", "aleksand"))


def test_a_weaker_likeness_is_a_note(desk, today):
    far = {**DETAINED, "date": "2024-01-01"}

    written = opened(desk, today, event=far)

    (note,) = written.notes
    parts = ("kg-2025-aaaaa: ", "Александр Александров", "Aleksander")
    assert [each for each in parts if each not in note] == []


def test_without_a_similar_name_there_is_no_note(desk, today):
    assert opened(desk, today, {"identification": "named", "name": "Aigul Bekova"}).notes == ()
    unnamed = {"identification": "unnamed", "descriptor": "Aleksander Aleksandrov"}
    assert opened(desk, today, unnamed).notes == ()


def test_the_event_can_be_added_to_the_existing_case(desk, today):
    written = write(desk, add_to("kg-2025-aaaaa", DETAINED, today, "relative"))

    (record,), (call,) = written.records, written.beside
    assert record.record == "kg-2025-aaaaa"
    text = (desk / record.path).read_text(encoding="utf-8")
    assert f"- {call.record}\n" in text
    assert "connection: relative" in (desk / call.path).read_text(encoding="utf-8")
    assert "- occrp-2025-06-04" in text.split("2025-05-30")[1]


def lines(*records):
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def whole(suffix, name, date="2025-05-30"):
    return {
        "schema": "casefile/case/1",
        "id": f"kg-2025-{suffix}",
        "country": "KG",
        "person": {"identification": "named", "name": name},
        "events": [{"id": "d9d9d", "type": "detention", "date": date, "sources": ["occrp-2025-06-04"]}],
    }


def test_probable_duplicates_among_imported_records_are_listed_with_lines(desk, git_in):
    blob = lines(
        whole("c1c1c", "Aigul Bekova"),
        whole("c2c2c", "Александр Александров"),
        whole("c3c3c", "Zyiagul Bolot kizi"),
    )

    with pytest.raises(ProbableDuplicate) as refused:
        write(desk, take_in(incoming(blob, "in.jsonl")))

    assert [(each.path, each.line) for each in refused.value.problems] == [("in.jsonl", 2), ("in.jsonl", 3)]
    assert refused.value.cases == ("kg-2025-aaaaa", "kg-2025-bbbbb")
    assert git_in(desk)("status", "--porcelain") == ""
    assert len(write(desk, take_in(incoming(blob, "in.jsonl"), duplicate_ok=True)).records) == 3


def test_records_of_one_file_are_not_compared_with_each_other(desk):
    blob = lines(whole("c1c1c", "Aigul Bekova"), whole("c2c2c", "Айгүл Бекова"))

    written = write(desk, take_in(incoming(blob, "in.jsonl")))

    assert len(written.records) == 2
    assert written.notes == ()
