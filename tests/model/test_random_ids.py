"""Which ids were drawn at random: no word, and so no name, passes for one."""

from __future__ import annotations

import re

import pytest

from casefile.model.field import EVENT_ID
from casefile.model.kinds import suffix_of
from casefile.model.random_ids import DRAWN, is_drawn, is_nameless, may_be_drawn, random_suffix


@pytest.mark.parametrize(
    ("record_id", "drawn"),
    [
        ("kg-2025-7k3mq", True),
        ("kg-2025-ahm3d", True),
        ("kg-2025-aida", False),
        ("kg-2025-7k3mqz", False),
        ("kg-2025-aida-7k3mq", False),
        ("kg-2025-7k3mq-aida", False),
        ("kg-2025-ilou5", False),
        ("kg-2025-oleg7", False),
        ("kg-2025-ahmed", False),
        ("kg-2025-ahm3d\n", False),
        ("h2v5t", True),
        ("olga1", False),
        ("hmsed", False),
    ],
)
def test_an_id_is_random_where_five_random_letters_with_a_digit_are_all_of_its_end(record_id, drawn):
    suffix = suffix_of(record_id)
    assert is_drawn(suffix) is drawn
    assert may_be_drawn(suffix) is (drawn or suffix in {"ahmed", "hmsed"})


def test_a_word_with_a_digit_behind_it_in_the_line_is_not_random():
    assert re.match(DRAWN, "ahmed # 2") is None
    assert re.match(DRAWN, "h2v5t # 2") is not None


def test_a_random_suffix_is_recognised_and_may_be_the_id_of_an_event():
    drawn = [random_suffix() for _ in range(300)]
    assert all(map(is_drawn, drawn))
    assert all(map(EVENT_ID.fits, drawn))
    assert len(set(drawn)) > 290


@pytest.mark.parametrize(
    ("event_id", "nameless"), [("h2v5t", True), ("asan7", False), ("sadyr", False), ("bek2t", True)]
)
def test_an_id_that_a_user_typed_is_nameless_only_without_a_name(event_id, nameless):
    assert is_nameless(event_id, ["Asan Usenov"]) is nameless
