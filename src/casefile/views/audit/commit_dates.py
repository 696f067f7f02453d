"""Find commits whose dates are impossible: before their parents, before a checkpoint, or in the future."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

SKEW = 24 * 60 * 60
"""The number of seconds by which the clocks of two computers may differ."""


class DatedCommit(NamedTuple):
    """A commit with its dates in seconds since 1970, 0 if a date cannot be parsed.

    `judged` is true if the commit changed files of the register.
    """

    commit: str
    parents: tuple[str, ...]
    authored: int
    committed: int
    judged: bool


class SealedCommits(NamedTuple):
    """A checkpoint: when it was written, in seconds since 1970, and the commits that it contains."""

    written: int
    commits: frozenset[str]


def find_impossible_dates(
    commits: Iterable[DatedCommit], now: int, sealed: SealedCommits | None
) -> Iterator[tuple[str, str]]:
    """Yield each commit that changed the register and has an impossible date, with the reason in words.

    `commits` have parents before children. `now` is in seconds since 1970; `sealed` is the checkpoint to
    compare with. Each commit is compared with the latest date among its ancestors, so that small steps back
    do not add up. After a commit with a wrong date, the date of that commit is used. A date in the future is
    not used for the commits after it.
    """
    latest: dict[str, int] = {}
    for each in commits:
        before = max((latest[one] for one in each.parents if one in latest), default=None)
        why = _wrong(each, before, now, sealed) if each.judged else None
        if why:
            yield each.commit, f"this commit {why}"
        measures = [] if before is None else [before]
        if each.committed and each.committed <= now + SKEW:
            measures = [each.committed] if why else [*measures, each.committed]
        if measures:
            latest[each.commit] = max(measures)


def _wrong(each: DatedCommit, before: int | None, now: int, sealed: SealedCommits | None) -> str | None:
    """Return the problem with the dates of a commit, or None.

    `before` is the latest date of its ancestors.
    """
    last = max(each.authored, each.committed)
    if not each.committed:
        return "has an invalid date"
    if last > now + SKEW:
        return f"is dated {_day(last)}, in the future"
    if before is not None and each.committed < before - SKEW:
        return f"is dated {_day(each.committed)}, before an ancestor of {_day(before)}"
    if sealed and each.commit not in sealed.commits and each.committed < sealed.written - SKEW:
        day = _day(sealed.written)
        return f"is dated {_day(each.committed)}, before the checkpoint of {day}, which does not contain it"
    return None


def _day(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()
