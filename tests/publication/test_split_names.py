"""Names of one word that a text writes as two, and published names that overlap with withheld ones."""

from __future__ import annotations

import pytest

from casefile.model.names.hidden import Hidden, Secret


def found(name, text, *, told=(), called=()):
    return Hidden([Secret((name,))], told, called=called).found_in(text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Алина Роу", "Ал Иной"),  # five letters are too few
        ("کریم نوری", "Kar Imin"),
        ("علیرضا مرادی", "Мы ждали али раза три"),
    ],
)
def test_what_is_short_or_in_small_letters_is_no_name(name, text):
    assert not found(name, text)


def test_an_ending_of_persian_follows_the_second_word():
    assert found("Alireza Moradi", "علی رضاها گفتند")


@pytest.mark.parametrize(
    ("name", "told", "text"),
    [
        ("علیرضا مرادی", "Ali Reza", "Ali Reza"),
        ("علیرضا مرادی", "Ali Reza Karimi", "Yesterday Ali Reza Karimi spoke"),
        ("Ali Reza", "علی رضا مرادی", "دیروز علی رضا مرادی آمد"),
        ("Ali Reza Moradi", "رضا مرادی", "رضا مرادی و هم علی"),
        ("Ali", "رضا مرادی", "علی و رضا مرادی"),
        ("Saeed Attar", "سعید", "سعید آمد"),
        ("Saeed Attar", "سعید حسن", "سعید حسن سعید حسن"),
        ("Koç Ali Han", "Ali Han", "Ali Han ve yargıç Koç"),
        ("Ali Koç Han", "Ali Koç; Han Koç", "Dün Ali Koç Han Koç geldi"),
    ],
)
def test_a_published_name_stands_where_no_withheld_one_is_whole(name, told, text):
    assert not found(name, text, told=told.split("; "))


@pytest.mark.parametrize(
    ("name", "told", "text"),
    [
        ("Nur Ali", "علی حسن", "نور علی حسن"),
        ("Saeed Attar", "حسن نور", "حسن نور سعید"),
    ],
)
def test_behind_a_published_name_a_withheld_one_is_found(name, told, text):
    assert found(name, text, told=[told])


def test_the_longest_published_name_counts():
    secrets = [Secret(("Asel Petrova",)), Secret(("Bek Asanov",))]
    hidden = Hidden(secrets, called=["Asanov Fund", "Asel Asanov Fund", "Fund Asanov"])
    assert not hidden.found_in("The Asel Asanov Fund helps")
    assert not hidden.found_in("The Asel Asanov Fund and the Fund Asanov help")
    assert hidden.found_in("Asel of the Asanov Fund")
    assert hidden.found_in("Asanov Fund Asanov Asel Asanov Fund")


def test_a_public_body_opens_no_name_of_which_it_writes_two_words_as_one():
    body = "Alireza Moradi Fund"
    assert found("Ali Reza Moradi", body, called=[body])
