"""The comparison of what the command line answers before and after a change."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from casefile.cli.command_table import COMMANDS

GOLDEN = Path(__file__).parent / "golden"
ANSWER = {"code": 0, "out": "Aibek\nheld\n", "err": "", "file": ""}


def golden(*words, code=0):
    """Run the tool and return what it printed."""
    done = subprocess.run(
        [sys.executable, str(GOLDEN), *map(str, words)], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout.splitlines()


@pytest.fixture
def answers(tmp_path):
    """Return a function that writes answers to a file."""

    def write(name, **changed):
        path = tmp_path / name
        path.write_text(json.dumps({"made: list": ANSWER | changed, "made: due": ANSWER}), encoding="utf-8")
        return path

    return write


def test_equal_answers_are_equal(answers):
    assert golden("compare", answers("a.json"), answers("b.json")) == ["0 of 2 answers differ"]


@pytest.mark.parametrize("changed", [{"code": 1}, {"out": "Aibek\nreleased\n"}, {"err": "x"}, {"file": "f"}])
def test_each_part_of_an_answer_counts(answers, changed):
    lines = golden("compare", answers("a.json"), answers("b.json", **changed), code=1)
    assert lines[0].startswith(f"made: list: {next(iter(changed))}: ")


def test_an_answer_that_is_gone_is_a_difference(answers, tmp_path):
    less = tmp_path / "less.json"
    less.write_text(json.dumps({"made: due": ANSWER}), encoding="utf-8")
    assert golden("compare", answers("a.json"), less, code=1)[0] == "made: list: only before"


def test_a_difference_that_is_meant_is_allowed_with_a_reason(answers, tmp_path):
    allowed = tmp_path / "allowed"
    allowed.write_text("# what changes on purpose\n^made: list$  # the word is another\n", encoding="utf-8")
    after = answers("b.json", out="Aibek\nfree\n")
    assert golden("compare", answers("a.json"), after, "--allow", allowed) == ["0 of 2 answers differ"]


def test_an_allowance_that_nothing_needs_fails(answers, tmp_path):
    allowed = tmp_path / "allowed"
    allowed.write_text("^made: list$  # the word is another\n", encoding="utf-8")
    lines = golden("compare", answers("a.json"), answers("b.json"), "--allow", allowed, code=1)
    assert lines[0].startswith("allowed and not seen")


def test_two_captures_of_one_program_agree(tmp_path):
    """Also where the program draws ids and writes commits."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    golden("capture", corpus, first, "--only", "new")
    golden("capture", corpus, second, "--only", "new", "--no-cache")
    assert len(json.loads(first.read_text(encoding="utf-8"))) >= 10
    allowed = tmp_path / "allowed"
    allowed.write_text("doctor$  # it says how many files are indexed\n", encoding="utf-8")
    assert golden("compare", first, second, "--allow", allowed)[-1].startswith("0 of ")


def test_each_command_answers_in_its_golden_words():
    """After a sentence was changed on purpose: `make golden`."""
    assert golden("words", "--check") == []


def test_each_command_has_golden_words():
    assert {path.stem for path in (GOLDEN / "words").glob("*.txt")} == {"casefile", *COMMANDS}
