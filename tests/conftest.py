"""An empty world for every test: no configuration but the test's own, one time zone, one author."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from support.gitconfig import write_config

# How fast a machine is, and what else it does, is no property of the code. In CI a run that is repeated draws
# the same examples; which ones also depends on the modules that are loaded.
settings.register_profile(
    "any machine",
    settings(),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
settings.load_profile("any machine")

# Compiled modules and validators are kept: without them each worker compiles the tests anew, and each of the
# thousands of processes that they start the program.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

MEMORY = Path("/dev/shm")
ROOM = 4 << 30
"""More bytes than the tests of several workers hold at one time."""


def _has_room(folder: Path) -> bool:
    """Return whether a file system in memory is here, has room, and lets the tests run programs from it."""
    try:
        there = os.statvfs(folder)
    except OSError:
        return False
    free = there.f_bavail * there.f_frsize
    return free > ROOM and not there.f_flag & os.ST_NOEXEC and os.access(folder, os.W_OK | os.X_OK)


# Tests write thousands of repositories and wait for the disk: on a disk they take twice as long.
if sys.platform == "linux" and "TMPDIR" not in os.environ and _has_room(MEMORY):
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)

# Nothing that is made while tests are collected is garbage; to look for it takes a third of that time.
gc.disable()

CLEARED = ("GIT_", "XDG_", "CASEFILE_", "SSH_", "LC_")
ALSO_CLEARED = (
    "EMAIL",
    "EDITOR",
    "VISUAL",
    "PAGER",
    "LANGUAGE",
    "CI",
    "NO_COLOR",
    "FORCE_COLOR",
    "SOURCE_DATE_EPOCH",
)
WORLD = {
    "LANG": "C.UTF-8",
    # Not UTC, so that a test sees where a local clock got in.
    "TZ": "Asia/Bishkek",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave one in n parameters of a test with the marker `sample(n)` in the suite; the others are long."""
    seen = Counter[str]()
    for item in items:
        marker = item.get_closest_marker("sample")
        if marker is not None:
            name = item.nodeid.partition("[")[0]
            if seen[name] % marker.args[0]:
                item.add_marker(pytest.mark.long)
            seen[name] += 1


def pytest_collection_finish() -> None:
    """Collect garbage again, but without a look at the many objects that the collected tests are made of."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)  # as the program itself sets it when it starts
    gc.enable()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what only root can set up; `.ci/run` runs these tests as root, all others as an ordinary user."""
    if item.get_closest_marker("root") and os.geteuid() != 0:
        pytest.skip("needs root")


@pytest.fixture(scope="session", autouse=True)
def empty_world(tmp_path_factory):
    """Hide the developer's own settings; for the whole session, so that hypothesis may use it too."""
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            if name.startswith(CLEARED) or name in ALSO_CLEARED:
                patch.delenv(name)
        home = write_config(tmp_path_factory.mktemp("home"))
        for name, value in {**WORLD, "HOME": str(home)}.items():
            patch.setenv(name, value)
        time.tzset()
        yield
    time.tzset()


class GitIn:
    """The real git in one folder: `git("commit", "-m", "x")` gives its output, a failure fails the test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *words: str, stdin: str = "", **environment: str) -> str:
        done = self.run(*words, stdin=stdin, **environment)
        assert done.returncode == 0, f"git {' '.join(words)}: {done.stderr}"
        return done.stdout.removesuffix("\n")

    def run(self, *words: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        """Run git and let the test judge how it ended."""
        return subprocess.run(
            ["git", *words],
            cwd=self.folder,
            env=os.environ | environment,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )

    def write_commit(self, raw: bytes) -> str:
        """Write a commit object of these bytes, which may be in any encoding; return its id."""
        place = self.folder / ".git" / "raw-commit"
        place.write_bytes(raw)
        return self("hash-object", "-t", "commit", "-w", "--literally", str(place))

    def commit(self, message: str, date: str = "2025-06-05T12:00:00+00:00") -> str:
        """Commit everything there is, at a fixed time; return the commit's id."""
        self("add", "-A")
        self("commit", "-qm", message, GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date)
        return self("rev-parse", "HEAD")


@pytest.fixture(scope="session")
def quick(empty_world):
    """Return a program `casefile` that starts in a tenth of the time: for git, hooks and scripts to run."""
    from support.forked import program_of_server

    return program_of_server()


@pytest.fixture(scope="session")
def empty_repository(tmp_path_factory, empty_world):
    """Make an empty repository once, to copy: that takes a tenth of running git three times."""
    folder = tmp_path_factory.mktemp("empty") / "register"
    folder.mkdir()
    git = GitIn(folder)
    git("init", "-q", "-b", "main")
    git("config", "user.name", "desk-1")
    git("config", "user.email", "desk-1@register.invalid")
    for each in folder.glob(".git/hooks/*.sample"):
        each.unlink()
    return folder


@pytest.fixture
def git(empty_repository, tmp_path):
    """Git in an empty repository on `main`, whose commits are made by desk-1."""
    return GitIn(shutil.copytree(empty_repository, tmp_path / "register"))


@pytest.fixture(scope="session")
def git_in():
    """Give git in any folder: `git_in(path)("status")`."""
    return GitIn
