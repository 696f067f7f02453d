"""What a text seems to hold; ordinary records must not be suspected.

Each line of tests/examples/private is an example: what is suspected stands in the file of its kind, what must
not be in ordinary.txt; a line that begins with # is a heading.
"""

from pathlib import Path

import pytest

from casefile.checks.private_text import private_in, private_places

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
