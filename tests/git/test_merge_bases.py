"""The best common ancestors of two commits that are in memory are those that git finds."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from casefile.git.ancestry import merge_bases, read_ancestry
from casefile.git.merge_state import merge_base
from casefile.git.objects import objects


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


def test_they_are_those_of_git(committed, git):
    """Two lines that merge each other's commits over and over, so that they part in several places."""
    tree, day, made = git("rev-parse", "HEAD^{tree}"), "2025-06-05T12:00:{:02}Z", [git("rev-parse", "HEAD")]

    def commit(*parents):
        stated = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), day.format(len(made)))
        words = (word for parent in parents for word in ("-p", parent))
        made.append(git("commit-tree", tree, "-m", "x", *words, **stated))
        return made[-1]

    one = other = made[0]
    for _ in range(2):
        one, other = commit(one), commit(other)
        one, other = commit(one, other), commit(other, one)
        one, other = commit(one), commit(other)
    with objects(committed.root) as stored:
        known = read_ancestry(committed, stored, commit(one, other))
    found = {pair: git_bases(git, *pair) for pair in combinations(made, 2)}
    assert {pair: {*known.merge_bases(*pair)} for pair in found} == found
    assert max(map(len, found.values())) == 2
    assert all(merge_base(committed, *pair) in bases for pair, bases in found.items())


def git_bases(git, one, other):
    return {*git("merge-base", "--all", one, other).split()}
