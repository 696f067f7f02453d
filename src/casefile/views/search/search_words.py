"""Parse the words of a search and match them in a text; every character that is typed is plain text."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from msgspec import Struct

from casefile.model.visible_text import visible
from casefile.names import fold_text, sounds_like

AROUND = 100
"""The number of characters in an excerpt of a text."""
BEFORE = 30
"""The number of characters in an excerpt that are before the match."""


class ExcerptPiece(NamedTuple):
    """A piece of an excerpt, and whether it matches the search."""

    text: str
    found: bool = False


class SearchWord(NamedTuple):
    """One word of a search: in plain Latin letters, as typed, and whether it may match inside a longer word.

    It may in scripts without capitals, because they use no spaces or join particles to the word.
    """

    plain: str
    typed: str
    within: bool = False

    @property
    def spoken(self) -> bool:
        """Return whether the word can match by sound: a word with a digit cannot."""
        return not any(char.isdigit() for char in self.typed)


class FoundWords(NamedTuple):
    """The words found in a text: their positions in the search, and how well they match.

    `alike` is true if one of them only sounds alike. `others` is the number of other words in the text.
    """

    words: frozenset[int]
    alike: bool
    others: int


class SearchWords(Struct, frozen=True):
    """All words of a search. Quotes, operators and wildcards have no meaning: they only separate words."""

    words: tuple[SearchWord, ...]

    @classmethod
    def of(cls, text: str) -> SearchWords:
        """Parse the typed text; the result has no words if it contains neither letters nor digits."""
        found: dict[str, SearchWord] = {}
        for typed in unicodedata.normalize("NFKC", text).split():
            raw = "".join(char for char in typed.casefold() if unicodedata.category(char)[0] in "LMN")
            raw = raw if any(char.isalnum() for char in raw) else ""
            parts = fold_text(typed).split() if raw else []
            within = len(parts) < 2 and any(unicodedata.category(char) == "Lo" for char in raw)
            for part in parts or filter(None, [raw]):
                found.setdefault(part, SearchWord(part, raw if len(parts) == 1 else part, within))
        return cls(tuple(found.values()))

    def missing(self, text: str) -> tuple[SearchWord, ...]:
        """Return the search words that begin no word of a text, perhaps a whole file: a fast first test."""
        plain = f" {fold_text(text)}"
        absent = (word for word in self.words if f" {word.plain}" not in plain)
        return tuple(word for word in absent if not (word.within and word.typed in _raw(text)))

    def met(self, text: str, by_sound: bool = False) -> FoundWords:
        """Return which of the words begin a word of the text, or are inside one (see `SearchWord`).

        With `by_sound` also words that sound like a word of the text, which is a name.
        """
        words = fold_text(text).split()
        others = len(words) - sum(word.plain in words for word in self.words)
        met = {number for number, word in enumerate(self.words) if _begins(word.plain, words)}
        met |= {number for number, word in enumerate(self.words) if word.within and word.typed in _raw(text)}
        if not by_sound or len(met) == len(self.words):
            return FoundWords(frozenset(met), alike=False, others=others)
        alike = {
            number
            for number, word in enumerate(self.words)
            if number not in met and word.spoken and sounds_like(word.typed, text)
        }
        return FoundWords(frozenset(met | alike), bool(alike), others)


def excerpt(text: str, sought: SearchWords, *, by_sound: bool = False) -> tuple[ExcerptPiece, ...]:
    """Return the text around the first match, or its beginning without a match, in pieces.

    It has about AROUND characters, on one line and safe for a terminal; `…` marks where text is cut.
    """
    flat = " ".join(text.split())
    tokens = [(token.start(), token.end()) for token in TOKEN.finditer(flat)]
    hits = [span for span in tokens if sought.met(flat[slice(*span)], by_sound=by_sound).words]
    start, end = _window(flat, hits[0][0] if hits else 0)
    pieces = [ExcerptPiece("…")] if start else []
    at = start
    for first, last in hits:
        if first >= at and last <= end:
            pieces += [
                ExcerptPiece(visible(flat[at:first])),
                ExcerptPiece(visible(flat[first:last]), found=True),
            ]
            at = last
    pieces += [ExcerptPiece(visible(flat[at:end])), ExcerptPiece("…" if end < len(flat) else "")]
    return tuple(piece for piece in pieces if piece.text)


TOKEN = re.compile(r"\w+(?:['\u2019\u02bc]\w+)*")


def _window(text: str, hit: int) -> tuple[int, int]:
    """Return the start and the end of the shown part of a text, at word boundaries."""
    if len(text) <= AROUND:
        return 0, len(text)
    start = max(0, min(hit - BEFORE, len(text) - AROUND))
    if start:
        start = text.find(" ", start, hit) + 1 or start
    end = start + AROUND
    if end < len(text):
        blank = text.rfind(" ", hit, end)
        end = blank if blank > hit else end
    return start, min(end, len(text))


def _begins(part: str, words: list[str]) -> bool:
    return bool(part) and any(word.startswith(part) for word in words)


def _raw(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
