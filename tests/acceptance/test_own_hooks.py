"""Every writing command in a repository whose pre-commit hook formats records with casefile itself."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from support.programs import program

HOOKS = """\
repos:
  - repo: local
    hooks:
      - id: casefile-fmt
        name: format
        entry: {executable} fmt
        language: system
        files: ^(cases/.*\\.yaml|casefile\\.yaml)$
        require_serial: true
      - id: casefile-validate
        name: validate
        entry: {executable} validate --staged
        language: system
        always_run: true
        pass_filenames: false
"""


@pytest.fixture
def hooked(tmp_path, git, environment, quick):
    """Return a function that types a command in a register whose commits pre-commit checks."""
    folder = tmp_path / "register"
    world = {
        **environment,
        "PRE_COMMIT_HOME": str(tmp_path / "cache"),
        "PATH": f"{Path(program('pre-commit')).parent}{os.pathsep}{environment['PATH']}",
    }

    def run(*words, code=0, into=None):
        done = subprocess.run(
            words, cwd=folder, env=world, capture_output=True, encoding="utf-8", check=False, input=into,
            timeout=120,
        )  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    def casefile(*words, **how):
        return run(quick, "--no-input", *words, **how)

    words = [quick, "--no-input", "init", str(folder)]
    subprocess.run(words, env=world, check=True, capture_output=True)
    (folder / ".pre-commit-config.yaml").write_text(HOOKS.format(executable=quick))
    run("git", "add", ".pre-commit-config.yaml")
    run("git", "commit", "-qm", "Check commits")
    run("pre-commit", "install")
    casefile.run, casefile.folder = run, folder
    return casefile


def test_every_writing_command_commits(hooked):
    where = ["--country", "KG", "--date", "2025-06-01"]

    def committed(*words, **how):
        before = hooked.run("git", "rev-parse", "HEAD")
        answer = hooked(*words, **how)
        assert hooked.run("git", "rev-parse", "HEAD") != before, answer
        assert hooked.run("git", "status", "--porcelain") == ""
        return answer

    committed("add", "--descriptor", "reporter", "--id", "kg-2025-a1a1a", *where)
    committed("record", "release", "kg-2025-a1a1a", "--date", "2025-06-03")
    committed("update", "kg-2025-a1a1a", "--set", "person.occupation=reporter")
    event = hooked.run("git", "log", "-1", "--format=%B", "HEAD~1").split("Event: ")[1].split()[0]
    committed("mark", "kg-2025-a1a1a", event, "disputed", "--reason", "two sources differ")
    committed("rename", "kg-2025-a1a1a", "kg-2025-b2b2b")
    committed("organization", "add", "--name", "Night Watch", "--id", "night-watch")
    committed("situation", "add", "--title", "Crackdown", "--id", "crackdown")
    committed("statute", "add", "--id", "kg-cc-278", "--country", "KG", "--article", "278")
    committed("source", "add", "--id", "paper-a", "--kind", "press_article")
    people = "schema: casefile/source/1\nid: paper-b\nkind: press_article\n"
    committed("add", "--from", "-", into=people)
    hooked("add", "--descriptor", "lawyer", "--id", "kg-2025-c3c3c", *where, "--no-commit")
    committed("commit")
    committed("withdraw", "kg-2025-b2b2b", "--reason", "safety", "--yes")


def test_a_hook_that_refuses_still_leaves_the_file_written(hooked):
    (hooked.folder / ".pre-commit-config.yaml").write_text(
        HOOKS.format(executable="false").replace("entry: false validate --staged", "entry: 'false'")
    )
    hooked.run("git", "add", ".pre-commit-config.yaml")
    hooked.run("git", "commit", "-qnm", "Refuse everything")
    words = ["add", "--descriptor", "reporter", "--id", "kg-2025-a1a1a", "--country", "KG"]
    hooked(*words, "--date", "2025-06-01", code=5)
    assert (hooked.folder / "cases/kg/2025/kg-2025-a1a1a.yaml").exists()
