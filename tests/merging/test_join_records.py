"""Two events or two records as one: nothing becomes known to more people than before, nothing is lost."""

from __future__ import annotations

import json

import pytest

CASE = "cases/kg/2025/kg-2025-aaaaa.yaml"
TESTIMONY = """schema: casefile/source/1
id: mother
tier: restricted
kind: testimony
connection: relative
"""
ACCOUNTS = """\
  - id: e1e1e
    type: access
    date: "2025-06-10"
    to: counsel
    outcome: permitted
    sources:
      - occrp-2025-06-04
  # The clerk confirmed it.
  - id: e2e2e
    type: access
    date: "2025-06-10"
    to: counsel
    outcome: permitted  # by telephone
{}    sources:
      - mother
"""


@pytest.fixture
def accounts(desk, answer):
    """Return a function that records two accounts, the second one of the mother with more fields."""
    (desk / "cases/sources/mother.yaml").write_text(TESTIMONY, encoding="utf-8")

    def record(*fields):
        path = desk / CASE
        more = ACCOUNTS.format("".join(f"    {each}\n" for each in fields))
        path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
        code, _, told = answer(desk, "commit")
        assert code == 0, told
        return desk

    return record


def event(desk, answer, name="e1e1e"):
    code, out, _ = answer(desk, "show", "kg-2025-aaaaa", "--json")
    assert code == 0
    return next(each for each in json.loads(out)["data"]["events"] if each["id"] == name)


@pytest.mark.parametrize(
    ("fields", "tier"),
    [
        (["standing: confirmed", "resolution:", "  reason: her mother was there"], "restricted"),
        (["place: Osh"], "restricted"),
        (["note: by telephone"], None),
        ([], None),
    ],
)
def test_facts_of_a_stricter_account_are_not_published(accounts, answer, fields, tier):
    desk = accounts(*fields)
    assert answer(desk, "resolve", "kg-2025-aaaaa", "--join", "e1e1e", "--join", "e2e2e")[0] == 0
    assert event(desk, answer).get("tier") == tier


def test_sources_of_one_field_are_sources_and_do_not_close_an_event(accounts, answer):
    desk = accounts()
    words = ("--set", "events.e1e1e.cites.outcome=[occrp-2025-06-04]")
    assert answer(desk, "update", "kg-2025-aaaaa", *words)[0] == 0
    assert answer(desk, "resolve", "kg-2025-aaaaa", "--join", "e1e1e", "--join", "e2e2e")[0] == 0
    joined = event(desk, answer)
    assert "tier" not in joined
    assert joined["cites"] == {"outcome": ["occrp-2025-06-04", "mother"]}


def test_comments_that_a_join_removes_are_shown(accounts, answer):
    desk = accounts()
    code, out, told = answer(desk, "resolve", "kg-2025-aaaaa", "--join", "e1e1e", "--join", "e2e2e")
    assert code == 0
    for comment in ("# The clerk confirmed it.", "# by telephone"):
        assert comment in out + told
        assert comment not in (desk / CASE).read_text(encoding="utf-8")


def test_a_comment_that_a_join_leaves_in_the_file_is_not_shown(accounts, answer):
    desk = accounts()
    path = desk / CASE
    text = path.read_text(encoding="utf-8").replace("  # The clerk", "  # By hand.\n\n  # The clerk")
    path.write_text(text, encoding="utf-8")
    assert answer(desk, "commit")[0] == 0
    code, out, told = answer(desk, "resolve", "kg-2025-aaaaa", "--join", "e1e1e", "--join", "e2e2e")
    assert code == 0
    assert "# The clerk confirmed it." in out + told
    assert "# By hand." not in out + told
    assert "# By hand." in path.read_text(encoding="utf-8")


def test_a_contradiction_names_the_command_that_corrects_it(accounts, answer):
    desk = accounts("place: Osh town")
    path = desk / CASE
    text = path.read_text(encoding="utf-8").replace("  # The clerk", "    place: Bishkek\n  # The clerk")
    path.write_text(text, encoding="utf-8")
    assert answer(desk, "commit")[0] == 0
    code, out, _ = answer(desk, "resolve", "kg-2025-aaaaa", "--join", "e1e1e", "--join", "e2e2e", "--json")
    assert code == 2
    error = json.loads(out)["error"]
    assert error["code"] == "CF728"
    assert error["hint"].endswith("casefile update kg-2025-aaaaa --set events.e2e2e.place=Bishkek")


@pytest.mark.parametrize("turned", [False, True])
def test_two_records_get_the_stricter_tier_before_they_are_joined(desk, answer, turned):
    (desk / "cases/sources/second.yaml").write_text(
        TESTIMONY.replace("id: mother", "id: second"), encoding="utf-8"
    )
    answer(desk, "commit")
    names = ["occrp-2025-06-04", "second"]
    one, other = reversed(names) if turned else names
    code, out, _ = answer(desk, "resolve", one, "--join", other, "--json")
    assert code == 2
    assert json.loads(out)["error"]["hint"].endswith("casefile update occrp-2025-06-04 --set tier=restricted")
