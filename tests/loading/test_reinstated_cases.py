"""A case that was withdrawn on one branch and written on another: it must not come back unseen."""

from __future__ import annotations

import json
import shutil
from functools import reduce

import pytest

from casefile.editing.edits import WriteOptions
from casefile.errors import BadInput
from casefile.history.audit import AuditOrder, audit
from casefile.merging.open_conflict import find_record_in_conflict
from casefile.merging.resolution import write_decisions
from casefile.publication.published_difference import NOT_READABLE
from casefile.validation.validation_run import validate
from support.branches import CASE, SEPTEMBER, TEXT, UNNAMED, without_digests

NAME = "Asel Primerova"
WRITTEN = TEXT.replace(UNNAMED, f"named\n  name: {NAME}") + SEPTEMBER


def of_another(text, case):
    """Return the text of a case as that of another person: its id and those of its events are other ones."""
    others = {
        "kg-2025-7k3mq": case,
        "h2v5t": f"h{case[-4:]}",
        "k3m9x": f"k{case[-4:]}",
        "s1s1s": f"s{case[-4:]}",
    }
    return reduce(lambda found, pair: found.replace(*pair), others.items(), text)


def casefile(forked, *words):
    done = forked.run(forked.executable, *words)
    assert done.returncode == 0, done.stderr
    if words[0] == "withdraw" and forked.older:
        without_digests(forked)
    return done


def withdraw(forked, *before):
    """Withdraw the case here, perhaps after a rename; return where what stands for it lies."""
    for words in before:
        casefile(forked, *words)
    (case,) = forked.folder.glob("cases/kg/*/*.yaml")
    casefile(forked, "withdraw", case.stem, "--reason", "safety", "--yes")
    (stands,) = forked.folder.glob("cases/kg/*/*.yaml")
    return stands.relative_to(forked.folder).as_posix()


def withdrawn_here(forked, *before):
    """Stop at a merge of a withdrawal on our side with an edit on theirs."""
    forked.git("switch", "-qc", "theirs")
    forked.commits(WRITTEN)
    forked.git("switch", "-q", "main")
    stands = withdraw(forked, *before)
    forked.run("git", "merge", "-q", "--no-edit", "theirs")
    return stands


def withdrawn_there(forked):
    """Stop at a merge of an edit on our side with a withdrawal on theirs."""
    forked.git("switch", "-qc", "theirs")
    stands = withdraw(forked)
    forked.git("switch", "-q", "main")
    forked.commits(WRITTEN)
    forked.run("git", "merge", "-q", "--no-edit", "theirs")
    return stands


def problems(forked, **how):
    found = validate(forked.folder, **how).problems
    return {each.code: each for each in found if each.level == "error"}


def findings(forked):
    return [
        each
        for each in audit(forked.folder, AuditOrder(), lambda *_: None).findings
        if each.level == "finding"
    ]


def names(forked):
    """Return which files hold the name."""
    files = sorted(forked.folder.glob("cases/**/*.yaml"))
    return [each.relative_to(forked.folder).as_posix() for each in files if NAME in each.read_text("utf-8")]


@pytest.mark.parametrize("merged", [withdrawn_here, withdrawn_there])
def test_following_the_hint_of_validate_keeps_the_case_removed(forked, merged):
    stands = merged(forked)
    assert names(forked) == [CASE]
    found = problems(forked)
    assert {*found} == {"CF021", "CF024"}
    words = found["CF021"].hint.partition(" keeps it removed")[0].split()
    assert words[0] == "casefile"
    casefile(forked, *words[1:])
    assert names(forked) == []
    forked.git("commit", "-q", "--no-edit")
    assert problems(forked) == {}
    assert findings(forked) == []
    assert (forked.folder / stands).is_file()


@pytest.mark.parametrize("merged", [withdrawn_here, withdrawn_there])
def test_a_reinstated_case_is_reported_until_it_is_removed_again(forked, merged):
    stands = merged(forked)
    forked.git("add", "cases")
    forked.git("commit", "-q", "--no-edit")
    problem = problems(forked)["CF024"]
    assert problem.path == CASE
    assert stands in problem.hint
    assert "CF024" in problems(forked, staged=True)
    assert "CF024" in problems(forked, changed="HEAD~1")
    (finding,) = findings(forked)
    assert (finding.code, finding.commit) == ("CF750", forked.git("rev-parse", "HEAD"))
    assert finding.record == "kg-2025-7k3mq"
    words = problem.hint.removeprefix("remove it: ").partition(";")[0].split()
    assert words[:2] == ["git", "rm"]
    forked.git(*words[1:])
    casefile(forked, "commit")
    assert problems(forked) == {}
    assert findings(forked) == []


@pytest.mark.parametrize(("merged", "side"), [(withdrawn_here, "theirs"), (withdrawn_there, "ours")])
def test_resolve_does_not_bring_a_withdrawn_case_back(forked, merged, side):
    stands = merged(forked)
    subject = find_record_in_conflict(forked.folder, CASE)
    decisions = {each.field: getattr(each, side) for each in subject.wanted(None)}
    for how in (WriteOptions(), WriteOptions(dry_run=True), WriteOptions(commit=False)):
        with pytest.raises(BadInput) as refused:
            write_decisions(subject, decisions, how)
        assert refused.value.code == "CF726"
        assert stands in refused.value.hint
    assert forked.git("ls-files", "-u")


@pytest.mark.parametrize("into", ["main", "theirs"])
@pytest.mark.parametrize("flag", ["ours", "theirs"])
def test_resolve_keeps_a_notice_that_git_moved_with_its_folder(forked, into, flag):
    forked.git("branch", "theirs")
    for branch in ("main", "theirs"):
        forked.git("switch", "-q", branch)
        if branch == into:
            stands = withdraw(forked)
        else:
            casefile(forked, "rename", "kg-2025-7k3mq", "kz-2025-bbbbb", "--country", "KZ")
    forked.git("switch", "-q", "main")
    assert forked.run("git", "merge", "-q", "theirs").returncode == 1
    moved = stands.replace("/kg/", "/kz/")
    (problem,) = (
        each for each in validate(forked.folder).problems if (each.path, each.code) == (moved, "CF021")
    )
    assert problem.hint == f"casefile resolve {moved} keeps it"
    subject = find_record_in_conflict(forked.folder, moved)
    write_decisions(
        subject, {each.field: getattr(each, flag) for each in subject.wanted(None)}, WriteOptions()
    )
    assert "withdrawn:" in (forked.folder / stands).read_text(encoding="utf-8")
    assert not (forked.folder / moved).exists()


@pytest.mark.parametrize("into", ["main", "theirs"])
def test_resolve_does_not_put_a_case_in_the_place_of_its_notice(forked, into):
    notice = "schema: casefile/case/1\nid: kg-2025-7k3mq\ncountry: KG\nwithdrawn:\n  reason: safety\n"
    texts = {"main": WRITTEN, "theirs": WRITTEN, into: f'{notice}  date: "2025-08-01"\n'}
    forked.branches(texts["main"], texts["theirs"])
    assert forked.run("git", "merge", "-q", "theirs").returncode == 1
    subject = find_record_in_conflict(forked.folder, CASE)
    flag = "theirs" if into == "main" else "ours"
    with pytest.raises(BadInput) as refused:
        write_decisions(
            subject, {each.field: getattr(each, flag) for each in subject.wanted(None)}, WriteOptions()
        )
    assert refused.value.code == "CF726"


def test_a_case_that_was_renamed_before_it_was_withdrawn_is_known_by_its_old_id(forked):
    withdrawn_here(forked, ("rename", "kg-2025-7k3mq", "kg-2025-bbbbb"))
    forked.git("add", "cases")
    forked.git("commit", "-q", "--no-edit")
    assert problems(forked)["CF024"].path == CASE
    assert [each.code for each in findings(forked)] == ["CF750"]


def test_a_case_renamed_on_the_other_branch_is_known_by_its_former_id(forked):
    forked.git("switch", "-qc", "theirs")
    casefile(forked, "rename", "kg-2025-7k3mq", "kg-2025-bbbbb")
    forked.git("switch", "-q", "main")
    withdraw(forked)
    forked.run("git", "merge", "-q", "--no-edit", "theirs")
    forked.git("add", "cases")
    forked.git("commit", "-q", "--no-edit")
    assert problems(forked)["CF024"].path == "cases/kg/2025/kg-2025-bbbbb.yaml"
    assert [(each.code, each.record) for each in findings(forked)] == [("CF750", "kg-2025-bbbbb")]


def test_reverting_the_withdrawal_itself_is_allowed(forked):
    stands = withdrawn_here(forked)
    forked.git("rm", "-q", stands)
    assert "CF024" not in problems(forked)
    subject = find_record_in_conflict(forked.folder, CASE)
    write_decisions(subject, {"": subject.merged.conflicts[0].theirs}, WriteOptions())
    forked.git("commit", "-q", "--no-edit")
    assert problems(forked) == {}
    assert "CF750" in {each.code for each in findings(forked)}


def test_another_case_that_was_renamed_in_the_same_commit_is_not_taken_for_it(forked):
    other = of_another(TEXT, "kg-2025-bbbb2")
    forked.commits(other, "cases/kg/2025/kg-2025-bbbb2.yaml")
    forked.git("switch", "-qc", "theirs")
    casefile(forked, "rename", "kg-2025-bbbb2", "kg-2025-ccccc")
    casefile(forked, "withdraw", "kg-2025-7k3mq", "--reason", "safety", "--yes")
    forked.git("switch", "-q", "main")
    forked.git("merge", "-q", "--squash", "theirs")
    forked.git("commit", "-qm", "both")
    assert problems(forked) == {}
    assert findings(forked) == []


def test_a_case_that_came_back_leaves_in_no_export(forked):
    forked.commits(WRITTEN.replace("country: KG", "tier: public\ncountry: KG"), CASE)
    withdrawn_here(forked)
    forked.commits(WRITTEN.replace("country: KG", "tier: public\ncountry: KG"), CASE)
    for words in (("-f", "json"), ("-f", "csv"), ("-f", "json", "--audience", "internal")):
        done = forked.run(forked.executable, "export", *words)
        assert done.returncode == 1
        assert "CF024" in done.stderr
        assert NAME not in done.stdout
        assert "kg-2025-7k3mq" not in done.stdout
    done = forked.run(forked.executable, "export", "kg-2025-7k3mq", "-f", "json")
    assert done.returncode == 1
    assert NAME not in done.stdout
    forked.git("rm", "-q", CASE)
    assert forked.run(forked.executable, "export", "-f", "json").returncode == 0


def test_a_clone_that_lacks_the_old_text_knows_the_case_by_its_file(forked, tmp_path, git_in):
    withdrawn_here(forked)
    forked.git("add", "cases")
    forked.git("commit", "-q", "--no-edit")
    forked.git("config", "uploadpack.allowFilter", "true")
    partial = tmp_path / "partial"
    forked.git("clone", "-q", "--filter=blob:none", forked.folder.as_uri(), str(partial))
    gone = forked.git("rev-parse", f"HEAD^^:{CASE}").strip()
    assert f"?{gone}" in git_in(partial)("rev-list", "--objects", "--missing=print", "HEAD")
    assert [each.path for each in validate(partial).problems if each.code == "CF024"] == [CASE]


def test_a_case_is_known_although_the_register_was_moved_since(forked):
    forked.commits(WRITTEN.replace("country: KG", "tier: public\ncountry: KG"), CASE)
    withdraw(forked)
    (forked.folder / "below").mkdir()
    for name in ("cases", "casefile.yaml"):
        forked.git("mv", name, f"below/{name}")
    forked.git("commit", "-qm", "Move the register")
    forked.commits(WRITTEN.replace("country: KG", "tier: public\ncountry: KG"), f"below/{CASE}")

    done = forked.run(forked.executable, "-C", "below", "export", "-f", "jsonl")

    assert (done.returncode, "CF024" in done.stderr, NAME in done.stdout) == (1, True, False)
    assert [each.path for each in validate(forked.folder / "below").problems if each.code == "CF024"] == [
        CASE
    ]


def test_a_case_is_known_though_its_notice_was_renamed_by_hand(forked):
    stands = withdraw(forked)
    other = stands.replace(stands[-10:], "zzzz9.yaml")
    forked.git("mv", stands, other)
    text = (forked.folder / other).read_text("utf-8")
    forked.commits(text.replace(stands.rsplit("/", 1)[1][:-5], "kg-2025-zzzz9"), other)
    forked.commits(WRITTEN, CASE)

    assert problems(forked)["CF024"].path == CASE
    assert other in problems(forked)["CF024"].hint


@pytest.fixture
def came_back(forked):
    """Commit a merge in which a public case that was withdrawn lies in the register again."""
    public = "tier: public\ncountry: KG"
    forked.commits(TEXT.replace("country: KG", public), CASE)
    forked.git("switch", "-qc", "theirs")
    forked.commits(WRITTEN.replace("country: KG", public))
    forked.git("switch", "-q", "main")
    withdraw(forked)
    forked.run("git", "merge", "-q", "--no-edit", "theirs")
    forked.git("add", "cases")
    forked.git("commit", "-q", "--no-edit")
    return forked


@pytest.mark.parametrize("moment", [(), ("--known-at", "main")], ids=["the files", "a commit"])
@pytest.mark.parametrize("words", ["list", "timeline", "due", "stats", "today", "search asel", "show asel"])
def test_a_reinstated_case_is_shown_by_no_command(came_back, words, moment):
    came_back.git("switch", "-qc", "elsewhere", "main" if not moment else "theirs")
    done = came_back.run(came_back.executable, *words.split(), *moment)
    assert done.returncode == (1 if words == "show asel" else 0)
    assert NAME not in done.stdout
    assert "has errors" in done.stderr or "1 error" in done.stdout


@pytest.mark.parametrize("audience", ["public", "partners", "internal"])
def test_a_reinstated_case_is_shown_to_no_audience(came_back, audience):
    came_back.git("rm", "-q", CASE)
    came_back.git("commit", "-qm", "Take it out again")
    for span in ("HEAD~2..HEAD~1", "HEAD~1..HEAD", "HEAD~2..HEAD"):
        done = came_back.run(came_back.executable, "diff", span, "--audience", audience)
        assert done.returncode == 0
        assert NAME not in done.stdout
        assert "hearing" not in done.stdout
        assert (NOT_READABLE in done.stdout) == (span == "HEAD~2..HEAD~1")


def squashed(forked, branch):
    """Bring all that a branch did as one commit on main."""
    forked.git("switch", "-q", "main")
    forked.git("merge", "-q", "--squash", branch)
    forked.git("commit", "-qm", "squashed")


def test_a_squashed_commit_with_a_withdrawal_and_the_return_of_the_case_is_noticed(forked):
    forked.commits(TEXT.replace(UNNAMED, f"named\n  name: {NAME}"))
    forked.git("switch", "-qc", "feature")
    stands = withdraw(forked)
    forked.commits(WRITTEN)
    squashed(forked, "feature")
    found = problems(forked)
    assert {*found} == {"CF024"}
    assert found["CF024"].path == CASE
    assert f"git rm {stands}" in found["CF024"].hint
    assert f"git rm {CASE}" in found["CF024"].hint


def test_a_squashed_commit_with_two_withdrawals_alone_is_none(forked):
    other = CASE.replace("7k3mq", "zzzz1")
    forked.commits(of_another(TEXT, "kg-2025-zzzz1"), other)
    third = CASE.replace("7k3mq", "yyyy2")
    forked.commits(of_another(TEXT, "kg-2025-yyyy2"), third)
    forked.git("switch", "-qc", "feature")
    for case in ("kg-2025-7k3mq", "kg-2025-zzzz1"):
        casefile(forked, "withdraw", case, "--reason", "safety", "--yes")
    forked.commits(of_another(TEXT + SEPTEMBER, "kg-2025-yyyy2"), third)
    squashed(forked, "feature")
    assert problems(forked) == {}
    forked.commits(TEXT, CASE)
    assert {*problems(forked)} == {"CF024"}


OTHER = "cases/kg/2025/kg-2025-zzzz1.yaml"
SAYS = "with Primerova, see kg-2025-bbbbb, once kg-2025-7k3mq, and h7v5t"
PRESS = """\
schema: casefile/source/1
id: photo-kg-2025-bbbbb-1
tier: public
kind: photo
title: Asel Primerova in court
"""


@pytest.fixture
def left_in_texts(forked):
    """Return a register with a public case and a source that mention a restricted case by name and ids."""
    forked.commits(WRITTEN.replace("h2v5t", "h7v5t"))
    casefile(forked, "rename", "kg-2025-7k3mq", "kg-2025-bbbbb")
    public = TEXT.replace("country: KG", f"tier: public\ncountry: KG\ntags: [{SAYS!r}]")
    forked.commits(
        of_another(public, "kg-2025-zzzz1").replace("once kg-2025-zzzz1", "once kg-2025-7k3mq"), OTHER
    )
    forked.commits(PRESS, "cases/sources/photo-kg-2025-bbbbb-1.yaml")
    return forked


def exported(forked, *words):
    done = forked.run(forked.executable, "export", *words)
    assert done.returncode in {0, 1}, done.stderr
    assert "kg-2025-zzzz1" in done.stdout
    return done.stdout


@pytest.mark.parametrize("words", ["-f jsonl", "-f json", "-f jsonl --known-at HEAD~1"])
def test_names_and_ids_of_a_withdrawn_case_leave_in_no_text(left_in_texts, words):
    before = exported(left_in_texts, *words.replace(" --known-at HEAD~1", "").split())
    casefile(left_in_texts, "withdraw", "kg-2025-bbbbb", "--reason", "safety", "--yes")
    after = exported(left_in_texts, *words.split())
    for text in ("Primerova", "kg-2025-bbbbb", "7k3mq", "h7v5t"):
        assert text not in before
        assert text not in after


def test_earlier_names_and_ids_of_a_withdrawn_case_are_in_no_export(left_in_texts):
    case = "kg-2025-bbbbb"
    casefile(left_in_texts, "update", case, "--set", "person.name=Begimai Corrected")
    casefile(left_in_texts, "rename", case, "kg-2025-ccccc")
    casefile(left_in_texts, "update", "kg-2025-ccccc", "--unset", "formerly")
    casefile(left_in_texts, "withdraw", "kg-2025-ccccc", "--reason", "safety", "--yes")
    for text in ("Primerova", "kg-2025-bbbbb", "7k3mq", "h7v5t"):
        assert text not in exported(left_in_texts, "-f", "jsonl")


def test_a_withdrawal_lets_no_text_appear(left_in_texts):
    casefile(left_in_texts, "withdraw", "kg-2025-bbbbb", "--reason", "safety", "--yes")
    done = casefile(left_in_texts, "export", "--compared-with", "HEAD~1")
    assert "leaves today" not in done.stdout


def test_nothing_leaves_a_clone_that_lacks_the_text_of_a_withdrawn_case(left_in_texts, tmp_path):
    casefile(left_in_texts, "withdraw", "kg-2025-bbbbb", "--reason", "safety", "--yes")
    left_in_texts.git("config", "uploadpack.allowFilter", "true")
    partial = tmp_path / "partial"
    left_in_texts.git("clone", "-q", "--filter=blob:none", left_in_texts.folder.as_uri(), str(partial))
    done = left_in_texts.run(left_in_texts.executable, "-C", str(partial), "export", "-f", "jsonl")
    assert (done.returncode, done.stdout) == (5, "")


def notice_in(forked):
    """Return the path of the only withdrawal notice."""
    cases = sorted(forked.folder.glob("cases/**/kg-*.yaml"))
    (notice,) = [each for each in cases if "\nwithdrawn:" in each.read_text("utf-8")]
    return notice.relative_to(forked.folder).as_posix()


def withdrawn_in_files(forked):
    """Withdraw the case without a commit."""
    casefile(forked, "withdraw", "kg-2025-bbbbb", "--reason", "safety", "--yes", "--no-commit")


def removed_first(forked):
    """Commit the removal of the case, then its notice."""
    withdrawn_in_files(forked)
    forked.git("commit", "-qam", "a removal")
    forked.git("add", "-A")
    forked.git("commit", "-qm", "a notice")


def notice_alone(forked):
    """Commit the notice, and nothing else of the withdrawal."""
    withdrawn_in_files(forked)
    casefile(forked, "commit", notice_in(forked))


def notice_moved(forked):
    """Withdraw the case and move its notice without a commit."""
    casefile(forked, "withdraw", "kg-2025-bbbbb", "--reason", "safety", "--yes")
    path = forked.folder / notice_in(forked)
    path.rename(path.with_name("kg-2025-ccccc.yaml"))


def withdrawn_elsewhere(forked, folder="archive"):
    """Withdraw a case that is not in its folder."""
    (forked.folder / "cases" / folder).mkdir(parents=True)
    forked.git("mv", "cases/kg/2025/kg-2025-bbbbb.yaml", f"cases/{folder}/kg-2025-bbbbb.yaml")
    forked.git("commit", "-qm", "Move a case")
    casefile(forked, "withdraw", "kg-2025-bbbbb", "--reason", "safety", "--yes")


def withdrawn_where_no_year_is(forked):
    withdrawn_elsewhere(forked, "kg/closed")


def withdrawn_in_a_merge(forked, *, theirs=False):
    """Withdraw the case in a merge commit of two branches, of which one never had it."""
    text = (forked.folder / "cases/kg/2025/kg-2025-bbbbb.yaml").read_text("utf-8")
    forked.git("rm", "-q", "cases/kg/2025/kg-2025-bbbbb.yaml")
    forked.git("commit", "-qm", "begin without it")
    tree = forked.git("rev-parse", "HEAD^{tree}").strip()
    start = forked.git("commit-tree", tree, "-m", "a history that never had the case").strip()
    forked.git("reset", "-q", "--hard", start)
    forked.git("branch", "other")
    forked.commits(text, "cases/kg/2025/kg-2025-bbbbb.yaml")
    forked.git("switch", "-q", "other")
    forked.commits("schema: casefile/source/1\nid: press\nkind: press_article\n", "cases/sources/press.yaml")
    if not theirs:
        forked.git("switch", "-q", "main")
    forked.git("merge", "-q", "--no-commit", "--no-ff", "main" if theirs else "other")
    withdrawn_in_files(forked)
    forked.git("add", "-A")
    forked.git("commit", "-qm", "a merge")
    assert forked.git("rev-parse", "HEAD^2").strip()


def withdrawn_in_a_merge_that_brings_it(forked):
    withdrawn_in_a_merge(forked, theirs=True)


def replaced(forked):
    """Write the notice over the case, under its id."""
    path = forked.folder / "cases/kg/2025/kg-2025-bbbbb.yaml"
    state = "withdrawn:\n  date: '2025-09-09'\n  reason: safety\n"
    forked.commits(f"schema: casefile/case/1\nid: kg-2025-bbbbb\n{state}", path.relative_to(forked.folder))


def broken(forked, text, *, committed=False):
    """Withdraw the case, and make of its notice a file with errors."""
    casefile(forked, "withdraw", "kg-2025-bbbbb", "--reason", "safety", "--yes")
    path = forked.folder / notice_in(forked)
    path.write_text(text.format(path.read_text("utf-8")), "utf-8")
    if committed:
        forked.git("commit", "-qam", "an edit")


def emptied(forked):
    broken(forked, "")


def emptied_and_committed(forked):
    broken(forked, "", committed=True)


def in_conflict(forked):
    broken(forked, "<<<<<<< HEAD\n{0}=======\n{0}>>>>>>> theirs\n", committed=True)


WAYS = [
    withdrawn_in_files,
    removed_first,
    notice_alone,
    notice_moved,
    withdrawn_elsewhere,
    withdrawn_where_no_year_is,
    withdrawn_in_a_merge,
    withdrawn_in_a_merge_that_brings_it,
    replaced,
    emptied,
    emptied_and_committed,
    in_conflict,
]


@pytest.mark.sample(3)
@pytest.mark.parametrize("way", WAYS)
def test_nothing_leaves_while_a_notice_states_no_digest_however_the_withdrawal_came(left_in_texts, way):
    """A notice shows its case also if it was written over it, or if it states `history: rewritten`.

    `withdraw` writes that where no commit of the branch contains the case, as in a merge that brings it.
    """
    left_in_texts.older = True
    way(left_in_texts)
    done = left_in_texts.run(left_in_texts.executable, "export", "-f", "jsonl")
    if way in {replaced, withdrawn_in_a_merge_that_brings_it}:
        assert done.returncode == 0
        for text in ("Primerova", "kg-2025-bbbbb", "7k3mq", "h7v5t"):
            assert text not in done.stdout
    else:
        assert (done.returncode, done.stdout) == (5, "")


@pytest.mark.sample(3)
@pytest.mark.parametrize("way", WAYS)
def test_nothing_of_a_withdrawn_case_leaves_however_the_withdrawal_came(left_in_texts, way):
    way(left_in_texts)
    for words in ("-f jsonl", "-f json", "-f jsonl --audience internal"):
        after = exported(left_in_texts, *words.split())
        for text in ("Primerova", "kg-2025-bbbbb", "7k3mq", "h7v5t"):
            assert text not in after


@pytest.mark.sample(3)
@pytest.mark.parametrize("way", WAYS)
def test_text_without_a_withdrawn_name_is_exported_after_any_withdrawal(left_in_texts, way):
    public = TEXT.replace("country: KG", "tier: public\ncountry: KG\ntags: [a blue door]")
    text = of_another(public, "kg-2025-ddddd")
    before, after = "cases/kg/2025/kg-2025-eeeee.yaml", "cases/kg/2025/kg-2025-ddddd.yaml"
    left_in_texts.commits(text.replace("kg-2025-ddddd", "kg-2025-eeeee"), before)
    left_in_texts.git("mv", before, after)
    left_in_texts.commits(text, after)
    way(left_in_texts)
    assert "a blue door" in exported(left_in_texts, "-f", "jsonl")


def test_a_case_from_another_folder_is_noticed_when_it_returns(left_in_texts):
    withdrawn_elsewhere(left_in_texts)
    left_in_texts.git("checkout", "HEAD~1", "--", "cases/archive/kg-2025-bbbbb.yaml")
    found = problems(left_in_texts)["CF024"]
    assert found.path == "cases/archive/kg-2025-bbbbb.yaml"
    assert notice_in(left_in_texts) in found.hint


def test_a_case_that_returns_after_a_withdrawal_in_two_commits_is_noticed(left_in_texts):
    removed_first(left_in_texts)
    left_in_texts.git("checkout", "HEAD~2", "--", "cases/kg/2025/kg-2025-bbbbb.yaml")
    assert problems(left_in_texts)["CF024"].path == "cases/kg/2025/kg-2025-bbbbb.yaml"


def test_other_cases_are_not_taken_for_one_that_was_withdrawn_elsewhere(left_in_texts):
    """The withdrawal changes the record that names the case, in the folder of the notice."""
    path = left_in_texts.folder / OTHER
    text = path.read_text("utf-8") + "related:\n  - case: kg-2025-bbbbb\n    relation: relative\n"
    left_in_texts.commits(text, OTHER)
    withdrawn_elsewhere(left_in_texts)
    assert "kg-2025-bbbbb" not in path.read_text("utf-8").partition("related:")[2]
    assert "CF024" not in problems(left_in_texts)


def withdrawn_and_alone(forked, *parents):
    """Withdraw the case, and check out a new commit with the same files."""
    casefile(forked, "withdraw", "kg-2025-bbbbb", "--reason", "safety", "--yes")
    tree = forked.git("rev-parse", "HEAD^{tree}").strip()
    behind = [word for parent in parents for word in ("-p", parent)]
    forked.git("reset", "-q", "--hard", forked.git("commit-tree", tree, *behind, "-m", "anew").strip())


def test_a_register_whose_history_was_rewritten_still_leaves(left_in_texts):
    """`git filter-repo` removes the case from history; the notice must say so, as it has no case there."""
    empty = left_in_texts.git("hash-object", "-t", "tree", "-w", "/dev/null").strip()
    withdrawn_and_alone(left_in_texts, left_in_texts.git("commit-tree", empty, "-m", "begun").strip())
    done = left_in_texts.run(left_in_texts.executable, "export", "-f", "jsonl")
    assert (done.returncode, done.stdout) == (5, "")
    notice = notice_in(left_in_texts)
    text = (left_in_texts.folder / notice).read_text("utf-8")
    left_in_texts.commits(f"{text.rstrip()}\n  history: rewritten\n", notice)
    exported(left_in_texts, "-f", "jsonl")
    assert "CF024" not in problems(left_in_texts)


def put_elsewhere(forked):
    """Make the folder a repository of its own in which nothing is committed."""
    casefile(forked, "withdraw", "kg-2025-bbbbb", "--reason", "safety", "--yes")
    shutil.rmtree(forked.folder / ".git")
    forked.git("init", "-q")


def put_beside_other_commits(forked):
    put_elsewhere(forked)
    author = ("-c", "user.name=desk-9", "-c", "user.email=desk-9@register.invalid")
    forked.git(*author, "commit", "-q", "--allow-empty", "-m", "another project")


def put_elsewhere_and_moved(forked):
    """A later commit that only moves the notice does not show whose it is."""
    withdrawn_and_alone(forked)
    path = notice_in(forked)
    forked.git("mv", path, path.replace("kg-2025-", "kg-2025-x"))
    forked.git("commit", "-q", "-m", "moved")


@pytest.mark.parametrize(
    "way", [withdrawn_and_alone, put_elsewhere, put_beside_other_commits, put_elsewhere_and_moved]
)
def test_nothing_leaves_a_copy_that_was_put_into_another_repository(left_in_texts, way):
    way(left_in_texts)
    for words in ("-f jsonl", "-f json"):
        done = left_in_texts.run(left_in_texts.executable, "export", *words.split())
        assert (done.returncode, done.stdout) == (5, "")
        done = left_in_texts.run(left_in_texts.executable, "export", *words.split(), "--json", "-o", "out")
        error = json.loads(done.stdout)["error"]
        assert error["code"] == "CF810"
        assert notice_in(left_in_texts) in error["message"]


@pytest.mark.parametrize("words", ["export -f jsonl", "export -f json", "diff HEAD~1 --audience public"])
def test_nothing_leaves_while_a_write_is_not_complete(left_in_texts, words):
    assert left_in_texts.run(left_in_texts.executable, *words.split()).returncode == 0
    path = "cases/kg/2025/kg-2025-ccccc.yaml"
    steps = [{"path": path, "before": None, "after": "schema: casefile/case/1\n"}]
    journal = left_in_texts.folder / ".git/casefile/unfinished.json"
    journal.parent.mkdir(exist_ok=True)
    journal.write_text(json.dumps({"casefile/unfinished/1": {"files": steps, "message": "a write"}}), "utf-8")
    done = left_in_texts.run(left_in_texts.executable, *words.split())
    assert (done.returncode, done.stdout) == (5, "")
    assert f"casefile commit {path}" in done.stderr


WRITES = (
    "update kg-2025-7k3mq --set person.occupation=editor",
    "record note asel --date 2026-01-01 --summary x --connection colleague",
    "mark kg-2025-7k3mq h2v5t disputed --reason x",
    "rename kg-2025-7k3mq --opaque",
    "update kg-2025-7k3mq --set person.occupation=editor --dry-run",
)


@pytest.mark.parametrize("words", WRITES)
def test_a_reinstated_case_is_changed_by_no_command(came_back, words):
    came_back.git("switch", "-qc", "elsewhere")
    before = came_back.git("rev-parse", "HEAD")
    done = came_back.run(came_back.executable, "--no-input", *words.split())
    assert done.returncode == 1, done.stderr
    assert NAME not in done.stdout + done.stderr
    assert (came_back.git("rev-parse", "HEAD"), came_back.git("status", "--porcelain")) == (before, "")


def test_a_reinstated_case_is_not_committed(came_back):
    came_back.git("switch", "-qc", "elsewhere")
    case = came_back.folder / CASE
    case.write_text(case.read_text(encoding="utf-8") + "tags: [seen]\n", encoding="utf-8")
    done = came_back.run(came_back.executable, "commit", "--json")
    assert (done.returncode, [each["code"] for each in json.loads(done.stdout)["problems"]]) == (1, ["CF024"])
    assert came_back.git("status", "--porcelain") == f" M {CASE}"


def test_doctor_counts_the_cases_that_list_shows(came_back):
    came_back.git("switch", "-qc", "elsewhere")
    done = came_back.run(came_back.executable, "doctor", "--json")
    assert " 0 cases" in done.stdout
