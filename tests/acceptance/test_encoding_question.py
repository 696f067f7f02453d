"""The encoding of a spreadsheet is asked on a terminal if several fit, and never guessed."""

from __future__ import annotations

import pytest

from support.terminal import Terminal

MAP = """schema: casefile/import-map/1
id: partner
key: {columns: [ID], scheme: partner-list}
fields:
  - {field: country, value: GT}
  - {field: person.name, column: Name}
events:
  - type: detention
    fields:
      - {field: date, column: Date}
"""


@pytest.fixture
def unclear(register):
    """Return a text file to which two encodings fit, beside its map in a register."""
    (register / "map.yaml").write_text(MAP)
    place = register / "people.csv"
    place.write_bytes("ID;Name;Date\n1;Pedro Muñoz;2013\n".encode("windows-1252"))
    return place


def names(register):
    return [
        each for path in register.glob("cases/gt/**/*.yaml") for each in path.read_text().splitlines()
        if each.startswith("  name: ")
    ]  # fmt: skip


@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
@pytest.mark.parametrize("answer", ["1", "windows-1252"])
def test_the_encoding_is_asked_with_both_readings(unclear, register, environment, answer, term):
    words = ["casefile", "import", unclear.name, "--map", "map.yaml"]
    with Terminal(words, register, {**environment, "TERM": term}) as terminal:
        shown = terminal.asks("Number or encoding")
        assert all(each in " ".join(shown.split()) for each in ("1: ", "2: ", "(windows-1252)", "Muñoz"))
        terminal.answer("Number or encoding", "latin-9")
        terminal.shows("Choose from")
        terminal.answer("Number or encoding", answer)
        assert terminal.ends() == 0
    assert names(register) == ["  name: Pedro Muñoz"]


def test_nothing_is_imported_without_an_answer(unclear, register, environment):
    words = ["casefile", "import", unclear.name, "--map", "map.yaml"]
    with Terminal(words, register, environment) as terminal:
        terminal.asks("Number or encoding")
        terminal.press("ctrl-c")
        assert terminal.ends() != 0
    assert names(register) == []


def test_a_map_is_suggested_after_the_question(unclear, register, environment):
    with Terminal(["casefile", "import", unclear.name, "--suggest"], register, environment) as terminal:
        terminal.answer("Number or encoding", "1")
        assert terminal.ends() == 0
        assert 'column: "Name"' in terminal.text


def test_no_question_without_a_terminal(unclear, casefile, register):
    done = casefile("import", unclear.name, "--map", "map.yaml")
    assert done.returncode == 2
    assert "CF660" in done.stderr or "--encoding" in done.stderr
    assert "windows-1252" in done.stderr
    assert names(register) == []
