"""What `show` and `stats` derive agrees with what an export withholds, and with what `list` lists."""

from __future__ import annotations

import json

import pytest

NAME = "Aleksander Aleksandrov"


def consenting(path, fields):
    text = path.read_text("utf-8").replace("events:", f"consent:\n  basis: subject\n{fields}events:", 1)
    path.write_text(text, "utf-8")


def derived(answer, folder, *words):
    return json.loads(answer(folder, "show", "kg-2025-aaaaa", *words, "--json")[1])["data"]["derived"]


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ("  scope: [named]\n", "valid"),
        ('  scope: [named]\n  expires: "2999-01-01"\n', "valid"),
        ('  scope: [named]\n  expires: "2025-07-01"\n', "expired"),
        ('  scope: [named]\n  expires: "[2025-07-01..]"\n', "may_have_expired"),
        ('  scope: [named]\n  withdrawn: "2025-07-01"\n', "withdrawn"),
        ('  scope: [named]\n  obtained: "2999-01-01"\n', "not_yet"),
    ],
)
def test_an_export_shows_a_name_while_show_reports_a_valid_consent(desk, open_case, answer, fields, state):
    consenting(open_case, fields)
    found = derived(answer, desk)
    assert (found["consent"], [*found][-1]) == (state, "consent")
    code, exported, _ = answer(desk, "export", "-f", "json", "kg-2025-aaaaa")
    assert code == 0
    assert (NAME in exported) == (state == "valid")
    page = answer(desk, "show", "kg-2025-aaaaa")[1]
    assert ("exports withhold" in page or "Not given yet" in page) == (state != "valid")


def test_the_state_of_a_consent_is_that_of_the_day(desk, open_case, answer):
    assert derived(answer, desk)["consent"] is None
    consenting(open_case, '  scope: [named]\n  obtained: "2025-06-01"\n  expires: "2025-07"\n')
    days = ("2025-05-31", "2025-06-01", "2025-07-01", "2025-07-02", "2025-07-31", "2025-08-01")
    states = [derived(answer, desk, "--on", day)["consent"] for day in days]
    assert states == ["not_yet", "valid", "valid", "may_have_expired", "may_have_expired", "expired"]
    assert "May have expired" in answer(desk, "show", "kg-2025-aaaaa", "--on", "2025-07-31")[1]


@pytest.mark.parametrize("day", ["2025-06-10", "2025-08-15", "2026-06-01"])
@pytest.mark.parametrize(
    ("words", "groups"),
    [
        ((), ("held", "presumed", "lapsed")),
        (("--possibly",), ("held", "presumed", "lapsed", "possibly")),
    ],
)
def test_list_of_the_held_has_the_groups_of_stats_that_its_help_names(register, answer, day, words, groups):
    asked = ("--status", "held", *words, "--on", day, "--json")
    listed = json.loads(answer(register, "list", *asked)[1])["data"]
    rows = json.loads(answer(register, "stats", "--on", day, "--json")[1])["data"]["rows"]
    assert len(listed) == sum(row["total"] for row in rows if row["key"] in groups)
