"""Each command that would decide a status is one that the command line takes."""

from __future__ import annotations

import shlex
from datetime import date
from unittest.mock import ANY

import pytest

from casefile.custody.custody_view import Reason, RestrictionInForce, View
from casefile.custody.state import STATUSES
from casefile.views.deciding_entries import decisions

CASE = "kg-2025-aleksander-aleksandrov"
DAY = date(2026, 1, 10)
RULE = Reason("released", "", "", "")
CURFEW = RestrictionInForce("curfew", "2025-12-01", None)
VIEWS = {
    "unknown": View("unknown", "uncertain", STATUSES, rule=RULE),
    **{each: View(each, "presumed", (each,), rule=RULE) for each in ("held", "released", "missing")},
    "restricted": View("restricted", "presumed", ("restricted",), restrictions=(CURFEW,), rule=RULE),
}


def settles(_event):
    """Return a view in which the status is the one that is asked about, whichever that is."""
    return View("unknown", "stated", ANY)


@pytest.mark.parametrize("asked", VIEWS)
def test_each_command_can_be_given_as_it_is(casefile, asked):
    proposed = decisions(VIEWS[asked], DAY, "KG", settles)
    assert proposed
    assert all(each.type for each in proposed)
    for each in proposed:
        words = shlex.split(each.command(CASE).replace("ADDRESS", "https://example.org/a"))
        done = casefile(*words[1:], "--dry-run")
        assert done.returncode == 0, (each.command(CASE), done.stderr)


DEATH = ("record", "death", CASE, "--date", "2025-12-20")


@pytest.mark.parametrize("connection", ["official", "media"])
def test_a_death_that_is_not_proved_is_followed_by_the_command_that_proves_it(
    casefile, casefile_json, connection
):
    done = casefile(*DEATH, "--connection", connection)
    assert done.returncode == 0, done.stderr
    event = casefile_json("show", CASE)["data"]["events"][-1]
    command = f"casefile mark {CASE} {event['id']} corroborated --source ADDRESS"
    lines = [line.strip() for line in done.stderr.splitlines()]
    asking = lines[lines.index(command) - 1]
    questions = [each.question for each in decisions(VIEWS["unknown"], DAY, "KG", settles)]
    assert [each for each in questions if asking.endswith(f". {each}")]
    assert casefile_json("show", CASE)["data"]["derived"]["status"] == "unknown"

    words = shlex.split(command.replace("ADDRESS", "https://example.org/a"))
    assert casefile(*words[1:]).returncode == 0
    assert casefile_json("show", CASE)["data"]["derived"]["status"] == "dead"


@pytest.mark.parametrize(
    "words",
    [
        (*DEATH, "--connection", "relative"),
        (*DEATH, "--connection", "media", "--dry-run"),
        (*DEATH, "--connection", "media", "--standing", "disputed", "--resolution", "the family denies it"),
        ("record", "health", CASE, "--date", "2025-12-20", "--connection", "media"),
    ],
)
def test_nothing_is_asked_of_a_death_that_is_proved_or_does_not_count(casefile, words):
    done = casefile(*words)
    assert done.returncode == 0, done.stderr
    assert f"casefile mark {CASE}" not in done.stdout + done.stderr


def test_the_answer_in_json_stays_valid(casefile_json):
    assert {*casefile_json(*DEATH, "--connection", "media")["data"]} >= {"record", "event", "commit"}
