"""A claim leaves only where the field that it contradicts would leave with that value."""

from __future__ import annotations

from datetime import date

import pytest

from casefile.publication.publish import publish

DAY = date(2025, 7, 1)
PAPER = {"schema": "casefile/source/1", "id": "paper-a", "tier": "public", "kind": "press_article"}
PERSON = {"identification": "named", "name": "Aibek Sultanov"}


def claims(publication, key):
    return publication.find(key).data.get("claims", [])


@pytest.mark.parametrize(
    ("field", "audience", "leaves"),
    [
        ("consent", "public", False),
        ("consent.basis", "public", False),
        ("consent.basis", "partners", False),
        ("consent.basis", "internal", True),
        ("consent.given_by", "public", False),
        ("consent.scope", "partners", False),
        ("person.name_tier", "public", False),
        ("person.vulnerabilities", "public", False),
        ("person.vulnerabilities", "internal", True),
        ("person.birth", "public", False),
        ("formerly", "public", False),
        ("id", "public", False),
        ("claims", "public", False),
        ("events.h2v5t.note", "public", False),
        ("events.h2v5t.place", "public", True),
        ("events.k3m9x.place", "public", False),
        ("events.k3m9x.place", "internal", True),
        ("person.occupation", "public", True),
        ("no.such.field", "public", False),
        ("no.such.field", "internal", True),
    ],
)
def test_a_claim_leaves_with_the_field_it_is_about(register_of, case, field, audience, leaves):
    claim = {"field": field, "value": "her brother in Osh signed", "sources": ["paper-a"]}
    events = [
        {"id": "h2v5t", "type": "detention", "date": "2025-05-28", "place": "Osh"},
        {"id": "k3m9x", "type": "hearing", "date": "2025-06-02", "place": "Osh", "tier": "restricted"},
    ]
    one = case(
        "a1b2c", person={**PERSON, "name_tier": "restricted"}, events=events, claims=[claim],
        consent={"basis": "family"},
    )  # fmt: skip
    publication = publish(register_of(one, PAPER), audience, on=DAY)
    assert bool(claims(publication, "kg-2025-a1b2c")) == leaves


@pytest.mark.parametrize(
    ("kind", "leaves"), [("call", False), ("letter", False), ("interview", False), ("press_article", True)]
)
def test_a_claim_about_the_connection_of_a_source_that_is_a_person_stays(register_of, case, kind, leaves):
    claim = {"field": "connection", "value": "her sister", "sources": ["paper-a"]}
    source = {
        "schema": "casefile/source/1",
        "id": "call-a",
        "tier": "public",
        "kind": kind,
        "claims": [claim],
    }
    publication = publish(register_of(case(), source, PAPER), "public", on=DAY)
    assert bool(claims(publication, "call-a")) == leaves


@pytest.mark.parametrize(("value", "leaves"), [("TR", True), ("a flat in Istanbul", False)])
@pytest.mark.parametrize("resolved", [False, True])
def test_a_claim_is_as_strict_as_its_value_makes_the_field(register_of, case, value, leaves, resolved):
    departure = {"id": "k3m9x", "type": "departure", "date": "2025-06-02", "to": "TR"}
    claim = {"field": "events.k3m9x.to", "value": "TR" if resolved else value, "sources": ["paper-a"]}
    if resolved:
        claim["resolution"] = {"value": value, "reason": "two sources", "date": "2025-06-10"}
    one = case("a1b2c", events=[departure], claims=[claim])
    assert bool(claims(publish(register_of(one, PAPER), "public", on=DAY), "kg-2025-a1b2c")) == leaves
