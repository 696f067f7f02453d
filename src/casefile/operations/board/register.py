"""A register of which the board tells so much that few of its files are opened."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from casefile.model.names import folded, matches
from casefile.model.words import Tier
from casefile.operations.board.beside import Beside
from casefile.operations.board.files import OnBoard
from casefile.operations.board.free import is_free
from casefile.operations.board.looking import Hand
from casefile.operations.board.words import Finder
from casefile.operations.remembering import row_by
from casefile.register import Entry, Register, closed_of
from casefile.storage.processes import in_rounds
from casefile.summary import Disclosed, Known, Row


class ByBoard(OnBoard):
    """The register of a sight: names and words are asked of the board, and a write stands beside it."""

    def called(self, kind: str) -> Mapping[str, str]:
        """Return the ids of a kind of records by their names, folded; of a name that two have, the first."""
        found = self._told(lambda: self._seen.board.words.names_of(self._seen.state, kind))
        return super().called(kind) if found is None else dict(reversed(found))

    def titles(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the path of every sound shared record with all that it is called by."""
        found = self._told(lambda: [*self._seen.board.words.titles(self._seen.state)])
        yield from super().titles() if found is None else ((path, (name,)) for path, name in found)

    @cached_property
    def names_by_path(self) -> Mapping[str, Disclosed]:
        """The names of all sound cases by their paths."""
        found = self._told(lambda: [*self._seen.board.words.tiers(self._seen.state)])
        return self.whole.names_by_path if found is None else _by_path(found)

    @cached_property
    def closed_names(self) -> Disclosed:
        """The names of cases that not everybody may know, now and where nothing can be called back."""
        return closed_of(self.closed_by_path.values())

    @cached_property
    def closed_by_path(self) -> Mapping[str, Disclosed]:
        """The closed names of sound cases by their paths, of those that have any."""
        found = self._told(lambda: [*self._seen.board.words.closed(self._seen.state)])
        return self.names_by_path if found is None else _by_path(found)

    def names_holding(self, stems: frozenset[str]) -> Iterable[Disclosed] | None:
        """Return the names of sound cases of which words have all these stems."""
        found = self.holding_by_path(stems)
        return None if found is None else found.values()

    def holding_by_path(self, stems: frozenset[str]) -> Mapping[str, Disclosed] | None:
        """Return the same by the paths of the cases."""
        found = self._told(lambda: [*self._seen.board.words.tiers_holding(self._seen.state, stems)])
        return None if found is None else _by_path(found)

    def in_row(self, number: int) -> Entry | None:
        """Return the record of a row of the board; None where it is gone."""
        found = self._seen.board.by_row(self._seen.state, number)
        return self._entry(found) if found is not None else None

    def rows_by(self, numbers: set[int]) -> list[Row] | None:
        """Return the excerpts of some rows of the board, in the order of their paths."""
        found = self._told(lambda: [self._seen.board.by_row(self._seen.state, each) for each in numbers])
        rows = [row_by(each) for each in found or () if each is not None]
        if found is None or None in rows or len(rows) < len(numbers):
            return None
        return sorted((row for row in rows if row is not None), key=lambda row: row.path)

    @property
    def _finder(self) -> Finder:
        return Finder(self._seen.board, self._seen.state)

    def learn_words(self) -> None:
        """Tell the board the words of the texts that it does not know."""
        board, state, hand = self._seen.board, self._seen.state, Hand(self._seen)

        def made(rows: Sequence[int]) -> list[tuple[int, str, bool]]:
            found = ((row, hand.seen.board.by_row(state, row)) for row in rows)
            texts = ((row, self._made(each).text) for row, each in found if each is not None)
            return [(row, _words(text), "\\" in text) for row, text in texts]

        in_rounds(board.words.unread(state), made, board.words.learn)

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

    def _spellings(self, kind: str | None) -> Iterator[tuple[str, Sequence[str]]]:
        called = self._told(lambda: [*self._seen.board.words.names(self._seen.state)])
        if called is None:
            yield from super()._spellings(kind)
            return
        found: dict[str, list[str]] = {}
        for _, of_kind, record, plain in called:
            if kind in {None, of_kind if of_kind != "withdrawn" else "case"}:
                found.setdefault(record, []).append(plain)
        yield from ((record, (*names, folded(record))) for record, names in found.items())

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

    def replacing(self, *entries: Entry, without: Iterable[str] = ()) -> Register:
        """Return the register as it would be with these entries in place of those at their paths."""
        gone = [*without]
        if gone or self.unshown or not all(map(self._is_free, entries)):
            return self.whole.replacing(*entries, without=gone)
        return Beside(self, entries)

    def _is_free(self, after: Entry) -> bool:
        return self._told(lambda: is_free(self._seen.board, self._seen.state, after)) or False


def _by_path(found: Iterable[tuple[str, str, str, bool]]) -> Mapping[str, Disclosed]:
    """Gather names by the path of their case; the tier of the case itself means nothing."""
    known: dict[str, tuple[list[Known], list[Known]]] = {}
    for path, name, tier, lasting in found:
        said: Tier = tier  # type: ignore[assignment]
        known.setdefault(path, ([], []))[lasting].append((name, said))
    return {path: Disclosed("restricted", tuple(now), tuple(ever)) for path, (now, ever) in known.items()}


def _words(text: str) -> str:
    """Return every word of a text once, in plain letters; most stand in it many times, and in other texts."""
    return " ".join({_plain(each) for each in BLANKS.split(text)})


BLANKS = re.compile(r"[ \t\n\r]+")
"""What parts words whatever stands around it; other signs join them in plain letters, such as U+0085."""
_plain = lru_cache(maxsize=1 << 16)(folded)
