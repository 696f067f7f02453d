"""Group changed files into commits: those of an uncommitted rename or withdrawal are committed together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from msgspec import Struct, field

from casefile.loading.record_pairs import moved_from, takes_id_of
from casefile.register import Entry, Register, read_entry


class CommitGroup(Struct, frozen=True):
    """The paths of one commit.

    `left` are removed files whose record is in another file now, `moved` the former paths of renamed records,
    by their paths now.
    """

    paths: tuple[str, ...]
    left: frozenset[str] = frozenset()
    moved: Mapping[str, str] = field(default_factory=dict)

    def __or__(self, other: CommitGroup) -> CommitGroup:
        """Return both as one commit."""
        paths = tuple(dict.fromkeys((*self.paths, *other.paths)))
        return CommitGroup(paths, self.left | other.left, {**self.moved, **other.moved})


def group_commits(register: Register, changed: Sequence[str], held: Mapping[str, bytes]) -> list[CommitGroup]:
    """Return the changed paths grouped into commits, in the order of the first path of each in `changed`.

    `held` has the content of these files in the last commit. A record is a commit of its own, unless it
    replaces a removed file, or refers to one that does.
    """
    found: list[CommitGroup] = []
    for each in (*_moves(register, changed, held), *(CommitGroup((path,)) for path in changed)):
        apart = [other for other in found if not {*other.paths} & {*each.paths}]
        joined = [other for other in found if other not in apart]
        for other in joined:
            each |= other  # noqa: PLW2901 - it grows by what it meets
        found = [*apart, each]
    place = {path: at for at, path in enumerate(changed)}
    return sorted(found, key=lambda each: min(place[path] for path in each.paths))


def _moves(register: Register, changed: Sequence[str], held: Mapping[str, bytes]) -> Iterator[CommitGroup]:
    """Yield each changed record that replaces a removed file, with all changed records that refer to it."""
    gone = {path: read_entry(path, held.get(path, b"")) for path in changed if path not in register.entries}
    for path in changed:
        entry = register.entries.get(path)
        left = _replaced_files(entry, gone) if entry is not None and not entry.broken else ()
        if entry is None or not left:
            continue
        before = None if entry.withdrawn or path in held else moved_from(entry, gone, gone.get)
        citing = {row.path for row, _ in register.citing(entry.id)}
        paths = (path, *left, *(other for other in changed if other in citing))
        yield CommitGroup(paths, frozenset(left), {path: before.path} if before else {})


def _replaced_files(entry: Entry, gone: Mapping[str, Entry]) -> tuple[str, ...]:
    """Return the removed files that a record replaces; for a withdrawn case, all removed files of its folder.

    A withdrawal notice does not show which case it was. `gone` are the removed files by path.
    """
    if entry.withdrawn:
        folder = PurePosixPath(entry.path).parent
        return tuple(path for path in gone if PurePosixPath(path).parent == folder)
    return tuple(path for path, earlier in gone.items() if takes_id_of(entry, earlier))
