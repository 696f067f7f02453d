from pathlib import Path

import pytest

from casefile.yaml.field_locations import locate
from casefile.yaml.reader import read

ODD = Path(__file__).parents[1] / "examples" / "document" / "odd"

TEXT = """\
# header
schema: casefile/case/1
tags: [a, {id: b, x: 1}]
events:
  # about the first
  - id: h2v5t
    type: detention
    sources:
      - one
      -
        # why
        source: two
        locator: x
  -   id: "10"
      until:
        2025-06
  - id: 1
last:
"""


@pytest.mark.parametrize(
    ("field", "key", "value"),
    [
        ("schema", (2, 1), (2, 9)),
        ("tags", (3, 1), (3, 7)),
        ("tags.0", (3, 8), (3, 8)),
        ("tags.b", (3, 11), (3, 11)),
        ("tags.b.x", (3, 19), (3, 22)),
        ("events", (4, 1), (6, 3)),
        ("events.h2v5t", (6, 5), (6, 5)),
        ("events.h2v5t.type", (7, 5), (7, 11)),
        ("events.0.type", (7, 5), (7, 11)),
        (("events", 0, "type"), (7, 5), (7, 11)),
        ("events.h2v5t.sources.1", (12, 9), (12, 9)),
        ("events.h2v5t.sources.1.locator", (13, 9), (13, 18)),
        ("events.10.until", (15, 7), (16, 9)),
        ("events.1.until", (15, 7), (16, 9)),
        ("last", (18, 1), (18, 6)),
    ],
)
def test_a_field_is_found_with_its_key_and_its_value(field, key, value):
    places = locate(TEXT)
    assert places.position(field) == key
    assert places.position(field, value=True) == value


@pytest.mark.parametrize(
    ("field", "nearest"),
    [
        ("", (2, 1)),
        ("nothing", (2, 1)),
        ("events.zzzzz", (4, 1)),
        ("events.99", (4, 1)),
        ("events.h2v5t.until", (6, 5)),
        ("events.h2v5t.type.deeper", (7, 5)),
        ((), (2, 1)),
    ],
)
def test_a_field_that_is_not_there_is_placed_at_its_nearest_ancestor(field, nearest):
    assert locate(TEXT).position(field) == nearest


def test_a_name_with_a_dot_is_found_by_its_escaped_path():
    assert locate("a:\n  x.y: 1\n").position(r"a.x\.y") == (2, 3)


@pytest.mark.parametrize("text", ["", "a: [", "\ufeff", "*x"])
def test_a_text_that_cannot_be_read_has_one_place(text):
    assert locate(text).position("events") == (1, 1)


def test_a_byte_order_mark_moves_nothing():
    assert locate("\ufeffa: 1\nb: 2\n").position("a", value=True) == (1, 4)


@pytest.mark.parametrize("path", sorted(ODD.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_key_is_at_its_reported_place(path):
    text = read(path.read_bytes()).text.removeprefix("\ufeff")
    lines = text.split("\n")

    def check(node):
        for entry in node.entries:
            here = lines[entry.line - 1][entry.column - 1 :]
            if isinstance(entry.name, str):
                assert here.lstrip("'\"").startswith(entry.former or entry.name)
                assert text[entry.start : entry.head].strip("'\"") == (entry.former or entry.name)
            elif node.is_block:
                assert here.startswith("-")
            if entry.node.line <= len(lines) and entry.node.start < entry.node.end:
                assert lines[entry.node.line - 1][entry.node.column - 1] == text[entry.node.start]
            check(entry.node)

    check(locate(text).root)
