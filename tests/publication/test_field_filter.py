"""What a sieve keeps of a record, and how it counts what it left out."""

from __future__ import annotations

from casefile.model.record_shapes import shape_of
from casefile.publication.field_filter import FieldFilter, OmissionTally


def sifted(data, *gone, spared=(), kind="case"):
    """Sift a record without the nodes at these dotted paths; return what is left, and what was counted."""
    seen = []

    def judge(path, shape, value, above):
        seen.append((path, above))
        return None if ".".join(map(str, path)) in gone else ("sealed" if path else above)

    sieve = FieldFilter(judge, spared)
    return sieve.sift(shape_of(kind), data, "public"), sieve.tally(data), seen


CASE = {
    "schema": "casefile/case/1",
    "id": "kg-2025-7k3mq",
    "tier": "public",
    "country": "KG",
    "tags": ["one", "two"],
    "person": {
        "identification": "named",
        "name": "Zelda Sekretova",
        "name_tier": "partners",
        "other_names": [{"name": "Зельда Секретова", "kind": "native"}, {"name": "Z", "kind": "alias"}],
    },
    "events": [
        {"id": "h2v5t", "type": "detention", "date": "2025-05-28", "sources": ["paper", {"source": "tape"}]},
        {"id": "k3m9x", "type": "note", "date": "2025-05-29"},
    ],
    "formerly": ["kg-2025-zelda"],
}


def test_fields_that_the_judge_accepts_are_unchanged():
    left, tally, seen = sifted(CASE)

    assert left == CASE
    assert tally == OmissionTally()
    assert seen[0] == ((), "public")
    assert {above for path, above in seen if len(path) > 1} == {"sealed"}
    assert {above for path, above in seen if len(path) == 1} == {"public"}
    assert ("events", 0, "sources", 1, "source") in {path for path, _ in seen}


def test_fields_come_in_model_order_and_an_unknown_one_is_dropped():
    left, tally, _ = sifted({"unknown": 1, **dict(reversed(CASE.items()))})

    assert [*left] == [name for name in shape_of("case").seen(CASE).fields if name in CASE]
    assert tally == OmissionTally()


def test_a_record_of_which_nothing_may_leave_is_none():
    left, tally, _ = sifted(CASE, "")

    assert left is None
    assert tally == OmissionTally(fields=[""])


def test_items_and_fields_go_alone_and_are_counted_by_their_dotted_paths():
    left, tally, _ = sifted(CASE, "tags.0", "events.1", "events.0.sources.1", "person.other_names.0")

    assert left["tags"] == ["two"]
    assert [each["id"] for each in left["events"]] == ["h2v5t"]
    assert left["events"][0]["sources"] == ["paper"]
    assert left["person"]["other_names"] == [{"name": "Z", "kind": "alias"}]
    assert tally.fields == ["tags.0", "events.h2v5t.sources.1"]
    assert tally.events == ["events.k3m9x"]
    assert tally.names == ["person.other_names.0"]


def test_names_are_counted_as_names_and_their_tier_not_at_all():
    _, tally, _ = sifted(CASE, "person.name", "person.name_tier", "person.other_names", "formerly.0")

    assert tally.names == ["formerly.0", "person.name", "person.other_names"]
    assert tally.fields == []
    assert tally.events == []


def test_a_list_that_loses_all_of_its_items_goes_and_an_empty_one_stays():
    left, _, _ = sifted({**CASE, "situations": []}, "tags.0", "tags.1")

    assert "tags" not in left
    assert left["situations"] == []


def test_a_group_that_loses_all_of_its_fields_goes_and_an_empty_one_stays():
    first, second = CASE["events"]
    events = [{**first, "notice": {"family": "yes"}}, {**second, "type": "detention", "notice": {}}]

    left, tally, _ = sifted({**CASE, "events": events, "consent": {}}, "events.0.notice.family")

    assert left["events"] == [first, events[1]]
    assert left["consent"] == {}
    assert tally.fields == ["events.h2v5t.notice.family"]


def test_a_group_without_a_field_that_it_needs_goes_as_a_whole_and_counts_once():
    left, tally, _ = sifted(CASE, "tags.1", "events.0.sources.0", "events.0.sources.1", "events.0.type")

    assert [each["id"] for each in left["events"]] == ["k3m9x"]
    assert tally == OmissionTally(events=["events.h2v5t"], fields=["tags.1"])


def test_a_record_without_a_required_field_is_removed_unless_it_is_spared():
    body = {
        "schema": "casefile/organization/1",
        "id": "fund",
        "tier": "public",
        "name": "Fund",
        "tags": ["x"],
    }

    left, tally, _ = sifted(body, "tags.0", "name", kind="organization")
    assert left is None
    assert tally == OmissionTally(fields=[""])

    left, tally, _ = sifted(body, "name", spared={("name",)}, kind="organization")
    assert left == {name: value for name, value in body.items() if name != "name"}
    assert tally == OmissionTally(names=["name"])
