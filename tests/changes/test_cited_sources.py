"""Which records a citation cites once two records of one id are told apart."""

from __future__ import annotations

import pytest

from casefile.changes.cited_sources import ids_by_side


@pytest.mark.parametrize(
    ("has", "cites", "expected"),
    [
        ((True, False), (True, True), ["of-ours"]),
        ((True, True), (True, True), ["of-ours", "of-theirs"]),
        ((False, False), (False, True), ["of-theirs"]),
        ((False, False), (False, False), []),
    ],
)
def test_a_citation_is_that_of_each_side_that_has_it_else_of_each_that_cites_the_id(has, cites, expected):
    assert ids_by_side(("of-ours", "of-theirs"), has, cites) == expected
