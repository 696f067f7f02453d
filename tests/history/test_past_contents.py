"""What the index keeps of contents of earlier commits: the same answers, with nothing read again."""

from __future__ import annotations

import json
import sqlite3

import pytest
from hypothesis import given, settings

from casefile.model.record_parser import admit
from casefile.model.recorded_lookups import RecordedLookups
from casefile.register import depends_on, stated_settings
from casefile.register.lazy_entry import rules_of
from casefile.register.record_summary import RecordSummary
from casefile.register.summary_builder import course_of
from support.cached import same_without_cache
from support.ledgers import CONNECTIONS, ledgers

DEATH = '  - id: d3d3d\n    type: death\n    date: "2025-07-01"\n    sources:\n      - occrp-2025-06-04\n'
CASE = "cases/kg/2025/kg-2025-7k3mq.yaml"
SOURCE = "cases/sources/occrp-2025-06-04.yaml"
ASKED = [
    ["log", "aleksandrov"],
    ["log", "aleksandrov", "--limit", "1"],
    ["log"],
    ["log", "--json"],
    ["blame", "aleksandrov"],
    ["diff", "HEAD~2", "HEAD"],
    ["diff", "HEAD~1"],
]


@pytest.fixture
def changed(past):
    """Return a register in which only a source, then only the settings, changed what follows from a death."""
    past.append(DEATH)
    past.commit("a death is reported")
    past.replace("publisher: OCCRP\n", "publisher: OCCRP\nconnection: relative\n", SOURCE)
    past.replace("place: Bishkek", "place: Osh")
    past.commit("the source is a relative", "2025-07-11")
    past.replace("stale_days: 90", "stale_days: 5", "casefile.yaml")
    past.replace("place: Osh", "place: Naryn")
    past.commit("news is old after five days", "2025-07-30")
    return past


def test_cached_earlier_contents_change_no_answer(changed, answer):
    answer(changed.folder, "list")
    answer(changed.folder, "diff", "HEAD")  # which warns once that drivers are missing
    same_without_cache(answer, changed.folder, ASKED)


def test_the_same_content_has_another_status_with_another_source_or_setting(changed, answer):
    changed.replace("stale_days: 5", "stale_days: 90", "casefile.yaml")
    changed.replace("place: Naryn", "place: Bishkek")
    changed.commit("as it was when the death was reported", "2025-07-30")
    changed.replace("connection: relative\n", "", SOURCE)
    changed.replace("place: Bishkek", "place: Osh")
    changed.commit("the source is nobody's relative", "2025-07-30")
    answer(changed.folder, "list")
    for _ in range(2):
        out = answer(changed.folder, "log", "aleksandrov", "--json")[1]
        rows = [row["status"] for row in json.loads(out)["data"] if row["record"] == "kg-2025-aaaaa"]
        assert [status["after"] for status in rows[:5]] == ["unknown", "dead", "dead", "dead", "unknown"]


@pytest.mark.parametrize("field", [{"tier": "sealed"}, {"stale_days": 5}, {"release_days": 9}])
def test_an_excerpt_that_was_kept_counts_by_the_settings_that_it_was_taken_by(field):
    other = admit("settings", {"schema": "casefile/settings/1", **field}).record
    assert other is not None
    row = RecordSummary("kg-2025-7k3mq", "case", CASE, "", "public")
    assert depends_on(row, rules_of(other), {}) != depends_on(row, rules_of(stated_settings(None)), {})


def test_a_state_is_read_once_and_then_found_in_the_index(changed, answer):
    answer(changed.folder, "list")
    before = kept(changed.folder)
    answer(changed.folder, "log", "aleksandrov")
    assert kept(changed.folder) > before
    again = kept(changed.folder)
    answer(changed.folder, "log", "aleksandrov")
    assert kept(changed.folder) == again


def test_nothing_of_a_commit_is_kept_after_a_case_was_withdrawn(changed, answer):
    answer(changed.folder, "list")
    answer(changed.folder, "withdraw", "kg-2025-bbbbb", "--yes", "--reason", "subject_request")
    assert not (changed.folder / "cases/kg/2025/kg-2025-bbbbb.yaml").exists()
    answer(changed.folder, "list")
    before = kept(changed.folder)
    answer(changed.folder, "log")
    assert kept(changed.folder) == before


def test_nothing_of_a_commit_is_kept_in_another_work_tree_either(changed, answer, tmp_path):
    changed.git("worktree", "add", "-q", "--detach", str(tmp_path / "linked"), "HEAD~1")
    answer(changed.folder, "withdraw", "kg-2025-bbbbb", "--yes", "--reason", "subject_request")
    answer(changed.folder, "list")
    answer(tmp_path / "linked", "list")
    before = kept(changed.folder)
    for words in (["log"], ["log", "--known-at", "HEAD~1"], ["list", "--known-at", "HEAD~1"]):
        answer(tmp_path / "linked", *words)
    assert kept(changed.folder) == before


def kept(folder):
    database = sqlite3.connect(folder / ".git/casefile/index.sqlite")
    (count,) = database.execute("SELECT count(*) FROM contents").fetchone()
    database.close()
    return count


@settings(max_examples=150, deadline=None)
@given(ledgers())
def test_a_course_depends_on_no_other_source_than_those_that_were_looked_up(drawn):
    case = admit("case", {
        "schema": "casefile/case/1", "id": "kg-2025-7k3mq", "country": "KG",
        "person": {"identification": "unnamed"},
        "proceedings": [{"id": "main", "kind": "criminal"}, {"id": "second"}],
        "events": [{**event, "sources": ["relative-7k3mq", "press-7k3mq"]} for event in drawn[0]],
    }).record  # fmt: skip
    looked_up = RecordedLookups({**CONNECTIONS, "press-7k3mq": "official"})
    course = course_of(case, looked_up, stated_settings(None))
    others = {key: looked_up[key] for key in [*looked_up.found]}
    assert course_of(case, others, stated_settings(None)) == course
