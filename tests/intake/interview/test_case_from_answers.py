"""What was told becomes a case that validates, says no more than was told, and stays at the desk."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest
from msgspec.structs import replace

from casefile.checks.run_rules import check
from casefile.custody.ledger_fold import fold
from casefile.editing.edits import WriteOptions
from casefile.editing.write_records import write
from casefile.intake.duplicate_check import ProbableDuplicate
from casefile.intake.interview.answer import Days
from casefile.intake.interview.case_from_answers import (
    HOW,
    events,
    may_be_minor,
    plan_added_entries,
    plan_new_case,
)
from casefile.intake.interview.interview_drafts import DraftStore, new_draft
from casefile.loading.open_register import open_register
from casefile.model.minors import may_be_under_age
from casefile.model.record_shapes import shape_of
from casefile.publication.publish import publish
from casefile.register import read_entry
from casefile.yaml.canonical_text import write as write_text

TODAY = dt.date(2026, 11, 25)
TOLD = {"name": "Бакыт Асанов", "what": "taken", "when": "2026-11-24", "country": "KG", "caller": "relative"}
DAYS = ("", "2026-11-25", "2026-11-24", "2026-11-20~", "[2026-11-23..2026-11-25]", "2026")
CUSTODY = ({}, {"now": "SIZO-1", "lawyer": "no", "risk": "yes"}, {"now": "", "free": "yes", "lawyer": "yes"})
NO_CUSTODY = ({}, {"held": "no"}, {"held": "yes", "now": "SIZO-1", "lawyer": "no", "risk": "yes"})
SINCE = {
    "taken": CUSTODY,
    "called": CUSTODY,
    "searched": NO_CUSTODY,
    "missing": ({}, {"risk": "yes"}),
    "other": NO_CUSTODY,
    "": NO_CUSTODY,
}
"""What is asked of the time since, by what happened."""


def filed(register, answers, day=TODAY, **how):
    """Return the register as it would be, and the case in it."""
    plan = plan_new_case(answers, (), Days(day), **{"duplicate_ok": False, **how})(register)
    edits = (*plan.beside, *plan.edits)
    entries = [read_entry(each.path, write_text(shape_of(each.kind), each.data).encode()) for each in edits]
    return register.replacing(*entries), plan.edits[0]


@pytest.fixture
def register(desk):
    return open_register(desk).register


def test_any_answers_make_a_valid_case(register):
    for what, when in product(SINCE, DAYS):
        for since in SINCE[what]:
            answers = {"country": "KG", "what": what, "when": when, **since}
            overlay, case = filed(register, answers)
            assert not [*check(overlay, {case.path})], answers


@pytest.mark.parametrize("told", [{}, TOLD], ids=["nothing", "a name"])
def test_a_case_is_restricted_and_so_is_its_source(register, told):
    overlay, case = filed(register, {"country": "KG", **told})
    call = overlay.by_id[case.data["events"][0]["sources"][0]]
    assert (case.data["tier"], overlay.row(call.id).tier) == ("restricted", "restricted")
    assert call.data["kind"] == "call"
    assert call.id.startswith("call-")
    assert case.data["id"] not in publish(overlay, "public", on=TODAY, today=TODAY).register.by_id


def test_a_case_without_answers_has_one_note(register):
    _, case = filed(register, {"country": "KG"})
    assert case.data["person"].keys() == {"identification", "descriptor"}
    assert case.data["person"]["identification"] == "unnamed"
    (event,) = case.data["events"]
    assert (event["type"], event["date"]) == ("note", "[..2026-11-25]")
    assert event["summary"]


def first(**answers):
    return events(answers, Days(TODAY))[0]


def test_an_answer_makes_the_least_specific_event():
    assert first(what="taken") == {"date": "[..2026-11-25]", "type": "detention"}
    assert first(what="called", when="2026-11-24") == {
        "date": "2026-11-24", "type": "detention", "kind": "questioning",
    }  # fmt: skip
    assert first(what="searched")["type"] == "search"
    assert first(what="missing")["type"] == "disappearance"
    assert first(what="other", words="Beaten at a rally") == {
        "date": "[..2026-11-25]", "type": "note", "summary": "Beaten at a rally",
    }  # fmt: skip


def test_a_summons_for_a_future_day_makes_a_note():
    told = first(what="called", when="2026-11-27")
    assert told == {"date": "2026-11-25", "type": "note", "summary": "Summoned for 27 November 2026."}


def status(register, **answers):
    overlay, case = filed(register, {"country": "KG", **answers})
    ledger = overlay.by_id[case.data["id"]].record.events
    view = fold(ledger).on(TODAY)
    return view.status, view.certainty, view.possible


def test_the_status_is_no_more_certain_than_the_answers(register):
    assert status(register, what="taken", when="2026-11-24")[:2] == ("held", "stated")
    called = status(register, what="called", when="2026-11-24")
    assert (called[0], called[1], {*called[2]}) == ("unknown", "uncertain", {"held", "released"})
    assert status(register, what="taken", when="2026-11-24", free="yes")[0] == "released"
    assert status(register, what="searched", when="2026-11-24")[0] == "not_detained"
    assert status(register, what="searched", when="2026-11-24", held="yes")[0] == "held"
    assert status(register, what="missing")[0] == "missing"


def test_answers_about_the_time_since_have_a_date_span(register):
    told = {
        "what": "taken",
        "when": "2026-11-23",
        "now": "scns",
        "lawyer": "no",
        "risk": "yes",
        "condition": "asthma",
    }
    detention, access, health = events(told, Days(TODAY))
    assert detention["facility"] == "scns"
    assert access == {
        "type": "access",
        "date": "[2026-11-23..2026-11-25]",
        "to": "counsel",
        "outcome": "denied",
    }
    assert health == {"type": "health", "date": "2026-11-25", "condition": "asthma", "urgency": "urgent"}


def test_a_release_and_a_death_keep_the_words_of_the_caller():
    told = {"what": "taken", "when": "2026-11-23", "now": "", "as_told": "released on bail yesterday"}
    _, release = events(told | {"free": "yes"}, Days(TODAY))
    assert release == {
        "type": "release",
        "date": "[2026-11-23..2026-11-25]",
        "note": "As reported: released on bail yesterday",
    }
    _, death = events(told | {"dead": "yes", "as_told": "died"}, Days(TODAY))
    assert (death["type"], death["date"]) == ("death", "[2026-11-23..2026-11-25]")


def test_the_status_follows_an_answer_of_dead_or_held(register):
    taken = {"what": "taken", "when": "2026-11-23", "now": "", "caller": "relative"}
    overlay, case = filed(register, {"country": "KG", **taken, "dead": "yes"})
    row = overlay.row(case.data["id"])
    assert row.course.on(TODAY).status == "dead"
    called = {**taken, "what": "called"}
    assert status(register, **called, held="yes")[0] == "held"


LATER = dt.date(2026, 11, 30)


def test_each_event_is_dated_by_the_day_of_its_answer(register):
    told = {
        "what": "",
        "when": "",
        "held": "yes",
        "risk": "yes",
        "lawyer": "no",
        "country": "KG",
        "caller": "ngo",
    }
    days = Days(TODAY, {"risk": LATER, "caller": LATER})
    note, access, confirmation, health = events(told, days)
    assert [each["date"] for each in (note, access, confirmation, health)] == [
        "[..2026-11-25]",
        "[..2026-11-25]",
        "2026-11-25",
        "2026-11-30",
    ]
    plan = plan_new_case(told, (), days, duplicate_ok=False)(register)
    assert plan.beside[0].data["accessed"] == "2026-11-30"
    plan = plan_new_case(told | {"risk": ""}, (), days, duplicate_ok=False)(register)
    assert plan.beside[0].data["accessed"] == "2026-11-25"


CONSENTS = {
    "nobody asked": ({"leaves": "nobody"}, None),
    "not known": ({"leaves": ""}, None),
    "nobody knows who agreed": ({"leaves": "named", "agreed": ""}, None),
    "the family": (
        {"leaves": "anonymous", "agreed": "family"},
        {"basis": "family", "given_by": "family", "scope": ["anonymous"], "obtained": "2026-11-25"},
    ),
}


@pytest.mark.parametrize(("answers", "consent"), CONSENTS.values(), ids=CONSENTS)
def test_consent_contains_what_was_agreed_to(register, answers, consent):
    _, case = filed(register, TOLD | answers)
    assert case.data.get("consent") == consent


def test_of_the_caller_nothing_is_kept_but_the_tie_and_how_they_know(register):
    overlay, case = filed(register, TOLD | {"eyes": "own"})
    call = overlay.by_id[case.data["events"][0]["sources"][0]]
    assert {*call.data} == {"schema", "id", "kind", "connection", "notes", "accessed"} | (
        {"tier"} & {*call.data}
    )
    assert (call.data["connection"], call.data["notes"]) == ("relative", HOW["own"])


def test_an_answer_that_no_field_holds_is_noted_at_the_call(register):
    searched = TOLD | {"what": "searched", "held": "no", "risk": "no"}
    overlay, case = filed(register, searched)
    assert [each["type"] for each in case.data["events"]] == ["search"]
    notes = overlay.by_id[case.data["events"][0]["sources"][0]].data["notes"]
    assert ("held" in notes, "risk" in notes) == (True, True)


def test_of_a_summons_for_a_day_ahead_the_place_is_kept(register):
    _, case = filed(register, TOLD | {"what": "called", "when": "2026-11-27", "now": "SIZO-1"})
    assert "SIZO-1" in case.data["events"][0]["summary"]


def test_age_and_role_find_their_fields(register):
    _, aged = filed(register, TOLD | {"age": "17", "adult": ""})
    assert aged.data["person"]["age"] == {"years": 17, "as_of": "2026-11-25"}
    _, minor = filed(register, TOLD | {"adult": "minor"})
    assert minor.data["person"]["minor"] == "minor"
    role = {"name": "", "role": "spokesperson at SCNS", "role_as": "spokesperson", "role_at": "scns"}
    _, unnamed = filed(register, TOLD | role)
    assert unnamed.data["person"]["affiliations"] == [{"organization": "scns", "role": "spokesperson"}]


SAME = {**TOLD, "name": "Александр Александров", "when": "2025-05-30", "by": "scns", "risk": "yes"}


@pytest.mark.parametrize("adult", [{}, {"adult": "adult"}, {"adult": "minor"}, {"adult": "unknown"}])
@pytest.mark.parametrize("age", [{}, {"age": "17"}, {"age": "18"}, {"age": "19"}, {"age": "40"}])
@pytest.mark.parametrize("when", ["", "2026-11-24", "[..2026-11-24]"])
def test_who_may_be_a_minor_before_saving_may_be_one_in_the_case_that_is_saved(register, adult, age, when):
    answers = {**TOLD, "when": when, **adult, **age}
    _, case = filed(register, answers)

    assert may_be_minor(answers, Days(TODAY)) == may_be_under_age(case.data)


def test_a_probable_duplicate_is_refused_until_it_is_confirmed_as_new(register):
    with pytest.raises(ProbableDuplicate) as found:
        filed(register, SAME)
    assert found.value.cases == ("kg-2025-aaaaa",)
    filed(register, SAME, duplicate_ok=True)


def test_answers_are_added_to_a_public_case_as_restricted_events(desk):
    answers = SAME | {"leaves": "named", "agreed": "lawyer"}
    written = write(desk, plan_added_entries(answers, ["sweep"], "kg-2025-aaaaa", Days(TODAY)))
    (record,) = written.records
    register = open_register(desk).register
    ledger = register.by_id[record.record].data["events"]
    new = [each for each in ledger if each["id"] not in {"d1d1d", "h1h1h"}]
    assert [(each["type"], each["tier"]) for each in new] == [
        ("detention", "restricted"),
        ("health", "restricted"),
    ]
    noted = new[0]["note"]
    assert [
        each for each in ("Александр Александров", ": named;", ": lawyer;", ": sweep") if each not in noted
    ] == []
    assert len({source for each in new for source in each["sources"]}) == 1
    public = publish(register, "public", on=TODAY, today=TODAY).register.by_id[record.record].data
    assert [each["id"] for each in public["events"]] == ["d1d1d", "h1h1h"]


def test_the_commit_message_names_no_person(desk, git_in):
    write(
        desk,
        plan_new_case(
            TOLD | {"town": "Ош", "risk": "yes", "condition": "asthma"}, (), Days(TODAY), duplicate_ok=False
        ),
    )
    log = git_in(desk)("log", "-1", "--stat", "--format=%B")
    assert not [word for word in ("Бакыт", "Асанов", "asanov", "asthma", "relative") if word in log]


def test_a_draft_is_private_kept_and_erased(desk):
    drawer = DraftStore(desk)
    draft = new_draft(dt.datetime(2026, 11, 25, 2, 14, tzinfo=dt.UTC), TODAY)
    draft = replace(draft, situations=("kloop-2025",))
    draft = draft.unfinished("name", "Бак", TODAY).settled(
        {"adult": "", "age": "17"}, ("adult", "age"), TODAY
    )
    place = drawer.keep(draft)
    assert place.stat().st_mode & 0o777 == 0o600
    assert ".git/casefile/drafts/add-" in place.as_posix()
    assert drawer.kept() == (draft,)
    assert not git_status(desk)
    drawer.erase(draft)
    assert drawer.kept() == ()


def git_status(desk):
    return [path for path in desk.rglob("*") if path.name.startswith("add-") and ".git" not in path.parts]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"answers": {}}', "name: x\n", '{"day": "soon", "begun": "x"}']
)
def test_a_draft_that_cannot_be_read_stays_and_is_not_offered(desk, text):
    drawer = DraftStore(desk)
    place = drawer.keep(new_draft(dt.datetime(2026, 11, 25, tzinfo=dt.UTC), TODAY))
    place.write_text(text)
    assert drawer.kept() == ()
    assert place.read_text() == text


def test_the_answers_are_written_as_by_every_command(desk):
    plan = plan_new_case(TOLD, (), Days(TODAY), duplicate_ok=False)
    assert write(desk, plan, WriteOptions(dry_run=True)).commit is None
