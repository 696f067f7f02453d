"""Names that not everybody may know: of the public ones only those are needed that open one of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.checks.person_names import NameOpening, Secrets, Suspects, identifying_words, roots_of
from casefile.model.vocabularies import TIERS
from casefile.names import fold_text

WORDS = ("Aibek", "Sydykov", "Sydykova", "Asel", "Li", "Xu", "Бекова", "Orlov", "uulu", "Bo")
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
known = st.lists(st.tuples(names, st.sampled_from(TIERS)), max_size=12)


def closed_words(known):
    opened = [identifying_words(name) for name, tier in known if tier == "public"]
    closed = [identifying_words(name) for name, tier in known if tier != "public"]
    return frozenset().union(*closed).difference(*opened)


@given(known)
def test_restricted_names_and_matching_public_ones_give_the_same_secrets(every):
    closed = [each for each in every if each[1] != "public"]
    opening = NameOpening(name for name, _ in closed)
    opened = [(name, tier) for name, tier in every if tier == "public" and opening.takes(name)]
    assert Secrets.of([*closed, *opened]) == Secrets.of(every)
    assert closed_words([*closed, *opened]) == closed_words(every)


@given(st.lists(known, max_size=6), st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join))
def test_names_that_contain_the_words_of_a_text_give_the_same_result(cases, text):
    every = tuple(map(tuple, cases))
    closed = [each for case in cases for each in case if each[1] != "public"]

    def holding(wanted):
        return [
            case
            for case in every
            if wanted <= roots_of(" ".join(fold_text(name) for name, _ in case).split())
        ]

    some = Suspects(closed, lambda: pytest.fail("all names were looked at"), holding)
    for tier in TIERS:
        told = Secrets.of(each for case in cases for each in case).stand_in(text, tier)
        assert Suspects(closed, lambda: every).stand_in(text, tier) == told
        assert some.stand_in(text, tier) == told


def test_a_public_name_without_words_of_a_restricted_one_is_not_needed():
    opening = NameOpening(["Aibek Sydykov"])
    assert [opening.takes(each) for each in ("Asel Orlova", "Aibek Orlov", "Aibek Orlov")] == [
        False, True, False,
    ]  # fmt: skip
    assert opening
    assert not NameOpening([])
