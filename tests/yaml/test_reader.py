import pytest

from casefile.errors import MachineTrouble
from casefile.yaml.reader import read


def found(blob):
    reading = read(blob if isinstance(blob, bytes) else blob.encode(), "cases/x.yaml")
    assert (reading.data is None) is any(problem.level == "error" for problem in reading.problems)
    return [(problem.code, problem.line, problem.column) for problem in reading.problems]


BAD = {
    "an alias": ("a: *x\n", [("CF011", 1, 4)]),
    "an anchor": ("a: 1\nb: &x 1\n", [("CF011", 2, 4)]),
    "an anchor and its alias": ("a: &x 1\nb: *x\n", [("CF011", 1, 4), ("CF011", 2, 4)]),
    "a merge key": ("a:\n  <<: {b: 1}\n", [("CF011", 2, 3)]),
    "a tag": ("a: !!str 1\n", [("CF012", 1, 4)]),
    "a tag of a list": ("a: !set [1]\n", [("CF012", 1, 4)]),
    "a bare tag": ("a: ! 1\n", [("CF012", 1, 4)]),
    "an unknown tag handle": ("a: !x!y 1\n", [("CF012", 1, 4)]),
    "a YAML directive": ("%YAML 1.1\n---\na: 1\n", [("CF013", 1, 1)]),
    "a TAG directive": ("%TAG ! tag:x,2000:\n---\na: 1\n", [("CF013", 1, 1)]),
    "an unknown directive": ("%FOO\n---\na: 1\n", [("CF013", 1, 5)]),
    "a YAML 2 directive": ("%YAML 2.0\n---\na: 1\n", [("CF013", 1, 1)]),
    "two documents": ("a: 1\n---\na: 2\n", [("CF014", 2, 1)]),
    "a duplicate key": ("a: 1\nb: 2\na: 3\n", [("CF015", 3, 1)]),
    "a duplicate key in quotes": ("events:\n  - id: x\n    'id': y\n", [("CF015", 3, 5)]),
    "two duplicate keys": ("a: 1\na: 3\na: 3\n", [("CF015", 2, 1), ("CF015", 3, 1)]),
    "a list as a key": ("? [a, b]\n: 1\n", [("CF016", 1, 3)]),
    "a mapping as a key": ("a: {{b: 1}: 2}\n", [("CF016", 1, 5)]),
    "an explicit key": ("? a\n: 1\n", [("CF016", 1, 3)]),
    "a block as a key": ("? |\n  a\n: 1\n", [("CF016", 1, 3)]),
    "a key with an escaped line break": ('"a\\nb": 1\n', [("CF016", 1, 1)]),
    "an empty key": ('"": 1\n', [("CF016", 1, 1)]),
    "a long key": ("x" * 129 + ": 1\n", [("CF016", 1, 1)]),
    "an empty file": ("", [("CF018", 0, 0)]),
    "nothing but a comment": ("# a\n\n", [("CF018", 0, 0)]),
    "an empty document": ("---\n...\n", [("CF018", 0, 0)]),
    "a list": ("- a\n", [("CF019", 1, 1)]),
    "a text": ("\nhello\n", [("CF019", 2, 1)]),
    "null": ("null\n", [("CF019", 1, 1)]),
    "conflict markers": ("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n", [("CF021", 2, 1)]),
    "two conflicts": ("<<<<<<< a\n=======\n>>>>>>> b\nx: 1\n<<<<<<<\n", [("CF021", 1, 1), ("CF021", 5, 1)]),
    "half a conflict": ("a: 1\n>>>>>>> x\n", [("CF021", 2, 1)]),
    "an open bracket": ("a: [1, 2\n", [("CF010", 2, 1)]),
    "an open brace": ("a: {b: 1\nc: 2\n", [("CF010", 2, 2)]),
    "an open quotation mark": ('a: "b\nc: 1\n', [("CF010", 3, 1)]),
    "a tab as indentation": ("a:\n\tb: 1\n", [("CF010", 2, 1)]),
    "a second colon": ("a: b: c\n", [("CF010", 1, 5)]),
    "a value that begins with @": ("a: @b\n", [("CF010", 1, 4)]),
    "an unknown escape": ('a: "\\q"\n', [("CF010", 1, 5)]),
    "text without a colon": ("a: 1\nb\n", [("CF010", 3, 1)]),
    "an indentation that does not fit": ("a:\n    b: 1\n  c: 1\n", [("CF010", 3, 3)]),
}


@pytest.mark.parametrize(("text", "expected"), BAD.values(), ids=BAD.keys())
def test_excluded_yaml_is_refused_with_its_place(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(("text", "_"), BAD.values(), ids=BAD.keys())
def test_a_problem_has_a_hint_and_quotes_no_value(text, _):
    for problem in read(text.encode()).problems:
        assert problem.message
        assert problem.hint
        assert problem.message[0] != " "
        assert "unicode string" not in problem.message


@pytest.mark.parametrize(
    ("blob", "expected"),
    [
        (b"a: 1\nb: caf\xe9\n", [("CF001", 2, 7)]),
        ("é: \udc80".encode("utf-8", "surrogateescape"), [("CF001", 1, 4)]),
        ("a: 1\n".encode("utf-16"), [("CF001", 1, 1)]),
        ("a: 1\n".encode("utf-16-le"), [("CF001", 1, 2)]),
        (b"a: 1\nb: \x00\n", [("CF001", 2, 4)]),
        (b"\xed\xa0\x80: 1\n", [("CF001", 1, 1)]),
    ],
)
def test_bytes_that_are_not_utf_8_text_are_refused_with_their_place(blob, expected):
    assert found(blob) == expected


HOSTILE = [
    *map(chr, [0x01, 0x07, 0x08, 0x0B, 0x0C, 0x1B, 0x1F, 0x7F, 0x80, 0x85, 0x9B, 0x9F]),
    *map(
        chr, [0x061C, 0x200E, 0x200F, 0x202A, 0x202E, 0x2066, 0x2069, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF]
    ),
]


@pytest.mark.parametrize("character", HOSTILE, ids=[f"U+{ord(each):04X}" for each in HOSTILE])
def test_control_and_bidi_characters_are_refused_raw_and_as_escapes(character):
    assert found(f"a: 1\nb: x{character}y\n") == [("CF005", 2, 5)]
    assert found(f"a: 1\n# x{character}y\n") == [("CF005", 2, 4)]
    assert found(f'a: 1\nb: "\\u{ord(character):04x}"\n') == [("CF005", 2, 4)]
    assert found(f'a: 1\n"b\\u{ord(character):04x}": 1\n') == [("CF005", 2, 1)]


def test_a_lone_carriage_return_hides_lines_and_is_refused():
    assert found("a: 1 # x\rb: 1\n") == [("CF005", 1, 9)]
    assert found('a: "x\\ry"\n') == [("CF005", 1, 4)]


def test_an_escaped_nul_or_surrogate_is_refused():
    assert found('a: "\\0"\n') == [("CF005", 1, 4)]
    assert [code for code, _, _ in found('a: "\\ud800"\n')] == ["CF005"]


def test_joiners_that_scripts_need_are_text():
    assert read("a: نمی\u200cخواهم\nb: ක්\u200dෂ\n".encode()).data == {"a": "نمی\u200cخواهم", "b": "ක්\u200dෂ"}


def test_a_tab_and_a_line_break_in_a_text_are_text():
    assert read(b'a: "x\\ty\\nz"\nb: x\ty\n').data == {"a": "x\ty\nz", "b": "x\ty"}


def test_a_byte_order_mark_is_read_and_warned_of():
    reading = read(b"\xef\xbb\xbfa: 1\n")
    assert reading.data == {"a": 1}
    assert reading.text == "\ufeffa: 1\n"
    assert [(each.code, each.level, each.line) for each in reading.problems] == [("CF501", "warning", 1)]


def test_crlf_is_read_and_warned_of_once():
    reading = read(b"a: |\r\n  x\r\n  y\r\nb: 1\r\n")
    assert reading.data == {"a": "x\ny\n", "b": 1}
    assert [(each.code, each.level, each.line) for each in reading.problems] == [("CF501", "warning", 1)]


def test_a_problem_behind_a_byte_order_mark_has_its_place():
    assert found(b"\xef\xbb\xbfa: *b\n") == [("CF501", 1, 1), ("CF011", 1, 4)]


def test_markers_inside_a_text_are_no_conflict():
    assert read(b"a: |\n  =======\n  <<<<<<< x\n").data == {"a": "=======\n<<<<<<< x\n"}


def test_nesting_is_counted_to_fifty():
    assert read(("a: " + "[" * 49 + "]" * 49).encode()).data is not None
    assert found("a: " + "[" * 50 + "]" * 50) == [("CF017", 1, 53)]
    assert found("a: " + "[" * 900) == [("CF017", 1, 53)]
    assert [code for code, _, _ in found("a: " + "[" * 100_000)] == ["CF017"]
    assert [code for code, _, _ in found("- " * 100_000 + "a")] == ["CF017"]


def test_nested_aliases_are_refused_without_expanding_them():
    lines = ["a0: &a0 [lol, lol]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10))]
    assert {code for code, _, _ in found("\n".join(lines))} == {"CF011"}
    assert len(found("\n".join(lines))) == 20


def test_more_than_a_mebibyte_is_refused_unread():
    assert found(b"a: " + b"x" * 20_000_000) == [("CF002", 0, 0)]
    whole = b"a: " + b"x" * (1024 * 1024 - 3)
    assert found(whole) == []
    assert found(whole + b"x") == [("CF002", 0, 0)]


@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "{",
        "- ",
        "? ",
        "a: ",
        "&a ",
        "*a ",
        "'",
        '"',
        "#",
        "\n",
        "[,",
        "{a,",
        ",",
        "!",
        "|\n",
        "%",
        "a\n",
    ],
)
def test_a_mebibyte_of_anything_is_read_or_refused(unit):
    found((unit * (1024 * 1024))[: 1024 * 1024])


def test_every_problem_has_the_path():
    assert {problem.path for problem in read(b"a: *b\r\n", "cases/kg/x.yaml").problems} == {"cases/kg/x.yaml"}


def test_a_missing_libyaml_is_reported_with_the_fix(monkeypatch):
    monkeypatch.setattr("casefile.yaml.yaml_grammar.CParser", None)
    with pytest.raises(MachineTrouble) as caught:
        read(b"a: {}\n")
    assert caught.value.code == "CF801"
    assert "pip install" in caught.value.hint


def test_a_nul_byte_is_called_one():
    (problem,) = read(b"a: 1\nb: \x00\n").problems
    assert "NUL byte" in problem.message
