"""A register with some records added or replaced, joined from the two answers to each question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import merge
from operator import attrgetter
from typing import TYPE_CHECKING

from casefile.errors import Problem
from casefile.register.entry import SETTINGS, Entry, Rules
from casefile.register.lazy_mapping import LazyMapping
from casefile.register.record_summary import Disclosure
from casefile.register.register import Register

if TYPE_CHECKING:
    from casefile.model.settings import Settings


class Overlay(Register):
    """The records of `new` in place of those at their paths in `base`, and beside the others.

    What other records use of a record (`Entry.known_by`) must be the same in both. `every` returns the
    register with all its entries at hand, for questions about each of them; without it they are made one by
    one.
    """

    def __init__(self, base: Register, new: Register, every: Callable[[], Register] | None = None) -> None:
        self._base, self._new, self._rows = base, new, {}
        self.problems = (*base.problems, *new.problems)
        self.strays, self.taken_out = base.strays, base.taken_out
        self.entries = LazyMapping(
            lambda path: new.entries.get(path) or base.entries[path],
            lambda: sorted({*base.entries, *new.entries}),
            every and (lambda: every().entries),
        )
        self.by_id: Mapping[str, Entry] = LazyMapping(
            lambda record: new.by_id.get(record) or base.by_id[record],
            self._ids,
            every and (lambda: every().by_id),
        )
        self.stated: Mapping[str, Sequence[str]] = LazyMapping(
            lambda record: new.stated.get(record) or base.stated[record], self._ids
        )

    def _ids(self) -> Iterable[str]:
        return dict.fromkeys((*self._base.by_id, *self._new.by_id))

    @property
    def _stating_settings(self) -> Register:
        return self._new if SETTINGS in self._new.entries else self._base

    @property
    def settings(self) -> Settings:
        """The settings, as `Register` has them."""
        return self._stating_settings.settings

    @property
    def rules(self) -> Rules:
        """The settings that the excerpts depend on, as plain values."""
        return self._stating_settings.rules

    @cached_property
    def unshown(self) -> tuple[Problem, ...]:
        """The problems because of which files are not shown, in the order of their positions."""
        return tuple(sorted({*self._base.unshown, *self._new.unshown}))

    @property
    def cases(self) -> int:
        """How many sound cases there are that were not withdrawn."""
        new = (each for each in self._new.of_kind("case") if each.path not in self._base.entries)
        return self._base.cases + sum(not (each.broken or each.withdrawn) for each in new)

    # `base` first where both answer: only it has all records with a former id or an address.

    @cached_property
    def owners(self) -> Mapping[str, Sequence[str]]:
        """The present ids of the records that once had an id, by the old one."""
        return {**self._new.owners, **self._base.owners}

    @cached_property
    def connections(self) -> Mapping[str, str | None]:
        """The connection of each source to the person, where it states one, by its id and its former ones."""
        new = self._new
        # A former id may be one of several sources, and only `base` has all of them.
        own = (key for key in new.connections if key in new.sources or key not in self._base.owners)
        return {**self._base.connections, **{key: new.connections[key] for key in own}}

    @cached_property
    def addresses(self) -> Mapping[str, Sequence[str]]:
        """The ids of the sources that have an address, by its key."""
        return {**self._new.addresses, **self._base.addresses}

    @cached_property
    def close_sources(self) -> frozenset[str]:
        """The sources that are or may be close to the person: ids, former ones too."""
        return self._base.close_sources | self._new.close_sources

    @property
    def sources(self) -> frozenset[str]:
        """The ids of all sources that can be read, also of those that state no connection."""
        return self._base.sources | self._new.sources

    def of_kind(self, kind: str) -> Iterator[Entry]:
        """Yield the records of a kind, broken ones too, in the order of their paths."""
        kept = (entry for entry in self._base.of_kind(kind) if entry.path not in self._new.entries)
        return merge(kept, self._new.of_kind(kind), key=attrgetter("path"))

    def called(self, kind: str) -> Mapping[str, str]:
        """Return the ids of a kind of records by their names, folded; of a name that two have, the first."""
        return super().called(kind) if any(self._new.of_kind(kind)) else self._base.called(kind)

    @cached_property
    def names_by_path(self) -> Mapping[str, Disclosure]:
        """The names of all sound cases by their paths."""
        return dict(sorted({**self._base.names_by_path, **self._new_names}.items()))

    @cached_property
    def closed_by_path(self) -> Mapping[str, Disclosure]:
        """The closed names of sound cases by their paths, of those that have any; more of new ones."""
        return {**self._base.closed_by_path, **self._new_names}

    def names_holding(self, stems: frozenset[str]) -> Mapping[str, Disclosure] | None:
        """Return the names of sound cases, by paths, of which words have these stems, and those of new."""
        found = self._base.names_holding(stems)
        return None if found is None else {**found, **self._new_names}

    @cached_property
    def _new_names(self) -> Mapping[str, Disclosure]:
        new = (entry for entry in self._new.of_kind("case") if not entry.broken)
        return {entry.path: self._disclosed(entry) for entry in new}
