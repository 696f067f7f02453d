"""Random ledgers of custody: what may happen, when, and what of each entry is published."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from casefile.custody.circumstances import Circumstances, ListedProceeding
from casefile.custody.ledger_fold import fold
from casefile.model.record_parser import admit
from casefile.model.record_shapes import shape_of

START = date(2025, 1, 1)
CONNECTIONS = {"relative-7k3mq": "relative"}
PUBLISHED = [True, True, False, False, "in part"]

MOVES = [
    {"type": "detention", "kind": "arrest"},
    {"type": "detention", "kind": "questioning"},
    {"type": "detention", "kind": "administrative", "until": ...},
    {"type": "detention", "kind": "conscription"},
    {"type": "detention", "kind": "immigration"},
    {"type": "detention", "kind": "rearrested"},
    {"type": "detention", "kind": "recalled"},
    {"type": "release", "kind": "bail", "conditions": ["travel_ban"]},
    {"type": "release"},
    {"type": "release", "kind": "escape"},
    {"type": "release", "kind": "furlough"},
    {"type": "release", "kind": "supervised"},
    {"type": "release", "kind": "to_military_service"},
    {"type": "hearing", "outcome": "remanded", "until": ...},
    {"type": "hearing", "outcome": "remanded"},
    {"type": "hearing", "outcome": "extended", "until": ...},
    {"type": "hearing", "outcome": "house_arrest", "until": ...},
    {"type": "hearing", "outcome": "bail"},
    {"type": "hearing", "outcome": "upheld"},
    {"type": "transfer", "basis": "house_arrest"},
    {"type": "transfer", "basis": "administrative"},
    {"type": "transfer", "basis": "open_facility"},
    {"type": "transfer", "basis": "compulsory_care"},
    {"type": "transfer", "facility": "Colony 27"},
    {"type": "confirmation", "found": "missing"},
    {"type": "confirmation", "found": "held"},
    {"type": "confirmation", "found": "free"},
    {"type": "departure", "kind": "expelled"},
    {"type": "departure", "kind": "extradited"},
    {"type": "disappearance"},
    {"type": "death"},
    {"type": "death", "standing": "confirmed"},
    {"type": "death", "sources": ["relative-7k3mq"]},
    {"type": "restriction", "kind": "travel_ban"},
    {"type": "restriction", "kind": "travel_ban", "step": "lifted"},
    {"type": "clemency", "kind": "pardon"},
    {"type": "clemency", "kind": "amnesty", "effect": "released"},
    {"type": "access", "to": "counsel", "outcome": "permitted"},
    {"type": "charge", "charges": [{"statute": "the law"}]},
    {"type": "charge", "charges": [{"statute": "the law"}], "step": "dropped"},
    {"type": "verdict", "outcome": "convicted", "sentences": [{"penalty": "imprisonment", "term": "P1Y"}]},
    {"type": "verdict", "outcome": "convicted", "sentences": [{"penalty": "imprisonment", "until": ...}]},
    {"type": "verdict", "sentences": [{"penalty": "administrative_arrest", "term": "P15D"}]},
    {"type": "verdict", "outcome": "convicted", "sentences": [{"penalty": "suspended", "term": "P1Y"}]},
    {"type": "verdict", "outcome": "acquitted"},
    {"type": "verdict", "outcome": "convicted", "in_force": ..., "sentences": [
        {"penalty": "imprisonment", "term": "P1Y"}]},
    {"type": "verdict", "outcome": "convicted", "absorbs": ["second"], "sentences": [
        {"penalty": "imprisonment", "term": "P3M"}]},
    {"type": "case", "step": "opened"},
    {"type": "case", "step": "joined", "into_proceeding": "main"},
    {"type": "case", "step": "severed", "from_proceeding": "main"},
    {"type": "case", "step": "closed"},
    {"type": "hearing", "outcome": "released"},
    {"type": "hearing", "outcome": "bail_granted"},
    {"type": "clemency", "kind": "pardon", "effect": "released"},
    {"type": "departure", "kind": "extradited", "to": "DE"},
    {"type": "departure", "kind": "deported", "to": "KG"},
    {"type": "detention", "kind": "extradition", "requested_by": "KG"},
    {"type": "detention", "kind": "abduction"},
    {"type": "release", "kind": "exchange"},
    {"type": "official_response", "position": "denies"},
    {"type": "official_response", "position": "acknowledges"},
    {"type": "verdict", "outcome": "terminated"},
    {"type": "access", "to": "family", "outcome": "permitted", "facility": "Colony 27"},
]  # fmt: skip
"""What may happen; an end that is left open is drawn."""
PROCEEDINGS = [{"id": "main", "kind": "criminal"}, {"id": "second"}]
CHOICES = {
    "proceeding": [*[None] * 3, "main", "second"],
    "then": [*[None] * 4, "held", "free", "home_guarded"],
}
"""Fields that entries of several types have, and their values."""


@st.composite
def dates(draw):
    first = START + timedelta(days=draw(st.integers(0, 380)))
    last = first + timedelta(days=draw(st.sampled_from([0, 0, 0, 10, 60])))
    exact = first.isoformat() if first == last else f"[{first}..{last}]"
    return draw(st.sampled_from([*[exact] * 8, f"[..{first}]", f"[{first}..]"]))


def with_ends(move, end):
    """Put an end where a move leaves it open."""
    if isinstance(move, dict):
        return {key: with_ends(each, end) for key, each in move.items()}
    if isinstance(move, list):
        return [with_ends(each, end) for each in move]
    return end if move is ... else move


@st.composite
def entries(draw, moves, number):
    """Draw an entry of one of these kinds, and what is published of it: all, nothing, or not all of it."""
    end = START + timedelta(days=draw(st.integers(0, 400)))
    standing = draw(st.sampled_from([*[None] * 4, "disputed"]))
    entry = {"id": f"h000{number}", "date": draw(dates())} | ({"standing": standing} if standing else {})
    move = with_ends(draw(st.sampled_from(moves)), end.isoformat())
    fields = shape_of("case").fields["events"].item(move).fields
    chosen = {name: draw(st.sampled_from(values)) for name, values in CHOICES.items() if name in fields}
    return entry | {name: value for name, value in chosen.items() if value} | move, draw(
        st.sampled_from(PUBLISHED)
    )


@st.composite
def ledgers(draw):
    """Draw a ledger, and what of each entry is published; most begin with a detention."""
    first = draw(st.sampled_from([MOVES[:3], MOVES[:3], MOVES]))
    moves = [first, *[MOVES] * 6][: draw(st.integers(0, 7))]
    drawn = [draw(entries(each, number)) for number, each in enumerate(moves)]
    return [event for event, _ in drawn], [shown for _, shown in drawn]


def course_of(events):
    admitted = admit(
        "case",
        {
            "schema": "casefile/case/1", "id": "kg-2025-7k3mq", "country": "KG",
            "person": {"identification": "unnamed"}, "proceedings": PROCEEDINGS, "events": events,
        },
    )  # fmt: skip
    proceedings = {each["id"]: ListedProceeding(each.get("kind")) for each in PROCEEDINGS}
    about = Circumstances(connections=CONNECTIONS, country="KG", proceedings=proceedings)
    return fold(admitted.record.events, about)
