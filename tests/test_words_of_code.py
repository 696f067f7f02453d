"""Names of modules, classes, functions and tests are words that a reader of other Python code knows."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import casefile

ROOT = Path(casefile.__file__).parent
TESTS = Path(__file__).parent
REPLACEMENTS = {
    "tell": "show, print, report",
    "tells": "show, print, report",
    "telling": "identifying",
    "told": "described, reported",
    "say": "format, print",
    "says": "states",
    "said": "text, stated",
    "hear": "read, collect",
    "heard": "received, collected",
    "board": "index",
    "moment": "snapshot, as_of",
    "moments": "snapshots",
    "sight": "snapshot",
    "glance": "snapshot",
    "lie": "be",
    "lies": "is",
    "stands": "is, counts",
    "mend": "fix",
    "mended": "fixed",
    "owed": "due",
    "owing": "due",
    "somebody": "the name of the role",
    "nobody": "none",
    "whoever": "the name of the role",
}
"""Words of an earlier private language, with usual ones."""
OF_SENTENCES = {
    "stand": "be, count",
    "lying": "in",
    "anybody": "the name of the role",
    "everybody": "every user",
    "whatever": "any",
    "whichever": "any",
    "wherever": "everywhere",
}
"""Words that the sentences of test names had too."""
ALLOWED = {
    "stands": "an event stands: it has a verification status (`standing`) by which it counts",
    "as_nobody": "as the user nobody of Unix",
    "moments": "a module of helpers about two states of a register",
    "test_two_moments": "a module about two states of a register",
}
OF_FILES = {
    "mended": "a key of the JSON of `audit`",
    "said": "a key of the JSON of `show`",
    "told": "a key of the files of unfinished interviews",
}
"""Attributes with the names of keys that other programs read."""
BEGINS_WITH_WHAT = re.compile(r"test_what_")
"""A name that begins with a clause does not state who or what acts: name the thing."""


class Name(NamedTuple):
    """A name in the code; `kind` is module, class, function or stored (parameter, variable, attribute)."""

    kind: str
    place: str
    text: str


@cache
def names_in(root: Path) -> list[Name]:
    """Return the names of every module below a folder; `place` is the path of the module."""
    return [
        Name(kind, str(path.relative_to(root)), path.stem if kind == "module" else text)
        for path in sorted(root.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for kind, text in [kind_and_text(node)]
        if kind
    ]


def kind_and_text(node: ast.AST) -> tuple[str, str]:
    """Return the kind of a name that a node defines and the name, or two empty texts."""
    match node:
        case ast.Module():
            return "module", ""
        case ast.ClassDef(name=name):
            return "class", name
        case ast.FunctionDef(name=name):
            return "function", name
        case ast.arg(arg=name) | ast.MatchAs(name=str(name)):
            return "stored", name
        case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
            return "stored", name
        case _:
            return "", ""


def defined(root: Path = ROOT) -> list[Name]:
    """Return every module, class and function below a folder."""
    return [name for name in names_in(root) if name.kind != "stored"]


def stored() -> list[Name]:
    """Return every parameter, variable and attribute that the code of the program sets."""
    return [name for name in names_in(ROOT) if name.kind == "stored"]


def words_in(name: str) -> list[str]:
    """Return the words of a name in small letters: `ShownRecord` has shown and record."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_")


@pytest.mark.parametrize(("name", "words"), [("_isBoardThere", {"board"}), ("told_before", {"told"})])
def test_a_word_is_found_in_any_part_of_a_name(name, words):
    assert words == {*words_in(name)} & REPLACEMENTS.keys()


def test_no_name_has_a_word_of_the_private_language():
    found = [
        f"{place}: {name}: {word} → {REPLACEMENTS[word]}"
        for _, place, name in defined()
        for word in words_in(name)
        if word in REPLACEMENTS and name not in ALLOWED
    ]
    assert not found


def test_no_parameter_variable_or_attribute_has_a_word_of_the_private_language():
    found = {
        f"{place}: {name}: {word} → {REPLACEMENTS[word]}"
        for _, place, name in stored()
        for word in words_in(name)
        if word in REPLACEMENTS and name not in ALLOWED | OF_FILES
    }
    assert not found


def test_no_name_in_tests_has_a_word_of_the_private_language():
    words = REPLACEMENTS | OF_SENTENCES
    found = [
        f"{place}: {name}: {word} → {words[word]}"
        for _, place, name in defined(TESTS)
        for word in words_in(name)
        if word in words and name not in ALLOWED
    ]
    assert not found


def test_no_test_is_named_by_a_clause_with_what():
    assert not [name for name in defined(TESTS) if BEGINS_WITH_WHAT.match(name.text)]


def test_every_allowed_name_is_in_use():
    names = {name.text for name in [*defined(), *defined(TESTS)]}
    assert names >= ALLOWED.keys()
    assert {name.text for name in stored()} >= OF_FILES.keys()


def test_no_class_has_the_name_of_another_one():
    classes = Counter(name.text for name in defined() if name.kind == "class")
    assert not [name for name, count in classes.items() if count > 1]


def test_modules_can_be_found_by_their_names():
    """Only the modules of commands share a name with another one: it is that of the command."""
    paths = [path for path in ROOT.rglob("*.py") if path.parent.name != "commands"]
    names = Counter(path.stem for path in paths if path.stem not in {"__init__", "__main__"})
    assert not [name for name, count in names.items() if count > 1]
