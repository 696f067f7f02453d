"""The query of the command `due`: overdue and upcoming deadlines, and persons without news."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from msgspec import Struct

from casefile.dates import BadDate, Duration
from casefile.errors import BadInput
from casefile.loading.indexed.deadline_list import deadlines_on
from casefile.loading.indexed.index_lookup import DatedSnapshot, answer_from_index
from casefile.loading.read_times import QueryTimes
from casefile.views.deadlines.deadline import DeadlineWindow, Due
from casefile.views.record_filter import Filters


class DueList(Struct, frozen=True):
    """The result of `due`: the rows that are overdue, due or without news, and the window of the query.

    `is_empty` is true if the register has no record at all.
    """

    snapshot: DatedSnapshot
    rows: tuple[Due, ...]
    window: DeadlineWindow
    is_empty: bool = False


def list_due(directory: Path, clocks: QueryTimes, asked: Filters, window: DeadlineWindow) -> DueList:
    """Return the deadlines within the window of the records with ledgers that match the filters `asked`.

    Raises the errors of `criteria`.
    """
    return answer_from_index(directory, clocks, partial(_due_list, asked, window))


def _due_list(asked: Filters, window: DeadlineWindow, dated_snapshot: DatedSnapshot) -> DueList:
    chosen = None
    if asked != Filters() or window.stale is not None:
        from casefile.queries.record_choice import ledgers  # noqa: PLC0415 - loads the model, seldom needed

        chosen = ledgers(dated_snapshot, asked)
    if chosen is not None and window.stale is not None:  # the index has only the default
        from casefile.views.deadlines.deadline_rules import due  # noqa: PLC0415

        rows = due(dated_snapshot.register, chosen, dated_snapshot.on, window)
    else:
        ids = None if chosen is None else {row.id for row in chosen}
        found = (each for each in deadlines_on(dated_snapshot) if ids is None or each.record in ids)
        rows = window.near(found, dated_snapshot.on)
    return DueList(
        dated_snapshot,
        rows,
        window,
        not rows and not dated_snapshot.snapshot_index.rows(dated_snapshot.state),
    )


def window(within: str | None, stale: str | None) -> DeadlineWindow:
    """Return the window of the options `--within` (how far ahead) and `--stale` (the time without news).

    The texts are durations such as `14d`, None for an option that is not given. Raises BadInput CF601 for any
    other text.
    """
    ahead = _duration(within, "--within")
    return DeadlineWindow(ahead or DeadlineWindow().within, _duration(stale, "--stale"))


def _duration(text: str | None, option: str) -> Duration | None:
    if text is None:
        return None
    try:
        return Duration.from_option(text)
    except BadDate as bad:
        meant = f"did you mean {option} {bad.instead}?" if bad.instead else bad.hint
        raise BadInput("CF601", f"{option}: {bad.message}", meant) from bad
