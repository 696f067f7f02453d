"""Where the person went (`then`) decides the place, and not what an event does to a sentence."""

from datetime import date, timedelta

import pytest

from casefile.custody.ledger_fold import fold

BEFORE = (
    {"type": "hearing", "date": "2025-01-12", "outcome": "remanded"},
    {
        "type": "verdict",
        "date": "2025-01-15",
        "outcome": "convicted",
        "in_force": "2025-01-20",
        "sentences": [{"penalty": "imprisonment", "term": "P6Y"}],
    },
)
SHORTER = [{"penalty": "imprisonment", "term": "P2Y"}]
DECISIONS = {
    "annulled": {"type": "hearing", "stage": "cassation", "outcome": "annulled"},
    "overturned": {
        "type": "hearing",
        "stage": "cassation",
        "outcome": "overturned",
        "overturns": "conviction",
    },
    "remitted": {"type": "hearing", "stage": "cassation", "outcome": "remitted"},
    "upheld": {"type": "hearing", "stage": "cassation", "outcome": "upheld"},
    "refused": {"type": "hearing", "stage": "cassation", "outcome": "refused"},
    "shorter": {"type": "hearing", "stage": "cassation", "outcome": "sentence_changed", "sentences": SHORTER},
    "commuted": {"type": "clemency", "kind": "commutation", "effect": "reduced"},
    "pardoned": {"type": "clemency", "kind": "pardon", "effect": "released"},
    "acquitted": {"type": "verdict", "instance": "appeal", "outcome": "acquitted"},
    "terminated": {"type": "verdict", "instance": "appeal", "outcome": "terminated"},
    "annulled by verdict": {"type": "verdict", "instance": "appeal", "outcome": "annulled"},
}
PLACES = ("held", "free", "home_guarded")
LATER = {
    "nothing": None,
    "released by a court": {"type": "hearing", "outcome": "released"},
    "bail": {"type": "hearing", "outcome": "bail_granted"},
    "acquitted": {"type": "verdict", "outcome": "acquitted"},
    "closed": {"type": "case", "step": "closed"},
    "gate": {"type": "release", "seen_by": "family"},
    "visit": {"type": "access", "to": "family", "means": "visit", "outcome": "permitted"},
}


def readings(ledger, *entries):
    return fold(ledger(*BEFORE, *entries)).states[-1]


def sentences(states):
    """Return the sentences of some readings, by the day of the judgment and the end of the term."""
    return {
        (each.since, each.expected) for state in states for each in state.grounds if each.kind == "sentence"
    }


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("decision", DECISIONS.values(), ids=DECISIONS)
def test_the_place_after_a_decision_does_not_change_the_sentence(ledger, decision, place):
    decided = {"date": "2025-03-01", **decision}
    known = sentences(readings(ledger, decided))
    with_place = sentences(readings(ledger, {**decided, "then": place}))
    assert with_place <= known
    assert bool(with_place) == bool(known)


@pytest.mark.parametrize("later", LATER.values(), ids=LATER)
@pytest.mark.parametrize("decision", DECISIONS.values(), ids=DECISIONS)
def test_a_place_that_was_possible_leaves_later_days_possible(ledger, decision, later):
    decided = {"date": "2025-03-01", **decision}
    after = [{"date": "2025-04-01", **later}] if later else []
    day = date(2025, 4, 1) + timedelta(days=1)
    without = fold(ledger(*BEFORE, decided, *after))
    possible = {"held": "held", "released": "free"}
    for status in without.on(date(2025, 3, 2)).possible:
        stated = {**decided, "then": possible[status]}
        known = fold(ledger(*BEFORE, stated, *after))
        assert {*known.on(day).possible} <= {status, *without.on(day).possible}, stated


def test_a_person_on_parole_has_no_waiting_sentence(ledger):
    paroled = {"type": "hearing", "date": "2025-03-01", "stage": "parole", "outcome": "parole_granted"}
    assert not sentences(readings(ledger, {**paroled, "then": "free"}))


UNDONE = ("annulled", "overturned", "pardoned", "acquitted", "terminated", "annulled by verdict")


@pytest.mark.parametrize("decision", UNDONE)
def test_a_sentence_that_is_undone_has_no_end_and_does_not_wait_after_the_gate(ledger, decision):
    decided = {"date": "2025-03-01", **DECISIONS[decision]}
    held = [state for state in readings(ledger, decided) if state.held]
    assert held
    assert not [each for state in held for each in state.grounds if each.expected is not None]
    gate = {"type": "release", "date": "2025-03-10", "seen_by": "family"}
    assert not sentences(readings(ledger, decided, gate))
