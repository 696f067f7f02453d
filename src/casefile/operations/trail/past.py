"""What the register held in its commits: one pass of the log, one process for all files, read as asked."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import count, islice

from casefile.changes.citing import source_ids
from casefile.custody.course import Course
from casefile.model.dates import Day
from casefile.model.records import Case
from casefile.register import SETTINGS, Entry, Register, kind_by_path, path_of, read_entry
from casefile.storage.listing import Found, sort_out
from casefile.storage.repository import Repository
from casefile.storage.repository.history import Commit, log_pass
from casefile.storage.repository.objects import Objects, lacking, objects
from casefile.storage.repository.reading import OURS
from casefile.storage.snapshots import KINDS
from casefile.summary.excerpt import name_of
from casefile.views.trail import NOWHERE, Side

KEPT = 512
"""How many files are remembered as they were read: a commit's new state is the old one of the next, and most
commits leave the settings as they are."""
ABSENT = "000000"
"""The mode of a file that is not there."""
read_once = lru_cache(KEPT)(read_entry)
"""Reads a file by its path and content as `read_entry` does, the same content once."""
Look = Callable[[str], Entry | None]
"""Gives the file at a path as it was at one moment; None where there was none."""


class Past:
    """The commits that lead to a tip and touched these paths, and the files as they were then."""

    def __init__(
        self, repository: Repository, stored: Objects, tip: str | None, paths: Collection[str] = OURS
    ) -> None:
        self.repository = repository
        self.tip = tip
        self.paths = paths
        self._stored = stored
        self._walked: list[Commit] = []
        self._pass: Generator[Commit, None, None] | None = None
        self._fetched: dict[str, bytes | None] = {}
        self._settings: dict[str, bytes | None] = {}
        self._read = lru_cache(KEPT)(self._read_now)
        self._look = lru_cache(KEPT)(self._look_now)

    def of(self, paths: Collection[str], tip: str | None = None) -> Past:
        """Return the past of these paths alone, as it leads to the same tip or to another."""
        return Past(self.repository, self._stored, tip or self.tip, paths)

    @cached_property
    def commits(self) -> tuple[Commit, ...]:
        """The commits, newest first and none before its children; parents are among them."""
        return tuple(self.walk())

    def walk(self) -> Iterator[Commit]:
        """Give the commits one by one: git is not asked for more of them than are taken."""
        if self.tip is None:
            return
        if self._pass is None:
            self._pass = log_pass(self.repository, [self.tip], sorted(self.paths), linked=True)
        for at in count():
            if at == len(self._walked):
                self._walked += islice(self._pass, 1)
            if at == len(self._walked):
                return
            yield self._walked[at]

    def close(self) -> None:
        """Let git go, also where there would be more to read."""
        if self._pass is not None:
            self._pass.close()

    @cached_property
    def by_id(self) -> Mapping[str, Commit]:
        """The commits by their id."""
        return {commit.id: commit for commit in self.commits}

    def fetch(self, ids: Iterable[str | None]) -> None:
        """Ask at once for files that are going to be read, as far as so many are remembered."""
        names = [*dict.fromkeys(filter(None, ids))][:KEPT]
        self._fetched = dict(zip(names, self._stored.read(names), strict=True))

    def fetch_commits(self) -> None:
        """Ask at once for the files that the commits touched, and for the settings of each."""
        commits = self.commits[:KEPT]
        touched = (each for commit in commits for each in commit.touched)
        self.fetch(blob for each in touched for blob in (each.after, *each.before))
        ids = [commit.id for commit in commits]
        self._settings = dict(zip(ids, self._stored.read_settings(ids), strict=True))

    def entry(self, path: str, blob_id: str | None, mode: str) -> Entry | None:
        """Return a file that a commit touched; what is no record there comes back as a broken one."""
        return None if blob_id is None or mode == ABSENT else self._read(path, blob_id, mode)

    def at(self, commit: str, *, before: bool = False) -> Look:
        """Return what gives the files of one commit, or those of the commit before it."""
        return lambda path: self._look(commit, path, before)

    def _read_now(self, path: str, blob_id: str, mode: str) -> Entry:
        if path != SETTINGS:
            found = sort_out([Found(path, KINDS.get(mode, "file"))])
            if path not in found.paths:
                return Entry(path, kind_by_path(path), "", None, None, found.problems)
        blob = self._fetched[blob_id] if blob_id in self._fetched else self._stored.read([blob_id])[0]
        if blob is None:
            raise lacking(blob_id)
        return read_once(path, blob)

    def _look_now(self, commit: str, path: str, before: bool) -> Entry | None:
        ready = self._settings if path == SETTINGS and not before else {}
        blob = ready[commit] if commit in ready else self._stored.read_at(commit, path, before=before)
        return None if blob is None else read_once(path, blob)


@contextlib.contextmanager
def past(repository: Repository, tip: str | None) -> Iterator[Past]:
    """Open the past of a register for as long as somebody reads in it."""
    with objects(repository.root) as stored, contextlib.closing(Past(repository, stored, tip)) as opened:
        yield opened


def is_record(path: str, mode: str) -> bool:
    """Tell whether something in a commit is a record, or looks like one."""
    found = sort_out([Found(path, KINDS.get(mode, "file"))])
    return path == SETTINGS or bool(found.paths or found.problems)


def side(entry: Entry | None, look: Look, day: Day | None) -> Side:
    """Return a record as it stood at a moment, with what may be said of custody on a day.

    `look` gives the other files of that moment: the settings, and the sources that a death rests on, bear on
    the course of a case.
    """
    if entry is None:
        return NOWHERE
    if entry.record is None or entry.kind == "settings":
        return Side(entry)
    paths = (SETTINGS, *(path_of("source", key) for key in _sources_of_death(entry)))
    course = _course(entry, tuple(look(path) for path in paths)) if entry.kind == "case" and day else None
    return Side(entry, name_of(entry.record), course.on(day) if course and day else None)


@lru_cache(KEPT)
def _course(entry: Entry, around: tuple[Entry | None, ...]) -> Course | None:
    """Fold a ledger; of a commit's new state this was done already when the next one is told."""
    return Register([entry, *filter(None, around)]).course_of(entry)


def _sources_of_death(entry: Entry) -> Iterator[str]:
    """Yield the sources of deaths and releases: what follows from them depends on who says so."""
    if isinstance(entry.record, Case) and any(
        _depends_on_sources(vars(each)) for each in entry.record.events
    ):
        for event in entry.fields.get("events", []):  # type: ignore[attr-defined]
            if _depends_on_sources(event):
                yield from source_ids(event.get("sources"))


def _depends_on_sources(event: Mapping[str, object]) -> bool:
    return event.get("type") in {"death", "release"} or event.get("then") == "free"
