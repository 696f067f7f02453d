"""The questionnaire as a document for Word: headings, numbered items beside their answers, page numbers."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Sequence

from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.shared import Cm
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph

from casefile.exporters.as_wgad.form import NOT_KNOWN, Fact, Form, Item, Section, citations
from casefile.exporters.as_wgad.paper import (
    begin,
    box,
    columns,
    packed,
    page_frame,
    paragraph,
    row,
    run,
    take_content,
)
from casefile.exporters.as_wgad.wording import (
    ABOUT_QUESTIONS,
    ADDRESSEE,
    ALL_ANSWERED,
    DRAFT,
    NOBODY,
    QUESTIONS,
    SIGN_HERE,
    SOURCES,
    SOURCES_DIFFER,
    TITLE,
)

ITEMS = (Cm(1.6), Cm(5.3), Cm(10.1))
ENTRIES = (Cm(5.2), Cm(11.8))
NUMBERED = (Cm(1.6), Cm(15.4))
"""Widths of columns, together those of the page's text."""
FORMS_AT_ONCE = 10
"""Forms that may be in memory together."""
A_PART_OF_A_PAGE = 900
"""Characters of an answer that is kept on one page."""


def as_docx(forms: Iterable[Form], epoch: int) -> bytes:
    """Write the forms into one document, each from a page of its own on."""
    document = begin(TITLE)
    written: list[bytes] = []
    for form in forms:
        section = document.add_section(WD_SECTION.NEW_PAGE) if written else document.sections[0]
        page_frame(document, section, f"{form.name} · {form.case}", len(written) + 1)
        _form(document, form)
        written.append(take_content(document))
        if len(written) % FORMS_AT_ONCE == 0:
            gc.collect(1)  # the library's objects refer to each other, and all of them together are large
    if not written:
        page_frame(document, document.sections[0], "", 1)
        paragraph(document, text=NOBODY)
    return packed(document, written, epoch)


def _form(document: Document, form: Form) -> None:
    paragraph(document, "Title", TITLE)
    paragraph(document, "Subtitle", ADDRESSEE)
    paragraph(document, "Heading 1", form.name)
    for line in form.state:
        paragraph(document, "Small", line)
    framed = box(document, sum(ITEMS))
    run(framed, f"{form.score_words}. ", bold=True)
    run(framed, DRAFT.format(form.audience))
    for section in form.sections:
        _section(document, form, section)
    _sources(document, form)
    _questions(document, form)


def _section(document: Document, form: Form, section: Section) -> None:
    paragraph(document, "Heading 2", section.title)
    if section.remark:
        paragraph(document, "Small", section.remark)
    if section.wide:
        for item in section.items:
            _wide(document, form, item)
        return
    table = columns(document, ITEMS)
    for item in section.items:
        number, asks, answer = row(table, ITEMS, long=_long(*item.facts, *item.differing))
        run(number.paragraphs[0], item.number, bold=True)
        run(asks.paragraphs[0], item.asks)
        _answer(answer, form, item)


def _wide(document: Document, form: Form, item: Item) -> None:
    """Set an item whose answer is a list: a heading, and beside their days what happened."""
    paragraph(document, "Heading 3", f"{item.number}  {item.asks}")
    if not item.known:
        run(paragraph(document), item.nothing, style="Not known")
    if not any(fact.about for fact in item.facts):
        for fact in item.facts:
            _fact(paragraph(document), form, fact)
        return
    table = columns(document, ENTRIES)
    for fact in item.facts:
        about, said = row(table, ENTRIES, long=_long(fact))
        run(about.paragraphs[0], fact.about, style="About")
        if fact.group:
            run(about.add_paragraph(), fact.group, style="Cited")
        _fact(said.paragraphs[0], form, fact)


def _long(*facts: Fact) -> bool:
    """Tell whether an answer is too long to be kept on one page."""
    return sum(len(fact.text) + len(fact.reason) for fact in facts) > A_PART_OF_A_PAGE


def _answer(cell: Cell, form: Form, item: Item) -> None:
    paragraphs = _Paragraphs(cell)
    if item.blank:
        run(paragraphs.next(), f"\n{SIGN_HERE}")
    elif not item.known:
        run(paragraphs.next(), item.nothing, style="Not known")
    for fact in item.facts:
        _fact(paragraphs.next(), form, fact, with_about=True)
    if item.differing:
        run(paragraphs.next(), f"{SOURCES_DIFFER}:", style="Doubt")
        for fact in item.differing:
            _fact(paragraphs.next(), form, fact, with_about=True)


class _Paragraphs:
    """The paragraphs of a cell, the first of which is there from the beginning."""

    def __init__(self, cell: Cell) -> None:
        self.cell, self.begun = cell, False

    def next(self) -> Paragraph:
        """Return the next one to write to."""
        found: Paragraph = self.cell.add_paragraph() if self.begun else self.cell.paragraphs[0]
        self.begun = True
        return found


def _fact(into: Paragraph, form: Form, fact: Fact, *, with_about: bool = False) -> None:
    """Write what is said, then who says so, then what speaks against it."""
    if with_about and fact.when:
        run(into, f"{fact.when}: ", style="About")
    run(into, fact.text)
    if fact.remark:
        run(into, f"  ({fact.remark})", style="About")
    by = citations(fact.cited, form.numbers)
    sure = f"({fact.standing})" if fact.standing else ""
    if by or sure:
        run(into, f"  {' '.join(filter(None, (by, sure)))}", style="Cited")
    if fact.doubt:
        run(into, f"\n{fact.doubt.capitalize()}", style="Doubt")
        if fact.reason:
            run(into, f": {fact.reason}", style="About")
    if fact.doubt_cited:
        run(into, f"  {citations(fact.doubt_cited, form.numbers)}", style="Cited")


def _sources(document: Document, form: Form) -> None:
    paragraph(document, "Heading 2", SOURCES)
    if not form.sources:
        run(paragraph(document), NOT_KNOWN, style="Not known")
        return
    table = columns(document, NUMBERED)
    for source in form.sources:
        number, text = row(table, NUMBERED)
        run(number.paragraphs[0], f"[{source.number}]")
        run(text.paragraphs[0], source.title, bold=True)
        if source.about:
            run(text.paragraphs[0], f"  {', '.join(source.about)}")
        for address in filter(None, (source.address, source.archived)):
            run(text.add_paragraph(), address, style="Cited")


def _questions(document: Document, form: Form) -> None:
    heading = paragraph(document, "Heading 2", QUESTIONS)
    heading.paragraph_format.page_break_before = True
    paragraph(document, "Small", ABOUT_QUESTIONS)
    questions: Sequence[tuple[str, str]] = [*form.questions]
    if not questions:
        paragraph(document, text=ALL_ANSWERED)
        return
    table = columns(document, NUMBERED)
    for number, question in questions:
        of, asked = row(table, NUMBERED)
        run(of.paragraphs[0], number, bold=True)
        run(asked.paragraphs[0], question)
