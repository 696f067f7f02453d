"""The questionnaire as Markdown: the same items, answers and sources as in the document for Word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from casefile.exporters.as_wgad.form import NOT_KNOWN, Fact, Form, Item, Listed, Section, citations
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
from casefile.pages.markdown import address, escaped


def as_markdown(forms: Iterable[Form]) -> str:
    """Write the forms one after another."""
    return "\n\n---\n\n".join(map(_form, forms)) or escaped(NOBODY)


def _form(form: Form) -> str:
    blocks = [
        f"# {TITLE}",
        escaped(ADDRESSEE),
        f"## {escaped(form.name)}",
        "\\\n".join(map(escaped, form.state)),
        f"**{escaped(form.score_words)}.** {escaped(DRAFT.format(form.audience))}",
        *(block for section in form.sections for block in _section(form, section)),
        f"## {SOURCES}",
        "\n".join(map(_source, form.sources)) or NOT_KNOWN,
        f"## {QUESTIONS}",
        escaped(ABOUT_QUESTIONS),
        "\n".join(f"- **{number}** {escaped(question)}" for number, question in form.questions)
        or ALL_ANSWERED,
    ]
    return "\n\n".join(blocks)


def _section(form: Form, section: Section) -> Iterator[str]:
    yield f"## {escaped(section.title)}"
    if section.remark:
        yield f"*{escaped(section.remark)}*"
    for item in section.items:
        yield f"**{item.number} {escaped(item.asks)}**"
        yield "\n".join(_answer(form, item))


def _answer(form: Form, item: Item) -> Iterator[str]:
    if item.blank:
        yield escaped(SIGN_HERE)
        return
    if not item.known:
        yield f"- *{item.nothing}*"
    for fact in item.facts:
        yield f"- {_fact(form, fact)}"
    if item.differing:
        yield f"- {SOURCES_DIFFER}:"
        for fact in item.differing:
            yield f"  - {_fact(form, fact)}"


def _fact(form: Form, fact: Fact) -> str:
    said = " / ".join(escaped(line) for line in fact.text.split("\n") if line.strip())
    parts = [
        f"*{escaped(fact.when)}:*" if fact.when else "",
        said,
        f"({escaped(fact.remark)})" if fact.remark else "",
        escaped(citations(fact.cited, form.numbers)),
        f"({fact.standing})" if fact.standing else "",
        f"— **{fact.doubt}**" if fact.doubt else "",
        f"({escaped(fact.reason)})" if fact.reason else "",
        escaped(citations(fact.doubt_cited, form.numbers)),
    ]
    return " ".join(filter(None, parts))


def _source(source: Listed) -> str:
    places = [address(each) for each in (source.address, source.archived) if each]
    said = ", ".join([escaped(source.title), *map(escaped, source.about), *places])
    return f"- \\[{source.number}\\] {said}"
