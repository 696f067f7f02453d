"""Pair the files before and after a change: records are followed by their ids, not by their paths."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct, field

from casefile.git.ancestry import removed_in
from casefile.git.log_reader import Commit, Touched
from casefile.loading.past_registers import Past
from casefile.model.field import id_form
from casefile.model.kinds import FILE_KINDS
from casefile.register import SETTINGS, Entry, path_of
from casefile.views.status_changes import name_in_differences


class TouchedRecord(Struct, frozen=True):
    """A record that a commit touched: in each parent, and afterwards; None where it did not exist."""

    befores: tuple[Entry | None, ...]
    after: Entry | None

    @property
    def ids(self) -> frozenset[str]:
        """The ids that the record has and had."""
        there = [entry for entry in (*self.befores, self.after) if entry]
        return frozenset(key for entry in there for key in (name_in_differences(entry), *entry.former_ids))

    @property
    def place(self) -> tuple[int, str]:
        """The sort key of the record: cases first, then the records that they refer to."""
        shown = self._shown
        return (FILE_KINDS.index(shown.kind), shown.path) if shown else (len(FILE_KINDS), "")

    @property
    def path(self) -> str:
        """The path of the record, or its last path before it was removed."""
        return self._shown.path if self._shown else ""

    @property
    def _shown(self) -> Entry | None:
        return self.after or next(filter(None, self.befores), None)


class WantedRecords(Struct):
    """The records to look for: their kinds with their ids, former ones too, and their paths.

    More paths are added while a pass of the log follows moved files back in time.
    """

    records: set[tuple[str, str]] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> WantedRecords:
        """Return the wanted records for these entries."""
        wanted = cls()
        for entry in entries:
            wanted.records |= {(entry.kind, each) for each in entry.ids}
            wanted.paths |= {entry.path, *former_paths(entry), *_paths(entry.kind, [entry.id])}
        return wanted


def former_paths(entry: Entry) -> tuple[str, ...]:
    """Return the paths of a record under its former ids, the last one first."""
    return tuple(_paths(entry.kind, reversed(entry.former_ids)))


def pairs(past: Past, commit: Commit, wanted: WantedRecords | None = None) -> Iterator[TouchedRecord]:
    """Yield the records that a commit touched, or only the wanted ones; old ids lead to new ones."""
    if wanted and not any(each.path in wanted.paths for each in commit.touched):
        return
    gone = {each.path: each for each in commit.touched if each.after is None}
    left = dict(gone)
    for each in commit.touched:
        if each.after is not None and (wanted is None or each.path in wanted.paths):
            after = past.after(each)
            befores = [
                before or _elsewhere(past, commit, place, after, gone, left)
                for place, before in enumerate(_befores(past, each))
            ]
            paths = {before.path for before in befores if before}
            left = {path: touched for path, touched in left.items() if path not in paths}
            if wanted:
                wanted.paths |= paths
            yield TouchedRecord(tuple(befores), after)
    for path, each in left.items():
        if wanted is None or path in wanted.paths:
            yield TouchedRecord(_befores(past, each), None)


def _befores(past: Past, touched: Touched) -> tuple[Entry | None, ...]:
    return tuple(past.before(touched, place) for place in range(len(touched.before)))


def _elsewhere(  # noqa: PLR0913, PLR0917 - a record, and all places where it may have been
    past: Past,
    commit: Commit,
    place: int,
    after: Entry | None,
    gone: Mapping[str, Touched],
    left: Iterable[str],
) -> Entry | None:
    """Return a record as one of the parents has it under a former id, or at a path that the commit removed.

    `left` are the removed paths under which no record was found yet.
    """

    def read(path: str) -> Entry | None:
        if path in gone:
            return past.before(gone[path], place)
        return past.at(commit.parents[place])(path) if len(commit.parents) > 1 else None

    return moved_from(after, left, read) if after and after.path != SETTINGS else None


def follow_records(past: Past, entries: Iterable[Entry]) -> tuple[Past, WantedRecords]:
    """Return the past of some records only, also if a file was moved by hand.

    A record that states its former ids is found at their paths. If a record appears in a commit without an
    earlier file, its file is looked for among those that the commit removed.
    """
    wanted = WantedRecords.of(entries)
    while True:
        found = past.of(frozenset(wanted.paths))
        more = {*_came_from(found, wanted)}
        if not more - wanted.paths:
            return found, wanted
        wanted.paths |= more


def _came_from(past: Past, wanted: WantedRecords) -> Iterator[str]:
    """Yield the former paths of records: a commit removed them there and added them at a wanted path."""
    fresh = [
        commit.id
        for commit in past.commits
        if any(each.path in wanted.paths and None in each.before for each in commit.touched)
    ]
    for removed in removed_in(past.repository, fresh).values():
        for each in removed:
            before = past.before(each)
            if before and (before.kind, before.id) in wanted.records:
                yield each.path


def pair_records(befores: Mapping[str, Entry], afters: Mapping[str, Entry]) -> Iterator[TouchedRecord]:
    """Yield the records of two snapshots, given by path; old ids lead to new ones."""
    gone = {path: entry for path, entry in befores.items() if path not in afters}
    for path, after in afters.items():
        before = befores.get(path) or moved_from(after, gone, gone.get)
        if before is not None:
            gone.pop(before.path, None)
        yield TouchedRecord((before,), after)
    yield from (TouchedRecord((before,), None) for before in gone.values())


def moved_from(after: Entry, gone: Iterable[str], read: Callable[[str], Entry | None]) -> Entry | None:
    """Return the record at the path of a former id, else by its id among the deleted paths, else None."""
    by_path = filter(None, map(read, former_paths(after)))
    by_id = (each for each in map(read, gone) if each and is_one(each, after))
    return next(by_path, None) or next(by_id, None)


def is_one(earlier: Entry, later: Entry) -> bool:
    """Return whether two entries are one record at two times: the later one has or had the earlier id."""
    return earlier.kind == later.kind and earlier.id in later.ids


def _paths(kind: str, ids: Iterable[str]) -> Iterator[str]:
    """Yield the paths of records with these ids; a malformed id has none."""
    yield from (path_of(kind, key) for key in ids if kind != "settings" and id_form(kind).fits(key))
