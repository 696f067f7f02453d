"""What a large register was asked before is said again: on a terminal, through a pager, into a full disk."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from support.terminal import Terminal

MANY = 120
"""More files than are read faster than a cache is opened."""
LETTER = "schema: casefile/source/1\nid: letter-{0}\ntier: public\nkind: letter\ntitle: Letter {0}\n"
AGED = 3.2
"""Seconds after which the times of a file tell of every change."""


@pytest.fixture
def asked(executable, environment, register, git):
    """Return a function that asks a register of some hundred files, of which each was written long ago."""
    for number in range(MANY):
        letter = LETTER.format(number)
        (register / f"cases/sources/letter-{number}.yaml").write_text(letter, encoding="utf-8")
    git(register, "add", ".")
    git(register, "commit", "--quiet", "--message=Letters")
    time.sleep(AGED)

    def ask(*words, to=subprocess.PIPE, by=()):
        how = {"cwd": register, "env": environment, "stdout": to, "stderr": subprocess.PIPE}
        return subprocess.run([*by, executable, *words], **how, check=False)

    ask("list")
    return ask


def test_the_command_line_is_not_loaded_to_say_it_again(asked):
    by = [sys.executable, "-X", "importtime"]
    first, again = asked("list", "--json", by=by), asked("list", "--json", by=by)
    assert b"typer" in first.stderr
    assert b"sqlite3" in again.stderr
    assert not any(each in again.stderr for each in (b"typer", b"pydantic", b"rich", b"casefile.model.base"))
    assert first.stdout == again.stdout == asked("--no-cache", "list", "--json").stdout


def test_what_nobody_takes_is_no_success_the_second_time_either(asked):
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - no path of ours
        told = [asked("list", to=full) for _ in range(2)]
        asked("list")
        told.append(asked("list", to=full))
    assert {(each.returncode, each.stderr) for each in told} == {
        (5, b"casefile: this machine refuses: the disk is full\n    mend that and try again\n")
    }


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&-", "<&- 2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_is_closed_takes_nothing_and_gives_nothing(asked, closed):
    by = ["sh", "-c", f'exec "$@" {closed}', "sh"]
    plain = asked("--no-cache", "list", by=by)
    assert (plain.returncode, plain.stderr) == (0, b"")
    assert (b"case" in plain.stdout) is (">&-" not in closed.split())
    for _ in range(3):
        again = asked("list", by=by)
        assert (again.returncode, again.stdout, again.stderr) == (0, plain.stdout, b"")


def test_each_screen_gets_its_own_page(asked, executable, environment, register):
    def shown(columns, **how):
        world = {**environment, "CASEFILE_PAGER": "cat", **how}
        with Terminal([executable, "list"], register, world, columns=columns) as terminal:
            assert terminal.ends() == 0
            return terminal.raw

    asked("list")
    wide, narrow, plain = ([shown(columns, **how) for _ in range(2)] for columns, how in SCREENS)
    assert wide[0] == wide[1]
    assert narrow[0] == narrow[1]
    assert plain[0] == plain[1]
    assert len({wide[0], narrow[0], plain[0]}) == len(SCREENS)
    assert b"\x1b[" in wide[0]
    assert b"\x1b[" not in plain[0]


SCREENS = ((100, {}), (60, {}), (100, {"NO_COLOR": "1"}))


def test_a_long_page_goes_through_the_pager_each_time(asked, executable, environment, register):
    asked("list")
    for _ in range(3):
        world = {**environment, "CASEFILE_PAGER": "sed s/^/PAGED:/"}
        with Terminal([executable, "list"], register, world, rows=10) as terminal:
            assert terminal.ends() == 0
            assert "PAGED:" in terminal.text
