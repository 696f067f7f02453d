"""md: a dossier of each record that a person reads, in Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

from casefile.pages.dossier import dossiers
from casefile.pages.dossier.in_markdown import in_markdown
from casefile.publication.publish import Publication


def write(publication: Publication, out: BinaryIO, options: Mapping[str, str]) -> None:  # noqa: ARG001
    """Write the dossiers of all records that were asked for, cases first; text in them does nothing."""
    text = "\n\n---\n\n".join(map(in_markdown, dossiers(publication)))
    out.write(f"{text or 'There is no record to show.'}\n".encode())
