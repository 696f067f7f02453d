"""Find records by their words, with the index alone."""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from casefile.index import IndexState, SnapshotIndex
from casefile.model.kinds import SETTINGS, id_by_path, kind_by_path
from casefile.names import fold_text, sounds_like
from casefile.views.search import NEAREST, SearchWord, SearchWords, find_near_names


class NamedRecord(NamedTuple):
    """The id and the main name of a record."""

    id: str
    name: str


class RecordNames(NamedTuple):
    """A file of a snapshot with the names of its record, the main one first; `plain` in plain letters.

    A file that is not shown has no row number and no names; id and kind are those that follow from its path.
    """

    row: int | None
    id: str
    kind: str
    is_withdrawn: bool
    names: tuple[str, ...]
    plain: tuple[str, ...]

    @property
    def folded_names(self) -> tuple[str, ...]:
        """The names and the id in plain Latin letters, for lookups."""
        return (*self.plain, fold_text(self.id))


class WordSearch:
    """Finds the row numbers of records in the index by their words."""

    def __init__(self, snapshot_index: SnapshotIndex, state: IndexState) -> None:
        self._snapshot_index, self._state = snapshot_index, state

    def holding(self, words: SearchWords) -> set[int] | None:
        """Return the row numbers of all records that may contain all these words.

        None if the index cannot answer: a word is not of ASCII letters and digits, or is searched within
        other words, or the texts of some records are not in the index yet.
        """
        plain = all(word.plain.isascii() and word.plain.isalnum() and not word.within for word in words.words)
        if not plain:
            return None
        with self._snapshot_index.steady(self._state):
            if self._snapshot_index.words.unread(self._state):
                return None
            return set.intersection(*(self._rows(word) for word in words.words))

    def _rows(self, word: SearchWord) -> set[int]:
        rows = self._snapshot_index.words.holding(self._state, word.plain)
        return rows | self.sounding(word.typed) if word.spoken else rows

    def sounding(self, typed: str) -> set[int]:
        """Return the row numbers of all records with a name that sounds like the typed text."""
        from casefile.names.sound_lookup import query_key_starts  # noqa: PLC0415 - most commands compare no sounds

        words = self._snapshot_index.words
        names = [name for name in words.names_by_sound(query_key_starts(typed)) if sounds_like(typed, name)]
        return set().union(*(words.rows_with_name(self._state, name) for name in names))

    def names(self) -> Iterator[RecordNames]:
        """Yield the records with their names in path order, and the files that are not shown."""
        for path, rows in groupby(self._snapshot_index.words.names(self._state), attrgetter("path")):
            first, *others = rows
            if first.row is None:
                if path != SETTINGS:
                    yield RecordNames(None, id_by_path(path), kind_by_path(path), False, (), ())
                continue
            known = [each for each in (first, *others) if each.name]
            names = dict.fromkeys(filter(None, (first.main, *(each.name for each in known))))
            notice = first.kind == "withdrawn"
            kind = "case" if notice else first.kind
            plain = tuple(each.plain for each in known)
            yield RecordNames(first.row, first.id, kind, notice, tuple(names), plain)

    def near(self, words: SearchWords, only: Container[int] | None = None) -> list[NamedRecord]:
        """Return the records with a name similar to one of the words, at most `NEAREST`.

        With `only`, they are among those with these row numbers.
        """
        known = {*self._snapshot_index.words.parts()}
        while True:
            rows = {
                part: self._snapshot_index.words.of_part(self._state, part, NEAREST)
                for part in find_near_names(known, words)
            }
            gone = {part for part, found in rows.items() if not found}
            if not gone:
                break
            known -= gone  # words of another snapshot
        each_row = (row for found in rows.values() for row in found)
        found = dict.fromkeys(row for row in each_row if only is None or row in only)
        near = (self._snapshot_index.by_row(self._state, row) for row in [*found][:NEAREST])
        return [NamedRecord(each.id, each.name) for each in near if each is not None]
