"""Of spells of custody only that is published which both courses have, and the days that both are sure of."""

from __future__ import annotations

import pytest

from casefile.custody.custody_view import Spell
from casefile.custody.day_counts import CertainDays
from casefile.publication.published_spells import HeldSpell, least_days, spells_in_all


def held(start, end, sure=None, *, basis="remand", certain=True, closed_by="release"):
    return HeldSpell(Spell(start, end, basis, certain, closed_by), CertainDays(*sure) if sure else None)


def ends(spells):
    return [(each.start, each.end) for each in spells]


def test_spells_that_both_courses_have_are_published_as_they_are():
    told = [held("2025-01-01", "2025-01-03", (1, 2, 3)), held("2025-02-01", "ongoing", (32, 40, 50))]

    shared = spells_in_all(told, [told])

    assert [(each.place, each.spell) for each in shared] == [*enumerate(each.spell for each in told)]
    assert [least_days([each]) for each in shared] == [3, 19]
    assert least_days(shared) == 3 + 19


@pytest.mark.parametrize(
    ("told", "full", "left"),
    [
        ("a-b", "a-b", ["a-b"]),
        ("a-b", "a-c", ["a-unknown"]),
        ("a-b", "c-b", ["unknown-b"]),
        ("a-b", "c-d", []),
        ("a-b", "", []),
        ("", "a-b", []),
        ("unknown-b", "unknown-c", []),
        ("a-unknown", "c-unknown", []),
        ("a-unknown", "a-unknown", ["a-unknown"]),
        ("unknown-unknown", "unknown-unknown", ["unknown-unknown"]),
        ("a-b a-c", "a-c", ["a-c"]),
        ("a-b a-c", "a-d", ["a-unknown"]),
        ("c-b a-d", "a-b", ["a-unknown"]),
        ("a-b c-d", "c-e a-f", ["a-unknown", "c-unknown"]),
        ("c-d a-b", "a-f c-e", ["c-unknown", "a-unknown"]),
        ("a-b c-b", "c-b a-b", ["a-b", "c-b"]),
        ("a-b c-b", "d-b", ["unknown-b"]),
    ],
)
def test_each_spell_of_the_full_course_is_published_once_with_the_ends_that_both_know(told, full, left):
    first, second = (
        [held(*each.split("-"), (1, 2, 3)) for each in spells.split()] for spells in (told, full)
    )

    shared = spells_in_all(first, [second])

    assert ["-".join(each) for each in ends(each.spell for each in shared)] == left


@pytest.mark.parametrize(
    ("other", "left"),
    [
        ({"basis": "remand", "certain": True, "closed_by": "release"}, ("remand", True, "release")),
        ({"basis": "arrest"}, (None, True, "release")),
        ({"certain": False}, ("remand", False, "release")),
        ({"closed_by": "bail"}, ("remand", True, None)),
    ],
)
def test_values_of_a_spell_that_the_courses_disagree_on_are_left_out(other, left):
    one, two = held("a", "b"), held("a", "b", **other)

    for told, full in ((one, two), (two, one)):
        ((_, spell, *_),) = spells_in_all([told], [[full]])
        assert (spell.basis, spell.certain, spell.closed_by) == left


@pytest.mark.parametrize(
    ("told", "full", "days"),
    [
        (None, None, 0),
        ((10, 15, 20), None, 0),
        (None, (10, 15, 20), 0),
        ((10, 15, 20), (10, 15, 20), 11),
        ((10, 15, 20), (9, 15, 21), 11),
        ((10, 15, 20), (10, 12, 19), 6),
        ((10, 15, 20), (10, 12, 15), 6),
        ((10, 15, 20), (10, 12, 14), 1),
        ((10, 15, 20), (10, 10, 10), 1),
        ((10, 15, 20), (11, 15, 20), 1),
        ((10, 9, 20), (10, 12, 14), 1),
        ((10, 15, 9), (10, 15, 20), 1),
        ((10, 15, 12), (10, 15, 20), 3),
        ((10, 9, 9), (10, 12, 14), 1),
    ],
)
def test_days_count_to_the_last_published_sign_certain_in_the_full_course(told, full, days):
    assert least_days(spells_in_all([held("a", "b", told)], [[held("a", "b", full)]])) == days


def test_only_the_first_day_of_a_spell_with_different_ends_counts():
    told, full = held("a", "b", (10, 15, 20)), held("a", "c", (10, 15, 20))

    assert least_days(spells_in_all([told], [[full]])) == 1
    assert (
        least_days(
            spells_in_all([told, held("d", "e", (30, 30, 31))], [[full, held("d", "e", (30, 30, 31))]])
        )
        == 3
    )


def test_only_the_first_day_of_a_spell_without_a_known_end_counts():
    open_end = held("a", "unknown", (10, 15, 20))

    assert least_days(spells_in_all([open_end], [[open_end]])) == 1


def test_days_of_spells_without_a_sure_day_do_not_count():
    one, two = held("a", "b", (10, 11, 12)), held("c", "d")

    assert least_days(spells_in_all([one, two], [[one, two]])) == 3
    assert least_days(spells_in_all([two], [[two]])) == 0
