"""The law of countries that is shipped: each fact has its source and a value that settings may state."""

import pytest
from msgspec.structs import asdict

from casefile.custody.circumstances import Jurisdiction, circumstances
from casefile.custody.jurisdictions import SHIPPED, facts_of
from casefile.model.records import Case
from casefile.model.settings import JurisdictionFacts, Settings

FACTS = [(code, fact) for code in SHIPPED for fact in facts_of(code)]


def test_a_fact_of_each_kind_is_shipped():
    assert {fact.name for _, fact in FACTS} == {*Jurisdiction.__struct_fields__}


@pytest.mark.parametrize(("code", "fact"), FACTS, ids=lambda each: getattr(each, "name", each))
def test_every_fact_has_a_source(code, fact):
    assert fact.law.strip()
    assert fact.article[:1].isdigit()
    assert fact.note.endswith(".")


@pytest.mark.parametrize("code", SHIPPED)
def test_the_facts_of_a_country_are_such_as_settings_may_state(code):
    facts = {fact.name: fact.value for fact in facts_of(code)}
    stated = {name: f"{value:g}" if isinstance(value, float) else value for name, value in facts.items()}
    JurisdictionFacts.model_validate({"country": code, "citation": "a law", **stated})
    known = {name: value for name, value in asdict(SHIPPED[code]).items() if value is not None}
    assert known == facts


@pytest.mark.parametrize("code", ["US", "XX", ""])
def test_a_country_without_a_file_has_no_legal_facts(code):
    assert code not in SHIPPED
    assert SHIPPED.get(code) is None


def test_nothing_is_shipped_that_courts_decide_otherwise():
    """A court in these countries often takes a person into custody together with the sentence."""
    assert {SHIPPED[code].sentence_enforced for code in ("BY", "KG", "KZ", "RU")} == {None}


@pytest.mark.parametrize(("stated", "law"), [({}, "KG"), ({"country": "RU"}, "RU")])
def test_a_proceeding_has_the_law_of_its_country_or_else_of_that_of_the_case(stated, law):
    case = Case.model_validate(
        {
            "schema": "casefile/case/1",
            "id": "kg-2025-7k3mq",
            "country": "KG",
            "person": {"identification": "unnamed", "descriptor": "reporter"},
            "proceedings": [{"id": "main", **stated}],
        }
    )
    about = circumstances(case, Settings.model_validate({"schema": "casefile/settings/1"}), {}, SHIPPED)
    assert about.law("main") == SHIPPED[law]
