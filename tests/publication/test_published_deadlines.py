"""A deadline is published where the published ledger and the full one both give it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casefile.dates import Duration
from casefile.publication.publish import publish
from casefile.views.deadlines.deadline import EVER, DeadlineWindow
from casefile.views.deadlines.deadline_rules import due
from support.ledgers import PROCEEDINGS, START, ledgers

DAY = date(2025, 6, 10)
WINDOW = DeadlineWindow(Duration("P60D"), Duration("P10D"))
EVERY = DeadlineWindow(EVER)


def hearing(day, eid="h2v5t", **fields):
    return {"id": eid, "type": "hearing", "date": day, "outcome": "scheduled", **fields}


def detention(eid="d3t3n", **fields):
    return {"id": eid, "type": "detention", "date": "2025-05-28", "kind": "arrest", **fields}


def published_deadlines(register, audience="public", day=DAY, window=WINDOW, **options):
    rows = publish(register, audience, on=day, **options).due(window)
    return [(each.record, each.kind, each.event, each.date.text) for each in rows]


def test_deadlines_come_in_their_order_with_record_kind_entry_and_day(register_of, case):
    later = case("a1b2c", events=[detention(), hearing("2025-07-01")])
    sooner = case("c3d4e", events=[detention(), hearing("2025-06-20", eid="h9v9t")])

    rows = [each for each in published_deadlines(register_of(later, sooner)) if each[1] == "hearing"]

    assert rows == [
        ("kg-2025-c3d4e", "hearing", "h9v9t", "2025-06-20"),
        ("kg-2025-a1b2c", "hearing", "h2v5t", "2025-07-01"),
    ]


def test_deadlines_are_those_of_the_chosen_records_on_the_day_and_in_the_window(register_of, case):
    one = case("a1b2c", events=[detention(), hearing("2025-07-01")])
    other = case("c3d4e", events=[detention(), hearing("2025-06-20")])
    register = register_of(one, other)

    def hearings(**options):
        return [each[0] for each in published_deadlines(register, **options) if each[1].startswith("hearing")]

    assert hearings(chosen=["kg-2025-a1b2c"]) == ["kg-2025-a1b2c"]
    assert hearings(window=DeadlineWindow(Duration("P14D"))) == ["kg-2025-c3d4e"]
    assert hearings(day=date(2025, 5, 29), window=DeadlineWindow(Duration("P5D"))) == []


def test_a_deadline_of_a_withheld_entry_is_not_published(register_of, case):
    one = case(events=[detention(), hearing("2025-06-20", tier="restricted")])

    assert "hearing" not in [each[1] for each in published_deadlines(register_of(one))]
    assert "hearing" in [each[1] for each in published_deadlines(register_of(one), "internal")]


@pytest.mark.parametrize("audience", ["public", "partners", "internal"])
def test_reports_of_danger_are_published_for_no_audience(register_of, case, audience):
    health = {"id": "n3w5x", "type": "health", "date": "2025-06-09", "urgency": "life_threatening"}
    missing = {"id": "w1r5t", "type": "disappearance", "date": "2025-06-09"}
    child = {"identification": "named", "name": "A Child", "minor": "minor"}
    register = register_of(
        case("a1b2c", events=[detention(), health]), case("c3d4e", person=child, events=[missing])
    )

    assert [each.kind for each in due(register, register.rows, DAY)].count("urgent") == 2
    assert "urgent" not in [each[1] for each in published_deadlines(register, audience)]


def test_a_deadline_that_the_full_ledger_lacks_is_not_published(register_of, case):
    letter = {"id": "w1r5t", "type": "intervention", "date": "2025-05-29", "reply_due": "2025-06-20"}
    answer = {"id": "n3w5x", "type": "official_response", "date": "2025-06-09"}
    due = ("kg-2025-7k3mq", "reply", "w1r5t", "2025-06-20")

    assert due in published_deadlines(register_of(case(events=[letter])))
    assert due not in published_deadlines(
        register_of(case(events=[letter, {**answer, "tier": "restricted"}]))
    )
    assert due not in published_deadlines(register_of(case(events=[letter, answer])))


@pytest.mark.parametrize(("stale", "is_due"), [("P10D", True), ("P14D", False), (None, False)])
def test_a_silence_is_due_after_the_time_that_the_reader_sets(register_of, case, stale, is_due):
    window = DeadlineWindow(Duration("P60D"), Duration(stale) if stale else None)
    due = ("kg-2025-7k3mq", "stale", "", "2025-05-28")

    assert (due in published_deadlines(register_of(case(events=[detention()])), window=window)) is is_due


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_a_deadline_has_the_published_id(register_of, case, audience):
    person = {"identification": "named", "name": "Zelda Sekretova", "name_tier": "restricted"}
    one = case("zelda-sekretova", person=person, events=[detention(), hearing("2025-06-20")])

    rows = published_deadlines(register_of(one), audience)

    shown = "kg-2025-d3t3n" if audience == "public" else "kg-2025-zelda-sekretova"
    assert (shown, "hearing", "h2v5t", "2025-06-20") in rows
    assert {each[0] for each in rows} == {shown}


@pytest.mark.parametrize("day", [date(2025, 6, 10), date(2025, 6, 25)])
def test_the_end_of_a_leave_is_published_unless_a_withheld_entry_shows_the_return(register_of, case, day):
    sentence = {"penalty": "imprisonment", "term": "P9Y"}
    verdict = {"id": "v3r5d", "type": "verdict", "date": "2025-05-29", "outcome": "convicted"}
    leave = {
        "id": "f3r5w",
        "type": "release",
        "date": "2025-06-01",
        "kind": "furlough",
        "until": "2025-06-20",
    }
    ledger = [detention(), {**verdict, "sentences": [sentence]}, leave]
    back = {**detention("b3c5k", kind="returned", tier="restricted"), "date": "2025-06-05"}
    due = ("kg-2025-7k3mq", "return", "f3r5w", "2025-06-20")

    assert due in published_deadlines(register_of(case(events=ledger)), day=day)
    assert due not in published_deadlines(register_of(case(events=[*ledger, back])), day=day)


SENTENCED = {
    "id": "v3r5d", "type": "verdict", "date": "2025-05-29", "outcome": "convicted",
    "sentences": [{"penalty": "imprisonment", "term": "P9Y"}],
}  # fmt: skip
LONGER = {**SENTENCED, "id": "v4r5d", "sentences": [{"penalty": "imprisonment", "term": "P12Y"}]}
ORDERED_OUT = hearing("2025-06-02", "r3w5s", outcome="released")
JUDGED = hearing("2025-05-30", "j3d5g", outcome="adjourned")
RELEASED = {"id": "r4w5s", "type": "release", "date": "2025-06-05"}


@pytest.mark.parametrize(
    ("events", "kind", "withheld"),
    [
        ([detention(), SENTENCED], "sentence_ends", LONGER),
        ([detention(), SENTENCED], "sentence_ends", RELEASED),
        ([detention(kind="questioning")], "clock", JUDGED),
        ([detention(kind="questioning")], "clock", RELEASED),
        ([detention(until="2025-07-01"), ORDERED_OUT], "order_ends", RELEASED),
    ],
)
def test_a_deadline_of_custody_is_published_unless_a_withheld_entry_contradicts(
    register_of, case, events, kind, withheld
):
    hidden = [*events, {**withheld, "tier": "restricted"}]
    shown, left = (
        [each[1] for each in published_deadlines(register_of(case(events=ledger)), window=EVERY)]
        for ledger in (events, hidden)
    )

    assert kind in shown
    assert kind not in left


@pytest.mark.parametrize("many", [60, pytest.param(3000, marks=pytest.mark.long)])
def test_where_nothing_is_withheld_the_deadlines_are_those_of_the_register(many, register_of, case):
    @given(ledgers(), st.dates(START, START + timedelta(days=500)))
    @settings(deadline=None, max_examples=many, suppress_health_check=[*HealthCheck])
    def check(ledger, day):
        events, _ = ledger
        source = {
            "schema": "casefile/source/1", "id": "relative-7k3mq", "kind": "call", "connection": "relative"
        }  # fmt: skip
        register = register_of(case(events=events, proceedings=PROCEEDINGS), source)
        publication = publish(register, "internal", on=day)
        assert publication.due(EVERY) == due(register, [register.row("kg-2025-7k3mq")], day, EVERY)

    check()
