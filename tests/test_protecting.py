"""What "Protecting people" tells to type can be typed."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from casefile.cli.edge import run

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "protecting.md").read_text(encoding="utf-8")
TYPED = re.findall(r"^ *(casefile .*)$|`(casefile [^`]*)`", PAGE, re.MULTILINE)
COMMANDS = [shlex.split(line)[1:] for line in dict.fromkeys(block or inline for block, inline in TYPED)]
CORRECTIONS = [words for words in COMMANDS if words[0] == "update"]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_of_the_page_has_these_options(words, capsys, monkeypatch, tmp_path):
    for folder in ("PUBLIC", "NEW"):
        (tmp_path / folder).mkdir()
    monkeypatch.chdir(tmp_path)
    assert run([*words, "--help"]) == 0, capsys.readouterr().err


def test_a_command_that_is_none_would_be_seen(capsys):
    assert run(["export", "--to", "everybody", "--help"]) == 2
    assert run(["publish", "--help"]) == 2
    assert capsys.readouterr().out == ""
    assert len(COMMANDS) > 20


def test_fields_that_the_page_sets_can_be_set(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert run(["init", "--identity", "desk-1"]) == 0
    capsys.readouterr()
    assert run(["add", "Asel Primerova", "--country", "KG", "--date", "2025-03-03", "--source",
                "https://example.org/1", "--json"]) == 0  # fmt: skip
    data = json.loads(capsys.readouterr().out)["data"]
    ids = {"RECORD": data["record"], "EVENT": data["event"]}
    assert run(["add", "Asel Primerova", "--country", "KG", "--date", "2025-04-04", "--json"]) == 0
    withdrawn = json.loads(capsys.readouterr().out)["data"]["record"]
    assert run(["withdraw", withdrawn, "--reason", "safety", "--yes", "--json"]) == 0
    ids["NOTICE"] = json.loads(capsys.readouterr().out)["data"]["record"]
    ids["DIGEST"] = "0123456789abcdef0123"
    for words in CORRECTIONS:
        typed = [re.sub("|".join(ids), lambda found: ids[found[0]], word) for word in words]
        assert run([*typed, "--no-commit"]) == 0, (typed, capsys.readouterr().err)
    assert len(CORRECTIONS) > 6
