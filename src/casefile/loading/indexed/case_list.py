"""How all cases of a moment are listed on a day, from the board."""

from __future__ import annotations

from collections.abc import Sequence

from casefile.index import ListRow
from casefile.loading.indexed.index_lookup import DatedSnapshot


def list_rows_on(
    dated_snapshot: DatedSnapshot, statuses: Sequence[str], *, by_path: bool
) -> list[ListRow] | None:
    """Return how cases are listed on the day, of some statuses or all; None where the board cannot tell."""
    if not is_covered(dated_snapshot):
        return None
    day = dated_snapshot.on.toordinal()
    with dated_snapshot.snapshot_index.steady(dated_snapshot.state):
        known = dated_snapshot.snapshot_index.lines.is_covered(dated_snapshot.state, day)
        return (
            dated_snapshot.snapshot_index.lines.listed(dated_snapshot.state, day, statuses, by_path=by_path)
            if known
            else None
        )


def is_covered(dated_snapshot: DatedSnapshot) -> bool:
    """Tell whether the board knows how every case is listed on the day; what it lacks it is told first."""
    if dated_snapshot.snapshot_index.lines.is_covered(dated_snapshot.state, dated_snapshot.on.toordinal()):
        return True
    from casefile.loading.indexed.case_list_builder import build_list_rows  # noqa: PLC0415 - the model: what the board spares us

    return build_list_rows(dated_snapshot, dated_snapshot.on.toordinal())
