import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from casefile.pages.page_blocks import (
    BlankLine,
    BlockColumn,
    BlockTable,
    Heading,
    Items,
    ListItem,
    Paragraph,
    TextSpan,
    cell,
    join_spans,
    line,
)
from casefile.terminal.terminal_pages import Screen, draw

HOSTILE = "[bold red]x[/] \x1b[31m\x07 \u202egnp.exe :smile: https://x.example"


def table(*rows, headers=("Name", "Status"), **how):
    made = tuple(tuple(cell(text) for text in row) for row in rows)
    return BlockTable(tuple(BlockColumn(header) for header in headers), made, **how)


def test_record_text_is_neither_markup_nor_escape():
    drawn = draw([Heading(line(HOSTILE)), Paragraph(line(HOSTILE)), table((HOSTILE, HOSTILE))], Screen(200))

    assert "\x1b" not in drawn
    assert "\u202e" not in drawn
    assert drawn.count("[bold red]x[/]") == 4
    assert drawn.count(":smile:") == 4
    assert "␛[31m␇" in drawn


def test_without_colour_there_is_not_one_escape():
    blocks = [Heading(line("A")), Paragraph(line(TextSpan("held", "held"))), table(("a", "b"))]

    assert "\x1b" not in draw(blocks, Screen(80, color=False))
    assert "\x1b[" in draw(blocks, Screen(80, color=True))


def test_colour_changes_no_word():
    import re

    blocks = [Heading(line("A")), Paragraph(line(TextSpan("held", "held"), " today")), table(("a", "b"))]

    plain = re.sub(r"\x1b\[[0-9;]*m", "", draw(blocks, Screen(80, color=True)))
    assert [each.rstrip() for each in plain.split("\n")] == draw(blocks, Screen(80)).split("\n")


LOOKS = {
    "held": ([Paragraph(line("is ", TextSpan("held", "held"), " now"))], "is \x1b[1;31mheld\x1b[0m now\n"),
    "over two lines": (
        [Paragraph(line("was ", TextSpan("under house arrest", "bound"), " then"))],
        "was \x1b[33munder\x1b[0m\n\x1b[33mhouse arrest\x1b[0m\nthen\n",
    ),
    "a heading": (
        [Heading(line("Ada ", TextSpan("gb-1", "id")))],
        "\n\x1b[1mAda \x1b[0m\x1b[1;36mgb-1\x1b[0m\n",
    ),
    "a title": ([Heading(line(TextSpan("Ada", "title")))], "\n\x1b[1mAda\x1b[0m\n"),
    "an item": (
        [Items((ListItem(line(TextSpan("a b c d e f g", "warn"))),))],
        "- \x1b[33ma b c d e\x1b[0m\n  \x1b[33mf g\x1b[0m\n",
    ),
    "a table": (
        [table((TextSpan("Ada", "strong"), TextSpan("free", "free")))],
        (
            "\x1b[1mName\x1b[0m  \x1b[1mStatus\x1b[0m\n\x1b[2m────────────\x1b[0m\n"
            "\x1b[1mAda\x1b[0m   \x1b[32mfree\x1b[0m\n"
        ),
    ),
    "what acts": ([Paragraph(line("a\x07", TextSpan("b\u202e", "id")))], "a␇\x1b[36mb<U+202E>\x1b[0m\n"),
}


@pytest.mark.parametrize(("blocks", "drawn"), LOOKS.values(), ids=LOOKS)
def test_each_text_is_drawn_in_the_style_of_its_role(blocks, drawn):
    assert draw(blocks, Screen(12, color=True)) == drawn


def test_a_list_that_fits_stays_as_it_is():
    row = (cell(TextSpan("Ada Byron", "strong"), TextSpan("gb-1843-xk2mp")), cell("held"), cell("3 May 1843"))
    made = BlockTable((BlockColumn("Name\nId"), BlockColumn("Status"), BlockColumn("Since")), (row,))
    assert draw([Paragraph(line("On 1 June")), BlankLine(), made], Screen(80)) == (
        "On 1 June\n\n"
        "Name\n"
        "Id             Status  Since\n"
        "─────────────────────────────────\n"
        "Ada Byron      held    3 May 1843\n"
        "gb-1843-xk2mp\n"
    )


def test_a_wide_line_wraps_and_keeps_its_indent():
    assert draw([Paragraph(line("word " * 20 + "word"), indent=2)], Screen(40)) == (
        "  word word word word word word word\n" * 3
    )
    assert (
        draw([Items((ListItem(line("aa bb cc"), depth=1),), indent=1)], Screen(10)) == "   - aa bb\n     cc\n"
    )


def test_a_table_without_rows_has_its_headers():
    assert draw([table()], Screen(40, ascii=True)) == "Name  Status\n------------\n"
    assert draw([table(bare=True)], Screen(40)) == ""


def test_a_column_without_words_takes_one_column():
    made = table(("a", "", "c"), headers=("A", "", "C"))
    assert draw([made], Screen(40, ascii=True)) == "A     C\n-------\na     c\n"


def test_a_row_without_words_is_a_blank_line():
    assert draw([table(("a", "b"), ("", ""), ("c", "d"), bare=True)], Screen(40)) == "a     b\n\nc     d\n"


def test_leading_blanks_stay_where_a_line_wraps():
    assert draw([Paragraph(line("  two blanks and more"))], Screen(14)) == "  two blanks\nand more\n"


def test_without_room_each_line_has_one_character():
    assert draw([Paragraph(line("abc"), indent=12)], Screen(10)) == "".join(
        f"{' ' * 12}{sign}\n" for sign in "abc"
    )


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

    drawn = draw([made, BlankLine()], Screen(width))

    assert all(cell_len(each) <= width for each in drawn.split("\n"))
    for letter in "abcdefghijklmnopqrstuvwxyz":
        assert drawn.count(letter) >= sum(text.count(letter) for row in rows for text in row)


def test_joining_leaves_out_empty_parts():
    assert "".join(span.text for span in join_spans(["a", "", TextSpan(""), "b"])) == "a · b"
