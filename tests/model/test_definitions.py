"""Each word of the vocabularies that decide on custody is defined in one line, and no other word is."""

from __future__ import annotations

import pytest

from casefile.model.definitions import by_field, vocabularies
from casefile.model.events import EVENT_TYPES, Sentence
from casefile.model.json_schema import schema
from casefile.model.record_shapes import shape_of_model
from casefile.model.vocabularies import OPEN_ENDED

DEFINED = [
    *("case.step", "charge.step", "clemency.effect", "clemency.kind", "clemency.then", "confirmation.found"),
    *("confirmation.whereabouts", "departure.kind", "detention.kind", "hearing.outcome", "hearing.overturns"),
    *("hearing.stage", "hearing.then", "official_response.position", "release.conditions", "release.kind"),
    *("release.seen_by", "release.then", "restriction.kind", "restriction.legal_form", "restriction.step"),
    *("sentence.penalty", "transfer.basis", "transfer.then", "verdict.outcome", "verdict.then"),
]
LONGEST = 150


def field_of(dotted):
    group, _, name = dotted.partition(".")
    model = Sentence if group == "sentence" else EVENT_TYPES[group]
    return shape_of_model(model.__name__).fields[name]


def test_these_fields_have_definitions():
    assert sorted(by_field()) == DEFINED
    assert sum(len(each.fields) for each in vocabularies()) == len(DEFINED)


@pytest.mark.parametrize("field", DEFINED)
def test_each_word_has_a_definition_and_each_definition_a_word(field):
    vocabulary = by_field()[field]
    words = [word for word in field_of(field).words if word not in OPEN_ENDED]

    assert [*vocabulary.words] == words
    assert vocabulary.title


@pytest.mark.parametrize("vocabulary", vocabularies(), ids=lambda each: each.title)
def test_a_definition_is_one_short_sentence_or_two(vocabulary):
    for word, text in (vocabulary.words | vocabulary.open_ended).items():
        assert len(text) <= LONGEST, word
        assert text.endswith("."), word
        assert text[0].isupper(), word
        assert not {"|", "\n"} & {*text}, word


def described(node):
    """Yield each part of a schema that has definitions."""
    if isinstance(node, dict):
        if "enumDescriptions" in node:
            yield node
        for part in node.values():
            yield from described(part)
    elif isinstance(node, list):
        for part in node:
            yield from described(part)


@pytest.mark.parametrize("field", DEFINED)
def test_the_schema_has_the_definitions_beside_the_words_in_their_order(field):
    group, _, name = field.partition(".")
    model = Sentence if group == "sentence" else EVENT_TYPES[group]
    node = schema("case")["definitions"][model.__name__]["properties"][name]
    node = node.get("items", node)

    assert node["enum"] == [*field_of(field).words]
    assert node["enumDescriptions"] == [by_field()[field].define(word) for word in node["enum"]]
    assert [*node][[*node].index("enum") + 1] == "enumDescriptions"


@pytest.mark.parametrize("kind", ["case", "situation", "organization"])
def test_each_word_of_a_schema_has_its_own_definition(kind):
    found = [*described(schema(kind))]

    assert found
    assert all(len(each["enum"]) == len(each["enumDescriptions"]) for each in found)
