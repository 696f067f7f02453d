"""Where withheld entries are moved to: as early and as late as the published days around them allow."""

from __future__ import annotations

from datetime import date

import pytest

from casefile.publication.publish import publish
from casefile.publication.shifted_ledgers import MOST_STEPS
from casefile.views.deadlines.deadline import EVER, DeadlineWindow

DAY = date(2025, 6, 30)
DETAINED = {"type": "detention", "kind": "arrest", "date": "2025-01-10"}
SHORT = {"penalty": "administrative_arrest", "term": "P15D"}
CHARGED = {"type": "charge", "charges": [{"statute": "art-330"}], "date": "2025-03-10"}


def record(*events):
    return {
        "schema": "casefile/case/1", "id": "kg-2025-7k3mq", "tier": "public", "country": "KG",
        "person": {"identification": "unnamed", "descriptor": "reporter"},
        "events": [{"id": f"h{at:04d}", **each} for at, each in enumerate(events, 1)],
    }  # fmt: skip


def withheld(kind, day, **fields):
    return {"type": kind, "date": day, "tier": "restricted", **fields}


def moved_cases(publication, key="kg-2025-7k3mq"):
    """Return the excerpt and the record of a case with its withheld entries on other days."""
    return [*publication.register.full(key)][1:]


@pytest.fixture
def moved_days(register_of):
    """Return a function that gives the days of the third entry on in the cases with moved entries."""

    def days(*events):
        publication = publish(register_of(record(DETAINED, CHARGED, *events)), "public", on=DAY)
        found = []
        for _, case in moved_cases(publication):
            own = {each.id: each.date.text for each in case.events}
            found.append([own[f"h{at:04d}"] for at in range(3, 3 + len(events))])
        return found

    return days


@pytest.mark.parametrize(
    ("day", "early", "late"),
    [
        ("2025-02-01", "2025-01-10", "2025-03-09"),
        ("[2025-02-01..2025-02-11]", "[2025-01-10..2025-01-20]", "[2025-02-27..2025-03-09]"),
        ("2025-04-01", "2025-03-10", "2025-06-30"),
        ("2025-06-30", "2025-03-10", "2025-06-30"),
        ("2025-01-10", "2025-01-10", "2025-03-09"),
        ("2025-03-10", "2025-03-10", "2025-06-30"),
        ("[2025-02-01..2025-03-10]", "[2025-01-10..2025-03-10]", "[2025-03-09..2025-06-30]"),
        ("[2025-01-01..2025-04-01]", "[2024-08-13..2025-03-10]", "[2025-01-09..2025-06-30]"),
        ("[2025-04-01..2025-07-09]", "[2025-03-10..2025-07-09]", "[2025-06-30..2025-07-09]"),
        ("[2025-02-01..]", "[2025-01-10..]", "[2025-03-09..]"),
        ("[..2025-02-01]", "[..2025-01-10]", "[..2025-03-09]"),
        ("2025-01-01", "2024-08-13", "2025-01-09"),
        ("2020-01-01", "2020-01-01", "2025-01-09"),
    ],
)
def test_an_entry_moves_between_the_published_days_around_it(day, early, late, moved_days):
    assert moved_days(withheld("health", day)) == [[early], [late]]


def test_a_withheld_entry_after_the_day_of_the_export_is_left_out(register_of):
    events = [withheld("health", "2025-06-30"), withheld("confirmation", "2025-07-01", found="free")]
    publication = publish(register_of(record(DETAINED, CHARGED, *events)), "public", on=DAY)

    for _, case in publication.register.full("kg-2025-7k3mq"):
        assert [each.id for each in case.events] == ["h0001", "h0002", "h0003"]


@pytest.mark.parametrize(
    ("sentences", "early"),
    [
        ([{"penalty": "imprisonment", "term": "P1Y"}], "2023-08-14"),
        ([{"penalty": "imprisonment", "term": "P1Y"}, {"penalty": "ban", "term": "P1M"}], "2023-08-14"),
        ([{"penalty": "imprisonment", "term": "P1M", "suspended": "P1Y"}], "2023-08-14"),
        ([{"penalty": "suspended", "term": "P1Y", "suspended": "all"}], "2023-08-14"),
        ([{"penalty": "life"}], "2024-08-13"),
        ([{"penalty": "imprisonment", "term": "P6060Y"}], "1000-01-01"),
    ],
)
def test_a_withheld_entry_moves_so_far_back_that_a_withheld_sentence_may_be_over(
    sentences, early, moved_days
):
    verdict = withheld("verdict", "2025-01-01", outcome="convicted", sentences=sentences)
    assert moved_days(verdict)[0] == [early]


def test_a_published_sentence_moves_no_withheld_entry_further_back(moved_days):
    verdict = {
        "type": "verdict", "date": "2025-04-01", "outcome": "convicted",
        "sentences": [{"penalty": "imprisonment", "term": "P1Y"}],
    }  # fmt: skip
    assert moved_days(withheld("health", "2025-01-01"), verdict)[0] == ["2024-08-13", "2025-04-01"]


SPANS = [
    # a published date, a withheld day, the first and the last day to which it moves
    ("[2025-02-01..2025-02-20]", "2025-02-10", "2025-02-01", "2025-02-19"),
    ("[2025-02-01..2025-02-20]", "2025-02-25", "2025-02-20", "2025-03-09"),
    ("[2025-02-01..2025-02-20]", "2025-01-20", "2025-01-10", "2025-01-31"),
    ("[2025-02-01..]", "2025-02-10", "2025-02-01", "2025-03-09"),
    ("[..2025-02-01]", "2025-02-10", "2025-02-01", "2025-03-09"),
    ("[..2025-02-01]", "2025-01-20", "2025-01-10", "2025-01-31"),
    ("[..2025-02-01]", "2025-01-01", "2024-08-13", "2025-01-09"),
]


@pytest.mark.parametrize(("published", "day", "early", "late"), SPANS)
def test_it_moves_up_to_each_end_of_a_published_span(published, day, early, late, moved_days):
    found = moved_days({"type": "note", "summary": "A note", "date": published}, withheld("health", day))
    assert found == [[published, early], [published, late]]


def test_entries_of_one_gap_keep_their_order(register_of):
    events = [
        DETAINED,
        withheld("disappearance", "2025-03-01"),
        withheld("release", "2025-02-01"),
    ]
    publication = publish(register_of(record(*events)), "public", on=DAY)

    assert moved_cases(publication)
    for row, case in moved_cases(publication):
        assert [each.type for each in case.events] == ["detention", "release", "disappearance"]
        assert row.course.on(DAY).status == "missing"


@pytest.mark.parametrize("day", ["2025-03-10", "2025-04-01"])
def test_an_entry_follows_the_published_entry_of_the_first_day_of_its_gap(day, register_of):
    """The place in the file does not show that a withheld entry was on a published day."""
    publication = publish(register_of(record(DETAINED, withheld("release", day), CHARGED)), "public", on=DAY)

    orders = [[each.type for each in case.events] for _, case in moved_cases(publication)]
    assert orders == [["detention", "charge", "release"]] * 2


def test_an_answer_does_not_show_that_a_withheld_entry_was_on_a_published_day(register_of):
    on = date(2025, 9, 20)
    house = {"type": "transfer", "basis": "house_arrest", "tier": "restricted"}
    answers = []
    for day in ("2025-04-19", "2025-04-20", "2025-05-20", "2025-06-11"):
        events = [
            {**DETAINED, "date": "2025-04-19"}, {**house, "date": day}, {**CHARGED, "date": "2025-06-12"},
        ]  # fmt: skip
        publication = publish(register_of(record(*events)), "public", on=on)
        view = publication.register.row("kg-2025-7k3mq").course.on(on)
        answers.append((view, publication.due(DeadlineWindow(EVER))))

    assert answers[1:] == answers[:-1]


def test_an_answer_does_not_show_how_near_two_withheld_entries_were(register_of):
    on, answers = date(2025, 7, 1), []
    for day in ("2025-03-14", "2025-03-17", "2025-03-20"):
        events = [
            {"type": "detention", "kind": "arrest", "date": "2025-02-07"},
            withheld("release", "2025-03-12"),
            {"type": "verdict", "outcome": "terminated", "date": "2025-03-13"},
            {"type": "detention", "kind": "rearrested", "date": day, "tier": "restricted"},
            {"type": "hearing", "outcome": "remanded", "date": "2025-03-21"},
        ]
        publication = publish(register_of(record(*events)), "public", on=on)
        answers.append(publication.register.row("kg-2025-7k3mq").course.on(on))

    assert answers[1:] == answers[:-1]


def test_the_first_entries_of_a_gap_are_early_and_the_rest_late(moved_days):
    early, late = "2025-01-10", "2025-03-09"
    gap = [withheld("health", f"2025-02-0{day}") for day in (1, 2, 3)]
    other = withheld("health", "2025-04-01")
    assert moved_days(*gap) == [[early] * count + [late] * (3 - count) for count in (3, 2, 1, 0)]
    together = [days[:3] for days in moved_days(*gap, other)]
    assert together == [*moved_days(*gap), [late] * 3, [early] * 3]
    assert {days[3] for days in moved_days(*gap, other)} == {"2025-03-10", "2025-06-30"}


def test_the_number_of_ledgers_is_bounded(moved_days):
    gap = [withheld("health", f"2025-02-{day:02d}") for day in range(1, 21)]
    counts = [days.count("2025-01-10") for days in moved_days(*gap)]
    assert counts == sorted(counts, reverse=True)
    assert (counts[0], counts[-1], len(counts)) == (20, 0, MOST_STEPS + 1)
    assert len({*counts}) == MOST_STEPS + 1


def test_each_case_is_moved_by_its_own_entries(register_of):
    several = record(DETAINED, *(withheld("health", f"2025-02-0{day}") for day in (1, 2, 3)))
    one = record(DETAINED, withheld("health", "2025-02-01")) | {"id": "kg-2025-a1b2c"}
    publication = publish(register_of(several, one), "public", on=DAY)
    assert [len(moved_cases(publication, key)) for key in ("kg-2025-7k3mq", "kg-2025-a1b2c")] == [4, 2]


def test_an_answer_does_not_show_the_time_between_two_withheld_entries(register_of):
    seen = {"type": "access", "to": "family", "outcome": "permitted", "date": "2025-06-20"}
    answers = []
    for released, detained in (
        ("02-01", "02-02"),
        ("02-01", "05-01"),
        ("01-12", "06-18"),
        ("05-01", "05-20"),
    ):
        events = [
            DETAINED, withheld("release", f"2025-{released}"),
            {**DETAINED, "date": f"2025-{detained}", "tier": "restricted"}, seen,
        ]  # fmt: skip
        publication = publish(register_of(record(*events)), "public", on=DAY)
        view = publication.register.row("kg-2025-7k3mq").course.on(DAY)
        answers.append((view, publication.due(DeadlineWindow(EVER))))

    assert answers[1:] == answers[:-1]


def test_a_case_of_which_nothing_is_withheld_is_not_moved(register_of):
    assert not moved_cases(publish(register_of(record(DETAINED, CHARGED)), "public", on=DAY))


@pytest.mark.parametrize("kind", ["death", "release"])
def test_an_answer_does_not_show_whether_a_withheld_end_was_on_the_day_before(kind, register_of):
    """Custody that begins again on the day after its end may be one time in custody, or two."""
    on = date(2026, 1, 2)
    answers = []
    for day in ("2025-01-11", "2025-06-01", "2026-01-01"):
        events = [DETAINED, withheld(kind, day), {**DETAINED, "date": "2026-01-02"}]
        publication = publish(register_of(record(*events)), "public", on=on)
        view = publication.register.row("kg-2025-7k3mq").course.on(on)
        answers.append((view, publication.due(DeadlineWindow(EVER))))

    assert answers[1:] == answers[:-1]


@pytest.mark.parametrize(
    ("entry", "published"),
    [
        ({"type": "release", "kind": "furlough"}, [{"type": "transfer", "facility": "Colony 27"}]),
        ({"type": "verdict", "then": "free", "sentences": [SHORT]}, []),
    ],
)
def test_an_answer_does_not_show_whether_a_withheld_entry_was_old_on_the_first_published_day(
    entry, published, register_of
):
    on = date(2025, 6, 12)
    answers = []
    for day in ("2024-06-12", "2025-02-12", "2025-03-01", "2025-04-20", "2025-06-01"):
        shown = [{**each, "date": "2025-06-12"} for each in published]
        bail = {"type": "hearing", "outcome": "bail_granted", "then": "home_guarded", "date": "2025-06-12"}
        events = [{**entry, "date": day, "tier": "restricted"}, *shown, *([bail] if shown else [])]
        publication = publish(register_of(record(*events)), "public", on=on)
        view = publication.register.row("kg-2025-7k3mq").course.on(on)
        answers.append((view, publication.due(DeadlineWindow(EVER))))

    assert answers[1:] == answers[:-1]


@pytest.mark.parametrize(("gaps", "ledgers"), [(2, 4), (7, 8), (20, 12)])
def test_however_many_gaps_there_are_few_ledgers_are_compared(register_of, gaps, ledgers):
    months = [f"20{23 + at // 12}-{at % 12 + 1:02}" for at in range(gaps + 1)]
    published = [{"type": "note", "date": f"{month}-02"} for month in months]
    hidden = [withheld("health", f"{month}-{9 + at % 9:02}") for at, month in enumerate(months[:-1])]
    events = sorted([{**DETAINED, "date": "2023-01-01"}, *published, *hidden], key=lambda each: each["date"])
    publication = publish(register_of(record(*events)), "public", on=DAY)
    found = {tuple(each.date.text for each in case.events) for _, case in moved_cases(publication)}
    assert len(found) == ledgers
