"""`doctor`: what is not set up is named with the command that fixes it, and nobody is named."""

from __future__ import annotations

import contextlib
import errno
import re
import shutil
import sqlite3
import stat
import subprocess

import pytest

from casefile.files.clone_paths import NAME
from casefile.files.disk_errors import REASONS
from casefile.files.drafts import draft_place, save_draft
from casefile.index.index_failures import COUNTED
from casefile.loading.open_register import open_register
from casefile.setup.doctor import CHECKS, doctor, purge, speed_checks
from casefile.setup.git_drivers import set_up
from support.modes import reachable_folder, umask


@pytest.fixture
def on_path(tmp_path, monkeypatch):
    """Let git find a program called casefile."""
    place = tmp_path / "bin"
    place.mkdir()
    (place / "casefile").write_text("#!/bin/sh\n")
    (place / "casefile").chmod(0o755)
    monkeypatch.setenv("PATH", str(place), prepend=":")


@pytest.fixture
def git(desk, git_in, on_path):
    """Git in a register where nothing is left to fix."""
    set_up(desk, "local")
    return git_in(desk)


def findings(folder):
    return doctor(folder).findings


def bad(folder):
    """Return the findings that are not fine: check, message, hint."""
    return [(each.check, each.message, each.hint) for each in findings(folder) if not each.ok]


def asked(folder):
    return [(each.check, each.message) for each in findings(folder) if each.asks]


def test_where_all_is_set_up_every_check_is_fine(git):
    health = doctor(git.folder)
    assert [each.check for each in health.findings] == [*CHECKS]
    assert [each for each in health.findings if not each.ok or each.asks] == []
    assert health.errors == 0


def test_cases_are_counted_as_a_list_counts_them(git, answer, open_case):
    def count():
        (message,) = (each.message for each in findings(git.folder) if each.check == "register")
        return [int(each) for each in re.findall(r"\d+", message)]

    assert count() == [2]
    assert answer(git.folder, "withdraw", "kg-2025-bbbbb", "--reason", "safety", "--yes")[0] == 0
    assert count() == [1]
    open_case.write_text("schema: casefile/case/1\nid: [\n", "utf-8")
    assert count() == [0]


def test_nothing_is_changed(git):
    def times():
        ours = git.folder / ".git" / "casefile"
        return {
            path: path.stat().st_mtime_ns
            for path in git.folder.rglob("*")
            if ours not in (path, *path.parents)
        }

    (git.folder / ".git" / "casefile").mkdir(exist_ok=True)
    before = times()
    doctor(git.folder)
    assert times() == before


def finding_of(folder, check):
    return next(each for each in findings(folder) if each.check == check)


def test_the_cache_is_reported_and_removed_by_purge(git):
    open_register(git.folder)
    assert "in the index, 1 MiB" in finding_of(git.folder, "cache").message
    assert purge(git.folder)
    assert not purge(git.folder)


def test_failures_of_the_index_are_logged_and_counted(git, answer, caplog):
    caplog.set_level("DEBUG")
    assert answer(git.folder, "list")[0] == 0
    assert len([each for each in findings(git.folder) if each.check == "cache"]) == 1
    counts = []
    for _ in range(2):
        (git.folder / ".git" / "casefile" / NAME).write_bytes(b"no database" * 400)
        assert answer(git.folder, "list")[0] == 0
        count = [each for each in findings(git.folder) if each.check == "cache"][-1]
        assert count.ok
        counts.append(int(re.search(r"\b([0-9]+) times?;", count.message)[1]))
    assert 0 < counts[0] < counts[1]
    logged = [each for each in caplog.records if ": DatabaseError" in each.getMessage()]
    assert {each.levelname for each in logged} == {"DEBUG"}
    assert stat.S_IMODE((git.folder / ".git" / "casefile" / COUNTED).stat().st_mode) == 0o600
    purge(git.folder)
    assert len([each for each in findings(git.folder) if each.check == "cache"]) == 1


@pytest.mark.parametrize("put", ["folder", "link", "file instead of its folder"])
def test_an_unusable_cache_is_reported(git, put):
    folder = git.folder / ".git" / "casefile"
    shutil.rmtree(folder, ignore_errors=True)
    if put == "file instead of its folder":
        folder.touch()
    else:
        folder.mkdir()
        place = folder / NAME
        place.mkdir() if put == "folder" else place.symlink_to("nowhere")
    told = finding_of(git.folder, "cache")
    assert not told.ok


def test_a_cache_with_a_damaged_index_is_reported(git):
    open_register(git.folder)
    with contextlib.closing(sqlite3.connect(git.folder / ".git" / "casefile" / NAME)) as database, database:
        database.execute("PRAGMA writable_schema = ON")  # an index that leads to none of the rows
        made = "CREATE INDEX lost ON contents (entry) WHERE entry IS NULL"
        database.execute(made)
        database.execute(
            "UPDATE sqlite_schema SET sql = 'CREATE INDEX lost ON contents (entry)' WHERE name = 'lost'"
        )
    told = finding_of(git.folder, "cache")
    assert (told.ok, told.hint) == (False, "casefile doctor --purge")
    assert "damaged" in told.message
    assert purge(git.folder)
    open_register(git.folder)
    assert finding_of(git.folder, "cache").ok


def test_a_folder_that_the_system_refuses_is_a_finding(git, monkeypatch):
    def refused(_place):
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setitem(CHECKS, "cache", (refused, ()))
    told = finding_of(git.folder, "cache")
    assert (told.ok, told.message.endswith(REASONS[errno.EACCES])) == (False, True)


def test_a_cache_that_was_opened_to_others_is_closed(git):
    open_register(git.folder)
    place = git.folder / ".git" / "casefile" / NAME
    place.chmod(0o644)
    open_register(git.folder)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def configured(git, **settings):
    for name, value in settings.items():
        git("config", name.replace("_", "."), value)
    return finding_of(git.folder, "signing")


def test_doctor_reports_if_commits_can_be_signed(git, tmp_path):
    unsigned = finding_of(git.folder, "signing")
    assert (unsigned.ok, "commit.gpgsign true" in unsigned.message) == (True, True)
    assert not configured(git, commit_gpgsign="true", gpg_format="ssh").ok
    assert not configured(git, user_signingkey=str(tmp_path / "key.pub")).ok
    (tmp_path / "key.pub").touch()
    signed = configured(git)
    assert (signed.ok, "gpgsign" in signed.message + signed.hint) == (True, False)
    told = configured(git, gpg_format="openpgp", gpg_program="/nowhere/gpg")
    assert not told.ok
    assert "gpgsign false" in told.hint


def test_a_long_history_without_filters_of_paths_is_a_question(git, monkeypatch):
    monkeypatch.setattr(speed_checks, "MANY", 1)
    question = finding_of(git.folder, "graph")
    assert question.asks
    git(*question.hint.removeprefix("git ").split())
    assert not finding_of(git.folder, "graph").asks


def test_a_format_with_a_missing_extra_is_named_with_the_install_command(git, monkeypatch):
    assert not finding_of(git.folder, "extras").asks
    monkeypatch.setattr(speed_checks, "_has", lambda extra: extra != "parquet")
    question = finding_of(git.folder, "extras")
    assert question.message.endswith(": parquet")
    assert "casefile-register[parquet]" in question.hint


def test_a_clone_without_drivers(git):
    set_up(git.folder, "local", undo=True)
    ((check, message, hint),) = bad(git.folder)
    assert (check, hint) == ("drivers", "casefile setup-git")
    assert "no drivers" in message


def test_drivers_in_part_and_of_ones_own(git):
    git("config", "--unset-all", "merge.casefile.driver")
    git("config", "diff.casefile.textconv", "cat")
    assert [(check, message.split()[-1]) for check, message, _ in bad(git.folder)] == [
        ("drivers", "merge.casefile.driver"),
        ("drivers", "diff.casefile.textconv"),
    ]


def test_no_rule_for_records(git):
    (git.folder / ".gitattributes").write_text("*.yaml text eol=lf\n")
    ((check, _, hint),) = bad(git.folder)
    assert (check, hint) == ("attributes", "casefile setup-git")


def test_a_rule_further_down_that_takes_records_away(git):
    (git.folder / "cases/kg/.gitattributes").write_text("*-aaaaa.yaml -merge\n")
    ((check, message, hint),) = bad(git.folder)
    assert check == "attributes"
    assert message.startswith("1 ")
    assert hint == "git check-attr -a cases/kg/2025/kg-2025-aaaaa.yaml"


def test_a_program_that_git_does_not_find(desk, git_in, tmp_path, monkeypatch):
    (tmp_path / "only").mkdir()
    (tmp_path / "only/git").symlink_to("/usr/bin/git")
    monkeypatch.setenv("PATH", str(tmp_path / "only"))
    assert "program" in {check for check, _, _ in bad(desk)}


def test_without_git_the_other_checks_still_run(desk, monkeypatch):
    monkeypatch.setenv("PATH", "")
    found = findings(desk)
    assert [each.check for each in found] == [
        "git", "program", "register", "records", "unfinished", "schemas", "extras",
    ]  # fmt: skip
    assert [each.check for each in found if not each.ok] == ["git", "program"]


def test_a_folder_that_is_no_register(tmp_path, on_path):
    ((check, _, hint),) = bad(tmp_path)
    assert check == "register"
    assert "casefile init" in hint


def test_a_register_without_git(desk, on_path, tmp_path):
    (desk / ".git").rename(tmp_path / "gone")
    assert [(check, hint) for check, _, hint in bad(desk)] == [("repository", "git init")]


def test_a_conflict_that_a_merge_left(git, open_case):
    text = open_case.read_text()
    open_case.write_text(text.replace("place: Bishkek\n", "<<<<<<< a\n=======\n>>>>>>> b\n"))
    health = doctor(git.folder)
    found = [each for each in health.findings if not each.ok]
    assert [each.check for each in found] == ["records", "conflicts"]
    assert found[1].hint == "casefile resolve cases/kg/2025/kg-2025-aaaaa.yaml"
    assert health.errors


def test_a_merge_that_goes_on(git):
    (git.folder / ".git/MERGE_HEAD").write_text(git("rev-parse", "HEAD") + "\n")
    ((check, message, hint),) = bad(git.folder)
    assert (check, "merge" in message, hint) == ("conflicts", True, "git status")


def test_a_schema_of_another_version(git):
    (git.folder / "schemas/case.schema.json").write_text("{}\n")
    assert [(check, hint) for check, _, hint in bad(git.folder)] == [("schemas", "casefile schema --write")]


def test_commits_without_an_identity(git):
    git("config", "--unset", "user.email")
    ((check, _, hint),) = bad(git.folder)
    assert check == "identity"
    assert "desk-2@register.invalid" in hint


def test_commits_in_a_persons_name_are_asked_about_without_it(git):
    git("config", "user.name", "Aigul Example")
    git("config", "user.email", "aigul@example.org")
    assert bad(git.folder) == []
    assert [check for check, _ in asked(git.folder)] == ["identity"]
    assert "igul" not in str(findings(git.folder))


def test_a_clone_without_its_history(git, git_in, tmp_path):
    git("commit", "-q", "--allow-empty", "-m", "second")
    git("clone", "-q", "--depth", "1", git.folder.as_uri(), str(tmp_path / "shallow"))
    found = {check: hint for check, _, hint in bad(tmp_path / "shallow")}
    assert found["history"] == "git fetch --unshallow"


def test_drafts_that_are_kept(git):
    save_draft(draft_place(git.folder / ".git/casefile", "kg-2025-aaaaa"), b"Nurlan said")
    ((check, message, _),) = bad(git.folder)
    assert check == "drafts"
    assert message.startswith("1 draft")
    assert "Nurlan" not in str(findings(git.folder))


@pytest.mark.parametrize(
    ("text", "mode", "said"),
    [
        ("#!/bin/sh\n", 0o644, "hook commit-msg"),
        ("#!/usr/bin/env no-such-program\n", 0o755, "needs no-such-program"),
        ("#!/no/such/program -x\n", 0o755, "needs /no/such/program"),
        ("#!/usr/bin/env -S sh -e\n", 0o755, None),
        ("#!/bin/sh\n", 0o755, None),
    ],
)
def test_hooks_that_cannot_run(git, text, mode, said):
    hooks = git.folder / "own-hooks"
    hooks.mkdir()
    git("config", "core.hooksPath", "own-hooks")
    (hooks / "commit-msg").write_text(text)
    (hooks / "commit-msg").chmod(mode)
    assert stat.S_IMODE((hooks / "commit-msg").stat().st_mode) == mode
    found = bad(git.folder)
    assert [check for check, _, _ in found] == (["hooks"] if said else [])
    assert not said or said in found[0][1]


@pytest.mark.parametrize(
    ("url", "asks"),
    [
        ("https://desk:secret@github.com/desk/register", True),
        ("git@gitlab.com:desk/register.git", True),
        ("https://git.sr.ht/~desk/register", True),
        ("https://git.example.org/register", False),
        ("https://notgithub.com/register", False),
        ("/mnt/backup/register.git", False),
    ],
)
def test_restricted_records_and_a_public_host_are_asked_about(git, url, asks):
    git("remote", "add", "origin", url)
    assert bad(git.folder) == []
    assert [check for check, _ in asked(git.folder)] == (["remotes"] if asks else [])
    assert "secret" not in str(findings(git.folder))


def test_only_open_records_may_go_anywhere(git, closed_case):
    git("remote", "add", "origin", "https://github.com/desk/register")
    closed_case.unlink()
    assert asked(git.folder) == []


SHARED = {
    # core.sharedRepository, mode of the folder: the command that is proposed
    ("", 0o755): "chmod go-rwx",
    ("umask", 0o755): "chmod go-rwx",
    ("0600", 0o755): "chmod go-rwx",
    ("", 0o700): None,
    ("", 0o2775): "chmod o-rwx",
    ("", 0o2770): None,
    ("group", 0o755): "chmod o-rwx",
    ("1", 0o755): "chmod o-rwx",
    ("0640", 0o755): "chmod o-rwx",
    ("group", 0o750): None,
    ("all", 0o755): None,
    ("2", 0o755): None,
    ("0644", 0o755): None,
}


@pytest.fixture
def reachable(desk, on_path):
    """Return a register in a folder that every user of the computer can enter."""
    with reachable_folder() as folder, umask(0o022):
        shutil.copytree(desk, folder / "register")
        set_up(folder / "register", "local")
        for path in [folder / "register", *(folder / "register").rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
        yield folder / "register"


@pytest.mark.parametrize(("shared", "mode"), SHARED, ids=str)
def test_who_else_can_read_is_reported_unless_that_is_meant(reachable, git_in, shared, mode):
    if shared:
        git_in(reachable)("config", "core.sharedRepository", shared)
    reachable.chmod(mode)
    command = SHARED[shared, mode]
    found = finding_of(reachable, "access")
    assert (found.ok, found.hint) == (command is None, f"{command} {reachable}" if command else "")
    if command:
        subprocess.run([*command.split(), reachable], check=True)
        assert finding_of(reachable, "access").ok


def test_a_register_that_holds_public_records_alone_may_be_read(reachable):
    with (reachable / "casefile.yaml").open("a", encoding="utf-8") as settings:
        settings.write("ceiling: public\n")
    assert finding_of(reachable, "access").ok


def test_a_history_that_others_can_read_is_reported_though_the_files_are_closed(reachable):
    for path in (reachable / "cases").rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    assert not finding_of(reachable, "access").ok
    (reachable / ".git").chmod(0o700)
    assert finding_of(reachable, "access").ok


def test_files_that_others_can_read_are_reported_though_the_history_is_closed(reachable):
    (reachable / ".git").chmod(0o700)
    assert not finding_of(reachable, "access").ok


def test_a_history_in_another_folder_is_made_private_there(reachable, git_in):
    linked = reachable.parent / "linked"
    git_in(reachable)("worktree", "add", "-q", "--detach", linked)
    assert finding_of(linked, "access").hint == f"chmod go-rwx {linked}; chmod go-rwx {reachable / '.git'}"
    linked.chmod(0o700)
    assert finding_of(linked, "access").hint == f"chmod go-rwx {reachable / '.git'}"
    (reachable / ".git").chmod(0o700)
    assert finding_of(linked, "access").ok


def test_a_register_without_git_is_looked_at_too(reachable):
    shutil.rmtree(reachable / ".git")
    assert not finding_of(reachable, "access").ok
    reachable.chmod(0o700)
    assert finding_of(reachable, "access").ok
