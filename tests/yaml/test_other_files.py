"""A file that is no record is read by the same strict grammar, with the place of everything in it."""

from __future__ import annotations

import pytest

from casefile.yaml.field_locations import read_any
from casefile.yaml.reader import read

LIST = """# two
- name: A
  tags: [x, y]
-   # behind a comment
  name: B
"""


def test_a_list_gives_its_items_and_their_places():
    contents = read_any(LIST.encode(), "in.yaml")
    assert contents.data == [{"name": "A", "tags": ["x", "y"]}, {"name": "B"}]
    assert [contents.places.position((at,)) for at in range(2)] == [(2, 3), (5, 3)]
    below = contents.places.below((0,))
    assert below.position(("tags", 1)) == (3, 13)
    assert below.position(("tags", "1")) == (3, 13)
    assert below.position(("nothing",)) == below.position(()) == (2, 3)


def test_a_path_that_does_not_exist_has_no_place():
    assert read_any(LIST.encode()).places.below((7,)).root is None


@pytest.mark.parametrize("text", ["", "# only\n", "---\n"])
def test_an_empty_file_holds_nothing_and_has_no_problem(text):
    contents = read_any(text.encode())
    assert (contents.data, contents.problems) == (None, ())


@pytest.mark.parametrize(
    "blob", [b"- a: 1\n  a: 2\n", b"- &x a\n", b"\xff\xfe-\0", b"- \x1b\n", b"a" * (1 << 21)]
)
def test_a_list_excludes_the_same_values_as_a_record(blob):
    contents = read_any(blob, "in.yaml")
    assert contents.data is None
    assert contents.problems == read(blob, "in.yaml").problems


@pytest.mark.parametrize("text", ["- a\n", "text\n"])
def test_a_record_is_still_no_list(text):
    (problem,) = read(text.encode()).problems
    assert problem.code == "CF019"
