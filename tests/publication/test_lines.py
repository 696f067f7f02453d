"""Lines of a publication: their bytes, how much was left out, and that kept lines are the same ones."""

from __future__ import annotations

import json

import pytest

from casefile.publication.lines import (
    PACKED,
    Kept,
    Line,
    Lines,
    Withheld,
    line_of,
    lines_of,
    packed,
    unpacked,
)


@pytest.mark.parametrize(
    ("withheld", "anything"),
    [
        (Withheld(), False),
        (Withheld(records=1), True),
        (Withheld(events=1), True),
        (Withheld(fields=1), True),
        (Withheld(names=1), True),
        (Withheld(ids=1), True),
    ],
)
def test_anything_was_withheld_where_one_number_is_not_zero(withheld, anything):
    assert bool(withheld) is anything


def test_a_line_is_compact_json_in_utf_8_and_ends_with_a_newline():
    assert line_of({"name": "Аида", "tags": ["a", 1]}) == '{"name":"Аида","tags":["a",1]}\n'.encode()


def made(*texts):
    return lines_of("partners", [Line(text, 1, 20, 300, 4000) for text in texts], 7, (100, 200))


def test_lines_have_the_records_in_their_order_and_the_sums_of_all_that_was_left_out():
    lines = made(b"b\n", b"a\n")

    assert [*lines.lines] == [b"b\n", b"a\n"]
    assert (lines.audience, lines.records, lines.first, lines.last) == ("partners", 2, 100, 200)
    assert lines.withheld == Withheld(records=7, events=2, fields=40, names=600, ids=8000)


def test_kept_lines_are_the_same_as_when_they_were_made():
    lines = made(b"b\n", b"a\n")

    again = unpacked(packed(lines))

    assert (again.audience, again.records, again.withheld, again.first, again.last) == (
        lines.audience, lines.records, lines.withheld, lines.first, lines.last,
    )  # fmt: skip
    assert b"".join(again.lines) == b"".join(again.lines) == b"b\na\n"


def test_kept_lines_say_of_themselves_only_json():
    assert json.loads(packed(made(b"x\n")).about) == [
        "partners", 1, {"records": 7, "events": 1, "fields": 20, "names": 300, "ids": 4000}, 100, 200,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sizes", "packs"),
    [
        ([PACKED // 2, PACKED // 2, PACKED // 2, PACKED // 2, 2], [PACKED, PACKED, 2]),
        ([PACKED - 1, 2, PACKED - 1, 2], [PACKED + 1, PACKED + 1, 0]),
        ([PACKED + 1, 2], [PACKED + 1, 2]),
        ([2, 2, 2], [6]),
    ],
)
def test_lines_are_packed_once_there_are_enough_of_them(sizes, packs):
    lines = [b"x" * (size - 1) + b"\n" for size in sizes]

    kept = packed(made(*lines))
    again = [*unpacked(kept).lines]

    assert [len(each) for each in again] == packs
    assert b"".join(again) == b"".join(lines)
    assert sum(map(len, kept.packs)) < PACKED // 100


def test_no_lines_are_kept_too():
    assert b"".join(unpacked(Kept(packed(made()).about, packed(made()).packs)).lines) == b""


def test_lines_are_sealed():
    with pytest.raises(TypeError):
        Lines("public", 0, Withheld(), 1, 2, [], object())
