import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from casefile.render.blocks import Column, Gap, Heading, Paragraph, Span, Table, cell, joined, line
from casefile.render.terminal import Screen, draw

HOSTILE = "[bold red]x[/] \x1b[31m\x07 \u202egnp.exe :smile: https://x.example"


def table(*rows, headers=("Name", "Status"), **how):
    made = tuple(tuple(cell(text) for text in row) for row in rows)
    return Table(tuple(Column(header) for header in headers), made, **how)


def test_record_text_is_neither_markup_nor_escape():
    drawn = draw([Heading(line(HOSTILE)), Paragraph(line(HOSTILE)), table((HOSTILE, HOSTILE))], Screen(200))

    assert "\x1b" not in drawn
    assert "\u202e" not in drawn
    assert drawn.count("[bold red]x[/]") == 4
    assert drawn.count(":smile:") == 4
    assert "␛[31m␇" in drawn


def test_without_colour_there_is_not_one_escape():
    blocks = [Heading(line("A")), Paragraph(line(Span("held", "held"))), table(("a", "b"))]

    assert "\x1b" not in draw(blocks, Screen(80, color=False))
    assert "\x1b[" in draw(blocks, Screen(80, color=True))


def test_colour_changes_no_word():
    import re

    blocks = [Heading(line("A")), Paragraph(line(Span("held", "held"), " today")), table(("a", "b"))]

    plain = re.sub(r"\x1b\[[0-9;]*m", "", draw(blocks, Screen(80, color=True)))
    assert [each.rstrip() for each in plain.split("\n")] == draw(blocks, Screen(80)).split("\n")


def test_a_column_wraps_between_words_and_an_id_stays_whole():
    drawn = draw(
        [table(("kg-2025-aleksander-aleksandrov", "last known held (pretrial)"))], Screen(50)
    ).splitlines()

    assert drawn[2] == "kg-2025-aleksander-aleksandrov  last known held"
    assert drawn[3].split() == ["(pretrial)"]


def test_an_airy_table_sets_groups_apart():
    drawn = draw([table(("28 May", "a"), ("", "b"), ("29 May", "c"), bare=True, airy=True)], Screen(40))

    assert [each.split() for each in drawn.splitlines()] == [
        ["28", "May", "a"],
        ["b"],
        [],
        ["29", "May", "c"],
    ]


@pytest.mark.parametrize("bare", [True, False])
@given(
    rows=st.lists(st.lists(st.text(max_size=60), min_size=3, max_size=3), min_size=1, max_size=4),
    width=st.integers(40, 160),
)
def test_no_line_is_wider_than_the_screen_and_no_character_is_lost(bare, rows, width):
    made = table(*rows, headers=("A", "B", "C"), bare=bare)

    drawn = draw([made, Gap()], Screen(width))

    assert all(cell_len(each) <= width for each in drawn.split("\n"))
    for letter in "abcdefghijklmnopqrstuvwxyz":
        assert drawn.count(letter) >= sum(text.count(letter) for row in rows for text in row)


def test_joining_leaves_out_what_is_empty():
    assert "".join(span.text for span in joined(["a", "", Span(""), "b"])) == "a · b"
