"""Pairing two lists: the first way of being alike first, and nothing twice."""

from __future__ import annotations

from operator import eq

import pytest

from casefile.publication.list_pairs import pair_up


def in_small(one, other):
    return one.lower() == other.lower()


@pytest.mark.parametrize(
    ("ones", "others", "found"),
    [
        ("ab", "ba", {0: 1, 1: 0}),
        ("aA", "Aa", {0: 1, 1: 0}),
        ("a", "Aa", {0: 1}),
        ("aa", "a", {0: 0}),
        ("aA", "A", {1: 0}),
        ("a", "AA", {0: 0}),
        ("a", "b", {}),
    ],
)
def test_each_has_one_counterpart_that_is_the_same_or_else_alike(ones, others, found):
    assert pair_up(ones, others, eq, in_small) == found
