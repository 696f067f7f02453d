import string
from collections import Counter
from copy import deepcopy
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from casefile.changes.apply import apply
from casefile.changes.compare import compare
from casefile.model.record_shapes import shape_of
from casefile.yaml.comments import comments_of
from casefile.yaml.nodes import alike
from casefile.yaml.parser import parse
from casefile.yaml.reader import BOM, read
from casefile.yaml.text_edit import EditRefused, edit

EXAMPLES = sorted((Path(__file__).parents[1] / "examples" / "document" / "odd").glob("*.yaml"))
WITH_COMMENTS_IN_BRACKETS = {"comments.yaml", "edges.yaml"}
"""What `fmt` must see to first: a comment between the parts of what would be rewritten."""


def text_of(path):
    return path.read_bytes().decode()


def shape_for(data):
    return shape_of(str(data["schema"]).split("/")[1])


texts = st.one_of(
    st.sampled_from(
        ["2025-05-28", "NO", "a: b", "x # y", "", "two\nlines", "two\nlines\n", " led", "[a..b]", "a, b", "é"]
    ),
    st.text(string.ascii_letters + string.digits + " :#-'\"\n\\[]{},é", max_size=12),
)
scalars = st.one_of(texts, st.integers(-99, 9999), st.booleans())
values = st.one_of(
    scalars,
    st.lists(scalars, max_size=3),
    st.dictionaries(st.sampled_from(["source", "locator", "name", "what", "term"]), scalars, max_size=3),
)
names = st.sampled_from(
    ["tier", "notes", "place", "summary", "date", "tags", "sources", "country", "no", "x y"]
)


def mappings_in(node):
    found = [node] if isinstance(node, dict) else []
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        found += mappings_in(child)
    return found


def lists_in(node):
    found = [node] if isinstance(node, list) else []
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        found += lists_in(child)
    return found


def mutate(draw, data):
    """Change one thing somewhere: a field set, removed or added, an item added, removed or moved."""
    way = draw(st.sampled_from(["set", "add", "remove", "insert", "drop", "move"]))
    if way in {"set", "add", "remove"}:
        mapping = draw(st.sampled_from(mappings_in(data)))
        present = [name for name in mapping if name not in {"id", "schema", "type"}]
        if way == "add" or not present:
            mapping[draw(names)] = draw(values)
        elif way == "set":
            mapping[draw(st.sampled_from(present))] = draw(values)
        else:
            del mapping[draw(st.sampled_from(present))]
        return
    lists = lists_in(data)
    if not lists:
        return
    chosen = draw(st.sampled_from(lists))
    place = draw(st.integers(0, len(chosen)))
    if way == "insert" or not chosen:
        entry = draw(values)
        if chosen and isinstance(chosen[0], dict) and "id" in chosen[0]:
            entry = {
                "id": draw(st.sampled_from(["x1111", "y2222"])),
                "type": "note",
                "date": 2025,
                "note": draw(texts),
            }
        chosen.insert(place, entry)
    elif way == "drop":
        del chosen[min(place, len(chosen) - 1)]
    else:
        chosen.insert(place, chosen.pop(draw(st.integers(0, len(chosen) - 1))))


@st.composite
def mutations(draw):
    path = draw(st.sampled_from(EXAMPLES))
    text = text_of(path)
    data = read(text.encode()).data
    wanted = deepcopy(data)
    for _ in range(draw(st.integers(1, 3))):
        mutate(draw, wanted)
    return path.name, text, data, wanted


def tried(text, shape, changes):
    try:
        return edit(text, shape, changes), None
    except EditRefused as refused:
        return "", refused


def takes_nothing_away(change):
    lists = isinstance(change.old, dict | list) or isinstance(change.new, dict | list)
    return change.kind in {"added", "moved"} or (change.kind == "changed" and not lists)


def comments(text):
    body = text.removeprefix(BOM)
    return Counter(each.text for each in comments_of(body, parse(body)[0]))


def sources(text):
    """Each field and item that is no block collection, by its path with ids, with the bytes that it takes."""
    body = text.removeprefix(BOM)
    found = {}

    def walk(node, path):
        for entry in node.entries:
            ids = [each.node.value for each in entry.node.entries if each.name == "id"]
            here = (*path, ids[0] if ids else entry.name)
            if not entry.node.is_block and not any(isinstance(part, int) for part in here):
                found[here] = body[entry.start : entry.node.end]
            walk(entry.node, here)

    walk(parse(body)[0], ())
    return found


def at(data, path):
    for part in path:
        if isinstance(data, list):
            data = next((item for item in data if isinstance(item, dict) and item.get("id") == part), None)
        else:
            data = data.get(part) if isinstance(data, dict) else None
    return data


@settings(max_examples=250, deadline=None)
@given(mutations())
def test_random_edits_leave_every_other_field_byte_for_byte(case):
    name, text, data, wanted = case
    shape = shape_for(data)
    changes = compare(shape, data, wanted)
    target = apply(shape, data, changes)
    edited, refused = tried(text, shape, changes)
    if refused:
        assert "comment" in refused.message
        assert name in WITH_COMMENTS_IN_BRACKETS
        return
    assert alike(read(edited.encode()).data, target)
    assert edited.startswith(BOM) == text.startswith(BOM)
    assert ("\r\n" in edited) == ("\r\n" in text)
    assert edited.count("\r\n") in {0, edited.count("\n")}
    if all(takes_nothing_away(change) for change in changes):
        assert comments(edited) == comments(text)
    before, after = sources(text), sources(edited)
    for path, source in before.items():
        if path in after and alike(at(data, path), at(target, path)):
            assert after[path] == source
