"""What a caller tells, understood without any terminal: heard, asked again, or asked about; never guessed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.intake.interview import body_answers, choice_answers, day_answers, person_answers, place_answers
from casefile.intake.interview.answer import (
    DoubtfulAnswer,
    UnclearAnswer,
    UnderstoodAnswer,
    clean_answer,
    truth,
    truth_and_more,
)
from casefile.intake.interview.choice_answers import CALLERS, EYES, HAPPENED, LEAVES, choosing
from casefile.intake.interview.interview_context import InterviewContext
from casefile.model.country_lookup import country_named
from casefile.register import Register, read_entry

TODAY = dt.date(2026, 11, 25)
KLOOP = (
    "schema: casefile/organization/1\nid: kloop\nname: Kloop Media\nkind: outlet\n"
    "other_names:\n  - name: Kloop\n"
)
SCNS = (
    "schema: casefile/organization/1\nid: scns\nname: State Committee for National Security\n"
    "abbreviation: SCNS\nkind: security_body\n"
)
CASE = (
    "schema: casefile/case/1\nid: {low}-2025-{id}\ncountry: {country}\nperson:\n  identification: unnamed\n"
    "  descriptor: editor\nevents:\n  - id: d1d1d\n    type: detention\n"
    '    date: "2025-05-28"\n    place: {town}\n'
)


def context_with_cases(*cases):
    """Return a desk whose register has two bodies and cases in these countries and towns."""
    texts = {"cases/organizations/kloop.yaml": KLOOP, "cases/organizations/scns.yaml": SCNS}
    for number, (country, town) in enumerate(cases):
        low, name = country.lower(), f"aaaa{number}"
        text = CASE.format(low=low, id=name, country=country, town=town)
        texts[f"cases/{low}/2025/{low}-2025-{name}.yaml"] = text
    return InterviewContext(Register(read_entry(path, text.encode()) for path, text in texts.items()), TODAY)


EMPTY = context_with_cases()
KYRGYZ = context_with_cases(("KG", "Bishkek"), ("KG", "Osh"), ("KG", "Osh"))
TWO = context_with_cases(("KG", "Bishkek"), ("KZ", "Almaty"))
AGAIN = "asked again"


def understood(understand, text, desk=KYRGYZ, answers=None):
    """Return what an answer settles, or that it is asked again."""
    found = understand(clean_answer(text), answers or {}, desk)
    return (
        AGAIN
        if isinstance(found, UnclearAnswer)
        else found
        if isinstance(found, DoubtfulAnswer)
        else found.values
    )


NAMES = {
    "Bakyt Asanov": "Bakyt Asanov",
    "  Бакыт   Асанов ": "Бакыт Асанов",
    "Асанов, Бакыт": "Асанов, Бакыт",
    "Bolot kyzy Zyyagul": "Bolot kyzy Zyyagul",
    "محمد الأمين": "محمد الأمين",
    "محمد\u200cرضا": "محمد\u200cرضا",
    "王小明": "王小明",
    "": "",
    "??": "",
    "не знаю": "",
}


@pytest.mark.parametrize(("typed", "name"), NAMES.items())
def test_a_name_is_kept_as_typed(typed, name):
    assert understood(person_answers.name, typed) == {"name": name}


@pytest.mark.parametrize("typed", ["0555 123456", "!!!", "x" * 1001])
def test_an_invalid_name_is_asked_again(typed):
    assert understood(person_answers.name, typed) == AGAIN


ROLES = {
    "accountant at Kloop": ("accountant", "kloop"),
    "Kloop Media, accountant": ("accountant", "kloop"),
    "бухгалтер в Kloop": ("бухгалтер", "kloop"),
    "Editor of KLOOP": ("Editor", "kloop"),
}


@pytest.mark.parametrize(("typed", "tie"), ROLES.items())
def test_a_role_names_an_organisation_where_the_register_knows_it(typed, tie):
    role, organisation = tie
    assert understood(person_answers.role, typed) == {"role": typed, "role_as": role, "role_at": organisation}


@pytest.mark.parametrize("typed", ["accountant", "driver at Azattyk", "at Kloop", "Kloop"])
def test_any_other_role_stays_words(typed):
    assert understood(person_answers.role, typed) == {"role": typed}


ADULT = {
    "y": {"adult": "adult"}, "Да": {"adult": "adult"}, "no": {"adult": "minor"}, "нет": {"adult": "minor"},
    "": {"adult": ""}, "not known": {"adult": "unknown"}, "??": {"adult": "unknown"},
    "17": {"adult": "", "age": "17"}, "20 лет": {"adult": "", "age": "20"}, "child": {"adult": "minor"},
    "131": AGAIN, "about 17": AGAIN, "maybe": AGAIN, "-1": AGAIN,
}  # fmt: skip


@pytest.mark.parametrize(("typed", "settled"), ADULT.items())
def test_of_age_is_a_yes_a_no_or_the_age(typed, settled):
    assert understood(person_answers.adult, typed) == settled


CHOSEN = (
    (HAPPENED, "1", "taken"), (HAPPENED, "taken away", "taken"), (HAPPENED, "TAKEN", "taken"),
    (HAPPENED, "arrested", "taken"), (HAPPENED, "задержали", "taken"), (HAPPENED, "2", "called"),
    (HAPPENED, "на допрос", "called"), (HAPPENED, "searched", "searched"), (HAPPENED, "обыск", "searched"),
    (HAPPENED, "пропал", "missing"), (HAPPENED, "5", "other"), (HAPPENED, "", ""), (HAPPENED, "??", ""),
    (HAPPENED, "0", AGAIN), (HAPPENED, "6", AGAIN), (HAPPENED, "beaten", AGAIN), (HAPPENED, "1 2", AGAIN),
    (HAPPENED, "٣", AGAIN),
    (CALLERS, "brother", "relative"), (CALLERS, "адвокат", "lawyer"), (CALLERS, "7", "ngo"),
    (CALLERS, "wit", "witness"), (CALLERS, "Bakyt", AGAIN), (EYES, "saw it", "own"),
    (EYES, "2", "heard"), (EYES, "yes", AGAIN),
    (LEAVES, "", ""), (LEAVES, "1", "nobody"), (LEAVES, "анонимно", "anonymous"), (LEAVES, "yes", AGAIN),
)  # fmt: skip


@pytest.mark.parametrize(("choices", "typed", "settled"), CHOSEN)
def test_one_of_a_few_is_chosen_by_number_or_word(choices, typed, settled):
    found = understood(choosing("it", choices), typed)
    assert found == (AGAIN if settled == AGAIN else {"it": settled})


DATES = {
    "yesterday": "2026-11-24",
    "вчера": "2026-11-24",
    "2026-11-23": "2026-11-23",
    "between Mon and Wed": "[2026-11-23..2026-11-25]",
    "": "",
    "not known": "",
    "some time or other": AGAIN,
    "tomorrow": AGAIN,
    "2026-11-20/2026-11-22": AGAIN,
    "2026-13-45": AGAIN,
}


@pytest.mark.parametrize(("typed", "stored"), DATES.items())
def test_a_day_is_understood_or_asked_again(typed, stored):
    assert understood(day_answers.when, typed) == (AGAIN if stored == AGAIN else {"when": stored})


YEARS = {
    "between 20 and 30 November": "[2025-11-20..2025-11-30]",
    "с 20 по 30 ноября": "[2025-11-20..2025-11-30]",
    "26 ноября": "2025-11-26",
    "27.11": "2025-11-27",
    "in December": "2025-12",
}


@pytest.mark.parametrize(("typed", "stored"), YEARS.items())
def test_a_date_without_a_year_of_nearly_a_year_ago_is_asked_about(typed, stored):
    found = day_answers.when(typed, {}, KYRGYZ)
    assert isinstance(found, DoubtfulAnswer)
    assert "2025" in found.question
    assert (found.yes.values, type(found.no)) == ({"when": stored}, UnclearAnswer)


@pytest.mark.parametrize("typed", ["a year ago", "last December", "26.11.2025", "2025-11-26", "28 мая"])
def test_a_date_with_a_year_or_a_near_date_is_not_asked_about(typed):
    assert not isinstance(day_answers.when(typed, {}, KYRGYZ), DoubtfulAnswer)


def test_a_summons_without_a_year_is_first_taken_for_a_day_to_come():
    found = day_answers.when("26 ноября", {"what": "called"}, KYRGYZ)
    assert found.question == "Is that Thursday 26 November 2026 (tomorrow)?"
    assert found.yes.values == {"when": "2026-11-26"}
    assert found.no.yes.values == {"when": "2025-11-26"}


def test_a_day_is_echoed_with_its_weekday():
    found = day_answers.when("вчера", {}, KYRGYZ)
    assert isinstance(found, UnderstoodAnswer)
    assert found.echo == "Tuesday 24 November 2026 (yesterday)"


def test_only_a_summons_may_be_for_a_day_to_come():
    assert understood(day_answers.when, "tomorrow", answers={"what": "called"}) == {"when": "2026-11-26"}
    assert understood(day_answers.when, "tomorrow", answers={"what": "taken"}) == AGAIN


@pytest.mark.parametrize(
    ("typed", "country", "offered", "unfit"),
    [
        ("1405-03-07", "IR", "2026-05-28", "lunar"),
        ("7.3.1405", "AF", "2026-05-28", "lunar"),
        ("1405-03-07", "SA", "lunar Hijri", "Buddhist"),
        ("2569-05-28", "TH", "2026-05-28", "Hijri"),
    ],
)
def test_a_year_of_another_calendar_is_asked_again(typed, country, offered, unfit):
    found = day_answers.when(typed, {"country": country}, KYRGYZ)
    assert isinstance(found, UnclearAnswer)
    assert offered in found.why
    assert unfit not in found.why


COUNTRIES = {
    "KG": "KG", "Kyrgyzstan": "KG", "Киргизия": "KG", "Кыргызстан": "KG", "kyrgyz republic": "KG",
    "Казахстан": "KZ", "Қазақстан": "KZ", "Беларусь": "BY", "Oʻzbekiston": "UZ", "O'zbekiston": "UZ",
    "Deutschland": "DE", "مصر": "EG", "中国": "CN", "საქართველო": "GE", "UK": "GB", "USA": "US",
    "Turkey": "TR",
    "XK": "XK", "kg": None, "no": None, "Congo": None, "Osh": None, "Kloop": None, "": None, "Kyrgyzst": None,
    "ZZ": None, "is": None,
}  # fmt: skip


@pytest.mark.parametrize(("typed", "code"), COUNTRIES.items())
def test_a_country_is_known_by_code_or_whole_name_in_many_languages(typed, code):
    assert country_named(typed) == code


TOWNS = (
    (KYRGYZ, "Bishkek", {"town": "Bishkek", "country": "KG"}),
    (KYRGYZ, "", {"town": "", "country": "KG"}),
    (KYRGYZ, "Ош", {"town": "Ош", "country": "KG"}),
    (KYRGYZ, "Kazakhstan, Almaty", {"town": "Almaty", "country": "KZ"}),
    (KYRGYZ, "Almaty, Казахстан", {"town": "Almaty", "country": "KZ"}),
    (KYRGYZ, "KZ", {"town": "", "country": "KZ"}),
    (KYRGYZ, "Kara-Balta, Chüy", {"town": "Kara-Balta, Chüy", "country": "KG"}),
    (KYRGYZ, "KG, Kara-Balta, Chüy", {"town": "Kara-Balta, Chüy", "country": "KG"}),
    (KYRGYZ, "Kazakhstan, Kyrgyzstan", AGAIN),
    (KYRGYZ, "no", AGAIN),
    (KYRGYZ, ", ,", AGAIN),
    (KYRGYZ, "osh", {"town": "osh", "country": "KG"}),
    (EMPTY, "Bishkek", {"town": "Bishkek"}),
    (EMPTY, "", {"town": ""}),
    (EMPTY, "Bishkek, KG", {"town": "Bishkek", "country": "KG"}),
    (TWO, "Osh", {"town": "Osh"}),
)


@pytest.mark.parametrize(("desk", "typed", "settled"), TOWNS)
def test_a_town_and_its_country_are_taken_in_either_order(desk, typed, settled):
    assert understood(place_answers.town, typed, desk) == settled


DOUBTS = (
    (KYRGYZ, "Almaty Kazakhstan", ("Almaty", "KZ"), AGAIN),
    (EMPTY, "Казахстан Алматы", ("Алматы", "KZ"), AGAIN),
    (TWO, "almaty", ("almaty", "KZ"), {"town": "almaty"}),
)


@pytest.mark.parametrize(("desk", "typed", "yes", "no"), DOUBTS)
def test_a_country_that_only_seems_to_be_meant_is_asked_about(desk, typed, yes, no):
    doubt = understood(place_answers.town, typed, desk)
    assert isinstance(doubt, DoubtfulAnswer)
    assert doubt.yes.values == {"town": yes[0], "country": yes[1]}
    assert (AGAIN if isinstance(doubt.no, UnclearAnswer) else doubt.no.values) == no


def test_the_country_alone_cannot_stay_open():
    assert understood(place_answers.country, "kg") == {"country": "KG"}
    assert understood(place_answers.country, "Грузия") == {"country": "GE"}
    for typed in ("", "??", "no", "Atlantis"):
        assert understood(place_answers.country, typed) == AGAIN


BODIES = {
    "SCNS": "scns",
    "scns": "scns",
    "State Committee for National Security": "scns",
    "men in masks": "men in masks",
    "police": "Police",
    "SCNS, police": "scns; Police",
    "SCNS and the Interior Ministry": "scns; the Interior Ministry",
    "SCNS; men in masks": "scns; men in masks",
    "Department of Internal Affairs, Osh": "Department of Internal Affairs, Osh",
    "Ministry of Labour and Migration": "Ministry of Labour and Migration",
    "ГКНБ": "ГКНБ",
    "": "",
}


@pytest.mark.parametrize(("typed", "settled"), BODIES.items())
def test_an_authority_is_matched_in_the_register_or_kept_as_typed(typed, settled):
    assert understood(body_answers.by, typed) == {"by": settled}


@pytest.mark.parametrize("typed", ["yes", "12", "; ".join("abcdefg"), "x" * 1001])
def test_an_invalid_authority_is_asked_again(typed):
    assert understood(body_answers.by, typed) == AGAIN


def test_a_name_similar_to_an_authority_is_confirmed_or_kept_as_typed():
    doubt = understood(body_answers.by, "SCNC; State Comittee for National Security")
    assert isinstance(doubt, DoubtfulAnswer)
    assert "State Committee for National Security (scns)" in doubt.question
    assert doubt.no.no.values == {"by": "SCNC; State Comittee for National Security"}
    assert doubt.yes.yes.values == {"by": "scns; scns"}


@pytest.mark.parametrize(
    ("typed", "near"), [("state committee", "scns"), ("kloop mdia", "kloop"), ("commitee", "scns")]
)
def test_the_suggested_authority_is_the_one_that_commands_find(typed, near):
    doubt = understood(body_answers.by, typed)

    assert isinstance(doubt, DoubtfulAnswer)
    assert doubt.yes.values == {"by": near}
    assert KYRGYZ.register.nearest(typed, "organization")[0] == near


def test_each_organization_with_the_typed_name_is_asked_about():
    two = [
        read_entry(
            f"cases/organizations/{key}.yaml",
            f"schema: casefile/organization/1\nid: {key}\nname: {name}\nabbreviation: MVD\n".encode(),
        )
        for key, name in (("mvd-kg", "Ministry of Internal Affairs"), ("mvd-ru", "Ministry of the Interior"))
    ]
    desk = InterviewContext(Register([*KYRGYZ.register.entries.values(), *two]), TODAY)

    doubt = understood(body_answers.by, "MVD", desk=desk)

    assert isinstance(doubt, DoubtfulAnswer)
    ends = (doubt.yes, doubt.no.yes, doubt.no.no)
    assert [each.values["by"] for each in ends] == ["mvd-kg", "mvd-ru", "MVD"]


@pytest.mark.parametrize("typed", ["police", "men in masks", "милиция", "soldiers"])
def test_words_that_are_like_no_name_are_not_asked_about(typed):
    assert not isinstance(understood(body_answers.by, typed), DoubtfulAnswer)


NOW = {
    "free": {"now": "", "free": "yes"}, "Отпустили": {"now": "", "free": "yes"}, "SIZO-1": {"now": "SIZO-1"},
    "scns": {"now": "scns"}, "": {"now": ""}, "no": AGAIN,
}  # fmt: skip
HELD = {
    "no": {"held": "no"}, "yes": {"held": "yes"}, "yes, SIZO-1": {"now": "SIZO-1", "held": "yes"},
    "да: СИЗО-1": {"now": "СИЗО-1", "held": "yes"}, "": {"held": ""}, "at home": AGAIN, "no, at home": AGAIN,
}  # fmt: skip
RISK = {
    "yes": {"risk": "yes"}, "no": {"risk": "no"}, "": {"risk": ""},
    "y diabetic": {"risk": "yes", "condition": "diabetic"}, "diabetic": AGAIN,
    "да, диабет": {"risk": "yes", "condition": "диабет"}, "no, fine": AGAIN, "nobody": AGAIN,
}  # fmt: skip
LAWYER = {"yes": {"lawyer": "yes"}, "нет": {"lawyer": "no"}, "??": {"lawyer": ""}, "perhaps": AGAIN}
TABLES = (
    (body_answers.now, NOW),
    (body_answers.understand_custody, HELD),
    (body_answers.risk, RISK),
    (body_answers.lawyer, LAWYER),
)


@pytest.mark.parametrize(
    ("understand", "typed", "settled"),
    [(understand, typed, settled) for understand, table in TABLES for typed, settled in table.items()],
)
def test_answers_about_the_present_are_understood(understand, typed, settled):
    assert understood(understand, typed) == settled


EVERY = (
    person_answers.name,
    person_answers.role,
    person_answers.adult,
    choosing("what", HAPPENED),
    day_answers.when,
    place_answers.town,
    place_answers.country,
    body_answers.by,
    body_answers.now,
    body_answers.understand_custody,
    body_answers.lawyer,
    body_answers.risk,
    body_answers.words_for("words"),
    choosing("caller", choice_answers.CALLERS),
)


@given(st.sampled_from(EVERY), st.text(max_size=60), st.sampled_from((EMPTY, KYRGYZ, TWO)))
def test_no_answer_fails_and_none_has_control_characters(understand, typed, desk):
    found = [understand(clean_answer(typed), {}, desk)]
    while found:
        each = found.pop()
        if isinstance(each, DoubtfulAnswer):
            found += [each.yes, each.no]
        elif isinstance(each, UnderstoodAnswer):
            assert all(value == clean_answer(value) for value in each.values.values())
        else:
            assert each.why


@given(st.text())
def test_a_cleaned_answer_is_one_line_and_stays_as_it_is(typed):
    line = clean_answer(typed)
    assert line == clean_answer(line) == line.strip()
    assert not {"\n", "\r", "\t", "\x1b", "\x00", "\u202e"} & set(line)


def test_cleaning_joins_lines_and_keeps_joiners_of_scripts():
    assert clean_answer("Bakyt\r\nAsanov\t\x1b[31m\u202e\ud800") == "Bakyt Asanov [31m?"
    assert clean_answer("محمد\u200cرضا") == "محمد\u200cرضا"


@pytest.mark.parametrize("word", ["y", "YES", "да", "Да.", "ооба"])
def test_yes_in_several_languages(word):
    assert truth(word) is True
    assert truth_and_more(f"{word}, more") == (True, "more")


@pytest.mark.parametrize(
    "name", ["O'ktam", "O\u02bbktam", "O\u02bcktam Karimov", "D\u2019Arcy", "Łukasz", "123"]
)
def test_a_latin_name_may_have_any_apostrophe(name):
    assert person_answers.is_latin(name)


@pytest.mark.parametrize("name", ["Асан", "Oktam Каримов", "أ"])
def test_a_name_with_letters_of_another_script_is_not_latin(name):
    assert not person_answers.is_latin(name)
