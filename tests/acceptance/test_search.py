"""Searching the register: in any script, with any signs, at both clocks."""

from __future__ import annotations

import json

ALEKSANDROV = "kg-2025-aleksander-aleksandrov"


def test_a_name_typed_in_another_script_finds_the_case(casefile_json):
    envelope = casefile_json("search", "Александров")
    assert envelope["command"] == "search"
    assert envelope["data"][0] == {
        "record": ALEKSANDROV,
        "kind": "case",
        "name": "Aleksander Aleksandrov",
        "field": "person.name",
        "event": None,
        "text": "Aleksander Aleksandrov",
    }


def test_search_prints_the_matching_event_in_words(casefile, casefile_json):
    rows = casefile_json("search", "aleksandrov", "remanded")["data"]
    assert {"events.q0btq.outcome"} <= {row["field"] for row in rows if row["event"] == "q0btq"}
    page = casefile("search", "aleksandrov", "remanded").stdout
    assert "Aleksander Aleksandrov" in page
    assert "hearing: remanded" in page
    assert max(map(len, page.splitlines())) <= 80


def test_future_events_are_found_and_marked_unless_an_earlier_day_is_given(casefile, casefile_json):
    said = ("--date", "2099-12-03", "--outcome", "scheduled", "--court", "Leninsky district court")
    source = ("--source", "https://example.org/hearing")
    event = casefile_json("record", "hearing", ALEKSANDROV, *said, *source)["data"]["event"]
    (row,) = casefile_json("search", "leninsky")["data"]
    assert (row["field"], row["later"]) == (f"events.{event}.court", True)
    assert "still ahead  " in casefile("search", "leninsky").stdout
    done = casefile("search", "leninsky", "--on", "2026-01-01")
    assert done.stdout == ""
    assert ("1 event" in done.stderr, "--on" in done.stderr) == (True, True)
    assert not any("later" in row for row in casefile_json("search", "aleksandrov")["data"])


def test_every_kind_of_record_is_looked_through(casefile_json):
    kinds = {row["kind"] for row in casefile_json("search", "kloop")["data"]}
    assert kinds == {"case", "situation", "organization", "source"}
    assert casefile_json("search", "mass unrest")["data"][0]["kind"] == "statute"


def test_punctuation_is_not_an_operator(casefile_json):
    words = ('"aleksandrov*', "--aleksander", "(", "'", "-aleks", "[")
    assert casefile_json("search", *words)["data"][0]["record"] == ALEKSANDROV


def test_words_like_operators_are_words(casefile):
    done = casefile("search", "aleksandrov", "NEAR(", "-x")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("Nothing was found.\n")


def test_a_query_of_punctuation_alone_exits_with_2(casefile):
    done = casefile("search", '"', "*", "-", "(")
    assert (done.returncode, done.stdout, "casefile search" in done.stderr) == (2, "", True)


def test_an_empty_result_exits_with_0_and_suggests_a_name(casefile):
    done = casefile("search", "aleksandrof", "--xyz")
    assert (done.returncode, done.stdout) == (0, "")
    assert ALEKSANDROV in done.stderr
    assert "--xyz" in done.stderr


def test_filters_both_clocks_and_limit(casefile_json):
    every = casefile_json("search", "kloop")["data"]
    held = casefile_json("search", "kloop", "--status", "held", "--on", "2025-06-10")["data"]
    assert {row["record"] for row in held} < {row["record"] for row in every}
    assert all(row["kind"] == "case" for row in held)
    assert casefile_json("search", "kloop", "--limit", "2")["data"] == every[:2]
    envelope = casefile_json("search", "released", "--on", "2025-05-28", "--known-at", "HEAD")
    assert (envelope["on"], envelope["known_at"][:7]) == ("2025-05-28", "commit ")


def test_a_broken_file_is_reported_and_hides_no_match(casefile, register):
    (register / "cases/kg/2025/kg-2025-zzzzz.yaml").write_text("id: [")
    done = casefile("search", "aleksandrov", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["problems"]
    assert json.loads(done.stdout)["data"][0]["record"] == ALEKSANDROV
    assert done.stderr.startswith("1 file ")


def test_search_in_an_empty_register_suggests_adding_a_case(casefile, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty/casefile.yaml").write_text("schema: casefile/settings/1\n")
    done = casefile("search", "kloop", cwd=tmp_path / "empty")
    assert done.returncode == 0
    assert 'casefile add "Full Name"' in done.stderr
