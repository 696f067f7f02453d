"""html: the dossiers of all records in one file that needs nothing else, for the screen and for print."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import BinaryIO

from markupsafe import Markup

from casefile.pages.dossier import dossiers, headed
from casefile.pages.html import anchor, paper, printer, tab
from casefile.pages.pictures import overview, timeline
from casefile.publication.publish import Publication


def write(publication: Publication, out: BinaryIO, options: Mapping[str, str]) -> None:  # noqa: ARG001
    """Write the dossiers of all records that were asked for, cases first, each with its picture."""
    written = [*dossiers(publication)]
    here = {each.record.id for each in written}
    title = headed(written)
    pictures = {each.record.id: timeline(publication, [each.record]) for each in written}
    together = overview(publication, [each.record for each in written])
    style = f"\n{paper()}"
    page = printer().get_template("dossiers.html")
    text = page.render(
        register=publication.title,
        title=title,
        heading=tab(title),
        on=publication.on,
        known_at=publication.known_at,
        audience=publication.audience,
        dossiers=written,
        pictures={key: Markup(each.svg(anchor(key))) if each else "" for key, each in pictures.items()},  # noqa: S704
        overview=Markup(together.svg("all-cases")) if together else "",  # noqa: S704
        link=lambda key: f"#{anchor(key)}" if key in here else "",
        style=Markup(style),  # noqa: S704 - a file of ours
        digest=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )
    out.write(f"{text.rstrip()}\n".encode())
