"""The verb `due`: what a desk must not miss."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from casefile.errors import BadInput
from casefile.model.dates import BadDate, Duration
from casefile.operations.asked import Asked
from casefile.operations.clocks import Clocks
from casefile.operations.moment import Moment, moment_of
from casefile.operations.selecting import candidates, criteria
from casefile.views.due import Due, Window, due
from casefile.views.selection import choose_ledgers


@dataclass(frozen=True)
class DueList:
    """The answer of `due`: what is overdue, due or without news, and how far ahead was looked."""

    moment: Moment
    rows: tuple[Due, ...]
    window: Window


def list_due(directory: Path, clocks: Clocks, asked: Asked, window: Window) -> DueList:
    """Return what is due of the records that answer what was asked: cases, situations and organisations."""
    moment = moment_of(directory, clocks)
    wanted = criteria(moment.register, asked)
    rows = choose_ledgers(candidates(moment.register, wanted), wanted, moment.on)
    return DueList(moment, due(moment.register, rows, moment.on, window), window)


def window(within: str | None, stale: str | None) -> Window:
    """Return how far ahead is looked, as typed: `--within 14d`, and after how much silence: `--stale 30d`."""
    ahead = _duration(within, "--within")
    return Window(ahead or Window().within, _duration(stale, "--stale"))


def _duration(text: str | None, option: str) -> Duration | None:
    if text is None:
        return None
    try:
        return Duration.from_option(text)
    except BadDate as bad:
        meant = f"did you mean {option} {bad.instead}?" if bad.instead else bad.hint
        raise BadInput("CF601", f"{option}: {bad.message}", meant) from bad
