"""md: a dossier of each record for people to read, in Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

from casefile.pages.dossier import dossiers
from casefile.pages.dossier.dossier_markdown import in_markdown
from casefile.publication.publish import Publication


def write(publication: Publication, out: BinaryIO, options: Mapping[str, str]) -> None:  # noqa: ARG001
    """Write the dossiers of all chosen records, cases first; Markdown in their text is escaped.

    If no record is chosen, a sentence says so.
    """
    separator = ""
    for each in dossiers(publication):
        out.write(f"{separator}{in_markdown(each)}".encode())
        separator = "\n\n---\n\n"
    out.write(b"\n" if separator else b"There is no record to show.\n")
