"""Where somebody is now: no place is made of a release or a death, nor of what nobody says is one."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.intake.interview import body_answers
from casefile.intake.interview.answer import DoubtfulAnswer, UnclearAnswer, UnderstoodAnswer, clean_answer
from casefile.intake.interview.interview_context import InterviewContext
from casefile.register import Register

DESK = InterviewContext(Register(()), dt.date(2026, 11, 25))
RELEASED = """
released|was released|he was released|they released her|set free|freed|is free|let go|they let him go|
let out|got out|discharged|on bail|paroled|acquitted|amnestied|walked out|came out|no longer held|
not detained|released on bail|отпустили|его отпустили|отпущена|выпустили|освободили|освобождён|на свободе|
свободен|свободна|вышел|вышла|вышли|под залог|под подписку|амнистировали|его не держат|
отпустили под подписку о невыезде|бошотулду|бошотушту|бошотулган|бошонду|эркиндикте|коюп жиберишти|
кое беришти|чыкты|босатылды|звільнили|відпустили|otpustili|osvobodili|boshotuldu|going home|sent home|
at home|дома|домой|уехал домой|үйүндө|үйгө кетти|вдома
"""
DIED = """
dead|died|he died|was killed|they killed him|passed away|is no longer alive|found his body|in the morgue|
death in custody|murdered|hanged himself|beaten to death|committed suicide|умер|умерла|он умер|скончался|
скончалась|погиб|погибла|мёртв|мертва|убит|его убили|найден мёртвым|тело в морге|нет в живых|
покончил с собой, умер|повесился|өлдү|өлүп калды|өлтүрүштү|каза болду|көз жумду|қайтыс болды|помер|загинув|
umer|pogib
"""
HELD = """
held|still held|Held.|he is held|in custody|detained|under arrest|держат|его держат|задержан|под стражей|
арестована|камакта
"""
PLACES = """
SIZO-1|СИЗО-1|сизо 1|IVS|ИВС Октябрьского РОВД|ровд|Сокулукский РОВД|Sokuluk police station|
Pervomaisky ROVD|police|the police station in Osh|in SIZO-1, Bishkek|он сейчас в СИЗО-1|перевели в СИЗО-1|
ИК-27|colony no. 27|women's colony|тюрьма|в тюрьме города Ош|в ГКНБ|изолятор временного содержания|
отделение милиции|Бишкек, СИЗО №1|still in the IVS|СИЗО1|түрмөдө|тергөө абагында СИЗО-1|under house arrest|
под домашним арестом|house arrest at home
"""
UNCLEAR = """
Osh|hospital|в больнице|in court|somewhere|nobody knows where|they do not say|увезли|a white van|
left SIZO-1|Left SIZO-1|был в СИЗО-1|was in SIZO-1|из СИЗО-1 увезли|not in SIZO-1|нет в СИЗО|deported|
fled to Turkey|escaped|сбежал|Сбежал СИЗО-1|Покинул СИЗО-1|obmen|обменяли|СИЗО-1 эмес|кетти|
went to the police|came to the police himself
"""


def phrases(text):
    return "".join(text.strip().split("\n")).split("|")


def answered(understood, answer):
    """Return what comes of it where every question gets this answer, and the questions."""
    asked = []
    while isinstance(understood, DoubtfulAnswer):
        asked.append(understood.question)
        understood = understood.yes if answer(understood.question) else understood.no
    return understood, asked


def enter(question):
    return False


def now(text, answers=None):
    return body_answers.now(clean_answer(text), answers or {}, DESK)


def held(text):
    return body_answers.understand_custody(clean_answer(text), {}, DESK)


def places(understood):
    """Return each place that some answers to the questions would file, with the questions answered by yes."""
    if isinstance(understood, DoubtfulAnswer):
        return [(place, [understood.question, *agreed]) for place, agreed in places(understood.yes)] + places(
            understood.no
        )
    found = understood.values.get("now") if isinstance(understood, UnderstoodAnswer) else ""
    return [(found, [])] if found else []


AROUND = (
    "{}",
    "{} yesterday",
    "вчера {}",
    "{}, в СИЗО-1 его нет",
    "SIZO-1, then {}",
    "I think {}",
    "кечээ {}",
)
CASES = (str, str.upper, str.capitalize)
FORMS = st.builds(
    lambda phrase, around, case: case(around.format(phrase)),
    st.sampled_from(phrases(RELEASED) + phrases(DIED)),
    st.sampled_from(AROUND),
    st.sampled_from(CASES),
)


def all_forms(words):
    return [case(around.format(each)) for each, around, case in product(phrases(words), AROUND, CASES)]


def test_a_release_in_any_words_is_understood_or_confirmed():
    for typed in all_forms(RELEASED):
        found, asked = answered(now(typed), lambda question: "free" in question)
        assert found.values.get("free") == "yes", typed
        assert asked or typed.casefold() in {each.casefold() for each in phrases(RELEASED)}, typed
        assert not found.values.get("now"), typed


def test_a_death_in_any_words_is_always_confirmed():
    for typed in all_forms(DIED):
        found, asked = answered(now(typed), lambda question: "die" in question)
        assert asked, typed
        assert found.values == {"now": "", "dead": "yes", "as_told": clean_answer(typed)}, typed


def test_neither_becomes_a_place_by_pressing_enter():
    for typed in all_forms(RELEASED) + all_forms(DIED):
        found, _ = answered(now(typed), enter)
        place = found.values.get("now") if isinstance(found, UnderstoodAnswer) else ""
        assert not place, typed


def test_neither_becomes_a_place_after_a_yes():
    for phrase in phrases(RELEASED) + phrases(DIED):
        for typed in (f"yes, {phrase}", f"да, {phrase}"):
            found, _ = answered(held(typed), enter)
            assert isinstance(found, UnclearAnswer), typed


@pytest.mark.parametrize("typed", ["died", "no, he died", "нет, умер", "да, умер", "yes, died in SIZO-1"])
def test_a_death_given_for_a_yes_or_no_question_is_confirmed(typed):
    found, asked = answered(held(typed), lambda question: True)
    assert len(asked) == 1
    assert (found.values["held"], found.values["dead"]) == ("no", "yes")


@pytest.mark.parametrize(
    "typed", ["released yesterday", "no, отпустили", "yes, отпустили вчера", "бошотулду"]
)
def test_a_release_given_for_a_yes_or_no_question_is_confirmed(typed):
    found, asked = answered(held(typed), lambda question: True)
    assert len(asked) == 1
    assert (found.values["held"], found.values["free"]) == ("no", "yes")


@pytest.mark.parametrize(
    "typed", ["free", "Released.", "he was released", "его отпустили", "бошотулду", "дома"]
)
def test_a_plain_release_needs_no_question(typed):
    assert now(typed).values == {"now": "", "free": "yes"}


@pytest.mark.parametrize("typed", phrases(HELD))
def test_held_without_a_place_is_held(typed):
    assert now(typed).values == {"now": "", "held": "yes"}


@pytest.mark.parametrize("typed", ["was held", "был задержан", "he was in custody"])
def test_an_answer_about_the_past_is_not_the_present_status(typed):
    assert not isinstance(now(typed), UnderstoodAnswer)


@pytest.mark.parametrize("typed", phrases(PLACES))
def test_a_place_of_custody_needs_no_question(typed):
    found = now(typed)
    assert isinstance(found, UnderstoodAnswer), getattr(found, "question", found)
    assert found.values["now"].casefold() == clean_answer(typed).casefold()


@pytest.mark.parametrize("typed", phrases(UNCLEAR))
def test_an_unclear_place_is_confirmed_and_enter_asks_again(typed):
    found, asked = answered(now(typed), enter)
    assert asked
    assert isinstance(found, UnclearAnswer)
    assert "held, free, dead" in found.why


def test_a_confirmed_text_becomes_a_place():
    found, asked = answered(now("a white van"), lambda question: True)
    assert [each.endswith(": a white van?") for each in asked] == [True]
    assert found.values == {"now": "a white van"}


LETTERS = st.text("abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщыэюяөүң ,.-0123456789", max_size=40)


@given(st.one_of(FORMS, LETTERS, st.text(max_size=40)))
def test_only_a_known_or_confirmed_place_becomes_a_place(typed):
    named = any(word in clean_answer(typed).casefold() for place in PLACES_KNOWN for word in place.split())
    for place, agreed in places(now(typed)):
        assert place
        assert agreed or named, typed


PLACES_KNOWN = """
sizo ivs prison jail gaol cell lock isolator remand custody police militia precinct colony camp barracks uvd
gknb scns rovd ruvd ovd govd priemnik penitentiary dungeon house
сизо ивс тюрьм колони изолятор камер кпз ик ук рувд ровд увд овд гом гкнб кнб фсб кгб мвд приемник милици
полици отдел участ гауптвахт централ лагер острог түрмө абак абаг бөлүм түрме домашн үй
"""
