"""A dossier set as Markdown: record text reads as it was written and does nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from casefile.changes.citing import Cited
from casefile.custody.spoken import day_words
from casefile.pages.dossier.content import Dossier, Fact, Happening, Run, Said
from casefile.pages.markdown import address, code, escaped, inline, paragraphs


def in_markdown(dossier: Dossier) -> str:
    """Return a dossier as Markdown, without a line break at its end."""
    blocks = [
        f"# {escaped(dossier.record.name)}",
        _head(dossier),
        *_standing(dossier),
        *_section("What the record says", _facts(dossier.facts)),
        *_section("Reported and recorded", _facts(dossier.totals)),
        *_section("What happened", map(_happening, dossier.happened)),
        *_section(f"After {day_words(dossier.on)}", map(_happening, dossier.later)),
        *_section("Sources", _facts(dossier.sources)),
        *_section("Notes", [paragraphs("\n".join(dossier.notes))] if dossier.notes else []),
    ]
    return "\n\n".join(blocks)


def _head(dossier: Dossier) -> str:
    known = f"as known in {escaped(dossier.known_at)}, for the audience {dossier.audience}"
    return f"{code(dossier.record.id)} · {dossier.kind} · the world on {day_words(dossier.on)}, {known}"


def _section(title: str, lines: Iterable[str]) -> list[str]:
    """Give a section its title; one that would be empty is left out."""
    found = [*lines]
    return [f"## {title}", "\n".join(found)] if found else []


def _standing(dossier: Dossier) -> list[str]:
    standing = dossier.standing
    if standing is None:
        return []
    return ["## How things stand", f"**{escaped(standing.sentence)}**", "\n".join(_facts(standing.facts))]


def _facts(facts: Iterable[Fact]) -> Iterator[str]:
    for name, said in facts:
        yield f"- **{name}:** {_said(said)}" if name else f"- {_said(said)}"


def _happening(happening: Happening) -> str:
    more = [
        *([escaped(happening.summary)] if happening.summary else []),
        *(f"{name}: {_said(said)}" for name, said in happening.details),
        *_doubt(happening.doubt),
        *([f"Note: {escaped(happening.note)}"] if happening.note else []),
        *([f"Source: {'; '.join(map(_cited, happening.cited))}"] if happening.cited else []),
    ]
    told = f"**{escaped(happening.when)}** — {_said(happening.told)}"
    return "\n".join([f"- {told}", *(f"  - {each}" for each in more)])


def _doubt(doubt: Fact | None) -> list[str]:
    if doubt is None:
        return []
    return [f"*{doubt.name}*{f': {_said(doubt.said)}' if doubt.said else ''}"]


def _cited(cited: Cited) -> str:
    locator = f", {escaped(cited.locator)}" if cited.locator else ""
    quote = f" “{escaped(cited.quote)}”" if cited.quote else ""
    return f"{code(cited.source)}{locator}{quote}"


def _said(said: Said) -> str:
    return "".join(map(_run, said))


def _run(run: Run) -> str:
    if run.form == "address":
        return address(run.text)
    if run.form == "source":
        return code(run.text)
    if run.form == "record":
        return f"{escaped(run.text)} ({code(run.target)})"
    return inline(run.text)
