"""The edge: whatever happens inside becomes a sentence and the exit code of the contract."""

from __future__ import annotations

import errno
import fcntl
import io
import json
import os
import resource
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from casefile import errors
from casefile.cli import edge
from casefile.cli.confirmation import confirm
from casefile.cli.lazy_commands import command
from casefile.errors import Problem
from casefile.files.disk_errors import REASONS

ROOT = Path(__file__).resolve().parents[2]
RUN = "import sys; from casefile.cli import main; main()"


@pytest.fixture
def failing(monkeypatch, capsys):
    """Run a command that raises this error, and return exit code, stdout and stderr."""

    def run(error, *words):
        def fail() -> None:
            raise error

        build = lambda name, _typed: command(name, fail, "Fail.")  # noqa: E731 - what a table would load
        monkeypatch.setattr(edge, "make_builder", lambda _table: build)
        code = edge.run(["list", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


CODES = {
    errors.BrokenData: 1, errors.BadInput: 2, errors.NotFound: 3, errors.Collision: 4,
    errors.MachineTrouble: 5, errors.TierForbids: 6,
}  # fmt: skip


@pytest.mark.parametrize(("kind", "code"), CODES.items())
def test_each_kind_of_failure_has_its_exit_code_and_is_a_sentence(failing, kind, code):
    assert failing(kind("CF999", "this is so", "do that")) == (
        code,
        "",
        "casefile: this is so\n    do that\n",
    )


def test_problems_are_printed_with_their_places(failing):
    problem = Problem("cases/a.yaml", 3, 5, "x", "CF101", "error", "`x` is missing", "write it")
    _, _, told = failing(errors.BrokenData("CF305", "a has errors", "", (problem,)))
    assert told == "cases/a.yaml:3:5: CF101 `x` is missing\n    write it\ncasefile: a has errors\n"


def test_a_single_problem_equal_to_the_error_is_printed_once(failing):
    problem = Problem("", 0, 0, "x", "CF101", "error", "--x is missing", "write it")
    _, _, told = failing(errors.BadInput("CF101", "--x is missing", "write it", (problem,)))
    assert told == "casefile: --x is missing\n    write it\n"


def test_a_single_problem_of_a_file_is_printed_with_its_place(failing):
    problem = Problem("in.yaml", 3, 5, "x", "CF101", "error", "`x` is missing", "write it")
    _, _, told = failing(errors.BadInput("CF101", "`x` is missing", "write it", (problem,)))
    assert told == "casefile: in.yaml:3:5: `x` is missing\n    write it\n"


@pytest.mark.parametrize(
    ("words", "page"),
    [
        (["record", "hearing", "x", "--until"], "casefile record hearing"),
        (["source", "add", "--kind"], "casefile source add"),
        (["--color"], "casefile"),
    ],
)
def test_a_usage_error_names_the_page_that_helps(capsys, words, page):
    assert edge.run(words) == 2
    assert f"    see: {page} --help\n" in capsys.readouterr().err


# `list` itself takes --json in the real command; here the edge alone sees it.
def test_a_failure_is_json_where_json_was_asked_for(capsys):
    assert edge.run(["list", "--json", "--no-such-option"]) == 2
    said = capsys.readouterr()
    content = json.loads(said.out)
    assert content["casefile"] == 1
    assert (content["command"], content["data"]) == ("list", None)
    assert content["error"]["code"] == "CF601"
    assert said.err == ""


def test_words_behind_two_hyphens_are_no_options(capsys):
    assert edge.run(["-C", "/nowhere", "list", "--", "--json"]) == 2
    assert capsys.readouterr().out == ""


def test_a_bug_is_reported_without_traceback_or_value(failing, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    code, out, err = failing(KeyError("Zyyagul Bolot kyzy"))
    (log,) = tmp_path.iterdir()
    assert (code, out) == (70, "")
    assert str(log) in err
    assert "Traceback" not in err
    assert "Zyyagul" not in err + log.read_text()
    assert "KeyError" in log.read_text()
    assert "test_edge.py" in log.read_text()


def test_a_bug_is_reported_if_no_log_can_be_written(failing, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    assert failing(KeyError("x"))[0] == 70


def test_an_error_of_the_system_has_its_own_exit_code(monkeypatch, capsys):
    monkeypatch.setattr(edge, "drop_stdout", lambda: None)
    assert edge.report_failure(OSError(28, "No space left on device"), edge.CommandLine([])) == 5
    assert REASONS[errno.ENOSPC] in capsys.readouterr().err


def test_record_text_in_an_error_cannot_control_the_terminal(failing):
    _, _, told = failing(errors.NotFound("CF301", "several:\n  a  \x1b[31m[red]x[/red]\u202e"))
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert "[red]x[/red]" in told


def test_the_nearest_command_is_named(capsys):
    assert edge.run(["recrod", "x"]) == 2
    assert "`casefile record`" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["-C", "/nowhere", "list"], ["--color", "blue", "list"], ["list", "--sort"]]
)
def test_a_usage_error_exits_with_2(words, capsys):
    assert edge.run(words) == 2
    assert capsys.readouterr().err.startswith("casefile: ")


def test_without_a_register_it_exits_with_5_and_suggests_init(tmp_path, capsys):
    assert edge.run(["-C", str(tmp_path), "list"]) == 5
    assert "casefile init" in capsys.readouterr().err


def started(*words, **other):
    return subprocess.Popen(
        [sys.executable, "-c", RUN, *words],
        stderr=subprocess.PIPE,
        text=True,
        **{"env": os.environ, **other},
    )


def test_a_closed_pipe_is_no_error():
    read, write = os.pipe()
    os.close(read)
    with started("--help", stdout=write) as process:
        os.close(write)
        said = process.communicate()[1]
    assert (process.returncode, said) == (141, "")


def test_a_full_disk_for_the_output_is_reported_once():
    with Path("/dev/full").open("w") as full, started("--help", stdout=full) as process:
        said = process.communicate()[1]
    assert process.returncode == 5
    assert REASONS[errno.ENOSPC] in said
    assert said.count("casefile: ") == 1
    assert "Exception ignored" not in said


@pytest.mark.parametrize("words", [("init",), ("list",)])
def test_a_folder_name_longer_than_the_system_allows_is_refused_in_json(words):
    with started("-C", "a" * 300, *words, "--json", stdout=subprocess.PIPE) as process:
        output, said = process.communicate()
    assert process.returncode == 2
    assert json.loads(output)["error"]["code"] == "CF601"
    assert said == ""


def little_room():
    """Let the process write only the beginning of a file, and go on as on a disk that fills up."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048))


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", [("export", "-f", "jsonl"), ("export", "-f", "json")])
def test_a_file_of_which_only_the_beginning_was_taken_is_no_success(tmp_path, words, unbuffered):
    # the beginning of a module's bytecode, kept for later commands, would break them
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered, "PYTHONDONTWRITEBYTECODE": "1"}
    with (
        (tmp_path / "out").open("wb") as out,
        started("-C", str(ROOT), *words, stdout=out, env=environment, preexec_fn=little_room) as process,
    ):
        said = process.communicate()[1]
    assert process.returncode == 5, said
    assert any(each in said for each in REASONS.values())


def unread(pipe):
    """Return how many bytes nobody has read yet."""
    return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder)


def test_ctrl_c_exits_with_130_and_reports_what_was_written():
    with started("add", "--from", "-", stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        process.stdin.write("schema:")
        process.stdin.flush()
        while unread(process.stdin):  # once it has taken that, it waits for more
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        said = process.communicate()[1]
    assert process.returncode == 130
    assert (said.count("\n"), said.startswith("\ncasefile: "), "git status" in said) == (2, True, True)


def test_an_eof_error_that_no_prompt_raised_is_an_internal_error(failing, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    code, _, err = failing(EOFError("marshal data too short"))
    (log,) = tmp_path.glob("casefile-bug-*.log")
    assert code == errors.CasefileError.exit_code
    assert str(log) in err
    assert "git status" not in err
    assert log.read_text("utf-8").endswith("EOFError\n")


def test_the_end_of_input_at_a_prompt_is_an_interrupt(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    build = lambda name, _typed: command(name, lambda: confirm("Go on?", default=True), "Ask.")  # noqa: E731
    monkeypatch.setattr(edge, "make_builder", lambda _table: build)
    assert edge.run(["list"]) == 130
    assert "interrupted" in capsys.readouterr().err


def test_output_into_a_pipe_is_utf_8_in_any_locale(tmp_path):
    source = '{"schema": "casefile/source/1", "id": "letter-x7k3m", "kind": "letter", "title": "Ж"}'
    environment = os.environ | {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    with started("-C", str(tmp_path), "init", "--identity", "desk-2", env=environment) as process:
        process.communicate()
    with started(
        "-C", str(tmp_path), "add", "--from", "-", "--dry-run",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, encoding="utf-8",
    ) as process:  # fmt: skip
        said = process.communicate(source)[0]
    assert process.returncode == 0
    assert "+title: Ж\n" in said


@pytest.mark.parametrize(
    "words", [("log", "--limit", "abc"), ("list", "--limit", "1.5"), ("log", "--limit=")]
)
def test_an_invalid_number_is_refused_with_our_message(words, capsys):
    assert edge.run([*words]) == 2
    first = capsys.readouterr().err.partition("\n")[0]
    assert ("'--limit'" in first, "valid integer" in first, "20" in first) == (True, False, True)


@pytest.mark.parametrize("before", [["-C", "list"], ["-Clist"], ["-C", "list", "-q"]])
def test_a_folder_may_be_called_as_a_command(before, tmp_path, monkeypatch, capsys):
    (tmp_path / "list").mkdir()
    (tmp_path / "list/casefile.yaml").write_text("schema: casefile/settings/1\n")
    monkeypatch.chdir(tmp_path)
    assert edge.run([*before, "show", "--json", "--on", "2025-06-10", "nobody"]) == 3
    answer = json.loads(capsys.readouterr().out)
    assert (answer["command"], answer["on"]) == ("show", "2025-06-10")


def test_the_day_of_an_error_is_that_of_the_option(tmp_path, monkeypatch, capsys):
    (tmp_path / "casefile.yaml").write_text("schema: casefile/settings/1\n")
    monkeypatch.chdir(tmp_path)
    assert edge.run(["list", "--json", "--on", "2025-06-10", "--", "nobody", "--on", "2024-01-01"]) == 3
    assert json.loads(capsys.readouterr().out)["on"] == "2025-06-10"
    assert edge.run(["list", "--json", "--on", "2025-06-10", "--zork"]) == 2
    assert json.loads(capsys.readouterr().out)["on"] == "2025-06-10"


def test_a_text_may_be_the_name_of_an_option(git, monkeypatch, capsys):
    (git.folder / "casefile.yaml").write_text("schema: casefile/settings/1\n")
    git.commit("The settings")
    monkeypatch.chdir(git.folder)
    first = ["add", "Azamat Uulu", "--country", "KG", "--date", "2025-06-10", "--dry-run", "--json"]
    assert edge.run([*first, "--summary", "--event"]) == 0
    assert '"summary": "--event"' in capsys.readouterr().out
    assert edge.run(["add", "--outcome", "--event", "hearing", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["hint"] == "put --event before the other options"
