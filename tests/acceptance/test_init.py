"""`init` with the installed command: from an empty folder to the first case."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def stranger(environment, monkeypatch):
    """Take the author away that other tests commit as: a fresh machine has none."""
    for name in [name for name in environment if name.startswith(("GIT_AUTHOR", "GIT_COMMITTER"))]:
        monkeypatch.delitem(environment, name)


def test_from_an_empty_folder_to_the_first_case(casefile, git, tmp_path, stranger):
    folder = tmp_path / "desk"
    folder.mkdir()
    started = casefile("init", "--identity", "desk-2", "--title", "Detentions", cwd=folder)
    assert started.returncode == 0, started.stderr
    assert "added casefile.yaml\n" in started.stdout
    assert "commits here are made as desk-2 <desk-2@register.invalid>" in started.stderr
    opened = casefile(
        "add", "Test Person", "--country", "KG", "--date", "2025-06-20", "--source", "https://example.org/a",
        cwd=folder,
    )  # fmt: skip
    assert opened.returncode == 0, opened.stderr
    assert git(folder, "log", "--format=%an <%ae>").splitlines() == ["desk-2 <desk-2@register.invalid>"] * 2
    assert "person" not in git(folder, "log", "--format=%B").lower()
    listed = json.loads(casefile("list", "--json", cwd=folder).stdout)["data"]
    assert [row["status"] for row in listed] == ["held"]
    assert listed[0]["tier"] == "restricted"
    assert casefile("validate", cwd=folder).returncode == 0


def test_without_an_identity_it_says_what_to_type_and_that_finishes(casefile, git, tmp_path, stranger):
    refused = casefile("init", cwd=tmp_path)
    assert refused.returncode == 5
    assert refused.stderr.endswith("casefile init --identity desk-2\n")
    assert casefile("init", "--identity", "desk-2", cwd=tmp_path).returncode == 0
    assert git(tmp_path, "status", "--porcelain", "--", "casefile.yaml", "cases", "schemas") == ""


def test_the_answer_in_json(casefile, tmp_path):
    answer = json.loads(casefile("init", "new", "--json", cwd=tmp_path).stdout)
    assert answer["command"] == "init"
    assert answer["data"]["path"] == str(tmp_path / "new")
    assert "casefile.yaml" in answer["data"]["added"]
    assert len(answer["data"]["commit"]) == 40


@pytest.mark.parametrize(
    "words", [["--ids", "random"], ["--ci", "x"], ["--identity", "a@b.org"], ["--title", ""]]
)
def test_a_wrong_wish_is_2_and_leaves_nothing(casefile, tmp_path, words):
    done = casefile("init", "new", *words, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert not (tmp_path / "new").exists()
