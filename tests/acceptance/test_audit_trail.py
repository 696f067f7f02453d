"""The installed command audits the register."""

from __future__ import annotations

import json
import shutil

import pytest


def test_audit_finds_nothing_in_the_sample_register(casefile_json):
    data = casefile_json("audit")["data"]
    assert data["findings"] == []
    assert (data["commits"], data["signed"], data["checkpoint"]) == (1, 0, None)
    assert data["records"] > 20


def test_a_finding_is_in_every_format_and_exits_with_1(casefile, register, git):
    (register / "cases/kg/2025/kg-2025-zara-sadygalieva.yaml").unlink()
    git(register, "commit", "--quiet", "--all", "--message=Tidy up")
    told = casefile("audit", "--json")
    (finding,) = json.loads(told.stdout)["data"]["findings"]
    assert told.returncode == 1
    assert (finding["code"], finding["record"], finding["author"]) == (
        "CF741",
        "kg-2025-zara-sadygalieva",
        "desk-2",
    )
    assert finding["commit"] == git(register, "rev-parse", "HEAD").strip()
    for form in ("text", "md"):
        shown = casefile("audit", "--format", form)
        assert shown.returncode == 1
        assert finding["commit"][:9] in shown.stdout
        assert "CF741" in shown.stdout


def test_a_checkpoint_written_here_is_compared_here(casefile, casefile_json, tmp_path):
    place = tmp_path / "checkpoint.json"
    written = casefile_json("audit", "--write-checkpoint", str(place))["data"]["checkpoint"]["written"]
    kept = json.loads(place.read_text(encoding="utf-8"))
    assert {name: written[name] for name in ("head", "commits", "digest")} == {
        name: kept[name] for name in ("head", "commits", "digest")
    }
    compared = casefile_json("audit", "--checkpoint", str(place))["data"]["checkpoint"]["compared"]
    assert (compared["same"], compared["grown"]) == (True, 0)
    assert casefile("audit", "--write-checkpoint", str(place)).returncode == 4
    assert casefile("audit", "--write-checkpoint", str(place), "--force").returncode == 0


@pytest.mark.parametrize(
    ("words", "code", "ended"),
    [
        (("--checkpoint", "nowhere.json"), "CF304", 3),
        (("--checkpoint", "casefile.yaml"), "CF749", 2),
        (("--checkpoint", "."), "CF804", 5),
        (("--write-checkpoint", "cases/c.json"), "CF623", 2),
        (("--write-checkpoint", "nowhere/c.json"), "CF805", 5),
        (("--force",), "CF601", 2),
        (("--format", "yaml"), "CF601", 2),
    ],
)
def test_wrong_arguments_are_refused_with_a_hint(casefile, words, code, ended):
    done = casefile("audit", *words, "--json")
    error = json.loads(done.stdout)["error"]
    assert (done.returncode, error["code"]) == (ended, code)
    assert error["hint"]


def test_audit_of_a_register_without_git_is_refused(casefile, register):
    shutil.rmtree(register / ".git")
    done = casefile("audit", "--json")
    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (5, "CF809")


def test_author_names_in_commits_cannot_control_a_terminal(casefile, register, git):
    git(register, "rm", "--quiet", "cases/kg/2025/kg-2025-zara-sadygalieva.yaml")
    git(register, "commit", "--quiet", "--message=x", "--author=\x1b[31m\u202eX <x@x.invalid>")
    shown = casefile("audit").stdout
    assert "\x1b" not in shown
    assert "\u202e" not in shown
