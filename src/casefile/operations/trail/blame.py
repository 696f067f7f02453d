"""The verb `blame`: for each value of a record who wrote it, when, in which commit, and by which sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

from msgspec import Struct

from casefile.changes.change import Path as FieldPath
from casefile.changes.change import parts_of
from casefile.errors import BrokenData, NotFound, Problem, nearest
from casefile.model.visible import shortened, visible
from casefile.operations.load import snapshot_of
from casefile.operations.revision import work_tree
from casefile.operations.trail.finding import lying, meant
from casefile.operations.trail.logged import shallow
from casefile.operations.trail.pairing import Wanted, followed, former_paths, pairs
from casefile.operations.trail.past import Past, past
from casefile.register import Entry
from casefile.storage.folder import find_root
from casefile.storage.repository.history import Commit, cut_at
from casefile.storage.snapshots import Snapshot, label_of
from casefile.views.blame import ENTRY, Blamed, Part, Value, parts, said, values
from casefile.views.trail import called

Credit = dict[Hashable, str | None]
"""Values by their key, each with the commit that is known to hold it so far; None for the files here."""
STATES = 64
"""How many states are kept packed: those of a few people who write at the same time."""


class Blame(Struct, frozen=True):
    """The answer of `blame`: every value of a record with where it came from, in the order of the model.

    `name` is what the record is called, `asked` the field that was typed, as parts of a path.
    """

    entry: Entry
    name: str
    rows: tuple[Blamed, ...]
    asked: tuple[str, ...]
    known_at: str | None
    problems: tuple[Problem, ...] = ()

    @property
    def called(self) -> str:
        """What the record is called in a list: its id, the settings by their file."""
        return called(self.entry)


def read_blame(directory: Path, words: str, field: str | None = None, known_at: str | None = None) -> Blame:
    """Follow the values of a record back to their commits, those below a field or all.

    They are those of the record as it lies here, or as it was at a revision or a day.
    Raises NotFound where the record or the field is not there, BrokenData where the file cannot be read.
    """
    root = find_root(directory)
    repository = work_tree(root)
    snapshot = snapshot_of(root, known_at)
    with past(repository, snapshot.commit or repository.head()) as looked_at:
        entry = _present(looked_at, snapshot, root, directory, words)
        asked = parts_of(field or "")
        own = [each for each in values(entry.shape, entry.fields) if each.path[: len(asked)] == asked]
        if asked and not own:
            raise _no_such_field(entry, field or "")
        strand, _ = followed(looked_at, [entry])
        found = _traced(strand, entry, {each.key: None for each in own})
        rows = tuple(_rows(strand, entry, own, found))
        look = looked_at.at(looked_at.tip) if looked_at.tip else lambda _path: None
        name = looked_at.side(entry, look, None).name
    ends_at = label_of(repository, looked_at.tip) if looked_at.tip else None
    return Blame(entry, name, rows, asked, ends_at, shallow(repository))


def _present(looked_at: Past, snapshot: Snapshot, root: Path, directory: Path, words: str) -> Entry:
    """Return the record as it is in the snapshot."""
    entry = meant(looked_at, snapshot, root, directory, words)
    entry = lying(snapshot, entry.path, looked_at.contents.entry) or entry
    then = snapshot.commit
    if not (looked_at.at(then)(entry.path) if then else (root / entry.path).exists()):
        hint = f"what became of it: casefile log {entry.id}"
        raise NotFound(
            "CF736", f"{entry.id} was not there then" if then else f"{entry.id} is not there any more", hint
        )
    if entry.data is None:
        hint = f"other commits of it: casefile log {entry.id}" if then else "mend them first"
        raise BrokenData("CF305", f"{entry.path} has errors", hint, entry.problems)
    return entry


def _no_such_field(entry: Entry, field: str) -> NotFound:
    known = dict.fromkeys(each.field for each in values(entry.shape, entry.fields))
    close = nearest(field, known) or next((each for each in known if field and field in parts_of(each)), "")
    fields = ", ".join(dict.fromkeys(parts_of(each)[0] for each in known))
    hint = f"did you mean {close}?" if close else f"it holds {fields}"
    said_so = f"{entry.id} holds no field {shortened(visible(field), 40)}"
    return NotFound("CF737", said_so, hint)


def _rows(
    looked_at: Past, entry: Entry, own: list[Value], found: Mapping[Hashable, str | None]
) -> Iterator[Blamed]:
    """Yield each value as its commit wrote it: what an entry says by now, and from whom, may be younger."""
    cut = cut_at(looked_at.repository)
    state = cache(lambda commit: _written(looked_at, looked_at.by_id.get(commit or ""), entry))
    there = cache(lambda commit: _parts(state(commit)))
    said_then = cache(lambda commit, place: _values_by_key(there(commit).get(place)))
    places = _places(entry)
    for each in own:
        commit = looked_at.by_id.get(found[each.key] or "")
        around = (each.path[:2], ENTRY)
        then = state(found[each.key])
        value = said_then(found[each.key], places[each.key]).get(each.key, each)
        yield Blamed(
            value=value,
            text=said(value, then.shape, then.fields),
            commit=commit.id if commit else None,
            author=commit.author if commit else None,
            day=commit.day if commit else None,
            folded=each.key != around and around in found and found[around] == found[each.key],
            cut=commit is not None and commit.id in cut,
        )


def _written(looked_at: Past, commit: Commit | None, entry: Entry) -> Entry:
    """Return a record as a commit wrote it, under the id that it had then; as it lies here without one.

    An id that was wrong there is passed over where the file is the same.
    """
    ids = entry.ids
    touched = commit.touched if commit else ()
    states = [looked_at.entry(each.path, each.after, each.mode) for each in touched]
    read = [each for each in states if each and each.data is not None]
    same_id = (each for each in read if each.id in ids)
    same_path = (each for each in read if each.path == entry.path)
    return next(same_id, None) or next(same_path, entry)


Parts = Mapping[FieldPath, Part]
"""The parts of a record by their paths."""


def _parts(entry: Entry) -> Parts:
    return {part.path: part for part in parts(entry.shape, entry.fields)}


def _values_by_key(part: Part | None) -> Mapping[Hashable, Value]:
    return {value.key: value for value in part.values()} if part else {}


def _places(entry: Entry) -> Mapping[Hashable, FieldPath]:
    """Return the path of the part in which each value of a record is, by the key of the value."""
    return {value.key: place for place, part in _parts(entry).items() for value in part.values()}


class EarlierStates:
    """Finds which values an earlier state of a record has too; `places` has the part of each value."""

    def __init__(self, places: Mapping[Hashable, FieldPath]) -> None:
        self._places = places
        self._packed = lru_cache(STATES)(_packed)

    def same_values(self, before: Entry, credit: Credit, after: Entry | None) -> Credit:
        """Return those of the values that `before` has; all of them if its file cannot be read.

        A part that is the same in `after`, which has all of them, is not compared value by value.
        """
        if before.data is None:
            return dict(credit)
        packed_after = self._packed(after) if after else {}
        same = {
            place for place, content in self._packed(before).items() if packed_after.get(place) == content
        }
        changed = {self._places[key] for key in credit} - same
        parts_to_compare = (part for place, part in _parts(before).items() if place in changed)
        keys = {value.key for part in parts_to_compare for value in part.values()} if changed else set()
        return {key: commit for key, commit in credit.items() if self._places[key] in same or key in keys}


def _packed(entry: Entry) -> Mapping[FieldPath, bytes]:
    return {place: part.packed for place, part in _parts(entry).items()}


def _traced(looked_at: Past, entry: Entry, own: Credit) -> dict[Hashable, str | None]:
    """Return the commit that each value came with: the last on its way back that says it.

    A value goes on to the first parent that says the same. A state that cannot be read says nothing, and is
    passed through: what stands beyond it has not changed, the rest came with the one that mended it.
    """
    found: Credit = dict(own)
    earlier = EarlierStates(_places(entry))
    waiting: dict[str, dict[str, Credit]] = defaultdict(dict)
    for at, commit in enumerate(looked_at.walk()):
        if at == 0:
            looked = (looked_at.at(commit.id)(path) for path in (entry.path, *former_paths(entry)))
            there = next(filter(None, looked), None)
            if there:
                waiting[commit.id][there.path] = earlier.same_values(there, own, entry)
        for path, credit in waiting.pop(commit.id, {}).items():
            after = _as_written(looked_at, commit, path)
            is_read = after is not None and after.data is not None
            held: Credit = {key: commit.id if is_read else known for key, known in credit.items()}
            for parent, before in _before(looked_at, commit, path):
                passed = earlier.same_values(before, held, after) if before else dict(held)
                held = {key: held[key] for key in held if key not in passed}
                waiting[parent].setdefault(before.path if before else path, {}).update(passed)
            found |= held
    return found


def _as_written(looked_at: Past, commit: Commit, path: str) -> Entry | None:
    """Return the file at a path as a commit wrote it; None if it did not."""
    touched = next((each for each in commit.touched if each.path == path), None)
    return looked_at.entry(path, touched.after, touched.mode) if touched else None


def _before(looked_at: Past, commit: Commit, path: str) -> Iterator[tuple[str, Entry | None]]:
    """Yield the parents in which the record was there, and how; None for how where nothing changed."""
    if any(each.path == path for each in commit.touched):
        pair = next(pairs(looked_at, commit, Wanted(paths={path})))
        befores = zip(commit.parents, pair.befores, strict=False)
        yield from ((parent, before) for parent, before in befores if before is not None)
    elif len(commit.parents) == 1:
        yield commit.parents[0], None
    else:
        looked = ((parent, looked_at.at(parent)(path)) for parent in commit.parents)
        yield from ((parent, before) for parent, before in looked if before is not None)
