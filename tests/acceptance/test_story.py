"""Two advocates and a reviewer keep one register together: a bare repository between three clones."""

from __future__ import annotations

import shutil

import pytest

from support.clones import Clone

ROLES = ("desk-1", "desk-2", "reviewer")
HUB = "../hub.git"


@pytest.fixture(scope="module")
def begun(tmp_path_factory, environment, executable):
    """Make three clones of one bare repository, with a register of one case that desk-1 opened."""
    folder = tmp_path_factory.mktemp("people")
    first, second, third = clones(folder, environment, executable)
    first.folder.mkdir()
    first.git("init", "--quiet", "--bare", "--initial-branch=main", HUB)
    first.casefile("init", ".", "--identity", "desk-1")
    first.git("branch", "--move", "main")
    first.git("remote", "add", "origin", HUB)
    first.casefile(
        "add",
        *("--country", "KG", "--identification", "unnamed", "--descriptor", "video operator"),
        *("--date", "2025-05-28", "--place", "Bishkek", "--kind", "arrest", "--connection", "colleague"),
    )
    first.git("push", "--quiet", "--set-upstream", "origin", "main")
    first.casefile("setup-git")
    for clone, role in ((second, "desk-2"), (third, "reviewer")):
        first.git("clone", "--quiet", HUB, str(clone.folder))
        clone.git("remote", "set-url", "origin", HUB)
        clone.casefile("init", ".", "--identity", role)
        clone.casefile("setup-git")
    return folder


@pytest.fixture
def people(begun, tmp_path, environment, executable):
    """Return a copy of these clones."""
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    return clones(tmp_path, environment, executable)


def clones(folder, environment, executable):
    return [Clone(folder / role, environment, executable) for role in ROLES]


def test_parallel_additions_of_two_people_are_reviewed_merged_and_audited(people, tmp_path):
    first, second, reviewer = people
    (case,) = [row["id"] for row in first.data("list")]
    first.casefile("audit", "--write-checkpoint", str(tmp_path / "checkpoint"))

    # Two people hear of two things on one day, each without the other.
    first.git("switch", "--quiet", "--create", "hearing")
    first.casefile(
        *("record", "hearing", case, "--date", "2025-05-30", "--outcome", "remanded"),
        *("--until", "2025-07-21", "--source", "https://news.example/hearing"),
    )
    first.git("push", "--quiet", "--set-upstream", "origin", "hearing")
    second.casefile(
        *("record", "access", case, "--date", "2025-05-30", "--to", "counsel", "--outcome", "denied"),
        *("--connection", "lawyer"),
    )
    second.git("push", "--quiet")

    # desk-1 takes in what desk-2 wrote; both entries stand in the ledger, nobody was asked anything.
    first.git("fetch", "--quiet")
    first.git("rebase", "--quiet", "origin/main")
    first.git("push", "--quiet", "--force-with-lease")
    types = [event["type"] for event in first.data("show", case)["events"]]
    assert sorted(types) == ["access", "detention", "hearing"]

    # The reviewer reads what the branch says, and nothing else, and merges it.
    reviewer.git("pull", "--quiet")
    page = reviewer.casefile("diff", "main..origin/hearing", "--format", "md", "--on", "2025-06-10")
    assert "remanded until 2025-07-21" in page
    assert "access" not in page
    assert "held" in page
    (told,) = [row for row in reviewer.data("diff", "main..origin/hearing") if row["record"] == case]
    assert {change["kind"] for change in told["changes"]} == {"added"}
    reviewer.git("merge", "--quiet", "--no-ff", "--message=Merge hearing", "origin/hearing")
    reviewer.casefile("validate", "--strict")
    reviewer.git("push", "--quiet")

    # Whoever asks later is told field by field who said it, and that the history only grew.
    asked = {row["field"]: row["author"] for row in reviewer.data("blame", case)}
    (hearing,) = [
        event["id"] for event in reviewer.data("show", case)["events"] if event["type"] == "hearing"
    ]
    assert asked[f"events.{hearing}.until"].startswith("desk-1")
    logged = [(row["author"].split(" ")[0], row.get("kind")) for row in reviewer.data("log", case)]
    assert logged == [
        ("reviewer", "merge_status"),
        *((who, None) for who in ("desk-1", "desk-2", "desk-1")),
    ]
    assert reviewer.data("list", "--on", "2025-06-10")[0]["status"] == "held"
    reviewer.casefile("audit", "--checkpoint", str(tmp_path / "checkpoint"))


def test_two_values_of_one_field_are_settled_by_a_person(people):
    first, second, _ = people
    (case,) = [row["id"] for row in first.data("list")]
    first.casefile("update", case, "--set", "person.descriptor=cameraman")
    first.git("push", "--quiet")
    second.casefile("update", case, "--set", "person.descriptor=camera operator")
    second.git("fetch", "--quiet")
    second.run("git", "merge", "--quiet", "origin/main", code=1)
    assert "CF021 [person.descriptor]" in second.casefile("validate", code=1)
    second.casefile("resolve", case, "--theirs", "--field", "person.descriptor")
    second.git("commit", "--quiet", "--no-edit")
    second.git("push", "--quiet")
    first.git("pull", "--quiet")
    assert first.data("show", case)["person"]["descriptor"] == "cameraman"
    first.casefile("validate", "--strict")


def test_a_rewritten_history_is_reported(people, tmp_path):
    first, second, reviewer = people
    (case,) = [row["id"] for row in first.data("list")]
    first.casefile("record", "access", case, "--date", "2025-05-30", "--to", "counsel")
    first.git("push", "--quiet")
    reviewer.git("pull", "--quiet")
    checkpoint = str(tmp_path / "checkpoint")
    reviewer.casefile("audit", "--write-checkpoint", checkpoint)
    second.casefile("update", case, "--set", "person.descriptor=camera operator")
    second.git("push", "--quiet", "--force")
    reviewer.git("fetch", "--quiet")
    reviewer.git("reset", "--quiet", "--hard", "origin/main")
    found = reviewer.data("audit", "--checkpoint", checkpoint, code=1)
    assert any("checkpoint" in finding["message"] for finding in found["findings"])
