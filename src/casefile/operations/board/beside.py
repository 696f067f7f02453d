"""A register of which the board tells, as it would be after a write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from casefile.register import Entry, LazyMapping, Register, closed_of
from casefile.summary import Disclosed

if TYPE_CHECKING:  # it makes these of itself
    from casefile.operations.board.register import ByBoard


class Beside(Register):
    """The register in the index, with some records added or replaced.

    No other record depends on these: see `ByBoard.replacing`. So each answer is joined from that of the index
    and that of these records.
    """

    def __init__(self, base: ByBoard, entries: Iterable[Entry]) -> None:
        new = Register(entries)
        self._base, self._new, self._rows = base, new, {}
        self.problems, self.strays, self.taken_out = base.problems, base.strays, base.taken_out
        self.settings, self.owners = base.settings, base.owners
        self.entries = LazyMapping(
            lambda path: new.entries.get(path) or base.entries[path],
            lambda: {**dict.fromkeys(base.entries), **new.entries},
            lambda: self.whole.entries,
        )
        self.by_id = LazyMapping(
            lambda record: new.by_id.get(record) or base.by_id[record],
            lambda: self.ids,
            lambda: self.whole.by_id,
        )
        self.stated = LazyMapping(
            lambda record: [self.by_id[record].path], lambda: self.ids, lambda: self.whole.stated
        )

    @cached_property
    def whole(self) -> Register:
        """The register with all its entries at hand."""
        return self._base.whole.replacing(*self._new.entries.values())

    @cached_property
    def ids(self) -> frozenset[str]:
        """The id of every record."""
        return self._base.ids | self._new.ids

    @cached_property
    def connections(self) -> Mapping[str, str | None]:
        """How each source stands to the person it speaks of, where it says so."""
        return {**self._base.connections, **self._new.connections}

    @cached_property
    def close_sources(self) -> frozenset[str]:
        """The sources that are or may be close to the person: ids, former ones too."""
        return self._base.close_sources | self._new.close_sources

    @cached_property
    def addresses(self) -> Mapping[str, Sequence[str]]:
        """The ids of the sources that have an address, by its key."""
        return {**self._base.addresses, **self._new.addresses}

    @property
    def sources(self) -> frozenset[str]:
        """The ids of all sources that can be read, also of those that do not say how they stand."""
        return self._base.sources | self._new.sources

    def of_kind(self, kind: str) -> Iterator[Entry]:
        """Yield the records of a kind, broken ones too, in the order of their paths."""
        found = {entry.path: entry for each in (self._base, self._new) for entry in each.of_kind(kind)}
        return (found[path] for path in sorted(found))

    def called(self, kind: str) -> Mapping[str, str]:
        """Return the ids of a kind of records by their names, folded; of a name that two have, the first."""
        return super().called(kind) if any(self._new.of_kind(kind)) else self._base.called(kind)

    @cached_property
    def names_by_path(self) -> Mapping[str, Disclosed]:
        """The names of all sound cases by their paths."""
        return dict(sorted({**self._base.names_by_path, **self._new_names}.items()))

    def names_holding(self, stems: frozenset[str]) -> Iterable[Disclosed]:
        """Return the names of sound cases of which words have these stems, and those of what is new."""
        return {**self._base.holding_by_path(stems), **self._new_names}.values()

    @cached_property
    def closed_names(self) -> Disclosed:
        """The names of cases that not everybody may know, now and where nothing can be called back."""
        return closed_of({**self._base.closed_by_path, **self._new_names}.values())

    @cached_property
    def _new_names(self) -> Mapping[str, Disclosed]:
        return {entry.path: self._disclosed(entry) for entry in self._new.of_kind("case")}
