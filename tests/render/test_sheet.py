"""What is drawn without Rich is what Rich draws."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from casefile.render.blocks import Column, Gap, Heading, Item, Items, Paragraph, Span, Table, cell, line
from casefile.render.terminal import Screen
from casefile.render.terminal.page import draw
from casefile.render.terminal.sheet import sheet

WORDS = st.text(st.sampled_from("ab c-,.йШ王é\u0301 ‘–"), max_size=12)
LINES = st.lists(WORDS.map(Span), max_size=3).map(lambda spans: line(*spans))
CELLS = st.lists(LINES, max_size=3).map(lambda lines: cell(*lines))


@st.composite
def tables(draw_from):
    headers = draw_from(
        st.lists(st.sampled_from(["Name", "Name\nId", "Since", "日付", ""]), min_size=1, max_size=4)
    )
    row = st.tuples(*[CELLS] * len(headers))
    rows = draw_from(st.lists(row, max_size=4))
    columns = tuple(Column(header) for header in headers)
    return Table(columns, tuple(rows), draw_from(st.booleans()), draw_from(st.booleans()))


BLOCKS = st.one_of(
    st.just(Gap()),
    LINES.map(Heading),
    st.builds(Paragraph, LINES, st.integers(0, 4)),
    st.builds(Items, st.lists(st.builds(Item, LINES, st.integers(0, 1)), max_size=3).map(tuple)),
    tables(),
)


@given(st.lists(BLOCKS, max_size=4), st.integers(20, 90), st.booleans())
def test_it_is_what_rich_draws_or_nothing(blocks, width, ascii_only):
    screen = Screen(width, color=False, ascii=ascii_only)
    drawn = sheet(blocks, screen)
    assert drawn is None or drawn == draw(blocks, screen)


def test_a_list_that_fits_is_drawn():
    row = (cell(Span("Ada Byron", "strong"), Span("gb-1843-xk2mp")), cell("held"), cell("3 May 1843"))
    table = Table((Column("Name\nId"), Column("Status"), Column("Since")), (row,))
    assert sheet([Paragraph(line("On 1 June")), Gap(), table], Screen(80)) == (
        "On 1 June\n\n"
        "Name\n"
        "Id             Status  Since\n"
        "─────────────────────────────────\n"
        "Ada Byron      held    3 May 1843\n"
        "gb-1843-xk2mp\n"
    )


def test_what_is_too_wide_wraps():
    assert sheet([Paragraph(line("word " * 20 + "word"), indent=2)], Screen(40)) == (
        "  word word word word word word word\n" * 3
    )


def test_colour_is_left_to_rich():
    assert sheet([Paragraph(line("word"))], Screen(40, color=True)) is None
