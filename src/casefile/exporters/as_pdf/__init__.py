"""pdf: the dossiers on paper, with a cover, pictures and page numbers, tagged for screen readers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import resources
from typing import BinaryIO

import typst

from casefile.exporters.as_pdf.content import content
from casefile.publication import Publication


def write(publication: Publication, out: BinaryIO, options: Mapping[str, str]) -> None:
    """Write the dossiers of all records that were asked for, cases first.

    Fonts are those of the machine, so the bytes are the same where the fonts are. The date of making is
    SOURCE_DATE_EPOCH or the day itself; no name of a user or a file goes in.
    """
    made = datetime.fromtimestamp(int(options.get("epoch", "0")), UTC)
    template = resources.files(__package__ or "").joinpath("dossiers.typ").read_bytes()
    given = json.dumps(content(publication, made.date()), ensure_ascii=False)
    pdf = typst.compile(
        template, sys_inputs={"given": given}, format="pdf", pdf_standards=["ua-1"], timestamp=made
    )
    out.write(pdf)
