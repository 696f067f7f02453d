"""pdf: the dossiers on paper, with a cover, pictures and page numbers, tagged for screen readers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import resources
from typing import Any, BinaryIO

import typst

from casefile.exporters.as_pdf.content import content
from casefile.exporters.as_pdf.fonts import settable
from casefile.publication.publish import Publication


def write(publication: Publication, out: BinaryIO, options: Mapping[str, str]) -> None:
    """Write the dossiers of all records that were asked for, cases first.

    Fonts are those of the machine, so the bytes are the same where the fonts are; a sign that none of them
    has is set as its number. The date of making is SOURCE_DATE_EPOCH or the day itself; no name of a user or
    a file goes in.
    """
    made = datetime.fromtimestamp(int(options.get("epoch", "0")), UTC)
    out.write(_set(content(publication, made.date()), made))


def _set(given: dict[str, Any], made: datetime) -> bytes:
    """Set it; where a sign cannot be set here, once more without it."""
    template = resources.files(__package__ or "").joinpath("dossiers.typ").read_bytes()
    while True:
        try:
            return typst.compile(
                template,
                sys_inputs={"given": json.dumps(given, ensure_ascii=False)},
                format="pdf",
                pdf_standards=["ua-1"],
                timestamp=made,
            )
        except typst.TypstError as error:
            changed = settable(given, error.diagnostic)
            if changed == given:
                raise
            given = changed
