"""The data for the PDF template: plain data, in which texts of records are never markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from casefile.custody.status_text import day_words
from casefile.dates import Day
from casefile.model.visible_text import visible
from casefile.pages.dossier import Dossier, DossierEvent, document_title, dossier
from casefile.pages.markdown_escape import web
from casefile.pages.pictures import Picture, overview, timeline
from casefile.pages.text_spans import NamedLine, TextLine
from casefile.publication.publish import Publication, Published


def content(publication: Publication, records: Sequence[Published], part: str, made: Day) -> dict[str, Any]:
    """Return the content of a document about some records, as the template `dossiers.typ` reads it.

    `part` names the part of the export, such as "2 of 5", or is empty. `made` is the date of the document.
    """
    day = day_words(publication.on)
    return {
        "register": visible(publication.title),
        "title": visible(document_title(records)),
        "made": [made.year, made.month, made.day],
        "edition": f"State on {day}, as known in {publication.known_at}, for {publication.audience}",
        "about": [
            ["State on", [[day, ""]]],
            ["As known in", [[publication.known_at, ""]]],
            ["For the audience", [[publication.audience, ""]]],
            *([["Part", [[part, ""]]]] if part else ()),
        ],
        "overview": _drawn(overview(publication, records)),
        "dossiers": [_dossier(publication, dossier(publication, each)) for each in records],
    }


def _dossier(publication: Publication, dossier: Dossier) -> dict[str, Any]:
    standing = dossier.standing
    return {
        "id": dossier.record.id,
        "kind": dossier.kind.capitalize(),
        "name": visible(dossier.record.name),
        "standing": {
            "sentence": visible(standing.sentence), "mark": standing.mark, "facts": _facts(standing.facts),
        } if standing else None,
        "picture": _drawn(timeline(publication, [dossier.record])),
        "sections": [[*each] for each in dossier.sections],
        "totals": _facts(dossier.totals),
        "happened": [*map(_happening, dossier.happened)],
        "later": [*map(_happening, dossier.later)],
        "facts": _facts(dossier.facts),
        "notes": [visible(line) for line in dossier.notes],
        "sources": [_runs_in_lists(each.text) for each in dossier.sources],
    }  # fmt: skip


def _drawn(picture: Picture | None) -> dict[str, str] | None:
    return (
        {"svg": picture.svg("picture"), "told": f"{picture.title}. {picture.description}"}
        if picture
        else None
    )


def _facts(facts: Iterable[NamedLine]) -> list[Any]:
    return [[name, _runs_in_lists(text)] for name, text in facts]


def _runs_in_lists(line: TextLine) -> list[list[str]]:
    return [[visible(run.text), web(run.text) if run.form == "address" else ""] for run in line]


def _happening(each: DossierEvent) -> dict[str, Any]:
    return {
        "when": each.when,
        "told": _runs_in_lists(each.text),
        "stands": each.stands,
        "doubt": [each.doubt.name, _runs_in_lists(each.doubt.text)] if each.doubt else None,
        "more": [
            [[f"{name}: ", ""], *_runs_in_lists(text)] if name else _runs_in_lists(text)
            for name, text in each.more
        ],
        "cited": [visible(f"{cited.source}{cited.place}") for cited in each.cited],
    }
