"""`commit`: hand edits go in one commit a record, and what has errors stays where it is."""

from __future__ import annotations

import pytest

from casefile.changes.commit_headlines import CLOSED_FIELD, LAYOUT_ONLY
from casefile.editing.edits import WriteOptions
from casefile.editing.hand_edits import CommitStopped, commit
from casefile.errors import BadInput, NotFound, TierForbids
from casefile.history.audit.audit_trail import AuditOrder, audit
from casefile.validation.validation_run import validate


@pytest.fixture
def edited(desk, open_case, closed_case):
    """Edit both cases by hand, and something else."""
    open_case.write_text(open_case.read_text().replace("kind: arrest", "kind: administrative"))
    closed_case.write_text(closed_case.read_text() + "tags:\n  - secretword\n")
    (desk / "README.md").write_text("mine\n")
    return desk


def test_each_record_has_a_commit_and_the_rest_stays(edited, git_in):
    done = commit(edited)
    assert [record.record for record, _ in done.records] == ["kg-2025-aaaaa", "kg-2025-bbbbb"]
    git = git_in(edited)
    assert git("log", "-2", "--format=%H").splitlines() == [made for _, made in reversed(done.records)]
    assert git("status", "--porcelain").split() == ["M", "README.md"]


def test_settings_edited_by_hand_are_committed_beside_the_records(edited):
    settings = edited / "casefile.yaml"
    settings.write_text(f"{settings.read_text()}timezone: Asia/Bishkek\n")
    done = commit(edited)
    names = {record.record for record, _ in done.records}
    assert names == {"kg-2025-aaaaa", "kg-2025-bbbbb", "casefile.yaml"}


def test_a_message_contains_only_public_facts(edited, git_in):
    commit(edited)
    open_one, closed_one = git_in(edited)("log", "-2", "--reverse", "--format=%B%x00").split("\0")[:2]
    assert "case kg-2025-aaaaa: detention d1d1d: kind" in open_one
    assert "secretword" not in closed_one
    assert "Record: kg-2025-bbbbb" in closed_one


def test_only_the_given_files_are_committed(edited, git_in, closed_case):
    commit(edited, [closed_case])
    assert git_in(edited)("show", "--name-only", "--format=") == "cases/kg/2025/kg-2025-bbbbb.yaml"
    assert len(commit(edited / "cases", ["kg"]).records) == 1


def test_a_file_is_given_relative_to_the_current_folder(edited):
    assert len(commit(edited / "cases/kg", ["2025/kg-2025-aaaaa.yaml"]).records) == 1


def test_a_record_with_errors_is_not_committed_and_reported(edited, git_in, open_case):
    open_case.write_text(open_case.read_text().replace("administrative", "adminstrative"))
    done = commit(edited)
    assert [record.record for record, _ in done.records] == ["kg-2025-bbbbb"]
    (problem,) = done.problems
    assert (problem.path, problem.line, problem.code) == ("cases/kg/2025/kg-2025-aaaaa.yaml", 15, "CF103")
    assert "kg-2025-aaaaa" in git_in(edited)("status", "--porcelain")


def test_a_new_and_a_removed_record_are_committed(desk, git_in, closed_case):
    closed_case.rename(closed_case.with_name("kg-2025-ccccc.yaml"))
    new = closed_case.with_name("kg-2025-ccccc.yaml")
    new.write_text(new.read_text().replace("kg-2025-bbbbb", "kg-2025-ccccc"))
    done = commit(desk)
    assert [record.changes[0].kind for record, _ in done.records] == ["removed", "added"]
    assert git_in(desk)("status", "--porcelain") == ""


def test_a_file_that_was_moved_to_where_it_belongs_is_one_record_in_one_commit(desk, git_in, open_case):
    wrong = desk / "cases/kz/2024" / open_case.name
    wrong.parent.mkdir(parents=True)
    git = git_in(desk)
    open_case.rename(wrong)
    git("add", "-A")
    git("commit", "-qm", "by hand")
    wrong.rename(open_case)
    ((record, _),) = commit(desk).records
    assert (record.record, record.changes, record.headline) == ("kg-2025-aaaaa", (), "file moved")
    assert git("log", "-1", "--format=%s") == "case kg-2025-aaaaa: file moved"
    assert git("show", "--name-status", "--format=").split()[0] == "R100"
    assert git("status", "--porcelain") == ""
    assert "CF741" not in {each.code for each in audit(desk, AuditOrder()).findings}


def test_a_moved_and_changed_file_is_described_by_its_change(desk, git_in, open_case):
    wrong = desk / "cases/kz/2024" / open_case.name
    wrong.parent.mkdir(parents=True)
    git = git_in(desk)
    open_case.rename(wrong)
    git("add", "-A")
    git("commit", "-qm", "by hand")
    open_case.write_text(f"{wrong.read_text()}tags:\n  - moved\n")
    wrong.unlink()
    ((record, _),) = commit(desk).records
    assert ([change.field for change in record.changes], record.headline) == (["tags"], "")


def test_a_record_that_takes_another_in_is_followed_by_its_own_file(desk, git_in, open_case, closed_case):
    closed_case.unlink()
    text = open_case.read_text()
    open_case.write_text(text.replace("country: KG\n", "formerly: [kg-2025-bbbbb]\ncountry: KG\n", 1))
    ((record, _),) = commit(desk).records
    assert [change.field for change in record.changes] == ["formerly"]
    assert git_in(desk)("show", "--name-only", "--format=").split() == [
        "cases/kg/2025/kg-2025-aaaaa.yaml", "cases/kg/2025/kg-2025-bbbbb.yaml"
    ]  # fmt: skip


def test_a_source_that_is_still_cited_is_not_removed(desk, git_in):
    (desk / "cases/sources/occrp-2025-06-04.yaml").unlink()
    done = commit(desk)
    assert done.records == ()
    assert {problem.code for problem in done.problems} == {"CF201"}
    assert git_in(desk)("rev-list", "--count", "HEAD") == "2"


def test_a_change_of_layout_alone_is_committed_too(desk, git_in, open_case):
    open_case.write_text(open_case.read_text() + "# a remark with secretword\n")
    ((record, _),) = commit(desk).records
    assert record.changes == ()
    assert git_in(desk)("show", "-s", "--format=%s") == f"case kg-2025-aaaaa: {LAYOUT_ONLY}"


def test_nothing_to_commit_is_no_error(desk):
    assert commit(desk).records == ()


def test_a_file_that_is_unchanged_or_outside_is_refused(desk, open_case, tmp_path):
    with pytest.raises(BadInput):
        commit(desk, [open_case])
    with pytest.raises(NotFound):
        commit(desk, [tmp_path / "elsewhere.yaml"])


LINES = {
    "a name": ("the brother of Zyyagul told us", TierForbids),
    "a name in another case and script": ("позвонила Зыягуль", TierForbids),
    "a telephone number": ("call +996 555 123 456", BadInput),
    "an e-mail address": ("mail to desk@example.org", BadInput),
    "two lines": ("a\nRecord: x", BadInput),
    "an escape": ("\x1b[31m", BadInput),
}


@pytest.mark.parametrize(("line", "kind"), LINES.values(), ids=LINES)
def test_a_line_that_history_must_not_keep_is_refused_before_anything_is_done(edited, git_in, line, kind):
    with pytest.raises(kind):
        commit(edited, how=WriteOptions(message=line))
    assert git_in(edited)("rev-list", "--count", "HEAD") == "2"


def test_a_line_is_added_before_the_trailers(edited, git_in, open_case):
    commit(edited, [open_case], WriteOptions(message="as Aleksandrov's lawyer corrects"))
    said = git_in(edited)("show", "-s", "--format=%B").split("\n\n")
    assert said[1] == "as Aleksandrov's lawyer corrects"
    assert said[2].startswith("Record: kg-2025-aaaaa")


def test_one_change_is_described_once(edited, git_in, open_case):
    commit(edited, [open_case])
    subject, trailers = git_in(edited)("show", "-s", "--format=%B").strip().split("\n\n")
    assert subject.startswith("case kg-2025-aaaaa: ")
    assert trailers.startswith("Record: ")


def test_a_file_that_is_not_in_the_register_is_not_found(edited):
    with pytest.raises(NotFound) as refused:
        commit(edited, [edited / "cases/nofile.yaml"])
    assert refused.value.code == "CF304"


def refusing(desk, word):
    """Make a hook that refuses a commit in which a path holds this word."""
    hook = desk / ".git/hooks/pre-commit"
    hook.write_text(f"#!/bin/sh\n! git diff --cached --name-only | grep -q {word}\n")
    hook.chmod(0o755)


def test_commits_before_a_refused_one_are_listed(edited, git_in):
    refusing(edited, "bbbbb")
    with pytest.raises(CommitStopped) as stopped:
        commit(edited)
    assert [record.record for record, _ in stopped.value.done.records] == ["kg-2025-aaaaa"]
    assert stopped.value.left == ("cases/kg/2025/kg-2025-bbbbb.yaml",)
    assert stopped.value.message.endswith("1 committed, 1 file waits")
    assert git_in(edited)("rev-list", "--count", "HEAD") == "3"


def test_a_reference_to_a_deleted_record_is_reported_with_its_place(desk):
    (desk / "cases/sources/occrp-2025-06-04.yaml").unlink()
    problem = commit(desk).problems[0]
    assert "occrp-2025-06-04" in problem.message
    assert problem.path.endswith("kg-2025-aaaaa.yaml")
    assert problem.line == 17
    assert "git restore cases/sources/occrp-2025-06-04.yaml" in problem.hint


def test_other_missing_references_are_not_blamed_on_the_deletion(desk, git_in, open_case):
    text = open_case.read_text()
    open_case.write_text(text.replace("- occrp-2025-06-04\n", "- occrp-2025-06-04\n      - never-was\n", 1))
    git_in(desk)("commit", "-qam", "by hand")
    (desk / "cases/sources/occrp-2025-06-04.yaml").unlink()
    places = [each.line for each in commit(desk).problems]
    missing = open_case.read_text().split("\n").index("      - never-was") + 1
    assert places
    assert missing not in places


def test_a_reference_by_a_former_id_is_not_a_deleted_record(desk):
    before, after = (desk / f"cases/sources/{each}.yaml" for each in ("occrp-2025-06-04", "occrp-n3w"))
    text = before.read_text().replace(
        "id: occrp-2025-06-04\n", "id: occrp-n3w\nformerly:\n  - occrp-2025-06-04\n"
    )
    before.unlink()
    after.write_text(text)
    checked = {
        (each.path, each.code, each.message, each.hint)
        for each in validate(desk).problems
        if each.level == "error"
    }
    assert {each[1] for each in checked} == {"CF201"}
    problems = commit(desk).problems
    assert {(each.path, each.code, each.message, each.hint) for each in problems} == checked


def test_a_changed_setting_has_a_commit_of_its_own_beside_the_records(edited, git_in):
    settings = edited / "casefile.yaml"
    settings.write_text(settings.read_text() + "ceiling: restricted\n")
    done = commit(edited)
    assert done.problems == ()
    names = [record.record for record, _ in done.records]
    assert names == ["casefile.yaml", "kg-2025-aaaaa", "kg-2025-bbbbb"]
    assert done.problems == ()
    (first, *_) = done.records
    assert git_in(edited)("show", "--name-only", "--format=%s", first[1]).split("\n\n") == [
        f"settings: {CLOSED_FIELD}",
        "casefile.yaml",
    ]


def test_a_changed_setting_is_committed_where_it_is_named(desk, git_in):
    settings = desk / "casefile.yaml"
    settings.write_text(settings.read_text() + "ceiling: restricted\n")
    ((record, _),) = commit(desk, [settings]).records
    assert record.path == "casefile.yaml"
    assert git_in(desk)("status", "--porcelain") == ""


def test_settings_with_errors_are_not_committed_and_reported(edited, git_in):
    settings = edited / "casefile.yaml"
    settings.write_text(settings.read_text() + "ceiling: many\n")
    done = commit(edited)
    assert {problem.path for problem in done.problems} == {"casefile.yaml"}
    assert "casefile.yaml" in git_in(edited)("status", "--porcelain")


def test_the_lock_of_an_editor_is_no_record(edited, open_case):
    open_case.with_name(f".#{open_case.name}").symlink_to("somebody@computer.4711:1764500000")
    done = commit(edited)
    assert [record.record for record, _ in done.records] == ["kg-2025-aaaaa", "kg-2025-bbbbb"]
    assert done.problems == ()


@pytest.mark.parametrize("name", [".kg-2025-ccccc.yaml", "kg-2025-ccccc.yml"])
def test_a_file_that_only_looks_like_a_record_is_left_and_its_problem_shown(edited, closed_case, name):
    closed_case.with_name(name).write_text("schema: casefile/case/1\n")
    done = commit(edited)
    assert len(done.records) == 2
    assert [(each.path, each.code) for each in done.problems] == [(f"cases/kg/2025/{name}", "CF006")]


def test_a_file_that_only_looked_like_a_record_is_removed(desk, git_in, closed_case):
    stray = closed_case.with_name("kg-2025-ccccc.yml")
    stray.write_text("schema: casefile/case/1\n")
    git = git_in(desk)
    git("add", "--all")
    git("commit", "--quiet", "--message", "add")
    stray.unlink()
    commit(desk)
    assert git("status", "--porcelain") == ""


def codes(done):
    return {problem.code for problem in done.problems}


def test_a_commit_warns_as_a_command_would_that_makes_the_same_change(desk, open_case):
    text = open_case.read_text()
    open_case.write_text(f"{text}notes: 'Phone +996 555 123456'\n")
    assert codes(commit(desk)) == {"CF407"}

    open_case.write_text(f"{open_case.read_text()}tags:\n  - a\n")
    assert codes(commit(desk)) == set()


def test_a_commit_warns_of_an_event_that_is_gone(desk, open_case):
    text = open_case.read_text()
    begin = text.index("  - id: h1h1h")
    open_case.write_text(text[:begin])
    (problem,) = [each for each in commit(desk).problems if each.code == "CF740"]
    assert (problem.level, problem.field) == ("warning", "events.h1h1h")
    assert "CF740" in {each.code for each in audit(desk, AuditOrder()).findings}


def test_a_commit_warns_of_a_record_that_is_deleted(desk, open_case):
    open_case.unlink()
    (problem,) = commit(desk).problems
    assert (problem.level, problem.code) == ("warning", "CF741")
    assert "casefile withdraw kg-2025-aaaaa" in problem.hint


def test_a_withdrawal_and_a_move_are_no_deletion(desk, open_case, answer):
    answer(desk, "rename", "kg-2025-aaaaa", "kg-2025-bbbb9", "--no-commit")
    assert codes(commit(desk)) == set()
    answer(desk, "withdraw", "kg-2025-bbbb9", "--yes", "--reason", "subject_request", "--no-commit")
    assert codes(commit(desk)) == set()
