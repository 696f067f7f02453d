"""A register with some records added or replaced: each answer is joined from the answers of two registers."""

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
    from casefile.names.hidden_names import HiddenNames


class Overlay(Register):
    """The records of `base`, with the records of `new` added, or in place of those at the same path.

    The values of a replaced record that others use (`Entry.known_by`) must be the same in both. `every`
    returns a register with all entries of both in memory, which is used where all of them are needed; without
    it they are looked up one by one.
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
        """The settings: those of `new` if it contains casefile.yaml, else those of `base`."""
        return self._stating_settings.settings

    @property
    def rules(self) -> Rules:
        """The settings on which the record summaries depend, as plain values."""
        return self._stating_settings.rules

    @cached_property
    def unshown(self) -> tuple[Problem, ...]:
        """The problems of files that could not be read or have errors, and so are not shown, sorted."""
        return tuple(sorted({*self._base.unshown, *self._new.unshown}))

    @property
    def cases(self) -> int:
        """The number of valid cases that were not withdrawn."""
        new = (each for each in self._new.of_kind("case") if each.path not in self._base.entries)
        return self._base.cases + sum(not (each.broken or each.withdrawn) for each in new)

    # `base` has priority if both answer: only it has all records with a former id or an address.

    @cached_property
    def owners(self) -> Mapping[str, Sequence[str]]:
        """The present ids of the records that had a former id, by the former id."""
        return {**self._new.owners, **self._base.owners}

    @cached_property
    def connections(self) -> Mapping[str, str | None]:
        """The connection of each source to the person, or None, by the source's id and former ids."""
        new = self._new
        # Several sources may have had one former id, and only `base` has all of them.
        own = (key for key in new.connections if key in new.sources or key not in self._base.owners)
        return {**self._base.connections, **{key: new.connections[key] for key in own}}

    @cached_property
    def addresses(self) -> Mapping[str, Sequence[str]]:
        """The ids of the sources with a URL, by the digest of the URL (`address_key`)."""
        return {**self._new.addresses, **self._base.addresses}

    @cached_property
    def close_sources(self) -> frozenset[str]:
        """The ids and former ids of sources that are or may be the person, a relative or a lawyer."""
        return self._base.close_sources | self._new.close_sources

    @property
    def sources(self) -> frozenset[str]:
        """The present ids of all valid sources, also of those that state no connection."""
        return self._base.sources | self._new.sources

    def of_kind(self, kind: str) -> Iterator[Entry]:
        """Yield the records of a kind, also those with errors, in the order of their paths."""
        kept = (entry for entry in self._base.of_kind(kind) if entry.path not in self._new.entries)
        return merge(kept, self._new.of_kind(kind), key=attrgetter("path"))

    def called(self, kind: str) -> Mapping[str, Sequence[str]]:
        """Return the ids of the valid records of a kind that have a name, by folded name."""
        return super().called(kind) if any(self._new.of_kind(kind)) else self._base.called(kind)

    @cached_property
    def names_by_path(self) -> Mapping[str, Disclosure]:
        """The names of all valid cases by their paths."""
        return dict(sorted({**self._base.names_by_path, **self._new_names}.items()))

    @cached_property
    def closed_by_path(self) -> Mapping[str, Disclosure]:
        """The names of valid cases and their tiers, by path.

        Of the base register only cases with a name that is not public are included, of new cases all.
        """
        return {**self._base.closed_by_path, **self._new_names}

    def finder_of(self, closed: tuple[str, ...]) -> HiddenNames:
        """Return a finder of any part of these names; it may also find other names."""
        return self._base.finder_of(closed)

    @cached_property
    def _new_names(self) -> Mapping[str, Disclosure]:
        new = (entry for entry in self._new.of_kind("case") if not entry.broken)
        return {entry.path: self.disclosure_of(entry) for entry in new}
