"""Whether a name may leave, rule by rule: the form of an id, the consent, every name that a case holds."""

from __future__ import annotations

from datetime import date

import pytest

from casefile.model.case_names import all_names, covers
from casefile.publication.name_consent import contains_only, naming

DAY = date(2025, 6, 10)


@pytest.mark.parametrize(
    ("record_id", "only"),
    [
        ("kg-2025-aida-bekova", True),
        ("kg-2025-bekova", True),
        ("kg-2025-aida-2", True),
        ("kg-2025-7k3mq", True),
        ("kg-2025-stranger", False),
        ("kg-2025-ahmed", False),
        ("kg-2025-stranger-aida", False),
        ("kg-2025-aida-stranger", False),
    ],
)
def test_an_id_contains_only_a_name_if_each_word_of_its_end_is_in_it(record_id, only):
    assert contains_only(record_id, ["Аида", "Bekova"]) is only


@pytest.mark.parametrize(
    ("consent", "scope", "covered"),
    [
        ({}, "named", True),
        ({"basis": "family"}, "", True),
        ({"basis": "family"}, "named", False),
        ({"scope": "named"}, "named", False),
        ({"scope": ["partners"]}, "named", False),
        ({"scope": ["partners", "named"]}, "named", True),
        ({"scope": ["named"], "withdrawn": "2025-07-01"}, "named", False),
        ({"scope": ["named"], "withdrawn": None}, "named", False),
        ({"scope": ["named"], "obtained": "2025-06-10"}, "named", True),
        ({"scope": ["named"], "obtained": "2025-06"}, "named", True),
        ({"scope": ["named"], "obtained": "2025-06-11"}, "named", False),
        ({"scope": ["named"], "expires": "2025-06-10"}, "named", True),
        ({"scope": ["named"], "expires": "2025-06-09"}, "named", False),
        ({"scope": ["named"], "expires": "2025-06"}, "named", False),
        ({"scope": ["named"], "expires": "[..2025-06-20]"}, "named", False),
        ({"scope": ["named"], "expires": "[2025-06-20..]"}, "named", True),
        ({"scope": ["named"], "expires": "some day"}, "named", False),
        ({"scope": ["named"], "expires": None}, "named", False),
    ],
)
def test_a_consent_covers_its_scope_until_it_ends_at_the_earliest(consent, scope, covered):
    assert covers(consent, scope, DAY) is covered


def test_every_name_in_a_case_is_found():
    data = {
        "person": {
            "name": "Aida Bekova",
            "other_names": [{"name": "Аида Бекова"}, {"kind": "native"}, "no group"],
            "descriptor": "a descriptor",
        },
        "claims": [
            {"field": "person.name", "value": "Aida Bek", "resolution": {"value": "Aida Bekkyzy"}},
            {"field": "person.other_names.0.name", "value": 1984},
            {"field": "person.name", "value": True},
            {"field": "person.names", "value": "Aida Unknown"},
            {"field": "person.name_tier", "value": "public", "resolution": {"value": "restricted"}},
            {"field": "person.other_names.0.kind", "value": "native"},
            {"field": "personal.name", "value": "press"},
            {"field": "person.occupation", "value": "an occupation"},
            {"value": "no field"},
        ],
    }

    assert [*all_names(data)] == [
        "Aida Bekova",
        "Аида Бекова",
        "Aida Bek",
        "Aida Bekkyzy",
        "1984",
        "Aida Unknown",
    ]


@pytest.mark.parametrize(
    ("data", "tier", "audience", "open_to_it"),
    [
        ({"person": {"name": "Aida"}}, "public", "public", True),
        ({"person": {"name": "Aida"}}, "partners", "public", False),
        ({"person": {"name": "Aida", "name_tier": "partners"}}, "public", "public", False),
        ({"person": {"name": "Aida", "name_tier": "partners"}}, "public", "partners", True),
        ({"person": {"name": "Aida", "name_tier": "sealed"}}, "public", "internal", False),
        ({"person": {"name": "Aida", "name_tier": "misspelt"}}, "public", "internal", False),
        ({"person": {"name": "Aida", "minor": "unknown"}}, "public", "partners", False),
        ({"person": {"name": "Aida", "minor": "unknown"}}, "public", "internal", True),
        ({"person": {"name": "Aida"}, "consent": {"scope": ["partners"]}}, "public", "partners", False),
        ({}, "public", "public", True),
    ],
)
def test_a_name_leaves_where_tier_age_and_consent_all_allow_it(data, tier, audience, open_to_it):
    found = naming(data, tier, audience, "named", DAY)

    assert found.open is open_to_it
    assert found.names == (("Aida",) if data else ())
