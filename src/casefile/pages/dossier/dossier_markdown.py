"""Dossiers as Markdown: record text is shown as it was written and never becomes markup."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from casefile.changes.cited_sources import Cited
from casefile.custody.status_text import day_words
from casefile.pages.dossier.dossier_content import Dossier, DossierEvent, Key
from casefile.pages.markdown_escape import address, code, escape_markdown, inline, paragraphs
from casefile.pages.text_spans import NamedLine, Run, TextLine


def in_markdown(dossier: Dossier) -> str:
    """Return a dossier as Markdown, without a line break at its end."""
    parts = (block for each in dossier.sections for block in (f"## {each.title}", PARTS[each.key](dossier)))
    return "\n\n".join((f"# {escape_markdown(dossier.record.name)}", _head(dossier), *parts))


def _head(dossier: Dossier) -> str:
    known = f"as known in {escape_markdown(dossier.known_at)}, for the audience {dossier.audience}"
    return f"{code(dossier.record.id)} · {dossier.kind} · state on {day_words(dossier.on)}, {known}"


def _standing(dossier: Dossier) -> str:
    standing = dossier.standing
    return f"**{escape_markdown(standing.sentence)}**\n\n{_facts(standing.facts)}" if standing else ""


def _facts(facts: Iterable[NamedLine]) -> str:
    return "\n".join(
        f"- **{name}:** {_markdown_line(text)}" if name else f"- {_markdown_line(text)}"
        for name, text in facts
    )


def _ledger(dossier_events: Iterable[DossierEvent]) -> str:
    return "\n".join(map(_happening, dossier_events))


PARTS: Mapping[Key, Callable[[Dossier], str]] = {
    "stands": _standing,
    "totals": lambda dossier: _facts(dossier.totals),
    "happened": lambda dossier: _ledger(dossier.happened),
    "later": lambda dossier: _ledger(dossier.later),
    "facts": lambda dossier: _facts(dossier.facts),
    "notes": lambda dossier: paragraphs("\n".join(dossier.notes)),
    "sources": lambda dossier: _facts(dossier.sources),
}
"""The function that writes a part of a dossier, by the key of the part."""


def _happening(happening: DossierEvent) -> str:
    more = [
        *_doubt(happening.doubt),
        *(
            f"{name}: {_markdown_line(text)}" if name else _markdown_line(text)
            for name, text in happening.more
        ),
        *([f"Source: {'; '.join(map(_cited, happening.cited))}"] if happening.cited else []),
    ]
    headline = f"**{escape_markdown(happening.when)}** — {_markdown_line(happening.text)}"
    return "\n".join([f"- {headline}", *(f"  - {each}" for each in more)])


def _doubt(doubt: NamedLine | None) -> list[str]:
    if doubt is None:
        return []
    return [f"*{doubt.name}*{f': {_markdown_line(doubt.text)}' if doubt.text else ''}"]


def _cited(cited: Cited) -> str:
    return f"{code(cited.source)}{inline(cited.place)}"


def _markdown_line(line: TextLine) -> str:
    return "".join(map(_run, line))


def _run(run: Run) -> str:
    if run.form == "address":
        return address(run.text)
    if run.form == "source":
        return code(run.text)
    if run.form == "record":
        return f"{escape_markdown(run.text)} ({code(run.target)})"
    return inline(run.text)
