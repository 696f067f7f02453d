"""Two names: what is alike in any script, what only looks so, and what speaks against it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.names.name_likeness import likeness


def strength(one, other):
    found = likeness([one], [other])
    return found.strength if found else None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Aleksandrov, Aleksander", "Александр Александров"),
        ("ALEKSANDR ALEKSANDROV", "Alexander Alexandrow"),
        ("Махабат Тажибек кызы", "Makhabat Tajibek kizi"),
        ("Tazhibek kyzy Makhabat", "Makhabat Tazhibek kyzy"),
        ("Bekzat Tologon uulu", "Бекзат Төлөгөн уулу"),
        ("Ruslan Heydar oglu Mammadov", "Руслан Гейдар оглы Маммадов"),
        ("Нұрлан Серікұлы Омаров", "Nurlan Serik uly Omarov"),
        ("Иван Петрович Сидоров", "Ivan Sidorov"),
        ("Иван Петрович Сидоров", "Sidorov Ivan Petrovitch"),
        ("Владимир Кара-Мурза", "Vladimir Karamurza"),
        ("Sean O’Connor", "O'Connor, Sean"),
        ("王小明", "Wang Xiaoming"),
        ("張國榮", "张国荣"),
        ("Алeксандр Петров", "Александр Петров"),
    ],
)
def test_one_name_in_two_spellings(one, other):
    assert strength(one, other) == "same"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("محمد علي حسن", "Muhammad Ali Hassan"),
        ("عبد الرحمن الراشد", "Abdurrahman ar-Rashid"),
        ("علی‌رضا رحیمی", "Ali Reza Rahimi"),
        ("Mykola Hnatiuk", "Nikolai Hnatiuk"),
        ("Makhabat Tazhibek", "Makhabat Tazhibek kyzy"),
        ("I. P. Sidorov", "Иван Петрович Сидоров"),
        ("Mohammed Ali Hassan", "Mohammed Ali"),
    ],
)
def test_names_that_go_together(one, other):
    assert strength(one, other) == "alike"


@pytest.mark.parametrize(
    ("one", "other", "remark"),
    [
        ("Александр Кузнецов", "Александра Кузнецова", "for women"),
        ("Zhenya Ivanov", "Zhenya Ivanova", "for women"),
        ("Karim Said", "كريمة سعيد", "for women"),
        ("Иван Петрович Смирнов", "Иван Павлович Смирнов", "fathers'"),
        ("Gulnara Asan kyzy Bekova", "Gulnara Esen kyzy Bekova", "fathers'"),
        ("Nur Asan kyzy", "Nur Asan uulu", "daughter"),
        ("Aiday Bolot kyzy", "Aiday Bolotova", "surname"),
        ("王小明", "王晓明", "the characters differ"),
        ("محمد علي", "علي محمد", "order"),
        ("Sergei Ivankov", "Sergei Ivanov", "a different name"),
        ("Сергей Котов", "Сергей Катов", "a different name"),
    ],
)
def test_contrary_evidence_makes_a_hint_with_a_remark(one, other, remark):
    found = likeness([one], [other])

    assert found.strength == "hint"
    assert remark in " ".join(found.remarks)


def test_one_initial_and_an_only_word_are_hints():
    assert strength("I. Sidorov", "Ivan Sidorov") == "hint"
    assert strength("Ermek", "Эрмек") == "hint"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sergei Orlov", "Andrei Orlov"),
        ("Gulnara Asan kyzy", "Gulnara Esen kyzy"),
        ("Orlov", "Andrei Orlov"),
        ("Иван Петрович Смирнов", "Пётр Иванович Смирнов"),
        ("Salem bin Khaled", "Khaled bin Salem"),
        ("A. Orlov", "Sergei Orlov"),
        ("Anna Petrova", "Яна Петрова"),
        ("حسن جابر", "حسين جابر"),
        ("דוד כהן", "حسن جابر"),
        ("", "Andrei Orlov"),
        ("…", "…"),
        ("123", "123"),
    ],
)
def test_other_people_and_a_surname_in_common_are_nothing(one, other):
    assert likeness([one], [other]) is None


def test_a_marat_is_no_murat_but_may_be_a_slip():
    assert strength("Marat Omarov", "Murat Omarov") == "hint"


def test_the_strongest_of_several_names_counts():
    found = likeness(["Bek", "Айгүл Бекова"], ["Aigul", "Aygul Bekova"])

    assert (found.strength, found.one, found.other) == ("same", "Айгүл Бекова", "Aygul Bekova")


def test_a_person_without_a_name_is_similar_to_none():
    assert likeness([], ["Aigul Bekova"]) is None
    assert likeness([], []) is None


def test_the_evidence_is_described_in_words():
    (alike,) = likeness(["Александр Орлов"], ["Aleksander Orlov"]).evidence
    assert alike.startswith("Александр Орлов and Aleksander Orlov ")
    (same,) = likeness(["Aigul Bekova"], ["Aigul Bekova"]).evidence
    assert same.endswith(": Aigul Bekova")
    (remark,) = likeness(["Orlov Aleksandr"], ["Aleksandr Orlov"]).evidence[1:]
    assert "order" in remark


def test_a_remark_contains_no_word_of_the_names():
    found = likeness(["Иван Петрович Смирнов"], ["Ivan Pavlovich Smirnov"])

    assert not {"иван", "петрович", "ivan", "pavlovich", "smirnov"} & {
        word.strip("',") for remark in found.remarks for word in remark.split()
    }


GIVEN = (
    *("Александр", "Aleksandr", "Aigul", "Айгүл", "Нұрлан", "Şükrü", "Łukasz", "Hanna", "Ганна", "Ҷамшед"),
    *("გიორგი", "Հովհաննես", "李伟", "محمد", "דוד"),
)
LAST = (
    *("Орлов", "Orlova", "Жапаров", "Dzhaparov", "Бекова", "Yıldız", "Wójcik", "Ковальчук", "ბერიძე"),
    *("Պետրոսյան", "علی", "כהן", "Kara-Murza"),
)
names = st.builds("{} {}".format, st.sampled_from(GIVEN), st.sampled_from(LAST))
spoken = st.builds("{} {}".format, st.sampled_from(GIVEN[:12]), st.sampled_from(LAST[:10]))
texts = st.one_of(names, st.text(max_size=30))


@given(texts, texts)
def test_likeness_is_the_same_from_both_sides(one, other):
    there, back = likeness([one], [other]), likeness([other], [one])

    assert (there is None) == (back is None)
    if there and back:
        assert (there.strength, there.remarks) == (back.strength, back.remarks)
        assert (there.one, there.other) == (back.other, back.one)


@given(names)
def test_a_name_is_the_same_as_itself(name):
    assert strength(name, name) == "same"


@given(names, names)
def test_how_unicode_writes_a_name_does_not_matter(one, other):
    expected = strength(one, other)

    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert strength(unicodedata.normalize(form, one), other) == expected
    assert strength("\u200c".join(one), other) == expected
    assert strength(f"\u200d{one}\u00ad", other) == expected


@given(spoken, spoken)
def test_the_order_of_the_words_does_not_matter(one, other):
    first, second = one.split()

    assert strength(f"{second} {first}", other) == strength(one, other)
    assert strength(f"{second}, {first}", other) == strength(one, other)
