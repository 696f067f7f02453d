"""sqlite: sound, bound by foreign keys, found by words in any script; Datasette opens it."""

from __future__ import annotations

import sqlite3
import subprocess

import pytest

from casefile.errors import BrokenData
from casefile.views.ledger_timeline import TimelineSpan, ledger, timeline
from support.programs import program


@pytest.fixture
def database(exported, records):
    blob = exported("sqlite", *records)
    opened = sqlite3.connect(":memory:")
    opened.deserialize(blob)
    yield opened
    opened.close()


def test_the_database_is_valid_and_every_reference_exists(database):
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    bound = {
        table
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        if database.execute(f"PRAGMA foreign_key_list({table!r})").fetchall()
    }
    assert {"cases", "events", "citations", "event_by", "case_situations", "spells"} <= bound


def test_a_foreign_key_that_leads_nowhere_is_found_out(database):
    """The check above can fail."""
    database.execute("INSERT INTO citations (record, number, source) VALUES ('kg-2025-7k3mq', 99, 'nowhere')")
    assert database.execute("PRAGMA foreign_key_check").fetchall() != []


def test_the_views_answer_common_questions(database):
    assert database.execute("SELECT id, status, until FROM held").fetchall() == [
        ("kg-2025-7k3mq", "held", "2025-07-21")
    ]
    assert database.execute("SELECT event, type FROM timeline").fetchall() == [
        ("h2v5t", "detention"), ("k3m9x", "hearing"), ("p5w2z", "release"),
    ]  # fmt: skip
    for (view,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
        database.execute(f"SELECT * FROM {view}").fetchall()


def test_the_timeline_has_the_order_of_the_command(exported, register_of, records):
    case = records[0]

    def with_events(suffix, *dates):
        events = [{"id": f"{suffix}{at}xxx", "type": "note", "date": date} for at, date in enumerate(dates)]
        return {**case, "id": f"kg-2025-{suffix * 5}", "events": events}

    cases = [
        with_events("a", "[2025-05-28..2025-06-04]", "[..2025-06-04]", "2025-05-29"),
        with_events("b", "2025-06-03", "2025-05"),
        with_events("c", "[..2025-05-30]", "2025-05-28/.."),
    ]
    opened = sqlite3.connect(":memory:")
    opened.deserialize(exported("sqlite", *cases, *records[1:]))
    register = register_of(*cases, *records[1:])
    lines = timeline([ledger(register, row) for row in register.rows], TimelineSpan())

    found = opened.execute("SELECT record, event FROM timeline").fetchall()
    assert found == [(line.record, line.event) for line in lines]
    opened.close()


@pytest.mark.parametrize("word", ["Эркебаева", "erkebaeva", "журналист*", "Ош", "osh"])
def test_words_are_found_in_any_script(database, word):
    found = database.execute(
        "SELECT texts.record FROM texts_fts JOIN texts ON texts.rowid = texts_fts.rowid"
        " WHERE texts_fts MATCH ?",
        (word,),
    ).fetchall()
    assert found == [("kg-2025-7k3mq",)]


@pytest.mark.parametrize("text", ["'; DROP TABLE cases; --", '"', "=1+1", "\U0001f54a שלום", "a\nb"])
def test_text_is_unchanged(exported, hostile, text):
    line = text.replace("\n", " ")
    case = hostile(line) | {"notes": text}
    opened = sqlite3.connect(":memory:")
    opened.deserialize(exported("sqlite", case))
    assert opened.execute("SELECT person_name, notes FROM cases").fetchall() == [(line, text)]
    opened.close()


def test_datasette_shows_it_with_a_search_box(exported, records, tmp_path):
    place = tmp_path / "register.db"
    place.write_bytes(exported("sqlite", *records))

    def page(path):
        # A process of its own: it leaves connections open, which newer Pythons warn of.
        words = [program("datasette"), "serve", "--immutable", str(place), "--get", path]
        return subprocess.run(words, check=True, capture_output=True, encoding="utf-8").stdout

    found = page("/register/texts?_search=erkebaeva")
    assert "Айдай Эркебаева" in page("/register/held")
    assert 'type="search"' in found
    assert "kg-2025-7k3mq" in found
    assert "1 row" in page("/register/events?type=hearing")
    with pytest.raises(subprocess.CalledProcessError):
        page("/register/nothing")


def test_two_entries_with_one_id_are_refused_by_the_name_of_the_record(exported, records):
    case = records[0]
    twice = {**case, "events": [*case["events"], case["events"][-1]]}
    with pytest.raises(BrokenData) as refused:
        exported("sqlite", twice, *records[1:])
    assert refused.value.code == "CF316"
    assert case["id"] in refused.value.message
