"""Which changed files belong into one commit: those of a rename or a withdrawal that was not committed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from msgspec import Struct, field

from casefile.model.places import id_by_path
from casefile.register import Entry, Register


class Together(Struct, frozen=True):
    """The paths of one commit.

    `left` are files that are gone because their record is another file now, `moved` the paths that renamed
    records had, by their paths now.
    """

    paths: tuple[str, ...]
    left: frozenset[str] = frozenset()
    moved: Mapping[str, str] = field(default_factory=dict)

    def __or__(self, other: Together) -> Together:
        """Return both as one commit."""
        paths = tuple(dict.fromkeys((*self.paths, *other.paths)))
        return Together(paths, self.left | other.left, {**self.moved, **other.moved})


def together(register: Register, changed: Sequence[str]) -> list[Together]:
    """Return the changed paths as the commits that they belong into, each where its first path stands."""
    found: list[Together] = []
    for each in (*_moves(register, changed), *(Together((path,)) for path in changed)):
        apart = [other for other in found if not {*other.paths} & {*each.paths}]
        joined = [other for other in found if other not in apart]
        for other in joined:
            each |= other  # noqa: PLW2901 - it grows by what it meets
        found = [*apart, each]
    place = {path: at for at, path in enumerate(changed)}
    return sorted(found, key=lambda each: min(place[path] for path in each.paths))


def _moves(register: Register, changed: Sequence[str]) -> Iterator[Together]:
    """Yield each changed record that took the place of a file that is gone, with all that names it now."""
    gone = {id_by_path(path): path for path in changed if path not in register.entries}
    for path in changed:
        entry = register.entries.get(path)
        left = [*_left(entry, gone)] if entry is not None and not entry.broken else []
        if entry is None or not left:
            continue
        citing = {row.path for row, _ in register.citing(entry.id)}
        paths = (path, *left, *(other for other in changed if other in citing))
        yield Together(paths, frozenset(left), {} if entry.withdrawn else {path: left[-1]})


def _left(entry: Entry, gone: Mapping[str, str]) -> Iterator[str]:
    """Yield the files that a record left: by its former ids; of a withdrawn case, any case of its folder.

    What is left of a withdrawn case does not say which one it was.
    """
    if entry.withdrawn:
        folder = PurePosixPath(entry.path).parent
        yield from (path for path in gone.values() if PurePosixPath(path).parent == folder)
    else:
        yield from (gone[old] for old in entry.formerly if old in gone)
