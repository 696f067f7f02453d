"""svg: the timeline of one or many records, or the chart of `stats`; for print, in grey and for the ear."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

from casefile.model.kinds import LEDGER_KINDS
from casefile.pages.pictures import Picture, nothing, standings, timeline
from casefile.pages.status_counts import counted_by, labels
from casefile.publication.publish import Publication


def write(publication: Publication, out: BinaryIO, options: Mapping[str, str]) -> None:
    """Write one picture: of all ledgers that were asked for, or of their cases counted by `stats`."""
    picture = _picture(publication, options.get("stats", ""))
    out.write(f"{picture.svg('picture', paper=True)}\n".encode())


def _picture(publication: Publication, by: str) -> Picture:
    if by:
        counted = counted_by(publication, by)
        return standings(counted, labels(publication, counted), publication.on)
    cases = [*publication.of("case")]
    shown = cases or [each for kind in LEDGER_KINDS for each in publication.of(kind)]
    return timeline(publication, shown) or nothing("Timeline", "There is no entry to draw.")
