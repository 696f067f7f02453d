"""The two clocks: the day in the world, and the register as it was known at some time."""

from __future__ import annotations

import contextlib
from functools import partial
from pathlib import Path

from casefile.dates import Day
from casefile.errors import CasefileError
from casefile.files.register_folder import find_root
from casefile.loading.open_register import snapshot_of, today_of
from casefile.loading.read_times import Clocks, date_typed, day_typed
from casefile.views.ledger_timeline import TimelineSpan


def day_of(directory: Path, clocks: Clocks) -> Day:
    """Return the day in the world that is asked about: today where the register is kept, if none is typed."""
    return day_typed(clocks.on, today_of(directory, clocks.now))


def labels(directory: Path, clocks: Clocks) -> tuple[str | None, str | None]:
    """Return what both clocks say where a command failed; nothing for one that cannot be told."""
    day = moment = None
    with contextlib.suppress(CasefileError, OSError):
        day = day_of(directory, clocks).isoformat()
    with contextlib.suppress(CasefileError, OSError):
        moment = snapshot_of(find_root(directory), clocks.known_at).label
    return day, moment


def span(directory: Path, clocks: Clocks, since: str | None, until: str | None) -> TimelineSpan:
    """Return the days between two bounds as typed: `--since 2025-05` is from its first day on."""
    today = partial(today_of, directory, clocks.now)
    return TimelineSpan(
        date_typed(since, "--since", today).earliest if since else None,
        date_typed(until, "--until", today).latest if until else None,
    )
