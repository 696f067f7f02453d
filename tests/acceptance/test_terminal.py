"""On a terminal: colour, the pager, rules; and what a pipe, a plain terminal or a screen reader gets."""

from __future__ import annotations

import re
import subprocess
import time

import pytest

from support.programs import program
from support.terminal import Terminal

COLOURS = re.compile(rb"\x1b\[[0-9;]*m")
LONG, SHORT = ["timeline"], ["search", "pardoned"]


@pytest.fixture
def on_terminal(executable, environment, register):
    """Start casefile on a terminal of eighty columns; no pager unless the test names one."""
    started = []

    def start(*words, rows=24, columns=80, **extra):
        shown = {**environment, "CASEFILE_PAGER": "cat", **extra}
        shown = {name: value for name, value in shown.items() if value is not None}
        terminal = Terminal([executable, *words], register, shown, columns=columns, rows=rows)
        started.append(terminal)
        return terminal

    yield start
    for terminal in started:
        terminal.process.close(force=True)


@pytest.mark.parametrize(("extra", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colour_on_a_terminal(on_terminal, extra, coloured):
    terminal = on_terminal(*SHORT, **extra)
    assert terminal.ends() == 0
    assert bool(COLOURS.search(terminal.raw)) is coloured


def test_json_has_no_colour_and_no_pager(on_terminal):
    terminal = on_terminal("--color", "always", *LONG, "--json", CASEFILE_PAGER="false")
    assert terminal.ends() == 0
    assert b"\x1b" not in terminal.raw
    assert terminal.raw.startswith(b'{"casefile": 1')


def test_a_long_page_goes_through_the_pager(on_terminal):
    terminal = on_terminal(*LONG, CASEFILE_PAGER="sed s/^/PAGED:/")
    assert terminal.ends() == 0
    assert "PAGED:On " in terminal.text


def test_cat_turns_the_pager_off(on_terminal):
    terminal = on_terminal(*LONG, CASEFILE_PAGER="cat", PAGER="sed s/^/PAGED:/")
    assert terminal.ends() == 0
    assert "PAGED" not in terminal.text
    assert re.search(r"\d+ events of \d+ records", terminal.text)


def test_a_pager_that_is_not_there_costs_nothing(on_terminal):
    terminal = on_terminal(*LONG, CASEFILE_PAGER="/nowhere/pager -x")
    assert terminal.ends() == 0
    assert "/nowhere/pager" in terminal.text
    assert "On " in terminal.text


def test_a_pager_that_is_left_early_is_no_error(on_terminal):
    terminal = on_terminal(*LONG, CASEFILE_PAGER="head -n 2")
    assert terminal.ends() == 0
    assert "Traceback" not in terminal.text
    assert "casefile:" not in terminal.text


def test_less_shows_the_page_is_left_by_q_and_keeps_no_history(on_terminal, environment, tmp_path):
    program("less")
    home = tmp_path / "home"
    home.mkdir()
    terminal = on_terminal(*LONG, CASEFILE_PAGER=None, HOME=str(home))
    terminal.shows("On ")
    terminal.type("/Aleksandrov\r")
    terminal.shows("Aleksandrov")
    terminal.press("ctrl-c")
    time.sleep(0.5)  # the terminal forgets the keys that come before it has told less of Ctrl-C
    terminal.type("q")
    assert terminal.ends() == 0
    assert list(home.iterdir()) == []


def test_a_reader_that_closes_the_pipe_early_gets_no_error(executable, environment, register):
    script = f"{executable} timeline | head -n 1; printf '%s ' ${{PIPESTATUS[@]}}"
    done = subprocess.run(
        [program("bash"), "-c", script],
        cwd=register,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    first, codes = done.stdout.splitlines()
    assert first.startswith("On ")
    assert codes.split()[0] in {"0", "141"}
    assert done.stderr == ""


def test_without_a_command_a_terminal_gets_a_short_page(on_terminal):
    terminal = on_terminal()
    assert terminal.ends() == 2
    assert "casefile add" in terminal.text
    assert len(terminal.text.splitlines()) < 20


def test_v_logs_files_read_and_written_and_git_commands(casefile, register):
    said = casefile("-v", "list", "--known-at", "HEAD").stderr
    assert f"casefile: register: {register}\n" in said
    assert re.search(r"^casefile: git rev-parse: done in \d+ ms$", said, re.MULTILINE)
    assert re.search(r"^casefile: \d+ .* commit [0-9a-f]+ .* \d+ ms$", said, re.MULTILINE)
    assert re.search(r"^casefile: .* \d+\.\d\d s$", said, re.MULTILINE)
    said = casefile("-v", "update", "aleksandrov", "--add", "tags=camera").stderr
    assert " cases/kg/2025/kg-2025-aleksander-aleksandrov.yaml\n" in said
    assert "casefile: git commit: " in said
    assert "Aleksandrov" not in re.sub("^Aleksander Aleksandrov .*$", "", said, flags=re.MULTILINE)


def test_q_prints_data_unchanged(casefile):
    quiet = casefile("-q", "search", "aleksandrof")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")


def test_a_spoken_day_is_taken_and_one_without_its_year_asked_about(casefile):
    spoken = casefile("timeline", "kloop-2025", "--since", "10 June 2025")
    assert (spoken.returncode, spoken.stdout) == (
        0, casefile("timeline", "kloop-2025", "--since", "2025-06-10").stdout
    )  # fmt: skip
    assert casefile("list", "--on", "вчера").returncode == 0
    done = casefile("list", "--on", "10 June")
    assert done.returncode == 2
    assert re.search(r"--on \d{4}-06-10\?", done.stderr)


OPENING = ("add", "Somebody", "--country", "KG", "--date", "2026-11-24", "--tier", "restricted")
TOLD = {
    "what was saved": (
        (*OPENING, "--place", "Кызыл-Кыя", "--kind", "administrative", "--dry-run"),
        "not known yet: date of birth",
    ),
    "a warning beside it": (
        (*OPENING, "--place", "ул. Токтогула, 98", "--source", "occrp-2025-06-04", "--dry-run"),
        "CF407 ",
    ),
    "no such record": (("show", "no-such-person-in-the-register"), "no record matches"),
    "a date that is none": (("record", "hearing", "x", "--date", "some day or other"), "--date: "),
    "a refusal": (
        ("--no-input", "add", "Aleksandr Aleksandrov", "--country", "KG", "--date", "2025-05-30"),
        "CF710 kg-2025-aleksander-aleksandrov: ",
    ),
}


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize(("words", "said"), TOLD.values(), ids=TOLD)
def test_messages_and_errors_are_broken_between_words(casefile, on_terminal, words, said, columns):
    piped = casefile(*words)
    assert said in piped.stderr
    told = piped.stdout.split("\n---")[0] + piped.stderr
    assert len(told) > columns
    terminal = on_terminal(*words, rows=60, columns=columns)
    assert terminal.ends() == piped.returncode
    expected = {word for word in told.split() if len(word) <= columns and not DRAWN.search(word)}
    assert expected <= {*terminal.text.split()}


DRAWN = re.compile(r"kg-2026-|call-|events\.")
"""Words with an id that each run draws anew."""
