"""The law of a country in a real register: a fact in casefile.yaml replaces the one that is shipped."""

import json

import pytest

VERDICT = ("--date", "2025-06-20", "--outcome", "convicted", "--sentence", "penalty=imprisonment,term=P2Y")


@pytest.fixture
def desk(casefile, tmp_path):
    """Return a function that runs a command in a new register, and the register."""
    folder = tmp_path / "desk"
    assert casefile("--no-input", "init", str(folder)).returncode == 0

    def run(*words, code=0):
        done = casefile("--no-input", *words, cwd=folder)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    return run, folder


def opened(run, country):
    """Open a case of a person who is at liberty when a court sentences them; return its id."""
    record = f"{country.lower()}-2025-a1a1a"
    where = ("--country", country, "--date", "2025-06-01", "--event", "charge")
    run("add", "--descriptor", "reporter", "--id", record, *where)
    run("record", "verdict", record, *VERDICT)
    return record


def status(run, record):
    shown = json.loads(run("show", record, "--on", "2025-06-25", "--json"))
    return shown["data"]["derived"]["status"]


def state(folder, text):
    settings = folder / "casefile.yaml"
    settings.write_text(settings.read_text() + text)


def test_a_stated_fact_replaces_the_shipped_one(desk):
    run, folder = desk
    record = opened(run, "IR")
    assert status(run, record) == "not_detained"
    state(folder, "jurisdictions:\n  - {country: IR, sentence_enforced: at_once, citation: a law}\n")
    assert status(run, record) == "unknown"


def test_a_stated_fact_counts_where_none_is_shipped(desk):
    run, folder = desk
    record = opened(run, "US")
    assert status(run, record) == "unknown"
    state(folder, "jurisdictions:\n  - {country: US, sentence_enforced: when_final, citation: a law}\n")
    assert status(run, record) == "not_detained"


def test_a_stated_fact_leaves_other_countries_alone(desk):
    run, folder = desk
    record = opened(run, "IR")
    state(folder, "jurisdictions:\n  - {country: TR, sentence_enforced: at_once, citation: a law}\n")
    assert status(run, record) == "not_detained"
    run("validate")


def test_a_credit_that_is_no_number_is_an_error_of_the_settings(desk):
    run, folder = desk
    state(folder, "jurisdictions:\n  - {country: IR, remand_credit: double, citation: a law}\n")
    found = json.loads(run("validate", "--json", code=1))
    assert [(each["path"], each["field"], each["code"]) for each in found["problems"] if each["field"]] == [
        ("casefile.yaml", "jurisdictions.0.remand_credit", "CF106")
    ]
