"""Finding by sound: what somebody typed begins words of a name, in whatever romanisation."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casefile.names.name_likeness import likeness
from casefile.names.sound_lookup import NameLookup, SimilarityKeys, query_key_starts, sound_keys, sounds_like
from casefile.names.spellings import IN_OTHER_LANGUAGES


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Дуулатов", "Joomart Duulatov"),
        ("Dûûlatov", "Joomart Duulatov"),
        ("Zhoomart", "Joomart Duulatov"),
        ("Таджибек", "Makhabat Tazhibek kyzy"),
        ("Japarov", "Садыр Жапаров"),
        ("Japar", "Dzhaparov"),
        ("djaparov sadyr", "Садыр Жапаров"),
        ("محمد", "Muhammad Rashid"),
        ("Mohammed", "محمد الراشد"),
        ("Tchaïkine", "Чайкин"),
        ("Болоткызы", "Aizada Bolot kyzy"),
        ("Aizada Bolotkyzy", "Айзада Болот кызы"),
        ("болот кызы", "Айзада Болоткызы"),
        ("Kara Murza", "Каримов Карамурза"),
    ],
)
def test_a_name_is_found_by_its_sounds(typed, name):
    assert sounds_like(typed, name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Kaparov", "Dzhaparov"),
        ("Ivanov", "Ivankov"),
        ("Ja", "Dzhaparov"),
        ("Japarov Aigul", "Садыр Жапаров"),
        ("k9", "Kim"),
        ("Болоткызы", "Aizada Asan kyzy"),
        ("kyzybolot", "Aizada Bolot kyzy"),
        ("", "Dzhaparov"),
        ("  ", ""),
    ],
)
def test_a_merely_similar_name_is_not_found(typed, name):
    assert not sounds_like(typed, name)


def test_a_thousand_names_are_sieved_quickly():
    syllables = ["ba", "dir", "gul", "kan", "lo", "mur", "nur", "sa", "tai", "bek"]
    many = [[f"{a}{b} {b}{c}ov"] for a in syllables for b in syllables for c in syllables]
    began = time.process_time()

    near = NameLookup(many).near(["Nurbek Bekmurov"])

    assert time.process_time() - began < 2
    assert [many[at] for at in near if likeness(["Nurbek Bekmurov"], many[at])] == [["nurbek bekmurov"]]


HOSTILE = ["a" * 5_000, "жa" * 2_000, "А. " * 200, "الله" * 100, "عیعو" * 40, "ab " * 300, "ибн " * 300]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_name_is_searched_quickly(text):
    began = time.process_time()

    likeness([text, text.upper()], ["Aleksandr Ivanov", "محمد علي حسن", text + "b"])
    sounds_like(text, "Muhammad Ali")

    assert time.process_time() - began < 2


LETTERS = "aeiouyhklmnrstv абвгдекмнопрст محدعلي 王小明 '-"


@given(st.text(st.sampled_from(LETTERS), max_size=14), st.text(st.sampled_from(LETTERS), max_size=18))
def test_a_text_that_sounds_like_a_name_begins_one_of_its_keys(typed, name):
    for query in (typed, name, name[:4], name[5:]):
        if sounds_like(query, name):
            assert any(key.startswith(each) for key in sound_keys(name) for each in query_key_starts(query))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Мікалай Статкевіч", "Николай Статкевич"),
        ("Mikalay Statkevich", "Nikolay Statkevich"),
        ("Mykola Ivanov", "Nikolaj Ivanov"),
        ("Міхась Іваноў", "Михаил Иванов"),
        ("Aldin Hasan", "الدین حسن"),
        ("Nur aldin Hasan", "نورالدین حسن"),
        ("Alrashid Hasan", "الراشد حسن"),
        ("Жасур Карим ўғли", "Jasur Karim o'g'li"),
    ],
)
def test_the_sieve_loses_no_pair_that_is_alike(one, other):
    found = likeness([one], [other])

    assert found is not None
    assert found.strength != "hint"
    assert NameLookup([[other]]).near([one]) == [0]
    assert NameLookup([[one]]).near([other]) == [0]


def test_the_sieve_loses_no_given_name_of_a_neighbouring_language():
    named = [f"{word} Statkevich" for row in IN_OTHER_LANGUAGES for word in row.split()]
    lookup = NameLookup([name] for name in named)
    lost = [
        (name, other)
        for name in named
        for at in {*range(len(named))}.difference(lookup.near([name]))
        if (found := likeness([name], [other := named[at]])) and found.strength != "hint"
    ]

    assert lost == []


WORDS = (
    "Anna",
    "Анна",
    "Kim",
    "Ким",
    "Nurali",
    "Nur",
    "Ali",
    "Karamurza",
    "Kara",
    "Murza",
    "А.",
    "a",
    "b",
    "uulu",
)
names = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)


@given(names, names)
@example("Nur Ali Kim", "Nurali Kim")
@example("Nurali", "Nurali Kim")
@example("Nurali Kim", "Nurali")
def test_stored_keys_lose_no_name_that_the_sieve_finds(one, other):
    sought_keys, stored = SimilarityKeys.of(one), SimilarityKeys.of(other).stored
    by_keys = len(sought_keys.keys & stored) >= max(1, sought_keys.needed)
    if NameLookup([[other]]).near([one]):
        assert by_keys or sought_keys.alone & stored
