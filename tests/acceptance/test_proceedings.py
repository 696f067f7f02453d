"""Proceedings of a case, filed without a docket number and named by events."""

from __future__ import annotations

import json

import pytest

CASE = "kg-2025-7k3mq"


@pytest.fixture
def run(forked):
    """Return a function that runs the command with --json and returns its exit code and answer."""

    def asked(*words):
        done = forked.run(forked.executable, *words, "--json")
        return done.returncode, json.loads(done.stdout)

    return asked


def record(run, kind, *words):
    return run("record", kind, CASE, "--date", "2025-09-22", "--connection", "lawyer", *words)


def case(run):
    return run("show", CASE)[1]["data"]


def test_an_unknown_proceeding_is_refused_with_the_command_that_adds_it(run, forked):
    before = forked.git("rev-parse", "HEAD")
    code, told = record(run, "hearing", "--outcome", "extended", "--proceeding", "main")
    assert (code, told["error"]["code"]) == (3, "CF206")
    assert f"casefile update {CASE} --add proceedings=main" in told["error"]["hint"]
    assert forked.git("rev-parse", "HEAD") == before

    assert run("update", CASE, "--add", "proceedings=main")[0] == 0
    assert record(run, "hearing", "--outcome", "extended", "--proceeding", "main")[0] == 0
    assert case(run)["events"][-1]["proceeding"] == "main"

    code, told = record(run, "hearing", "--outcome", "extended", "--proceeding", "mian")
    assert code == 3
    assert "`main`" in told["error"]["hint"]


def test_a_proceeding_is_opened_under_a_short_name(run):
    assert record(run, "case", "--step", "opened", "--proceeding", "main")[0] == 0
    assert case(run)["proceedings"] == [{"id": "main"}]
    assert record(run, "case", "--step", "opened", "--proceeding", "main")[0] == 0
    assert case(run)["proceedings"] == [{"id": "main"}]
    assert record(run, "case", "--step", "closed", "--proceeding", "second")[0] == 3


def test_a_word_for_a_matter_opens_no_proceeding(run):
    code, told = record(run, "case", "--step", "opened", "--proceeding", "criminal")
    assert (code, told["error"]["code"]) == (2, "CF106")


def test_fields_of_a_proceeding_are_set_changed_and_removed(run, forked):
    added = "proceedings=main,kind=criminal,numbers=1/2030,numbers=2/2030"
    assert run("update", CASE, "--add", added, "--add", "proceedings=second")[0] == 0
    assert run("update", CASE, "--set", "proceedings.main.country=TR")[0] == 0
    assert run("update", CASE, "--unset", "proceedings=second")[0] == 0
    assert case(run)["proceedings"] == [
        {"id": "main", "kind": "criminal", "country": "TR", "numbers": ["1/2030", "2/2030"]}
    ]
    assert run("update", CASE, "--add", "proceedings=main,kind=military")[1]["error"]["code"] == "CF319"
    assert run("update", CASE, "--set", "proceedings.third.kind=criminal")[0] == 3
    assert run("update", CASE, "--unset", "proceedings.main")[1]["error"]["code"] == "CF602"
    log = forked.git("log", "--format=%B")
    assert not [each for each in ("1/2030", "TR", "main", "second") if each in log.split()]


def test_a_proceeding_that_events_name_is_not_removed(run):
    assert record(run, "case", "--step", "opened", "--proceeding", "main")[0] == 0
    code, told = run("update", CASE, "--unset", "proceedings=main")
    assert (code, told["error"]["code"]) == (3, "CF206")


def test_a_review_names_a_decision_of_the_ledger(run):
    code, told = record(run, "hearing", "--outcome", "upheld", "--against", "k3m9y")
    assert (code, told["error"]["code"]) == (3, "CF207")
    assert "k3m9x" in told["error"]["hint"]
    assert record(run, "hearing", "--outcome", "upheld", "--against", "k3m9x")[0] == 0


def test_a_new_case_lists_the_proceeding_of_its_first_event(casefile_json):
    done = casefile_json("add", "Aibek Testov", "--country", "KG", "--date", "2025-05-28", "--kind", "arrest",
                         "--proceeding", "main", "--source", "https://example.org/a")  # fmt: skip
    (written,) = done["data"] if isinstance(done["data"], list) else [done["data"]]
    shown = casefile_json("show", written["record"])["data"]
    assert shown["proceedings"] == [{"id": "main"}]
    assert [each["id"] for each in shown["derived"]["proceedings"]] == ["main"]
