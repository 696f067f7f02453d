"""What is encoded is decoded before a name is looked for: each encoding, in layers, broken, hostile."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from html import escape
from itertools import permutations
from quopri import encodestring
from time import process_time
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.names import fold_text
from casefile.names.decoding import CHARSETS, TooDeep, is_in_any_reading, readings

NAME = "Алексей Бекназаров"


def numeric(text):
    return "".join(f"&#{ord(sign)};" for sign in text)


def in_hex(text):
    return "".join(f"&#x{ord(sign):X}" for sign in text) + ";"


def escaped(text):
    return "".join(
        f"\\u{unit:04x}"
        for unit in memoryview(text.encode("utf-16-le")).cast("H")  # as JSON writes it
    )


def addressed(text):
    return f"https://news.example/read/{quote(text)}?page=2#top"


def in_base64(text):
    return b64encode(text.encode()).decode()


def in_a_path(text):
    return f"https://news.example/go/{urlsafe_b64encode(text.encode()).decode().rstrip('=')}/view"


def printable(text):
    return encodestring(text.encode()).decode()


def anchored(text):
    return "https://wiki.example/People#" + quote(text).replace("%", ".")


def in_octal(text):
    return "".join(f"\\{byte:03o}" for byte in text.encode())


def in_log(text):
    return "".join(f"\\x{byte:02x}" for byte in text.encode())


ENCODINGS = (
    quote, quote_plus, numeric, in_hex, escaped, addressed, in_base64, in_a_path, printable, anchored,
    in_octal, in_log,
)  # fmt: skip


def decodes_to(text, name=NAME):
    words = set(fold_text(name).split())
    return any(words <= set(fold_text(reading).split()) for reading in readings(text))


@pytest.mark.parametrize("encode", ENCODINGS)
@pytest.mark.parametrize("name", [NAME, "Анна Ким", "Łukasz Dźwiękowski", "Núñez Peña"])
def test_an_encoded_name_is_read(encode, name):
    assert not set(fold_text(name).split()) <= set(fold_text(encode(name)).split())
    assert decodes_to(f"see {encode(name)} there", name)


@pytest.mark.parametrize(
    ("inner", "outer"), [each for each in permutations(ENCODINGS, 2) if each[1] is not anchored]
)
def test_one_encoding_within_another_is_read(inner, outer):
    assert decodes_to(outer(inner(NAME)))


def test_a_name_encoded_several_times_is_read():
    encoded = quote(NAME)
    for _ in range(20):
        encoded = quote(encoded)
    assert decodes_to(encoded)
    wrapped = numeric(NAME)
    for _ in range(20):
        wrapped = escape(wrapped)
    assert decodes_to(wrapped)


@pytest.mark.parametrize(
    ("name", "charset"),
    [
        (NAME, "cp1251"),
        (NAME, "koi8-r"),
        (NAME, "iso8859-5"),
        (NAME, "cp866"),
        ("Núñez Peña", "latin-1"),
        ("Ağaoğlu Şahin", "cp1254"),
        ("Wiśniewski Łukasz", "cp1250"),
        ("Wiśniewski Łukasz", "iso8859-2"),
        ("محمد رشيد", "cp1256"),
        ("محمد رشيد", "iso8859-6"),
        (NAME, "mac-cyrillic"),
        ("Łukasz Dźwiękowski", "cp852"),
        ("Νίκος Παππάς", "cp1253"),
        ("נועם שפירא", "cp1255"),
        ("刘晓波", "gb18030"),
        ("劉曉波", "big5"),
        ("金正恩", "euc_jp"),
        ("金正恩", "shift_jis"),
        ("김정은", "euc_kr"),
        ("Әлия Қожахмет", "kz1048"),
        ("Ғани Өмірұлы", "ptcp154"),
        ("Ҷамшед Қодиров", "koi8_t"),
        ("Çağrı Şimşek", "cp857"),
        ("Çağrı Şimşek", "mac_turkish"),
        ("Łukasz Śliwiński", "mac_latin2"),
        ("Rūta Žąsytė", "cp1257"),
        ("Νίκος Παππάς", "cp737"),
        ("נועם שפירא", "cp862"),
        ("Νίκος Παππάς", "cp869"),
    ],
)
def test_a_name_in_an_older_charset_is_read(name, charset):
    assert decodes_to("https://news.example/" + quote(name.encode(charset)), name)


def test_a_long_text_is_read_in_every_charset():
    text = "word " * 10_000
    found = [*readings(text + quote(NAME.encode("cp1251")))]
    assert text + NAME in found
    assert len(found) > len(CHARSETS) // 2


@pytest.mark.parametrize(
    "text",
    [
        quote(NAME) + "%D0",
        quote(NAME) + "%D",
        quote(NAME) + "%ZZ",
        "%D0" + quote(NAME),
        quote(NAME).replace("%", "%25", 3),
        quote(NAME).lower(),
        in_base64(NAME + " here")[:-3],
        f"article-12-{in_base64(NAME)}",
        "https://ex.example/x?d=%7B%22n%22%3A%22" + in_base64(NAME).replace("=", "%3D"),
        "&#000001040&#x0043B;" + numeric(NAME[2:]),
        "".join(f"\\U{ord(sign):08x}" for sign in NAME),
        "".join(f"\\U{ord(sign):08X}" for sign in NAME),
    ],
)
def test_a_name_that_is_badly_encoded_is_read(text):
    assert decodes_to(text)


@pytest.mark.parametrize("host", ["бекназаров.example", "www.алексей-бекназаров.example"])
def test_a_name_in_the_host_of_an_address_is_read(host):
    coded = host.encode("idna").decode()
    assert "xn--" in coded
    for address in (f"https://{coded}/a", f"HTTPS://{coded.upper()}/A", f"x@{coded}"):
        assert decodes_to(address, "Бекназаров")


def test_a_host_is_read_in_an_id_that_was_made_of_it():
    label = "бекназаров".encode("idna").decode().replace("--", "-")
    assert decodes_to(f"{label}-example-2025-05-28", "Бекназаров")


@pytest.mark.parametrize(
    "text",
    [
        "", "Detained in Osh on 28 May.", "Задержан в Оше 28 мая", "100 % of them", "A & B", "x = 12", "a%",
        "https://news.example/a/b-c", "see kg-2025-7k3mq",
    ],
)  # fmt: skip
def test_a_text_in_which_nothing_is_encoded_has_one_reading(text):
    assert [*readings(text)] == [text]


@given(st.text() | st.text(alphabet="%&#;=xn-0aDF\\u41+/. "))
def test_the_text_itself_comes_first_and_nothing_twice(text):
    found = [*readings(text)]
    assert found[0] == text
    assert len({*found}) == len(found)
    for reading in found:
        reading.encode()


LETTERS = st.characters(exclude_categories=["Cs", "Cc"])


@given(st.text(LETTERS, min_size=1), st.sampled_from([quote, in_hex, escaped]))
def test_any_encoded_text_is_read(text, encode):
    assert any(text in reading for reading in readings(encode(text)))


def nested(times):
    text = NAME
    for _ in range(times):
        text = in_base64(numeric(text)[:200] if times < 3 else text)
    return text


def test_a_text_encoded_too_deeply_counts_as_a_match():
    text = nested(12)
    with pytest.raises(TooDeep):
        assert [*readings(text)]
    assert is_in_any_reading(text, lambda _: False)
    assert not is_in_any_reading(nested(2), lambda _: False)


HOSTILE = (
    "%", "%25", "%D0", "&", "&amp;", "&#", "&#9", "xn--", "xn--abc99..", "A1b2", "A1b2/", "A1b2-", "\\u0410",
    "\\", "=D0", "=\n", ".D0", "%2525D0&amp;lt;", "aB", "&a1b2c3d4", "QW5uYSBLaW0", "\\320",
)  # fmt: skip


@pytest.mark.parametrize("part", HOSTILE)
def test_the_cost_of_a_hostile_text_grows_with_its_length_alone(part):
    def cost(size):
        text = (part * size)[:size]
        start = process_time()
        is_in_any_reading(text, lambda _: False)
        return process_time() - start

    cost(1 << 10)
    assert cost(1 << 17) < 3  # a quadratic cost would take minutes


@pytest.mark.parametrize("sign", ["9", "0", "f"])
def test_a_number_of_any_length_is_no_letter(sign):
    assert not is_in_any_reading(f"&#{sign * 10_000}; &#x{sign * 10_000};", lambda _: False)


def test_half_a_letter_is_left_out():
    assert [*readings("a\\ud83dz &#xD800; &#1114112;")][-1] == "az  "


def wrapped(text, break_, width=60):
    """Break a text into lines of a width, as mail does."""
    return break_.join(text[at : at + width] for at in range(0, len(text), width))


@pytest.mark.parametrize("break_", ["\n", "\r\n  ", " ", "\n    "])
@pytest.mark.parametrize("before", range(24, 48, 5))
def test_a_text_that_is_encoded_over_several_lines_is_read_whole(break_, before):
    text = "x" * before + NAME + " was here"
    for encoded in (in_base64(text), quote(text)):
        assert any(NAME in reading for reading in readings(wrapped(encoded, break_)))


@pytest.mark.parametrize("start", ["aB1" * 8, "%", "%D", "%D0"])
def test_a_long_run_of_blanks_is_read_in_reasonable_time(start):
    began = process_time()
    assert [*readings(start + " " * 200_000 + ".")]
    assert process_time() - began < 5
