"""One name as forms, lists and court papers write it: capitals, surname first, titles, other code points."""

from __future__ import annotations

import unicodedata
from itertools import product

import pytest

from casefile.names.name_likeness import likeness
from casefile.names.name_parts import parts_of, words_of

NAMES = {
    "Latin": ("Dr.|Prof.|Ms", "Ivan Petrov|Łukasz Wójcik|Nguyễn Văn Đức|Sean O'Connor|Jörg Weiß|İsmail Işık"),
    "Cyrillic": ("г-н|Д-р|гражданка", "Иван Петров|Айгүл Бекова|Нұрлан Омаров|Олександр Ковальчук"),
    "Greek": ("κ.|Δρ.", "Γιώργος Παπαδόπουλος|Ελένη Νικολάου|Ανδρέας Στεφανίδης|Μαρία Ιωάννου"),
    "Armenian": ("պրն|տկն", "Հովհաննես Պետրոսյան|Արմեն Սարգսյան|Լեւոն Գրիգորյան|Սեւակ Հակոբյան"),
    "Georgian": ("ბ-ნი|ქ-ნი", "გიორგი აბაშიძე|ნინო ბერიძე|დავით კვარაცხელია|მაია ლომიძე"),
    "Arabic": ("الدكتور|السيدة", "محمد علي|أحمد منصور|ليلى الحسن|خالد العنزي"),
    "Persian": ("آقای|دکتر", "علی‌رضا رحیمی|نسرین ستوده|مهدی کروبی|ژیلا بنی‌یعقوب"),
    "Hebrew": ('ד"ר|מר', "דוד כהן|שרה לוי|יוסף מזרחי|רות אברהם"),
    "Devanagari": ("श्री|डॉ.", "राम कुमार शर्मा|नरेन्द्र यादव|सुधा भारद्वाज|गौतम नवलखा"),
    "Bengali": ("জনাব|শ্রীমতী", "শেখ রহমান|শহিদুল আলম|রোজিনা ইসলাম|উৎপল দত্ত"),
    "Gurmukhi": ("ਡਾ.|ਸ਼੍ਰੀ", "ਮਨਜੀਤ ਸਿੰਘ|ਹਰਪ੍ਰੀਤ ਕੌਰ|ਗੁਰਦੀਪ ਗਿੱਲ"),
    "Gujarati": ("શ્રી|શ્રીમતી", "ગૌતમ દેસાઈ|તીસ્તા સેતલવાડ|હર્ષ પટેલ"),
    "Tamil": ("திரு.|திருமதி", "செல்வி ராமன்|மு. கருணாநிதி|அ. ச. குமாரசுவாமி|முருகேசன்"),
    "Telugu": ("శ్రీ|డా.", "కె. చంద్రశేఖర రావు|వరవర రావు|సాయి ప్రసాద్"),
    "Kannada": ("ಶ್ರೀ|ಡಾ.", "ಸಿದ್ದರಾಮಯ್ಯ ಗೌಡ|ಗೌರಿ ಲಂಕೇಶ್|ಸಿದ್ದಪ್ಪ"),
    "Malayalam": ("ശ്രീ|ഡോ.", "ശശി തരൂർ|സിദ്ദിഖ് കാപ്പൻ|അനിൽ നമ്പ്യാർ"),
    "Sinhala": ("ආචාර්ය|නීතිඥ", "මහින්ද රාජපක්ෂ|ප්‍රගීත් එක්නැලිගොඩ|ලසන්ත වික්‍රමතුංග"),
    "Burmese": ("ဦး|ဒေါ်", "အောင်ဆန်းစုကြည်|မင်းအောင် လှိုင်|ဝင်းမြင့်"),
    "Khmer": ("លោក|លោកស្រី", "ហ៊ុន សុខា|សម រង្ស៊ី|មូរ សុខហួរ"),
    "Lao": ("ທ່ານ|ດຣ.", "ທອງລຸນ ສີສຸລິດ|ສົມບັດ ສົມພອນ|ບຸນທະນີ"),
    "Thai": ("นาย|นางสาว", "ประยุทธ์ จันทร์โอชา|อานนท์ นำภา|ทักษิณ"),
    "Tibetan": ("", "བསྟན་འཛིན་རྒྱ་མཚོ|བཀྲ་ཤིས་དབང་ཕྱུག|ཚེ་རིང་"),
    "Ethiopic": ("አቶ|ዶ/ር|ወይዘሮ", "አቢይ አሕመድ|እስክንድር ነጋ|ርዕዮት ዓለሙ|ናትናኤል"),
    "Hangul": ("", "김철수|김 철수|박근혜|남궁 민수"),
    "Han": ("", "王小明|陈秋实|張展"),
    "Thaana": ("", "ޔާމީން ރަޝީދު|އަޙުމަދު ރިޟްވާން"),
}  # fmt: skip
"""For each script titles before a name, and names; all invented or very common."""
BEHIND = {
    "Hangul": (" 씨", "씨", " 선생님"),
    "Han": ("先生", "女士"),
    "Devanagari": (" जी",),
    "Latin": (", PhD",),
}
FORMS = ("NFC", "NFD", "NFKC", "NFKD")
HIDDEN = ("", "\u200e", "\ufeff")
"""Marks of direction and of the order of bytes, as spreadsheets and web pages leave them before a cell."""

BLANKS = (" ", "\u00a0", "  ")


def variants(script: str, name: str) -> set[str]:
    """Return the ways to write a name: cases, comma, titles, normal forms, invisible marks."""
    titles, _ = NAMES[script]
    given, _, surname = name.rpartition(" ")
    comma = "،" if script in {"Arabic", "Persian"} else ","
    orders = {name, f"{surname}{comma} {given}"} if given else {name}
    with_titles = {f"{title} {order}" for title in filter(None, titles.split("|")) for order in orders}
    with_titles |= {f"{name}{title}" for title in BEHIND.get(script, ())}
    cased = {
        case(each)
        for each in (*orders, *with_titles)
        for case in (str, str.upper, str.lower, str.title if script != "Georgian" else str)
    }
    return {
        hidden + unicodedata.normalize(form, each).replace(" ", blank)
        for form, each, hidden, blank in product(FORMS, cased, HIDDEN, BLANKS)
    }


@pytest.mark.parametrize("script", NAMES)
def test_a_name_is_the_same_however_it_is_written(script):
    for name in NAMES[script][1].split("|"):
        found = {each: likeness([name], [each]) for each in variants(script, name)}

        assert {
            each for each, verdict in found.items() if verdict is None or verdict.strength != "same"
        } == set()


def test_there_are_enough_variants():
    count = sum(
        len(variants(script, name)) for script, (_, names) in NAMES.items() for name in names.split("|")
    )

    assert len(NAMES) >= 20
    assert count >= 5000


@pytest.mark.parametrize("name", ["राम कुमार", "செல்வி ராமன்", "ประยุทธ์ จันทร์โอชา", "ဝင်းမြင့်", "김 철수"])
def test_vowel_signs_do_not_cut_a_word(name):
    assert words_of(name) == tuple(name.split())
    assert parts_of(name).initials == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("राम शर्मा", "श्याम शर्मा"),
        ("김철수", "김영수"),
        ("อานนท์ นำภา", "อานันท์ ปันยารชุน"),
        ("አቢይ አሕመድ", "አሕመድ ነጋ"),
        ("শেখ রহমান", "শেখ হাসিনা"),
    ],
)
def test_other_names_in_these_scripts_are_not_the_same(one, other):
    found = likeness([one], [other])

    assert found is None or found.strength == "hint"


@pytest.mark.parametrize("name", ["MS Dhoni", "MR Venkatesh", "Hon Sok", "Miss Adam", "Petrova Anna"])
def test_a_name_that_begins_like_a_title_is_the_same_as_itself(name):
    assert likeness([name], [name]).strength == "same"
    assert likeness([name], [name.upper()]).strength == "same"


@pytest.mark.parametrize("name", ["Dr.", "Mr, Dr", "นาย", "先生", "г-н"])
def test_a_title_alone_is_compared_as_it_is(name):
    assert parts_of(name).words or parts_of(name).initials


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Don Petrov", ("don", "petrov")),
        ("Drago Mrsić", ("drago", "mrsić")),
        ("นายก", ("นายก",)),
        ("Mr. T. Bekov", ("bekov",)),
    ],
)
def test_the_beginning_of_a_name_is_no_title(name, words):
    assert parts_of(name).words == words


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("Petrov, Ivan", ("ivan", "petrov")),
        ("Petrov, Dr. Ivan", ("ivan", "petrov")),
        ("Petrov, Ivan, Moscow", ("petrov", "ivan", "moscow")),
    ],
)
def test_one_comma_puts_the_surname_first(name, order):
    assert parts_of(name).words == order
