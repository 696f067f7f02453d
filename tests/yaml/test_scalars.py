import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.yaml.reader import read
from casefile.yaml.scalars import inline, is_literal, is_plain, is_simple, value_of

LAW = {
    "0": 0,
    "-0": 0,
    "7": 7,
    "-12": -12,
    "123456789012345": 123456789012345,
    "true": True,
    "false": False,
    "null": None,
    "~": None,
    "": None,
}
TEXT = """\
True TRUE False Null NULL yes Yes no NO on Off y N
012 0o17 0x1F 0b11 1_000 +1 -01 00 1. 1.0 1.10 205.10 .5 1e3 .inf -.INF .nan
1234567890123456 99999999999999999999 =
12:30 1:30:00 2025-05-28 2025-05 2025-05-28T10:00:00Z 2025-05-28/.. 202X
kg-2025-7k3mq a#b a:b http://example.org/a?b=c#d -a ?x :x Null-Ouédraogo
""".split()  # noqa: SIM905 - a table of words
READ_OTHERWISE = """\
true false null ~ True TRUE Null NULL yes Yes no NO on Off y N 012 0o17 0x1F 0b11 1_000 +1 -01 00 7 -12 1. 1.0
1.10 205.10 .5 1e3 .inf -.INF .nan 1234567890123456 = << 12:30 1:30:00 2025-05-28 2025-05-28T10:00:00Z
2025-5-8 +_ +_0
""".split()  # noqa: SIM905 - a table of words


def value(written):
    return read(f"key: {written}\n".encode()).data["key"]


@pytest.mark.parametrize(("written", "meant"), LAW.items())
def test_numbers_words_and_null_are_read_as_specified(written, meant):
    found = value(written)
    assert found == meant
    assert type(found) is type(meant)


@pytest.mark.parametrize("written", TEXT)
def test_every_other_spelling_is_text(written):
    assert value(written) == written


@pytest.mark.parametrize("written", ["1", "true", "null", "~", "", "2025-05-28", "NO"])
@pytest.mark.parametrize("quote", ['"{}"', "'{}'"])
def test_quoted_values_are_text(written, quote):
    assert value(quote.format(written)) == written


@pytest.mark.parametrize("key", ["no", "1", "null", "~", "true", "2025-05-28", "1.10", '"quoted"', "'x y'"])
def test_a_key_is_always_text(key):
    assert list(read(f"{key}: 1\n".encode()).data) == [key.strip("\"'")]


@pytest.mark.parametrize("text", READ_OTHERWISE)
def test_a_text_that_some_reader_takes_for_something_else_is_quoted(text):
    assert not is_plain(text)
    assert inline(text) == f'"{text}"'


@pytest.mark.parametrize(
    "text", ["", " a", "a ", "a: b", "a #b", "a:", "# a", "- a", "@a", "`a", "%a", "[a..b]", "a\tb"]
)
def test_a_text_that_would_be_grammar_is_quoted(text):
    assert not is_plain(text)


@pytest.mark.parametrize(
    "text",
    [
        "2025-05",
        "202X",
        "2025-XX-XX",
        "P6Y",
        "a:b",
        "a#b",
        "NO way",
        "1 May",
        "¶4",
        "https://a.b/c?d#e",
    ],
)
def test_a_text_that_every_reader_takes_for_text_has_no_quotes(text):
    assert is_plain(text)


@pytest.mark.parametrize("value", [0, -3, True, False, None, "x", "NO"])
def test_a_value_on_one_line_reads_back_as_itself(value):
    found = read(f"key: {inline(value)}\nlist: [{inline(value, flow=True)}]\n".encode()).data
    assert [found["key"], found["list"][0]] == [value, value]
    assert type(found["key"]) is type(value)


@pytest.mark.parametrize(
    ("text", "as_block"),
    [
        ("one\ntwo", True),
        ("one\ntwo\n", True),
        ("one\n\n  two\n", True),
        ("one", False),
        ("\none\n", False),
        ("one\n\n", False),
        (" one\ntwo", False),
        ("one \ntwo", False),
        ("one\n\ttwo", False),
        ("\n", False),
    ],
)
def test_several_lines_are_a_block_where_that_is_exact(text, as_block):
    assert is_literal(text) is as_block


@given(
    st.one_of(
        st.text("abtfnyeo0_-.: ", max_size=6), st.sampled_from(["true", "no", "y", "null", "off", "a-b"])
    )
)
def test_a_simple_text_is_plain_and_unchanged(text):
    assert not is_simple(text) or (is_plain(text) and value_of(text) == text)


def test_ids_and_words_are_simple():
    assert all(map(is_simple, ["kg-2025-7k3mq", "press_article", "h2v5t", "a"]))
    assert not any(map(is_simple, ["true", "no", "y", "2025-05-28", "a: b", "Asel", "", "a-"]))
