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
from casefile.operations.board.words import Finder
from casefile.register import Entry, Register, closed_of
from casefile.storage.index import Board, State
from casefile.storage.processes import in_rounds
from casefile.summary import Disclosed, Known, Row


class ByBoard(OnBoard):
    """The register of a sight: names and words are asked of the board, and a write stands beside it."""

    def called(self, kind: str) -> Mapping[str, str]:
        """Return the ids of a kind of records by their names, folded; of a name that two have, the first."""
        return dict(reversed(self._ask(lambda board, state: board.words.names_of(state, kind))))

    def titles(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the path of every sound shared record with all that it is called by."""
        found = self._ask(lambda board, state: [*board.words.titles(state)])
        yield from ((path, (name,)) for path, name in found)

    @cached_property
    def names_by_path(self) -> Mapping[str, Disclosed]:
        """The names of all sound cases by their paths."""
        return self._ask(lambda board, state: _by_path(board.words.tiers(state)))

    @cached_property
    def closed_names(self) -> Disclosed:
        """The names of cases that not everybody may know, now and where nothing can be called back."""
        return closed_of(self.closed_by_path.values())

    @cached_property
    def closed_by_path(self) -> Mapping[str, Disclosed]:
        """The closed names of sound cases by their paths, of those that have any."""
        return self._ask(lambda board, state: _by_path(board.words.closed(state)))

    def names_holding(self, stems: frozenset[str]) -> Iterable[Disclosed]:
        """Return the names of sound cases of which words have all these stems."""
        return self.holding_by_path(stems).values()

    def holding_by_path(self, stems: frozenset[str]) -> Mapping[str, Disclosed]:
        """Return the same by the paths of the cases."""
        return self._ask(lambda board, state: _by_path(board.words.tiers_holding(state, stems)))

    def learn_words(self) -> None:
        """Tell the board the words of the texts that it does not know."""
        board, state = self.seen.board, self.seen.state

        def made(rows: Sequence[int]) -> list[tuple[int, str, bool]]:
            found = ((row, self.seen.board.by_row(state, row)) for row in rows)
            texts = ((row, self._made(each).text) for row, each in found if each is not None)
            return [(row, _words(text), "\\" in text) for row, text in texts]

        in_rounds(board.words.unread(state), made, board.words.learn)

    def _candidates(self, words: str, kind: str | None) -> list[Row]:
        query = folded(words)
        found = {
            record: self.opened(record)
            for record, plain in self._names(kind)
            if (words and record.startswith(words)) or matches(query, plain) or matches(query, folded(record))
        }
        return [self._row(entry) for entry in found.values() if entry is not None]

    def _spellings(self, kind: str | None) -> Iterator[tuple[str, Sequence[str]]]:
        found: dict[str, list[str]] = {}
        for record, plain in self._names(kind):
            found.setdefault(record, []).append(plain)
        yield from ((record, (*names, folded(record))) for record, names in found.items())

    def _names(self, kind: str | None) -> Iterator[tuple[str, str]]:
        """Yield the id of each sound record of a kind, of all if None, with each of its names, by paths."""
        for _, of_kind, record, plain in self._ask(lambda board, state: [*board.words.names(state)]):
            if kind in {None, of_kind if of_kind != "withdrawn" else "case"}:
                yield record, plain

    def _alike(self, words: str, kind: str | None) -> list[Row]:
        def asked(board: Board, state: State) -> list[Entry]:
            with board.steady(state):
                found = [board.by_row(state, row) for row in Finder(board, state).sounding(words)]
            return [self.entry_of(each) for each in found if each is not None]

        entries = sorted(self._ask(asked), key=lambda entry: entry.path)
        return [self._row(entry) for entry in entries if kind in {None, entry.kind}]

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
        return self._ask(lambda board, state: is_free(board, state, after))


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
