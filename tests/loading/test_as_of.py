"""How sources are called in a line, and what both clocks say where a command failed."""

from __future__ import annotations

import datetime as dt

import pytest

from casefile.dates import LAST_DAY
from casefile.loading.as_of import output_labels
from casefile.loading.indexed.index_lookup import find_dated_snapshot
from casefile.loading.read_times import QueryTimes

NOW = dt.datetime(2025, 7, 20, 20, 0, tzinfo=dt.UTC)
CALLED = {
    "published": ("kind: press_article\npublisher: OCCRP\npublished: 2025-06-04\n", "OCCRP, 4 June 2025"),
    "only seen": (
        "kind: press_article\npublisher: OCCRP\naccessed: 2026-11-25\n",
        "OCCRP, seen 25 November 2026",
    ),
    "an address of which nothing is known": (
        "kind: unknown\nurl: https://www.24.kg/a\naccessed: 2026-11-25\n",
        "24.kg, seen 25 November 2026",
    ),
    "a call": ("kind: call\naccessed: 2026-11-25\n", "call, 25 November 2026"),
}


@pytest.mark.parametrize(("fields", "called"), CALLED.values(), ids=CALLED)
def test_the_day_on_which_a_page_was_read_does_not_read_like_that_of_its_publication(desk, fields, called):
    text = f"schema: casefile/source/1\nid: new\n{fields}"
    (desk / "cases/sources/new.yaml").write_text(text)
    assert find_dated_snapshot(desk, QueryTimes(NOW)).labels["new"] == called


def test_a_failure_has_both_dates_as_far_as_they_are_known(desk, tmp_path):
    assert output_labels(desk, QueryTimes(NOW)) == ("2025-07-20", "the working tree")
    assert output_labels(desk, QueryTimes(NOW, "2025-06-10", "nowhere")) == ("2025-06-10", None)
    assert output_labels(desk, QueryTimes(NOW, "2025-13-10")) == (None, "the working tree")
    assert output_labels(tmp_path, QueryTimes(NOW)) == (None, None)


def test_records_are_called_the_same_where_the_index_is_damaged_meanwhile(desk):
    told = find_dated_snapshot(desk, QueryTimes(NOW)).labels["scns"]
    seen = find_dated_snapshot(desk, QueryTimes(NOW))
    with seen.snapshot_index._database as database:
        database.execute("DROP TABLE files")
    assert seen.labels["scns"] == told
    assert "nobody" not in seen.labels


@pytest.mark.parametrize(("on", "horizon"), [("2025-06-10", dt.date(2025, 6, 10)), (None, LAST_DAY)])
def test_future_events_are_shown_unless_a_day_is_given(desk, on, horizon):
    assert find_dated_snapshot(desk, QueryTimes(NOW, on)).horizon == horizon
