"""The two clocks: the day in the world, and the register as it was known at some time."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from functools import cached_property, partial
from pathlib import Path

from msgspec import Struct

from casefile.errors import CasefileError, Problem
from casefile.model.dates import LAST_DAY, Day
from casefile.operations.board.looking import Glance, looked_at
from casefile.operations.board.register import ByBoard
from casefile.operations.clocks import Clocks, date_typed, day_typed
from casefile.operations.load import snapshot_of, today_of
from casefile.register import Register
from casefile.storage.folder import find_root
from casefile.views.labels import Labels
from casefile.views.timeline import Span


class Moment(Struct, frozen=True, dict=True):
    """What a reading command read: the register, the day, and the words for the register's moment.

    `asked` says whether somebody asked for the day; otherwise it is today.
    """

    register: Register
    on: Day
    known_at: str
    asked: bool = False

    @property
    def horizon(self) -> Day:
        """Up to when entries are shown: a hearing ahead is recorded today, but was not on a day long past."""
        return self.on if self.asked else LAST_DAY

    @cached_property
    def broken(self) -> tuple[Problem, ...]:
        """What is wrong with files that are therefore not shown."""
        return self.register.unshown

    @property
    def cases(self) -> int:
        """How many sound cases there are."""
        return self.register.cases

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """What shared records are called in a line, by id."""
        return Labels(self.register.label, lambda: self.register.by_id)


def moment_of(directory: Path, clocks: Clocks) -> Moment:
    """Open the register as it was known, and settle which day is asked: today where none is typed.

    A case that was withdrawn and is in the register again has an error there, so that nothing shows it.
    """
    return moment_seen(looked_at(directory, clocks))


def moment_seen(seen: Glance) -> Moment:
    """Return a moment that is on the board: of its register few files are opened."""
    return Moment(ByBoard(seen), seen.on, seen.known_at, asked=seen.asked)


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


def span(directory: Path, clocks: Clocks, since: str | None, until: str | None) -> Span:
    """Return the days between two bounds as typed: `--since 2025-05` is from its first day on."""
    today = partial(today_of, directory, clocks.now)
    return Span(
        date_typed(since, "--since", today).earliest if since else None,
        date_typed(until, "--until", today).latest if until else None,
    )
