"""Where answers go: into a full disk, a closed stream, a terminal, a pager; the second time as the first."""

from __future__ import annotations

import subprocess

import pytest

from support.forked import in_a_fork
from support.terminal import Terminal


@pytest.fixture
def asked(executable, environment, register):
    """Return a function that asks the register, which was indexed before.

    It runs the installed command where a stream is not a usual one.
    """

    def ask(*words, to=subprocess.PIPE, by=()):
        if to == subprocess.PIPE and not by:
            return in_a_fork([*words], register, environment)
        how = {"cwd": register, "env": environment, "stdout": to, "stderr": subprocess.PIPE}
        return subprocess.run([*by, executable, *words], **how, check=False)

    ask("list")
    return ask


def test_output_to_a_full_disk_fails_each_time(asked):
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - no path of ours
        told = [asked("list", to=full) for _ in range(2)]
        asked("list")
        told.append(asked("list", to=full))
    assert {(each.returncode, each.stderr) for each in told} == {
        (5, b"casefile: the system reported an error: the disk is full\n    fix this and try again\n")
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


def test_each_screen_gets_its_own_page(asked, environment, register):
    def shown(columns, **how):
        world = {**environment, "CASEFILE_PAGER": "cat", **how}
        with Terminal(["casefile", "list"], register, world, columns=columns) as terminal:
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


def test_a_long_page_goes_through_the_pager_each_time(asked, environment, register):
    asked("list")
    for _ in range(3):
        world = {**environment, "CASEFILE_PAGER": "sed s/^/PAGED:/"}
        with Terminal(["casefile", "list"], register, world, rows=10) as terminal:
            assert terminal.ends() == 0
            assert "PAGED:" in terminal.text
