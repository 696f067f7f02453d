"""`setup-git`: once is enough, what a person had stays, and an undo takes out what was written alone."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from casefile.errors import MachineTrouble
from casefile.setup.git_drivers import (
    ATTRIBUTES,
    CHECKED,
    ONLY_IN_CLONES,
    RULE,
    SETTINGS,
    lacks_drivers,
    set_up,
)

OWN = '[diff "casefile"]\n\ttextconv = my-own\n\tcolor = x\n[merge "casefile"]\n\tdriver = mine %O %A %B\n'


@pytest.fixture
def register(git):
    """A register whose .gitattributes say nothing of casefile."""
    (git.folder / "casefile.yaml").write_text("schema: casefile/settings/1\n")
    (git.folder / ATTRIBUTES).write_text("*.yaml text eol=lf\n")
    git.commit("begin")
    return git


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A person's own folder."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def in_force(git):
    return {key: git("config", "--get", key) for key, _ in SETTINGS}


def test_setup_configures_git_for_records(register):
    done = set_up(register.folder, "local")
    assert [step.key or step.value for step in done.steps] == [RULE, *(key for key, _ in SETTINGS)]
    assert in_force(register) == dict(SETTINGS)
    assert (register.folder / ATTRIBUTES).read_text() == f"*.yaml text eol=lf\n{RULE}\n"
    said = register("check-attr", "diff", "merge", "--", "cases/kg/2025/kg-2025-7k3mq.yaml")
    assert [line.rpartition(" ")[2] for line in said.splitlines()] == ["casefile", "casefile"]
    assert "safe" not in (register.folder / ".git/config").read_text()


def test_a_second_setup_changes_nothing(register):
    set_up(register.folder, "local")
    before = (register.folder / ".git/config").read_bytes()
    assert set_up(register.folder, "local").steps == ()
    assert (register.folder / ".git/config").read_bytes() == before


@pytest.mark.parametrize("config", ["", OWN, "[casefile]\n\tother = 1\n"], ids=["none", "own", "a section"])
@pytest.mark.parametrize(
    "attributes", [None, "", "*.yaml text eol=lf\n", "*.yaml text", "* text\r\n"],
    ids=["no file", "empty", "a line", "no line end", "CRLF"],
)  # fmt: skip
def test_an_undo_leaves_every_byte_as_it_was(register, config, attributes):
    conf, rules = register.folder / ".git/config", register.folder / ATTRIBUTES
    conf.write_text(conf.read_text() + config)
    rules.unlink()
    if attributes is not None:
        rules.write_bytes(attributes.encode())
    before = conf.read_bytes(), rules.read_bytes() if rules.exists() else None
    set_up(register.folder, "local")
    assert in_force(register) == dict(SETTINGS)
    set_up(register.folder, "local", undo=True)
    assert (conf.read_bytes(), rules.read_bytes() if rules.exists() else None) == before
    assert set_up(register.folder, "local", undo=True).steps == ()


def test_an_undo_keeps_equal_settings_that_existed_before(register):
    key, value = SETTINGS[2]
    register("config", key, value)
    (register.folder / ATTRIBUTES).write_text(f"{RULE}\n")
    done = set_up(register.folder, "local")
    assert [step.key for step in done.steps] == [each for each, _ in SETTINGS if each != key]
    set_up(register.folder, "local", undo=True)
    assert register("config", "--get", key) == value
    assert (register.folder / ATTRIBUTES).read_text() == f"{RULE}\n"


def test_an_undo_keeps_settings_changed_or_added_since(register):
    set_up(register.folder, "local")
    register("config", "diff.casefile.textconv", "changed")
    with (register.folder / ATTRIBUTES).open("a") as rules:
        rules.write("*.pdf binary\n")
    done = set_up(register.folder, "local", undo=True)
    assert done.kept == ("diff.casefile.textconv",)
    assert register("config", "--get-regexp", "casefile") == "diff.casefile.textconv changed"
    assert (register.folder / ATTRIBUTES).read_text() == "*.yaml text eol=lf\n*.pdf binary\n"


def test_an_undo_reports_no_setting_of_the_user(register):
    (register.folder / ".git/config").write_text((register.folder / ".git/config").read_text() + OWN)
    set_up(register.folder, "local")
    assert set_up(register.folder, "local", undo=True).kept == ()


@pytest.mark.parametrize("before", [None, "", "[core]\n\tpager = cat\n"])
def test_an_undo_for_a_person_leaves_no_file_where_there_was_none(register, home, before):
    config = home / ".gitconfig"
    if before is not None:
        config.write_text(before)
    set_up(register.folder, "global", dry=True)
    assert (config.read_text() if config.exists() else None) == before
    set_up(register.folder, "global")
    assert "merge-driver" in config.read_text()
    set_up(register.folder, "global", undo=True)
    assert (config.read_text() if config.exists() else None) == before


def test_an_undo_leaves_the_file_that_it_made_if_there_is_more_in_it_now(register, home):
    set_up(register.folder, "global")
    register("config", "--global", "core.pager", "cat")
    set_up(register.folder, "global", undo=True)
    assert (home / ".gitconfig").read_text() == "[core]\n\tpager = cat\n"


def test_settings_of_an_older_version_are_replaced(register, monkeypatch):
    older = tuple((key, f"older {key}") for key, _ in SETTINGS)
    monkeypatch.setattr("casefile.setup.git_drivers.SETTINGS", older)
    set_up(register.folder, "local")
    monkeypatch.undo()
    set_up(register.folder, "local")
    for key, value in SETTINGS:
        assert register("config", "--get-all", key) == value
    set_up(register.folder, "local", undo=True)
    assert register.run("config", "--get-regexp", "casefile").returncode == 1


def test_a_dry_run_writes_nothing(register):
    before = (register.folder / ".git/config").read_bytes()
    assert len(set_up(register.folder, "local", dry=True).steps) == 1 + len(SETTINGS)
    assert (register.folder / ".git/config").read_bytes() == before
    assert register("status", "--porcelain") == ""


def test_a_linked_work_tree_shares_the_settings_and_has_its_own_rule(register, git_in, tmp_path):
    linked = tmp_path / "linked"
    register("worktree", "add", "-q", str(linked))
    set_up(linked, "local")
    assert in_force(git_in(linked)) == in_force(register) == dict(SETTINGS)
    assert register("status", "--porcelain") == ""
    done = set_up(register.folder, "local")
    assert [step.value for step in done.steps] == [RULE]
    for git, other in ((git_in(linked), register), (register, git_in(linked))):
        assert other("status", "--porcelain") == ("" if git is register else " M .gitattributes")
        set_up(git.folder, "local", undo=True)
        assert git("status", "--porcelain") == ""
        assert git.run("config", "--get-regexp", r"(diff|merge)\.casefile").returncode == 1
    assert register.run("config", "--get-regexp", "casefile").returncode == 1


def test_a_clone_that_was_moved_or_copied_is_undone_where_it_is(register, git_in, tmp_path):
    set_up(register.folder, "local")
    copy = git_in(shutil.copytree(register.folder, tmp_path / "copy"))
    moved = git_in(register.folder.rename(tmp_path / "moved"))
    for git, other in ((copy, moved), (moved, None)):
        set_up(git.folder, "local", undo=True)
        assert git("status", "--porcelain") == ""
        assert git.run("config", "--get-regexp", "casefile").returncode == 1
        assert other is None or in_force(other) == dict(SETTINGS)


def test_a_register_below_the_top_has_its_own_rule(git):
    (git.folder / "register/cases").mkdir(parents=True)
    (git.folder / "register/casefile.yaml").write_text("schema: casefile/settings/1\n")
    set_up(git.folder / "register/cases", "local")
    assert (git.folder / "register" / ATTRIBUTES).read_text() == f"{RULE}\n"
    assert git("check-attr", "merge", "register/cases/kg/a.yaml").endswith(": merge: casefile")


def test_for_everywhere_it_goes_into_the_home(home, tmp_path, git):
    (home / ".gitconfig").write_text("[user]\n\tname = desk-2\n")
    before = (home / ".gitconfig").read_bytes()
    set_up(tmp_path, "global")  # in no register
    assert (home / ".config/git/attributes").read_text() == f"{RULE}\n"
    written = {key: value for key, value in SETTINGS if key not in ONLY_IN_CLONES}
    assert {key: git("config", "--get", key) for key in written} == written
    assert "directoryrenames" not in (home / ".gitconfig").read_text()
    assert git("check-attr", "merge", "cases/kg/a.yaml").endswith(": merge: casefile")
    assert "casefile" not in (git.folder / ".git/config").read_text()
    assert set_up(tmp_path, "global").steps == ()
    set_up(tmp_path, "global", undo=True)
    assert (home / ".gitconfig").read_bytes() == before
    assert not (home / ".config/git/attributes").exists()


def test_an_attributes_file_that_a_person_has_is_used(home, tmp_path):
    kept = home / "dotfiles/attributes"
    kept.parent.mkdir()
    kept.write_text("*.pdf binary\n")
    (home / ".gitattributes").symlink_to(kept)
    (home / ".gitconfig").write_text("[core]\n\tattributesFile = ~/.gitattributes\n")
    set_up(tmp_path, "global")
    assert kept.read_text() == f"*.pdf binary\n{RULE}\n"
    set_up(tmp_path, "global", undo=True)
    assert kept.read_text() == "*.pdf binary\n"
    assert (home / ".gitattributes").is_symlink()


def test_without_a_repository_setup_is_refused(tmp_path):
    (tmp_path / "casefile.yaml").write_text("schema: casefile/settings/1\n")
    with pytest.raises(MachineTrouble) as refused:
        set_up(tmp_path, "local")
    assert refused.value.code == "CF809"


def test_a_configuration_that_cannot_be_written_is_reported(register):
    (register.folder / ".git/config.lock").touch()
    with pytest.raises(MachineTrouble) as refused:
        set_up(register.folder, "local")
    assert refused.value.code == "CF820"
    assert (register.folder / ATTRIBUTES).read_text() == "*.yaml text eol=lf\n"


def test_rules_behind_a_link_are_not_written(register, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("")
    (register.folder / ATTRIBUTES).unlink()
    (register.folder / ATTRIBUTES).symlink_to(elsewhere)
    with pytest.raises(Exception) as refused:
        set_up(register.folder, "local")
    assert refused.value.code == "CF004"
    assert elsewhere.read_text() == ""


def test_nothing_that_is_written_names_this_machine(register):
    """What a person shows of their configuration tells neither their login nor where casefile lies."""
    assert not any(str(Path.home()) in value or os.sep + "bin" in value for _, value in SETTINGS)


def test_without_overrides_the_rule_and_own_settings_stay_as_they_are(register):
    conf, rules = register.folder / ".git/config", register.folder / ATTRIBUTES
    conf.write_text(conf.read_text() + OWN)
    before = rules.read_bytes()
    done = set_up(register.folder, "local", overrides=False)
    assert [step.key for step in done.steps] == [
        "diff.casefile.xfuncname",
        "merge.casefile.name",
        "merge.directoryrenames",
    ]
    assert register("config", "--get", "merge.casefile.driver") == "mine %O %A %B"
    assert rules.read_bytes() == before


def test_without_overrides_settings_of_the_person_are_not_repeated(register, home):
    set_up(register.folder, "global")
    steps = set_up(register.folder, "local", overrides=False).steps
    assert {step.key for step in steps} == ONLY_IN_CLONES


def test_without_overrides_a_setting_of_an_earlier_version_is_replaced(register, monkeypatch):
    key, old = "merge.casefile.driver", "casefile merge-driver %O %A %B %L %P"
    former = tuple((each, old if each == key else value) for each, value in SETTINGS)
    with monkeypatch.context() as patch:
        patch.setattr("casefile.setup.git_drivers.SETTINGS", former)
        set_up(register.folder, "local")
    done = set_up(register.folder, "local", overrides=False)
    assert [(step.act, step.key) for step in done.steps] == [("remove", key), ("add", key)]
    assert in_force(register) == dict(SETTINGS)


@pytest.mark.parametrize("lacking", [None, *(key for key, _ in SETTINGS)])
def test_a_clone_is_checked_once_for_missing_drivers(register, lacking):
    set_up(register.folder, "local")
    if lacking:
        register("config", "--unset-all", lacking)
    works = lacking not in {"diff.casefile.textconv", "merge.casefile.driver"}
    assert lacks_drivers(register.folder) is not works
    register("config", "--remove-section", "merge.casefile")
    assert not lacks_drivers(register.folder)


def test_a_linked_work_tree_belongs_to_the_clone_that_was_checked(register, tmp_path):
    register("worktree", "add", "-q", str(tmp_path / "linked"))
    assert lacks_drivers(tmp_path / "linked")
    assert (register.folder / ".git/casefile" / CHECKED).stat().st_mode & 0o777 == 0o600
    assert not lacks_drivers(register.folder)


def test_a_clone_that_cannot_be_marked_is_not_warned_about_again_and_again(register):
    (register.folder / ".git/casefile").write_text("in the way")
    assert not lacks_drivers(register.folder)


def test_a_register_outside_of_git_has_no_drivers_to_miss(tmp_path):
    (tmp_path / "casefile.yaml").write_text("schema: casefile/settings/1\n")
    assert not lacks_drivers(tmp_path)
