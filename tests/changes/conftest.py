"""Random plain data over the real shapes: records as they may stand in a file, valid in form or not."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from casefile.model.record_shapes import shape_of
from casefile.model.shape import Shape

TEXTS = st.sampled_from(["one", "two", "é", "e\u0301", "Айдай", "null", "278", "2025-05-28", ""])
SCALARS = {
    "integer": st.integers(0, 3),
    "boolean": st.booleans(),
    "label": st.sampled_from([278, "278", "3-1"]),
    "date": st.sampled_from(["2025-05-28", "[..2025-06-04]", 2025, "2025"]),
}
STRANGE = st.sampled_from([None, True, 1, "x", [], ["x"], {}, {"a.b": 1, "": "\\"}])
EVENT_IDS = ["h2v5t", "k3m9x", "a1b2c", "z9y8x", "d4e5f", "g6h7j"]


def scalars(shape: Shape) -> st.SearchStrategy[object]:
    return st.sampled_from(shape.words[:3]) if shape.words else SCALARS.get(shape.form, TEXTS)


def nodes(shape: Shape) -> st.SearchStrategy[object]:
    """Values for a node, sometimes of a form that the model would refuse."""
    if shape.is_list and shape.match == "id":
        usual = ledgers(shape)
    elif shape.is_list:
        usual = st.lists(nodes(shape.item()), max_size=3)
    elif shape.is_mapping:
        usual = mappings(shape)
        if shape.scalar:
            usual = st.one_of(scalars(shape), usual)
    else:
        usual = scalars(shape)
    return st.one_of(*[usual] * 9, STRANGE)


def mappings(shape: Shape) -> st.SearchStrategy[dict[str, object]]:
    """Some fields of a mapping, in any order, and now and then one that the model does not know."""
    known = st.lists(st.sampled_from(shape.keys), unique=True, max_size=5)
    unknown = st.dictionaries(st.sampled_from(["bogus", "a.b", "", "\\e"]), STRANGE, max_size=1)
    chosen = known.flatmap(
        lambda names: st.fixed_dictionaries({name: nodes(shape.key(name)) for name in names})
    )
    return st.one_of(chosen, chosen, chosen, st.builds(lambda a, b: {**b, **a}, chosen, unknown))


def ledgers(shape: Shape) -> st.SearchStrategy[list[object]]:
    types = st.sampled_from(["hearing", "detention", "verdict", "note", "nonsense"])
    return st.lists(st.sampled_from(EVENT_IDS), unique=True).flatmap(
        lambda ids: st.tuples(
            *(types.flatmap(lambda kind, key=key: entries(shape, key, kind)) for key in ids)
        ).map(list)
    )


def entries(shape: Shape, key: str, kind: str) -> st.SearchStrategy[dict[str, object]]:
    entry = mappings(shape.item({"type": kind}))
    return entry.map(lambda fields: {**fields, "id": key, "type": kind})


@pytest.fixture(scope="session")
def case() -> Shape:
    return shape_of("case")


@pytest.fixture(scope="session")
def records() -> st.SearchStrategy[dict[str, object]]:
    """States of one case: most hold a ledger and a person."""
    shape = shape_of("case")
    full = st.fixed_dictionaries(
        {"id": st.just("kg-2025-7k3mq")},
        optional={
            name: nodes(shape.key(name)) for name in ("person", "events", "tags", "situations", "grounds")
        },
    )
    return st.one_of(full, full, full, mappings(shape))
