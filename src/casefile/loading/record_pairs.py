"""Pair the files before and after a change: records are followed by their ids, not by their paths."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field

from casefile.git.ancestry import find_removed_files
from casefile.git.log_reader import Commit, TouchedPath, find_adding_commits
from casefile.loading.past_registers import Past
from casefile.model.field import id_form
from casefile.model.kinds import FILE_KINDS
from casefile.model.same_case import is_another_case
from casefile.register import SETTINGS, Entry, path_of

RecordKey = tuple[str, bool]
"""The path of a record, and whether it exists after a commit: two cases may have had one id and path."""


class TouchedRecord(Struct, frozen=True):
    """A record that a commit touched: in each parent, and afterwards; None where it did not exist.

    `reused` is True if another person had its id before, or has it afterwards: these are two touched records.
    """

    befores: tuple[Entry | None, ...]
    after: Entry | None
    reused: bool = False

    @property
    def ids(self) -> frozenset[str]:
        """The ids that the record has and had."""
        there = [entry for entry in (*self.befores, self.after) if entry]
        return frozenset(key for entry in there for key in (entry.id, *entry.former_ids))

    @property
    def key(self) -> RecordKey:
        """The key of the record among those that the commit touched."""
        return self.path, self.after is not None

    @property
    def place(self) -> tuple[int, str, bool]:
        """The sort key of the record: cases first, then the records that they refer to.

        A case whose id another person has now comes before the case of that person.
        """
        return FILE_KINDS.index(self._shown.kind) if self._shown else len(FILE_KINDS), *self.key

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


def pair_touched_records(
    past: Past, commit: Commit, wanted: WantedRecords | None = None
) -> Iterator[TouchedRecord]:
    """Yield the records that a commit touched, or only the wanted ones; a renamed record is yielded once.

    The earlier paths of wanted records are added to `wanted`. If an id was given to another person, the case
    that has it now comes before the one that had it.
    """
    if wanted and not any(each.path in wanted.paths for each in commit.touched):
        return
    touched = {each.path: each for each in commit.touched}
    gone = {path: each for path, each in touched.items() if each.after is None}
    given: dict[str, list[Entry | None]] = {}
    found: set[str] = set()
    for each in commit.touched:
        if each.after is not None and (wanted is None or each.path in wanted.paths):
            after = past.after(each)
            here, others = _split_reused(_befores(past, each), after)
            befores = tuple(
                before or _find_moved(past, commit, place, after, touched, gone.keys() - found)
                for place, before in enumerate(here)
            )
            if any(others):
                given[each.path] = others
            paths = {before.path for before in befores if before}
            found |= paths - {each.path}
            if wanted:
                wanted.paths |= paths
            yield TouchedRecord(befores, after, any(others))
    for path, each in gone.items():
        if path not in found and (wanted is None or path in wanted.paths):
            yield TouchedRecord(_befores(past, each), None)
    for path, others in given.items():
        if path not in found:
            yield TouchedRecord(tuple(others), None, reused=True)


def _befores(past: Past, touched: TouchedPath) -> tuple[Entry | None, ...]:
    return tuple(past.before(touched, place) for place in range(len(touched.before)))


def _split_reused(
    befores: Sequence[Entry | None], after: Entry | None
) -> tuple[list[Entry | None], list[Entry | None]]:
    """Return the states of a record in the parents, and those of another person who had its id there."""
    own = [
        each if each and not (after and is_another_person(each, after, befores)) else None for each in befores
    ]
    others = [None if one else each for one, each in zip(own, befores, strict=True)]
    return own, others


def _find_moved(  # noqa: PLR0913, PLR0917 - a record, and all places where it may have been
    past: Past,
    commit: Commit,
    place: int,
    after: Entry | None,
    touched: Mapping[str, TouchedPath],
    left: Iterable[str],
) -> Entry | None:
    """Return a record as one of the parents has it under a former id, or at a path that the commit removed.

    `touched` are the files that the commit touched, by path; `left` are the removed paths under which no
    record was found yet. In a commit with one parent, a file that is still there counts only if it is the
    case of another person now.
    """

    def read(path: str) -> Entry | None:
        file = touched.get(path)
        if file and file.after is None:
            return past.before(file, place)
        if len(commit.parents) > 1:
            return past.at(commit.parents[place])(path)
        before, now = (past.before(file), past.after(file)) if file else (None, None)
        return before if before and now and is_another_person(before, now) else None

    return moved_from(after, left, read) if after and after.path != SETTINGS else None


def follow_records(past: Past, entries: Iterable[Entry]) -> tuple[Past, WantedRecords]:
    """Return the past of some records only, and these records.

    Files that were moved by hand are followed too. A record that states its former ids is found at their
    paths. If a record appears in a commit without an earlier file, its file is looked for among those that
    the commit removed.
    """
    wanted = WantedRecords.of(entries)
    while True:
        found = past.of(frozenset(wanted.paths))
        more = {*_find_former_paths(found, wanted)}
        if not more - wanted.paths:
            return found, wanted
        wanted.paths |= more


def _find_former_paths(past: Past, wanted: WantedRecords) -> Iterator[str]:
    """Yield former paths of wanted records: a commit removed these paths and added the records elsewhere."""
    fresh = find_adding_commits(past.repository, past.tip, sorted(past.paths)) if past.tip else ()
    for removed in find_removed_files(past.repository, fresh).values():
        for each in removed:
            before = past.before(each)
            if before and (before.kind, before.id) in wanted.records:
                yield each.path


def pair_records(befores: Mapping[str, Entry], afters: Mapping[str, Entry]) -> Iterator[TouchedRecord]:
    """Yield the records of two snapshots, given as entries by path; a renamed record is yielded once."""
    given = {
        path for path, entry in befores.items() if path in afters and is_another_person(entry, afters[path])
    }
    gone = {path: entry for path, entry in befores.items() if path not in afters or path in given}
    for path, after in afters.items():
        here = befores.get(path) if path not in given else None
        before = here or moved_from(after, gone, gone.get)
        if before is not None:
            gone.pop(before.path, None)
        yield TouchedRecord((before,), after, path in given)
    yield from (TouchedRecord((before,), None, path in given) for path, before in gone.items())


def moved_from(after: Entry, gone: Iterable[str], read: Callable[[str], Entry | None]) -> Entry | None:
    """Return the earlier file of a record: at the path of a former id, or among the deleted paths `gone`.

    `read` returns the earlier file at a path. The result is None if there is none.
    """
    by_path = (each for each in map(read, former_paths(after)) if each and not is_another_person(each, after))
    by_id = (each for each in map(read, gone) if each and is_same_record(each, after))
    return next(by_path, None) or next(by_id, None)


def is_same_record(earlier: Entry, later: Entry) -> bool:
    """Return whether two entries are one record at two times: the same id, and no other person."""
    return takes_id_of(later, earlier) and not is_another_person(earlier, later)


def takes_id_of(later: Entry, earlier: Entry) -> bool:
    """Return whether a record has or had the id of an earlier one of its kind, even of another person."""
    return earlier.kind == later.kind and earlier.id in later.ids


def is_another_person(earlier: Entry, later: Entry, parents: Iterable[Entry | None] = ()) -> bool:
    """Return whether two entries with one id are cases of two persons; False if that cannot be decided.

    A withdrawal notice and a file that cannot be read leave it open. `parents` are the states in all parents
    of a merge: one of them may show that two others are of one person.
    """
    if not (_shows_a_person(earlier) and _shows_a_person(later)):
        return False
    between = [each.fields for each in parents if each and _shows_a_person(each)]
    return is_another_case(earlier.fields, later.fields, between)


def _shows_a_person(entry: Entry) -> bool:
    return entry.kind == "case" and entry.readable and not entry.withdrawn


def _paths(kind: str, ids: Iterable[str]) -> Iterator[str]:
    """Yield the paths of records with these ids; a malformed id has none."""
    yield from (path_of(kind, key) for key in ids if kind != "settings" and id_form(kind).fits(key))
