"""What compare finds, apply makes: from any state to any other."""

from __future__ import annotations

import copy
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from casefile.changes.apply import apply
from casefile.changes.change import field_of, parts_of
from casefile.changes.compare import compare
from casefile.changes.equality import have_same_meaning
from support.properties import for_examples


def ledger_of(record):
    entries = record.get("events")
    return (
        [entry.get("id") for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    )


@for_examples(50, 150, data=st.data())
def test_the_changes_lead_from_one_state_to_the_other(case, records, data):
    old, new = data.draw(records), data.draw(records)
    before = copy.deepcopy((old, new))
    made = apply(case, old, compare(case, old, new))
    assert have_same_meaning(case, made, new)
    assert compare(case, made, new) == ()
    assert ledger_of(made) == ledger_of(new)
    assert (old, new) == before


@for_examples(50, 150, data=st.data())
def test_a_state_does_not_differ_from_itself(case, records, data):
    record = data.draw(records)
    assert compare(case, record, copy.deepcopy(record)) == ()


@for_examples(50, 150, data=st.data())
def test_another_way_of_writing_is_no_change(case, records, data):
    record = data.draw(records)
    assert compare(case, record, rewritten(case, record, data)) == ()


def rewritten(shape, value, data):
    """The same data with its keys and sets in another order and its text in another normal form."""
    if isinstance(value, dict):
        names = data.draw(st.permutations(list(value)))
        seen = shape.seen(value)
        fields = {name: (seen.key(name) or shape.key(name), value[name]) for name in names}
        return {
            name: rewritten(child, item, data) if child else item for name, (child, item) in fields.items()
        }
    if isinstance(value, list):
        items = [rewritten(shape.item(item), item, data) for item in value]
        return data.draw(st.permutations(items)) if shape.is_list and shape.match == "set" else items
    if isinstance(value, str):
        return unicodedata.normalize(data.draw(st.sampled_from(["NFC", "NFD"])), value)
    if isinstance(value, int) and not isinstance(value, bool) and shape.form in {"label", "date"}:
        return str(value)
    return value


@given(st.permutations(range(8)), st.permutations(range(8)))
def test_as_few_entries_as_possible_count_as_moved(case, old, new):
    changes = compare(case, numbered(old), numbered(new))
    assert {change.kind for change in changes} <= {"moved"}
    assert len(changes) == 8 - longest_common(old, new)
    assert apply(case, numbered(old), changes) == numbered(new)


@given(st.permutations(range(7)), st.integers(0, 6), st.integers(0, 6))
def test_one_entry_that_moved_is_one_change(case, old, taken, put):
    new = list(old)
    new.insert(put, new.pop(taken))
    assert len(compare(case, numbered(old), numbered(new))) == (new != old)


def numbered(order):
    return {"events": [{"id": f"e{number}", "type": "note"} for number in order]}


def longest_common(left, right):
    """The plain quadratic algorithm, as an oracle."""
    lengths = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for row, one in enumerate(left):
        for column, other in enumerate(right):
            lengths[row + 1][column + 1] = (
                lengths[row][column] + 1
                if one == other
                else max(lengths[row][column + 1], lengths[row + 1][column])
            )
    return lengths[-1][-1]


@given(st.lists(st.text(alphabet="ab.\\e\n", max_size=4), max_size=4))
def test_any_path_is_joined_and_taken_apart(parts):
    assert parts_of(field_of(parts)) == tuple(parts)
