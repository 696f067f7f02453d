"""The two times of a query: the day asked about, and the time as of which the register is read."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from casefile.dates import Day
from casefile.errors import CasefileError
from casefile.files.register_folder import find_root
from casefile.loading.open_register import snapshot_of, today_of
from casefile.loading.read_times import QueryTimes, parse_date, parse_day
from casefile.views.ledger_timeline import TimelineSpan


def day_of(directory: Path, clocks: QueryTimes) -> Day:
    """Return the day asked about: as typed, or else today in the timezone of the register.

    Raises BadInput CF601 if no single day was typed, CF611 for an unknown timezone, and MachineTrouble CF803
    if there is no register.
    """
    return parse_day(clocks.on, today_of(directory, clocks.now))


def output_labels(directory: Path, clocks: QueryTimes) -> tuple[str | None, str | None]:
    """Return the day and the label of the snapshot, for the output of a command that failed.

    Each is None if it cannot be determined.
    """
    day = label = None
    with contextlib.suppress(CasefileError, OSError):
        day = day_of(directory, clocks).isoformat()
    with contextlib.suppress(CasefileError, OSError):
        label = snapshot_of(find_root(directory), clocks.known_at).label
    return day, label


def parse_span(today: Callable[[], Day], since: str | None, until: str | None) -> TimelineSpan:
    """Return the days between two typed bounds: `--since 2025-05` begins on the first day of the month.

    A bound that is not typed is None. `today` returns the day that the word `today` means. Raises BadInput
    CF601 if a bound is not a date.
    """
    return TimelineSpan(
        parse_date(since, "--since", today).earliest if since else None,
        parse_date(until, "--until", today).latest if until else None,
    )
