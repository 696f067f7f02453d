"""A register that is too large for memory: of most cases only the path is known, and that they are valid."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial

from casefile.errors import Problem
from casefile.model.field import CASE_ID
from casefile.model.kinds import id_by_path, path_of
from casefile.register.entry import Entry
from casefile.register.lazy_entry import IN_THE_FILE, LazyEntry, Outline
from casefile.register.lazy_mapping import LazyMapping
from casefile.register.overlay_register import Overlay
from casefile.register.record_summary import Disclosure
from casefile.register.register import Register


def is_plain(entry: Entry) -> bool:
    """Return whether the path of a case is enough to represent it, because its id follows from the path.

    Such a case is valid, not withdrawn, has no former ids and no problems. Another file that states the same
    id is at another path, and so is not plain.
    """
    sound = not (entry.broken or entry.withdrawn or entry.formerly or entry.problems)
    return sound and entry.kind == "case" and entry.path == path_of("case", entry.id)


class PlainCases(Collection[str]):
    """The paths of plain cases, in order: the given paths except those in `without`."""

    def __init__(self, paths: Sequence[str], without: Collection[str]) -> None:
        """Make the collection; `paths` must be sorted and contain all of `without`."""
        self._paths = paths
        self._without = frozenset(without)

    def __contains__(self, path: object) -> bool:
        if not isinstance(path, str) or path in self._without:
            return False
        at = bisect_left(self._paths, path)
        return at < len(self._paths) and self._paths[at] == path

    def __iter__(self) -> Iterator[str]:
        return (path for path in self._paths if path not in self._without)

    def __len__(self) -> int:
        return len(self._paths) - len(self._without)

    @property
    def ids(self) -> Iterator[str]:
        """The ids of the cases, in the order of their paths."""
        return map(id_by_path, self)

    def without(self, paths: Collection[str]) -> PlainCases:
        """Return the collection without these paths too."""
        return PlainCases(self._paths, self._without.union(paths)) if paths else self

    def path_of(self, record_id: str) -> str | None:
        """Return the path of the plain case with this id, or None if there is none."""
        path = path_of("case", record_id) if CASE_ID.fits(record_id) else ""
        return path if path in self else None


class OutlinedRegister(Overlay):
    """A register of plain cases (`is_plain`) and of `odd` entries: all other files, perhaps as lazy entries.

    `read_file` returns the bytes of the file at a path. `names` is empty until the caller sets it: to the
    names of each case with a name that is not public, and the public names that contain a part of one. A
    search for withheld names finds the same with them as with the names of all cases. Values that the
    outlines do not contain are read from the files when they are needed.
    """

    def __init__(
        self,
        plain: PlainCases,
        odd: Iterable[Entry],
        problems: Iterable[Problem],
        read_file: Callable[[str], bytes],
    ) -> None:
        known = [*odd]
        # A case whose id another file states too is not plain any more.
        doubled = {path for entry in known if (path := plain.path_of(entry.id))}
        self.plain = plain.without(doubled)
        odd_ones = Register([*known, *(_plain_entry(path, read_file) for path in doubled)], problems)
        super().__init__(_PlainCases(self.plain, read_file), odd_ones)
        self.names: tuple[Disclosure, ...] = ()

    def _ids(self) -> Iterable[str]:
        odd = {key: entry.path for key, entry in self._new.by_id.items()}
        return sorted(super()._ids(), key=lambda key: odd.get(key) or path_of("case", key))

    def is_one(self, record_id: str) -> bool:
        """Return whether a record is valid, and no other file states its id.

        Raises KeyError if no file states the id.
        """
        return not self.by_id[record_id].broken

    @property
    def case_names(self) -> tuple[Disclosure, ...]:
        """The names of cases that `names` contains: not those of every case."""
        return self.names

    @property
    def closed_by_path(self) -> Mapping[str, Disclosure]:
        """The names in `case_names`, by their index as text, because their paths are not known."""
        return {str(place): each for place, each in enumerate(self.names)}


class _PlainCases(Register):
    """A register of plain cases only, each made on access; it has no former ids and no other records."""

    def __init__(self, plain: PlainCases, read_file: Callable[[str], bytes]) -> None:
        super().__init__(())
        self.sources, self.close_sources = frozenset(), frozenset()
        self.owners, self.connections, self.addresses, self.unshown = {}, {}, {}, ()

        def entry_at(path: str | None) -> Entry:
            if path is None or path not in plain:
                raise KeyError(path)
            return _plain_entry(path, read_file)

        self.entries = LazyMapping(entry_at, lambda: plain)
        self.by_id = LazyMapping(lambda key: entry_at(plain.path_of(key)), lambda: plain.ids)
        self.stated = LazyMapping(lambda key: [self.by_id[key].path], lambda: plain.ids)

    def of_kind(self, kind: str) -> Iterator[Entry]:
        """Yield the cases in the order of their paths; none of another kind."""
        return iter(self.by_id.values() if kind == "case" else ())


def _plain_entry(path: str, read_file: Callable[[str], bytes]) -> Entry:
    return LazyEntry(path, partial(read_file, path), Outline("case", id_by_path(path), tier=IN_THE_FILE))
