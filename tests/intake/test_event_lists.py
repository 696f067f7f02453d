"""A list of events in a file: all are recorded in one write, or none, with the lines of all errors."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from casefile.editing.edits import WriteOptions
from casefile.editing.write_records import write
from casefile.errors import CasefileError
from casefile.intake.event_lists import record_from_file
from casefile.intake.new_records import take_in
from casefile.loading.open_register import open_register
from casefile.setup.register_setup import InitOptions, init
from support.taking_in import incoming

TODAY = dt.date(2026, 11, 24)
CASES = b"""- schema: casefile/case/1
  id: kg-2026-aaaaa
  country: KG
  person: {identification: named, name: Asel Primerova}
  events:
    - {id: d1d1d, type: detention, date: "2026-11-01"}
- schema: casefile/case/1
  id: kg-2026-bbbbb
  country: KG
  person: {identification: named, name: Bakyt Asanov}
  events:
    - {id: d2d2d, type: detention, date: "2026-11-02"}
"""
EVENTS = """- record: primerova
  type: hearing
  date: 2026-11-03
  outcome: remanded
  source: https://news.example/1
- record: bakyt
  type: note
  date: 2026-11-04
  summary: A statement was read.
  sources: [https://news.example/1]
- record: kg-2026-aaaaa
  type: health
  date: 2026-11-05
  urgency: urgent
  connection: lawyer
"""


@pytest.fixture
def folder(tmp_path, empty_world):
    folder = tmp_path / "register"
    init(folder, InitOptions(identity="desk-1"))
    write(folder, take_in([*incoming(CASES, "cases.yaml")]))
    return folder


def record(folder, text, **how):
    blob = text if isinstance(text, bytes) else text.encode()
    return write(folder, record_from_file(blob, "events.yaml", TODAY), WriteOptions(**how))


def ledger(folder, record):
    return open_register(folder).register.by_id[record].data["events"]


def refused(folder, text):
    with pytest.raises(CasefileError) as error:
        record(folder, text)
    return {(each.code, each.line, each.column) for each in error.value.problems}


def test_events_of_several_records_are_one_commit(folder):
    before = {each: len(ledger(folder, each)) for each in ("kg-2026-aaaaa", "kg-2026-bbbbb")}
    written = record(folder, EVENTS)
    assert written.commit
    assert [len(ledger(folder, each)) - count for each, count in before.items()] == [2, 1]
    _, hearing, health = ledger(folder, "kg-2026-aaaaa")
    (source,) = hearing["sources"]
    assert [source] == ledger(folder, "kg-2026-bbbbb")[-1]["sources"]
    (call,) = health["sources"]
    assert open_register(folder).register.by_id[call].data["connection"] == "lawyer"


@pytest.mark.parametrize("form", ["json", "lines"])
def test_json_and_json_lines_are_read_too(folder, form):
    events = [
        {"record": "primerova", "type": "note", "date": "2026-11-03", "summary": "One."},
        {"record": "bakyt", "type": "note", "date": "2026-11-03", "summary": "Two."},
    ]
    record(folder, json.dumps(events) if form == "json" else "\n".join(map(json.dumps, events)))
    assert [ledger(folder, each)[-1]["summary"] for each in ("kg-2026-aaaaa", "kg-2026-bbbbb")] == [
        "One.",
        "Two.",
    ]


def test_after_places_an_event(folder):
    record(
        folder, "- {record: bakyt, type: note, date: '[2026-11-01..2026-11-09]', summary: A, after: d2d2d}"
    )
    assert [each["type"] for each in ledger(folder, "kg-2026-bbbbb")] == ["detention", "note"]


def test_each_error_has_its_place_and_nothing_is_written(folder):
    wrong = """- record: bakyt
  type: hearring
- record: nobody
  type: note
  date: 2026-11-03
  summary: x
- type: note
- record: bakyt
  type: hearing
  date: 2026-13-40
  outcom: remanded
- record: bakyt
  type: hearing
  date: 2026-11-05
  outcome: detained
- record: bakyt
  type: hearing
  outcome: remanded
- record: bakyt
  type: note
  date: 2026-11-03
  summary: x
  connection: sister
- record: bakyt
  type: note
  date: 2026-11-03
  summary: x
  after: zzzzz
- words
"""
    assert refused(folder, wrong) == {
        ("CF104", 2, 3), ("CF301", 3, 3), ("CF101", 7, 3), ("CF107", 10, 3), ("CF102", 11, 3),
        ("CF103", 15, 3), ("CF101", 16, 3), ("CF103", 23, 3), ("CF306", 24, 3), ("CF606", 29, 3),
    }  # fmt: skip
    assert len(ledger(folder, "kg-2026-bbbbb")) == 1


@pytest.mark.parametrize(
    "text", ["", "[]", "word", "people: []", "- schema: casefile/case/1", "- record: [a", b"\xff\xfe"]
)
def test_a_file_without_a_list_of_events_is_refused(folder, text):
    assert refused(folder, text)


def test_a_date_after_today_is_refused_as_in_a_single_event(folder):
    with pytest.raises(CasefileError) as error:
        record(
            folder,
            "- {record: bakyt, type: note, date: 2026-12-24, summary: x}",
            today=lambda: TODAY,
        )
    assert error.value.code == "CF644"
    assert len(ledger(folder, "kg-2026-bbbbb")) == 1
