"""`init` with the installed command: from an empty folder to the first case."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from casefile.setup.git_drivers import SETTINGS
from support.terminal import Terminal


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
    assert "desk-2 <desk-2@register.invalid>" in started.stderr
    assert "`timezone: " in started.stderr
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


def test_a_missing_identity_is_refused_with_a_command_that_works(casefile, git, tmp_path, stranger):
    refused = casefile("init", cwd=tmp_path)
    assert refused.returncode == 5
    assert refused.stderr.endswith("casefile init --identity desk-2\n")
    assert casefile("init", "--identity", "desk-2", cwd=tmp_path).returncode == 0
    assert git(tmp_path, "status", "--porcelain", "--", "casefile.yaml", "cases", "schemas") == ""


REAL = "[user]\nname = Jane Real\nemail = jane@example.org\n"


@pytest.fixture
def known(stranger, environment, monkeypatch, tmp_path):
    """Let git know the person by name on this machine, as it does on most."""
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text(REAL)
    monkeypatch.setitem(environment, "HOME", str(home))


@pytest.fixture
def start(environment, tmp_path):
    """Return a function that runs `init new` in a terminal."""

    def run(*words, columns=80, **variables):
        line = ["casefile", *words, "init", "new"]
        return Terminal(line, tmp_path, {**environment, **variables}, columns=columns)

    return run


ROLES = {
    "Enter takes the one that is proposed": ([""], "desk-1 desk-1@register.invalid"),
    "another one": (["desk 7"], "desk 7 desk-7@register.invalid"),
    "the name is kept where it is asked for": (["keep"], "Jane Real jane@example.org"),
    "an address is none": (["jane@example.org", "desk-2"], "desk-2 desk-2@register.invalid"),
}


@pytest.mark.parametrize("answers_author", ROLES.values(), ids=ROLES)
def test_a_terminal_offers_a_role_before_the_first_commit(start, git, tmp_path, known, answers_author):
    answers, author = answers_author
    with start() as screen:
        screen.asks("Role:")
        screen.shows("Jane Real <jane@example.org>")
        assert not (tmp_path / "new").exists()
        for answer in answers:
            screen.answer("Role:", answer)
        assert screen.ends() == 0, screen.text
    assert git(tmp_path / "new", "log", "--format=%an %ae%n%cn %ce").splitlines() == [author] * 2


def test_a_terminal_that_can_do_little_asks_too(start, git, tmp_path, known):
    with start(TERM="dumb") as screen:
        screen.answer("Role:")
        assert screen.ends() == 0, screen.text
    assert git(tmp_path / "new", "log", "--format=%an") == "desk-1\n"


def test_interrupting_the_question_creates_nothing(start, tmp_path, known):
    with start() as screen:
        screen.asks("Role:")
        screen.press("ctrl-c")
        assert screen.ends() == 130
    assert not (tmp_path / "new").exists()


def test_where_git_knows_no_name_a_role_is_offered_and_there_is_nothing_to_keep(
    start, git, tmp_path, stranger
):
    with start() as screen:
        assert "keep:" not in screen.asks("Role:")
        screen.answer("Role:", "keep")
        screen.shows("plain letters")
        screen.answer("Role:")
        assert screen.ends() == 0, screen.text
    assert git(tmp_path / "new", "log", "--format=%an") == "desk-1\n"


def test_the_role_is_not_asked_for_if_it_is_set_or_init_fails(
    start, executable, environment, tmp_path, known
):
    with start() as screen:
        screen.answer("Role:")
        assert screen.ends() == 0
    for words, code in (([], 0), (["--ids", "random"], 2)):
        with Terminal([executable, "init", "new", *words], tmp_path, environment) as screen:
            assert screen.ends() == code
            assert "Role:" not in screen.text


@pytest.mark.parametrize("words", [["--no-input"], []], ids=["no input", "no terminal"])
def test_without_a_terminal_init_reports_the_commit_name_and_how_to_change_it(
    casefile, git, tmp_path, known, words
):
    done = casefile(*words, "init", "a folder", cwd=tmp_path)
    assert done.returncode == 0
    (said,) = (line for line in done.stderr.splitlines() if "Jane Real <jane@example.org>" in line)
    command = said[said.rindex("casefile init") :]
    assert casefile(*shlex.split(command)[1:], cwd=tmp_path).returncode == 0
    assert git(tmp_path / "a folder", "config", "--local", "user.email") == "desk-1@register.invalid\n"
    again = casefile("init", "a folder", cwd=tmp_path)
    assert "unnamed" not in again.stderr


def test_the_answer_in_json(casefile, tmp_path):
    answer = json.loads(casefile("init", "new", "--json", cwd=tmp_path).stdout)
    assert answer["command"] == "init"
    assert answer["data"]["path"] == str(tmp_path / "new")
    assert "casefile.yaml" in answer["data"]["added"]
    assert len(answer["data"]["commit"]) == 40


@pytest.mark.parametrize(
    "words", [["--ids", "random"], ["--ci", "x"], ["--identity", "a@b.org"], ["--title", ""]]
)
def test_a_wrong_option_exits_with_2_and_creates_nothing(casefile, tmp_path, words):
    done = casefile("init", "new", *words, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("typed", [["a folder/new"], ["-C", "there", "new"]])
def test_the_command_in_the_hint_finishes_the_register_from_the_same_folder(
    casefile, git, tmp_path, stranger, typed
):
    (tmp_path / "there").mkdir()
    words = [*typed[:-1], "init", typed[-1]] if "-C" in typed else ["init", *typed]
    refused = casefile(*words, cwd=tmp_path)
    assert refused.returncode == 5
    assert "not committed" in refused.stderr
    command = refused.stderr[refused.stderr.rindex("casefile init") :]
    finished = casefile(*shlex.split(command)[1:], cwd=tmp_path)
    assert finished.returncode == 0, finished.stderr
    place = tmp_path / ("there/new" if "-C" in typed else typed[-1])
    assert git(place, "log", "--format=%an") == "desk-2\n"
    made = {path.parent for path in tmp_path.rglob("casefile.yaml")}
    assert made - {tmp_path / "register"} == {place}


def test_a_role_is_of_this_clone_alone(casefile, git, tmp_path, stranger, environment):
    assert casefile("init", "new", "--identity", "desk-7", cwd=tmp_path).returncode == 0
    assert git(tmp_path / "new", "config", "--local", "user.name") == "desk-7\n"
    assert git(tmp_path / "new", "config", "--local", "user.email") == "desk-7@register.invalid\n"
    assert not (Path(environment["HOME"]) / ".gitconfig").exists()


def test_an_environment_name_that_overrides_the_role_is_refused(
    casefile, git, tmp_path, environment, monkeypatch
):
    monkeypatch.setitem(environment, "GIT_COMMITTER_NAME", "Jane")
    refused = casefile("init", "new", "--identity", "desk-2", cwd=tmp_path)
    assert refused.returncode == 5
    assert "unset GIT_AUTHOR_NAME" in refused.stderr
    assert "Jane" not in refused.stderr
    monkeypatch.setitem(environment, "GIT_COMMITTER_NAME", "desk-2")
    assert casefile("init", "new", "--identity", "desk-2", cwd=tmp_path).returncode == 0
    assert git(tmp_path / "new", "log", "--format=%an %ae %cn %ce") == (
        "desk-2 desk-2@register.invalid desk-2 desk-2@register.invalid\n"
    )


def test_a_folder_with_a_line_break_in_its_name_is_refused_and_not_made(casefile, tmp_path):
    refused = casefile("init", "x\ny", cwd=tmp_path)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert [*tmp_path.glob("x*")] == []


def test_init_writes_no_workflow_below_the_top_of_a_repository(casefile, git, tmp_path):
    git(tmp_path, "init", "--quiet", "outer")
    refused = casefile("init", "outer/the register", "--ci", "github", cwd=tmp_path)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "casefile -C 'the register' validate --strict" in refused.stderr
    assert not (tmp_path / "outer/the register").exists()
    assert casefile("init", "outer/the register", cwd=tmp_path).returncode == 0
    assert casefile("init", "--ci", "github", cwd=tmp_path / "outer").returncode == 0


def test_init_warns_that_a_signature_names_its_key(casefile, git, tmp_path):
    git(tmp_path, "init", "--quiet", "signed")
    git(tmp_path / "signed", "config", "commit.gpgsign", "true")
    signer = tmp_path / "signer"
    signer.write_text("#!/bin/sh\ncat > /dev/null; echo '[GNUPG:] SIG_CREATED ' >&2; echo signature\n")
    signer.chmod(0o755)
    git(tmp_path / "signed", "config", "gpg.program", str(signer))
    done = casefile("init", "--identity", "desk-2", cwd=tmp_path / "signed")
    assert done.returncode == 0, done.stderr
    assert "git config commit.gpgsign false" in done.stderr


def test_init_sets_up_gits_drivers(casefile, git, tmp_path):
    answer = json.loads(casefile("init", "new", "--json", cwd=tmp_path).stdout)
    assert answer["data"]["drivers"] == [key for key, _ in SETTINGS]
    held = {key: git(tmp_path / "new", "config", "--get", key).removesuffix("\n") for key, _ in SETTINGS}
    assert held == dict(SETTINGS)
    assert git(tmp_path / "new", "status", "--porcelain") == ""


def test_init_in_a_clone_sets_up_the_drivers_and_changes_nothing_else(casefile, git, tmp_path):
    assert casefile("init", "new", cwd=tmp_path).returncode == 0
    git(tmp_path, "clone", "-q", "new", "clone")
    clone = tmp_path / "clone"
    before = git(clone, "config", "--local", "--list").splitlines(), git(clone, "for-each-ref")
    done = casefile("init", "--json", cwd=clone)
    assert (done.returncode, json.loads(done.stdout)["data"]["added"]) == (0, [])
    assert json.loads(done.stdout)["data"]["commit"] is None
    after = git(clone, "config", "--local", "--list").splitlines(), git(clone, "for-each-ref")
    added = [line for line in after[0] if line not in before[0]]
    assert {line.split(".")[0] for line in added if "=" in line} == {"diff", "merge", "casefile"}
    assert (set(before[0]) <= set(after[0]), after[1]) == (True, before[1])
    assert git(clone, "status", "--porcelain", "--ignored") == ""
    found = {
        each["check"]: each["ok"]
        for each in json.loads(casefile("doctor", "--json", cwd=clone).stdout)["data"]
    }
    assert (found["drivers"], found["attributes"]) == (True, True)
    config = (clone / ".git/config").read_bytes()
    again = json.loads(casefile("init", "--json", cwd=clone).stdout)["data"]
    assert (again["drivers"], (clone / ".git/config").read_bytes()) == ([], config)


def test_init_warns_if_existing_gitattributes_leave_out_the_drivers(casefile, git, tmp_path):
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / ".gitattributes").write_text("*.pdf binary\n")
    done = casefile("init", cwd=folder)
    assert done.returncode == 0
    assert "casefile setup-git" in done.stderr
    assert (folder / ".gitattributes").read_text() == "*.pdf binary\n"
    assert casefile("setup-git", cwd=folder).returncode == 0
    assert "casefile setup-git" not in casefile("init", cwd=folder).stderr
