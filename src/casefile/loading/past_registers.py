"""The register in its commits: one pass of the log, one process for all files, read when needed."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import count, islice

from casefile.dates import Day
from casefile.errors import Problem
from casefile.files.record_paths import classify_entries
from casefile.git import Repository
from casefile.git.log_reader import Commit, TouchedPath, log_pass
from casefile.git.objects import Objects, missing_blob_error, objects
from casefile.git.repository import OURS
from casefile.git.snapshots import KINDS, directory_entry
from casefile.index import none_was_withdrawn
from casefile.loading.open_register import cache_for_commits
from casefile.loading.past_contents import PastContents
from casefile.loading.source_connections import Look
from casefile.register import SETTINGS, Entry, kind_by_path
from casefile.views.status_changes import NOWHERE, StatusSide

KEPT = 128
"""The most files that one request to git names, and the most that are kept in memory."""
FIRST, AHEAD = 16, 64
"""Commits whose files are fetched together, first and at most: a short log shows only the newest ones."""


class Past:
    """The commits that lead to `tip` and touched these paths, and the files as they were then.

    Without `paths` they are all paths of a register. `stored` reads objects of git, `contents` parses them.
    """

    def __init__(
        self,
        repository: Repository,
        stored: Objects,
        contents: PastContents,
        tip: str | None,
        paths: Collection[str] | None = None,
    ) -> None:
        self.repository = repository
        self.contents = contents
        self.tip = tip
        self.paths = OURS if paths is None else paths
        self._fetches_ahead = paths is not None
        self._stored = stored
        self._walked: list[Commit] = []
        self._places: dict[str, int] = {}
        self._pass: Generator[Commit, None, None] | None = None
        self._fetched: dict[str, bytes | None] = {}
        self._settings: dict[str, bytes | None] = {}
        self._read = lru_cache(KEPT)(self._read_now)
        self._look = lru_cache(KEPT)(self._look_now)

    def of(self, paths: Collection[str], tip: str | None = None) -> Past:
        """Return the past of these paths only, as it leads to the same tip or to the commit `tip`."""
        return Past(self.repository, self._stored, self.contents, tip or self.tip, paths)

    @cached_property
    def commits(self) -> tuple[Commit, ...]:
        """The commits, newest first and none before its children; parents are among them."""
        return tuple(self.commits_from(0))

    def walk(self) -> Iterator[Commit]:
        """Yield the commits one by one: git lists no more of them than are used.

        If paths were named, which are few, the files of the next commits are fetched together.
        """
        fetched, ahead = 0, FIRST
        for at, commit in enumerate(self.commits_from(0)):
            if self._fetches_ahead and at == fetched:
                self._fetch_ahead([*islice(self.commits_from(at), ahead)])
                fetched, ahead = at + ahead, min(2 * ahead, AHEAD)
            yield commit

    def commits_from(self, place: int) -> Iterator[Commit]:
        """Yield the commits from the one at this index on, newest first; git lists no more than are used."""
        for at in count(place):
            if at >= len(self._walked) and not self._walk_on():
                return
            yield self._walked[at]

    def _walk_on(self) -> bool:
        """Read the next commit from git; return whether there is one."""
        if self.tip is None:
            return False
        if self._pass is None:
            self._pass = log_pass(self.repository, [self.tip], sorted(self.paths), linked=True)
        commit = next(self._pass, None)
        if commit is None:
            return False
        self._places[commit.id] = len(self._walked)
        self._walked.append(commit)
        return True

    def close(self) -> None:
        """Stop the git process, even if there is more to read."""
        if self._pass is not None:
            self._pass.close()

    def place(self, commit: str) -> int | None:
        """Return the index of a commit in the list, newest first; None if it is not in the list.

        git lists the commits up to this one, and no more.
        """
        while commit not in self._places and self._walk_on():
            pass
        return self._places.get(commit)

    def find(self, commit: str) -> Commit | None:
        """Return a commit of the list by its id; None if it is not in the list."""
        place = self.place(commit)
        return None if place is None else self._walked[place]

    def parents(self, commit: str) -> Sequence[str]:
        """Return the ids of the parents of a commit of the list; empty if it is not in the list."""
        found = self.find(commit)
        return found.parents if found else ()

    def fetch(self, ids: Iterable[str | None]) -> None:
        """Fetch at once the blobs that will be read soon, at most `KEPT`, in place of the earlier ones."""
        names = [*dict.fromkeys(filter(None, ids))][:KEPT]
        self._fetched = dict(zip(names, self._stored.read(names), strict=True))

    def _fetch_ahead(self, commits: Sequence[Commit]) -> None:
        """Fetch together the files that some commits touched, and the settings of each."""
        named = [(each.path, blob) for commit in commits for each in commit.touched for blob in each.blobs]
        self.fetch(blob for _, blob in named)
        ids = [commit.id for commit in commits]
        self._settings = dict(zip(ids, self._stored.read_settings(ids), strict=True))
        files = ((path, self._fetched.get(blob)) for path, blob in named)
        settings = ((SETTINGS, blob) for blob in self._settings.values())
        self.contents.recall((path, blob) for path, blob in (*files, *settings) if blob is not None)

    def after(self, touched: TouchedPath) -> Entry | None:
        """Return a file as a commit wrote it.

        A file that only looks like a record has problems and no data.
        """
        return self.entry(touched.path, touched.after, touched.mode)

    def before(self, touched: TouchedPath, place: int = 0) -> Entry | None:
        """Return a file as it was in a parent of the commit that touched it; None if it did not exist there.

        `place` is the index of the parent.
        """
        return self.entry(touched.path, touched.before[place], touched.modes[place])

    def entry(self, path: str, blob_id: str | None, mode: str) -> Entry | None:
        """Return a file of a commit; None if `blob_id` is None, or if the path is not that of a record.

        Raises MachineTrouble CF816 if this clone lacks the blob.
        """
        return None if blob_id is None else self._read(path, blob_id, mode)

    def at(self, commit: str) -> Look:
        """Return a function that returns the files of one commit by path."""
        return lambda path: self._look(commit, path)

    def _read_now(self, path: str, blob_id: str, mode: str) -> Entry | None:
        listing = classify_entries([directory_entry(path, mode)])
        if path != SETTINGS and not (listing.paths or listing.problems):
            return None
        blob = None
        if KINDS.get(mode) != "repository":
            blob = self._fetched[blob_id] if blob_id in self._fetched else self._stored.read([blob_id])[0]
        if path != SETTINGS and not listing.paths:
            problems = classify_entries([directory_entry(path, mode, blob or b"")]).problems
            return Entry(path, kind_by_path(path), "", None, None, problems)
        if blob is None:
            raise missing_blob_error(blob_id)
        return self.contents.entry(path, blob)

    def side(self, entry: Entry | None, look: Look, day: Day | None) -> StatusSide:
        """Return a record as it was at a commit, with its custody status on a day.

        `look` returns the other files of that commit: the course depends on the settings and the sources. A
        record with errors, and the settings, have no status; None is `NOWHERE`.
        """
        if entry is None:
            return NOWHERE
        if entry.broken or entry.kind == "settings":
            return StatusSide(entry)
        row = self.contents.row(entry, look)
        return StatusSide(entry, row.name, row.course.on(day) if row.course and day else None, day)

    def _look_now(self, commit: str, path: str) -> Entry | None:
        ready = self._settings if path == SETTINGS else {}
        blob = ready[commit] if commit in ready else self._stored.read_at(commit, path)
        return None if blob is None else self.contents.entry(path, blob)


@contextlib.contextmanager
def past(repository: Repository, tip: str | None) -> Iterator[Past]:
    """Open the past of a register, and close it at the end of the block; contents read are then cached.

    An index without the files of the register is filled first: only then may contents of commits be cached.
    """
    if not none_was_withdrawn(repository.root):
        from casefile.loading.indexed.index_build import fill_index  # noqa: PLC0415 - all that reads files

        fill_index(repository.root)
    contents = PastContents(cache_for_commits(repository.root, repository))
    with objects(repository.root) as stored:
        with contextlib.closing(Past(repository, stored, contents, tip)) as opened:
            yield opened
        contents.keep()


def shallow_clone_warning(repository: Repository) -> tuple[Problem, ...]:
    """Return the warning (CF730) that a shallow clone has an incomplete history; empty for a full clone."""
    if not repository.shallow:
        return ()
    message = "this clone is shallow: earlier authors are not known"
    return (Problem.of_file("", "CF730", message, "git fetch --unshallow", "warning"),)
