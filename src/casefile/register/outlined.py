"""A register too large to be held: of most of its cases it is only known that they are there, and sound."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from heapq import merge
from typing import TYPE_CHECKING

from casefile.errors import Problem
from casefile.model.field import CASE_ID
from casefile.model.places import id_by_path, path_of
from casefile.register.asked import LazyMapping
from casefile.register.entry import Entry
from casefile.register.lazy import IN_THE_FILE, LazyEntry, Outline
from casefile.register.register import Register
from casefile.summary import Disclosed

if TYPE_CHECKING:
    from casefile.model.settings import Settings


def is_plain(entry: Entry) -> bool:
    """Tell whether nothing needs to be known of a case but its path, from which its id follows.

    Whoever else states this id does not lie where it says, and is not plain.
    """
    sound = not (entry.broken or entry.withdrawn or entry.formerly or entry.problems)
    return sound and entry.kind == "case" and entry.path == path_of("case", entry.id)


class Plain(Collection[str]):
    """The paths of plain cases, in order: all of these files but some."""

    def __init__(self, paths: Sequence[str], without: Collection[str]) -> None:
        """Take paths that are in order, with all of `without` among them."""
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
        """Their ids, in the order of their paths."""
        return map(id_by_path, self)

    def without(self, paths: Collection[str]) -> Plain:
        """Return all of them but these."""
        return Plain(self._paths, self._without.union(paths)) if paths else self

    def path_of(self, record_id: str) -> str | None:
        """Return where the case of this id lies, nothing where it is none of these."""
        path = path_of("case", record_id) if CASE_ID.fits(record_id) else ""
        return path if path in self else None


class Outlined(Register):
    """A register of plain cases and of what is odd: every other record, whole or in outline.

    `again` reads the file at a path. `names` has the names of cases with a closed name, and the public names
    that contain one: with the names of all cases no other texts would be found. Every answer that the
    outlines do not contain comes from the files, as in every register.
    """

    def __init__(
        self, plain: Plain, odd: Iterable[Entry], problems: Iterable[Problem], again: Callable[[str], bytes]
    ) -> None:
        known = [*odd]
        # A case whose id somebody else states is plain no more.
        doubled = {path for entry in known if (path := plain.path_of(entry.id))}
        self.plain = plain.without(doubled)
        self.odd = Register([*known, *(_plain_entry(path, again) for path in doubled)], problems)
        self.problems = self.odd.problems
        self.entries = _ByPath(self.odd.entries, self.plain, again)
        self._by_id = _ById(self.odd.by_id, self.plain, again)
        self._rows = {}
        self.names = Disclosed("restricted")

    def is_one(self, record_id: str) -> bool:
        """Tell whether an id that a sound case states is no other one's, too."""
        held = self.odd.by_id.get(record_id)
        return held is None or not held.broken

    @property
    def settings(self) -> Settings:
        """The settings, as `Register` has them."""
        return self.odd.settings

    @property
    def by_id(self) -> Mapping[str, Entry]:
        """Every record by its id, broken ones too."""
        return self._by_id

    @cached_property
    def stated(self) -> Mapping[str, Sequence[str]]:
        """The files that state an id, by the id, or whose name gives it."""
        return LazyMapping(self._stated_by, lambda: self.by_id, lambda: {**self.stated})

    @property
    def owners(self) -> Mapping[str, Sequence[str]]:
        """The present ids of the records that once had an id, by the old one: no plain case had another."""
        return self.odd.owners

    @property
    def connections(self) -> Mapping[str, str | None]:
        """The connection of each source to the person, as `Register` has them."""
        return self.odd.connections

    @property
    def sources(self) -> frozenset[str]:
        """The present ids of all sources that can be read: none of them is a plain case."""
        return self.odd.sources

    @property
    def close_sources(self) -> frozenset[str]:
        """The sources that are or may be close to the person: ids, former ones too."""
        return self.odd.close_sources

    @property
    def addresses(self) -> Mapping[str, Sequence[str]]:
        """The ids of the sources that have an address, by its key."""
        return self.odd.addresses

    @property
    def case_names(self) -> tuple[Disclosed, ...]:
        """The names of cases with a closed name, and the public names that contain one."""
        return (self.names,)

    def of_kind(self, kind: str) -> Iterator[Entry]:
        """Yield the records of a kind, broken ones too, in the order of their paths."""
        return super().of_kind(kind) if kind == "case" else self.odd.of_kind(kind)

    def _stated_by(self, record_id: str) -> Sequence[str]:
        path = self.plain.path_of(record_id)
        return self.odd.stated[record_id] if path is None else [path]


def _plain_entry(path: str, again: Callable[[str], bytes]) -> Entry:
    return LazyEntry(path, partial(again, path), Outline("case", id_by_path(path), tier=IN_THE_FILE))


class _Both(Mapping[str, Entry]):
    """What is odd, and plain cases, made where they are asked for; in the order of their paths."""

    def __init__(self, odd: Mapping[str, Entry], plain: Plain, again: Callable[[str], bytes]) -> None:
        self._odd = odd
        self._plain = plain
        self._again = again

    def __getitem__(self, key: str) -> Entry:
        held = self._odd.get(key)
        if held is not None:
            return held
        path = self._where(key)
        if path is None:
            raise KeyError(key)
        return _plain_entry(path, self._again)

    def __iter__(self) -> Iterator[str]:
        odd = ((entry.path, key) for key, entry in self._odd.items())
        return (key for _, key in merge(odd, ((path, self._key(path)) for path in self._plain)))

    def __len__(self) -> int:
        return len(self._odd) + len(self._plain)

    def _where(self, key: str) -> str | None:
        raise NotImplementedError

    def _key(self, path: str) -> str:
        raise NotImplementedError


class _ByPath(_Both):
    def _where(self, key: str) -> str | None:
        return key if key in self._plain else None

    def _key(self, path: str) -> str:
        return path


class _ById(_Both):
    def _where(self, key: str) -> str | None:
        return self._plain.path_of(key)

    def _key(self, path: str) -> str:
        return id_by_path(path)
