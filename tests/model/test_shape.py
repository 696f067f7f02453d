"""The shape of a record: its keys in order, its lists, and the choice that the data makes."""

from __future__ import annotations

from random import Random

import pytest

from casefile.model.events import EVENT_TYPES
from casefile.model.introspection import classes
from casefile.model.kinds import KINDS as RECORD_KINDS
from casefile.model.kinds import LEDGER_KINDS
from casefile.model.record_shapes import shape_of, shape_of_entry
from casefile.model.shape import Shape
from casefile.model.tiers import CONDITIONS
from support.records import KINDS, full_record, valid_record

FIRST = ("id", "type", "date", "time", "place", "by")
LAST = ("summary", "note", "tier", "tags", "sources", "cites", "standing", "resolution")


def shapes(shape: Shape):
    """Yield a shape and every one below it."""
    yield shape
    for model in shape.models:
        for field in model.fields.values():
            yield from shapes(field)
    if shape.inner is not None:
        yield from shapes(shape.inner)


def test_the_kinds_with_a_ledger_are_those_whose_model_has_events():
    assert tuple(kind for kind in RECORD_KINDS if shape_of(kind).key("events")) == LEDGER_KINDS


@pytest.mark.parametrize("word", EVENT_TYPES)
def test_every_event_type_has_the_same_first_and_last_fields(word):
    keys = shape_of_entry(word).keys
    assert keys[: len(FIRST)] == FIRST
    assert keys[-len(LAST) :] == LAST
    assert len(set(keys)) == len(keys)


def test_fields_are_put_in_model_order_and_unknown_ones_behind_them_as_they_were():
    shape = shape_of("case")
    data = {"unknown": 1, "events": [], "another": 2, "id": "kg-2025-7k3mq", "schema": "casefile/case/1"}
    assert [*shape.sort_fields(data)] == ["schema", "id", "events", "unknown", "another"]
    assert shape.sort_fields(data) == data
    assert [*shape.sort_fields({"withdrawn": {}, "person": {}, "id": ""})] == ["id", "withdrawn", "person"]


def test_the_fields_of_an_event_type_are_in_model_order():
    own = shape_of_entry("hearing").keys[len(FIRST) : -len(LAST)]
    first = "stage openness presence court court_kind judge prosecutor outcome overturns bail"
    assert own == (
        *first.split(),
        "requested_by",
        "sent_to",
        "sentences",
        "then",
        "against",
        "proceeding",
        "until",
        "appeal_until",
    )


def test_the_sources_of_single_fields_are_those_of_the_fields_of_the_type():
    shape = shape_of_entry("interrogation").key("cites")
    assert shape.keys == (
        "date",
        "time",
        "place",
        "by",
        "counsel",
        "as",
        "investigator",
        "duration",
        "summary",
    )
    assert {field.inner.meta.refers for field in shape.fields.values()} == {"source"}
    assert [name for name, field in shape.fields.items() if field.tier] == ["investigator"]
    assert shape_of_entry("departure").key("cites").key("to").tier == "restricted"


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_begins_with_its_schema(kind):
    keys = shape_of(kind).seen({}).keys
    assert keys[:2] == (("schema", "title") if kind == "settings" else ("schema", "id"))


@pytest.mark.parametrize("kind", ["case", "situation", "organization"])
def test_the_ledger_is_the_last_field_and_is_matched_by_id(kind):
    shape = shape_of(kind).seen({})
    assert shape.keys[-1] == "events"
    assert shape.key("events").match == "id"


def test_a_case_with_the_withdrawn_field_has_the_shape_of_a_notice():
    assert shape_of("case").seen({}).is_a("Case")
    seen = shape_of("case").seen({"withdrawn": None})
    assert seen.is_a("Withdrawn")
    assert not seen.is_a("Case")


def test_an_entry_is_seen_as_its_type_and_as_any_where_it_names_none():
    item = shape_of("case").key("events").inner
    assert item.seen({"type": "hearing"}).types == ("hearing",)
    assert item.seen({"type": "haering"}).models == item.models
    assert item.seen({"type": ["hearing"]}).models == item.models


def test_a_word_that_is_no_type_of_event_has_no_shape():
    for word in ("haering", ""):
        with pytest.raises(KeyError):
            shape_of_entry(word)


def test_every_rule_of_tiers_is_about_a_class_of_the_model():
    assert {each.of for each in CONDITIONS} <= classes().keys()


def test_a_source_is_seen_as_an_id_or_as_a_citation():
    item = shape_of_entry("note").key("sources").inner
    assert item.seen("occrp").is_scalar
    assert item.seen({"source": "occrp"}).keys == ("source", "locator", "quote")
    assert item.seen("occrp").written.fits("occrp-2025")
    assert not item.seen("occrp").written.fits("OCCRP, 4 June")


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_has_a_description(kind):
    for shape in shapes(shape_of(kind)):
        assert shape.meta.description or shape.models, shape.name
        assert shape.meta.description.strip() == shape.meta.description
        assert not shape.meta.description or shape.meta.description.endswith("."), shape.name


@pytest.mark.parametrize("kind", KINDS)
def test_every_list_has_a_way_to_match_its_items(kind):
    """Nothing in a record is a sequence but a text: lists are sets, and ledgers go by id."""
    lists = [shape for shape in shapes(shape_of(kind)) if shape.is_list]
    assert lists
    assert {shape.match for shape in lists} <= {"id", "set"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_walk_reaches_every_node_of_a_valid_record(kind):
    record = valid_record(kind, Random(7), share=0.8)
    walked = {path: value for path, _, value in shape_of(kind).walk(record)}
    assert walked == dict(nodes(record))


def nodes(value, path=()):
    yield path, value
    for place, child in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        yield from nodes(child, (*path, place))


def test_marks_of_a_full_record_are_at_their_paths():
    record = full_record("source", lambda path: "-".join(map(str, path)))
    assert record["title"] == "title"
    assert record["authors"] == ["authors-0"]
    assert record["url"] == "https://example.org/url"
    assert [*record] == [*shape_of("source").seen({}).keys]
