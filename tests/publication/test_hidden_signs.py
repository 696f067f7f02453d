"""Withheld names with signs, line ends and mark-up inside, and names that are only a particle."""

from __future__ import annotations

import unicodedata
from base64 import b64encode
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.names.hidden_names import HiddenNames, SecretNames
from casefile.names.unseen import is_unseen


@pytest.mark.parametrize(
    "text",
    [
        "Bek\u2063tash", "Bek\u2061tash", "Bek\ufe0ftash", "Bek\u180etash", "Bek\u2800tash",
        "Bek\U000e0041tash", "Bek\u0600tash", "Bek\u08e2tash", "Bek\ue000tash", "Bek\U000f0000tash",
        "Bek%01tash",
        "Bek&#x2063;tash", "Bek&ic;tash", "As-\nel Bek-\n  tash",
        "Bek\u2013tash", "Bek\u2212tash", "Bek*tash",
        "Bek<wbr>tash", "Бек<em>таш</em>", "**B**ektash", "<b>B</b>ektash",
        "https://news.example/rss/CBMiH2h0dHBzOi8veC5vcmcvYmVrdGFzaC10cmlhbNIBAA",
    ],
)  # fmt: skip
def test_a_name_with_invisible_characters_inside_is_found(text):
    assert HiddenNames([SecretNames(("Asel Bektash",))]).found_in(text)


@pytest.mark.parametrize("sign", ["\u200c", "\uf0b7", "\x01", "\u2028"])
def test_a_sign_between_two_words_of_a_name_separates_them(sign):
    assert HiddenNames([SecretNames(("Eva Kim",))]).found_in(f"eva{sign}kim")


@pytest.mark.parametrize("text", ["Abdul is held", "https://x.example/?abdul"])
def test_a_name_that_is_only_a_particle_is_found_alone(text):
    assert HiddenNames([SecretNames(("Abdul",))]).found_in(text)
    assert not HiddenNames([SecretNames(("Abdul Karimov",))]).found_in(text)
    assert not HiddenNames([SecretNames(("Abdul Kari",))]).found_in(text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Олена Іванова", "Івановій"), ("Олена Котова", "Котовій"), ("Марія Дутка", "Дутці"),
        ("Иван Бобёр", "Бобра"), ("Иван Репей", "Репья"), ("Kacper Zięba", "Kacpra"),
        ("Jan Nowak", "Nowakówna"),
        ("سارا کریمی", "کریمی‌اند"), ("Олексій Компанієць", "Компанійця"), ("Kompaniiets", "Компанійцем"),
        ("Зміцер Воўк", "Змітра"), ("Зміцер Воўк", "Змітром"), ("Jan Nowak", "Nowakowie"),
        ("Jan Nowak", "Nowaków"), ("Jan Gołąb", "Gołębiowie"), ("Piotr Zięba", "Ziębów"),
        ("Piotr Kozioł", "Kozłowie"), ("Гүлзат Мамыт", "Мамыттардын"), ("Гүлзат Мамыт", "Мамыттан"),
        ("Pouya Sepehri", "سپهری‌ها"), ("Pouya Sepehri", "پویای عزیز کجاست"),
    ],
)  # fmt: skip
def test_a_form_that_a_language_makes_is_found(name, text):
    assert HiddenNames([SecretNames((name,))]).found_in(text)


CASED = ("Aleksandrov", "Александров", "Στεφανίδης")
IN_WORDS = {
    "Hindi": ("राजेश कुमार", "राजेश"), "Bengali": ("আবদুল করিম", "করিম"),
    "Tamil": ("செல்வி ஜெயராமன்", "ஜெயராமன்"),
    "Malayalam": ("സിദ്ദിഖ് കാപ്പൻ", "കാപ്പൻ"),
    "Sinhala": ("නිමල් පෙරේරා", "පෙරේරා"), "Punjabi": ("ਜਗਤਾਰ ਸਿੰਘ", "ਜਗਤਾਰ"),
}  # fmt: skip
UNSPACED = {
    "Tibetan": ("བཀྲ་ཤིས་དབང་ཕྱུག", "བཀྲ་ཤིས་དབང་ཕྱུག"), "Burmese": ("အောင်ဆန်းစုကြည်", "အောင်ဆန်းစုကြည်"),
    "Khmer": ("គឹម សុខា", "គឹម សុខា"), "Thai": ("ทักษิณ ชินวัตร", "ชินวัตร"), "Thai, am": ("อานนท์ นำภา", "นำภา"),
    "Lao": ("ສົມບັດ ສົມພອນ", "ສົມພອນ"), "Korean": ("김정은", "김정은"), "Chinese": ("刘晓波", "刘晓波"),
    "Japanese": ("アレクサンドル・ペトロフ", "ペトロフ"),
}  # fmt: skip
PROSE = {
    "Hindi": "पुलिस ने सोमवार को पत्रकार को दिल्ली में गिरफ्तार किया और अदालत ने उन्हें जेल भेज दिया।",
    "Bengali": "পুলিশ সোমবার সাংবাদিককে গ্রেপ্তার করেছে এবং আদালত তাকে কারাগারে পাঠিয়েছে।",
    "Tamil": "திங்கட்கிழமை செய்தியாளரை போலீசார் கைது செய்தனர், நீதிமன்றம் அவரை சிறையில் அடைத்தது.",
    "Malayalam": "തിങ്കളാഴ്ച പോലീസ് മാധ്യമപ്രവർത്തകനെ അറസ്റ്റ് ചെയ്തു, കോടതി അദ്ദേഹത്തെ ജയിലിലടച്ചു.",
    "Thai": "ตำรวจจับกุมนักข่าวเมื่อวันจันทร์ และศาลสั่งให้ขังเขาไว้ในเรือนจำ",
    "Khmer": "ប៉ូលិសបានចាប់ខ្លួនអ្នកកាសែតនៅថ្ងៃច័ន្ទ ហើយតុលាការបានបញ្ជូនគាត់ទៅពន្ធនាគារ។",
    "Burmese": "ရဲက တနင်္လာနေ့မှာ သတင်းထောက်ကို ဖမ်းဆီးပြီး တရားရုံးက ထောင်ချခဲ့သည်။",
}
FORMS = ("NFC", "NFD", "NFKC", "NFKD")
SCRIPTS = {**IN_WORDS, **UNSPACED}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("name", "word"), SCRIPTS.values(), ids=SCRIPTS)
def test_a_name_is_found_in_any_normal_form(name, word, form):
    assert _finder(name).found_in(f"({unicodedata.normalize(form, word)})")
    assert _finder(unicodedata.normalize(form, name)).found_in(f"({word})")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("name", "word"), UNSPACED.values(), ids=UNSPACED)
def test_a_name_in_a_text_without_spaces_is_found_in_any_normal_form(name, word, form):
    around = word[0] * 2
    assert _finder(name).found_in(unicodedata.normalize(form, f"{around}{word}{around}"))


@pytest.mark.parametrize(
    "sign", ["\u200c", "\u200d", "\u200b", "\u034f", "\u3164", "\u00ad", "-", "\u00b7", "\u0301"]
)
@pytest.mark.parametrize(("name", "word"), SCRIPTS.values(), ids=SCRIPTS)
def test_a_name_with_joiners_between_its_letters_and_vowel_signs_is_found(name, word, sign):
    assert _finder(name).found_in(f"({sign.join(word)})")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("আবদুল করিম", "করিমের"), ("আবদুল করিম", "করিমকে"), ("செல்வி ஜெயராமன்", "ஜெயராமனை"),
        ("செல்வி ஜெயராமன்", "ஜெயராமனுக்கு"), ("സിദ്ദിഖ് കാപ്പൻ", "കാപ്പനെ"), ("김 정은", "정은이"),
        ("राजेश कुमार", "राजेशों"), ("राजेश कुमार", "#राजेश"), ("कमल गुरुंग", "Kamal"),
    ],
)  # fmt: skip
def test_a_name_with_a_vowel_sign_or_an_ending_behind_it_is_found(name, text):
    assert _finder(name).found_in(text)


@pytest.mark.parametrize("language", PROSE)
@pytest.mark.parametrize(("name", "_"), SCRIPTS.values(), ids=SCRIPTS)
def test_other_prose_in_the_script_of_a_name_is_left_alone(name, language, _):
    assert not _finder(name).found_in(PROSE[language])


def test_a_published_name_in_a_text_without_spaces_permits_its_words():
    hidden = HiddenNames([SecretNames(("ทักษิณ ชินวัตร",))], ["แพทองธาร ชินวัตร"])
    assert not hidden.found_in("ศาล แพทองธาร ชินวัตร วันนี้")
    assert hidden.found_in("ศาลทักษิณวันนี้")
    assert hidden.found_in("ศาล ชินวัตร วันนี้")


@cache
def _finder(name):
    return HiddenNames([SecretNames((name,))])


def _is_inside(char):
    """Return whether a character is neither a letter nor a plain blank, in any of the scripts of CASED."""
    category = unicodedata.category(char)
    return is_unseen(char) or category[0] in "PSM" or (category == "Zs" and char != " ")


INSIDE = [char for code in (*range(1, 0x11000), *range(0xE0000, 0xE0200)) if _is_inside(char := chr(code))]
SEEN = [char for char in INSIDE if not is_unseen(char) and not char.isspace()]
OTHER = [char for char in INSIDE if is_unseen(char) and not char.isspace()]


@pytest.mark.sweep
@pytest.mark.parametrize("name", CASED)
def test_no_character_but_a_letter_hides_a_name(name):
    finder, half = _finder(name), len(name) // 2
    kept = [char for char in INSIDE if ord(char) < 0x3000 or ord(char) % 31 == 0]
    assert len(kept) > 5_000
    assert [each for each in kept if not finder.found_in(f"x {name[:half]}{each}{name[half:]} y")] == []


@pytest.mark.sweep
@given(
    st.sampled_from(CASED),
    st.lists(st.text(st.sampled_from(SEEN) | st.sampled_from(OTHER), max_size=3), min_size=12, max_size=12),
)
def test_no_characters_between_letters_hide_a_name(name, between):
    assert _finder(name).found_in("".join(map("".join, zip(name, between, strict=False))))


@pytest.mark.sweep
@given(
    st.sampled_from([word for _, word in SCRIPTS.values()]),
    st.lists(st.text(st.sampled_from(OTHER), max_size=2), min_size=40, max_size=40),
)
def test_no_unseen_characters_hide_a_name_in_any_script(word, between):
    names = next(name for name, each in SCRIPTS.values() if each == word)
    assert _finder(names).found_in("".join(map("".join, zip(word, between, strict=False))))


@pytest.mark.parametrize(
    "text",
    [
        "Ale-ksandrov", "A.leksandrov", "Aleks·androv", "Aleks'androv", "Aleks\u2011androv",
        "Aleks\u02bcandrov",
        "Aleks(androv", "Aleks/androv", "Aleks<an>drov", "Aleks,androv", "Aleks\tandrov", "Aleks\nandrov",
        "Aleks\u00a0androv",
        "https://x.example/a Aleks/androv", "Aleks\u0336androv", "Aleks\u0378androv",
    ],
)  # fmt: skip
def test_punctuation_and_line_ends_inside_a_word_do_not_hide_a_name(text):
    assert _finder("Pavel Aleksandrov").found_in(text)


@pytest.mark.parametrize("text", ["#राजेशकोरिहाकरो", "#रिहाकरोराजेश"])
def test_a_name_at_an_end_of_a_tag_in_a_script_of_india_is_found(text):
    assert _finder("राजेश कुमार").found_in(text)


@pytest.mark.parametrize("text", ["OBON", "OB\u200bON", "OB-ON", "O.B.O.N.", "OB\nON"])
def test_a_short_name_of_a_body_is_found_with_characters_inside(text):
    assert HiddenNames([], bodies=["OBON"]).found_in(f"by {text} only")


@pytest.mark.parametrize("sign", ["\u200b", "\u00b7", "\n"])
def test_a_part_of_a_name_that_is_an_everyday_word_does_not_hide_it(sign):
    assert _finder("Альжана").found_in(f"Вчера Аль{sign}жана вышла")


@pytest.mark.parametrize("sign", ["\u200b", "\u0600", "\ue000", "\u3164", "\ufe0f", "\u0378"])
def test_any_unseen_character_may_separate_two_words(sign):
    assert _finder("Eva Kim").found_in(f"eva{sign}kim")


@pytest.mark.parametrize(
    "text",
    [
        "%D0%9F%D0\u200b%B5%D1%82%D1%80%D0%BE%D0%B2",
        "0J/Qt\u200bdGC0YDQvtCy",
        b64encode("Пет\u200bров".encode()).decode(),
    ],
)
def test_unseen_characters_in_an_encoded_name_do_not_hide_it(text):
    assert _finder("Иван Петров").found_in(text)
