"""When two states of files are one case: with the same id, and with another one."""

from __future__ import annotations

import pytest

from casefile.model.same_case import IN_ONE_COMMIT, has_events_of_case, is_another_case, is_same_case


def case(name="", *events):
    person = {"name": name} if name else {}
    return {"person": person, "events": [{"id": each} for each in events]}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (case("Ivan Petrov", "a1a1a"), case("Olga Sidorova", "a1a1a"), True),
        (case("Ivan Petrov", "a1a1a"), case("Ivan Petrov", "b1b1b"), False),
        (case("Ivan Petrov"), case("ivan petrov", "b1b1b"), True),
        (case("Ivan Petrov"), case("Olga Sidorova", "b1b1b"), False),
        (case("", "a1a1a"), case("Olga Sidorova"), False),
        (case(), case(), False),
    ],
)
def test_events_decide_and_names_where_one_has_none(one, other, same):
    assert is_same_case(one, other) is is_same_case(other, one) is same


@pytest.mark.parametrize(
    ("case_events", "found"),
    [("a", True), ("ab", True), ("ax", False), ("abx", True), ("x", False), ("", False)],
)
def test_two_events_of_a_case_or_its_only_one_identify_it_under_another_id(case_events, found):
    assert has_events_of_case({*"abc"}, {*case_events}) is found
    assert has_events_of_case({*"abc"}, {*case_events}, IN_ONE_COMMIT) is bool({*"abc"} & {*case_events})


@pytest.mark.parametrize(
    ("one", "other", "are_two"),
    [
        (case("Ivan Petrov", "a1a1a"), case("Olga Sidorova", "b1b1b"), True),
        (case("", "a1a1a"), case("", "b1b1b"), True),
        (case("Ivan Petrov", "a1a1a"), case("", "b1b1b"), True),
        (case("Ivan Petrov", "a1a1a"), case("Olga Sidorova"), False),
        (case("Ivan Petrov"), case("Iwan Petrow"), False),
        (case("Ivan Petrov", "a1a1a"), case("Ivan Petrov", "b1b1b"), False),
        (case("Ivan Petrov", "a1a1a"), case("Olga Sidorova", "a1a1a"), False),
        (case("", "a1a1a"), case("Olga Sidorova"), False),
        (case("", "a1a1a"), case(), False),
    ],
)
def test_two_cases_for_your_team_contradict_each_other(one, other, are_two):
    assert is_another_case(one, other) is is_another_case(other, one) is are_two


def test_a_state_in_between_shows_that_two_are_one_case():
    both = case("", "a1a1a", "b1b1b")
    assert is_another_case(case("", "a1a1a"), case("", "b1b1b"))
    assert not is_another_case(case("", "a1a1a"), case("", "b1b1b"), [case("Olga Sidorova"), both])
    assert is_another_case(case("", "a1a1a"), case("", "b1b1b"), [case("", "a1a1a"), case("", "b2b2b")])
