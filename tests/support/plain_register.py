"""Small registers, as files and in git; a way to run a piece of work in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import traceback

import pytest

from casefile.git import Repository
from support.programs import program

ONE = "cases/kg/2025/kg-2025-one.yaml"
TWO = "cases/kg/2025/kg-2025-two.yaml"


def put(root, path, text="x: 1\n"):
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    return place


@pytest.fixture
def register(tmp_path):
    """A register of two cases, in a folder without git."""
    root = tmp_path / "plain"
    for path in ("casefile.yaml", ONE, TWO):
        put(root, path, f"id: {path}\n")
    return root


@pytest.fixture
def committed(git):
    """The same register in git, with one commit."""
    for path in ("casefile.yaml", ONE, TWO):
        put(git.folder, path, f"id: {path}\n")
    git.commit("the register")
    return Repository.open(git.folder)


@pytest.fixture
def in_a_child():
    """Run work in a forked process; give its exit code: 0 unless it raised."""

    def run(work):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                work()
                code = 0
            except BaseException:  # noqa: BLE001 - the child must end here, whatever happens
                traceback.print_exc()
            finally:
                os._exit(code)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    return run


@pytest.fixture
def as_nobody(open_to_all):
    """Run Python as a user who owns nothing: root could read and write whatever the modes say."""

    def run(code):
        head = "import sys\nfrom pathlib import Path\n"
        done = subprocess.run(
            [
                program("setpriv"),
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                sys.executable,
                "-c",
                head + code,
            ],
            env=os.environ
            | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONDONTWRITEBYTECODE": "1"},
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture
def open_to_all(tmp_path):
    """Let another user walk to the test's folder: pytest makes its folders for their owner alone."""
    folder = tmp_path
    while folder.stat().st_uid == os.geteuid() and folder != folder.parent and folder.name != "tmp":
        folder.chmod(0o755)
        folder = folder.parent
