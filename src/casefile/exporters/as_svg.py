"""svg: the timeline of records, or the chart of `stats`; legible in print, in grey and to screen readers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

from casefile.model.kinds import LEDGER_KINDS
from casefile.pages.pictures import Picture, empty_picture, standings, timeline
from casefile.pages.status_counts import counted_by, labels
from casefile.publication.publish import Publication


def write(publication: Publication, out: BinaryIO, options: Mapping[str, str]) -> None:
    """Write one picture: the timeline of the chosen cases, or a chart of them by the option `stats`.

    If no case is chosen, the timeline shows the other chosen records with a ledger. A picture without an
    event contains a sentence instead.
    """
    picture = _picture(publication, options.get("stats", ""))
    out.write(f"{picture.svg('picture', paper=True)}\n".encode())


def _picture(publication: Publication, by: str) -> Picture:
    if by:
        counted = counted_by(publication, by)
        return standings(counted, labels(publication, counted), publication.on)
    cases = [*publication.of("case")]
    shown = cases or [each for kind in LEDGER_KINDS for each in publication.of(kind)]
    return timeline(publication, shown) or empty_picture("Timeline", "There is no entry to draw.")
