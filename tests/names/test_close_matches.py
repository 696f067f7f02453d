"""What is spelt nearly as something that was typed is found among few and among very many."""

from __future__ import annotations

from difflib import get_close_matches

from hypothesis import given
from hypothesis import strategies as st

from casefile.names.close_matches import ALIKE, close_to

words = st.lists(st.text("abkq-12", min_size=1, max_size=8), max_size=30)


@given(st.text("abkq-12", min_size=1, max_size=8), words)
def test_among_few_all_are_compared(word, others):
    assert close_to(word, others, n=3) == get_close_matches(word, others, n=3, cutoff=ALIKE)


@given(st.text("abkq-12", min_size=1, max_size=8), words)
def test_among_many_none_is_found_that_is_not_near(word, others):
    assert {*close_to(word, others, n=3, many=2)} <= {*get_close_matches(word, others, n=30, cutoff=ALIKE)}


def test_among_many_one_wrong_character_is_found():
    every = [
        f"kg-20{year}-{first}{second}aq" for year in range(15, 27) for first in "abcd" for second in "xyz"
    ]
    for typed in ("kg-2020-azaq", "kg-2020-dxaa", "kg-2220-bxaq", "kh-2020-cyaq", "kg-202-cyaq"):
        assert close_to(typed, every, n=1, many=20) == get_close_matches(typed, every, n=1, cutoff=ALIKE)


def test_a_word_that_has_little_in_common_is_not_near():
    assert close_to("police", ["live", "media"], n=3) == []
    assert close_to("polic", ["police", "live"], n=3) == ["police"]
