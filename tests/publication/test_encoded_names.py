"""An address in which a withheld name is encoded does not leave; its source does."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import date
from urllib.parse import quote

import pytest

from casefile.publication.publish import publish

DAY = date(2025, 7, 1)
NAME = "Алексей Бекназаров"
AWAY = {
    "identification": "named",
    "name": "Aleksei Beknazarov",
    "other_names": [{"name": NAME, "kind": "native"}],
}
ADDRESSES = {
    "percent": "https://news.example/" + quote("алексей-бекназаров"),
    "percent, twice": "https://news.example/?q=" + quote(quote(NAME)),
    "cp1251": "https://news.example/?q=" + quote(NAME.encode("cp1251")),
    "host": f"https://{'бекназаров'.encode('idna').decode()}.example/news",
    "base64": "https://news.example/go/" + urlsafe_b64encode(NAME.encode()).decode().rstrip("="),
    "base64 after a word": "https://n.news/story-" + urlsafe_b64encode(NAME.encode()).decode(),
    "base64 after a letter": "https://n.news/p" + urlsafe_b64encode(NAME.encode()).decode(),
    "percent in quoted-printable": "https://news.example/?q="
    + "".join(f"={ord(sign):02X}" for sign in quote(NAME)),
    "percent in hexadecimal with dots": "https://news.example/"
    + "".join(f".{ord(sign):02X}" for sign in quote(NAME)),
    "entities": "https://news.example/?a=1&amp;q=&#1041;&#1077;&#1082;&#1085;&#1072;&#1079;&#1072;&#1088;&#1086;&#1074;",
}


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
@pytest.mark.parametrize("field", ["url", "archived_url", "notes", "title"])
def test_an_encoded_name_is_withheld_in_every_field(register_of, case, field, address):
    paper = {
        "schema": "casefile/source/1", "id": "paper", "tier": "public", "kind": "press_article",
        "title": "The paper", "url": "https://news.example/a", field: address,
    }  # fmt: skip
    away, public = case(tier="restricted", person=AWAY), case("a1b2c")

    left = publish(register_of(away, public, paper), "public", on=DAY).by_id["paper"].data
    everything = publish(register_of(public, paper), "public", on=DAY).by_id["paper"].data

    assert field not in left
    assert left.items() < everything.items()
    assert everything[field] == address


@pytest.mark.parametrize(
    ("name", "charset"),
    [
        ("Ҷамшед Қодиров", "koi8_t"),
        ("Çağrı Şimşek", "cp857"),
        ("Νίκος Παππάς", "cp737"),
        ("נועם שפירא", "cp862"),
        ("Νίκος Παππάς", "cp869"),
    ],
)
def test_a_name_in_a_charset_of_its_language_is_withheld(register_of, case, name, charset):
    paper = {
        "schema": "casefile/source/1", "id": "paper", "tier": "public", "kind": "press_article",
        "title": "The paper", "url": "https://news.example/" + quote(name.encode(charset)),
    }  # fmt: skip
    away, public = case(tier="restricted", person={**AWAY, "name": name, "other_names": []}), case("a1b2c")

    left = publish(register_of(away, public, paper), "public", on=DAY).by_id["paper"].data
    everything = publish(register_of(public, paper), "public", on=DAY).by_id["paper"].data

    assert "url" not in left
    assert "url" in everything
