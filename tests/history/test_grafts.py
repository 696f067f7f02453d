"""Grafts and replacement objects, which belong to one clone, change nothing that is shown of the history."""

from __future__ import annotations

import datetime as dt

import pytest

from casefile.history.diff_arguments import DiffWords
from casefile.history.record_blame import read_blame
from casefile.history.record_diff import read_diff
from casefile.history.record_log import read_log
from casefile.loading.read_times import QueryTimes

CLOCKS = QueryTimes(dt.datetime(2025, 7, 20, tzinfo=dt.UTC), "2025-07-10")


def shown(past):
    """Return what log, blame and diff show of the case."""
    folder = past.folder
    return (
        [(each.commit.id, [row.texts for row in each.differences]) for each in read_log(folder).entries],
        [(row.value.field, row.commit) for row in read_blame(folder, "aleksandrov").rows],
        [each.texts for each in read_diff(folder, DiffWords(("main...other",)), CLOCKS).differences],
    )


@pytest.fixture
def real(past):
    """Return what is shown of a history in which the place of a case was corrected twice, on two branches."""
    past.replace("place: Bishkek", "place: Osh")
    past.commit("first", "2025-07-10")
    past.git("checkout", "-qb", "other")
    past.append()
    past.commit("a release", "2025-07-11")
    past.git("checkout", "-q", "main")
    past.replace("place: Osh", "place: Naryn")
    past.commit("second", "2025-07-12")
    found = shown(past)
    assert all(found)
    return found


def test_log_blame_and_diff_follow_no_graft(past, real):
    root, tip = past.git("rev-parse", "main~2"), past.git("rev-parse", "main")
    (past.folder / ".git" / "info").mkdir(exist_ok=True)
    (past.folder / ".git" / "info" / "grafts").write_text(f"{tip} {root}\n", encoding="ascii")
    assert past.git("merge-base", "main", "other") == root
    assert shown(past) == real


@pytest.mark.parametrize("words", [("--graft", "main", "main~2"), ("main", "main~2"), ("main~1", "main~2")])
def test_log_blame_and_diff_read_no_replacement(past, real, words):
    listed = past.git("log", "--format=%H %B", "main")
    past.git("replace", *words)
    assert past.git("log", "--format=%H %B", "main") != listed
    assert shown(past) == real
