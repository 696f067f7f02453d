from markdown_it import MarkdownIt

from casefile.pages.markdown_escape import escape_markdown
from casefile.pages.page_blocks import (
    BlockColumn,
    BlockTable,
    Heading,
    Items,
    ListItem,
    Paragraph,
    TextSpan,
    cell,
    line,
)
from casefile.terminal.markdown_pages import markdown

HOSTILE = "<script>alert(1)</script> [x](javascript:1) **b** `c` | # ~~d~~ &lt; \x1b[31m"


def shown(text):
    """Return what a reader sees of a Markdown text: tags of our own are left, theirs are text."""
    return MarkdownIt("js-default").render(text)


def test_record_text_stays_text():
    blocks = [
        Heading(line(HOSTILE)),
        Paragraph(line(HOSTILE)),
        BlockTable((BlockColumn("A"), BlockColumn("B")), ((cell(HOSTILE), cell(HOSTILE)),)),
        BlockTable((BlockColumn(""), BlockColumn("")), ((cell(HOSTILE), cell(HOSTILE)),), bare=True),
    ]

    html = shown(markdown(blocks))

    assert not any(tag in html for tag in ("<script", "<a ", "<strong", "<code", "<s>", "<em"))
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 6
    assert html.count("&amp;lt;") == 6
    assert "\x1b" not in html


def test_a_table_has_as_many_cells_as_columns():
    table = BlockTable(
        (BlockColumn("Name\nId"), BlockColumn("B")), ((cell("a|b", "c"), cell(TextSpan("held", "held"))),)
    )

    html = shown(markdown([table]))

    assert html.count("<td>") == 2
    assert "<strong>held</strong>" in html


def test_a_paragraph_that_looks_like_a_list_is_none():
    html = shown(markdown([Paragraph(line("- a")), Paragraph(line("1. b")), Paragraph(line("+ c"))]))

    assert "<li>" not in html


def test_rows_without_a_header_become_a_list_that_repeats_the_first_cell():
    table = BlockTable(
        (BlockColumn(""), BlockColumn("")), ((cell("28 May"), cell("a")), ((), cell("b"))), bare=True
    )

    assert markdown([table]) == "- 28 May: a\n- 28 May: b\n"


def test_a_list_is_a_list_and_its_items_begin_no_other_one():
    items = Items((ListItem(line("1. a")), ListItem(line(HOSTILE), 1), ListItem(line("- b"))))

    html = shown(markdown([Paragraph(line("What changed")), items]))

    assert html.count("<li>") == 3
    assert html.count("<ul>") == 2
    assert "<ol>" not in html
    assert "<script" not in html


def test_a_name_in_a_text_is_no_mention():
    text = markdown([Paragraph(line("@somebody, kloop#12, a@b.example, #1, 5 @ 6"))])

    assert not any(call in text for call in ("@s", "#12", "@b", "#1"))
    assert "5 @ 6" in text


def test_text_reads_as_in_a_dossier_and_does_nothing():
    text = "1. first / see https://evil.example/x www.x.example :tada: and $5 $x^2$"

    assert markdown([Paragraph(line(text))]) == f"{escape_markdown(text)}\n"
    page = MarkdownIt("gfm-like").disable("linkify").render(escape_markdown(text))
    assert page == f"<p>{text}</p>\n"
