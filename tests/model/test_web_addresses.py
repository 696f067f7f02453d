"""Which addresses lead to one page, and by what key the register knows them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.model.web_addresses import address_key, canonical

SAME = (
    ("https://news.example/a", "http://news.example/a"),
    ("https://news.example/a", "https://www.NEWS.example:443/a/"),
    ("https://news.example/a", "https://news.example/a#comments"),
    ("https://news.example/a", "https://news.example/a?utm_source=x&fbclid=y"),
    ("https://news.example/a?p=1", "https://news.example/a?gclid=2&p=1"),
    ("https://news.example/%D0%B0", "https://news.example/а"),
    ("https://news.example", "https://news.example/"),
)
DIFFERENT = (
    ("https://news.example/a", "https://news.example/b"),
    ("https://news.example/a", "https://news.example/A"),
    ("https://news.example/a", "https://other.example/a"),
    ("https://news.example/a?p=1", "https://news.example/a?p=2"),
    ("https://news.example/a?p=1", "https://news.example/a"),
    ("https://news.example/a?1", "https://news.example/a?2"),
    ("https://news.example/a", "https://news.example:8443/a"),
    ("https://news.example/%EA%E8%EC", "https://news.example/%F2%F3%F2"),
    ("https://news.example/a?q=%EA", "https://news.example/a?q=%F2"),
    ("https://news.example/#/news/101", "https://news.example/#/news/102"),
    ("https://news.example/?id=1#doc=77", "https://news.example/?id=1#doc=78"),
    ("https://news.example/a%2Fb?x=1&x=2", "https://news.example/a%2Fb?x=2&x=1"),
)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_page_has_one_key(one, other):
    assert canonical(one) == canonical(other)
    assert address_key(one) == address_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_pages_have_two_keys(one, other):
    assert canonical(one) != canonical(other)
    assert address_key(one)[:5] != address_key(other)[:5]


def test_an_address_that_cannot_be_parsed_is_unchanged():
    assert canonical("https://[news.example/a") == "https://[news.example/a"
    assert canonical("https://news.example:port/a") == "https://news.example:port/a"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_has_a_key(text):
    assert len(address_key(f"https://{text}")) == 16
