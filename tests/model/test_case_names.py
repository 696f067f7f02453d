"""Who may know each name of a case, and what birth and age say of a day."""

from __future__ import annotations

from datetime import date

import pytest

from casefile.model.case_names import lasting_names, tiered_names
from casefile.model.minors import is_under_age
from casefile.model.person import Person

PERSON = {
    "name": "Aida",
    "other_names": [{"name": "Ayda", "tier": "partners"}, {"name": "Pen", "kind": "pseudonym"}],
}
CLAIMED = [{"field": "person.name", "value": "Aide", "resolution": {"value": "Aidai"}}]
TIERS = {"Aida": "public", "Ayda": "partners", "Pen": "restricted"}
CONSENT = {"basis": "subject", "scope": ["named"]}


def test_each_name_has_the_strictest_tier_that_anything_gives_it():
    assert dict(tiered_names({"person": PERSON}, "public")) == TIERS
    strict = {"person": {**PERSON, "name_tier": "partners"}}
    assert dict(tiered_names(strict, "public")) == {**TIERS, "Aida": "partners"}
    child = {"person": {**PERSON, "minor": "minor"}}
    assert {tier for _, tier in tiered_names(child, "public")} == {"restricted"}
    assert {tier for _, tier in tiered_names({"person": PERSON}, "sealed")} == {"sealed"}


@pytest.mark.parametrize(
    ("consent", "lasts"),
    [
        (None, True),
        (CONSENT, True),
        ({**CONSENT, "scope": ["un_report"]}, False),
        ({**CONSENT, "expires": "2099-01-01"}, False),
        ({**CONSENT, "withdrawn": "2025-01-01"}, False),
    ],
)
def test_a_name_lasts_where_the_consent_gives_it_without_an_end(consent, lasts):
    data = {"person": PERSON, "claims": CLAIMED, **({"consent": consent} if consent else {})}
    expected = {**TIERS, "Aide": "public", "Aidai": "public"}
    restricted = dict.fromkeys(expected, "restricted")
    assert dict(lasting_names(data, "public")) == (expected if lasts else restricted)


@pytest.mark.parametrize(
    ("person", "under_age"),
    [
        ({"birth": "2007-05-29"}, True),
        ({"birth": "2007-05-28"}, False),
        ({"birth": "2007"}, None),
        ({"birth": "1390-05-01"}, None),
        ({"birth": "1390-05-01", "age": {"years": 14}}, True),
        ({"birth": "[2007-05-28..2007-06-28]"}, None),
        ({"birth": "[2006-05-28..2007-05-28]"}, False),
        ({"birth": "2007", "age": {"years": 17}}, True),
        ({"birth": "2007-05-29", "age": {"years": 18}}, True),
        ({"birth": "1990", "age": {"years": 17}}, False),
        ({"birth": "[..2007]", "age": {"years": 18}}, False),
        ({}, None),
    ],
)
def test_a_birth_that_decides_goes_before_an_age(person, under_age):
    known = Person.model_validate({"identification": "named", "name": "A Child", **person})
    assert is_under_age(known, date(2025, 5, 28)) is under_age
