"""What a text seems to hold; ordinary records must not be suspected.

Each line of tests/examples/private is an example: what is suspected stands in the file of its kind, what must
not be in ordinary.txt; a line that begins with # is a heading.
"""

import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.checks.private_text import private_in, private_places
from casefile.names.unseen import is_unseen

EXAMPLES = Path(__file__).parents[1] / "examples" / "private"
KINDS = {
    "mail": "an e-mail address",
    "telephone": "a telephone number",
    "number": "an identity number",
    "street": "a street address",
}


def lines(name):
    text = (EXAMPLES / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("# ")]


PRIVATE = [(line, what) for name, what in KINDS.items() for line in lines(name)]


@pytest.mark.parametrize(("text", "what"), PRIVATE)
def test_private_text_is_found_by_its_form(text, what):
    assert what in private_in(text)


@pytest.mark.parametrize("text", lines("ordinary"))
def test_ordinary_words_and_numbers_are_not_suspected(text):
    assert private_in(text) == ()


@pytest.mark.parametrize(("text", "what"), PRIVATE)
def test_private_text_is_found_inside_a_longer_text(text, what):
    assert what in private_in(f"She said ({text}), and more.\nThen nothing.")


def test_there_are_enough_examples_to_mean_something():
    assert len(PRIVATE) >= 100
    assert len(lines("ordinary")) >= 40


def test_each_kind_of_private_text_is_reported_once():
    text = "desk@example.org, b@example.org, +996 555 123 456"
    assert private_in(text) == (KINDS["mail"], KINDS["telephone"])


def test_the_place_of_private_text_is_its_first_character():
    assert private_places("Ж۱ ring ۰۹۱۲ ۳۴۵ ۶۷۸۹") == ((KINDS["telephone"], 8),)


@pytest.mark.parametrize(
    "unit",
    ["0 ", "1", "a@", "@.", "A", "Aa ", "ул. А", "12 Aa ", "8 (", "¦ 1", "passport ", "\n", "тел", "996 5",
     "شارع ", "[at]", "Ж ", "۱ ", "12-", "мкр 7, ", "wa.me/",
     "ул а", "ул аб аб ", "chui ave ", "д 5 кв ", "0555."],
)  # fmt: skip
def test_a_long_text_of_any_pattern_is_read_quickly(unit):
    assert isinstance(private_in("1" + unit * (20_000 // len(unit))), tuple)


@pytest.mark.parametrize(
    ("text", "what", "start"),
    [
        ("Call 0555\u201112\u201134\u201156", "telephone", 5),
        ("Call 0555\u201412\u20143456", "telephone", 5),
        ("Call 0555\u05be12\ufe3134\u301c56", "telephone", 5),
        ("Call 05\u200b55 12 34 56", "telephone", 5),
        ("C\u00adall 0555\u206012\u3164 34 56", "telephone", 6),
        ("Call 0555\t12\u200a34\u300056", "telephone", 5),
        ("Call \u246055512345 or \uff10\uff15\uff15\uff15 12 34 56", "telephone", 18),
        ("\u200bSNILS 112\u2014233\u2014445\u00a095", "number", 7),
        ("a\u200bida\ufe6bmail\u00ad.example", "mail", 0),
        ("Passport\u200b no\u2800. AN\u206012\u200d34567", "number", 0),
        ("\u200bул\u00ad. Токто\u200bгула, 98", "street", 1),
    ],
)
def test_dashes_blanks_and_unseen_characters_do_not_hide_private_text(text, what, start):
    assert (KINDS[what], start) in private_places(text)


@given(
    st.sampled_from([(text, what) for text, what in PRIVATE if "-" in text]),
    st.sampled_from("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u05be\u1806\ufe58\uff0d"),
)
def test_any_dash_is_read_as_a_hyphen(example, dash):
    text, what = example
    assert private_places(text.replace("-", dash)) == private_places(text)
    assert what in private_in(text)


@given(
    st.sampled_from(PRIVATE),
    st.lists(st.text("\u200b\u00ad\u2060\u3164\u0378\ue000\U000e0041", max_size=2), min_size=80, max_size=80),
)
def test_the_places_are_those_of_the_text_with_its_unseen_characters(example, between):
    text = example[0][:80]
    hidden = "".join(sign + char for sign, char in zip(between, text, strict=False))
    places = [at for at, char in enumerate(hidden) if not is_unseen(char)]
    assert private_places(hidden) == tuple((what, places[start]) for what, start in private_places(text))


def test_a_digit_of_any_kind_is_one():
    every = [char for code in range(sys.maxunicode + 1) if unicodedata.digit(char := chr(code), 1) == 0]
    assert all(private_in(f"Call {char}555 12 34 56") for char in every)
