"""A question that was asked before is answered again, word for word, as long as that is the answer."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing

import pytest

from casefile.cli import again, noted
from casefile.cli.edge import run
from casefile.storage import census
from casefile.storage.whereabouts import NAME

CASE = "kg-2025-joomart-duulatov"
ASKED = (
    ["list"],
    ["list", "--status", "held", "--json"],
    ["list", "--status", "exiled"],
    ["search", "courtroom"],
    ["search", "zzyzx"],
    ["due", "--on", "2025-07-20"],
    ["show", CASE],
    ["stats", "--by", "month"],
    ["timeline", "kloop-2025", "--format", "md"],
)


@pytest.fixture(autouse=True)
def settled(every_size_remembered, register, answer, monkeypatch):
    """Let the files of the register be as old as files are that nobody has just written."""
    monkeypatch.setattr(census, "AGED", 20_000_000)
    time.sleep(0.03)
    answer(register, "list")


@pytest.fixture
def said_again(register, capsys):
    """Return a function that gives what is said again of a question; None where it must be found out."""

    def ask(*words):
        code = again.answered(["-C", str(register), *words])
        noted.listeners.clear()
        again.let_move()
        said = capsys.readouterr()
        return None if code is None else (code, said.out, said.err)

    return ask


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_what_was_asked_before_is_said_again(register, answer, said_again, words):
    assert said_again(*words) is None
    first = answer(register, *words)
    assert said_again(*words) == first == answer(register, "--no-cache", *words)


@pytest.mark.parametrize(
    "words",
    [["today"], ["log", CASE], ["validate"], ["export", "-f", "jsonl"], ["list", "--known-at", "HEAD"],
     ["list", "--known-at=HEAD"], ["list", "--sort", "colour"], ["show", "nobody"], ["list", "--help"]],
    ids=" ".join,
)  # fmt: skip
def test_what_hangs_on_more_than_the_files_is_found_out_each_time(register, answer, said_again, words):
    answer(register, *words)
    assert said_again(*words) is None


def rewritten(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def case(folder):
    return folder / f"cases/kg/2025/{CASE}.yaml"


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: rewritten(case(folder), "in the courtroom", "in the corridor!"),  # of the same size
        lambda folder: case(folder).unlink(),
        lambda folder: rewritten(folder / "casefile.yaml", "schema:", "timezone: Asia/Bishkek\nschema:"),
        lambda folder: case(folder).rename(case(folder).with_name("kg-2025-other.yaml")),
    ],
    ids=["a file", "a case gone", "settings", "a name"],
)
def test_whatever_changes_is_seen_at_once(register, answer, said_again, change):
    words = ["search", "courtroom"]
    answer(register, *words)
    change(register)
    assert said_again(*words) is None
    assert answer(register, *words) == answer(register, "--no-cache", *words)


def test_a_file_that_was_just_written_is_not_counted_on(register, answer, said_again, monkeypatch):
    monkeypatch.setattr(census, "AGED", 60_000_000_000)
    rewritten(case(register), "in the courtroom", "in the corridor")
    answer(register, "list")
    answer(register, "list")
    assert said_again("list") is None


@pytest.mark.parametrize("surrounds", ["COLUMNS", "NO_COLOR", "PAGER", "LANG", "CI"])
def test_what_surrounds_a_command_is_compared(register, answer, said_again, monkeypatch, surrounds):
    answer(register, "list")
    monkeypatch.setenv(surrounds, "100")
    assert said_again("list") is None


def test_where_somebody_stands_is_compared(register, answer, said_again, monkeypatch):
    answer(register, "list")
    monkeypatch.chdir(register)
    assert said_again("list") is None


def test_a_folder_that_is_gone_is_asked_nothing(register, answer):
    folder = register / "desk"
    folder.mkdir()
    first = answer(folder, "list")
    assert answer(folder, "list") == first == (0, *answer(register, "list")[1:])
    folder.rmdir()
    assert answer(folder, "list") == answer(folder, "--no-cache", "list")
    assert answer(folder, "list")[0] == 2


def test_a_shell_that_counts_its_commands_is_none_of_it(register, answer, said_again, monkeypatch):
    answer(register, "list")
    monkeypatch.setenv("SHLVL", "7")
    assert said_again("list") is not None


def test_another_program_says_it_in_its_own_words(register, answer, said_again, monkeypatch):
    answer(register, "list")
    monkeypatch.setattr(again, "speaker", lambda: "another")
    assert said_again("list") is None


@pytest.mark.parametrize("days", [-1, 1])
def test_on_another_day_it_is_found_out_anew(register, answer, said_again, monkeypatch, days):
    answer(register, "list")
    now = time.time()
    monkeypatch.setattr(again.time, "time", lambda: now + days * 86_400)
    assert said_again("list") is None


def test_what_is_said_over_midnight_is_not_kept(register, answer, said_again, monkeypatch):
    now = time.time()
    moments = [now - 86_400, now]
    monkeypatch.setattr(again.time, "time", lambda: moments.pop(0) if moments else now)
    answer(register, "search", "courtroom")
    assert said_again("search", "courtroom") is None
    answer(register, "search", "courtroom")
    assert said_again("search", "courtroom") is not None


@pytest.mark.parametrize("field", ["first", "code", "pack", "by"])
def test_what_was_tampered_with_is_not_believed(register, answer, said_again, field):
    answer(register, "list")
    with closing(sqlite3.connect(register / ".git" / "casefile" / NAME)) as database, database:
        changed = "x'00'" if field in {"pack", "by"} else f"{field} - 1"
        assert database.execute(f"UPDATE answers SET {field} = {changed}").rowcount
    assert said_again("list") is None
    assert answer(register, "list") == answer(register, "--no-cache", "list")


def test_what_somebody_else_changed_meanwhile_is_not_kept(register, answer, said_again):
    typed = ["-C", str(register), "search", "courtroom"]
    assert again.answered(typed) is None
    (question,) = noted.listeners
    noted.listeners.clear()
    again.let_move()
    rewritten(case(register), "in the courtroom", "in the corridor!")
    time.sleep(0.03)
    answer(register, "list")  # brings the board up to date
    question.note(noted.OUT, "what was found before that")
    question.end(0)
    assert answer(register, "search", "courtroom") == answer(register, "--no-cache", "search", "courtroom")


def test_nothing_is_kept_of_whom_somebody_has_taken_out(register, answer):
    answer(register, "search", "courtroom")
    assert answer(register, "withdraw", CASE, "--reason", "safety", "--yes")[0] == 0
    kept = register / ".git" / "casefile" / NAME
    assert not kept.exists() or b"answers" not in kept.read_bytes()


def test_a_moment_stands_still_for_one_command_alone(register, answer, capsys):
    typed = ["-C", str(register), "list", "--status", "held"]
    assert again.answered(typed) is None
    assert run(typed) == 0
    capsys.readouterr()
    rewritten(case(register), "in the courtroom", "in the corridor!")
    assert answer(register, "search", "corridor") == answer(register, "--no-cache", "search", "corridor")
