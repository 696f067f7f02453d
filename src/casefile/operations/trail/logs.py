"""The verb `log`, of one record by what was told of it before: a commit never changes, nor what it did.

What is remembered of a record counts only while git says the same of the commits that touched it, so that
not even the model is loaded to tell it once more. Otherwise the commits are read (`log`).
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from casefile.changes.difference import restored, stored
from casefile.errors import MachineTrouble
from casefile.operations.board.looking import Sight, sight
from casefile.operations.trail.logged import Log, Logged, shallow
from casefile.storage.digest import blake2b
from casefile.storage.index import TROUBLE, Told
from casefile.storage.repository import Repository
from casefile.storage.repository.history import commits_in, cut_at, label_of, latest, linked_pass

if TYPE_CHECKING:  # bounds in time are asked of what reads the commits
    from casefile.views.timeline import Span


def log_of(
    directory: Path,
    records: Sequence[str] = (),
    limit: int | None = None,
    within: Span | None = None,
    known_at: str | None = None,
) -> Log:
    """Tell what `read_log` tells, with what was told of a record before."""
    plain = len(records) == 1 and within is None and known_at is None
    sought = _sought(directory, records[0]) if plain else None
    repository = Repository.open(sought.seen.root) if sought else None
    if sought is None or repository is None:
        return _read(directory, records, limit, within, known_at)
    told = _recalled(sought, repository, limit)
    if told is None:
        beside = repository.beside_commits()
        told = _read(directory, records, limit, within, known_at)
        if limit is None or len(told.entries) < limit:
            _remember(sought, repository, beside, told)
    return told


def _read(
    directory: Path, records: Sequence[str], limit: int | None, within: Span | None, known_at: str | None
) -> Log:
    from casefile.operations.trail.log import ALWAYS, read_log  # noqa: PLC0415 - the model

    return read_log(directory, records, limit, within or ALWAYS, known_at)


@dataclass(frozen=True, slots=True)
class _Sought:
    """A record that lies here under the very id that was typed, and the board that says so.

    `ids` are those that it has and had.
    """

    seen: Sight
    path: str
    kind: str
    ids: tuple[str, ...]

    @property
    def names(self) -> tuple[str, str, tuple[str, ...]]:
        """Where it lies, what it is, how it is called."""
        return self.path, self.kind, self.ids

    def by(self, repository: Repository, beside: bytes, said: bytes) -> str:
        """Return by what all that is told of it: by what git says of its commits, and reads beside them."""
        own = json.dumps([repository.prefix, *self.names, len(beside)])
        return blake2b(own.encode() + beside + said, digest_size=20).hexdigest()


def _sought(directory: Path, record: str) -> _Sought | None:
    """Find the record whose id was typed in the file of that name; None where the board does not tell."""
    seen = sight(directory)
    with contextlib.suppress(*TROUBLE):
        found = seen.board.by_id(seen.state, record) if seen else None
        if seen and found and found.kept and found.path.endswith(f"/{record}.yaml"):
            about = json.loads(found.kept.entry)
            return _Sought(seen, found.path, about["kind"], (record, *about["formerly"]))
    return None


def _recalled(sought: _Sought, repository: Repository, limit: int | None) -> Log | None:
    """Return what was told of a record, if that is what would be told now."""
    told, newest = None, latest(repository)
    with contextlib.suppress(*TROUBLE):
        told = sought.seen.board.pasts.of(sought.path)
    if told is None or newest is None:
        return None
    tip, day = newest
    beside, said = repository.beside_commits(), linked_pass(repository, tip, json.loads(told.paths))
    if told.by != sought.by(repository, beside, said):
        return None
    did, cut = json.loads(told.said), cut_at(repository)
    entries = (
        Logged(commit, tuple(map(restored, did[commit.id])), commit.id in cut)
        for commit in commits_in(said, repository.prefix)
        if commit.id in did
    )
    return Log(tuple(islice(entries, limit)), label_of(tip, day), sought.ids[:1], shallow(repository))


def _remember(sought: _Sought, repository: Repository, beside: bytes, told: Log) -> None:
    """Remember all that was told of a record that lies here.

    Where a case was withdrawn nothing is: what others said of it in their past would come back to the cache.
    """
    way = told.way
    if way is None or sought.seen.has_withdrawn or (way.path, way.kind, way.ids) != sought.names:
        return
    with contextlib.suppress(*TROUBLE, TypeError, MachineTrouble):
        by = sought.by(repository, beside, linked_pass(repository, way.tip, way.paths))
        did = {each.commit.id: [*map(stored, each.differences)] for each in told.entries}
        row = Told(sought.path, by, json.dumps(way.paths), json.dumps(did))
        sought.seen.board.pasts.learn(sought.seen.state, row)
