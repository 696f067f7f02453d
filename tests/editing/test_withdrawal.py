"""`withdraw`: nothing of a case stays but that it was withdrawn, and what cannot be recalled is told."""

from __future__ import annotations

import datetime as dt
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefile.checks.run_rules import check
from casefile.editing.edit_plans import Correction, plan_event, plan_update
from casefile.editing.edits import NotCommitted, WriteOptions
from casefile.editing.hand_edits import commit
from casefile.editing.withdrawal import find_remains, plan_withdrawal
from casefile.editing.write_records import write
from casefile.errors import BadInput, BrokenData, NotFound, TierForbids
from casefile.files.edit_buffers import create_edit_buffer
from casefile.git import Repository
from casefile.loading.open_register import open_register
from casefile.loading.present_register import current_register
from casefile.model.record_shapes import shape_of
from casefile.model.records import withdrawal_digest
from casefile.publication.audience import AUDIENCES
from casefile.publication.publish import publish
from casefile.yaml.canonical_text import write as write_text
from support.records import full_record

CASE, OTHER, SOURCE = "kg-2025-aaaaa", "kg-2025-bbbbb", "occrp-2025-06-04"


def taken_out(desk, today, words=CASE, how=WriteOptions()):  # noqa: B008
    (record,) = write(desk, plan_withdrawal(desk, words, "subject_request", today), how).records
    return record


def test_only_the_day_and_the_reason_stay_under_a_random_id(desk, today, git_in, open_case):
    record = taken_out(desk, today)
    assert not open_case.exists()
    assert re.fullmatch(r"kg-2025-[a-z0-9]{5}", record.record)
    digest = withdrawal_digest(record.record, CASE)
    assert (desk / record.path).read_text().replace(f'"{digest}"', digest) == (
        f"schema: casefile/case/1\nid: {record.record}\n"
        f'withdrawn:\n  date: "2025-07-20"\n  reason: subject_request\n  digest: {digest}\n'
    )
    git = git_in(desk)
    assert git("status", "--porcelain") == ""
    assert git("show", "-s", "--format=%B").splitlines() == [
        f"case {record.record}: withdrawn", "", f"Record: {record.record}",
    ]  # fmt: skip
    register = open_register(desk).register
    assert not check(register)
    with pytest.raises(NotFound):
        register.find(CASE)


def test_the_answer_contains_nothing_of_the_case(desk, today):
    record = taken_out(desk, today)
    assert CASE not in repr(record)
    assert "Aleksandrov" not in repr(record)


def test_references_follow_the_notice_and_are_in_no_publication(desk, today, git_in):
    write(desk, plan_update(OTHER, [
        Correction("add", "related", f"{CASE},relation=co_accused"),
        Correction("set", "tier", "public"),
    ], today))  # fmt: skip
    record = taken_out(desk, today)
    register = open_register(desk).register
    assert [row.id for row, _ in register.citing(record.record)] == [OTHER]
    assert not [each for each in check(register) if each.level == "error"]
    assert CASE not in git_in(desk)("show", "-s", "--format=%B")
    for audience in AUDIENCES:
        shown = publish(register, audience, on=today)
        assert record.record not in repr([each.data for each in shown.records])
        assert "related" not in shown.by_id[OTHER].data
        assert record.record not in repr(shown.register.rows)


@pytest.mark.parametrize("line", ["for Aleksandrov", "for Alexandrov", "Александров asked", "mr_aleksandrov"])
def test_a_message_does_not_name_the_person(desk, today, line):
    with pytest.raises(TierForbids) as refused:
        write(desk, plan_withdrawal(desk, CASE, "safety", today, line))
    assert refused.value.code == "CF405"


def test_a_message_does_not_name_a_person_whose_file_cannot_be_read(desk, today, open_case):
    open_case.write_text(open_case.read_text() + "\n - [")
    with pytest.raises(TierForbids):
        write(desk, plan_withdrawal(desk, CASE, "safety", today, "for Aleksandrov"))


def test_only_cases_are_withdrawn_and_only_once(desk, today):
    with pytest.raises(BadInput) as refused:
        write(desk, plan_withdrawal(desk, "scns", "error", today))
    assert refused.value.code == "CF629"
    record = taken_out(desk, today)
    with pytest.raises(BadInput, match="already"):
        taken_out(desk, today, record.record)


def test_a_case_with_errors_is_withdrawn_all_the_same(desk, today, open_case, git_in):
    open_case.write_text(open_case.read_text().replace("tier: public", "tier: publik"))
    assert taken_out(desk, today).record.startswith("kg-2025-")
    assert git_in(desk)("status", "--porcelain") == ""


def test_a_broken_record_that_may_refer_to_it_stops_the_withdrawal(desk, today, closed_case):
    closed_case.write_text(closed_case.read_text() + f"related:\n  - case: {CASE}\n")
    with pytest.raises(BrokenData):
        taken_out(desk, today)


def test_hand_edits_do_not_get_into_history_on_the_way(desk, today, open_case, git_in):
    open_case.write_text(open_case.read_text() + "notes: never to be committed\n")
    taken_out(desk, today)
    assert "never to be committed" not in git_in(desk)("log", "--all", "-p")


def test_one_that_git_refused_is_committed_without_the_old_id(desk, today, git_in):
    hook = desk / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(NotCommitted):
        taken_out(desk, today)
    hook.unlink()
    ((record, _),) = commit(desk).records
    git = git_in(desk)
    assert git("status", "--porcelain") == ""
    assert git("show", "-s", "--format=%s") == f"case {record.record}: withdrawn"
    assert CASE not in git("show", "-s", "--format=%B")


def test_copies_that_stay_elsewhere_are_reported(desk, today, git_in):
    call = {"date": "2025-06-01", "summary": "x", "sources": ["https://example.org/only-here"]}
    write(desk, plan_event([CASE], "note", call, today))
    write(desk, plan_update(SOURCE, [Correction("set", "notes", "Aleksander Aleksandrov is named")], today))
    git = git_in(desk)
    git("branch", "other")
    git("remote", "add", "origin", "https://me:secret@git.example/register.git")
    private = Repository.open(desk).private
    with create_edit_buffer(private, CASE, b"began") as sheet:
        sheet.write(b"what was typed", b"began")
    left = find_remains(desk, "aleksandrov")
    assert [row.id for row in left.sources] == ["example-org-2025-07-20-srv9v"]
    assert left.texts == (f"cases/sources/{SOURCE}.yaml",)
    assert (left.held.commits, left.held.refs) == (2, ("main", "other"))
    assert left.held.since == dt.datetime.now(dt.UTC).date()
    assert left.held.remotes == ("origin (git.example)",)
    assert [each.text for each in left.drafts] == [b"what was typed"]


MENTIONS = (
    "see KG_2025_AAAAA",
    "photo-kg-2025-aaaaa-1.jpg",
    "https://example.org/kg%2D2025%2Daaaaa",
    "once kg-2025-zzzz9",
    "as h2v5t says",
    "Александрова задержали",
    "@aleksandrov_aleksander",
)


@pytest.mark.parametrize("mention", MENTIONS)
def test_each_text_that_an_export_withholds_after_it_is_listed(desk, today, open_case, mention):
    text = open_case.read_text("utf-8").replace("country: KG", "formerly: [kg-2025-zzzz9]\ncountry: KG")
    open_case.write_text(re.sub("- id: [a-z0-9]{5}", "- id: h2v5t", text, count=1), "utf-8")
    corrections = [Correction("add", "tags", mention), Correction("set", "tier", "public")]
    write(desk, plan_update(OTHER, corrections, today))
    commit(desk)
    listed = find_remains(desk, CASE).texts
    taken_out(desk, today)
    shown = publish(current_register(desk), "public", on=today)
    withheld = mention not in repr(shown.by_id[OTHER].data)
    assert withheld
    assert listed == ("cases/kg/2025/kg-2025-bbbbb.yaml",)


@pytest.mark.parametrize("field", ["publisher", "authors"])
def test_a_name_in_a_field_that_may_hold_an_id_is_listed(desk, today, field):
    write(desk, plan_update(SOURCE, [Correction("set", field, "Blog of Aleksander Aleksandrov")], today))
    assert find_remains(desk, CASE).texts == (f"cases/sources/{SOURCE}.yaml",)


def test_references_that_are_rewritten_are_not_listed(desk, today):
    write(desk, plan_update(OTHER, [Correction("add", "related", f"case={CASE},relation=co_accused")], today))
    assert find_remains(desk, CASE).texts == ()


def test_a_commit_without_a_readable_date_is_counted_and_dates_nothing(desk, git_in, open_case):
    git = git_in(desk)
    first = dt.datetime.fromtimestamp(int(git("log", "--max-parents=0", "--format=%ct")), dt.UTC).date()
    git("rm", "--quiet", str(open_case))
    tree, parent = git("write-tree"), git("rev-parse", "HEAD")
    git("reset", "--quiet", "--hard")
    place = desk / ".git" / "strange"
    place.write_text(f"tree {tree}\nparent {parent}\nauthor a <a> 1 +0000\ncommitter <> notadate\n\nx\n")
    git("branch", "strange", git("hash-object", "-t", "commit", "-w", "--literally", str(place)))
    held = find_remains(desk, CASE).held
    assert (held.commits, held.since) == (2, first)


def test_commits_under_an_earlier_id_are_counted_too(desk, today):
    from casefile.editing.record_rename import plan_rename

    write(desk, plan_rename(CASE, "kg-2025-n3w1d"))
    assert find_remains(desk, CASE).held.commits == 2


def test_commits_under_an_earlier_id_of_a_broken_file_are_counted_too(desk):
    from casefile.editing.record_rename import plan_rename

    write(desk, plan_rename(CASE, "kg-2025-n3w1d"))
    place = desk / "cases/kg/2025/kg-2025-n3w1d.yaml"
    place.write_text(place.read_text().replace("outcome: remanded", "outcome: nonsense"))
    assert find_remains(desk, "kg-2025-n3w1d").held.commits == 2


def test_a_case_that_was_never_committed_is_in_no_commit(desk, today, closed_case):
    new = closed_case.with_name("kg-2025-ccccc.yaml")
    new.write_text(closed_case.read_text().replace(OTHER, "kg-2025-ccccc").replace("Zyyagul", "Asel"))
    assert find_remains(desk, "kg-2025-ccccc").held.commits == 0
    taken_out(desk, today, "kg-2025-ccccc")


@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_no_string_of_the_case_is_left_in_the_working_tree(template, tmp_path_factory, seed):
    import shutil

    desk = shutil.copytree(template, tmp_path_factory.mktemp("full") / "register", symlinks=True)
    numbers = random.Random(seed)
    marks = []

    def mark(_path):
        marks.append(f"mark{numbers.randrange(10**9):09}")
        return marks[-1]

    data = full_record("case", mark)
    data |= {"id": "kg-2025-fffff", "country": "KG"}
    path = desk / "cases/kg/2025/kg-2025-fffff.yaml"
    path.write_text(write_text(shape_of("case"), data) + "# a remark mark000000000\n")
    taken_out(desk, dt.date(2025, 7, 20), "kg-2025-fffff")
    left = "".join(each.read_text() for each in (desk / "cases").rglob("*.yaml"))
    assert len(marks) > 100
    assert not [each for each in (*marks, "mark000000000", "kg-2025-fffff") if each in left]
