"""A withdrawn case that git, or a hand, leaves in the register in a way of its own: nothing of it leaves."""

from __future__ import annotations

import pytest

from support.branches import CASE, SITUATION, TEXT, UNNAMED, without_digests

NAME = "Asel Primerova"
EARLIER = "Wanda Wrongova"
OTHER = "cases/kg/2025/kg-2025-bbbbb.yaml"


def called(name, case="kg-2025-7k3mq"):
    """Return the text of the public case of a person of this name."""
    text = TEXT.replace(UNNAMED, f"named\n  name: {name}\n  minor: adult")
    return text.replace("country: KG", "tier: public\ncountry: KG").replace("kg-2025-7k3mq", case)


@pytest.fixture
def public(forked):
    """Return a register with a public case, whose name was corrected, and a situation that mentions both."""
    forked.commits(called(EARLIER))
    forked.commits(called(NAME))
    forked.commits(SITUATION, "cases/situations/a-sweep.yaml")
    return forked


def withdraw(forked, case="kg-2025-7k3mq"):
    words = ("withdraw", case, "--reason", "safety", "--yes")
    done = forked.run(forked.executable, *words)
    assert done.returncode == 0, done.stderr
    if forked.older:
        without_digests(forked)


def notice_in(forked):
    (path,) = [
        each.relative_to(forked.folder).as_posix()
        for each in forked.folder.glob("cases/kg/**/*")
        if each.is_file() and "withdrawn:" in each.read_text("utf-8")
    ]
    return path


def commit_all(forked):
    forked.git("add", "-A")
    forked.git("commit", "-qm", "all")


def older(way):
    """Return a way in which the notice has no digest."""

    def changed(forked):
        forked.older = True
        way(forked)

    return changed


def picked(forked):
    """Cherry-pick the withdrawal onto a branch that wrote the case since, and leave the case there."""
    forked.git("switch", "-qc", "theirs")
    withdraw(forked)
    forked.git("switch", "-q", "main")
    forked.commits(called(NAME) + "notes: more\n")
    assert forked.run("git", "cherry-pick", "theirs").returncode == 1
    forked.git("add", "-A")
    forked.git("-c", "core.editor=true", "cherry-pick", "--continue")


def notice_alone(forked):
    """Take the notice from a branch, and nothing else."""
    forked.git("switch", "-qc", "theirs")
    withdraw(forked)
    notice = notice_in(forked)
    forked.git("switch", "-q", "main")
    forked.git("checkout", "theirs", "--", notice)
    forked.git("commit", "-qm", "the notice")
    forked.git("branch", "-qD", "theirs")


def brought_back(forked):
    """Merge a branch that went on writing the case after its withdrawal."""
    forked.git("switch", "-qc", "theirs")
    forked.commits(called(NAME) + "notes: more\n")
    forked.git("switch", "-q", "main")
    withdraw(forked)
    forked.run("git", "merge", "-q", "theirs")


def under_another_name(rename):
    def way(forked):
        brought_back(forked)
        commit_all(forked)
        path = forked.folder / notice_in(forked)
        path.rename(path.with_name(rename(path.name)))
        commit_all(forked)

    return way


def linked(forked):
    """Put a link in the place of the notice."""
    brought_back(forked)
    path = forked.folder / notice_in(forked)
    (forked.folder / "elsewhere.txt").write_text(path.read_text("utf-8"), "utf-8")
    path.unlink()
    path.symlink_to("../../../elsewhere.txt")
    commit_all(forked)


def renamed_by_hand(forked):
    """Merge a branch on which the case got another id by hand."""
    forked.git("switch", "-qc", "theirs")
    forked.git("mv", CASE, OTHER)
    forked.commits(called(NAME, "kg-2025-bbbbb"), OTHER)
    forked.git("switch", "-q", "main")
    withdraw(forked)
    forked.run("git", "merge", "-q", "theirs")
    commit_all(forked)


NOTHING = [
    older(picked),
    older(notice_alone),
    under_another_name(lambda name: name.replace(".yaml", ".yml")),
    under_another_name(lambda name: f".{name}"),
    linked,
]


@pytest.mark.parametrize("way", NOTHING, ids=["picked", "notice_alone", "yml", "hidden", "linked"])
def test_nothing_leaves_where_no_commit_shows_whose_notice_it_is(public, way):
    way(public)
    for words in ("export -f jsonl", "export -f json --known-at HEAD~1", "diff HEAD~1 --audience public"):
        done = public.run(public.executable, *words.split())
        assert (done.returncode, done.stdout) == (5, "")


def texts_of(forked):
    done = forked.run(forked.executable, "export", "-f", "jsonl")
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout


def copied_and_removed(forked):
    """Rename the case by hand in two commits, with its former id, and withdraw it."""
    text = called(NAME, "kg-2025-bbbbb").replace("tier: public", "formerly: [kg-2025-7k3mq]\ntier: public")
    forked.commits(text, OTHER)
    forked.git("rm", "-q", CASE)
    forked.git("commit", "-qm", "removed")
    withdraw(forked, "kg-2025-bbbbb")


def renamed_without_a_former_id(forked):
    """Rename the case by hand in one commit, correct the name in it, and withdraw the case."""
    forked.git("mv", CASE, OTHER)
    forked.commits(called("Begimai Corrected", "kg-2025-bbbbb"), OTHER)
    withdraw(forked, "kg-2025-bbbbb")


def squashed(forked):
    """Squash the withdrawal and the return of the case into one commit."""
    forked.git("switch", "-qc", "theirs")
    withdraw(forked)
    forked.commits(called(NAME) + "notes: more\n")
    forked.git("switch", "-q", "main")
    forked.git("merge", "-q", "--squash", "theirs")
    forked.git("commit", "-qm", "squashed")


def taken_over(forked):
    """Withdraw the case in a commit in which another one states its id as a former one."""
    other = called("Begimai Corrected", "kg-2025-bbbbb").replace("h2v5t", "h9v9t").replace("k3m9x", "k9m9x")
    forked.commits(other, OTHER)
    withdraw(forked)
    forked.commits(other.replace("tier: public", "formerly: [kg-2025-7k3mq]\ntier: public"), OTHER)
    forked.git("reset", "-q", "--soft", "HEAD~2")
    commit_all(forked)


WAYS = [renamed_by_hand, copied_and_removed, renamed_without_a_former_id, squashed, taken_over]


@pytest.mark.parametrize("way", WAYS)
def test_nothing_leaves_while_a_notice_states_no_digest(public, way):
    older(way)(public)
    done = public.run(public.executable, "export", "-f", "jsonl")
    assert (done.returncode, done.stdout) == (5, "")
    assert "digest" in done.stderr


@pytest.mark.parametrize("way", [*WAYS, picked, notice_alone])
def test_no_name_of_any_version_of_a_withdrawn_case_leaves(public, way):
    way(public)
    exported = texts_of(public)
    assert "a blue door" in exported
    assert not [name for name in ("Primerova", "Wrongova") if name in exported]


def test_nothing_leaves_where_a_filter_of_git_keeps_no_text_in_the_history(public):
    """A pointer to a large file, as in git-lfs, contains no name."""
    (public.folder / ".gitattributes").write_text("cases/kg/** filter=pointer\n", "utf-8")
    public.git("config", "filter.pointer.clean", "echo version 1; echo oid")
    public.git("config", "filter.pointer.smudge", "cat")
    public.commits(called(NAME) + "notes: more\n")
    kept = (public.folder / CASE).read_text("utf-8")
    assert "Primerova" in kept
    withdraw(public)
    done = public.run(public.executable, "export", "-f", "jsonl")
    assert (done.returncode, done.stdout) == (5, "")


def test_two_cases_that_share_one_event_id_by_chance_are_two(public):
    other = called("Begimai Another", "kg-2025-bbbbb").replace("h2v5t", "h9v9t")
    public.commits(other, OTHER)
    withdraw(public)
    assert "Begimai Another" in texts_of(public)
