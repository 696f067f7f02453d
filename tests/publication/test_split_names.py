"""Names of one word that a text writes as two, and published names that overlap with withheld ones."""

from __future__ import annotations

import pytest

from casefile.names.hidden_names import HiddenNames, SecretNames


def found(name, text, *, told=(), called=()):
    return HiddenNames([SecretNames((name,))], told, called=called).found_in(text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Алина Роу", "Ал Иной"),  # five letters are too few
        ("کریم نوری", "Kar Imin"),
        ("علیرضا مرادی", "Мы ждали али раза три"),
    ],
)
def test_short_or_lower_case_words_are_no_name(name, text):
    assert not found(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Шахназар Алиев", "Шах назар салды"),
        ("Шахназар Алиев", "шах Назар салды"),
        ("Карима Роу", "Карим Ага пришёл"),
        ("Инесса Роу", "И Несса пришла"),
        ("عبدالکریم نوری", "ال کریم"),
    ],
)
def test_two_words_are_no_name_without_capitals_or_with_an_ending_alone(name, text):
    assert not found(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Шахназар Алиев", "Шах Назар салды"),
        ("Шахназар Алиев", "ШАХ НАЗАР"),
        ("Айбекжан Роу", "Ай Бекжан"),
        ("Abdulkarim Saleh", "Abd Karim spoke"),
        ("Aigul Serikkyzy", "Serik gyzy"),
        ("Aigul Serikkyzy", "Serik kyzy"),
    ],
)
def test_two_words_are_a_name_with_capitals_or_without_any_small_letter(name, text):
    assert found(name, text)


def test_an_ending_of_persian_follows_the_second_word():
    assert found("Alireza Moradi", "علی رضاها گفتند")


@pytest.mark.parametrize(
    ("name", "published", "text"),
    [
        ("علیرضا مرادی", "Ali Reza", "Ali Reza"),
        ("علیرضا مرادی", "Ali Reza Karimi", "Yesterday Ali Reza Karimi spoke"),
        ("Alireza Moradi", "Ali Reza Karimi", "Yesterday Ali Reza Karimi spoke"),
        ("Ali Reza", "علی رضا مرادی", "دیروز علی رضا مرادی آمد"),
        ("Ali Reza Moradi", "رضا مرادی", "رضا مرادی و هم علی"),
        ("Ali", "رضا مرادی", "علی و رضا مرادی"),
        ("Saeed Attar", "سعید", "سعید آمد"),
        ("Saeed Attar", "سعید حسن", "سعید حسن سعید حسن"),
        ("Koç Ali Han", "Ali Han", "Ali Han ve yargıç Koç"),
        ("Ali Koç Han", "Ali Koç; Han Koç", "Dün Ali Koç Han Koç geldi"),
    ],
)
def test_a_published_name_is_kept_if_no_withheld_one_is_complete(name, published, text):
    assert not found(name, text, told=published.split("; "))


@pytest.mark.parametrize(
    ("name", "published", "text"),
    [
        ("Nur Ali", "علی حسن", "نور علی حسن"),
        ("Saeed Attar", "حسن نور", "حسن نور سعید"),
    ],
)
def test_behind_a_published_name_a_withheld_one_is_found(name, published, text):
    assert found(name, text, told=[published])


def test_the_longest_published_name_counts():
    secrets = [SecretNames(("Asel Petrova",)), SecretNames(("Bek Asanov",))]
    hidden = HiddenNames(secrets, called=["Asanov Fund", "Asel Asanov Fund", "Fund Asanov"])
    assert not hidden.found_in("The Asel Asanov Fund helps")
    assert not hidden.found_in("The Asel Asanov Fund and the Fund Asanov help")
    assert hidden.found_in("Asel of the Asanov Fund")
    assert hidden.found_in("Asanov Fund Asanov Asel Asanov Fund")


def test_a_public_body_opens_no_name_of_which_it_writes_two_words_as_one():
    body = "Alireza Moradi Fund"
    assert found("Ali Reza Moradi", body, called=[body])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("توماج صالحی", "#FreeToomaj"),
        ("توماج صالحی", "@freetoomaj"),
        ("توماج صالحی", "write to @toomajnews"),
        ("توماج صالحی", "T-o-o-m-a-j spoke"),
        ("توماج صالحی", "Too<b>maj</b>"),
        ("فاطمه حسینی", "#FatemehHosseini"),
        ("فاطمه حسینی", "fatemehhosseini@x.example"),
        ("فاطمه حسینی", "https://x.example/news-fatemeh"),
        ("علی رضا مرادی", "#AliRezaMoradi"),
        ("نرگس محمدی", "#НаргизМохаммади"),
        ("عبدالکریم نوری", "Abd al-Karim was beaten"),
        ("عبدالرحمن نوری", "видели Абд ар-Рахмана"),
        ("گلنار نوری", "Gol Nar was seen"),
    ],
)
def test_a_name_in_persian_letters_is_found_in_tags_and_disguises(name, text):
    assert found(name, text)


@pytest.mark.parametrize("text", ["#Sportowe", "@sporzadzono", "@toom"])
def test_a_short_part_of_a_tag_is_no_name_in_persian_letters(text):
    assert not found("سپور صالحی", text)
    assert not found("توماج صالحی", text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Геннадий Месяц", "Адвокат Месяца подал жалобу"),
        ("Наталья Неделя", "допросил Неделю"),
        ("Алексей Вечер", "говорил с Вечером"),
        ("Люда Коваль", "Мати Люди"),
        ("Иван Сила", "Дело Силы"),
    ],
)
def test_a_name_that_is_an_everyday_word_is_found_in_any_case(name, text):
    assert found(name, text)


@pytest.mark.parametrize(
    ("name", "body"),
    [("علیرضا", "Ali Reza Fund"), ("محمدرضا", "Mohammad Reza Fund"), ("Alireza", "علی رضا Fund")],
)
def test_a_public_body_opens_no_only_name_that_it_writes_in_two_words(name, body):
    assert found(name, body, called=[body])


@pytest.mark.parametrize(
    ("name", "published", "text"),
    [
        ("Анна Ли", "Анна Петрова", "Вряд ли суд это решит"),
        ("Anna An", "Anna Petrova", "It was an unlawful arrest"),
        ("Hasan Ve", "Hasan Demir", "Polis ve savcı geldi"),
    ],
)
def test_a_short_word_of_a_partly_published_name_is_found_beside_another(name, published, text):
    hidden = HiddenNames([SecretNames((name,), (published,))])
    assert not hidden.found_in(text)
    assert hidden.found_in(f"— {name} —")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Fatemeh Sepehri", "فاطمه\u200cی ما را بردند"),
        ("Fatemeh Sepehri", "فاطمه\u200cها"),
        ("Hossein Ronaghi", "حسین\u200cجان"),
        ("Hossein Ronaghi", "رونقی\u200cمان"),
        ("نرگس محمدی", "نرگس\u200cخانم آزاد شد"),
        ("نرگس محمدی", "خانم\u200cمحمدی آزاد شد"),
        ("نرگس محمدی", "سید\u200cنرگس"),
        ("سارا علی\u200cزاده", "علی\u200cزاده آمد"),
        ("سارا علی\u200cزاده", "علی\u200cزاده\u200cها آمدند"),
        ("Мирлан Асанов", "Мирландай адамдар камалды"),
        ("Алмаз Токоев", "Токоевдей журналисттер"),
        ("Алмаз Токоев", "Токоевчи?"),
        ("Айбек Асанов", "Айбекпи"),
        ("Серік Асанов", "Серіктей"),
    ],
)
def test_a_half_space_or_an_ending_behind_a_name_does_not_hide_it(name, text):
    assert found(name, text)
