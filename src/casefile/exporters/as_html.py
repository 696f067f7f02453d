"""html: the dossiers of all records in one self-contained file, for the screen and for print."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import BinaryIO, NamedTuple

from markupsafe import Markup

from casefile.model.kinds import kind_word
from casefile.pages.dossier import chosen_records, document_title, dossier, standing
from casefile.pages.html import anchor, shared_css, tab_title, template_environment, write_stripped
from casefile.pages.pictures import overview, timeline
from casefile.publication.publish import Publication, Published


class ContentsLine(NamedTuple):
    """A record in the table of contents: its kind in words; for a case its status, as mark and sentence."""

    id: str
    name: str
    kind: str
    mark: str = ""
    sentence: str = ""


def write(publication: Publication, out: BinaryIO, options: Mapping[str, str]) -> None:  # noqa: ARG001
    """Write the dossiers of all chosen records, cases first, each with its timeline if it has events."""
    records = chosen_records(publication)
    here = {each.id for each in records}
    title = document_title(records)
    together = overview(publication, records)
    style = f"\n{shared_css()}"
    pieces = (
        template_environment()
        .get_template("dossiers.html")
        .stream(
            register=publication.title,
            title=title,
            heading=tab_title(title),
            on=publication.on,
            known_at=publication.known_at,
            audience=publication.audience,
            contents=[_contents_line(publication, each) for each in records],
            dossiers=((dossier(publication, each), _picture(publication, each)) for each in records),
            overview=Markup(together.svg("all-cases")) if together else "",  # noqa: S704
            link=lambda key: f"#{anchor(key)}" if key in here else "",
            style=Markup(style),  # noqa: S704 - a file of ours
            digest=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        )
    )
    write_stripped(pieces, out)


def _contents_line(publication: Publication, record: Published) -> ContentsLine:
    found = standing(publication, record)
    line = ContentsLine(record.id, record.name, kind_word(record.kind))
    return line._replace(mark=found.mark, sentence=found.sentence) if found else line


def _picture(publication: Publication, record: Published) -> str:
    drawn = timeline(publication, [record])
    return Markup(drawn.svg(anchor(record.id))) if drawn else ""  # noqa: S704
