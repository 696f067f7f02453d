"""The page of a case shows every field of the person and the case, in its head or in a table."""

from __future__ import annotations

import pytest

from casefile.model.person import Person
from casefile.model.records import Case
from casefile.terminal.case_page import OF_CASE, OF_GROUPS, fields_not_shown

NAMED = {"identification": "named", "name": "Aida Testova"}


def left_of(person, **case):
    return fields_not_shown(
        {"schema": "casefile/case/1", "id": "kg-2025-7k3mq", "country": "KG", "person": person, **case}
    )


@pytest.mark.parametrize(
    ("person", "left"),
    [
        ({}, {}),
        ({"birth": "2008-03-12"}, {}),
        ({"age": {"years": 17}}, {}),
        ({"minor": "minor"}, {}),
        ({"minor": "unknown"}, {"minor": "unknown"}),
        (
            {"birth": "2008-03-12", "age": {"years": 17}, "minor": "minor"},
            {"age": {"years": 17}, "minor": "minor"},
        ),
        ({"birth": "unknown", "minor": "adult"}, {"birth": "unknown"}),
        ({"age": {"years": 17}, "minor": "unknown"}, {"minor": "unknown"}),
        ({"descriptor": "the Crow", "occupation": "journalist"}, {"descriptor": "the Crow"}),
        ({"identification": "partial"}, {"identification": "partial"}),
        ({"gender": "female"}, {"gender": "female"}),
        ({"other_names": [{"name": "Aida T.", "sources": ["s"]}]}, {}),
        (
            {"other_names": [{"name": "Aida T."}, {"name": "Crow", "kind": "pen_name"}]},
            {"other_names": [{"name": "Crow", "kind": "pen_name"}]},
        ),
        ({"affiliations": [{"organization": "kloop", "relation": "former_staff"}]}, {}),
        (
            {"affiliations": [{"organization": "kloop", "role": "editor", "relation": "former_staff"}]},
            {"affiliations": [{"organization": "kloop", "relation": "former_staff"}]},
        ),
    ],
)
def test_a_field_of_the_person_is_in_the_head_or_in_the_table(person, left):
    assert left_of(NAMED | person) == {"person": left}


@pytest.mark.parametrize(
    ("case", "left"),
    [
        ({"tier": "public", "situations": ["kloop"], "notes": "x", "events": []}, {}),
        ({"formerly": ["kg-2025-aaaa2"], "tags": ["x"]}, {"formerly": ["kg-2025-aaaa2"], "tags": ["x"]}),
        (
            {"proceedings": [{"id": "main", "kind": "criminal"}, {"id": "two", "numbers": ["1-45"]}]},
            {"proceedings": [{"id": "two", "numbers": ["1-45"]}]},
        ),
        ({"claims": [{"field": "person.name", "value": "A", "resolution": {"value": "A"}}]}, {}),
        (
            {"claims": [{"field": "person.name", "value": "A", "note": "x", "resolution": {"by": "desk"}}]},
            {"claims": [{"field": "person.name", "note": "x", "resolution": {"by": "desk"}}]},
        ),
    ],
)
def test_a_field_of_the_case_is_in_the_head_or_in_the_table(case, left):
    assert left_of(NAMED, **case) == {"person": {}, **left}


def test_a_descriptor_is_the_title_of_a_person_without_a_name():
    assert left_of({"identification": "unnamed", "descriptor": "the Crow"}) == {
        "person": {"identification": "unnamed"}
    }


def test_the_fields_that_the_page_shows_elsewhere_are_fields_of_the_model():
    person, case = {*Person.model_fields}, {each.alias or name for name, each in Case.model_fields.items()}
    assert case >= OF_CASE
    assert case | person >= OF_GROUPS.keys()
    any_text = left_of(dict.fromkeys(person, "x"), **dict.fromkeys(case - {"person"}, "x"))
    assert person - {*any_text["person"]} == {"name", "occupation", "birth", *(OF_GROUPS.keys() & person)}
    assert case - {*any_text} == OF_CASE - {"person"} | OF_GROUPS.keys() & case
