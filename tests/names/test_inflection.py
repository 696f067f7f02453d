"""A word of a name and its forms: they share a key, and other words share none."""

from __future__ import annotations

import pytest

from casefile.names.inflection import stem_keys, text_keys
from casefile.names.name_words import NameWord, is_identifying, root, words_in


def is_form(name, text):
    return not stem_keys(name).isdisjoint(text_keys(text))


FORMS = {
    "Russian": "кравец кравца кравцу кравцом кравце; павел павла павлом; заяц зайца; соловей соловья;"
    " цой цоя цоем; лев льва; анна анне анной; ия ии ией;"
    " заречинская заречинскую заречинской;"
    " толстой толстого;"
    " kravets кравцу; zhouravel журавлём; юн юну; лоб лба лбом",
    "Ukrainian": "ольга ользі; кочерга кочерзі; швець шевця шевцем; жнець женця; чернець ченця;"
    " кравець кравче; козак козаче; федір федорові; ковалів ковалева; горобець горобцеві;"
    " лисенко лисенка лисенкові; марія марією; оришка оришці;"
    " рій роя роєм роєві",
    "Belarusian": "марта марце; шкірка шкірцы; кравец краўца; пётр пятра; верабей вераб'ю; леў льва",
    "Polish": "paweł pawła pawle; marek markiem; kozioł kozła koźle; gołąb gołębia; magda magdzie; "
    "saga sadze;"
    " barbara barbarze; beata beacie; głód głodzie; nowacki nowackiego; wrona wroną;"
    " banaś banasia; kmieć kmiecia; cień cienia; kwiecień kwietnia; grudzień grudnia; marzec marca;"
    " kocioł kotła; gwiazda gwieździe; kwiat kwiecie;"
    " fredro fredrze; pedro pedrze; nowak nowakowa nowakowej nowakową",
    "Kyrgyz": "болот болоттун болотко; сатаров сатаровдордун; асылбек асылбеги; ким кимге;"
    " өмүр өмүрдөгү; айгүл айгүлдүкү;"
    " мирлан мирлансыз мирланча; болот болотсуз болотчо; азамат азаматсыз; бакыт бакытыңыздан;"
    " нурлан нурландыкы нурландыкында; азамат азаматтыкынан; айгүл айгүлдүкүнө",
    "Kazakh": "серік серігім серіктің; пак пактан; жүнісбек жүнісбекпен;"
    " ерлан ерлансыз ерланыңыздың; есенов есеновсіз есеновша; серік серігіңіз серікше",
    "Uzbek": "karimov karimovning karimovga karimovniki karimovnikida karimovnikiga; ғозиева ғозиевадан",
    "Tajik": "рустам рустамро рустамаш; раҳимӣ раҳимӣяш; фирӯза фирӯзаи",
    "Turkish": "çiçek çiçeği çiçek'ten; ahmet ahmet'in ahmedi; yurt yurdu; oğuz oğuzların;"
    " osman osmandır osmanmış osmansız osmanınki; aslan aslanlı; özlem özlemli; kaya kayalı; kaya kayanınki",
    "Persian": "لیلا لیلای; رستگار رستگارها; مريم مریمشان",
    "Georgian": "გიორგი გიორგის გიორგიმ; ბერიძე ბერიძემ",
    "Armenian": "վարդան վարդանի վարդանին",
    "English": "beknazarov beknazarov's; kim kim's",
}
PAIRS = [
    (name, form)
    for groups in FORMS.values()
    for name, *forms in map(str.split, groups.split(";"))
    for form in forms
]


@pytest.mark.parametrize(("name", "form"), PAIRS)
def test_a_form_shares_a_key_with_the_name(name, form):
    (named,), (found,) = words_in(name), words_in(form)
    assert is_form(named.written, found.written)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("кравец", "кравчук"), ("кравец", "кравчие"), ("игорь", "игра"), ("игорь", "игорный"),
        ("анна", "анкара"), ("анна", "жана"), ("yurt", "yurttaş"), ("roman", "romania"), ("marek", "marca"),
        ("głód", "głodowe"), ("кадр", "каже"), ("ерлан", "ерлашка"), ("лобов", "лба"), ("frank", "frankly"),
        ("anna", "annały"), ("шима", "shimoliy"), ("шима", "shimoli"),
        ("анвар", "январь"), ("таалай", "таалим"), ("аркадий", "arkadaş"), ("kaveh", "кава"),
        ("ким", "кимоно"), ("зубок", "зубр"), ("лев", "левый"), ("ли", "листы"), ("saga", "sadzić"),
        ("banas", "banasia"), ("козак", "козачий"), ("osman", "osmania"),
        ("canary12x", "canary34x"),
    ],
)  # fmt: skip
def test_another_word_shares_none(name, other):
    assert not is_form(name, other)


def test_a_short_latin_stem_identifies_no_person():
    (vera,), (very,), (genitive,) = map(words_in, ("Vera", "very", "Веры"))
    assert is_form(vera.written, very.written)
    assert vera.stems.isdisjoint(very.identifying_keys)
    assert not vera.stems.isdisjoint(genitive.identifying_keys)


def test_an_initial_is_a_form_of_itself_only():
    (initial,), (word,) = words_in("A."), words_in("au")
    assert initial.stems == initial.text_keys
    assert initial.stems.isdisjoint(word.text_keys)


def test_words_are_taken_apart_as_they_are_written():
    assert [word.written for word in words_in("Bekna\u00adzarov’s @free_Анны2 رستگار\u200cها Ли́")] == [
        "beknazarov's", "free", "анны2", "رستگارها", "ли",
    ]  # fmt: skip
    assert words_in("АсельSekretova")[0].plain == "aselsekretova"
    assert words_in("…, —") == []


@pytest.mark.parametrize(
    ("word", "tells"),
    [
        ("kyzy", False),
        ("qyzy", False),
        ("ughli", False),
        ("oghlu", False),
        ("ulli", True),
        ("gizzi", True),
        ("abdul", False),
        ("kim", False),
        ("2025", False),
        ("anna", True),
    ],
)
def test_words_that_identify_a_person(word, tells):
    assert is_identifying(word) is tells


def test_letters_are_counted_where_vowels_are_not_written():
    assert words_in("لیلا")[0].is_identifying
    assert not words_in("لی")[0].is_identifying


def test_a_root_is_one_for_usual_romanisations():
    assert root("sydykova") == root("sidikov") == root("sydykov")
    assert root("anna") != root("ann")
    assert isinstance(words_in("Anna")[0], NameWord)
