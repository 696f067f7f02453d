"""The one way to write, in real repositories: the commit is ours, everything else stays the user's."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from casefile.editing.edit_plans import Correction, Mark, plan_event, plan_mark, plan_update
from casefile.editing.edits import NotCommitted, WriteOptions
from casefile.editing.record_rename import plan_rename
from casefile.editing.withdrawal import plan_withdrawal
from casefile.editing.write_records import AS_USUAL, write
from casefile.errors import (
    BadInput,
    BrokenData,
    Collision,
    MachineTrouble,
    NotFound,
    TierForbids,
)
from casefile.files.write_lock import lock
from casefile.git import Repository

CASE, OTHER = "kg-2025-aaaaa", "kg-2025-bbbbb"
EXTENDED = {
    "date": "2025-07-19",
    "outcome": "extended",
    "until": "2025-09-21",
    "sources": ["occrp-2025-06-04"],
}


@pytest.fixture
def extend(desk, today):
    """Record an extension in the public case."""

    def run(folder=desk, how=AS_USUAL, **other):
        return write(folder, plan_event([CASE], "hearing", EXTENDED | other, today), how)

    return run


def test_an_event_is_appended_and_committed(desk, git_in, extend, open_case):
    written = extend()
    git = git_in(desk)
    assert git("rev-parse", "HEAD") == written.commit
    assert git("show", "--name-only", "--format=") == open_case.relative_to(desk).as_posix()
    assert git("status", "--porcelain") == ""
    (record,) = written.records
    assert f'  - id: {record.event}\n    type: hearing\n    date: "2025-07-19"\n' in open_case.read_text()
    assert git("show", "-s", "--format=%B").splitlines() == [
        "case kg-2025-aaaaa: hearing extended until 2025-09-21",
        "",
        "Record: kg-2025-aaaaa",
        f"Event: {record.event}",
        "Source: occrp-2025-06-04",
    ]


def test_the_commit_is_in_utc_by_the_role(desk, git_in, extend):
    extend()
    said = git_in(desk)("show", "-s", "--format=%an <%ae> %ai")
    assert said.startswith("desk-1 <desk-1@register.invalid>")
    assert said.endswith("+0000")


def test_the_diff_is_nothing_but_the_new_entry(desk, git_in, extend):
    extend()
    git = git_in(desk)
    changed = [line for line in git("show", "--format=").splitlines() if line[:1] in "+-"][2:]
    assert len(changed) == 7
    assert all(line.startswith("+") for line in changed)


def test_every_other_byte_of_an_odd_file_stays(desk, git_in, open_case, today):
    odd = (
        b"# kept by hand\r\nschema: casefile/case/1\r\nid: kg-2025-aaaaa # ours\r\ntier:   public\r\n"
        b"country: 'KG'\r\nperson: {identification: named,   name: \"Aleksander Aleksandrov\"} # flow\r\n"
        b"\r\nevents:\r\n- id: d1d1d\r\n  type: detention\r\n  date: '2025-05-28'   # from the article\r\n"
        b"  sources: [occrp-2025-06-04]\r\n\r\n# the end\r\n"
    )
    open_case.write_bytes(odd)
    git_in(desk)("commit", "-qam", "odd")
    write(desk, plan_update(CASE, [Correction("add", "tags", "urgent")], today))
    write(desk, plan_mark(CASE, "d1d1d", Mark("confirmed"), today))
    write(desk, plan_event([CASE], "release", {"date": "2025-08-01", "sources": ["occrp-2025-06-04"]}, today))
    left = open_case.read_bytes()
    at = 0
    for line in odd.split(b"\r\n"):
        at = left.index(line, at)
    assert b"\n" not in left.replace(b"\r\n", b"")


def test_staged_and_unstaged_changes_elsewhere_stay(desk, git_in, extend, closed_case):
    git = git_in(desk)
    closed_case.write_text(closed_case.read_text() + "tags:\n  - staged\n")
    git("add", "cases/kg/2025/kg-2025-bbbbb.yaml")
    (desk / "README.md").write_text("changed\n")
    (desk / "new.txt").write_text("new\n")
    git("add", "-N", "new.txt")
    before = git("status", "--porcelain")
    extend()
    assert git("status", "--porcelain") == before
    assert "staged" in git("show", ":cases/kg/2025/kg-2025-bbbbb.yaml")


def test_hand_edits_in_the_same_file_are_committed_and_reported(desk, git_in, extend, open_case):
    open_case.write_text(open_case.read_text().replace("place: Bishkek", "place: Osh"))
    written = extend()
    (note,) = written.notes
    assert "cases/kg/2025/kg-2025-aaaaa.yaml" in note
    assert len(written.records[0].changes) == 1
    assert "detention d1d1d: place changed" in git_in(desk)("show", "-s", "--format=%B") or (
        "detention d1d1d: place corrected" in git_in(desk)("show", "-s", "--format=%B")
    )


def test_no_note_is_added_without_hand_edits(extend):
    assert extend().notes == ()


def test_a_file_that_was_never_committed_is_committed_whole(desk, git_in, extend, open_case):
    git = git_in(desk)
    git("rm", "-q", "--cached", "cases/kg/2025/kg-2025-aaaaa.yaml")
    git("commit", "-qm", "forget it")
    (note,) = extend().notes
    assert note.startswith("kg-2025-aaaaa ")


def test_a_dry_run_reports_everything_and_changes_nothing(desk, git_in, extend, open_case):
    git = git_in(desk)
    before, head = open_case.read_bytes(), git("rev-parse", "HEAD")
    written = extend(how=WriteOptions(dry_run=True))
    assert written.commit is None
    assert written.records[0].texts == ("hearing extended until 2025-09-21",)
    assert '+    until: "2025-09-21"' in written.records[0].diff
    assert open_case.read_bytes() == before
    assert git("rev-parse", "HEAD") == head
    assert not (desk / ".git/casefile/lock.holder").exists()


def test_a_dry_run_needs_no_place_to_write(desk, extend):
    shutil.rmtree(desk / ".git/casefile", ignore_errors=True)
    extend(how=WriteOptions(dry_run=True))
    assert not (desk / ".git/casefile").exists()


def test_the_commit_may_be_left_to_the_user(desk, git_in, extend, open_case):
    head = git_in(desk)("rev-parse", "HEAD")
    assert extend(how=WriteOptions(commit=False)).commit is None
    assert git_in(desk)("rev-parse", "HEAD") == head
    assert "2025-09-21" in open_case.read_text()


def test_an_edit_without_a_change_makes_no_commit(desk, git_in, today):
    head = git_in(desk)("rev-parse", "HEAD")
    written = write(
        desk, plan_update(CASE, [Correction("set", "person.name", "Aleksander Aleksandrov")], today)
    )
    assert written.commit is None
    assert git_in(desk)("rev-parse", "HEAD") == head


def test_one_event_on_several_records_is_one_commit(desk, git_in, today):
    written = write(
        desk,
        plan_event(
            [CASE, "bolot", "kg-2025-bbbbb", "Александров"],
            "note",
            {"date": "2025-07-01", "summary": "asked the court", "sources": ["https://24.kg/1"]},
            today,
        ),
    )
    assert [record.record for record in written.records] == [CASE, "kg-2025-bbbbb"]
    assert [each["record"] for each in written.as_data()] == [CASE, "kg-2025-bbbbb"]
    assert git_in(desk)("rev-list", "--count", "HEAD") == "3"
    assert [record.record for record in written.beside] == ["24-kg-2025-07-20-g1snt"]
    assert len(git_in(desk)("show", "--name-only", "--format=").splitlines()) == 3


def test_where_one_of_several_is_refused_none_is_written(desk, git_in, today):
    with pytest.raises(BadInput) as refused:
        write(desk, plan_event([CASE, "scns"], "detention", {"date": "2025-07-01"}, today))
    assert refused.value.code == "CF104"
    assert git_in(desk)("status", "--porcelain") == ""


def test_an_address_is_registered_once_however_often_it_is_cited(desk, today):
    first = write(
        desk,
        plan_event(
            [CASE],
            "note",
            {
                "date": "2025-07-01",
                "summary": "a",
                "sources": ["https://24.kg/1", "https://24.kg/2", "https://24.kg/1"],
            },
            today,
        ),
    )
    assert [each.record for each in first.beside] == ["24-kg-2025-07-20-g1snt", "24-kg-2025-07-20-0csv8"]
    again = write(desk, plan_mark(CASE, "d1d1d", Mark("confirmed", sources=("https://24.kg/2",)), today))
    assert again.beside == ()
    known = write(
        desk,
        plan_event(
            [CASE],
            "note",
            {
                "date": "2025-07-01",
                "summary": "b",
                "sources": ["https://www.occrp.org/article", "occrp-2025-06-04"],
            },
            today,
        ),
    )
    assert known.beside == ()
    assert known.records[0].changes[0].new["sources"] == ["occrp-2025-06-04"]


def test_a_new_source_contains_only_the_given_values(desk, today):
    write(
        desk,
        plan_event(
            [CASE],
            "note",
            {
                "date": "2025-07-01",
                "summary": "a",
                "sources": [{"source": "https://24.kg/1", "locator": "¶4"}],
            },
            today,
        ),
    )
    assert (desk / "cases/sources/24-kg-2025-07-20-g1snt.yaml").read_text() == (
        "schema: casefile/source/1\nid: 24-kg-2025-07-20-g1snt\ntier: public\nkind: unknown\nurl: https://24.kg/1\n"
        'accessed: "2025-07-20"\n'
    )


REFUSED = {
    "a word that is none": ({"outcome": "extnded"}, BadInput, "CF103"),
    "a date that is none": ({"until": "2025-02-30"}, BadInput, "CF107"),
    "a missing field": ({"date": None}, BadInput, "CF105"),
    "an unknown source": ({"sources": ["occrp-2025-06-40"]}, NotFound, "CF201"),
    "an unknown organisation": ({"by": ["scnss"]}, NotFound, "CF202"),
    "what is sealed": ({"tier": "sealed"}, TierForbids, "CF401"),
    "an escape": ({"summary": "\x1b[31mred"}, BadInput, "CF005"),
}


@pytest.mark.parametrize("refused", REFUSED.values(), ids=REFUSED)
def test_an_invalid_event_is_not_written(desk, git_in, extend, refused):
    fields, kind, code = refused
    with pytest.raises(kind) as error:
        extend(**fields)
    assert error.value.code == code
    assert git_in(desk)("status", "--porcelain") == ""


def test_a_refusal_names_the_field_and_no_file(desk, extend):
    with pytest.raises(BadInput) as refused:
        extend(outcome="extnded", stage="cutody")
    assert {(each.path, each.line, each.field.split(".")[-1]) for each in refused.value.problems} == {
        ("", 0, "outcome"),
        ("", 0, "stage"),
    }


def test_an_earlier_error_does_not_stop_the_write(desk, git_in, extend, open_case):
    open_case.write_text(open_case.read_text().replace("- scns", "- gknb"))
    git_in(desk)("commit", "-qam", "an unknown body")
    assert extend().commit


def test_a_broken_record_is_not_written_to(desk, extend, open_case):
    open_case.write_text("id: [")
    with pytest.raises(BrokenData) as refused:
        extend()
    assert refused.value.problems[0].line


def test_another_broken_file_does_not_keep_from_writing(desk, extend, closed_case):
    closed_case.write_text("id: [")
    assert extend().commit


def test_broken_settings_keep_from_writing(desk, extend):
    (desk / "casefile.yaml").write_text("schema: casefile/settings/1\nceilling: public\n")
    with pytest.raises(BrokenData) as refused:
        extend()
    assert refused.value.code == "CF305"


def test_a_ceiling_forbids_a_stricter_tier(desk, today):
    settings = desk / "casefile.yaml"
    settings.write_text(
        settings.read_text().replace("tier: restricted", "tier: public") + "ceiling: public\n"
    )
    for fields in ({"tier": "restricted"}, {"note": "for the desk"}):
        with pytest.raises(TierForbids):
            write(desk, plan_event([CASE], "note", {"date": "2025-07-01", "summary": "a", **fields}, today))


@pytest.fixture
def closed_by_ceiling(desk, closed_case):
    """Give the register a ceiling below a case that it holds, and below two parts of it."""
    settings = desk / "casefile.yaml"
    settings.write_text(
        settings.read_text().replace("tier: restricted", "tier: public") + "ceiling: public\n"
    )
    text = closed_case.read_text().replace("country: KG", "tier: restricted\ncountry: KG")
    text = text.replace("kind: questioning", "kind: questioning\n    note: by telephone")
    closed_case.write_text(text.replace("events:", "  vulnerabilities:\n    - asthma\nevents:"))
    return closed_case


ABOVE = {
    "a correction": lambda today: plan_update(
        OTHER, [Correction("set", "person.occupation", "cameraman")], today
    ),
    "a tier that is no lower": lambda today: plan_update(OTHER, [Correction("set", "tier", "sealed")], today),
    "an event": lambda today: plan_event([OTHER], "note", {"date": "2025-07-01", "summary": "a"}, today),
}


@pytest.mark.parametrize("planned", ABOVE.values(), ids=ABOVE)
def test_a_record_above_the_ceiling_is_not_extended(desk, today, closed_by_ceiling, planned):
    before = closed_by_ceiling.read_text()
    with pytest.raises(TierForbids):
        write(desk, planned(today))
    assert closed_by_ceiling.read_text() == before


PARTS = ("events.d2d2d.note", "person.vulnerabilities")
DOWN = {
    "wholly": [("set", "tier", "public"), *(("unset", part) for part in PARTS)],
    "a step": [("set", "tier", "partners")],
}


@pytest.mark.parametrize("steps", DOWN.values(), ids=DOWN)
def test_a_record_above_the_ceiling_may_be_lowered(desk, today, closed_by_ceiling, steps):
    write(desk, plan_update(OTHER, [Correction(*step) for step in steps], today))
    assert f"tier: {steps[0][2]}\n" in closed_by_ceiling.read_text()


def test_parts_above_the_ceiling_may_be_removed_one_by_one(desk, today, closed_by_ceiling):
    text = closed_by_ceiling.read_text()
    closed_by_ceiling.write_text(text.replace("tier: restricted", "tier: public"))
    with pytest.raises(TierForbids):
        write(desk, plan_update(OTHER, [Correction("set", "person.occupation", "cameraman")], today))
    for part in PARTS:
        write(desk, plan_update(OTHER, [Correction("unset", part)], today))
    write(desk, plan_update(OTHER, [Correction("set", "person.occupation", "cameraman")], today))
    assert "occupation: cameraman\n" in closed_by_ceiling.read_text()


def test_a_record_above_the_ceiling_may_be_renamed_and_withdrawn(desk, today, closed_by_ceiling):
    assert write(desk, plan_rename("occrp-2025-06-04", "occrp-of-june")).along
    write(desk, plan_rename(OTHER, "kg-2025-ccccc"))
    write(desk, plan_withdrawal(desk, "kg-2025-ccccc", "safety", today))
    assert not closed_by_ceiling.exists()


def test_another_writer_is_waited_for_and_then_named(desk, git_in, extend):
    with lock(Repository.open(desk).private), pytest.raises(Collision, match=f"process {os.getpid()}"):
        extend(how=WriteOptions(patience=0.1))
    assert git_in(desk)("status", "--porcelain") == ""


def test_a_file_that_changes_underneath_is_left(desk, extend, open_case, monkeypatch):
    # The editor saves between reading and writing: the planner is asked exactly then.
    def late(register):
        plan = plan_event([CASE], "hearing", EXTENDED, None)(register)
        open_case.write_text("saved by an editor\n")
        return plan

    with pytest.raises(Collision):
        write(desk, late)
    assert open_case.read_text() == "saved by an editor\n"


@pytest.mark.parametrize("folder", ["cases", "cases/kg/2025"])
def test_any_folder_of_the_register_may_be_the_current_one(desk, extend, folder):
    assert extend(desk / folder).commit


def test_a_register_below_the_top_of_a_repository_commits_only_its_file(git, template, today):
    shutil.copytree(template, git.folder / "below", ignore=shutil.ignore_patterns(".git"))
    git.commit("a register below")
    (git.folder / "other.txt").write_text("other\n")
    write(git.folder / "below", plan_event([CASE], "hearing", EXTENDED, today))
    assert git("show", "--name-only", "--format=") == "below/cases/kg/2025/kg-2025-aaaaa.yaml"
    assert git("status", "--porcelain") == "?? other.txt"


def test_a_linked_work_tree_is_written_to(desk, git_in, tmp_path, extend):
    git_in(desk)("worktree", "add", "-q", "-b", "second", str(tmp_path / "second"))
    written = extend(tmp_path / "second")
    assert git_in(desk)("rev-parse", "second") == written.commit
    assert git_in(desk)("status", "--porcelain") == ""


def test_a_detached_head_moves(desk, git_in, extend):
    git_in(desk)("checkout", "-q", "--detach")
    written = extend()
    assert git_in(desk)("rev-parse", "HEAD") == written.commit
    assert git_in(desk)("rev-parse", "main") != written.commit


def test_a_branch_without_commits_gets_its_first(desk, git_in, extend):
    git = git_in(desk)
    git("checkout", "-q", "--orphan", "fresh")
    git("rm", "-rq", "--cached", ".")
    written = extend()
    assert git("log", "--format=%H") == written.commit
    assert git("show", "--name-only", "--format=") == "cases/kg/2025/kg-2025-aaaaa.yaml"


def test_a_register_outside_of_git_is_refused_with_git_init(desk, extend):
    shutil.rmtree(desk / ".git")
    with pytest.raises(MachineTrouble, match="git") as refused:
        extend()
    assert "git init" in refused.value.hint


def hook(desk, name, text):
    path = desk / ".git/hooks" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def test_hooks_run(desk, extend):
    hook(desk, "pre-commit", "echo ran > hook.txt")
    extend()
    assert (desk / "hook.txt").read_text() == "ran\n"


def test_a_commit_msg_hook_may_change_the_message(desk, git_in, extend):
    hook(desk, "commit-msg", 'echo "Reviewed-by: desk-2" >> "$1"')
    extend()
    assert "Reviewed-by: desk-2" in git_in(desk)("show", "-s", "--format=%B")


def refuse_by_a_hook(desk, git):
    hook(desk, "pre-commit", "echo not today >&2; exit 1")
    return (desk / ".git/hooks/pre-commit").unlink


def lose_the_identity(desk, git):
    git("config", "--unset", "user.name")
    git("config", "--unset", "user.email")
    return lambda: (git("config", "user.name", "desk-3"), git("config", "user.email", "d@register.invalid"))


def be_in_a_merge(desk, git):
    git("checkout", "-qb", "other")
    (desk / "README.md").write_text("theirs\n")
    git("commit", "-qam", "theirs")
    git("checkout", "-q", "main")
    (desk / "README.md").write_text("ours\n")
    git("commit", "-qam", "ours")
    assert git.run("merge", "other").returncode
    return lambda: (
        git("checkout", "--ours", "README.md"),
        git("add", "README.md"),
        git("commit", "-qm", "merged"),
    )


def hold_the_index(desk, git):
    (desk / ".git/index.lock").touch()
    return (desk / ".git/index.lock").unlink


@pytest.mark.parametrize("trouble", [refuse_by_a_hook, lose_the_identity, be_in_a_merge, hold_the_index])
def test_where_git_refuses_the_file_stays_written_and_commit_finishes(
    desk, git_in, extend, open_case, trouble
):
    from casefile.editing.hand_edits import commit

    git = git_in(desk)
    fix = trouble(desk, git)
    head = git("rev-parse", "HEAD")
    with pytest.raises(NotCommitted, match="not committed") as refused:
        extend()
    assert "2025-09-21" in open_case.read_text()
    assert refused.value.written.records[0].texts == ("hearing extended until 2025-09-21",)
    assert "casefile commit" in refused.value.hint
    assert git("rev-parse", "HEAD") == head
    fix()
    done = commit(desk)
    assert [record.record for record, _ in done.records] == [CASE]
    assert git("show", "-s", "--format=%s") == "case kg-2025-aaaaa: hearing extended until 2025-09-21"
    assert git("status", "--porcelain") == ""


def test_a_new_file_that_git_refuses_is_not_left_in_the_index(desk, git_in, today):
    git = git_in(desk)
    refuse_by_a_hook(desk, git)
    with pytest.raises(NotCommitted):
        write(
            desk,
            plan_event(
                [CASE], "note", {"date": "2025-07-01", "summary": "a", "sources": ["https://24.kg/1"]}, today
            ),
        )
    assert "?? cases/sources/24-kg-2025-07-20-g1snt.yaml" in git("status", "--porcelain", "-uall")
    git("stash")


def test_signing_as_configured_gives_signed_commits(desk, git_in, extend, tmp_path):
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    git = git_in(desk)
    (tmp_path / "signers").write_text(f"desk-1@register.invalid {(tmp_path / 'key.pub').read_text()}")
    for name, value in {
        "gpg.format": "ssh",
        "user.signingkey": f"{key}.pub",
        "commit.gpgsign": "true",
        "gpg.ssh.allowedSignersFile": str(tmp_path / "signers"),
    }.items():
        git("config", name, value)
    extend()
    assert git("show", "-s", "--format=%G?") == "G"


def test_appending_puts_an_event_as_late_as_its_date_allows(desk, open_case, today):
    write(desk, plan_event([CASE], "release", {"date": "2025-08-01", "sources": ["occrp-2025-06-04"]}, today))
    write(
        desk,
        plan_event(
            [CASE], "access", {"date": "2025-06-20", "to": "counsel", "sources": ["occrp-2025-06-04"]}, today
        ),
    )
    types = [line.split()[-1] for line in open_case.read_text().splitlines() if "    type:" in line]
    assert types == ["detention", "hearing", "access", "release"]


def test_after_gives_the_position_of_the_event(desk, open_case, today):
    written = write(
        desk,
        plan_event(
            [CASE], "release", {"date": "2025-06-01", "sources": ["occrp-2025-06-04"]}, today, after="d1d1d"
        ),
    )
    types = [line.split()[-1] for line in open_case.read_text().splitlines() if "    type:" in line]
    assert types == ["detention", "release", "hearing"]
    assert written.problems == ()


def test_an_open_order_that_decides_the_status_is_a_warning(desk, today):
    written = write(
        desk, plan_event([CASE], "release", {"date": "2025-06-01", "sources": ["occrp-2025-06-04"]}, today)
    )
    assert any("order" in problem.message and problem.level == "warning" for problem in written.problems)


NAMED_IN_TITLE = {
    "the same names": lambda today: plan_event([CASE], "hearing", EXTENDED, today),
    "a stricter name": lambda today: plan_update(
        CASE, [Correction("set", "person.name_tier", "restricted")], today
    ),
    "a name more": lambda today: plan_update(
        CASE, [Correction("add", "person.other_names", "Sanya Petrov")], today
    ),
    "a person under age then": lambda today: plan_event(
        [CASE], "interrogation", {"date": "2017-07-01", "sources": ["occrp-2025-06-04"]}, today
    ),
}


@pytest.mark.parametrize("name", NAMED_IN_TITLE)
def test_a_title_with_a_name_is_a_problem_once_fewer_may_know_the_name(desk, open_case, today, name):
    """An event may do that too: a person who was under age at the first one is not named."""
    source = desk / "cases/sources/occrp-2025-06-04.yaml"
    source.write_text(f"{source.read_text()}title: Aleksandrov is held\n")
    open_case.write_text(
        open_case.read_text().replace("Aleksander Aleksandrov\n", 'Aleksander Aleksandrov\n  birth: "2000"\n')
    )
    written = write(desk, NAMED_IN_TITLE[name](today))
    found = {
        problem.code for problem in written.problems if problem.path == "cases/sources/occrp-2025-06-04.yaml"
    }
    assert found == (set() if name in {"the same names", "a name more"} else {"CF408"})


def test_an_event_that_is_not_there_is_not_found_and_the_last_ones_are_named(desk, today):
    for plan in (
        plan_event([CASE], "release", {"date": "2025-06-01"}, today, after="zzzzz"),
        plan_mark(CASE, "zzzzz", Mark("confirmed"), today),
        plan_update(CASE, [Correction("set", "events.zzzzz.until", "2025-06-01")], today),
    ):
        with pytest.raises(NotFound) as refused:
            write(desk, plan)
        assert refused.value.code == "CF306"


def test_disputing_adds_a_resolution_and_corroborating_a_source(desk, open_case, today):
    write(
        desk, plan_mark(CASE, "h1h1h", Mark("disputed", "the court denies it", ("https://24.kg/1",)), today)
    )
    assert open_case.read_text().endswith(
        "    standing: disputed\n    resolution:\n      reason: the court denies it\n"
        '      as_of: "2025-07-20"\n      sources:\n        - 24-kg-2025-07-20-g1snt\n'
    )
    write(
        desk,
        plan_mark(
            CASE, "h1h1h", Mark("corroborated", sources=("24-kg-2025-07-20-g1snt", "occrp-2025-06-04")), today
        ),
    )
    assert open_case.read_text().endswith(
        "    sources:\n      - occrp-2025-06-04\n      - 24-kg-2025-07-20-g1snt\n    standing: corroborated\n"
    )


def test_marking_as_reported_removes_the_standing(desk, open_case, today):
    before = open_case.read_bytes()
    write(desk, plan_mark(CASE, "h1h1h", Mark("refuted", "it was another day"), today))
    write(desk, plan_mark(CASE, "h1h1h", Mark("reported"), today))
    assert open_case.read_bytes() == before
