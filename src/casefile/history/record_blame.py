"""The command `blame`: for each value of a record its author, date, commit and sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Hashable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from casefile.changes.change import Path as FieldPath
from casefile.changes.change import parts_of
from casefile.errors import BrokenData, NotFound, Problem, nearest
from casefile.files.register_folder import find_root
from casefile.git.log_reader import Commit, cut_at
from casefile.git.snapshots import Snapshot, label_of
from casefile.history.past_record import entry_at, find_past_record
from casefile.loading.open_register import snapshot_of
from casefile.loading.past_registers import Past, past, shallow_clone_warning
from casefile.loading.record_pairs import (
    WantedRecords,
    follow_records,
    former_paths,
    is_another_person,
    pair_touched_records,
)
from casefile.loading.revision import work_tree
from casefile.model.visible_text import shorten_text, visible
from casefile.register import Entry
from casefile.views.blame_values import (
    ENTRY,
    BlamedPart,
    BlamedValue,
    Value,
    format_blamed_value,
    parts,
    values,
)

STATES = 64
"""The number of states of a record that are cached at once: those of a few users who write at one time."""


class Blame(Struct, frozen=True):
    """The answer of `blame`: every value of a record with its origin, in the order of the model.

    `name` is the name of the record, `asked` the path of the field that was typed, `known_at` the label of
    the commit at which the history ends.
    """

    entry: Entry
    name: str
    rows: tuple[BlamedValue, ...]
    asked: tuple[str, ...]
    known_at: str | None
    problems: tuple[Problem, ...] = ()

    @property
    def called(self) -> str:
        """The id of the record, as the command shows it; for the settings, their file name."""
        return self.entry.id


def read_blame(directory: Path, words: str, field: str | None = None, known_at: str | None = None) -> Blame:
    """Return the commit of each value of a record: of the values below a field, or of all.

    They are those of the record in the working tree, or as it was at a revision or a day (`known_at`). Raises
    NotFound CF736 or CF737 if the record or the field does not exist, BrokenData CF305 if the file cannot be
    read, MachineTrouble CF809 outside of git, and the errors of `find_past_record` and `snapshot_of`.
    """
    root = find_root(directory)
    repository = work_tree(root)
    snapshot = snapshot_of(root, known_at)
    with past(repository, snapshot.commit or repository.head()) as looked_at:
        entry = _find_present(looked_at, snapshot, root, words)
        asked = parts_of(field or "")
        own = [each for each in values(entry.shape, entry.fields) if each.path[: len(asked)] == asked]
        if asked and not own:
            raise _no_such_field(entry, field or "")
        strand, _ = follow_records(looked_at, [entry])
        rows = tuple(_rows(entry, own, _trace_values(strand, entry, own), cut_at(repository)))
        look = looked_at.at(looked_at.tip) if looked_at.tip else lambda _path: None
        name = looked_at.side(entry, look, None).name
    ends_at = label_of(repository, looked_at.tip) if looked_at.tip else None
    return Blame(entry, name, rows, asked, ends_at, shallow_clone_warning(repository))


def _find_present(looked_at: Past, snapshot: Snapshot, root: Path, words: str) -> Entry:
    """Return the record that the words mean, as it is in the snapshot.

    Raises NotFound CF736 if it is not in it, BrokenData CF305 if its file has errors and so no data.
    """
    entry = find_past_record(looked_at, snapshot, root, words)
    entry = entry_at(snapshot, entry.path, looked_at.contents.entry) or entry
    then = snapshot.commit
    if not (looked_at.at(then)(entry.path) if then else (root / entry.path).exists()):
        hint = f"to see why: casefile log {entry.id}"
        raise NotFound(
            "CF736", f"{entry.id} did not exist then" if then else f"{entry.id} no longer exists", hint
        )
    if entry.data is None:
        hint = f"to see its commits: casefile log {entry.id}" if then else "fix them first"
        raise BrokenData("CF305", f"{entry.path} has errors", hint, entry.problems)
    return entry


def _no_such_field(entry: Entry, field: str) -> NotFound:
    known = dict.fromkeys(each.field for each in values(entry.shape, entry.fields))
    close = nearest(field, known) or next((each for each in known if field and field in parts_of(each)), "")
    fields = ", ".join(dict.fromkeys(parts_of(each)[0] for each in known))
    hint = f"did you mean {close}?" if close else f"its fields: {fields}"
    message = f"{entry.id} does not have the field {shorten_text(visible(field), 40)}"
    return NotFound("CF737", message, hint)


class RecordState(NamedTuple):
    """A record as a commit wrote it; without a commit, as it is in the working tree."""

    commit: Commit | None
    entry: Entry


Credit = dict[RecordState, frozenset[int]]
"""States of a record that have some of the values, each with the numbers of these values."""


def _rows(
    entry: Entry, own: list[Value], found: Mapping[Hashable, tuple[RecordState, Value]], cut: Container[str]
) -> Iterator[BlamedValue]:
    """Yield each value with its commit, as that commit wrote it.

    `found` has the state and the value by the key of the value. A value without a commit of its own is shown
    as it is now, and one of an event with the same commit as the event is folded. `cut` are the commits at
    which a shallow clone ends.
    """
    here, keys = RecordState(None, entry), {each.key for each in own}
    for each in own:
        state, value = found.get(each.key, (here, each))
        commit, then = state
        around = (each.path[:2], ENTRY)
        known = found.get(around, (here, each))[0].commit
        is_folded = each.key != around and around in keys and known == commit
        yield BlamedValue(
            value=value,
            text=format_blamed_value(value, then.shape, then.fields),
            commit=commit.id if commit else None,
            author=commit.author.name if commit else None,
            day=commit.day if commit else None,
            folded=is_folded,
            cut=commit is not None and commit.id in cut,
        )


class NumberedValues:
    """The values of a record by numbers, to find which other states have them; equal parts are read once."""

    def __init__(self, own: list[Value]) -> None:
        self._numbers = {each.key: number for number, each in enumerate(own)}
        self._known: dict[tuple[FieldPath, bytes], frozenset[int]] = {}
        self.all = frozenset(self._numbers.values())
        self.of = lru_cache(STATES)(self._of)

    def _of(self, entry: Entry) -> frozenset[int]:
        """Return the numbers of the values that another state of the record has too."""
        return frozenset[int]().union(*map(self._in_part, parts(entry.shape, entry.fields)))

    def _in_part(self, part: BlamedPart) -> frozenset[int]:
        key = part.path, part.packed
        if key not in self._known:
            numbers = (self._numbers.get(each.key) for each in part.values())
            self._known[key] = frozenset(each for each in numbers if each is not None)
        return self._known[key]

    def values(self, entry: Entry, wanted: frozenset[int]) -> Iterator[Value]:
        """Yield the values with these numbers as another state of the record has them."""
        for part in parts(entry.shape, entry.fields) if wanted else ():
            if not wanted.isdisjoint(self._in_part(part)):
                yield from (each for each in part.values() if self._numbers.get(each.key) in wanted)


def _trace_values(
    looked_at: Past, entry: Entry, own: list[Value]
) -> dict[Hashable, tuple[RecordState, Value]]:
    """Return each committed value, by its key, as it is in the oldest state to which it is traced back.

    A value is traced to the first parent that has the same value. A state that cannot be read has no values
    of its own, and is skipped: values that exist before it have not changed, the others came with the commit
    that fixed it.
    """
    found: dict[Hashable, tuple[RecordState, Value]] = {}
    numbered = NumberedValues(own)
    waiting: dict[str, dict[str, Credit]] = defaultdict(dict)
    for at, commit in enumerate(looked_at.walk()):
        if at == 0:
            looked = (looked_at.at(commit.id)(path) for path in (entry.path, *former_paths(entry)))
            there = next(filter(None, looked), None)
            if there:
                same = numbered.of(there) if there.readable else numbered.all
                waiting[commit.id][there.path] = {RecordState(None, entry): same}
        for path, credit in waiting.pop(commit.id, {}).items():
            after = _as_written(looked_at, commit, path)
            if after is not None and after.readable:
                credit = {RecordState(commit, after): frozenset[int]().union(*credit.values())}  # noqa: PLW2901
            for parent, before in _before(looked_at, commit, path):
                same = numbered.of(before) if before and before.readable else numbered.all
                passed = waiting[parent].setdefault(before.path if before else path, {})
                for state, held in credit.items():
                    passed[state] = passed.get(state, frozenset()) | (held & same)
                credit = {state: held - same for state, held in credit.items()}  # noqa: PLW2901
            for state, held in credit.items():
                if state.commit:
                    found |= {each.key: (state, each) for each in numbered.values(state.entry, held)}
    return found


def _as_written(looked_at: Past, commit: Commit, path: str) -> Entry | None:
    """Return the file at a path as a commit wrote it; None if the commit did not change it."""
    touched = next((each for each in commit.touched if each.path == path), None)
    return looked_at.after(touched) if touched else None


def _before(looked_at: Past, commit: Commit, path: str) -> Iterator[tuple[str, Entry | None]]:
    """Yield the parents that contain the record, each with the record; with None if nothing changed there."""
    if any(each.path == path for each in commit.touched):
        pair = next(pair_touched_records(looked_at, commit, WantedRecords(paths={path})))
        found = zip(commit.parents, pair.befores, strict=False)
        yield from ((parent, before) for parent, before in found if before is not None)
    elif len(commit.parents) == 1:
        yield commit.parents[0], None
    else:
        here = looked_at.at(commit.id)(path)
        befores = {parent: looked_at.at(parent)(path) for parent in commit.parents}
        for parent, before in befores.items():
            if before is not None and not (here and is_another_person(before, here, befores.values())):
                yield parent, before
