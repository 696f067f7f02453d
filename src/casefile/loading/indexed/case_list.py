"""The rows of `list` on a day, read from the index."""

from __future__ import annotations

from collections.abc import Sequence

from casefile.index import ListRow
from casefile.loading.indexed.index_lookup import DatedSnapshot


def list_rows_on(
    dated_snapshot: DatedSnapshot, statuses: Sequence[str], *, by_path: bool
) -> list[ListRow] | None:
    """Return the list rows of the day, of some statuses or all; None if the index cannot answer.

    With `by_path` they are in the order of the paths of the cases.
    """
    if not is_covered(dated_snapshot):
        return None
    day = dated_snapshot.on.toordinal()
    with dated_snapshot.snapshot_index.steady(dated_snapshot.state):
        known = dated_snapshot.snapshot_index.list_rows.is_complete(dated_snapshot.state, day)
        return (
            dated_snapshot.snapshot_index.list_rows.rows_on(
                dated_snapshot.state, day, statuses, by_path=by_path
            )
            if known
            else None
        )


def is_covered(dated_snapshot: DatedSnapshot) -> bool:
    """Return whether the index has the list rows of all cases for the day; missing rows are made first."""
    if dated_snapshot.snapshot_index.list_rows.is_complete(
        dated_snapshot.state, dated_snapshot.on.toordinal()
    ):
        return True
    from casefile.loading.indexed.case_list_builder import build_list_rows  # noqa: PLC0415 - the model, which is not needed if all rows are stored

    return build_list_rows(dated_snapshot, dated_snapshot.on.toordinal())
