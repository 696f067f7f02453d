"""Withheld names with signs, line ends and mark-up inside, and names that are only a particle."""

from __future__ import annotations

import pytest

from casefile.names.hidden_names import Hidden, Secret


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
    assert Hidden([Secret(("Asel Bektash",))]).found_in(text)


@pytest.mark.parametrize("sign", ["\u200c", "\uf0b7", "\x01", "\u2028"])
def test_a_sign_between_two_words_of_a_name_separates_them(sign):
    assert Hidden([Secret(("Eva Kim",))]).found_in(f"eva{sign}kim")


@pytest.mark.parametrize("text", ["Abdul is held", "https://x.example/?abdul"])
def test_a_name_that_is_only_a_particle_is_found_alone(text):
    assert Hidden([Secret(("Abdul",))]).found_in(text)
    assert not Hidden([Secret(("Abdul Karimov",))]).found_in(text)
    assert not Hidden([Secret(("Abdul Kari",))]).found_in(text)


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
    assert Hidden([Secret((name,))]).found_in(text)
