"""Counts of the cases of a publication."""

from __future__ import annotations

from msgspec.structs import replace

from casefile.publication.publish import Publication
from casefile.views.case_counts import CountedCase, Stats, first_taken, label, standing, tally_cases


def subjects(publication: Publication) -> tuple[CountedCase, ...]:
    """Return the chosen cases of a publication with their counted status, for `tally_cases`."""
    found = ((case.row, case.view(publication.on)) for case in publication.of("case"))
    return tuple(
        CountedCase(row, standing(view), first_taken(row, publication.on)) for row, view in found if view
    )


def counted_by(publication: Publication, by: str) -> Stats:
    """Count the chosen cases by the property `by`, as `stats --by` does.

    There is no tally for `possibly`: an unknown status is published without the possible ones.
    """
    situations = [each.row for each in publication.of("situation", chosen=False)]
    also = [each.id for each in publication.of("situation")] if by == "situation" else []
    counted = tally_cases(subjects(publication), by, publication.register, situations, also)
    return replace(counted, tallies=tuple(each for each in counted.tallies if each.key != "possibly"))


def labels(publication: Publication, counted: Stats) -> tuple[str, ...]:
    """Return the name of each tally, in order: a value in words, or the label of a record."""
    keys = [tally.key for tally in counted.tallies]
    return tuple(label(counted.by, key, publication.register.labels) for key in keys)
