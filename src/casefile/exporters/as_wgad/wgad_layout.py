"""Render the questionnaire with templates: as Markdown, or as a Word document, which is a ZIP archive."""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import BinaryIO, NamedTuple, cast

from jinja2 import Environment
from markupsafe import Markup

from casefile.exporters.as_wgad.wgad_form import NOT_KNOWN, WgadFact, WgadForm, WgadItem, citations
from casefile.exporters.as_wgad.wgad_questions import questionnaire
from casefile.model.visible_text import visible
from casefile.pages.html import template_environment, write_stripped
from casefile.pages.markdown_escape import address, escape_markdown

NEVER = (1980, 1, 1, 0, 0, 0)
"""The time of each file in the ZIP archive: the earliest that ZIP can store, so that bytes stay the same."""
A_PART_OF_A_PAGE = 900
"""The most characters of an answer that is kept on one page."""
LRM = "\N{LEFT-TO-RIGHT MARK}"
FROM_THE_RIGHT = frozenset({"R", "AL"})
"""The bidirectional classes of letters of Hebrew, Arabic and other right-to-left scripts in Unicode."""


class WgadRun(NamedTuple):
    """Text in one style."""

    text: str
    style: str = ""
    bold: bool = False


class DirectedRun(NamedTuple):
    """A run as it is written: its lines, its style, and whether it is read from right to left."""

    lines: tuple[str, ...]
    style: str
    bold: bool
    rtl: bool


def write_markdown(forms: Iterable[WgadForm], out: BinaryIO) -> None:
    """Write the forms one after another as Markdown, with one line break at the end."""
    write_stripped(_templates().get_template("form.md").stream(forms=forms), out)


def write_docx(forms: Iterable[WgadForm], headers: Sequence[str], epoch: int, out: BinaryIO) -> None:
    """Write a Word document with the forms, each starting on a new page.

    `headers` are the page headers, one for each form. The same forms always give the same bytes, in a file
    and in a pipe. The document contains no user name, and each date in it is `epoch`, in seconds since 1970.
    It is written while the forms are made, so it is never in memory as a whole.
    """
    headers = headers or [""]
    created = f"{datetime.fromtimestamp(epoch, UTC):%Y-%m-%dT%H:%M:%SZ}"
    templates = _templates()
    # Without `seek`, so that the bytes are the same for a file, in which ZipFile would go back, and a pipe.
    stream = cast("BinaryIO", SimpleNamespace(write=out.write, flush=out.flush))
    with zipfile.ZipFile(stream, "w") as archive:

        def add(name: str, template: str, **shown: object) -> None:
            entry = zipfile.ZipInfo(name, NEVER)
            entry.create_system, entry.compress_type = 0, zipfile.ZIP_DEFLATED
            with archive.open(entry, "w") as part:
                write_stripped(templates.get_template(template).stream(headers=headers, **shown), part)

        add("[Content_Types].xml", "content_types.xml")
        add("_rels/.rels", "relationships.xml")
        add("docProps/core.xml", "core.xml", created=created)
        add("word/document.xml", "document.xml", forms=forms)
        add("word/_rels/document.xml.rels", "document_relationships.xml")
        for name in ("styles", "settings", "footer"):
            add(f"word/{name}.xml", f"{name}.xml")
        for number, header in enumerate(headers, 1):
            add(f"word/header{number}.xml", "header.xml", header=header)


def _templates() -> Environment:
    templates = template_environment(__package__ or "")
    templates.globals |= {"run": WgadRun, "not_known": NOT_KNOWN, "words": questionnaire().words}
    templates.filters |= {
        "address": lambda url: Markup(address(url)),  # noqa: S704 - harmless in Markdown, as what follows
        "md": lambda text: Markup(escape_markdown(text)),  # noqa: S704
        "cited": lambda cited, form: citations(cited, form.numbers),
        "answer": _answer, "directed": _directed, "fact": _fact, "long": _long, "run": WgadRun,
    }  # fmt: skip
    return templates


def _directed(runs: Iterable[WgadRun]) -> Iterator[DirectedRun]:
    """Yield the runs of a paragraph split into lines, with a symbol for each invisible or invalid character.

    After text that is read from right to left, an invisible mark keeps brackets and numbers from joining it.
    """
    before: set[str] = set()
    for text, style, bold in runs:
        rtl = unicodedata.bidirectional(text[:1] or " ") in FROM_THE_RIGHT
        mark = "" if rtl or not FROM_THE_RIGHT & before else LRM
        begin = Markup(mark)  # noqa: S704 - our own character, which a template would show as a symbol
        lines = tuple(begin + visible(line.replace("\t", " ")) for line in text.split("\n"))
        before.update(*(map(unicodedata.bidirectional, line) for line in lines))
        yield DirectedRun(lines, style, bold, rtl)


def _long(facts: Iterable[WgadFact]) -> bool:
    """Return whether an answer is too long to be kept on one page."""
    return sum(len(fact.text) + len(fact.reason) for fact in facts) > A_PART_OF_A_PAGE


def _answer(form: WgadForm, item: WgadItem) -> Iterator[list[WgadRun]]:
    """Yield the paragraphs of an answer, each as a list of runs."""
    if item.blank:
        yield [WgadRun(f"\n{questionnaire().words['sign_here']}")]
    elif not item.known:
        yield [WgadRun(item.nothing, "Notknown")]
    yield from ([*_fact(form, fact, with_about=True)] for fact in item.facts)
    if item.differing:
        yield [WgadRun(f"{questionnaire().words['sources_differ']}:", "Doubt")]
        yield from ([*_fact(form, fact, with_about=True)] for fact in item.differing)


def _fact(form: WgadForm, fact: WgadFact, *, with_about: bool = False) -> Iterator[WgadRun]:
    """Yield the runs of a statement: the text, then its sources, then the doubt about it."""
    if with_about and fact.when:
        yield WgadRun(f"{fact.when}: ", "About")
    yield WgadRun(fact.text)
    if fact.remark:
        yield WgadRun(f"  ({fact.remark})", "About")
    sure = f"({fact.standing})" if fact.standing else ""
    by = " ".join(filter(None, (citations(fact.cited, form.numbers), sure)))
    if by:
        yield WgadRun(f"  {by}", "Cited")
    if fact.doubt:
        yield WgadRun(f"\n{fact.doubt.capitalize()}", "Doubt")
        if fact.reason:
            yield WgadRun(f": {fact.reason}", "About")
    if fact.doubt_cited:
        yield WgadRun(f"  {citations(fact.doubt_cited, form.numbers)}", "Cited")
