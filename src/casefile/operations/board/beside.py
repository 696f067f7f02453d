"""A register of which the board tells, as it would be after a write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from casefile.register import Asked, Entry, Register, closed_of
from casefile.summary import Disclosed

if TYPE_CHECKING:  # it makes these of itself
    from casefile.model.settings import Settings
    from casefile.operations.board.register import ByBoard


class Beside(Register):
    """A register of which the board tells, with some entries in place of others or besides.

    Nothing of the other records hangs on them: see `replacing` there.
    """

    def __init__(self, base: ByBoard, entries: Iterable[Entry]) -> None:
        self._base = base
        self._changed = {entry.path: entry for entry in entries}
        self._rows = {}
        self._by_id = {entry.id: entry for entry in self._changed.values()}
        self.problems = base.problems
        self.strays = base.strays
        self.taken_out = base.taken_out
        self.entries = Asked(
            lambda path: self._changed.get(path) or base.entries[path],
            lambda: {**dict.fromkeys(base.entries), **self._changed},
            lambda: self.whole.entries,
        )

    @cached_property
    def whole(self) -> Register:
        """The register with all its entries at hand."""
        return self._base.whole.replacing(*self._changed.values())

    @cached_property
    def settings(self) -> Settings:
        """The settings, which are as before."""
        return self._base.settings

    @cached_property
    def by_id(self) -> Mapping[str, Entry]:
        """Every record by its id, broken ones too."""
        return Asked(
            lambda record: self._by_id.get(record) or self._base.by_id[record],
            lambda: self.ids,
            lambda: self.whole.by_id,
        )

    @cached_property
    def stated(self) -> Mapping[str, Sequence[str]]:
        """The files that state an id, by the id."""
        return Asked(lambda record: [self.by_id[record].path], lambda: self.ids, lambda: self.whole.stated)

    @cached_property
    def ids(self) -> frozenset[str]:
        """The id of every record."""
        return self._base.ids.union(self._by_id)

    @cached_property
    def owners(self) -> Mapping[str, Sequence[str]]:
        """The present ids of the records that once had an id, which are as before."""
        return self._base.owners

    @cached_property
    def connections(self) -> Mapping[str, str | None]:
        """How each source stands to the person it speaks of, where it says so."""
        new = {key: each.connection for key, each in self._by_id.items() if each.connection is not None}
        return {**self._base.connections, **new}

    @cached_property
    def close_sources(self) -> frozenset[str]:
        """The sources that are or may be close to the person: ids, former ones too."""
        new = (key for key, each in self._by_id.items() if each.may_be_close)
        return self._base.close_sources.union(new)

    @cached_property
    def addresses(self) -> Mapping[str, Sequence[str]]:
        """The ids of the sources that have an address, by its key."""
        new = {key: [record] for record, each in self._by_id.items() for key in each.addresses}
        return {**self._base.addresses, **new}

    @property
    def sources(self) -> frozenset[str]:
        """The ids of all sources that can be read, also of those that do not say how they stand."""
        new = (key for key, entry in self._by_id.items() if entry.kind == "source")
        return self._base.sources.union(new)

    def of_kind(self, kind: str) -> Iterator[Entry]:
        """Yield the records of a kind, broken ones too, in the order of their paths."""
        found = {entry.path: entry for entry in self._base.of_kind(kind)}
        found |= {path: entry for path, entry in self._changed.items() if entry.kind == kind}
        return (found[path] for path in sorted(found))

    def called(self, kind: str) -> Mapping[str, str]:
        """Return the ids of a kind of records by their names, folded; of a name that two have, the first."""
        if any(entry.kind == kind for entry in self._changed.values()):
            return super().called(kind)
        return self._base.called(kind)

    @cached_property
    def names_by_path(self) -> Mapping[str, Disclosed]:
        """The names of all sound cases by their paths."""
        return dict(sorted({**self._base.names_by_path, **self._new_names}.items()))

    def names_holding(self, stems: frozenset[str]) -> Iterable[Disclosed] | None:
        """Return the names of sound cases of which words have these stems, and those of what is new."""
        before = self._base.holding_by_path(stems)
        return None if before is None else {**before, **self._new_names}.values()

    @cached_property
    def closed_names(self) -> Disclosed:
        """The names of cases that not everybody may know, now and where nothing can be called back."""
        return closed_of({**self._base.closed_by_path, **self._new_names}.values())

    @cached_property
    def _new_names(self) -> Mapping[str, Disclosed]:
        cases = {path: entry for path, entry in self._changed.items() if entry.kind == "case"}
        return {path: self._disclosed(entry) for path, entry in cases.items()}
