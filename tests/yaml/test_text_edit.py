from collections import Counter

import pytest

from casefile.changes.change import Change
from casefile.errors import BadInput, BrokenData
from casefile.model.record_shapes import shape_of
from casefile.yaml.reader import BOM, read
from casefile.yaml.text_edit import EditRefused, edit

TEXT = """\
# header
schema: casefile/case/1
id:   kg-2025-7k3mq # keep
tags: [a,  "b"]
events:
  # the first
  - id: h2v5t
    type: detention
    date: "2025-05-28"   # day
    sources:
      - one   # why

  # the second
  - id: k3mq7
    type: hearing
    date: 2025
    # at its end
notes: old  # trailing
"""
CASE = shape_of("case")


def lines_changed(before, after):
    """Return the lines that went and the lines that came."""
    old, new = before.split("\n"), after.split("\n")
    return list((Counter(old) - Counter(new)).elements()), list((Counter(new) - Counter(old)).elements())


def change(text, *changes):
    edited = edit(text, CASE, [Change(*each) for each in changes])
    return lines_changed(text, edited), edited


def test_a_scalar_is_set_in_its_line():
    changed, _ = change(TEXT, ("notes", "changed", "old", "NO"))
    assert changed == (["notes: old  # trailing"], ['notes: "NO"  # trailing'])


def test_a_text_of_several_lines_becomes_a_block_behind_the_comment():
    _, edited = change(TEXT, ("notes", "changed", "old", "one\ntwo\n"))
    assert edited.endswith("notes: |  # trailing\n  one\n  two\n")


def test_a_key_goes_to_its_place_in_model_order():
    _, edited = change(
        TEXT, ("tier", "added", None, "public"), ("events.h2v5t.until", "added", None, "2025-06")
    )
    assert "# keep\ntier: public\ntags" in edited
    changed = lines_changed(TEXT, edited)
    assert changed == ([], ["tier: public", "    until: 2025-06"])


def test_an_event_is_appended_behind_all_that_belongs_to_the_last_one():
    event = {"date": 2026, "id": "z1111", "type": "note", "note": "x\ny"}
    _, edited = change(TEXT, ("events.z1111", "added", None, event))
    assert edited == TEXT.replace(
        "    # at its end\n",
        "    # at its end\n\n  - id: z1111\n    type: note\n    date: 2026\n    note: |-\n      x\n      y\n",
    )


def test_an_event_is_inserted_behind_the_one_that_is_named():
    event = {"id": "z1111", "type": "note", "date": 2026}
    _, edited = change(TEXT, ("events.z1111", "added", None, event, "h2v5t"))
    new = "      - one   # why\n\n  - id: z1111\n    type: note\n    date: 2026\n"
    assert edited == TEXT.replace("      - one   # why\n", new)


def test_an_event_goes_with_the_comments_that_are_its_own():
    second = {"id": "k3mq7", "type": "hearing", "date": 2025}
    _, edited = change(TEXT, ("events.k3mq7", "removed", second, None, "h2v5t"))
    gone = "\n  # the second\n  - id: k3mq7\n    type: hearing\n    date: 2025\n    # at its end\n"
    assert edited == TEXT.replace(gone, "")


def test_an_event_moves_byte_for_byte_with_its_comments():
    changed, edited = change(TEXT, ("events.k3mq7", "moved", "h2v5t", ""))
    assert changed == ([], [])
    assert edited.index("# the second") < edited.index("k3mq7") < edited.index("# at its end")
    assert edited.index("# at its end") < edited.index("# the first") < edited.index("h2v5t")


def test_a_list_in_brackets_stays_one_and_a_list_of_lines_too():
    changed, _ = change(TEXT, ("tags", "added", None, "on"))
    assert changed == (['tags: [a,  "b"]'], ['tags: [a,  "b", "on"]'])
    changed, _ = change(TEXT, ("events.h2v5t.sources", "added", None, {"source": "two", "locator": "p. 1"}))
    assert changed == ([], ["      - source: two", "        locator: p. 1"])


def test_an_item_leaves_the_brackets():
    changed, _ = change(TEXT, ("tags", "removed", "a", None))
    assert changed == (['tags: [a,  "b"]'], ['tags: ["b"]'])


def test_the_last_item_takes_the_list_along():
    changed, _ = change(TEXT, ("events.h2v5t.sources", "removed", "one", None))
    assert changed == (["    sources:", "      - one   # why"], [])


@pytest.mark.parametrize("written", ["", " []", " [ ]", " ~", " null"])
def test_an_empty_list_takes_its_first_item_below(written):
    text = f"schema: casefile/case/1\nevents:{written}  # none yet\nnotes: x\n"
    data = read(text.encode()).data
    target = {**data, "events": [{"id": "z1111", "type": "note"}]}
    edited = edit(text, CASE, [Change("", "removed", data, None), Change("", "added", None, target)])
    assert edited == text.replace(f"{written}  # none yet\n", "  # none yet\n  - id: z1111\n    type: note\n")


def test_an_absent_list_is_written_at_its_place():
    text = "schema: casefile/case/1\nnotes: x"
    edited = edit(text, CASE, [Change("events.z1111", "added", None, {"id": "z1111"})])
    assert edited == "schema: casefile/case/1\nnotes: x\nevents:\n  - id: z1111\n"


@pytest.mark.parametrize("indent", ["", "  ", "    "])
def test_new_items_are_indented_like_existing_ones(indent):
    text = f"events:\n{indent}- id: a1111\n{indent}# end\nnotes: x\n"
    edited = edit(text, CASE, [Change("events.z1111", "added", None, {"id": "z1111", "tags": ["t"]})])
    assert f"{indent}- id: z1111\n{indent}  tags:\n{indent}    - t\n{indent}# end\n" in edited


def test_nothing_to_change_changes_nothing():
    assert edit(TEXT, CASE, []) == TEXT


def test_an_edit_that_would_remove_another_comment_is_refused():
    text = "tags: [a, # why\n  b]\nid: x\n"
    with pytest.raises(EditRefused) as caught:
        edit(text, CASE, [Change("tags", "removed", "b", None)])
    assert caught.value.code == "CF022"
    assert "casefile fmt" in caught.value.hint


def test_a_broken_text_is_not_edited():
    with pytest.raises(BrokenData) as caught:
        edit("a: *b\n", CASE, [Change("notes", "added", None, "x")])
    assert caught.value.code == "CF011"


@pytest.mark.parametrize(("value", "code"), [("\x1b[2J", "CF005"), ("a\u202eb", "CF005"), (1.5, "CF022")])
def test_a_value_that_no_record_holds_is_refused(value, code):
    with pytest.raises(BadInput) as caught:
        edit(TEXT, CASE, [Change("place", "added", None, value)])
    assert caught.value.code == code


def test_a_record_as_a_whole_is_not_removed_from_its_text():
    with pytest.raises(EditRefused):
        edit(TEXT, CASE, [Change("", "removed", read(TEXT.encode()).data, None)])


def test_crlf_stays_crlf_and_a_byte_order_mark_stays():
    text = BOM + TEXT.replace("\n", "\r\n")
    event = {"id": "z1111", "type": "note", "note": "x\ny\n"}
    edited = edit(text, CASE, [Change("events.z1111", "added", None, event, "")])
    new = "  - id: z1111\r\n    type: note\r\n    note: |\r\n      x\r\n      y\r\n\r\n"
    assert edited == text.replace("  # the first\r\n", f"{new}  # the first\r\n")


def test_a_file_without_a_last_line_end_takes_more_lines():
    assert edit("id: x # end", CASE, [Change("notes", "added", None, "z")]) == "id: x # end\nnotes: z\n"
