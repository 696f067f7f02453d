"""A drill: the commands of docs/backup.md lead from a mirror and from a bundle to a register that works."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from transcripts import DATED, SEALED

from support.transcripts import Stage, transcripts

PAGE = Path(__file__).resolve().parents[2] / "docs" / "backup.md"
RESTORED = ("restored", "desk")
"""The folders in which the page restores: from the mirror, from the bundle."""


@pytest.fixture(scope="module")
def drill(tmp_path_factory, quick, environment):
    """Run the page; return the folder in which it was run, and the world of its commands."""
    folder = tmp_path_factory.mktemp("drill")
    unnamed = {name: value for name, value in environment.items() if not name.startswith("GIT_AUTHOR_")}
    unnamed = {name: value for name, value in unnamed.items() if not name.startswith("GIT_COMMITTER_")}
    stage = Stage(folder, quick, unnamed | DATED | SEALED, both=True)
    for transcript in transcripts(PAGE):
        stage.run(transcript)
    assert not stage.ended, stage.last
    return folder, stage.environment


@pytest.fixture
def run(drill, tmp_path):
    """Return a function that runs a command in a copy of one of the folders of the drill."""
    folder, environment = drill
    copied = shutil.copytree(folder, tmp_path / "drill", symlinks=True)

    def in_copy(place: str, *words: str, code: int = 0) -> str:
        done = subprocess.run(
            words, cwd=copied / place, env=environment, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == code, (words, done.returncode, done.stdout, done.stderr)
        return done.stdout

    return in_copy


def data(text):
    return json.loads(text)["data"]


@pytest.mark.parametrize("place", RESTORED)
def test_a_restored_register_is_whole_and_audited(run, place):
    found = {each["check"]: each["ok"] for each in data(run(place, "casefile", "doctor", "--json"))}
    for check in ("register", "records", "access", "identity", "drivers", "attributes", "history"):
        assert found[check], check
    assert data(run(place, "casefile", "validate", "--strict", "--json"))["errors"] == 0
    audited = json.loads(run(place, "casefile", "audit", "--checkpoint", "../checkpoint.json", "--json"))
    assert audited["problems"] == []
    assert run(place, "git", "status", "--porcelain") == ""


def test_the_mirror_and_the_bundle_have_every_branch_and_commit(run):
    refs = ("git", "for-each-ref", "--format=%(refname) %(objectname)", "refs/heads", "refs/tags")
    assert run("mirror.git", *refs) == run("register", *refs)
    before = run("register", "git", "rev-parse", "april", "main~1").split()
    assert run("server.git", "git", "rev-parse", "april", "main").split() == before
    assert run("shared.git", "git", "rev-parse", "april", "main").split() == before


@pytest.mark.parametrize("place", RESTORED)
def test_people_go_on_working_in_a_restored_register(run, place):
    run(place, "git", "switch", "-q", "-c", "topic")
    access = ("record", "access", "primerova", "--date", "2025-03-07", "--outcome", "denied")
    run(place, "casefile", *access, "--to", "counsel", "--source", "order-1")
    run(place, "git", "switch", "-q", "main")
    run(place, "casefile", *access, "--to", "family", "--source", "order-1")
    run(place, "git", "merge", "-q", "--no-edit", "topic")
    types = [event["type"] for event in data(run(place, "casefile", "show", "primerova", "--json"))["events"]]
    assert types.count("access") == 2
    assert data(run(place, "casefile", "log", "--limit", "1", "--json"))[0]["author"].startswith("desk-1")
    run(place, "casefile", "validate", "--strict")
    run(place, "git", "push", "-q", "origin", "HEAD:refs/heads/after-the-restore")


@pytest.mark.parametrize("place", RESTORED)
@pytest.mark.parametrize("spoil", [os.unlink, lambda path: path.write_text("another order\n")])
def test_an_audit_notices_evidence_that_was_not_restored(run, tmp_path, place, spoil):
    spoil(tmp_path / "drill" / place / "evidence/orders/1.txt")
    audited = json.loads(run(place, "casefile", "audit", "--json", code=1))
    assert "CF746" in json.dumps(audited)


@pytest.mark.parametrize("backup", ["mirror.git", "server.git", "shared.git", "register-2025-06-02.bundle"])
def test_a_backup_holds_nothing_private_of_a_clone(run, tmp_path, backup):
    private = tmp_path / "drill/register/.git/casefile/drafts"
    private.mkdir(parents=True, exist_ok=True)
    (private / "interview.yaml").write_text("person: a draft\n")
    run("register", "git", "clone", "-q", f"../{backup}", "../again")
    again = tmp_path / "drill/again"
    assert not (again / ".git/casefile").exists()
    assert not (again / "evidence").exists()
    names = run("again", "git", "config", "--local", "--list", "--name-only")
    assert ("casefile" in names, "user.name" in names) == (False, False)


def test_a_clone_of_a_backup_without_init_is_warned_about(run):
    run("register", "git", "clone", "-q", "../mirror.git", "../again")
    found = {each["check"]: each["hint"] for each in data(run("again", "casefile", "doctor", "--json"))}
    assert found["drivers"] == "casefile setup-git"
    run("again", "casefile", "setup-git")
    assert {each["check"]: each["ok"] for each in data(run("again", "casefile", "doctor", "--json"))}[
        "drivers"
    ]
