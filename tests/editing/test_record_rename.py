"""`rename`: another id in one commit, every reference follows, and the old id goes on leading there."""

from __future__ import annotations

import re
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefile.checks.run_rules import check
from casefile.editing.edit_plans import Correction, plan_update
from casefile.editing.edits import NotCommitted, WriteOptions
from casefile.editing.hand_edits import commit
from casefile.editing.record_rename import plan_rename
from casefile.editing.write_records import write
from casefile.errors import BadInput, BrokenData, Collision, NotFound, TierForbids
from casefile.files.edit_buffers import create_edit_buffer
from casefile.git import Repository
from casefile.intake.new_records import take_in
from casefile.loading.open_register import open_register
from support.taking_in import incoming

CASE, OTHER, SOURCE = "kg-2025-aaaaa", "kg-2025-bbbbb", "occrp-2025-06-04"
NEW = "kg-2025-n3w1d"


def register_of(desk):
    return open_register(desk).register


def errors(desk):
    return [each for each in check(register_of(desk)) if each.level == "error"]


@pytest.fixture
def related(desk, today):
    """Let the closed case name the open one twice, and itself be named by nobody."""
    write(desk, plan_update(OTHER, [
        Correction("add", "related", f"{CASE},relation=co_accused"),
        Correction("add", "related", f"{CASE},relation=same_incident"),
    ], today))  # fmt: skip
    return desk


def test_the_file_moves_and_the_old_id_leads_to_it(desk, git_in, open_case):
    before = open_case.read_text()
    written = write(desk, plan_rename(CASE, NEW))
    moved = open_case.with_name(f"{NEW}.yaml")
    assert not open_case.exists()
    assert moved.read_text() == before.replace(f"id: {CASE}", f"id: {NEW}\nformerly:\n  - {CASE}", 1)
    git = git_in(desk)
    assert git("log", "-1", "--format=%H") == written.commit
    assert git("show", "--name-status", "--format=").split()[0].startswith("R")
    assert git("status", "--porcelain") == ""
    assert register_of(desk).find(CASE).id == NEW
    assert git("show", "-s", "--format=%B").splitlines() == [f"case {NEW}: renamed", "", f"Record: {NEW}"]


def test_every_reference_follows_in_the_same_commit_and_is_counted(related, git_in):
    written = write(related, plan_rename(CASE, NEW))
    assert re.findall(r"\b\d+ \w+", written.notes[0]) == ["2 references", "1 record"]
    assert written.notes[0].endswith(f": {OTHER}")
    assert {each.target for _, each in register_of(related).citing(NEW)} == {NEW}
    assert not [*register_of(related).citing(CASE)]
    assert errors(related) == []
    subject, _, body, *rest = git_in(related)("show", "-s", "--format=%B").splitlines()
    assert subject == f"case {NEW}: renamed"
    assert body.startswith("1 record ")
    assert rest == ["", f"Record: {NEW}", f"Record: {OTHER}"]


@pytest.mark.parametrize(("old", "new"), [(SOURCE, "occrp-on-kloop"), ("scns", "gknb")])
def test_renaming_a_shared_record_updates_every_citation(desk, old, new):
    cited = len([*register_of(desk).citing(old)])
    assert cited > 0
    write(desk, plan_rename(old, new))
    assert len([*register_of(desk).citing(new)]) == cited
    assert errors(desk) == []
    for path in (desk / "cases").rglob("*.yaml"):
        assert old not in path.read_text().replace(f"formerly:\n  - {old}", "")


def test_a_source_of_a_single_field_follows(desk, today):
    write(desk, plan_update(CASE, [Correction("add", "events.h1h1h.cites.until", SOURCE)], today))
    write(desk, plan_rename(SOURCE, "occrp-on-kloop"))
    (hearing,) = (each for each in register_of(desk).by_id[CASE].data["events"] if each["id"] == "h1h1h")
    assert hearing["cites"] == {"until": ["occrp-on-kloop"]}
    assert errors(desk) == []


def test_a_record_that_names_itself_follows_itself(desk, git_in):
    text = (
        "schema: casefile/organization/1\nid: court-1\ntier: public\nname: A court\nevents:\n"
        '  - id: h1h1h\n    type: hearing\n    date: "2025-06-01"\n    court: court-1\n'
        f"    sources:\n      - {SOURCE}\n"
    )
    write(desk, take_in(incoming(text.encode(), "test")))
    write(desk, plan_rename("court-1", "court-2"))
    assert register_of(desk).by_id["court-2"].data["events"][0]["court"] == "court-2"


def test_an_opaque_id_is_drawn_and_then_the_name_can_be_closed(desk, today, git_in):
    text = (desk / f"cases/kg/2025/{CASE}.yaml").read_text()
    named = text.replace(CASE, "kg-2025-aigul-asanova").replace("Aleksander Aleksandrov", "Aigul Asanova")
    write(desk, take_in(incoming(named.encode(), "test")))
    close = plan_update("kg-2025-aigul-asanova", [Correction("set", "person.name_tier", "restricted")], today)
    with pytest.raises(TierForbids) as refused:
        write(desk, close)
    assert "casefile rename kg-2025-aigul-asanova --opaque" in refused.value.hint
    (record,) = write(desk, plan_rename("kg-2025-aigul-asanova")).records
    assert record.record.startswith("kg-2025-")
    assert "asanova" not in record.record
    write(desk, close)  # by its old id
    assert "asanova" not in git_in(desk)("log", "-2", "--format=%B").lower()


WITHHELD = {
    "not named": [Correction("set", "consent", "family,scope=internal")],
    "until some day": [Correction("set", "consent", "family,scope=named,expires=2999-01-01")],
    "taken back": [Correction("set", "consent", "family,scope=named,withdrawn=2025-07-01")],
}


@pytest.mark.parametrize("consent", WITHHELD.values(), ids=WITHHELD)
@pytest.mark.parametrize("bad", ["kg-2025-aleksandrov", "kg-2025-x-alexandrov"])
def test_an_id_of_a_name_that_the_consent_withholds_is_refused(desk, today, git_in, consent, bad):
    write(desk, plan_update(CASE, consent, today))
    head = git_in(desk)("rev-parse", "HEAD")
    with pytest.raises(TierForbids) as refused:
        write(desk, plan_rename(CASE, bad))
    assert refused.value.code == "CF409"
    assert (git_in(desk)("rev-parse", "HEAD"), git_in(desk)("status", "--porcelain")) == (head, "")


@pytest.mark.parametrize("consent", WITHHELD.values(), ids=WITHHELD)
def test_a_narrower_consent_is_written_with_a_warning_about_the_id(desk, today, consent):
    write(desk, plan_rename(CASE, "kg-2025-aleksandrov"))
    told = write(desk, plan_update("kg-2025-aleksandrov", consent, today)).problems
    (problem,) = (each for each in told if each.code == "CF409")
    assert problem.hint.startswith("casefile rename kg-2025-aleksandrov --opaque")
    with pytest.raises(TierForbids):
        write(desk, plan_rename("kg-2025-aleksandrov", "kg-2025-aleksandrov-2"))
    write(desk, plan_rename("kg-2025-aleksandrov"))
    assert "CF409" not in {each.code for each in check(register_of(desk))}


def test_an_id_made_of_a_name_in_a_restricted_claim_is_refused(desk, today):
    claim = "{field: person.name, value: Zelda Sekretova}"
    closed = [Correction("add", "claims", claim), Correction("set", "person.name_tier", "restricted")]
    write(desk, plan_update(CASE, closed, today))
    with pytest.raises(TierForbids):
        write(desk, plan_rename(CASE, "kg-2025-sekretova"))


def test_an_id_that_contains_a_restricted_name_is_refused(desk):
    with pytest.raises(TierForbids) as refused:
        write(desk, plan_rename(OTHER, "kg-2025-zyyagul-bolot-kyzy"))
    assert refused.value.code == "CF404"


def test_an_id_that_contains_the_id_of_a_stricter_record_is_refused(desk):
    with pytest.raises(TierForbids) as refused:
        write(desk, plan_rename(SOURCE, f"photo-{OTHER}-1"))
    assert refused.value.code == "CF412"
    write(desk, plan_rename(SOURCE, f"photo-{CASE}-1"))
    assert register_of(desk).find(SOURCE).id == f"photo-{CASE}-1"


@pytest.mark.parametrize(
    "bad", ["", "KG-2025-X", "kg-2025", "kg-25-x", "../x", "kg-2025-x y", "kg-2025-" + "x" * 99]
)
def test_a_bad_form_is_refused(desk, bad):
    with pytest.raises(BadInput) as refused:
        write(desk, plan_rename(CASE, bad))
    assert refused.value.code == "CF605"


def test_an_id_in_use_is_refused_now_or_before(desk):
    with pytest.raises(Collision) as refused:
        write(desk, plan_rename(CASE, OTHER))
    assert refused.value.code == "CF703"
    write(desk, plan_rename(OTHER, NEW))
    with pytest.raises(Collision) as refused:
        write(desk, plan_rename(CASE, OTHER))
    assert refused.value.code == "CF705"
    with pytest.raises(BadInput):
        write(desk, plan_rename(CASE, CASE))


def test_an_opaque_id_is_none_that_was_in_use(desk, monkeypatch):
    write(desk, plan_rename(CASE, NEW))
    drawn = iter(["aaaaa", "n3w1d", "zzzzz"])
    monkeypatch.setattr("casefile.editing.new_ids.random_suffix", lambda _length: next(drawn))
    (record,) = write(desk, plan_rename(OTHER)).records
    assert record.record == "kg-2025-zzzzz"


def test_another_country_must_be_given(desk):
    with pytest.raises(BadInput) as refused:
        write(desk, plan_rename(CASE, "kz-2025-aaaaa"))
    assert refused.value.code == "CF628"
    assert "--country KZ" in refused.value.hint
    with pytest.raises(BadInput) as refused:
        write(desk, plan_rename(CASE, "kz-2025-aaaaa", "RU"))
    with pytest.raises(BadInput) as refused:
        write(desk, plan_rename(CASE, "kz-2025-aaaaa", "Kazakh"))
    assert refused.value.code == "CF609"
    (record,) = write(desk, plan_rename(CASE, "kz-2025-aaaaa", "Kazakhstan")).records
    assert record.path == "cases/kz/2025/kz-2025-aaaaa.yaml"
    assert register_of(desk).by_id["kz-2025-aaaaa"].data["country"] == "KZ"
    assert errors(desk) == []


@pytest.mark.parametrize("year", [2024, 2052])
def test_a_year_in_which_the_case_does_not_begin_is_refused(desk, open_case, year):
    # That a charge may be older than all else does not make it what the case begins with.
    old = open_case.read_text().replace("[2025-05-28..2025-06-04]", "[..2025-06-04]")
    open_case.write_text(old)
    with pytest.raises(BadInput, match=f"2025.*{year}") as refused:
        write(desk, plan_rename(CASE, f"kg-{year}-ccccc"))
    assert refused.value.hint.endswith("kg-2025-ccccc")


def test_the_year_of_an_earlier_event_that_came_to_light_is_taken_and_the_old_one_too(desk, open_case):
    open_case.write_text(open_case.read_text().replace("2025-05-28", "2024-05-28", 1))
    (record,) = write(desk, plan_rename(CASE, "kg-2024-ccccc")).records
    assert record.path == "cases/kg/2024/kg-2024-ccccc.yaml"
    assert write(desk, plan_rename("kg-2024-ccccc", CASE)).records[0].record == CASE


def test_a_broken_record_that_may_refer_to_it_stops_the_rename(desk, closed_case):
    closed_case.write_text(closed_case.read_text() + f"related:\n  - case: {CASE}\n")
    with pytest.raises(BrokenData) as refused:
        write(desk, plan_rename(CASE, NEW))
    assert "cases/kg/2025/kg-2025-bbbbb.yaml" in refused.value.message
    assert refused.value.problems[0].line == 16
    closed_case.write_text("id: [nothing of the kind\n")
    write(desk, plan_rename(CASE, NEW))


def test_texts_that_contain_the_old_id_are_reported(desk, today):
    write(desk, plan_update("scns", [Correction("set", "notes", f"see {CASE}, not {CASE}-2")], today))
    written = write(desk, plan_rename(CASE, NEW))
    assert written.notes[-1].endswith(f" {CASE}: cases/organizations/scns.yaml")


def test_an_unknown_record_is_not_renamed(desk):
    with pytest.raises(NotFound):
        write(desk, plan_rename("nobody", NEW))


def test_a_kept_draft_stops_the_rename(desk):
    private = Repository.open(desk).private
    with create_edit_buffer(private, CASE, b"began") as sheet:
        sheet.write(b"typed", b"began")
    with pytest.raises(Collision) as refused:
        write(desk, plan_rename(CASE, NEW, folder=private))
    assert refused.value.code == "CF708"
    sheet.erase()
    write(desk, plan_rename(CASE, NEW, folder=private))


def test_a_dry_run_changes_nothing(related, git_in, open_case):
    written = write(related, plan_rename(CASE, NEW), WriteOptions(dry_run=True))
    assert open_case.exists()
    assert git_in(related)("status", "--porcelain") == ""
    assert f"-id: {CASE}" in written.records[0].diff
    assert [each.record for each in written.along] == [OTHER]


def test_earlier_errors_of_the_record_do_not_stop_the_rename(desk, open_case, git_in):
    open_case.write_text(open_case.read_text().replace("- occrp-2025-06-04", "- nowhere", 1))
    write(desk, plan_rename(CASE, NEW))
    assert git_in(desk)("status", "--porcelain") == ""


def test_a_rename_that_git_refused_is_committed_as_one(related, git_in):
    hook = related / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(NotCommitted):
        write(related, plan_rename(CASE, NEW))
    hook.unlink()
    assert errors(related) == []
    done = commit(related)
    assert {record.record for record, _ in done.records} == {NEW, OTHER}
    assert len({made for _, made in done.records}) == 1
    git = git_in(related)
    assert git("status", "--porcelain") == ""
    assert git("show", "-s", "--format=%s") == f"case {NEW}: renamed"


def test_an_interrupted_rename_is_reported_and_can_be_repeated(related, git_in, open_case):
    """The new file is in place, and the old one still there: so a power cut leaves it."""
    before = open_case.read_text()
    write(related, plan_rename(CASE, NEW), WriteOptions(commit=False))
    open_case.write_text(before)
    told = {each.path: each for each in errors(related)}
    assert "casefile rename" in told[f"cases/kg/2025/{CASE}.yaml"].hint
    assert commit(related).problems
    write(related, plan_rename(CASE, NEW))
    assert errors(related) == []
    assert not open_case.exists()
    git = git_in(related)
    assert git("status", "--porcelain") == ""
    assert git("show", "-s", "--format=%s") == f"case {NEW}: renamed"


def test_repeating_an_interrupted_rename_overwrites_no_later_change(desk, open_case):
    before = open_case.read_text()
    write(desk, plan_rename(CASE, NEW), WriteOptions(commit=False))
    open_case.write_text(before)
    new = open_case.with_name(f"{NEW}.yaml")
    new.write_text(new.read_text().replace("place: Bishkek", "place: Osh"))
    with pytest.raises(Collision):
        write(desk, plan_rename(CASE, NEW))
    assert "place: Osh" in new.read_text()


@pytest.fixture(scope="module")
def copies(template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("copies")
    return lambda: shutil.copytree(template, folder / "register", symlinks=True, dirs_exist_ok=False)


@settings(max_examples=8, deadline=None)
@given(
    ids=st.lists(st.sampled_from(["kg-2025-x1x1x", "kg-2025-y2y2y", "kg-2025-z3z3z"]), min_size=1, max_size=4)
)
def test_renaming_back_restores_the_data_and_every_reference(copies, ids):
    desk = copies()
    try:
        before = register_of(desk).by_id[CASE].data
        here, had = CASE, {CASE}
        for new in (*ids, CASE):
            if new != here:
                write(desk, plan_rename(here, new), WriteOptions(commit=False))
                here = new
                had.add(new)
                assert errors(desk) == []
        after = dict(register_of(desk).by_id[CASE].data)
        assert {*after.pop("formerly")} == had - {CASE}
        assert after == before
    finally:
        shutil.rmtree(desk)


def test_a_case_that_cites_both_ids_of_a_source_is_not_rewritten(desk, git_in):
    write(desk, plan_rename(SOURCE, "paper"))
    case = next(desk.rglob(f"{CASE}.yaml"))
    text = case.read_text()
    assert "- paper\n" in text
    case.write_text(text.replace("- paper\n", f"- paper\n      - {SOURCE}\n", 1))
    git_in(desk)("commit", "--quiet", "--all", "--message", "Merge")
    written = write(desk, plan_rename("paper", "paper"))
    assert case.read_text() == text
    assert [each.code for each in written.problems if each.code == "CF752"] == []
