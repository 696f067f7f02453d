"""The installed command, run in a copy of this register as a stranger would run it: with an empty home."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from support.branches import Forked
from support.commands import run_command
from support.gitconfig import write_config
from support.machine import Machine
from support.programs import IN_CI

ROOT = Path(__file__).resolve().parents[2]
REGISTER = ("casefile.yaml", "cases", "schemas", ".gitattributes")
"""What of this repository makes up the register."""


@pytest.fixture(scope="session")
def executable():
    """Return the path of the installed command, found next to the interpreter that runs the tests."""
    found = shutil.which("casefile", path=str(Path(sys.executable).parent))
    assert found, f"casefile is not installed beside {sys.executable}: pip install -e '.[test]'"
    return found


@pytest.fixture(scope="session")
def environment(tmp_path_factory):
    """Return an environment with an empty home, a fixed author and a fixed zone."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(write_config(tmp_path_factory.mktemp("home"))),
        "LANG": "C.UTF-8",
        "TZ": "Asia/Bishkek",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "desk-2",
        "GIT_AUTHOR_EMAIL": "desk-2@register.invalid",
        "GIT_COMMITTER_NAME": "desk-2",
        "GIT_COMMITTER_EMAIL": "desk-2@register.invalid",
    }


@pytest.fixture(scope="session")
def git(environment):
    """Return a function that runs git in a folder and gives what it printed."""

    def run(folder: Path, *words: str) -> str:
        done = subprocess.run(
            ["git", "-C", str(folder), *words],
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, f"git {words[0]}: {done.stderr}"
        return done.stdout

    return run


@pytest.fixture(scope="session")
def sample(tmp_path_factory, git):
    """Commit a copy of this register, as it is in the working tree, once, to copy."""
    copy = tmp_path_factory.mktemp("sample") / "register"
    copy.mkdir()
    for name in REGISTER:
        original = ROOT / name
        if original.is_dir():
            shutil.copytree(original, copy / name)
        elif original.exists():
            shutil.copy2(original, copy / name)
    git(copy, "init", "--quiet", "--initial-branch=main")
    git(copy, "add", ".")
    git(copy, "commit", "--quiet", "--message=The register as it stands")
    return copy


@pytest.fixture
def register(sample, tmp_path, git):
    """Return a copy of this register in a repository of its own."""
    copy = shutil.copytree(sample, tmp_path / "register")
    git(copy, "update-index", "-q", "--refresh")  # git knows the new files by their times and inodes
    return copy


@pytest.fixture
def casefile(environment, register):
    """Return a function that runs the command, in the copy unless told otherwise."""

    def run(
        *words: str,
        cwd: Path = register,
        input: str | None = None,  # noqa: A002 - subprocess calls it so
    ) -> subprocess.CompletedProcess[str]:
        return run_command([*words], cwd, environment, input or "")

    return run


@pytest.fixture
def casefile_json(casefile):
    """Return a function that runs a command with --json, expects it to succeed and gives the envelope."""

    def run(*words: str, **how: object) -> Mapping[str, object]:
        done = casefile(*words, "--json", **how)
        assert done.returncode == 0, (
            f"casefile {' '.join(words)}: {done.returncode}\n{done.stdout}{done.stderr}"
        )
        envelope = json.loads(done.stdout)
        assert envelope["casefile"] == 1
        return envelope

    return run


@pytest.fixture
def forked(tmp_path, git, environment, quick):
    """Return a register of one case whose merges casefile does."""
    return Forked.begun(tmp_path / "register", git, environment, str(quick))


@pytest.fixture
def ci(environment, executable, tmp_path):
    """Return a function that runs the lines of a step in a folder as a CI service would."""

    def run(folder, script, *shell, **values):
        world = {
            **environment,
            "PATH": f"{Path(executable).parent}{os.pathsep}{environment['PATH']}",
            "CI": "true",
            "RUNNER_TEMP": str(tmp_path),
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
            **values,
        }
        return subprocess.run(
            [*shell, "-c", script], cwd=folder, env=world, capture_output=True, encoding="utf-8", check=False
        )

    return run


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    """Return a Python of its own that knows no index, as a machine of a forge without a network has it."""
    return Machine.made(tmp_path_factory.mktemp("machine"))


@pytest.fixture(scope="session")
def whole(tmp_path_factory, git):
    """Clone this repository once; what git packs for it is then copied by links."""
    if not (ROOT / ".git").exists():
        lacking("this is no clone: there is no history that could say what was known when")
    if git(ROOT, "rev-parse", "--is-shallow-repository").strip() == "true":
        lacking("this clone is shallow: `git fetch --unshallow` brings the history that these tests ask")
    clone = tmp_path_factory.mktemp("whole") / "clone"
    git(clone.parent, "clone", "--quiet", "--no-local", str(ROOT), str(clone))
    return clone


@pytest.fixture
def history(whole, tmp_path, git):
    """Return a clone of this repository, whose history answers for what was known when."""
    git(tmp_path, "clone", "--quiet", "--local", str(whole), str(tmp_path / "clone"))
    return tmp_path / "clone"


@pytest.fixture
def commit(history, git):
    """Return a function that finds the commit with this message."""

    def find(message):
        lines = [line.split("\t", 1) for line in git(history, "log", "--format=%H%x09%s").splitlines()]
        found = [name for name, subject in lines if subject == message]
        assert len(found) == 1, f"one commit should say {message!r}; these two are never squashed"
        return found[0]

    return find


def lacking(why):
    """Skip a test that asks this repository's own history where that is not here; in CI it has to be."""
    (pytest.fail if IN_CI else pytest.skip)(why)
