"""What holds of every merge, whatever the two edits."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import event
from hypothesis import strategies as st

from casefile.changes.change import parts_of
from casefile.changes.equality import (
    ABSENT,
    child_of,
    comparison_key,
    have_same_meaning,
    is_ledger,
    is_set,
    shape_at,
)
from casefile.changes.record_merge import apply_settlements, merge
from casefile.model.record_shapes import shape_of
from support.mutations import mutated
from support.properties import for_examples
from support.records import valid_record

seeds = st.integers(0, 2**32)


@pytest.fixture(scope="session")
def draw():
    """A record and two edits of it, from a seed: valid in form, now and then not."""
    return lambda seed: edits(Random(seed), shape_of("case"))


def edits(random, shape):
    """Each edit takes fields, entries and items from a state of its own, or drops them."""
    base, *others = (record(random) for _ in range(3))
    return base, *(edited(shape, copy.deepcopy(base), other, random) for other in others)


def record(random):
    """A case whose events have ids that others have too; one in four is damaged."""
    made = valid_record("case", random, 0.3)
    for entry, key in zip(made.get("events", ()), random.sample(EVENT_IDS, 5), strict=False):
        entry["id"] = key
    return mutated(made, random) if random.random() < 0.25 else made


EVENT_IDS = ["h2v5t", "k3m9x", "a1b2c", "z9y8x", "d4e5f"]


def edited(shape, value, other, random):
    if random.random() < 0.3:
        return value
    if isinstance(value, dict) and isinstance(other, dict):
        seen = shape.seen(value)
        names = dict.fromkeys((*value, *other))
        pairs = ((name, value.get(name, ABSENT), other.get(name, ABSENT)) for name in names)
        made = {
            name: held if name == "id" else edited(child_of(shape, seen, name), held, new, random)
            for name, held, new in pairs
        }
        return {name: each for name, each in made.items() if each is not ABSENT}
    if isinstance(value, list) and isinstance(other, list) and (is_set(shape) or is_ledger(shape)):
        return edited_items(shape, value, other, random)
    return copy.deepcopy(other)


def edited_items(shape, value, other, random):
    by_id = {key_of(each): each for each in other if key_of(each)}
    left = [(each, key_of(each)) for each in value if random.random() < 0.8]
    kept = [edited(shape.item(each), each, by_id.get(key, each), random) for each, key in left]
    known = {key_of(each) for each in value} - {None}
    kept += [copy.deepcopy(each) for each in other if key_of(each) not in known and random.random() < 0.7]
    if random.random() < 0.2:
        random.shuffle(kept)
    return kept


def key_of(item):
    return item.get("id") if isinstance(item, dict) and isinstance(item.get("id"), str) else None


def values_with_fields(shape, value) -> Iterator[tuple]:
    """Yield every value of the data with the name of the field that it stands in."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from values_with_fields(child_of(shape, shape.seen(value), name), inner)
    elif isinstance(value, list):
        for item in value:
            yield from values_with_fields(shape.item(item), item)
    elif value is not ABSENT:
        yield shape.name, comparison_key(shape, value)


@for_examples(100, 250, seed=seeds)
def test_nothing_that_a_side_added_or_changed_is_lost(case, draw, seed):
    base, ours, theirs = draw(seed)
    before = copy.deepcopy((base, ours, theirs))
    merged = merge(case, base, ours, theirs)
    event(f"conflicts: {min(len(merged.conflicts), 3)}")
    kept = {*values_with_fields(case, merged.data)}
    for conflict in merged.conflicts:
        shape = shape_at(case, conflict.path)
        kept |= {*values_with_fields(shape, conflict.ours), *values_with_fields(shape, conflict.theirs)}
    for side in (ours, theirs):
        assert {*values_with_fields(case, side)} - {*values_with_fields(case, base)} <= kept
    assert (base, ours, theirs) == before


@for_examples(100, 250, seed=seeds)
def test_a_side_without_changes_does_not_change_the_result(case, draw, seed):
    base, edit, _ = draw(seed)
    for ours, theirs in ((edit, base), (base, edit), (edit, edit)):
        merged = merge(case, base, ours, theirs)
        assert (merged.data, merged.conflicts) == (edit, ())
    merged = merge(case, None, edit, copy.deepcopy(edit))
    assert (merged.data, merged.conflicts) == (edit, ())


@for_examples(100, 250, seed=seeds)
def test_a_merge_is_symmetric(case, draw, seed):
    base, ours, theirs = draw(seed)
    one, other = merge(case, base, ours, theirs), merge(case, base, theirs, ours)
    assert {each.field for each in one.conflicts} == {each.field for each in other.conflicts}
    mine = apply_settlements(case, one, {each.field: each.ours for each in one.conflicts})
    same_choice = apply_settlements(case, other, {each.field: each.theirs for each in other.conflicts})
    assert have_same_meaning(case, in_one_order(mine), in_one_order(same_choice))


def in_one_order(value):
    """The same data with its ledgers sorted by id."""
    if isinstance(value, dict):
        return {name: in_one_order(inner) for name, inner in value.items()}
    if isinstance(value, list):
        items = [in_one_order(each) for each in value]
        named = all(isinstance(each, dict) and isinstance(each.get("id"), str) for each in items)
        return sorted(items, key=lambda each: each["id"]) if named else items
    return value


@for_examples(100, 250, seed=seeds)
def test_a_choice_is_written_at_the_place_of_its_conflict(case, draw, seed):
    base, ours, theirs = draw(seed)
    merged = merge(case, base, ours, theirs)
    random = Random(seed)
    chosen = {each.field: random.choice([each.ours, each.theirs]) for each in merged.conflicts}
    made = apply_settlements(case, merged, chosen)
    for name, value in chosen.items():
        assert at(made, parts_of(name)) == value
    untouched = {
        name for name in merged.data if not any(parts_of(each)[:1] in {(), (name,)} for each in chosen)
    }
    assert all(made[name] == merged.data[name] for name in untouched)


def at(value, path):
    for part in path:
        items = value if isinstance(value, list) else []
        found = [each for each in items if key_of(each) == part]
        value = found[0] if found else value.get(part, ABSENT) if isinstance(value, dict) else ABSENT
    return value
