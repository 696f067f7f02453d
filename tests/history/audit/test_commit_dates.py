"""Dates of commits that cannot be true."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from support.trail import CASE, OTHER, case, event, path_of

A, B = event("a1aaa"), event("b2bbb", "2025-05-30")
NOW = datetime(2025, 6, 10, 12, tzinfo=UTC)


def dated(past, day: datetime, author: datetime | None = None, case_id: str = CASE, number: int = 0) -> str:
    """Commit one more event on a moment of ours."""
    past.number += 1
    ledger = A + B + "".join(event(f"c{each:04}", "2025-06-01") for each in range(past.number))
    place = past.folder / path_of(case_id)
    place.write_text(case(case_id, ledger), encoding="utf-8")
    dates = {"GIT_AUTHOR_DATE": (author or day).isoformat(), "GIT_COMMITTER_DATE": day.isoformat()}
    past.git("commit", "-qam", f"step {number}", **dates)
    return past.git("rev-parse", "HEAD")


def wrong(past, *checkpoint, **more):
    """The commits whose dates an audit finds wrong."""
    findings = past.audit(*checkpoint, **{"now": NOW, **more}).findings
    assert {each.code for each in findings} <= {"CF753"}
    return [each.commit for each in findings]


@pytest.mark.parametrize(("hours", "finds"), [(23, False), (25, True)])
@pytest.mark.parametrize("whose", ["author", "committer"])
def test_a_date_in_the_future_is_found_beyond_a_day_of_skew(past, hours, finds, whose):
    past.begin()
    ahead = NOW + timedelta(hours=hours)
    made = dated(past, NOW, ahead) if whose == "author" else dated(past, ahead, NOW)
    assert wrong(past) == ([made] if finds else [])


def test_a_date_in_the_future_is_not_compared_with_later_commits(past):
    past.begin()
    made = dated(past, datetime(2099, 1, 1, tzinfo=UTC))
    dated(past, NOW)
    assert wrong(past) == [made]


@pytest.mark.parametrize(("hours", "finds"), [(23, False), (25, True)])
def test_a_date_before_the_parents_is_found_beyond_a_day_of_skew(past, hours, finds):
    past.begin()
    dated(past, NOW)
    made = dated(past, NOW - timedelta(hours=hours))
    assert wrong(past) == ([made] if finds else [])


def test_small_steps_back_do_not_add_up(past):
    past.begin()
    made = [dated(past, NOW - timedelta(hours=23 * step), number=step) for step in range(5)]
    assert wrong(past) == [made[2], made[4]]


def test_a_commit_of_other_files_hides_no_date_before_the_parents(past):
    past.begin()
    dated(past, NOW)
    early = NOW - timedelta(days=3)
    (past.folder / "README.md").write_text("words", encoding="utf-8")
    past.git("add", "README.md")
    dates = {"GIT_AUTHOR_DATE": early.isoformat(), "GIT_COMMITTER_DATE": early.isoformat()}
    past.git("commit", "-qm", "words", **dates)
    assert wrong(past) == []
    made = dated(past, early)
    assert wrong(past) == [made]


def test_a_merge_is_compared_with_the_later_of_its_parents(past):
    past.begin()
    past.git("checkout", "-q", "-b", "side")
    dated(past, NOW)
    past.git("checkout", "-q", "main")
    dated(past, NOW - timedelta(days=4), case_id=OTHER)
    early = (NOW - timedelta(days=3)).isoformat()
    past.git("merge", "-qm", "m", "side", GIT_AUTHOR_DATE=early, GIT_COMMITTER_DATE=early)
    assert wrong(past) == [past.git("rev-parse", "HEAD")]


def test_a_date_that_cannot_be_read_is_found(past):
    past.begin()
    made = dated(past, datetime(1970, 1, 1, tzinfo=UTC))
    assert wrong(past) == [made]


def test_a_commit_from_before_1970_without_parents_is_no_finding(past):
    (past.folder / "casefile.yaml").write_text("schema: casefile/settings/1\ntitle: T\n", encoding="utf-8")
    past.git("add", "-A")
    tree = past.git("write-tree")
    raw = f"tree {tree}\nauthor d <d@r.invalid> -86400 +0000\ncommitter d <d@r.invalid> -86400 +0000\n\nold\n"
    made = past.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=raw)
    past.git("update-ref", "HEAD", made)
    assert wrong(past) == []


@pytest.mark.parametrize(("hours", "finds"), [(23, False), (25, True)])
def test_a_date_before_a_checkpoint_that_lacks_the_commit_is_found(past, tmp_path, hours, finds):
    past.begin()
    place = tmp_path / "checkpoint.json"
    past.audit(write=place, now=NOW)
    made = dated(past, NOW - timedelta(hours=hours))
    assert wrong(past, place) == ([made] if finds else [])
    assert wrong(past) == []


def test_a_later_checkpoint_remembers_a_wrong_date(past, tmp_path):
    past.begin()
    dated(past, NOW + timedelta(days=9))
    place = tmp_path / "checkpoint.json"
    assert len(past.audit(write=place, now=NOW).standing) == 1
    assert past.audit(place, now=NOW).standing == ()
