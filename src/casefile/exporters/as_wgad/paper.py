"""How a document for Word is laid out: page, type, tables, and a file that is the same every time."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from datetime import UTC, datetime
from functools import cache

import docx
from docx.document import Document
from docx.enum.section import WD_HEADER_FOOTER
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.parts.hdrftr import HeaderPart
from docx.section import Section
from docx.shared import Cm, Length, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.table import Table
from docx.table import _Cell as Cell
from docx.table import _Row as Row
from docx.text.paragraph import Paragraph
from lxml import etree

from casefile.model.visible import visible

FONT = "Arial"
INK, GREY, SHADE, LINE = RGBColor(0x1F, 0x2A, 0x44), RGBColor(0x55, 0x55, 0x55), "F1F3F7", "BFC5D2"
NEVER = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the packed document: the earliest that can be stated."""
NOT_OURS = ("/thumbnail", "/extended-properties", "/customXml", "/stylesWithEffects", "/numbering")
"""Parts of the library's own blank document that say how it was once made, or that nothing here uses."""

KEPT = frozenset({
    "Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Header", "Footer",
    "Default Paragraph Font", "Normal Table", "No List",
})  # fmt: skip
"""Styles of the blank document that ours build upon; of the many others none is used."""


def begin(title: str) -> Document:
    """Begin a document of A4 pages, with styles that print well in grey."""
    document = docx.Document()
    for rels in (document.part.package.rels if document.part.package else {}, document.part.rels):
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(NOT_OURS)]:
            del rels[key]
    for style in [*document.styles]:
        if style.name not in KEPT:
            style.delete()
    for link in document.styles.element.xpath("w:style/w:link"):
        link.getparent().remove(link)
    for revisions in document.settings.element.xpath("w:rsids"):
        revisions.getparent().remove(revisions)
    document.core_properties.title = title
    _type(document)
    return document


def _type(document: Document) -> None:
    normal = _style(document, "Normal", 10)
    normal.paragraph_format.space_after = Pt(3)
    normal.paragraph_format.line_spacing = 1.1
    _language(document)
    for name, size, before, after in (
        ("Title", 16, 0, 2), ("Subtitle", 10, 0, 14), ("Heading 1", 15, 0, 4), ("Heading 2", 12, 18, 5),
        ("Heading 3", 10, 10, 3),
    ):  # fmt: skip
        style = _style(document, name, size, bold=name != "Subtitle", color=INK)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.keep_with_next = True
        for ornament in style.element.xpath("./w:pPr/w:pBdr | ./w:rPr/w:spacing | ./w:rPr/w:kern"):
            ornament.getparent().remove(ornament)
    small = document.styles.add_style("Small", WD_STYLE_TYPE.PARAGRAPH)
    small.base_style = normal
    small.font.size, small.font.color.rgb = Pt(9), GREY
    for name, points, color, bold, italic in (
        ("About", 9, INK, False, False), ("Cited", 8.5, GREY, False, False), ("Doubt", 9.5, INK, True, False),
        ("Not known", 10, GREY, False, True),
    ):  # fmt: skip
        run_style = document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        _font(run_style, points, color, bold=bold, italic=italic)


def _style(
    document: Document, name: str, size: float, *, bold: bool = False, color: RGBColor | None = None
) -> ParagraphStyle:
    style = document.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(name)
    _font(style, size, color, bold=bold)
    return style


def _font(
    style: CharacterStyle, size: float, color: RGBColor | None, *, bold: bool, italic: bool = False
) -> None:
    """Set one typeface for every script; those of the blank document's theme would go before it."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in [*fonts.attrib]:
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
    style.font.cs_bold, style.font.cs_italic = bold, italic
    if color is not None:
        style.font.color.rgb = color


def _language(document: Document) -> None:
    for language in document.styles.element.xpath("w:docDefaults//w:lang"):
        language.set(qn("w:val"), "en-GB")


def page_frame(document: Document, section: Section, running: str, number: int) -> None:
    """Set the page of the section of this number, a header that names the form, and page numbers."""
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2)
    section.header_distance = section.footer_distance = Cm(1)
    _add_header(document, section, number)
    head = section.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run(head, running, style="Cited")
    if number > 1:
        return  # the footer is that of the first section
    section.footer.is_linked_to_previous = False
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for words, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        run(foot, words, style="Cited")
        _count(foot, field)


def _add_header(document: Document, section: Section, number: int) -> None:
    """Add a header of its own to a section; the library would search all parts for a free name."""
    name, blank = PackURI(f"/word/header{number}.xml"), HeaderPart._default_header_xml()  # type: ignore[no-untyped-call] # noqa: SLF001
    part = HeaderPart(name, CONTENT_TYPE.WML_HEADER, parse_xml(blank), document.part.package)
    key = f"header{number}"
    document.part.rels.add_relationship(RELATIONSHIP_TYPE.HEADER, part, key)
    section._sectPr.add_headerReference(WD_HEADER_FOOTER.PRIMARY, key)  # noqa: SLF001


def _count(paragraph: Paragraph, field: str) -> None:
    """Add a page number: the one kind of field in the document; it reads nothing and runs nothing."""
    counted = _element("w:fldSimple", instr=field)
    paragraph._p.append(counted)  # noqa: SLF001 - the library has no other door to what it cannot make
    made = paragraph.add_run("1")
    made._r.style = style_id("Cited")  # noqa: SLF001
    counted.append(made._r)  # noqa: SLF001


def run(paragraph: Paragraph, text: str, *, bold: bool = False, style: str | None = None) -> None:
    """Add text: its lines stay lines, what a file may not hold or nobody sees stands as a symbol.

    Behind text that is read from the right an unseen mark keeps brackets and numbers from joining it.
    """
    rtl = unicodedata.bidirectional(text[:1] or " ") in FROM_THE_RIGHT
    mark = "" if rtl or not FROM_THE_RIGHT & {*map(unicodedata.bidirectional, paragraph.text)} else LRM
    made = paragraph.add_run()
    if style:
        made._r.style = style_id(style)  # noqa: SLF001 - see `style_id`
    for place, line in enumerate(text.split("\n")):
        if place:
            made.add_break()
        made.add_text(mark + visible(line.replace("\t", " ")))
    if bold:
        made.bold = made.font.cs_bold = True
    if rtl:
        made.font.rtl = True


def style_id(name: str) -> str:
    """Return the id of a style of `begin`: the library searches all styles and parts for it each time."""
    return name.replace(" ", "")


def paragraph(document: Document, style: str = "", text: str = "") -> Paragraph:
    """Add a paragraph."""
    made = document.add_paragraph()
    if style:
        made._p.style = style_id(style)  # noqa: SLF001
    if text:
        run(made, text)
    return made


def take_content(document: Document) -> bytes:
    """Return the content of a document as XML, and empty the document.

    The library looks through the whole document for each paragraph that it adds.
    """
    body = document.element.body
    end = body.get_or_add_sectPr()
    written = [each for each in body if each is not end]
    for each in written:
        body.remove(each)
    return b"".join(etree.tostring(each, encoding="utf-8") for each in written)


LRM = "\N{LEFT-TO-RIGHT MARK}"
FROM_THE_RIGHT = frozenset({"R", "AL"})
"""Unicode's words for letters of Hebrew, Arabic and other such scripts."""


def columns(document: Document, widths: Sequence[Length]) -> Table:
    """Add an empty table with thin lines between its rows."""
    table: Table = document.add_table(rows=0, cols=len(widths))
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    lines = _element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        lines.append(_element(f"w:{side}", val="single", sz="4", space="0", color=LINE))
    margins = _element("w:tblCellMar")
    margins.append(_element("w:left", w="0", type="dxa"))
    margins.append(_element("w:right", w="120", type="dxa"))
    # The standard gives these an order, and Word insists on it.
    about = table._tbl.tblPr  # noqa: SLF001
    about.insert_element_before(lines, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    about.insert_element_before(margins, "w:tblLook")
    return table


def row(table: Table, widths: tuple[Length, ...], *, long: bool = False) -> Sequence[Cell]:
    """Add a row; a long one may break over pages."""
    added = deepcopy(_empty_row(widths, long=long))
    table._tbl.append(added)  # noqa: SLF001
    return [Cell(each, table) for each in added.tc_lst]


@cache
def _empty_row(widths: tuple[Length, ...], *, long: bool) -> CT_Row:
    """Return an empty row to copy: copying is much faster than making each row with the library."""
    table = docx.Document().add_table(rows=0, cols=len(widths))
    added: Row = table.add_row()
    if not long:
        added._tr.get_or_add_trPr().append(_element("w:cantSplit"))  # noqa: SLF001
    for cell, width in zip(added.cells, widths, strict=True):
        cell.width = width
        cell.paragraphs[0].paragraph_format.space_before = Pt(2)
    return added._tr  # noqa: SLF001


def box(document: Document, width: int) -> Paragraph:
    """Add a shaded box and return the paragraph in it."""
    table = document.add_table(rows=1, cols=1)
    table.autofit = False
    cell = table.rows[0].cells[0]
    cell.width = Length(width)
    cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=SHADE))  # noqa: SLF001
    cell.paragraphs[0].paragraph_format.space_before = Pt(4)
    cell.paragraphs[0].paragraph_format.space_after = Pt(4)
    framed: Paragraph = cell.paragraphs[0]
    return framed


def _element(name: str, **attributes: str) -> BaseOxmlElement:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


CONTENT, BEGINS = "word/document.xml", b"<w:body>"
"""The part with the text of a document, and where in it the text begins."""


def packed(document: Document, written: Sequence[bytes], epoch: int) -> bytes:
    """Return the file: no user, the stated moment for every date, the same bytes every time.

    `written` is content that `take_content` returned; it comes before the rest of the document.
    """
    moment = datetime.fromtimestamp(epoch, UTC).replace(tzinfo=None)
    about = document.core_properties
    about.author = about.last_modified_by = about.comments = about.keywords = about.category = ""
    about.created = about.modified = moment
    about.revision, about.language = 1, "en-GB"
    saved, out = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as made, zipfile.ZipFile(out, "w") as archive:
        for name in made.namelist():
            entry = zipfile.ZipInfo(name, NEVER)
            entry.create_system = 0
            content = made.read(name)
            if name == CONTENT:
                head, begins, rest = content.partition(BEGINS)
                content = b"".join((head, begins, *written, rest))
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()
