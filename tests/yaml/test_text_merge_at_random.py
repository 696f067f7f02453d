"""Merged texts always: they say what was merged, and no comment that a side has added is lost."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from pathlib import Path
from random import Random

import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from casefile.changes.compare import compare
from casefile.changes.record_merge import apply_settlements, merge
from casefile.errors import BrokenData
from casefile.model.record_shapes import shape_of
from casefile.yaml.comments import comments_of
from casefile.yaml.conflict_markers import locate_conflicts, take_side
from casefile.yaml.parser import parse
from casefile.yaml.reader import BOM, read
from casefile.yaml.text_edit import EditRefused, edit
from casefile.yaml.text_merge import Markers, ThreeWayTexts, merged_text, text_in_conflict
from support.properties import for_examples

ODD = sorted((Path(__file__).parents[1] / "examples" / "document" / "odd").glob("*.yaml"))
NEW = (
    "Osh",
    "NO",
    "two\nlines",
    278,
    True,
    ["a", "b"],
    {"source": "kloop", "locator": "¶4"},
    [{"kind": "fine"}],
)
NAMES = ("tier", "notes", "place", "summary", "tags", "sources", "x y")


def comments(text):
    body = text.removeprefix(BOM)
    return Counter(each.text for each in comments_of(body, parse(body)[0]))


@pytest.fixture(scope="session")
def sides():
    """An odd text and two edits of it, in data and in comments, from a seed."""
    return lambda seed: sides_of(Random(seed))


def sides_of(random):
    path = random.choice(ODD)
    text = path.read_bytes().decode()
    shape = shape_of(str(read(text.encode()).data["schema"]).split("/")[1])
    return (
        path.name,
        shape,
        ThreeWayTexts(text, *(edited(shape, text, random, name) for name in ("ours", "theirs"))),
    )


def edited(shape, text, random, name):
    data = read(text.encode()).data
    wanted = deepcopy(data)
    for _ in range(random.randint(0, 4)):
        change(random, wanted)
    try:
        text = edit(text, shape, compare(shape, data, wanted))
    except EditRefused:
        return text
    return remarked(text, random, name)


def change(random, data):
    groups = [*groups_in(data)]
    chosen = random.choice(groups)
    if isinstance(chosen, dict):
        free = [each for each in chosen if each not in {"id", "schema", "type"}]
        name = random.choice([*free, *NAMES])
        if name in free and random.random() < 0.3:
            del chosen[name]
        else:
            chosen[name] = deepcopy(random.choice(NEW))
    elif chosen and isinstance(chosen[0], dict) and "id" in chosen[0]:
        ids = {each.get("id") for each in chosen if isinstance(each, dict)}
        fresh = random.choice([each for each in ("x1111", "y2222", "z3333", "w4444") if each not in ids])
        chosen.insert(random.randint(0, len(chosen)), {"id": fresh, "type": "note", "date": 2025})
    elif random.random() < 0.5 or not chosen:
        chosen.append(deepcopy(random.choice(NEW)))
    else:
        del chosen[random.randrange(len(chosen))]


def groups_in(node):
    if isinstance(node, dict | list):
        yield node
        for child in node.values() if isinstance(node, dict) else node:
            yield from groups_in(child)


def remarked(text, random, name):
    """Add a remark of this side above a few lines and beside one, where it means nothing but a remark."""
    data = read(text.encode()).data
    for number in range(random.randint(0, 3)):
        lines = text.split("\n")
        place = random.randrange(len(lines))
        blanks = lines[place][: len(lines[place]) - len(lines[place].lstrip())]
        lines.insert(place, f"{blanks}# {name} {number}")
        tried = "\n".join(lines)
        seen = comments(tried) if read(tried.encode()).data == data else {}
        text = tried if f"# {name} {number}" in seen else text
    return text


@for_examples(70, 200, seed=st.integers(0, 2**32))
def test_a_merged_text_has_the_merged_data_and_the_comments_of_both(sides, seed):
    _, shape, texts = sides(seed)
    base, ours, theirs = (read(each.encode()).data for each in (texts.base, texts.ours, texts.theirs))
    merged = merge(shape, base, ours, theirs)
    try:
        if merged.conflicts:
            text = text_in_conflict(shape, texts, merged, Markers())
        else:
            text = merged_text(shape, texts, merged.data)
    except (EditRefused, BrokenData) as refused:
        event(f"refused: {refused.code}")
        return
    event("in conflict" if merged.conflicts else "clean")
    chosen = [take_side(text, side) for side in ("ours", "theirs")] if merged.conflicts else [text, text]
    for read_as, side in zip(chosen, ("ours", "theirs"), strict=True):
        wanted = apply_settlements(
            shape, merged, {each.field: getattr(each, side) for each in merged.conflicts}
        )
        assert not compare(shape, read(read_as.encode()).data, wanted)
    kept = comments(chosen[0]) | comments(chosen[1])
    new = (comments(texts.ours) | comments(texts.theirs)) - comments(texts.base)
    assert not new - kept
    both = comments(texts.base) & comments(texts.ours) & comments(texts.theirs)
    assert not both - kept


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32))
@example(seed=480713738)
def test_the_markers_contain_exactly_the_fields_in_conflict(sides, seed):
    _, shape, texts = sides(seed)
    base, ours, theirs = (read(each.encode()).data for each in (texts.base, texts.ours, texts.theirs))
    merged = merge(shape, base, ours, theirs)
    try:
        text = text_in_conflict(shape, texts, merged, Markers(9)) if merged.conflicts else ""
    except (EditRefused, BrokenData):
        return
    named = {field for _, fields in locate_conflicts(text) for field in fields}
    # Where a side took out the last entry of a list, the whole list stands between the markers.
    ways = [f"{field}." for field in named]
    assert all(f"{each.field}.".startswith(tuple(ways)) or not each.field for each in merged.conflicts)
    assert take_side(text, "ours") is not None


def test_a_comment_that_both_sides_took_out_stays_out():
    base = "id: kg-2025-7k3mq  # seen\ncountry: KG  # seen\ntags: [a]  # seen\n"
    ours = base.replace("KG  # seen", "KG").replace("7k3mq  # seen", "7k3mq")
    theirs = base.replace("KG  # seen", "KG")
    made = merged_text(shape_of("case"), ThreeWayTexts(base, ours, theirs), read(base.encode()).data)
    assert made.count("# seen") == 1
