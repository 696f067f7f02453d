"""What must fall out of the sample register: who is held, on which day, as known when."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import yaml

ROOT = Path(__file__).resolve().parents[2]
PART_A = "Record the crackdown on Kloop as known on 4 June 2025"
PART_B = "Record what became of the Kloop cases by November 2025"

ALEKSANDROV = "kg-2025-aleksander-aleksandrov"
DUULATOV = "kg-2025-joomart-duulatov"
BOLOT_KYZY = "kg-2025-zyyagul-bolot-kyzy"
ERKEBAEVA = "kg-2025-aiday-erkebaeva"
SADYGALIEVA = "kg-2025-zara-sadygalieva"
TOROBAEV = "kg-2025-abdil-torobaev"
EMPLOYEE = "kg-2025-matj9"
ACCOUNTANT = "kg-2025-xj2dw"
TAZHIBEK_KYZY = "kg-2024-makhabat-tazhibek-kyzy"
ISHENBEKOV = "kg-2024-azamat-ishenbekov"
TEMIROV = "kg-2022-bolot-temirov"

THE_TWO = {ALEKSANDROV, DUULATOV}
KLOOP = THE_TWO | {BOLOT_KYZY, ERKEBAEVA, SADYGALIEVA, TOROBAEV, EMPLOYEE, ACCOUNTANT}
TEMIROV_LIVE = {TAZHIBEK_KYZY, ISHENBEKOV, TEMIROV}

STATUS_ON_10_JUNE = {
    ALEKSANDROV: "held",
    DUULATOV: "held",
    TAZHIBEK_KYZY: "held",
    BOLOT_KYZY: "restricted",
    ERKEBAEVA: "restricted",
    SADYGALIEVA: "restricted",
    TOROBAEV: "released",
    EMPLOYEE: "released",
    ACCOUNTANT: "unknown",
    ISHENBEKOV: "released",
    TEMIROV: "abroad",
}


@pytest.fixture
def listed(casefile_json):
    """Return a function that gives the rows of `list`, by id."""

    def run(*words, **how):
        return {row["id"]: row for row in casefile_json("list", *words, **how)["data"]}

    return run


def test_the_register_is_valid_to_the_last_warning(casefile):
    done = casefile("validate", "--strict")

    assert done.returncode == 0, done.stdout + done.stderr


def test_there_are_eleven_cases_eight_of_kloop_and_three_of_temirov_live(listed):
    assert set(listed("--on", "2025-06-10")) == KLOOP | TEMIROV_LIVE
    assert set(listed("--situation", "kloop-2025", "--on", "2025-06-10")) == KLOOP
    assert set(listed("--situation", "temirov-live-2024", "--on", "2025-06-10")) == TEMIROV_LIVE
    assert (len(KLOOP), len(TEMIROV_LIVE)) == (8, 3)


def test_two_of_the_kloop_cases_are_unnamed(casefile_json):
    people = {case: casefile_json("show", case)["data"]["person"] for case in KLOOP}

    assert {case for case, person in people.items() if person["identification"] == "unnamed"} == {
        EMPLOYEE,
        ACCOUNTANT,
    }
    assert all(("name" in person) == (person["identification"] == "named") for person in people.values())


@pytest.mark.parametrize(
    ("situation", "reported", "recorded"),
    [
        ("kloop-2025", {"detained": 8, "questioned": 7}, KLOOP),
        ("temirov-live-2024", {"detained": 11}, {TAZHIBEK_KYZY, ISHENBEKOV}),
    ],
)
def test_reported_totals_are_shown_with_the_recorded_cases(casefile_json, situation, reported, recorded):
    counts = casefile_json("show", situation)["data"]["counts"]
    ledgers = casefile_json("timeline", "--situation", situation)["data"]

    assert {count["what"]: (count["min"], count["max"]) for count in counts} == {
        what: (number, number) for what, number in reported.items()
    }
    assert {row["record"] for row in ledgers if row["type"] == "detention"} == recorded


def test_on_10_june_each_status_is_that_of_the_sources(listed):
    rows = listed("--on", "2025-06-10")

    assert {case: row["status"] for case, row in rows.items()} == STATUS_ON_10_JUNE


def test_on_10_june_held_are_exactly_three(listed):
    held = listed("--status", "held", "--on", "2025-06-10")

    assert {case: (row["basis"], row["until"]) for case, row in held.items()} == {
        ALEKSANDROV: ("pretrial", "2025-07-21"),
        DUULATOV: ("pretrial", "2025-07-21"),
        TAZHIBEK_KYZY: ("imprisonment", None),
    }


def test_the_accountant_without_a_reported_release_is_unknown(listed):
    row = listed("--on", "2025-06-10")[ACCOUNTANT]

    assert (row["status"], row["certainty"]) == ("unknown", "uncertain")
    assert set(row["possible"]) == {"held", "released"}


def test_a_pardon_whose_effect_is_not_stated_is_presumed_to_have_released(listed):
    row = listed("--on", "2025-06-10")[ISHENBEKOV]

    assert (row["status"], row["certainty"]) == ("released", "presumed")


def test_two_orders_end_within_45_days_of_10_june(listed):
    rows = listed("--on", "2025-06-10")
    ends = {case: row["until"] for case, row in rows.items() if row["until"]}

    assert ends == dict.fromkeys(THE_TWO, "2025-07-21")


@pytest.mark.parametrize(
    ("day", "status", "certainty", "basis"),
    [
        ("2025-08-15", "held", "lapsed", "pretrial"),
        ("2025-10-01", "held", "stated", "imprisonment"),
        ("2025-12-01", "released", "stated", None),
    ],
)
def test_the_two_are_held_until_their_release_in_november(listed, day, status, certainty, basis):
    rows = listed(*THE_TWO, "--on", day)

    assert set(rows) == THE_TWO
    for row in rows.values():
        assert (row["status"], row["certainty"]) == (status, certainty)
        assert basis is None or row["basis"] == basis


@pytest.mark.parametrize("day", ["2025-08-15", "2025-10-01", "2025-12-01"])
def test_as_known_on_4_june_the_two_stay_held_with_the_order_lapsed(listed, history, commit, day):
    rows = listed(*THE_TWO, "--known-at", commit(PART_A), "--on", day, cwd=history)

    assert {(row["status"], row["certainty"]) for row in rows.values()} == {("held", "lapsed")}
    assert set(rows) == THE_TWO


def test_as_known_on_4_june_10_june_reads_the_same(listed, history, commit):
    rows = listed("--known-at", commit(PART_A), "--on", "2025-06-10", cwd=history)

    assert {case: row["status"] for case, row in rows.items()} == STATUS_ON_10_JUNE


def test_as_known_in_november_the_two_are_released(listed, history, commit):
    rows = listed(*THE_TWO, "--known-at", commit(PART_B), "--on", "2025-12-01", cwd=history)

    assert {case: row["status"] for case, row in rows.items()} == dict.fromkeys(THE_TWO, "released")


def test_the_history_of_the_sample_is_in_the_order_of_knowledge(history, commit, git):
    git(history, "merge-base", "--is-ancestor", commit(PART_A), commit(PART_B))


def test_a_disputed_release_leaves_the_person_held(casefile_json, listed):
    release = [
        row
        for row in casefile_json("timeline", ALEKSANDROV)["data"]
        if row["type"] == "release" and row["earliest"] == "2025-05-28"
    ]

    assert [row["standing"] for row in release] == ["disputed"]
    assert listed(ALEKSANDROV, "--on", "2025-05-29")[ALEKSANDROV]["status"] == "held"


def test_between_a_verdict_and_a_pardon_without_dates_nothing_is_certain(listed):
    row = listed(ISHENBEKOV, "--on", "2024-12-31")[ISHENBEKOV]

    assert (row["status"], row["certainty"]) == ("unknown", "uncertain")
    assert set(row["possible"]) == {"held", "released"}


def test_a_norwegian_case_keeps_its_country(casefile, register, listed):
    case = {
        "schema": "casefile/case/1",
        "id": "no-2025-7k3mq",
        "tier": "public",
        "country": "NO",
        "person": {"identification": "unnamed", "descriptor": "reporter"},
        "events": [
            {"id": "h2v5t", "type": "detention", "date": "2025-05-28", "sources": ["occrp-2025-06-04"]},
        ],
    }

    done = casefile("add", "--from", "-", input=json.dumps(case))

    assert done.returncode == 0, done.stderr
    text = (register / "cases/no/2025/no-2025-7k3mq.yaml").read_text(encoding="utf-8")
    assert 'country: "NO"' in text.splitlines()
    assert yaml.safe_load(text)["country"] == "NO"
    assert listed("--country", "NO", "--on", "2025-06-10")["no-2025-7k3mq"]["country"] == "NO"
