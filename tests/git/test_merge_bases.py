"""The best common ancestors of two commits that are in memory are those that git finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from casefile.git.ancestry import merge_bases


@st.composite
def histories(draw):
    """Draw the parents of commits by id, parents first; each has up to three of the commits before it."""
    count = draw(st.integers(1, 12))
    return {
        str(number): tuple(map(str, draw(st.sets(st.integers(0, number - 1), max_size=3)) if number else ()))
        for number in range(count)
    }


def past(commits, tip):
    return {tip}.union(*(past(commits, parent) for parent in commits[tip]))


@given(histories(), st.data())
def test_they_lead_to_both_and_none_of_them_to_another_one(commits, data):
    one, other = (data.draw(st.sampled_from([*commits])) for _ in range(2))
    places = {each: place for place, each in enumerate(reversed(commits))}

    found = [*merge_bases(commits.__getitem__, places.get, one, other)]

    common = past(commits, one) & past(commits, other)
    best = {each for each in common if not any(each in past(commits, it) - {it} for it in common)}
    assert found == sorted(best, key=places.__getitem__)


@given(histories(), st.data())
def test_a_commit_without_a_place_leads_nowhere(commits, data):
    one, other = (data.draw(st.sampled_from([*commits])) for _ in range(2))
    places = {each: place for place, each in enumerate(reversed(commits)) if each not in {one, "0"}}

    assert {*merge_bases(commits.__getitem__, places.get, one, other)} <= {*places}
