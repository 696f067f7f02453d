"""md: a dossier of each record that a person reads, in Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

from casefile.pages.dossier import dossier
from casefile.publication import Publication


def write(publication: Publication, out: BinaryIO, options: Mapping[str, str]) -> None:  # noqa: ARG001
    """Write the dossiers of all records that were asked for, cases first; text in them does nothing."""
    kinds = ("case", "situation", "organization", "statute", "source")
    records = [each for kind in kinds for each in publication.of(kind)]
    out.write("\n\n---\n\n".join(dossier(publication, each) for each in records).encode() + b"\n")
