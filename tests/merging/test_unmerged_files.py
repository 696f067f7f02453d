"""Files that git holds as conflicts: what is said of each state, and where it leads."""

from __future__ import annotations

import itertools

import pytest

from casefile.editing.edits import WriteOptions
from casefile.loading import unmerged_files
from casefile.loading.unmerged_files import ANYTHING, NEW, state_of
from casefile.merging.open_conflict import find_record_in_conflict
from casefile.merging.resolution import write_decisions
from casefile.setup.git_drivers import set_up
from casefile.validation.validation_run import validate
from support.branches import AUGUST, CASE, TEXT

OURS, THEIRS = TEXT.replace("09-21", "10-21"), TEXT.replace("09-21", "11-21")


@pytest.fixture(autouse=True)
def _by_lines(forked):
    """Let git hold conflicts without markers, as it does where the merge driver is missing."""
    forked.git("config", "merge.casefile.driver", "no-such-program %O %A %B %L %P")


def merging(forked, ours, theirs):
    """Stop at a merge of two texts; None where a side removes the record."""
    forked.git("switch", "-qc", "theirs")
    forked.commits(theirs) if theirs else forked.git("rm", "-q", CASE)
    forked.git("commit", "-q", "--allow-empty", "-m", "theirs")
    forked.git("switch", "-q", "main")
    forked.commits(ours) if ours else forked.git("rm", "-q", CASE)
    forked.git("commit", "-q", "--allow-empty", "-m", "ours")
    assert forked.run("git", "merge", "theirs").returncode == 1


def message_and_hint(forked, *, staged=False):
    """Return what is said of the conflict: message and hint."""
    found = validate(forked.folder, staged=staged).problems
    ((message, hint),) = [(each.message, each.hint) for each in found if each.code == "CF021"]
    return message, hint


def reported(*sides, state="ours"):
    """Return the message about a file with these sides, by the text in the folder."""
    return state_of(dict.fromkeys(sides, b""), state).message


def test_every_unmerged_state_has_its_own_description():
    for stages in itertools.chain.from_iterable(itertools.combinations((1, 2, 3), n) for n in (1, 2, 3)):
        for lies in ANYTHING:
            state = state_of(dict.fromkeys(stages, b""), lies)
            assert state.sides == {2, 3} & {*stages}
            assert lies in state.folder_states


def test_the_side_that_removed_a_record_is_named(forked):
    merging(forked, TEXT + AUGUST, None)
    message, hint = message_and_hint(forked)
    assert message == reported(2)
    assert hint.startswith(f"casefile resolve {CASE} --theirs ")
    assert "git add" not in hint


def test_of_a_record_that_our_side_removed_no_advice_keeps_theirs(forked):
    merging(forked, None, TEXT + AUGUST)
    assert forked.case.read_text(encoding="utf-8") == TEXT + AUGUST
    message, hint = message_and_hint(forked)
    assert message == reported(3)
    assert hint.startswith(f"casefile resolve {CASE} --ours ")
    assert "git add" not in hint
    assert message_and_hint(forked, staged=True)[0] != message


def test_their_side_alone_is_called_so(forked):
    merging(forked, OURS, THEIRS)
    assert message_and_hint(forked)[0] == reported(2, 3, state="ours")
    assert message_and_hint(forked, staged=True)[0] != reported(2, 3, state="ours")
    forked.git("checkout", "-q", "--theirs", CASE)
    assert message_and_hint(forked)[0] == reported(2, 3, state="theirs")


def test_a_file_fixed_by_hand_is_not_called_a_side(forked):
    merging(forked, OURS, THEIRS)
    forked.case.write_text(TEXT.replace("09-21", "12-21"), encoding="utf-8")
    message, hint = message_and_hint(forked)
    assert message == reported(2, 3, state="another")
    assert f"git add {CASE}" in hint
    assert f"git checkout --merge -- {CASE}" in hint


def test_an_unstaged_resolution_is_not_called_a_side(forked):
    merging(forked, OURS + AUGUST, THEIRS)
    subject = find_record_in_conflict(forked.folder, CASE)
    write_decisions(
        subject, {each.field: each.theirs for each in subject.wanted(None)}, WriteOptions(commit=False)
    )
    assert message_and_hint(forked)[0] == reported(2, 3, state="another")


def test_a_resolution_by_rerere_is_not_called_a_side(forked):
    forked.git("config", "rerere.enabled", "true")
    forked.git("config", "--unset", "merge.casefile.driver")
    merging(forked, OURS, THEIRS)
    forked.case.write_text(TEXT.replace("09-21", "12-21"), encoding="utf-8")
    forked.git("commit", "-qam", "settled")
    forked.git("reset", "-q", "--hard", "HEAD~1")
    assert forked.run("git", "merge", "theirs").returncode == 1
    assert "12-21" in forked.case.read_text(encoding="utf-8")
    assert message_and_hint(forked)[0] == reported(2, 3, state="another")


def test_line_ends_that_git_wrote_itself_make_no_other_text(forked):
    merging(forked, OURS, THEIRS)
    forked.case.write_bytes(OURS.replace("\n", "\r\n").encode())
    assert message_and_hint(forked)[0] == reported(2, 3, state="ours")


def test_a_file_that_is_gone_is_called_so(forked):
    merging(forked, OURS, THEIRS)
    forked.case.unlink()
    message, hint = message_and_hint(forked)
    assert message == reported(2, 3, state="nothing")
    assert hint.endswith(f"git checkout --merge -- {CASE}")


def test_another_repository_in_the_place_of_a_record_hides_no_conflict(forked):
    forked.git("switch", "-qc", "theirs")
    head = forked.git("rev-parse", "HEAD").strip()
    forked.git("rm", "-q", CASE)
    forked.git("update-index", "--add", "--cacheinfo", f"160000,{head},{CASE}")
    forked.git("commit", "-qm", "theirs")
    forked.git("switch", "-qf", "main")
    forked.commits(OURS)
    assert forked.run("git", "merge", "theirs").returncode == 1
    found = {each.path: each.hint for each in validate(forked.folder).problems if each.code == "CF021"}
    ours = next(path for path in found if path != CASE)
    assert "their" in found[ours] or "--theirs" in found[ours]
    assert find_record_in_conflict(forked.folder, ours).kept_by("ours")["id"] == "kg-2025-7k3mq"


@pytest.mark.parametrize("flag", ["ours", "theirs"])
def test_a_new_record_that_git_took_for_a_removed_one_is_kept(forked, flag):
    new = CASE.replace("7k3mq", "zzzzz")
    added = TEXT.replace("7k3mq", "zzzzz")
    forked.git("switch", "-qc", "theirs")
    forked.git("mv", CASE, new)
    forked.commits(added, new)
    forked.git("switch", "-q", "main")
    forked.git("rm", "-q", CASE)
    forked.git("commit", "-qm", "ours")
    assert forked.run("git", "merge", "theirs").returncode == 1
    message, hint = message_and_hint(forked)
    assert message == NEW.message
    assert hint.startswith(f"casefile resolve {new} ")
    subject = find_record_in_conflict(forked.folder, new)
    decisions = {each.field: getattr(each, flag) for each in subject.merged.conflicts}
    write_decisions(subject, decisions, WriteOptions())
    assert (forked.folder / new).read_text(encoding="utf-8") == added
    assert forked.git("ls-files", "-u") == ""


MOVED, ADDED = "cases/kz/2025/kg-2025-zzzzz.yaml", "cases/kg/2025/kg-2025-zzzzz.yaml"


def folder_renamed(forked, into):
    """Merge a side that renamed the only case of a folder with one that added a case there."""
    forked.git("branch", "theirs")
    for branch in ("main", "theirs"):
        forked.git("switch", "-q", branch)
        if branch == into:
            forked.commits(TEXT.replace("7k3mq", "zzzzz"), ADDED)
        else:
            forked.git("rm", "-q", CASE)
            renamed = TEXT.replace("kg-2025-7k3mq", "kz-2025-bbbbb\nformerly:\n  - kg-2025-7k3mq")
            forked.commits(renamed.replace("KG", "KZ"), "cases/kz/2025/kz-2025-bbbbb.yaml")
    forked.git("switch", "-q", "main")
    return forked.run("git", "merge", "theirs").returncode


@pytest.mark.parametrize("into", ["main", "theirs"])
@pytest.mark.parametrize("flag", ["ours", "theirs"])
def test_a_new_record_that_git_moved_with_its_folder_is_moved_back(forked, into, flag):
    assert folder_renamed(forked, into) == 1
    message, hint = message_and_hint(forked)
    assert message == unmerged_files.MOVED.message
    assert hint.startswith(f"casefile resolve {MOVED} ")
    subject = find_record_in_conflict(forked.folder, MOVED)
    write_decisions(
        subject, {each.field: getattr(each, flag) for each in subject.merged.conflicts}, WriteOptions()
    )
    assert forked.git("ls-files", "-u") == ""
    assert (forked.folder / ADDED).read_text(encoding="utf-8") == TEXT.replace("7k3mq", "zzzzz")
    assert not (forked.folder / MOVED).exists()


@pytest.mark.parametrize("into", ["main", "theirs"])
def test_git_moves_no_new_record_with_its_folder_once_it_is_set_up(forked, into):
    set_up(forked.folder, "local")
    assert folder_renamed(forked, into) == 0
    assert (forked.folder / ADDED).is_file()
