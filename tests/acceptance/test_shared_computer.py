"""On a computer that others use: no verb that writes opens a file that was closed to them."""

from __future__ import annotations

import json

import pytest

from support.branches import AUGUST, SEPTEMBER, TEXT
from support.modes import mode, reachable_folder, umask

PERSON = ("--country", "KG", "--date", "2025-06-20", "--source", "https://example.org/a")
MASKS = pytest.mark.parametrize("mask", [0o022, 0o002, 0o077], ids=oct)


def files(folder):
    """Return all files and folders of a register, git's own apart."""
    return [each for each in folder.rglob("*") if ".git" not in each.relative_to(folder).parts]


def open_to_others(folder):
    """Return what others may do something with, casefile's own place in git's folder included."""
    found = [*files(folder), *(folder / ".git/casefile").rglob("*")]
    return {str(each.relative_to(folder)): oct(mode(each)) for each in found if mode(each) & 0o077}


@pytest.fixture
def desk(casefile, tmp_path, environment, monkeypatch):
    """Return a new register, and a function that runs a command in it and expects it to succeed."""
    folder = tmp_path / "desk"

    def run(*words):
        done = casefile(*words, cwd=folder if folder.exists() else tmp_path)
        assert done.returncode == 0, (words, done.stdout, done.stderr)
        return json.loads(done.stdout)["data"] if "--json" in words else done.stdout

    for name in [name for name in environment if name.startswith(("GIT_AUTHOR", "GIT_COMMITTER"))]:
        monkeypatch.delitem(environment, name)
    monkeypatch.setitem(environment, "GIT_EDITOR", "sed -i 's/place: Osh/place: Naryn/'")
    return folder, run


def use_every_verb_that_writes(folder, run):
    """Write by each verb; yield its name after it has written."""
    made = run("add", "Test Person", *PERSON, "--json")
    one = made["record"]
    yield "add"
    other = run("add", "Second Person", *PERSON, "--json")["record"]
    run("record", "hearing", one, "--date", "2025-06-22", "--outcome", "remanded", "--until", "2025-08-22")
    yield "record"
    run("record", "note", one, "--date", "2025-06-22", "--summary", "kept", "--place", "Osh")
    run("update", one, "--set", "person.occupation=reporter", "--set", f"events.{made['event']}.place=Osh")
    yield "update"
    run("mark", one, made["event"], "disputed", "--reason", "the lawyer denies it")
    yield "mark"
    run("edit", one)
    yield "edit"
    run("source", "add", "--kind", "call", "--accessed", "2025-06-24")
    run("organization", "add", "--name", "Example Bureau", "--country", "KG", "--kind", "ngo")
    run("situation", "add", "--title", "First wave", "--country", "KG")
    yield "source, organization, situation"
    case = next((folder / "cases/kg").rglob(f"{other}.yaml"))
    case.write_text(case.read_text().replace("country: KG", "country:   KG"))
    run("fmt")
    assert "country: KG" in case.read_text()
    yield "fmt"
    case.write_text(case.read_text().replace("Second", "Third"))
    run("commit")
    yield "commit"
    new = run("rename", one, "--opaque", "--json")["record"]
    yield "rename"
    (folder / "schemas/case.schema.json").write_text("{}\n")
    run("schema", "--write")
    yield "schema"
    run("export", "-f", "jsonl", "--audience", "internal", "-o", "../all.jsonl", "--manifest", "../left.txt")
    run("withdraw", new, "--reason", "safety", "--yes")
    yield "withdraw"
    run("withdraw", other, "--reason", "safety", "--yes")
    run("add", "--from", "../list.jsonl")
    yield "add --from"
    run("setup-git")
    yield "setup-git"


LIST = {
    "schema": "casefile/case/1",
    "id": "kg-2025-7k3mq",
    "country": "KG",
    "person": {"identification": "named", "name": "From Elsewhere"},
}


@MASKS
def test_in_a_new_register_no_command_makes_a_file_readable_to_others(desk, tmp_path, mask):
    folder, run = desk
    (tmp_path / "list.jsonl").write_text(json.dumps(LIST) + "\n")
    with umask(mask):
        run("init", "desk", "--identity", "desk-2")
        assert mode(folder) == 0o700
        assert open_to_others(folder) == {}
        for verb in use_every_verb_that_writes(folder, run):
            assert open_to_others(folder) == {}, verb
    assert mode(folder) == 0o700
    assert {mode(tmp_path / name) for name in ("all.jsonl", "left.txt")} == {0o600}


def closed(folder):
    """Close every file to others, the folders not; return the files."""
    found = [each for each in files(folder) if each.is_file()]
    for each in found:
        each.chmod(0o600)
    return found


@pytest.mark.parametrize("mask", [0o022, 0o002], ids=oct)
def test_in_an_open_folder_a_private_file_stays_private(desk, tmp_path, mask):
    folder, run = desk
    (tmp_path / "list.jsonl").write_text(json.dumps(LIST) + "\n")
    folder.mkdir()
    folder.chmod(0o755)
    with umask(mask):
        run("init", "--identity", "desk-2")
        before = closed(folder)
        for verb in use_every_verb_that_writes(folder, run):
            moved = files(folder) if verb in {"rename", "withdraw"} else []
            left = [each for each in {*before, *moved} if each.is_file()]
            assert {mode(each) for each in left} == {0o600}, verb
            before = closed(folder)
    assert mode(folder) == 0o755


def test_a_folder_that_others_can_read_is_named_by_init_and_doctor_until_it_is_closed(casefile):
    with reachable_folder() as folder, umask(0o022):
        command = f"chmod go-rwx {folder}"
        assert command in casefile("init", "--identity", "desk-2", cwd=folder).stderr
        rows = json.loads(casefile("doctor", "--json", cwd=folder).stdout)["data"]
        assert [row["hint"] for row in rows if row["check"] == "access"] == [command]
        folder.chmod(0o700)
        rows = json.loads(casefile("doctor", "--json", cwd=folder).stdout)["data"]
        assert [row["ok"] for row in rows if row["check"] == "access"] == [True]


@MASKS
def test_resolving_keeps_the_mode_of_the_file(forked, mask):
    forked.branches(TEXT.replace("09-21", "10-21") + SEPTEMBER, TEXT.replace("09-21", "11-21") + AUGUST)
    with umask(mask):
        assert forked.run("git", "merge", "theirs").returncode == 1
        forked.case.chmod(0o600)
        done = forked.run(forked.executable, "resolve", "kg-2025-7k3mq", "--theirs")
        assert done.returncode == 0, done.stderr
    assert mode(forked.case) == 0o600
