"""Which file before belongs to which file after: records are followed by their ids, not by their paths."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct, field

from casefile.model.field import id_form
from casefile.model.places import FILE_KINDS
from casefile.operations.trail.past import Past, is_record
from casefile.register import SETTINGS, Entry, path_of
from casefile.storage.repository.ancestry import removed_in
from casefile.storage.repository.history import Commit, Touched
from casefile.views.trail import called


class TouchedRecord(Struct, frozen=True):
    """A record that a commit touched: in each parent, and afterwards; None where it was not there."""

    befores: tuple[Entry | None, ...]
    after: Entry | None

    @property
    def ids(self) -> frozenset[str]:
        """The ids that the record has and had."""
        there = [entry for entry in (*self.befores, self.after) if entry]
        return frozenset(key for entry in there for key in (called(entry), *entry.former_ids))

    @property
    def place(self) -> tuple[int, str]:
        """Where the record stands among others: cases first, then what they refer to."""
        shown = self._shown
        return (FILE_KINDS.index(shown.kind), shown.path) if shown else (len(FILE_KINDS), "")

    @property
    def path(self) -> str:
        """Where the record lies, or lay before it was gone."""
        return self._shown.path if self._shown else ""

    @property
    def _shown(self) -> Entry | None:
        return self.after or next(filter(None, self.befores), None)


class Wanted(Struct):
    """The records that are asked for: their ids, former ones too, and the paths at which they were met.

    The paths grow while a pass of the log leads back through moves of files.
    """

    ids: set[str] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Wanted:
        """Ask for these records."""
        wanted = cls()
        for entry in entries:
            wanted.ids |= entry.ids
            wanted.paths |= {entry.path, *former_paths(entry), *_paths(entry.kind, [entry.id])}
        return wanted


def former_paths(entry: Entry) -> tuple[str, ...]:
    """Return where a record lay under its former ids, the last one first."""
    return tuple(_paths(entry.kind, reversed(entry.former_ids)))


def pairs(past: Past, commit: Commit, wanted: Wanted | None = None) -> Iterator[TouchedRecord]:
    """Yield the records that a commit touched, or those of them that are wanted; old ids lead to new ones."""
    touched = [each for each in commit.touched if is_record(each.path, _mode(each))]
    if wanted and not any(each.path in wanted.paths for each in touched):
        return
    found = _Touched(past, commit, {each.path: each for each in touched if each.after is None})
    for each in touched:
        if each.after is not None and (wanted is None or each.path in wanted.paths):
            pair = found.pair(each)
            if wanted:
                wanted.paths |= {before.path for before in pair.befores if before}
            yield pair
    for path, each in found.gone.items():
        if path not in found.taken and (wanted is None or path in wanted.paths):
            yield TouchedRecord(tuple(found.befores(each)), None)


def followed(past: Past, entries: Iterable[Entry]) -> tuple[Past, Wanted]:
    """Return the past of some records alone, also where somebody moved a file by hand.

    A record that states its former ids is found at their paths. For one that comes from nowhere it is looked
    whether its file only came from another path.
    """
    wanted = Wanted.of(entries)
    while True:
        found = past.of(frozenset(wanted.paths))
        more = {*_came_from(found, wanted)}
        if not more - wanted.paths:
            return found, wanted
        wanted.paths |= more


def _came_from(past: Past, wanted: Wanted) -> Iterator[str]:
    """Yield the paths that commits removed under which a record lay that first comes up there."""
    fresh = [
        (commit.id, pair.after.kind)
        for commit in past.commits
        if any(each.path in wanted.paths and None in each.before for each in commit.touched)
        for pair in pairs(past, commit, wanted)
        if pair.after is not None and not any(pair.befores)
    ]
    removed = removed_in(past.repository, dict.fromkeys(commit for commit, _ in fresh))
    for commit, kind in fresh:
        for each in removed.get(commit, ()):
            before = past.entry(each.path, each.before[0], each.modes[0])
            if before and before.kind == kind and before.id in wanted.ids:
                yield each.path


def paired(befores: Mapping[str, Entry], afters: Mapping[str, Entry]) -> Iterator[TouchedRecord]:
    """Yield the records of two moments, given by path; old ids lead to new ones."""
    gone = {path: entry for path, entry in befores.items() if path not in afters}
    for path, after in afters.items():
        before = befores.get(path) or moved_from(after, gone, gone.get)
        if before is not None:
            gone.pop(before.path, None)
        yield TouchedRecord((before,), after)
    yield from (TouchedRecord((before,), None) for before in gone.values())


def moved_from(after: Entry, gone: Iterable[str], read: Callable[[str], Entry | None]) -> Entry | None:
    """Find a record at the path of a former id, else by its id among the deleted paths."""
    by_path = filter(None, map(read, former_paths(after)))
    by_id = (each for each in map(read, gone) if each and is_one(each, after))
    return next(by_path, None) or next(by_id, None)


def is_one(earlier: Entry, later: Entry) -> bool:
    """Return whether two entries are one record at two moments: the later one has or had the earlier id."""
    return earlier.kind == later.kind and earlier.id in later.ids


class _Touched(Struct):
    """What one commit touched; `gone` are the files that it removed, `taken` those that only moved."""

    past: Past
    commit: Commit
    gone: dict[str, Touched]
    taken: set[str] = field(default_factory=set)

    def pair(self, touched: Touched) -> TouchedRecord:
        after = self.past.entry(touched.path, touched.after, touched.mode)
        befores = self.befores(touched)
        if after and touched.path != SETTINGS:
            for place, before in enumerate(befores):
                befores[place] = before or self._elsewhere(after, place)
        return TouchedRecord(tuple(befores), after)

    def befores(self, touched: Touched) -> list[Entry | None]:
        both = zip(touched.before, touched.modes, strict=True)
        return [self.past.entry(touched.path, blob, mode) for blob, mode in both]

    def _elsewhere(self, after: Entry, place: int) -> Entry | None:
        """Find a record under a former id, or at another path under its own."""
        gone = (path for path in self.gone if path not in self.taken)
        found = moved_from(after, gone, lambda path: self._before(path, place))
        if found:
            self.taken.add(found.path)
        return found

    def _before(self, path: str, place: int) -> Entry | None:
        """Return what lay at a path in one of the parents, if it is not there any more."""
        if path in self.gone:
            return self.befores(self.gone[path])[place]
        if len(self.commit.parents) > 1:
            return self.past.at(self.commit.parents[place])(path)
        return None


def _mode(touched: Touched) -> str:
    return touched.mode if touched.after is not None else touched.modes[0]


def _paths(kind: str, ids: Iterable[str]) -> Iterator[str]:
    """Yield where records with these ids are kept; what is no id is kept nowhere."""
    yield from (path_of(kind, key) for key in ids if kind != "settings" and id_form(kind).fits(key))
