"""Pairs of what the law combines: each row of a table is a kind of entry, each column what it meets."""

from __future__ import annotations

from datetime import date

import pytest

from casefile.custody.circumstances import Circumstances, Jurisdiction, ListedProceeding
from casefile.custody.ledger_fold import fold

H, R, U, B = "held", "released", "held released", "held released restricted"
PRISON = {"penalty": "imprisonment", "term": "P6Y"}
BEGIN = (
    {"type": "detention", "date": "2025-05-28", "kind": "arrest", "proceeding": "p"},
    {"type": "charge", "date": "2025-05-29", "charges": [{"statute": "a"}], "proceeding": "p"},
    {"type": "hearing", "date": "2025-05-30", "outcome": "remanded", "proceeding": "p"},
)
"""Custody before trial in the case p."""
CASES = {"p": ListedProceeding("criminal"), "q": ListedProceeding("criminal")}


def possible(ledger, entries, day, **circumstances):
    """Return the possible statuses of a day as text."""
    about = Circumstances(proceedings=CASES, **circumstances)
    return " ".join(fold(ledger(*entries), about).on(date.fromisoformat(day)).possible)


def cells(columns, table):
    return [
        pytest.param(row, column, expected, id=f"{row} × {column}")
        for row, line in table.items()
        for column, expected in zip(columns, line, strict=True)
    ]


def on_the_case(kind, **fields):
    return {"type": kind, "date": "2025-07-01", "proceeding": "p", **fields}


FREEING = {
    "released": on_the_case("hearing", outcome="released"),
    "bail": on_the_case("hearing", outcome="bail_granted"),
    "lifted": on_the_case("hearing", outcome="measure_lifted"),
    "overturned order": on_the_case("hearing", outcome="overturned", overturns="custody_order"),
    "acquitted": on_the_case("verdict", outcome="acquitted"),
    "terminated": on_the_case("verdict", outcome="terminated"),
    "fined": on_the_case("verdict", outcome="convicted", sentences=[{"penalty": "fine"}]),
    "charges closed": on_the_case("charge", step="dropped", charges=[{"statute": "a"}], all_charges=True),
    "let go": on_the_case("release"),
    "let go, seen": on_the_case("release", seen_by="family"),
    "went free": on_the_case("hearing", outcome="released", then="free"),
    "went back": on_the_case("hearing", outcome="released", then="held"),
}
OTHER = {
    "none": (),
    "order": ({"type": "hearing", "date": "2025-06-10", "outcome": "remanded", "proceeding": "q"},),
    "order that lapsed": (
        {
            "type": "hearing",
            "date": "2025-06-10",
            "outcome": "remanded",
            "until": "2025-06-20",
            "proceeding": "q",
        },
    ),
    "sentence": (
        {
            "type": "verdict",
            "date": "2025-06-10",
            "outcome": "convicted",
            "in_force": "2025-06-20",
            "sentences": [PRISON],
            "proceeding": "q",
        },
    ),
    "sentence in absentia": (
        {
            "type": "verdict",
            "date": "2025-06-10",
            "presence": "in_absentia",
            "outcome": "convicted",
            "sentences": [PRISON],
            "proceeding": "q",
        },
    ),
    "administrative arrest that is over": (
        {
            "type": "verdict",
            "date": "2025-06-10",
            "matter": "administrative",
            "outcome": "convicted",
            "sentences": [{"penalty": "administrative_arrest", "term": "P5D"}],
            "proceeding": "q",
        },
    ),
}
FREED = {
    "released": (U, H, U, H, U, U),
    "bail": (B, H, B, H, B, B),
    "lifted": (U, H, U, H, U, U),
    "overturned order": (U, H, U, H, U, U),
    "acquitted": (R, H, U, H, U, R),
    "terminated": (R, H, U, H, U, R),
    "fined": (R, H, U, H, U, R),
    "charges closed": (R, H, U, H, U, R),
    "let go": (R, U, R, U, R, R),
    "let go, seen": (R, R, R, R, R, R),
    "went free": (R, R, R, R, R, R),
    "went back": (H, H, H, H, H, H),
}
FREED_UNNAMED = {
    "released": (U, U, U, H, U, U),
    "bail": (B, B, B, H, B, B),
    "lifted": (U, U, U, H, U, U),
    "overturned order": (U, U, U, H, U, U),
    "acquitted": (U, U, U, H, U, U),
    "terminated": (U, U, U, H, U, U),
    "fined": (U, U, U, H, U, U),
    "charges closed": (U, H, U, H, U, U),
    "let go": (R, R, R, R, R, R),
    "let go, seen": (R, R, R, R, R, R),
    "went free": (R, R, R, R, R, R),
    "went back": (H, H, H, H, H, H),
}


@pytest.mark.parametrize(("event", "ground", "expected"), cells(OTHER, FREED))
def test_an_entry_that_frees_with_each_other_ground_of_custody(event, ground, expected, ledger):
    assert possible(ledger, (*BEGIN, *OTHER[ground], FREEING[event]), "2025-07-02") == expected


@pytest.mark.parametrize(("event", "ground", "expected"), cells(OTHER, FREED_UNNAMED))
def test_an_entry_that_frees_without_a_case_with_each_other_ground(event, ground, expected, ledger):
    unnamed = {name: value for name, value in FREEING[event].items() if name != "proceeding"}
    assert possible(ledger, (*BEGIN, *OTHER[ground], unnamed), "2025-07-02") == expected


def reviewed(**fields):
    return {"type": "hearing", "date": "2025-06-20", "stage": "appeal", "outcome": "overturned", **fields}


CONVICTED = {"type": "verdict", "date": "2025-06-10", "outcome": "convicted", "sentences": [PRISON]}
OVERTURNED = {
    "conviction": (CONVICTED, reviewed(overturns="conviction")),
    "conviction, not stated": (CONVICTED, reviewed()),
    "custody order": (reviewed(overturns="custody_order"),),
    "release order": (
        {"type": "hearing", "date": "2025-06-10", "outcome": "released", "then": "held"},
        reviewed(overturns="release_order"),
    ),
    "acquittal": (
        {"type": "verdict", "date": "2025-06-10", "outcome": "acquitted", "then": "held"},
        reviewed(overturns="acquittal"),
    ),
    "release order after the gate": (
        {"type": "hearing", "date": "2025-06-10", "outcome": "released", "then": "free"},
        reviewed(overturns="release_order"),
    ),
    "acquittal after the gate": (
        {"type": "verdict", "date": "2025-06-10", "outcome": "acquitted", "then": "free"},
        reviewed(overturns="acquittal"),
    ),
    "not stated": (reviewed(),),
}
FOLLOWS = {
    "nothing": (),
    "acquitted": (FREEING["acquitted"],),
    "bail": (FREEING["bail"],),
    "remanded": (on_the_case("hearing", outcome="remanded"),),
    "let go": (FREEING["let go"],),
    "visited": (
        {"type": "access", "date": "2025-07-01", "to": "counsel", "outcome": "permitted", "facility": "A"},
    ),
}
AFTERWARDS = {
    "conviction": (H, R, B, H, R, H),
    "conviction, not stated": (H, R, B, H, R, H),
    "custody order": (U, R, B, H, R, H),
    "release order": (H, R, B, H, R, H),
    "acquittal": (H, R, B, H, R, H),
    "release order after the gate": (U, R, B, H, R, H),
    "acquittal after the gate": (U, R, B, H, R, H),
    "not stated": (U, R, B, H, R, H),
}


@pytest.mark.parametrize(("what", "then", "expected"), cells(FOLLOWS, AFTERWARDS))
def test_an_overturned_decision_followed_by_each_kind_of_entry(what, then, expected, ledger):
    decided = ({**each, "proceeding": "p"} for each in OVERTURNED[what])
    assert possible(ledger, (*BEGIN, *decided, *FOLLOWS[then]), "2025-07-02") == expected


LAWS = {
    "instead": Jurisdiction(probation_beside_prison="instead"),
    "after": Jurisdiction(probation_beside_prison="after"),
    "unknown": Jurisdiction(),
}
SENTENCES = {
    "suspended beside": (PRISON, {"penalty": "suspended"}),
    "probation beside": (PRISON, {"penalty": "probation"}),
    "suspended in part": ({**PRISON, "suspended": "P2Y"},),
    "suspended in part, and probation": ({**PRISON, "suspended": "P2Y"}, {"penalty": "probation"}),
    "suspended as a whole": ({**PRISON, "suspended": "all"},),
    "suspended for its length": ({**PRISON, "suspended": "P6Y"},),
    "deferred beside": (PRISON, {"penalty": "deferred"}),
    "supervision afterwards": (PRISON, {"penalty": "post_release_supervision"}),
    "life": ({"penalty": "life"}, {"penalty": "suspended"}),
    "death, reprieved": ({"penalty": "death_reprieved"}, {"penalty": "suspended"}),
    "suspended alone": ({"penalty": "suspended", "term": "P2Y"},),
    "probation alone": ({"penalty": "probation", "term": "P2Y"},),
}
SERVED = {
    "suspended beside": (R, H, U),
    "probation beside": (R, H, U),
    "suspended in part": (H, H, H),
    "suspended in part, and probation": (H, H, H),
    "suspended as a whole": (R, R, R),
    "suspended for its length": (R, R, R),
    "deferred beside": (R, R, R),
    "supervision afterwards": (H, H, H),
    "life": (H, H, H),
    "death, reprieved": (H, H, H),
    "suspended alone": (R, R, R),
    "probation alone": (R, R, R),
}


@pytest.mark.parametrize(("form", "law", "expected"), cells(LAWS, SERVED))
def test_a_form_of_suspension_under_each_law_on_probation(form, law, expected, ledger):
    verdict = on_the_case("verdict", outcome="convicted", sentences=list(SENTENCES[form]))
    found = possible(ledger, (*BEGIN, verdict), "2025-07-02", country="XX", laws={"XX": LAWS[law]})
    assert found == expected
