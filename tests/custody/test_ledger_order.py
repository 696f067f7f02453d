"""The order of the ledger, on ledgers small enough to read."""

from __future__ import annotations

import pytest

from casefile.custody.ledger_order import find_insertion_index, list_in_order


def test_dates_decide_where_they_can(short):
    assert list_in_order(short("release 2025-06-02", "detention 2025-05-28", "hearing 2025-05-30")) == [
        1,
        2,
        0,
    ]


def test_the_file_decides_where_the_dates_overlap(short):
    first = short("release [2025-05-28..2025-06-04]", "hearing [2025-05-28..2025-06-04] outcome=remanded")
    assert list_in_order(first) == [0, 1]


def test_an_entry_goes_before_the_first_that_must_come_after_it(short):
    ledger = short(
        "detention 2025-05-01",
        "hearing [2025-05-02..2025-06-30] outcome=extended",
        "release 2025-06-20",
        "hearing 2025-06-10 outcome=bail",
    )
    assert list_in_order(ledger) == [0, 1, 3, 2]


def test_an_entry_that_is_no_mover_follows_its_file_neighbour(short):
    ledger = short(
        "detention 2025-05-28",
        "interrogation 2025-05-28",
        "release [2025-05-28..2025-06-04]",
        "hearing 2025-05-27 outcome=scheduled",
    )
    assert list_in_order(ledger) == [3, 0, 1, 2]


@pytest.mark.parametrize(
    "news",
    [
        "interrogation 2025-05-10",
        "hearing 2025-05-10 outcome=scheduled stage=custody",
        "hearing 2025-05-10 outcome=unknown stage=trial",
    ],
)
def test_an_entry_that_is_no_mover_does_not_reorder_movers(short, news):
    """A mover keeps its place behind one that overlaps it, whatever news stands between them."""
    ledger = short(
        "release [2025-05-05..2025-05-20]",
        news,
        "detention [2025-05-05..2025-05-20]",
        "hearing 2025-05-07 outcome=remanded",
    )
    assert list_in_order(ledger) == [0, 2, 3, 1]


def test_a_new_entry_goes_as_late_as_its_bounds_allow(short):
    ledger = short("detention 2025-05-28", "hearing 2025-05-30", "release 2025-06-04")
    assert find_insertion_index(ledger, short("interrogation 2025-05-28")[0]) == 1
    assert find_insertion_index(ledger, short("interrogation [2025-05-28..2025-06-03]")[0]) == 2
    assert find_insertion_index(ledger, short("interrogation [2025-05-28..2025-06-04]")[0]) == 3
    assert find_insertion_index([], short("detention 2025-05-28")[0]) == 0


def test_in_a_file_out_of_order_a_new_entry_goes_last(short):
    ledger = short("release 2025-06-04", "detention 2025-05-28")
    assert find_insertion_index(ledger, short("hearing 2025-05-30 outcome=remanded")[0]) == 2
