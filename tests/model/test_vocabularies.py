"""The words of the model: none that YAML 1.1 reads as true or false, and every vocabulary open at its end."""

from __future__ import annotations

import pytest

from casefile.model.events import EVENT_TYPES, FAMILIES, type_name
from casefile.model.record_shapes import shape_of, shape_of_entry
from casefile.model.shape import Shape
from support.records import KINDS

BOOLEANS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "~"}

CLOSED = {
    ("Withdrawal", "reason"): "a record leaves for one of these reasons alone",
    ("Withdrawal", "history"): "an export asks for this word alone",
    ("Count", "what"): "what can be counted beside the register",
    ("Person", "identification"): "it is always known how far someone is identified",
    ("Person", "minor"): "adult, minor or unknown; there is nothing else",
    ("Consent", "basis"): "who agreed is known, or unknown",
    ("Consent", "scope"): "each scope opens one way out",
    ("Settings", "ids"): "a choice of this program",
    ("Event", "standing"): "casefile gives each of them a meaning",
    **{
        (each, "then"): "absent is not said, and elsewhere decides nothing"
        for each in ("Hearing", "Verdict", "Clemency", "Release", "Transfer")
    },
    ("Release", "seen_by"): "absent is not said",
    ("Hearing", "overturns"): "absent is not said",
    ("Sentence", "suspended"): "a length, or all of it",
    ("OtherCases", "answer"): "none, open or unknown",
    **{
        ("JurisdictionFacts", each): "a fact of the law that is not known is left out"
        for each in (
            "calendar",
            "probation_beside_prison",
            "sentence_enforced",
            "release_order",
            "open_facilities",
        )
    },
}
"""The vocabularies that do not end with `unknown` and `other`, and why. Tiers and types are closed too."""


def fields(shape: Shape, owner: str = ""):
    """Yield every field below a shape with the name of the class that holds it."""
    for model in shape.models:
        for field in model.fields.values():
            yield model, field
            yield from fields(field)
            if field.inner is not None:
                yield from fields(field.inner)


ALL = [(kind, model, field) for kind in KINDS for model, field in fields(shape_of(kind))]


def test_no_field_and_no_word_is_a_boolean_to_an_older_reader():
    names = {field.name for _, _, field in ALL}
    words = {word for _, _, field in ALL for word in field.words}
    assert len(names) > 100
    assert len(words) > 200
    assert {name.lower() for name in names | words} & BOOLEANS == set()


def test_every_vocabulary_is_open_except_those_with_a_reason():
    closed = set()
    for _, model, field in ALL:
        if not field.words or field.name in {"schema", "type", "tier", "name_tier", "ceiling"}:
            continue
        assert len(set(field.words)) == len(field.words)
        if not {"unknown", "other"} <= set(field.words):
            closed.add(("Event" if field.name == "standing" else model.name, field.name))
    assert closed == set(CLOSED)


def test_every_type_is_in_one_family():
    listed = [type_name(event) for family in FAMILIES.values() for event in family]
    assert sorted(listed) == sorted(set(listed))
    assert set(listed) == set(EVENT_TYPES)
    assert len(EVENT_TYPES) == 28


def types_in(kind: str) -> set[str]:
    return set(shape_of(kind).seen({}).key("events").inner.types)


def test_the_ledger_of_a_case_takes_every_type():
    assert types_in("case") == set(EVENT_TYPES)


def test_the_ledger_of_a_situation_has_the_types_without_a_person():
    kept_out = "detention transfer confirmation release departure disappearance death clemency case"
    assert types_in("situation") == set(EVENT_TYPES) - set(kept_out.split())


def test_the_ledger_of_an_organisation_has_its_own_types():
    own = "search legal_action listing succession statement intervention official_response finding hearing"
    assert types_in("organization") == {*own.split(), "appeal", "note"}


@pytest.mark.parametrize("word", EVENT_TYPES)
def test_no_entry_has_a_status(word):
    """The word means one thing everywhere: what is folded from the ledger."""
    assert "status" not in shape_of_entry(word).keys


def test_the_kinds_of_a_source_begin_with_press_and_end_open():
    kinds = shape_of("source").key("kind").words
    assert kinds[0] == "press_article"
    assert kinds[-2:] == ("unknown", "other")
