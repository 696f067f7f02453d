"""What a text seems to hold; ordinary records must not be suspected."""

import pytest

from casefile.checks import private_in

MAIL, PHONE, NUMBER, STREET = (
    "an e-mail address",
    "a telephone number",
    "an identity number",
    "a street address",
)

PRIVATE = {
    "write to desk@example.org": MAIL,
    "a.b-c+d@mail.example.kg.": MAIL,
    "+996 555 123 456": PHONE,
    "+996555123456": PHONE,
    "call (+996) 312 66-20-20": PHONE,
    "00996 555 123456": PHONE,
    "ring 0555 123 456.": PHONE,
    "0555-12-34-56": PHONE,
    "0555123456": PHONE,
    "0(555)12-34-56": PHONE,
    "8 (495) 123-45-67": PHONE,
    "8-800-555-35-35": PHONE,
    "+1 (202) 555-0123": PHONE,
    "tel. 66 20 20": PHONE,
    "тел.: 662020": PHONE,
    "PIN 22805199012345": NUMBER,
    "22805199012345": NUMBER,
    "ИИН 900528301234": NUMBER,
    "112-233-445 95": NUMBER,
    "passport AN1234567": NUMBER,
    "ID1234567": NUMBER,
    "паспорт 4510 123456": NUMBER,
    "Chuy Avenue 155, Bishkek": STREET,
    "Chuy Avenue 155": STREET,
    "lives at 155 Chuy Avenue": STREET,
    "24a Manas Street, flat on the left": STREET,
    "ул. Токтогула, 98": STREET,
    "на улице Токтогула 98": STREET,
    "проспект Чуй, д. 219": STREET,
    "Ибраимов көчөсү, 24": STREET,
    "ul. Toktogula 98": STREET,
    "in apt. 12": STREET,
    "кв. 12": STREET,
}

ORDINARY = [
    "",
    "Detained on 28 May 2025 and let go on the 30th.",
    "2025-05-28/2025-05-30",
    "[2025-05-28..2025-06-04]",
    "28.05.2025, 29/05/2025",
    "28–30 May 2025; May 28, 2025; 28 мая 2025 года",
    "https://web.archive.org/web/20250604093000/https://example.org/0555-123-456",
    "see https://example.org/a@b.example/20250604",
    "article 278, part 3, of the Criminal Code",
    "articles 174-1, 205.10 and 330-2",
    "Law No. 118 of 12 March 2024",
    "case No. 1-234/2025, file УД-1234-25",
    "AL KGZ 1/2025; A/HRC/WGAD/2025/12",
    "¶3, p. 12, pp. 100-112, 00:12:30-00:14:05",
    "стр. 5, с. 12-14",
    "5 000 000 KGS, or 10 000 000 soms",
    "50000 KGS",
    "fined 1,200,000 tenge",
    "20250528093000",
    "112 people of 1 200 who were asked",
    "Chapter 5 of the report",
    "the apt phrase of 2025",
    "Street protests in 2020 and 2021",
    "a rally in Chuy Avenue on 28 May 2025",
    "In 2025 Manas Street was closed",
    "on 28 May Manas Street was closed",
    "12 street vendors",
    "300 people marched down Chuy Avenue",
    "в 3 кв. 2025 года",
    "120 кв. м",
    "на улице Киевской 2025 год встретили",
    "аул. Кара-Суу 12",
    "room 12 of the colony No. 27",
    "SIZO-1, IK-27",
    "fell 24 places, to 144th",
    "@kloopnews on the channel",
    "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "UTC+06:00",
    "ISBN 978-3-16-148410-0",
    "the passport was cancelled on 2025-05-28",
    "пинок 5 раз",
    "10.1000/182 is no number of anyone",
]


@pytest.mark.parametrize(("text", "what"), PRIVATE.items())
def test_a_private_thing_is_seen_by_its_form(text, what):
    assert what in private_in(text)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_and_numbers_are_not_suspected(text):
    assert private_in(text) == ()


def test_several_things_are_all_told():
    assert private_in("desk@example.org, +996 555 123 456") == (MAIL, PHONE)


@pytest.mark.parametrize(
    "unit", ["0 ", "1", "a@", "@.", "A", "Aa ", "ул. А", "12 Aa ", "8 (", "¦ 1", "passport ", "\n"]
)
def test_a_long_text_is_read_quickly_whatever_it_is_made_of(unit):
    assert isinstance(private_in(unit * (20_000 // len(unit))), tuple)
