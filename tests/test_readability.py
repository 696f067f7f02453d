"""The grade of the texts by Flesch and Kincaid: years of school in English; code is left out.

J. P. Kincaid et al., Derivation of new readability formulas, Naval Technical Training Command, 1975.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import pyphen
import pytest

import casefile.cli.commands

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "tests/golden/words"
PAGES = sorted(ROOT.glob("docs/**/*.md")) + [
    ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
]
MOST_OF_A_PAGE, MOST_OF_A_HELP, MOST_OF_MESSAGES = 10, 8, 8
SYLLABLES = pyphen.Pyphen(lang="en_US", left=1, right=1)
LEFT_OUT = [re.compile(each, re.MULTILINE) for each in (
    r"\A---\n[\s\S]*?^---\n", r"^```[\s\S]*?^```", r"^\s*\|.*$", r"^(?: {4}|\t).*$", r"`[^`]*`",
    r"(?<=\])\([^)\s]*\)", r"<[^>]*>", r"https?://\S+",
)]  # fmt: skip
"""The settings of a page, blocks of code, tables, code in a line, targets of links, tags, addresses."""


def grade(text: str) -> float:
    """Return the grade of a text: a list item or a paragraph without a full stop is one sentence."""
    for part in LEFT_OUT:
        text = part.sub("", text)
    sentences = [
        words
        for block in re.split(r"\n\s*\n|\n(?=\s*(?:[-*#>]|\d+\.)\s)", text)
        for sentence in re.split(r"(?<=[.!?])\s+", block)
        if (words := re.findall(r"[A-Za-z]+(?:['’][a-z]+)?", sentence))
    ]
    words = [word for sentence in sentences for word in sentence]
    syllables = sum(len(SYLLABLES.positions(word.lower())) + 1 for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def helps() -> dict[str, str]:
    """Return the help of each command, without its examples."""
    modules = {
        each.name: importlib.import_module(f"casefile.cli.commands.{each.name}")
        for each in pkgutil.iter_modules(casefile.cli.commands.__path__)
    }
    return {
        name: module.HELP.partition("\b")[0] for name, module in modules.items() if hasattr(module, "HELP")
    }


HELPS = helps()


def test_a_hard_sentence_has_a_higher_grade_than_a_plain_one():
    plain = "The person is held. The order ends in May. Call the lawyer."
    hard = "Administrative authorities habitually misrepresent contradictory documentation."
    assert grade(plain) < 3
    assert grade(hard) > 16
    assert grade(f"{plain} `notwithstanding_contradictory_documentation`") == grade(plain)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_is_plain(page):
    assert grade(page.read_text(encoding="utf-8")) <= MOST_OF_A_PAGE


@pytest.mark.parametrize("name", HELPS)
def test_the_help_of_a_command_is_plain(name):
    assert grade(HELPS[name]) <= MOST_OF_A_HELP


def test_messages_are_plain():
    said = [
        line.removeprefix("! ")
        for page in sorted(GOLDEN.glob("*.txt"))
        for line in page.read_text(encoding="utf-8").splitlines()
        if line.startswith("! ")
    ]
    assert len(said) > 100
    assert grade("\n\n".join(said)) <= MOST_OF_MESSAGES
