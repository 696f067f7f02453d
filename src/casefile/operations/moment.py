"""The two clocks: the day in the world, and the register as it was known at some time."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from functools import cached_property, partial
from pathlib import Path

from msgspec import Struct

from casefile.errors import CasefileError, Problem
from casefile.model.dates import LAST_DAY, Day
from casefile.operations.board.looking import Glance, glance
from casefile.operations.board.register import ByBoard
from casefile.operations.clocks import Clocks, date_typed, day_typed, local_day
from casefile.operations.load import open_register, snapshot_of, today_of
from casefile.register import Register
from casefile.storage.folder import find_root
from casefile.storage.whereabouts import private_folder
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
    if _left and _left[0][0] is clocks:
        return _left.pop()[1]
    seen = glance(directory, clocks)
    if seen is not None:
        return moment_seen(seen)
    from casefile.operations.board.putting import put_up  # noqa: PLC0415 - a register that is indexed is not read
    from casefile.operations.returned import kept_away  # noqa: PLC0415

    opened = open_register(directory, clocks.known_at)
    register = kept_away(opened.root, opened.register, opened.commit)
    put = put_up(opened, register)
    day = day_typed(clocks.on, "--on", local_day(register.settings.timezone, clocks.now))
    if put is not None and opened.commit is None:
        return moment_seen(Glance(put.board, put.state, put.root, day, clocks.on is not None))
    return Moment(register, day, opened.known_at, asked=clocks.on is not None)


def put_there(directory: Path, clocks: Clocks) -> Glance | None:
    """Index the files of a register as they are now; None where that cannot be done."""
    root = find_root(directory)
    folder = private_folder(root)
    can = folder is not None and (os.access(folder, os.W_OK) or not folder.exists())
    if not can:
        return None
    moment = moment_of(directory, clocks)
    seen = moment.register.seen if isinstance(moment.register, ByBoard) else None
    if isinstance(seen, Glance):
        return seen
    _left[:] = [(clocks, moment)]
    return None


_left: list[tuple[Clocks, Moment]] = []
"""What was read for the board in vain, and the clocks it was asked by: whoever asks by these gets it."""


def moment_seen(seen: Glance) -> Moment:
    """Return a moment that is on the board: of its register few files are opened."""
    return Moment(ByBoard(seen), seen.on, seen.known_at, asked=seen.asked)


def day_of(directory: Path, clocks: Clocks) -> Day:
    """Return the day in the world that is asked about: today where the register is kept, if none is typed."""
    return day_typed(clocks.on, "--on", today_of(directory, clocks.now))


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
