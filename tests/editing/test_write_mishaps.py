"""What may go wrong in the middle of a write: killed, two at once, a full disk, a folder that is closed."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time

import pytest

from casefile.editing.edit_plans import plan_event
from casefile.editing.hand_edits import commit
from casefile.editing.write_records import write
from casefile.errors import MachineTrouble
from casefile.validation.validation_run import validate
from casefile.yaml.reader import read
from support.programs import program

CASE = "kg-2025-aaaaa"
NOTE = {"date": "2025-07-01", "sources": ["occrp-2025-06-04"]}


def forked(work):
    """Run something in a forked child of this warmed process; the child never runs the tests' own exit."""
    child = os.fork()
    if child:
        return child
    try:
        work()
        os._exit(0)
    except BaseException:  # noqa: BLE001 - the parent reads the exit code
        os._exit(1)


def note(desk, today, words):
    return write(desk, plan_event([CASE], "note", {**NOTE, "summary": words}, today))


@pytest.fixture
def killed_anywhere(desk, git_in, today, open_case):
    """Kill a write at some moment, again and again; each time the register is whole and goes on."""

    def run(times):
        started = time.monotonic()
        note(desk, today, "how long it takes")
        length = time.monotonic() - started
        git, chance = git_in(desk), random.Random(2025)
        for number in range(times):
            before = open_case.read_bytes()
            child = forked(lambda number=number: note(desk, today, f"killed {number}"))
            time.sleep(chance.uniform(0, 1.2 * length))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            wait_for_git_to_end(desk)
            after = open_case.read_bytes()
            assert read(after).data is not None
            assert after == before or (after.startswith(before) and f"killed {number}".encode() in after)
            assert git.run("fsck", "--no-dangling").returncode == 0
            (desk / ".git/index.lock").unlink(missing_ok=True)
            commit(desk)
            assert note(desk, today, f"after {number}").commit
            assert git("status", "--porcelain") == "", number
        assert not [problem for problem in validate(desk).problems if problem.level == "error"]

    return run


def wait_for_git_to_end(desk):
    """A killed casefile leaves its git running for a moment: the test goes on when nobody works here."""
    for _ in range(200):
        busy = subprocess.run(["pgrep", "-f", f"git -C {desk}"], capture_output=True, check=False)
        if busy.returncode:
            return
        time.sleep(0.01)


def test_a_write_killed_at_twenty_times_leaves_the_old_or_the_new_file(killed_anywhere):
    killed_anywhere(20)


@pytest.mark.long
def test_a_write_killed_at_two_hundred_times_leaves_the_old_or_the_new_file(killed_anywhere):
    killed_anywhere(200)


def written_by_two(desk, today, times):
    def work(writer):
        for number in range(times):
            note(desk, today, f"writer {writer} number {number}")

    children = [forked(lambda writer=writer: work(writer)) for writer in (1, 2)]
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]


@pytest.mark.parametrize("times", [10, pytest.param(100, marks=pytest.mark.long)])
def test_two_writers_on_one_case_lose_nothing(desk, git_in, today, open_case, times):
    written_by_two(desk, today, times)
    text = open_case.read_text()
    assert all(text.count(f"writer {w} number {n}\n") == 1 for w in (1, 2) for n in range(times))
    assert git_in(desk)("rev-list", "--count", "HEAD") == str(2 + 2 * times)
    assert git_in(desk)("status", "--porcelain") == ""
    assert not [problem for problem in validate(desk).problems if problem.level == "error"]


def test_a_full_disk_leaves_the_file_as_it_was(desk, git_in, today, open_case):
    before = open_case.read_bytes()

    def work():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        sys.dont_write_bytecode = True  # the beginning of a module's bytecode would break later runs
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 1, len(before) + 1))
        with pytest.raises(MachineTrouble) as refused:
            note(desk, today, "x" * 200)
        assert refused.value.code == "CF805"

    assert os.waitpid(forked(work), 0)[1] == 0
    assert open_case.read_bytes() == before
    assert git_in(desk)("status", "--porcelain") == ""


def test_if_the_disk_is_full_for_git_the_file_stays_and_commit_finishes(desk, git_in, today, open_case):
    size = open_case.stat().st_size
    # The journal is a little larger than the file, the index with all schemas much larger.
    (desk / ".git/casefile").mkdir(exist_ok=True)

    def work():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        sys.dont_write_bytecode = True  # the beginning of a module's bytecode would break later runs
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 800, size + 800))
        with pytest.raises(MachineTrouble, match="not committed"):
            note(desk, today, "kept")

    assert os.waitpid(forked(work), 0)[1] == 0
    assert "kept" in open_case.read_text()
    (desk / ".git/index.lock").unlink(missing_ok=True)
    assert len(commit(desk).records) == 1
    assert git_in(desk)("status", "--porcelain") == ""


NOBODY = 65534
RUN = "import sys; from casefile.cli.edge import run; sys.exit(run(sys.argv[1:]))"
RECORD = f"record note {CASE} --date 2025-07-01 --summary kept --source occrp-2025-06-04".split()
AS_NOBODY = f"--reuid {NOBODY} --regid {NOBODY} --clear-groups".split()


@pytest.mark.root
@pytest.mark.parametrize("closed", ["cases/kg/2025", ".git"])
def test_a_read_only_folder_is_reported_and_nothing_is_lost(desk, git_in, open_case, closed, tmp_path):
    before = open_case.read_bytes()
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    for path in [desk, *desk.rglob("*")]:
        os.chown(path, NOBODY, NOBODY)
    subprocess.run(["chmod", "-R", "a-w", desk / closed], check=True)
    done = subprocess.run(
        [program("setpriv"), *AS_NOBODY, sys.executable, "-c", RUN, "-C", str(desk), *RECORD],
        env=os.environ | {"HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    os.chown(desk, 0, 0)
    assert done.returncode == 5, done.stderr
    assert "permission denied" in done.stderr
    assert open_case.read_bytes() == before


def test_without_git_the_reason_is_reported(desk, tmp_path, open_case):
    before = open_case.read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", RUN, "-C", str(desk), *RECORD],
        env=os.environ | {"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr.startswith("casefile: git ")
    assert open_case.read_bytes() == before


@pytest.mark.parametrize(
    "words", [["--version"], ["--help"], ["record", "--help"], ["record", "hearing", "--help"], ["list"]]
)
def test_without_git_reading_and_help_work(desk, tmp_path, words):
    done = subprocess.run(
        [sys.executable, "-c", RUN, "-C", str(desk), *words],
        env=os.environ | {"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout
