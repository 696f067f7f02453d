"""What is loaded before an answer: nothing that it does not need, for that would cost more than it."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from support.forked import in_a_fork
from support.trail import CASE, SETTINGS, case, event, path_of

ROOT = Path(__file__).resolve().parents[2]
VALUES = {"casefile", "msgspec", "typing_extensions"}
"""Our own code with its value classes, and what msgspec brings along."""
SHELL = VALUES | {"typer", "annotated_doc", "shellingham"}
"""The command line itself, and what typer brings along."""
NAMES = {"anyascii"}
"""What reads names in any script."""
SLOW = {"asyncio", "email", "http", "logging", "multiprocessing", "sqlite3", "ssl", "unittest", "zoneinfo"}
"""What Python has with it and takes its time."""
MODEL = {f"casefile.{room}" for room in ("changes", "checks", "model.base_model", "register", "yaml")}
"""Our own rooms that load pydantic or a YAML library."""


def _loaded(program, folder=ROOT):
    """Return the names of the modules that a program has loaded, beside what every Python loads."""
    told = f"import sys\n{program}\nprint(*sys.modules, file=sys.stderr)"
    keeps = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-c", told], cwd=folder, capture_output=True, text=True, check=True, env=keeps
    )
    return set(done.stderr.splitlines()[-1].split()) - (_always() if program else set())


@cache
def _always():
    return frozenset(_loaded(""))


def _top(modules):
    return {name.partition(".")[0] for name in modules}


def _too_much(program, allowed, folder=ROOT):
    """Return what is loaded and is neither Python's own nor allowed; a new library comes up here."""
    loaded = _loaded(program, folder)
    foreign = _top(loaded) - sys.stdlib_module_names - allowed
    return foreign | (_top(loaded) & SLOW) | (loaded & MODEL)


def _run(*words):
    return f"from casefile.cli.edge import run; run({list(words)})"


def _complete(*words):
    return f"from casefile.cli.edge import _complete; _complete('zsh', {list(words)})"


def test_the_version_loads_nothing_but_itself():
    """The way that scripts take: `main` ends the process, so the modules are told by what would end it."""
    told = "import os; sys.argv = ['casefile', '--version']; os._exit = lambda code: sys.exit(code)"
    program = f"{told}\nfrom casefile.cli import main\ntry: main()\nexcept SystemExit: pass"
    assert _loaded(program) == {"__future__", "casefile", "casefile.cli"}


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["-h"], ["help"], []], ids=" ".join)
def test_the_first_page_loads_the_command_line_alone(words):
    assert not _too_much(_run(*words), SHELL)


@pytest.mark.parametrize(
    "command",
    ["list", "search", "show", "timeline", "due", "stats", "today", "log", "blame", "validate", "export"],
)
def test_help_for_reading_loads_no_model(command):
    assert not _too_much(_run(command, "--help"), SHELL)


@pytest.mark.parametrize("words", [["completion", "zsh"], ["-C", ".", "completion", "fish"]], ids=" ".join)
def test_the_command_line_is_parsed_without_pydantic(words):
    assert not _too_much(_run(*words), SHELL)


@pytest.mark.parametrize("words", [["li"], ["list", "--st"], ["search", "--limit=2", "--"]], ids=" ".join)
def test_a_command_and_its_options_are_completed_by_the_command_line_alone(words):
    assert not _too_much(_complete(*words), SHELL)


@pytest.mark.parametrize(
    "words",
    [
        ["list", "--status", "he"],
        ["list", "--country", ""],
        ["list", "--sort", "na"],
        ["stats", "--by", ""],
    ],
    ids=" ".join,
)
def test_words_are_completed_without_the_model(words):
    assert not _too_much(_complete(*words), SHELL | NAMES)


@pytest.mark.parametrize(
    "module",
    [
        "custody", "custody.status_text", "dates", "names", "views.record_filter", "queries.record_choice",
        "pages.page_blocks", "terminal.json_envelope", "terminal.list_page", "terminal.search_page",
        "views.case_rows", "views.search", "views.record_selection", "views.case_counts",
    ],
)  # fmt: skip
def test_modules_of_lists_and_searches_load_no_model(module):
    assert not _too_much(f"import casefile.{module}", VALUES | NAMES)


@pytest.fixture
def kept(git):
    """Make a committed register of one case with a proceeding; return what runs a command in it."""
    for path, text in (
        ("casefile.yaml", SETTINGS),
        (path_of(CASE), case(CASE, f"{event('a1aaa')}    proceeding: main\n")),
    ):
        (git.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (git.folder / path).write_text(text)
    git.commit("The register")

    def run(*words):
        in_a_fork([*words], git.folder, os.environ)
        return git.folder

    return run


@pytest.mark.sample(3)
@pytest.mark.parametrize("more", [[], ["--known-at", "HEAD"]], ids=["here", "at a commit"])
@pytest.mark.parametrize("words", [["list"], ["due"], ["today"], ["search", "detained"]], ids=" ".join)
def test_a_repeated_list_or_search_loads_no_model(kept, words, more):
    kept("list")
    for _ in range(2):
        folder = kept(*words, *more)
    allowed = SHELL | NAMES | {"rich"}
    assert _too_much(_run(*words, *more), allowed, folder) <= {"sqlite3"}


@pytest.mark.parametrize(
    "words", [["show", CASE[:9]], ["show", "aleks"], ["timeline", "--situation", "kl"]], ids=" ".join
)
def test_records_are_completed_from_the_index_without_the_model(kept, words):
    assert _too_much(_complete(*words), SHELL | NAMES, kept("list")) <= {"sqlite3"}


@pytest.mark.parametrize(
    "words",
    [["log", CASE], ["log", "aleks"], ["blame", CASE], ["show", CASE], ["timeline"], ["stats"]],
    ids=["log", "name", "blame", "show", "timeline", "stats"],
)
def test_a_repeated_read_loads_no_pydantic(kept, words):
    kept("list")
    for _ in range(2):
        folder = kept(*words)
    assert "pydantic" not in _loaded(_run(*words), folder)


@pytest.mark.parametrize("words", [["log", CASE], ["log", "aleks"], ["blame", CASE]], ids=" ".join)
def test_commands_of_the_history_fill_an_empty_index_for_their_next_run(kept, words):
    """Without an index, as after a program update, no other command need run before them."""
    folder = kept(*words)
    assert "pydantic" not in _loaded(_run(*words), folder)


def test_a_repeated_validate_loads_no_rules(kept):
    kept("list")
    for _ in range(2):
        folder = kept("validate")
    assert _too_much(_run("validate"), SHELL | {"rich"}, folder) <= {"sqlite3"}


@pytest.mark.parametrize(
    "words", [["--help"], ["record", "hearing", "--help"], ["list"], ["show", "aleksandrov"]], ids=" ".join
)
def test_no_command_reads_the_definitions_of_words(words):
    """They are many lines, for the JSON Schemas and a page alone."""
    assert "casefile.model.definitions" not in _loaded(_run(*words))
