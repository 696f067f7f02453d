"""What git is given for a file: never nothing, never what a terminal would obey."""

from __future__ import annotations

import pytest

from casefile.cli.textconv_start import SYMBOLS, replace_control_characters, textconv

CONFLICT = b"""schema: casefile/case/1
events:
  - id: h2v5t
    type: detention
    date: "2025-05-28"
<<<<<<< ours
    place: Bishkek
=======
    place: Osh
>>>>>>> theirs
"""


@pytest.fixture
def shown(tmp_path, capfdbinary):
    def show(blob: bytes) -> str:
        (tmp_path / "record.yaml").write_bytes(blob)
        assert textconv(str(tmp_path / "record.yaml")) == 0
        return capfdbinary.readouterr().out.decode()

    return show


def test_a_file_that_cannot_be_read_is_shown_as_it_is(shown):
    assert shown(b"a: [1\n\tb: 2\n") == "a: [1\n\tb: 2\n"
    assert shown(b"no line end") == "no line end"
    assert shown(b"") == ""


def test_a_conflict_is_shown_with_its_entries(shown):
    """So git's combined diff sets it beside both sides, which have them too."""
    text = CONFLICT.decode()
    assert shown(CONFLICT) == text.replace(
        '  - id: h2v5t\n    type: detention\n    date: "2025-05-28"\n', "  - 2025-05-28 detention h2v5t\n"
    )


@pytest.mark.parametrize(
    ("hostile", "symbol"),
    [
        ("\x1b]0;x\x07", "␛]0;x␇"),
        ("\u202e", "<U+202E>"),
        ("\x9b2J", "<U+009B>2J"),
        ("\rid: x", "␍id: x"),
        ("a\u200bb\u00ad", "a<U+200B>b<U+00AD>"),
    ],
    ids=["an escape", "a bidi control", "a C1 control", "a carriage return", "unseen signs"],
)
def test_control_characters_become_symbols(shown, hostile, symbol):
    assert shown(f"schema: casefile/case/1\nid: {hostile}\n".encode()) == (
        f"{SYMBOLS}schema: casefile/case/1\nid: {symbol}\n"
    )


def test_a_symbol_in_the_text_differs_from_a_replaced_character():
    assert replace_control_characters("id: ␛\n") != replace_control_characters("id: \x1b\n")


def test_different_invalid_bytes_are_shown_differently(shown):
    assert shown(b"id: \xcf\xf0\n") != shown(b"id: \xcf\xf1\n")


def test_a_file_that_is_not_there_is_an_error(tmp_path, capsys):
    assert textconv(str(tmp_path / "none.yaml")) == 1
    assert str(tmp_path / "none.yaml") in capsys.readouterr().err
