"""`init`: what is missing is added, what is there stays, and a failed start can be finished."""

from __future__ import annotations

import json
import subprocess

import pytest

from casefile.errors import BadInput, MachineTrouble
from casefile.model.json_schema import schema_text
from casefile.setup.register_setup import InitOptions, init
from casefile.validation.validation_run import validate
from casefile.yaml.reader import read
from support.modes import mode, reachable_folder, umask


def test_a_register_comes_into_being_in_one_commit(tmp_path, git_in):
    started = init(tmp_path / "new/register", InitOptions(title="Detentions", identity="desk-2"))
    git = git_in(tmp_path / "new/register")
    assert git("log", "--format=%H %an %ae") == f"{started.commit} desk-2 desk-2@register.invalid"
    assert git("status", "--porcelain") == ""
    assert git("branch", "--show-current") == "main"
    assert set(git("ls-files").splitlines()) == set(started.added)
    settings = read((started.root / "casefile.yaml").read_bytes()).data
    assert settings == {
        "schema": "casefile/settings/1",
        "title": "Detentions",
        "ids": "opaque",
        "tier": "restricted",
        "stale_days": 90,
    }


def test_a_fresh_register_is_sound(tmp_path):
    init(tmp_path, InitOptions(identity="desk-2", ci="github"))
    assert validate(tmp_path).problems == ()


def test_editors_find_a_schema_for_every_kind(tmp_path):
    init(tmp_path, InitOptions(identity="desk-2"))
    settings = json.loads((tmp_path / ".vscode/settings.json").read_text())
    for path in settings["yaml.schemas"]:
        kind = path.removeprefix("schemas/").removesuffix(".schema.json")
        assert (tmp_path / path).read_text() == schema_text(kind)


def test_starting_again_changes_nothing(tmp_path, git_in):
    init(tmp_path, InitOptions(identity="desk-2"))
    again = init(tmp_path, InitOptions(title="Other", ids="names"))
    assert (again.added, again.commit) == ((), None)
    assert git_in(tmp_path)("rev-list", "--count", "HEAD") == "1"


def test_existing_files_are_neither_overwritten_nor_committed(git):
    (git.folder / "README.md").write_text("mine\n")
    (git.folder / ".gitattributes").write_text("* text\n")
    (git.folder / "draft.txt").write_text("draft\n")
    init(git.folder, InitOptions())
    assert (git.folder / "README.md").read_text() == "mine\n"
    assert git("status", "--porcelain").splitlines() == ["?? .gitattributes", "?? README.md", "?? draft.txt"]


@pytest.mark.parametrize(
    ("ci", "path"), [("github", ".github/workflows/register.yml"), ("gitlab", ".gitlab-ci.yml")]
)
def test_a_workflow_validates(tmp_path, ci, path):
    init(tmp_path, InitOptions(identity="desk-2", ci=ci))
    text = (tmp_path / path).read_text()
    assert f"casefile validate --format {ci} --strict" in text
    assert read(text.encode()).data


def test_without_an_identity_the_files_stay_and_the_next_try_finishes(tmp_path, git_in):
    with pytest.raises(MachineTrouble) as refused:
        init(tmp_path, InitOptions())
    assert refused.value.code == "CF811"
    assert "casefile init --identity desk-2" in refused.value.hint
    (tmp_path / "notes.txt").write_text("mine\n")
    finished = init(tmp_path, InitOptions(identity="desk-2"))
    assert finished.added == ()
    assert git_in(tmp_path)("rev-parse", "HEAD") == finished.commit
    assert git_in(tmp_path)("status", "--porcelain") == "?? notes.txt"


def files(folder):
    """Return all files of a register, git's own apart."""
    return [each for each in folder.rglob("*") if ".git" not in each.relative_to(folder).parts]


@pytest.mark.parametrize("mask", [0o022, 0o002, 0o077], ids=oct)
def test_a_new_register_is_open_to_its_owner_alone(tmp_path, mask):
    with umask(mask):
        started = init(tmp_path / "new/register", InitOptions(identity="desk-2"))
    assert mode(started.root) == 0o700
    assert {mode(each) for each in files(started.root)} == {0o600, 0o700}
    assert started.to_close == ()


@pytest.mark.parametrize(
    ("folder", "mask", "file"), [(0o755, 0o022, 0o644), (0o2775, 0o002, 0o664), (0o2770, 0o007, 0o660)]
)
def test_a_folder_that_is_there_is_not_changed(tmp_path, folder, mask, file):
    place = tmp_path / "register"
    place.mkdir()
    place.chmod(folder)
    with umask(mask):
        init(place, InitOptions(identity="desk-2"))
    assert mode(place) == folder
    assert {mode(each) for each in files(place) if each.is_file()} == {file}
    assert {mode(each) for each in files(place) if each.is_dir()} == {folder}


def test_a_folder_that_others_can_read_is_reported_with_the_command_that_closes_it():
    with reachable_folder() as place, umask(0o022):
        started = init(place, InitOptions(identity="desk-2"))
        assert started.to_close == (f"chmod go-rwx {place}",)
        subprocess.run(started.to_close[0], shell=True, check=True)
        assert init(place, InitOptions()).to_close == ()


REFUSED = {
    "ids": InitOptions(ids="random"),
    "ci": InitOptions(ci="jenkins"),
    "a name and mail as identity": InitOptions(identity="Jane Doe <jane@example.org>"),
    "a line break in the identity": InitOptions(identity="desk\n2"),
    "an option as identity": InitOptions(identity="--global"),
    "an empty title": InitOptions(title=" "),
    "a title of two lines": InitOptions(title="a\nb"),
    "an escape in the title": InitOptions(title="\x1b[31m"),
}


@pytest.mark.parametrize("wish", REFUSED.values(), ids=REFUSED)
def test_an_impossible_option_leaves_the_folder_unchanged(tmp_path, wish):
    with pytest.raises(BadInput):
        init(tmp_path / "register", wish)
    assert not (tmp_path / "register").exists()


@pytest.mark.parametrize("ci", ["github", "gitlab"])
def test_a_workflow_is_written_only_at_the_top_of_a_repository(git, ci):
    with pytest.raises(BadInput) as refused:
        init(git.folder / "below", InitOptions(ci=ci))
    assert refused.value.code == "CF601"
    assert not (git.folder / "below").exists()


@pytest.mark.parametrize("name", ["GIT_AUTHOR_NAME", "GIT_COMMITTER_EMAIL"])
def test_a_role_that_the_environment_would_override_is_no_role(tmp_path, monkeypatch, name):
    monkeypatch.setenv(name, "Jane")
    with pytest.raises(MachineTrouble) as refused:
        init(tmp_path, InitOptions(identity="desk-2"))
    assert (refused.value.code, "Jane" in str(refused.value)) == ("CF817", False)


def test_no_register_inside_a_register(desk):
    with pytest.raises(BadInput) as refused:
        init(desk / "cases/second", InitOptions())
    assert refused.value.code == "CF601"


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").touch()
    for place in ("file", "file/below"):
        with pytest.raises((BadInput, MachineTrouble)):
            init(tmp_path / place, InitOptions())


def test_new_folders_above_a_register_are_closed_too(tmp_path):
    with umask(0o022):
        init(tmp_path / "a/b/c", InitOptions(identity="desk-2"))
    assert [mode(tmp_path / each) for each in ("a", "a/b", "a/b/c")] == [0o700, 0o700, 0o700]
