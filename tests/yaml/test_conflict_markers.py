"""What a merge left in a text: the places, the fields, and both sides."""

from __future__ import annotations

import re

import pytest

from casefile.yaml.conflict_markers import regions, take_side
from casefile.yaml.reader import read

EVENT = "events:\n  - id: h2v5t\n    type: hearing\n"
MARKED = f"""{EVENT}<<<<<<< ours
    place: Osh
    until: "2025-10-21"
=======
    until: "2025-11-21"
>>>>>>> theirs
"""


def problems_in(text):
    return [(each.line, each.field, each.message) for each in read(text.encode()).problems]


def test_both_sides_of_a_text_are_read():
    assert take_side(MARKED, "ours") == EVENT + '    place: Osh\n    until: "2025-10-21"\n'
    assert take_side(MARKED, "theirs") == EVENT + '    until: "2025-11-21"\n'


def test_the_base_between_the_sides_belongs_to_neither():
    text = "a: 1\n<<<<<<< x\nb: 1\n||||||| y\nb: 0\n=======\nb: 2\n>>>>>>> z\n"
    assert [take_side(text, side) for side in ("ours", "theirs")] == ["a: 1\nb: 1\n", "a: 1\nb: 2\n"]


def test_a_conflict_names_all_fields_in_it():
    ((line, field, message),) = problems_in(MARKED)
    assert (line, field) == (4, "events.h2v5t.place")
    assert re.findall("`(.+?)`", message) == ["events.h2v5t.place", "events.h2v5t.until"]


def test_a_conflict_in_one_field_is_a_problem_of_that_field():
    marked = MARKED.replace("    place: Osh\n", "").replace("<<<<<<<", "<<<<<<<<<")
    marked = marked.replace("=======", "=========").replace(">>>>>>>", ">>>>>>>>>")
    assert [each[:2] for each in problems_in(marked)] == [(4, "events.h2v5t.until")]


def test_a_conflict_inside_a_long_text_names_the_text():
    text = "notes: |\n  one\n<<<<<<< x\n  two\n=======\n  three\n>>>>>>> y\n  four\n"
    assert [field for _, field, _ in problems_in(text)] == ["notes"]


def test_a_whole_entry_is_named_by_its_id():
    text = f"{EVENT}<<<<<<< x\n=======\n  - id: k3m9x\n    type: note\n>>>>>>> y\n"
    assert [field for _, field, _ in problems_in(text)] == ["events.k3m9x"]


@pytest.mark.parametrize(
    "text",
    [
        "<<<<<<< x\na: 1\n",
        "=======\n",
        "<<<<<<< x\na: 1\n>>>>>>> y\n",
        "<<<<<<< x\n<<<<<<< x\n=======\n>>>>>>> y\n",
        "<<<<<<< x\n========\n>>>>>>> y\n",
    ],
)
def test_markers_that_do_not_fit_together_are_no_conflict_with_sides(text):
    assert regions(text) is None
    assert take_side(text, "ours") is None
    assert {each.code for each in read(text.encode()).problems} == {"CF021"}


def test_text_that_only_looks_like_a_marker_is_kept():
    assert regions("notes: |\n  <<<<<<< x\n  =======\n") == ()
    assert read(b"notes: |\n  <<<<<<< x\n  =======\n").data == {"notes": "<<<<<<< x\n=======\n"}
