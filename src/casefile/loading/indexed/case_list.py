"""How all cases of a moment are listed on a day, from the board."""

from __future__ import annotations

from collections.abc import Sequence

from casefile.index import Lasting
from casefile.loading.indexed.index_lookup import Glance


def lines_on(glance: Glance, statuses: Sequence[str], *, by_path: bool) -> list[Lasting] | None:
    """Return how cases are listed on the day, of some statuses or all; None where the board cannot tell."""
    if not is_covered(glance):
        return None
    day = glance.on.toordinal()
    with glance.board.steady(glance.state):
        known = glance.board.lines.is_covered(glance.state, day)
        return glance.board.lines.listed(glance.state, day, statuses, by_path=by_path) if known else None


def is_covered(glance: Glance) -> bool:
    """Tell whether the board knows how every case is listed on the day; what it lacks it is told first."""
    if glance.board.lines.is_covered(glance.state, glance.on.toordinal()):
        return True
    from casefile.loading.indexed.case_list_builder import cover  # noqa: PLC0415 - the model: what the board spares us

    return cover(glance, glance.on.toordinal())
