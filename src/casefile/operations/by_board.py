"""A register of which the board tells so much that few of its files are opened."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from casefile.errors import Problem
from casefile.model.names import folded, matches
from casefile.model.settings import Settings
from casefile.operations.board import Sight
from casefile.operations.boarding import row_by
from casefile.operations.by_words import Finder, Named
from casefile.operations.load import register_here, settings_here
from casefile.operations.returned import kept_away
from casefile.register import Entry, Register, Remembered
from casefile.storage.folder import read_or_problem
from casefile.storage.index import TROUBLE, key_of
from casefile.summary import Row
from casefile.views.search import Sought

Told = TypeVar("Told")


class ByBoard(Register):
    """The register of a glance: what is asked of one record opens its file alone, anything else all files.

    Whatever is wrong with the board, the files are read instead.
    """

    def __init__(self, seen: Sight) -> None:
        self._seen = seen
        self._opened: dict[int, Entry] = {}

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - one of three fields
        """Read every file where somebody asks for what only all of them tell."""
        if name not in {"entries", "problems", "_rows"}:
            raise AttributeError(name)
        whole = kept_away(self._seen.root, register_here(self._seen.root))
        self.__dict__ |= {"entries": whole.entries, "problems": whole.problems, "_rows": whole._rows}  # noqa: SLF001 - a register too
        return self.__dict__[name]

    @property
    def is_whole(self) -> bool:
        """Whether every file was read."""
        return "entries" in self.__dict__

    @cached_property
    def settings(self) -> Settings:
        """The settings, or the defaults where casefile.yaml is broken."""
        return settings_here(self._seen.root)

    @cached_property
    def unshown(self) -> tuple[Problem, ...]:
        """What is wrong with files that are therefore not shown, in the order of their places."""
        return self._seen.broken

    @cached_property
    def formerly(self) -> Mapping[str, str]:
        """Ids that records had before a rename, and the ids that they have now."""
        return {old: ids[-1] for old, ids in self._seen.state.facts["formerly"].items()}

    @cached_property
    def connections(self) -> Mapping[str, str | None]:
        """How each source stands to the person it speaks of, where it says so."""
        return dict(self._seen.state.facts["connections"])

    @cached_property
    def by_id(self) -> Mapping[str, Entry]:
        """Every record by its id, broken ones too."""
        return _ById(self)

    @cached_property
    def every(self) -> Mapping[str, Entry]:
        """Every record by its id, of all files as they were read."""
        return Register(self.entries.values(), self.problems).by_id

    @property
    def is_empty(self) -> bool:
        """Whether there is no sound record."""
        told = self._told(lambda: self._seen.board.is_empty(self._seen.state))
        return super().is_empty if told is None else told

    def opened(self, record_id: str) -> Entry | None:
        """Return a record that is shown, its file read and compared with what is remembered of it."""
        found = self._told(lambda: self._seen.board.by_id(self._seen.state, record_id))
        if found is None or found.kept is None:
            return None
        if found.row not in self._opened:
            blob = read_or_problem(self._seen.root, found.path)
            if not isinstance(blob, bytes) or key_of(found.path, blob) != found.key:
                return None
            about = json.loads(found.kept.entry)
            self._opened[found.row] = Remembered(found.path, blob, about, found.kept.row)
        return self._opened[found.row]

    def row(self, record_id: str) -> Row:
        """Return the excerpt of a sound record."""
        found = self._told(lambda: self._seen.board.by_id(self._seen.state, record_id))
        row = row_by(found) if found else None
        return row if row is not None else super()._row(self.by_id[record_id])

    def has(self, record_id: str) -> bool:
        """Whether the board knows of a record of this id, or cannot tell."""
        return self._told(lambda: self._seen.board.has(self._seen.state, record_id)) is not False

    def rows_by(self, numbers: set[int]) -> list[Row] | None:
        """Return the excerpts of some rows of the board, in the order of their paths."""
        found = self._told(lambda: [self._seen.board.by_row(self._seen.state, each) for each in numbers])
        rows = [row_by(each) for each in found or () if each is not None]
        if found is None or None in rows or len(rows) < len(numbers):
            return None
        return sorted((row for row in rows if row is not None), key=lambda row: row.path)

    def holding(self, words: Sought) -> list[Row] | None:
        """Return the excerpts of all records that may hold these words; None where the board cannot tell."""
        found = self._told(lambda: self._finder.holding(words) if self._learned() else None)
        return self.rows_by(found) if found is not None else None

    def near(self, words: Sought) -> list[Named] | None:
        """Return the records that are called nearly as one of the words; None where the board cannot tell."""
        return self._told(lambda: self._finder.near(words))

    @property
    def _finder(self) -> Finder:
        return Finder(self._seen.board, self._seen.state)

    def _learned(self) -> bool:
        """Tell the board the words of the texts that it does not know; whether it knows all of them then."""
        board, state = self._seen.board, self._seen.state
        unread = board.words.unread(state)
        entries = ((row, self.opened(record)) for row, record in unread)
        board.words.learn(
            (row, _words(entry.text), "\\" in entry.text) for row, entry in entries if entry is not None
        )
        return not (unread and board.words.unread(state))

    def known_row(self, entry: Entry) -> Row | None:
        """Return the excerpt of a sound record: the board has that of each."""
        return self._row(entry)

    def _row(self, entry: Entry) -> Row:
        return self.row(entry.id) if entry in self._opened.values() else super()._row(entry)

    def _candidates(self, words: str, kind: str | None) -> list[Row]:
        query = folded(words)
        called = self._told(lambda: [*self._seen.board.words.names(self._seen.state)]) or ()
        found = {
            row
            for row, of_kind, record, plain in called
            if kind in {None, of_kind if of_kind != "withdrawn" else "case"}
            and (
                (words and record.startswith(words))
                or matches(query, plain)
                or matches(query, folded(record))
            )
        }
        rows = self.rows_by(found) if called else None
        return super()._candidates(words, kind) if rows is None else rows

    def _alike(self, words: str, kind: str | None) -> list[Row]:
        found = self._told(lambda: self._finder.sounding(words))
        rows = self.rows_by(found) if found is not None else None
        if rows is None:
            return super()._alike(words, kind)
        return [row for row in rows if kind in {None, row.kind}]

    def _broken(
        self, words: str, kind: str | None, fits: Callable[[str, str], bool] = matches
    ) -> list[Entry]:
        return super()._broken(words, kind, fits) if self.unshown else []

    def _told(self, ask: Callable[[], Told]) -> Told | None:
        """Ask the board; nothing where the files were read already, or it is damaged."""
        if not self.is_whole:
            with contextlib.suppress(*TROUBLE):
                return ask()
        return None


def _words(text: str) -> str:
    """Return every word of a text once, in plain letters; most stand in it many times, and in other texts."""
    return " ".join({_plain(each) for each in BLANKS.split(text)})


BLANKS = re.compile(r"[ \t\n\r]+")
"""What parts words whatever stands around it; other signs join them in plain letters, such as U+0085."""
_plain = lru_cache(maxsize=1 << 16)(folded)


class _ById(Mapping[str, Entry]):
    """The records of a register by their ids, each opened where it is asked for."""

    def __init__(self, register: ByBoard) -> None:
        self._register = register

    def __getitem__(self, record_id: str) -> Entry:
        entry = self._register.opened(record_id)
        if entry is not None:
            return entry
        if not (self._register.is_whole or self._register.unshown or self._register.has(record_id)):
            raise KeyError(record_id)
        return self._register.every[record_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._register.every)

    def __len__(self) -> int:
        return len(self._register.every)
