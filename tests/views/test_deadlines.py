"""What is due, told as stories: a few entries, and what a desk reads on which day."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import yaml
from casefile.dates import Duration
from casefile.loading.indexed.deadline_builder import make_deadline_row
from casefile.register import SETTINGS, Register, path_of, read_entry
from casefile.views.deadlines.deadline import KINDS, DeadlineWindow, deadlines_ahead
from casefile.views.deadlines.deadline_rules import RULES, due, find_deadlines
from casefile.views.deadlines.valid_ledger import ledger_of

FOLDER = Path(__file__).resolve().parents[1] / "examples" / "due"
DETAINED = {"type": "detention", "date": "2025-05-28", "kind": "arrest"}
REMANDED = {"type": "hearing", "date": "2025-05-29", "outcome": "remanded", "until": "2025-07-21"}
EXTENDED = {"type": "hearing", "date": "2025-07-18", "outcome": "extended", "until": "2025-09-21"}
RELEASED = {"type": "release", "date": "2025-07-01", "kind": "bail"}
DIED = {"type": "death", "date": "2025-07-01", "standing": "confirmed"}
SCHEDULED = {"type": "hearing", "date": "2025-08-05", "outcome": "scheduled", "stage": "trial"}
CONVICTED = {
    "type": "verdict", "date": "2025-09-17", "outcome": "convicted", "appeal_until": "2025-10-17",
    "sentences": [{"penalty": "imprisonment", "term": "P5Y"}],
}  # fmt: skip
LETTER = {
    "type": "intervention",
    "date": "2025-06-01",
    "kind": "allegation_letter",
    "reply_due": "2025-08-01",
}
REFUTED = {"standing": "refuted", "resolution": {"reason": "Another person."}}
ADMINISTRATIVE = {
    "type": "verdict", "date": "2025-05-28", "outcome": "convicted", "taken_into_custody": True,
    "sentences": [{"penalty": "administrative_arrest", "until": "2025-06-07"}],
}  # fmt: skip
APPEAL = {"type": "appeal", "date": "2025-09-20", "step": "filed"}


def entries(*events):
    """Number the entries of a ledger: a0000, b0000, …."""
    return [{"id": f"{letter}0000", **event} for letter, event in zip("abcdefgh", events, strict=False)]


def a_register(*events, kind="case", configured=(), **fields):
    """Return a register of one record with these entries, and its clocks."""
    record = {
        "case": {
            "schema": "casefile/case/1",
            "id": "kg-2025-aaaaa",
            "country": "KG",
            "person": {"identification": "named", "name": "A Person"},
        },
        "situation": {"schema": "casefile/situation/1", "id": "crackdown", "title": "Crackdown"},
        "organization": {"schema": "casefile/organization/1", "id": "outlet", "name": "Outlet"},
    }[kind]
    data = {**record, "tier": "public", **fields, "events": entries(*events)}
    entry = read_entry(path_of(kind, data["id"]), json.dumps(data).encode())
    assert not entry.broken, entry.problems
    kept = {"schema": "casefile/settings/1", "clocks": [*configured]}
    return Register([entry, read_entry(SETTINGS, json.dumps(kept).encode())])


def rows(register, day, window=DeadlineWindow()):  # noqa: B008 - frozen
    return due(register, register.rows, date.fromisoformat(day), window)


def texts_of(register, day, kind, **window):
    """Return the texts of the rows of one kind on a day."""
    return [row.text for row in rows(register, day, DeadlineWindow(**window)) if row.kind == kind]


def stories():
    """Yield the stories of every kind, each with the kind that it is about; every scalar stays text."""
    for path in sorted(FOLDER.glob("*.yaml")):
        with path.open("rb") as file:
            for story in yaml.load(file, Loader=yaml.BaseLoader):
                yield pytest.param(path.stem, story, id=f"{path.stem}: {story['story']}")


STORIES = [*stories()]


@pytest.mark.parametrize(("kind", "story"), STORIES)
def test_story(kind, story):
    fields = {name: story[name] for name in ("consent", "person") if name in story}
    register = a_register(*truth_in(story["events"]), **fields)

    found = {day: [row.days for row in rows(register, day) if row.kind == kind] for day in story["then"]}

    assert found == {day: [] if off == "nothing" else [int(off)] for day, off in story["then"].items()}


def truth_in(value):
    if isinstance(value, dict):
        return {key: truth_in(each) for key, each in value.items()}
    if isinstance(value, list):
        return [truth_in(each) for each in value]
    return {"true": True, "false": False}.get(value, value)


def test_each_kind_has_stories_a_rule_and_a_reason():
    """The stories show that the rule of each kind is among them."""
    found = {
        kind
        for kind, story, *_ in (each.values for each in STORIES)
        if {*story["then"].values()} != {"nothing"}
    }
    assert found == {story.values[0] for story in STORIES} == {*KINDS}
    assert len(RULES) == len(KINDS)
    assert all(because.endswith(".") for because in KINDS.values())


def test_a_consent_whose_end_is_uncertain_is_not_called_expired_too_early():
    register = a_register(consent={"basis": "family", "expires": "2025-07"})

    assert texts_of(register, "2025-07-10", "consent") == [
        "the consent may have expired in July 2025; data that needs it stays withheld"
    ]
    assert texts_of(register, "2025-08-01", "consent") == [
        "the consent expired in July 2025; data that needs it stays withheld"
    ]


def test_a_row_has_exactly_the_keys_of_the_contract():
    (row,) = [row for row in rows(a_register(DETAINED), "2025-06-02") if row.kind == "clock"]

    assert row.as_data() == {
        "date": "2025-05-30",
        "days": -3,
        "kind": "clock",
        "record": "kg-2025-aaaaa",
        "name": "A Person",
        "event": "a0000",
        "text": "no judge recorded since 28 May 2025 (48 h: ICCPR art. 9(3))",
    }


KYRGYZ = {"country": "KG", "hours": 72, "citation": "Criminal Procedure Code art. 98"}
CHILD = {"identification": "named", "name": "A Child"}


@pytest.mark.parametrize(
    ("configured", "person", "said"),
    [
        ([], {}, "(48 h: ICCPR art. 9(3))"),
        ([], {"minor": "minor"}, "(24 h: CRC general comment 24)"),
        ([], {"minor": "unknown"}, "(48 h: ICCPR art. 9(3))"),
        ([], {"age": {"years": 17}}, "(24 h: CRC general comment 24)"),
        ([], {"birth": "2007-05-29"}, "(24 h: CRC general comment 24)"),
        ([], {"birth": "2007-05-28"}, "(48 h: ICCPR art. 9(3))"),
        ([], {"birth": "2007"}, "(48 h: ICCPR art. 9(3))"),
        ([], {"birth": "2007", "age": {"years": 17}}, "(24 h: CRC general comment 24)"),
        ([], {"birth": "2007-05-29", "age": {"years": 18}}, "(24 h: CRC general comment 24)"),
        ([], {"birth": "2007-05-29", "minor": "adult"}, "(24 h: CRC general comment 24)"),
        ([], {"birth": "2007-05-28", "minor": "minor"}, "(48 h: ICCPR art. 9(3))"),
        ([], {"birth": "2007", "minor": "minor"}, "(24 h: CRC general comment 24)"),
        ([], {"birth": "2007", "minor": "adult"}, "(48 h: ICCPR art. 9(3))"),
        ([], {"minor": "adult", "age": {"years": 17}}, "(24 h: CRC general comment 24)"),
        ([], {"minor": "minor", "age": {"years": 18}}, "(24 h: CRC general comment 24)"),
        ([KYRGYZ], {}, "(72 h: Criminal Procedure Code art. 98)"),
        ([KYRGYZ], {"minor": "minor"}, "(24 h: CRC general comment 24)"),
        ([{**KYRGYZ, "minors": 12}], {"minor": "minor"}, "(12 h: Criminal Procedure Code art. 98)"),
        ([{**KYRGYZ, "country": "KZ"}], {}, "(48 h: ICCPR art. 9(3))"),
    ],
)
def test_which_clock_runs(configured, person, said):
    register = a_register(DETAINED, configured=configured, person={**CHILD, **person})

    assert texts_of(register, "2025-05-28", "clock") == [f"no judge recorded since 28 May 2025 {said}"]


def test_a_clock_asks_and_finds_nothing():
    possibly = a_register({**DETAINED, "kind": "questioning"})
    unstated = a_register({"type": "detention", "date": "[2025-05-28..2025-05-30]"})

    assert texts_of(possibly, "2025-06-02", "clock") == [
        "if still held: no judge recorded since 28 May 2025 (48 h: ICCPR art. 9(3))"
    ]
    (said,) = texts_of(unstated, "2025-06-02", "clock")
    assert said.startswith("no judge recorded since some day between 28 and 30 May 2025 (48 h in a criminal ")


def test_an_appeal_without_a_decision_is_noted_and_ends_no_deadline():
    register = a_register(CONVICTED, {**APPEAL, "against": "the judgment"})

    (said,) = texts_of(register, "2025-10-10", "appeal")
    assert said.startswith("last day to appeal against the verdict on 17 September 2025: 17 October 2025; ")
    assert said.endswith("an appeal is recorded, against what is not stated")


def test_an_appeal_in_another_proceeding_is_not_noted():
    verdict = {**CONVICTED, "proceeding": "main"}

    def noted(proceeding):
        (text,) = texts_of(a_register(verdict, {**APPEAL, **proceeding}), "2025-10-10", "appeal")
        return text.endswith("an appeal is recorded, against what is not stated")

    assert noted({})
    assert noted({"proceeding": "main"})
    assert not noted({"proceeding": "second"})


@pytest.mark.parametrize("outcome", ["upheld", "released", "house_arrest", "measure_lifted"])
def test_a_higher_court_answers_the_decision_that_it_names(outcome):
    remand = {**REMANDED, "id": "aaaaa", "appeal_until": "2025-08-01"}
    extension = {**EXTENDED, "id": "bbbbb", "appeal_until": "2025-08-01"}
    answer = {"type": "hearing", "date": "2025-07-20", "stage": "appeal", "outcome": outcome}

    def left(**fields):
        register = a_register(DETAINED, remand, extension, {**answer, **fields})
        return [row.event for row in rows(register, "2025-07-25") if row.kind == "appeal"]

    assert left(against="aaaaa") == ["bbbbb"]
    assert left(against="bbbbb") == ["aaaaa"]
    assert left() == ([] if outcome == "upheld" else ["aaaaa", "bbbbb"])


def test_an_order_that_may_have_been_prolonged_ends_perhaps():
    register = a_register(DETAINED, REMANDED, {**EXTENDED, "date": "[2025-07-15..2025-07-30]"})

    assert texts_of(register, "2025-07-16", "order_ends", within=Duration("P7D")) == [
        "the order ends on 21 July 2025, unless another order has followed"
    ]
    assert texts_of(register, "2025-07-25", "lapsed") == [
        "last known held; the order may have ended on 21 July 2025, no news since"
    ]
    assert texts_of(register, "2025-07-30", "lapsed") == []


def test_an_expired_term_does_not_state_that_the_person_is_held():
    assert texts_of(a_register(ADMINISTRATIVE), "2025-06-10", "lapsed") == [
        "unknown: held or released; the sentence ended on 7 June 2025, no news since"
    ]


def test_a_hearing_is_listed_with_court_and_time():
    register = a_register({**SCHEDULED, "time": "10:00", "court": "Osh City Court"})

    assert texts_of(register, "2025-08-01", "hearing") == [
        "trial hearing on 5 August 2025 at 10:00, Osh City Court"
    ]


@pytest.mark.parametrize("kind", ["situation", "organization"])
def test_ledgers_of_situations_and_organisations_have_deadlines_too(kind):
    register = a_register(LETTER, SCHEDULED, kind=kind)

    found = [(row.kind, row.days) for row in rows(register, "2025-08-03")]

    assert found == [("reply", -2), ("hearing", 2)]


@pytest.mark.parametrize(
    ("answers", "due_of"),
    [(None, []), ("a0000", ["b0000"]), ("b0000", ["a0000"]), ("c0000", ["a0000", "b0000"])],
)
def test_a_response_closes_the_reply_of_the_intervention_that_it_answers(answers, due_of):
    stated = {"answers": answers} if answers else {}
    response = {"type": "official_response", "date": "2025-06-10", "position": "denies", **stated}
    register = a_register(LETTER, {**LETTER, "kind": "urgent_appeal"}, response)

    found = [row.event for row in rows(register, "2025-08-03") if row.kind == "reply"]

    assert found == due_of


def test_a_reader_looks_as_far_ahead_and_waits_as_long_as_asked():
    held = a_register(DETAINED, REMANDED)

    assert texts_of(held, "2025-05-30", "order_ends", within=Duration("P60D")) != []
    assert texts_of(held, "2025-06-10", "stale", stale=Duration("P12D")) == [
        "held (pretrial); no news since 29 May 2025"
    ]
    assert texts_of(held, "2025-06-09", "stale", stale=Duration("P12D")) == []


def test_deadlines_of_a_dossier_are_all_that_may_be_ahead_nearest_first():
    register = a_register(
        DETAINED,
        {**REMANDED, "appeal_until": "2025-06-08"},
        LETTER,
        {**SCHEDULED, "date": "2025-06-20"},
        {**SCHEDULED, "date": "2025-06-25", **REFUTED},
        consent={"basis": "family", "expires": "2026-01-01"},
    )

    assert in_dossier(register, date(2025, 6, 10)) == [
        ("hearing", "2025-06-20"),
        ("order_ends", "2025-07-21"),
        ("reply", "2025-08-01"),
        ("consent", "2026-01-01"),
    ]


def in_dossier(register, day):
    ledger = ledger_of(register, register.row("kg-2025-aaaaa"), day, None)
    return [(each.kind, each.date.text) for each in deadlines_ahead(find_deadlines(ledger))]


def test_a_consent_that_may_be_over_is_not_ahead_in_a_dossier():
    register = a_register(DETAINED, consent={"basis": "family", "expires": "[2026-11-15..2026-12-31]"})

    assert in_dossier(register, date(2026, 11, 14)) == [("consent", "[2026-11-15..2026-12-31]")]
    assert in_dossier(register, date(2026, 11, 30)) == []


def test_a_dossier_has_the_clock_while_it_runs():
    register = a_register(DETAINED)

    assert [kind for kind, _ in in_dossier(register, date(2025, 5, 29))] == ["clock"]
    assert in_dossier(register, date(2025, 6, 1)) == []


def test_a_restriction_that_ends_is_due_and_a_deadline_of_its_dossier():
    ban = {"type": "restriction", "date": "2025-06-01", "kind": "travel_ban", "until": "2025-06-20"}
    register = a_register(ban, {**ban, "kind": "curfew"})

    for day in (date(2025, 6, 10), date(2025, 6, 20)):
        assert in_dossier(register, day) == [("restriction_ends", "2025-06-20")]
    assert in_dossier(register, date(2025, 6, 21)) == []
    (said,) = texts_of(register, "2025-06-10", "restriction_ends")
    assert said.endswith("(travel ban, curfew)")


near = st.integers(0, 90).map(lambda days: date(2025, 5, 1) + timedelta(days=days))


@st.composite
def dates(draw):
    """Draw a day, or a span with perhaps an open side."""
    day = draw(near)
    later = day + timedelta(days=draw(st.integers(1, 30)))
    forms = [*[f"{day}"] * 4, f"[{day}..{later}]", f"[..{day}]", f"[{day}..]", f"{day}?", f"{day:%Y-%m}"]
    return draw(st.sampled_from(forms))


def an_entry(what, **fields):
    """Draw an entry: what is fixed of it, and what varies."""
    return st.fixed_dictionaries({"date": dates(), **fields}).map(lambda drawn: {**what, **drawn})


KINDS_OF_DETENTION = st.sampled_from(["arrest", "questioning", "administrative"])
OUTCOMES = st.sampled_from(["remanded", "extended", "scheduled", "cancelled", "upheld", "released"])
ANY = st.one_of(
    an_entry({"type": "detention"}, kind=KINDS_OF_DETENTION),
    an_entry({"type": "hearing"}, outcome=OUTCOMES, until=dates()),
    an_entry(CONVICTED, appeal_until=dates()),
    an_entry(LETTER, reply_due=dates()),
    an_entry({"type": "health"}, urgency=st.sampled_from(["routine", "urgent", "life_threatening"])),
    *(an_entry(each) for each in ({"type": "ill_treatment"}, {"type": "disappearance"})),
    *(an_entry(each) for each in (RELEASED, DIED, APPEAL, {"type": "finding"}, {"type": "departure"})),
)
LEDGERS = st.lists(ANY, max_size=6)
CUSTODY = {"order_ends", "lapsed", "clock"}


@settings(max_examples=150, deadline=None)
@given(LEDGERS, near)
def test_custody_deadlines_are_only_of_people_who_may_be_held(events, day):
    register = a_register(*events)
    view = register.row("kg-2025-aaaaa").course.on(day)

    kinds = {row.kind for row in due(register, register.rows, day)}

    if not view.held_possible:
        assert kinds.isdisjoint(CUSTODY)
    if view.status not in {"held", "missing"}:
        assert "stale" not in kinds
    if "lapsed" in kinds:
        assert view.certainty == "lapsed"


def test_stored_deadlines_end_with_the_last_day_of_an_urgent_report():
    register = a_register(DETAINED, {"type": "health", "date": "2025-06-02", "urgency": "urgent"})

    kept = make_deadline_row(register, "kg-2025-aaaaa", 1, date(2025, 6, 28), "")

    assert "urgent" in {kind for _, kind, *_ in json.loads(kept.deadlines)[2]}
    assert date.fromordinal(kept.last) == date(2025, 7, 2)


REPORTS = an_entry({"type": "health", "urgency": "urgent"}) | an_entry({"type": "ill_treatment"})


@settings(max_examples=150, deadline=None)
@given(LEDGERS, REPORTS, near)
def test_a_report_of_danger_is_shown_to_its_end_and_no_longer(events, report, day):
    held = {"type": "detention", "date": "2025-04-30", "kind": "arrest"}
    register = a_register(held, *events, report)
    key = f"{'abcdefgh'[len(events) + 1]}0000"
    view = register.row("kg-2025-aaaaa").course.on(day)
    recorded = next(each for each in register.by_id["kg-2025-aaaaa"].events if each.id == key).date
    of_type = {event["type"] for event in events}

    found = find_deadlines(ledger_of(register, register.row("kg-2025-aaaaa"), day, None))
    shown = key in {row.event for row in found if row.kind == "urgent"}

    in_time = recorded.earliest <= day <= recorded.last_known + timedelta(days=30)
    if {"held", "missing"}.isdisjoint(view.possible) or not in_time:
        assert not shown
    elif of_type.isdisjoint({report["type"], "release"}):
        assert shown


@settings(max_examples=150, deadline=None)
@given(LEDGERS, near, st.integers(1, 60))
def test_days_count_from_the_day_and_never_past_the_window(events, day, ahead):
    register = a_register(*events)

    found = due(register, register.rows, day, DeadlineWindow(Duration(f"P{ahead}D")))

    assert [row.days for row in found] == sorted(row.days for row in found)
    for row in found:
        assert row.days <= ahead
        if row.date.day is not None:
            assert row.days == (row.date.day - day).days
        if row.days < 0:
            assert row.date.latest < day
        if row.days > 0:
            assert row.date.open_start or row.date.earliest > day


@settings(max_examples=60, deadline=None)
@given(LEDGERS, near)
def test_a_longer_window_contains_the_shorter_one(events, day):
    register = a_register(*events)

    near_by = due(register, register.rows, day, DeadlineWindow(Duration("P7D")))
    far = due(register, register.rows, day, DeadlineWindow(Duration("P30D")))

    assert {*near_by} <= {*far}


@settings(max_examples=150, deadline=None)
@given(LEDGERS, near, st.data())
def test_stored_deadlines_are_valid_on_every_day_of_their_range(events, day, data):
    register = a_register(*events)
    kept = make_deadline_row(register, "kg-2025-aaaaa", 1, day, "")
    assert kept.first <= day.toordinal() <= kept.last

    other = data.draw(
        st.integers(max(kept.first, day.toordinal() - 400), min(kept.last, day.toordinal() + 400))
    )

    for number in (kept.first, other, kept.last):
        found = find_deadlines(
            ledger_of(register, register.row("kg-2025-aaaaa"), date.fromordinal(number), None)
        )
        said = [[each.date.text, each.kind, each.event, each.text] for each in found]
        assert said == (json.loads(kept.deadlines)[2] if kept.deadlines else [])
