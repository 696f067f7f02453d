"""What is published of custody is never what the register knows to be otherwise, and never surer than it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casefile.custody import CERTAINTIES
from casefile.custody.folding import fold
from casefile.model.admit import admit
from casefile.publication.course import published_course

START = date(2025, 1, 1)
DAYS = [START + timedelta(days=each) for each in range(0, 420, 3)]

MOVES = [
    {"type": "detention", "kind": "arrest"},
    {"type": "detention", "kind": "questioning"},
    {"type": "detention", "kind": "administrative", "until": "2025-03-01"},
    {"type": "release", "kind": "bail", "conditions": ["travel_ban"]},
    {"type": "release"},
    {"type": "hearing", "outcome": "remanded", "until": "2025-04-01"},
    {"type": "hearing", "outcome": "extended", "until": "2025-06-01"},
    {"type": "hearing", "outcome": "upheld"},
    {"type": "transfer", "basis": "house_arrest"},
    {"type": "confirmation", "found": "missing"},
    {"type": "confirmation", "found": "held"},
    {"type": "departure", "kind": "expelled"},
    {"type": "disappearance"},
    {"type": "death"},
    {"type": "death", "standing": "confirmed"},
    {"type": "restriction", "kind": "travel_ban"},
    {"type": "restriction", "kind": "travel_ban", "step": "lifted"},
    {"type": "clemency", "kind": "pardon"},
    {"type": "access", "to": "counsel", "outcome": "permitted"},
    {"type": "charge", "charges": [{"statute": "the law"}]},
    {"type": "charge", "charges": [{"statute": "the law"}], "step": "dropped"},
    {"type": "verdict", "outcome": "convicted", "sentences": [{"penalty": "imprisonment", "term": "P1Y"}]},
    {"type": "verdict", "outcome": "acquitted"},
]


@st.composite
def dates(draw):
    first = START + timedelta(days=draw(st.integers(0, 380)))
    last = first + timedelta(days=draw(st.sampled_from([0, 0, 0, 10, 60])))
    return first.isoformat() if first == last else f"[{first}..{last}]"


@st.composite
def ledgers(draw):
    """A ledger, and for each entry whether it is published."""
    moves = draw(
        st.lists(
            st.tuples(
                st.sampled_from(MOVES), dates(), st.sampled_from([None, None, "disputed"]), st.booleans()
            ),
            max_size=7,
        )
    )
    events, seen = [], []
    for number, (move, day, standing, shown) in enumerate(moves):
        events.append(
            {"id": f"h000{number}", "date": day} | ({"standing": standing} if standing else {}) | move
        )
        seen.append(shown)
    return events, seen


def courses(events, seen):
    record = admit(
        "case",
        {
            "schema": "casefile/case/1", "id": "kg-2025-7k3mq", "country": "KG",
            "person": {"identification": "unnamed"}, "events": events,
        },
    ).record  # fmt: skip
    full = fold(record.events, stale_days=90)
    told = fold([event for event, shown in zip(record.events, seen, strict=True) if shown], stale_days=90)
    return full, told, published_course(told, full)


@given(ledgers())
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_is_published_that_the_full_course_knows_to_be_false(ledger):
    full, told, published = courses(*ledger)

    for day in DAYS:
        true, said, shown = full.on(day), told.on(day), published.on(day)
        if (said.status, {*said.possible}) != (true.status, {*true.possible}):
            assert (shown.status, shown.possible, shown.certainty) == ("unknown", (), "uncertain")
            assert (shown.since, shown.until, shown.basis, shown.facility) == (None, None, None, None)
            assert (shown.restrictions, shown.last_confirmed, shown.disputed) == ((), None, False)
        else:
            assert (shown.status, {*shown.possible}) == (true.status, {*true.possible})
        assert CERTAINTIES.index(shown.certainty) >= CERTAINTIES.index(true.certainty)
        for name in (
            "since",
            "until",
            "basis",
            "facility",
            "last_confirmed",
            "restrictions",
            "charges",
            "flags",
        ):
            assert getattr(shown, name) in {getattr(true, name), None, ()}, name


@given(ledgers())
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_no_spell_and_no_day_is_counted_that_there_was_not(ledger):
    full, _, published = courses(*ledger)

    for day in DAYS[::5]:
        true, shown = full.on(day), published.on(day)
        least, most = shown.days_held
        assert least <= true.days_held[0]
        assert most is None or (true.days_held[1] is not None and most >= true.days_held[1])
        for spell in shown.spells:
            assert any(
                spell.start in {each.start, "unknown"} and spell.end in {each.end, "unknown"}
                for each in true.spells
            )


@given(ledgers())
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_the_published_course_says_nothing_that_the_published_ledger_does_not(ledger):
    _, told, published = courses(*ledger)

    for day in DAYS[::5]:
        said, shown = told.on(day), published.on(day)
        assert shown.status in {said.status, "unknown"}
        assert {*shown.possible} <= {*said.possible}
        for name in (
            "since",
            "until",
            "basis",
            "facility",
            "last_confirmed",
            "restrictions",
            "charges",
            "flags",
        ):
            assert getattr(shown, name) in {getattr(said, name), None, ()}, name
        texts = {text for spell in said.spells for text in (spell.start, spell.end)} | {"unknown"}
        assert {text for spell in shown.spells for text in (spell.start, spell.end)} <= texts


@pytest.mark.parametrize("hide", [False, True])
def test_a_withheld_release_makes_the_days_after_it_unknown(hide):
    events = [
        {"id": "h0001", "type": "detention", "kind": "arrest", "date": "2025-05-28"},
        {"id": "h0002", "type": "release", "date": "2025-05-30"},
    ]
    _, _, published = courses(events, [True, not hide])

    assert published.on(date(2025, 5, 29)).status == "held"
    after = published.on(date(2025, 6, 10))
    assert after.status == ("unknown" if hide else "released")
    assert [(each.start, each.end) for each in after.spells] == [
        ("2025-05-28", "unknown" if hide else "2025-05-30")
    ]
    assert after.days_held == ((1, None) if hide else (3, 3))


def test_a_withheld_remand_takes_its_end_away_and_leaves_the_custody():
    events = [
        {"id": "h0001", "type": "detention", "kind": "arrest", "date": "2025-05-28"},
        {
            "id": "h0002",
            "type": "hearing",
            "outcome": "remanded",
            "until": "2025-07-21",
            "date": "2025-05-30",
        },
    ]
    _, _, published = courses(events, [True, False])

    view = published.on(date(2025, 8, 1))

    assert (view.status, view.certainty, view.until, view.basis) == ("held", "lapsed", None, None)
    assert view.since == "2025-05-28"
