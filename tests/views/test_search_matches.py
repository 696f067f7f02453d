"""Where words are found: names in any script, entries of ledgers, all other text; signs mean nothing."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casefile.names.unseen import SHAPING
from casefile.views.search import SearchWords, find_near_names, later, passages_of, search_records
from casefile.views.search.search_words import excerpt

DAY = date(2025, 12, 1)
NAMED = {"identification": "named", "name": "Aleksander Aleksandrov"}


def found_in(register, sought, day):
    return search_records((passages_of(register.by_id[row.id], row) for row in register.rows), sought, day)


@pytest.fixture
def found(register_of):
    """Look for words in these records; return record, field and text of each place."""

    def run(words, *records, day=DAY):
        register = register_of(*records)
        hits = found_in(register, SearchWords.of(words), day)
        return [(hit.record.removeprefix("kg-2025-"), hit.field, hit.text) for hit in hits]

    return run


@pytest.mark.parametrize(
    "words",
    [
        "Aleksandrov",
        "aleks",
        "АЛЕКСАНДРОВ",
        "Александр александров",
        "Alexandrov",
        "aleksandrov aleksander",
        '"Aleksandrov"',
        "alek*",
        "(aleksandrov)",
        "-aleksandrov",
    ],
)
def test_a_name_is_found_however_it_is_written(found, a_case, words):
    assert found(words, a_case("aaaaa", person=NAMED)) == [("aaaaa", "person.name", "Aleksander Aleksandrov")]


def test_a_name_in_its_own_script_is_found_in_latin_letters(found, a_case):
    person = {**NAMED, "other_names": [{"name": "Жоомарт Дуулатов", "kind": "native", "lang": "ky"}]}
    assert found("zhoomart", a_case("aaaaa", person=person)) == [
        ("aaaaa", "person.other_names.0.name", "Жоомарт Дуулатов")
    ]


def test_a_word_is_met_from_its_beginning_only(found, a_case):
    assert found("sandrov", a_case("aaaaa", person=NAMED)) == []


def test_letters_of_a_script_without_capitals_are_met_within_a_word(found, a_case):
    case = a_case("aaaaa", person=NAMED, notes="他被带到北京市看守所。")
    assert [field for _, field, _ in found("看守所", case)] == ["notes"]


def test_all_words_must_be_in_one_record(found, a_case):
    first = a_case("aaaaa", person=NAMED, notes="About a camera.")
    second = a_case("bbbbb", notes="About a tripod.")
    assert found("camera tripod", first, second) == []
    assert [record for record, *_ in found("about camera", first, second)] == ["aaaaa"]


def test_an_event_with_all_words_is_shown_for_its_record(found, a_case):
    case = a_case(
        "aaaaa",
        {"type": "hearing", "date": "2025-06-01", "outcome": "extended", "summary": "In the City Court."},
        {"type": "hearing", "date": "2025-07-01", "outcome": "remanded"},
    )
    assert found("hearing extended court", case) == [("aaaaa", "events.a0000.summary", "In the City Court.")]


def test_a_name_and_a_word_find_the_name_and_each_entry_with_the_word(found, a_case):
    case = a_case(
        "aaaaa",
        {"type": "hearing", "date": "2025-06-01"},
        {"type": "release", "date": "2025-06-02"},
        {"type": "hearing", "date": "2025-07-01"},
        person=NAMED,
    )
    assert [field for _, field, _ in found("александров hearing", case)] == [
        "person.name",
        "events.a0000.type",
        "events.c0000.type",
    ]


def test_the_best_match_comes_first(found, a_case, a_situation):
    records = (
        a_case("aaaaa", notes="Works for Kloop."),
        a_case("bbbbb", {"type": "search", "date": "2025-05-01", "summary": "Kloop was searched."}),
        a_situation("kloop", title="Kloop"),
        a_situation("crackdown", title="Crackdown on Kloop"),
        a_case("ccccc", situations=["kloop"]),
    )
    order = list(dict.fromkeys(record for record, *_ in found("kloop", *records)))
    assert order == ["kloop", "crackdown", "bbbbb", "ccccc", "aaaaa"]


def test_a_match_by_spelling_comes_before_one_by_sound(found, a_case):
    sound = a_case("aaaaa", person={**NAMED, "name": "Alexey Ivanov"})
    spelling = a_case("bbbbb", person={**NAMED, "name": "Aleksey Petrov"})
    assert [record for record, *_ in found("aleksey", sound, spelling)] == ["bbbbb", "aaaaa"]


def test_entries_after_the_day_are_counted_and_not_looked_at(found, register_of, a_case):
    case = a_case("aaaaa", {"type": "note", "date": "2025-06-01", "summary": "A lantern."})
    assert found("lantern", case, day=date(2025, 5, 31)) == []
    assert later(register_of(case).rows, date(2025, 5, 31)) == 1
    assert len(found("lantern", case, day=date(2025, 6, 1))) == 1


def test_how_a_record_is_kept_is_no_text_of_it(found, a_case):
    case = a_case("aaaaa")
    assert found("casefile", case) == []
    assert found("public", case) == []


def test_a_long_text_is_shown_around_the_word(found, a_case):
    notes = f"{'Before it much is said. ' * 10}Then a lantern was found. {'And after it more. ' * 10}"
    ((_, _, text),) = found("lantern", a_case("aaaaa", notes=notes.strip()))
    assert "a lantern was found" in text
    assert text.startswith("…")
    assert text.endswith("…")
    assert len(text) <= 102


def test_matched_words_are_marked(register_of, a_case):
    register = register_of(a_case("aaaaa", notes="A lantern, and lanterns."))
    (hit,) = found_in(register, SearchWords.of("LANTERN"), DAY)
    assert [piece.text for piece in hit.pieces if piece.found] == ["lantern", "lanterns"]
    assert hit.text == "A lantern, and lanterns."


def test_an_excerpt_acts_on_no_terminal(found, a_case):
    case = a_case("aaaaa", notes="A lantern\u200b with\nlines and <U+202E>\u2060 signs.")
    ((_, _, text),) = found("lantern", case)
    assert text.isprintable()


@pytest.mark.parametrize("words", ["", "  ", '"', "*", "( ) - : &", "…"])
def test_punctuation_alone_is_no_word(words):
    assert SearchWords.of(words).words == ()


def test_suggestions_are_near_the_query():
    names = ["aleksander", "aleksandrov", "smith", "2025"]
    assert find_near_names(names, SearchWords.of("aleksandrof"))[0] == "aleksandrov"
    assert find_near_names(names, SearchWords.of("zzzzz")) == []


PRINTED = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"])
"""No record holds others."""


@given(st.text(PRINTED, max_size=30))
def test_a_text_with_any_characters_matches_itself(text):
    sought = SearchWords.of(text)
    assert sought.met(text).words == frozenset(range(len(sought.words)))


@given(st.text(max_size=300), st.text(max_size=10))
@example("\u180e", "")
def test_an_excerpt_is_one_harmless_line(text, words):
    pieces = excerpt(text, SearchWords.of(words))
    assert all(piece.text for piece in pieces)
    shown = {char for piece in pieces for char in piece.text}.difference(SHAPING)
    assert {unicodedata.category(char) for char in shown}.isdisjoint({"Cc", "Cf", "Zl", "Zp"})
