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
        "HOME": str(tmp_path_factory.mktemp("home")),
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


@pytest.fixture
def register(tmp_path, git):
    """Return a copy of this register, as it stands in the working tree, in a repository of its own."""
    copy = tmp_path / "register"
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
def casefile(executable, environment, register):
    """Return a function that runs the installed command, in the copy unless told otherwise."""

    def run(
        *words: str,
        cwd: Path = register,
        input: str | None = None,  # noqa: A002 - subprocess calls it so
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [executable, *words],
            cwd=cwd,
            env=environment,
            input=input or "",
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

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
