"""Match the words of a search in the records: names in any script, and all other text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct, field

from casefile.dates import Day
from casefile.model.plain_data import Fields, pick_fields
from casefile.model.shape import Path
from casefile.model.vocabularies import LEDGER
from casefile.names import fold_text, sounds_like
from casefile.names.close_matches import close_to
from casefile.views.search.search_passages import NAMED, Passages, SearchedText
from casefile.views.search.search_words import ExcerptPiece, FoundWords, SearchWords, excerpt

if TYPE_CHECKING:  # callers have already loaded the model for it
    from casefile.register import Entry
    from casefile.register.record_summary import RecordSummary


class Hit(Struct, frozen=True):
    """A place in a record that matches a search.

    `field` is a dotted path. `event` is the id of the event that contains the place, empty if there is none.
    `pieces` are the text around the match, safe for a terminal, with the matching pieces marked.
    """

    record: str
    kind: str
    name: str
    field: str
    event: str
    pieces: tuple[ExcerptPiece, ...]

    @property
    def text(self) -> str:
        """Return the text around the match, on one line."""
        return "".join(piece.text for piece in self.pieces)

    def as_data(self) -> Fields:
        """Return the row as plain data for the output of `--json`."""
        return pick_fields(self, "record", "kind", "name", "field", "event", "text", nulls=("event",))


def search_records(records: Iterable[Passages], sought: SearchWords, day: Day) -> tuple[Hit, ...]:
    """Return the places that match the words in these records, best first.

    A record matches if each word is found in it (see `SearchWords.met`). It is shown by each place that
    contains all words, where an event of the ledger is one place. If no place does, it is shown by the places
    that together contain all words. Events that cannot have happened by the day are not searched.
    """
    found = []
    meet: Meet = cache(sought.met)  # many records contain the same words and ids
    for read in records:
        places = _places(read.until(day), meet)
        whole = [place for place in places if len(place.met) == len(sought.words)]
        chosen = whole or _cover_words(places, sought)
        if chosen:
            chosen.sort(key=lambda place: place.weight)
            weight = chosen[0 if whole else -1].weight
            found.append(((not whole, weight, fold_text(read.name), read.record), read, chosen))
    found.sort(key=lambda each: each[0])
    return tuple(_hit(read, place, sought) for _, read, places in found for place in places)


def find_near_names(called: Iterable[str], sought: SearchWords) -> list[str]:
    """Return the words of names, from `called`, that are spelt nearly like a typed word, the nearest first.

    There are at most NEAREST for each typed word. Words with a digit are left out, because they are parts of
    an id, and so are typed words of fewer than SHORTEST letters.
    """
    names = [word for word in called if not any(char.isdigit() for char in word)]
    typed = [word.plain for word in sought.words if word.spoken and len(word.plain) >= SHORTEST]
    return [name for word in typed for name in close_to(word, names, n=NEAREST)]


NEAREST = 3
"""The number of close matches that are suggested."""


def later(rows: Iterable[RecordSummary], day: Day) -> int:
    """Return the number of events of these records that cannot have happened by the day."""
    return sum(date.earliest > day for row in rows for date in row.event_dates)


def is_worth_reading(entry: Entry, row: RecordSummary, sought: SearchWords) -> bool:
    """Return whether a record can match the words, judged by the text of its file; most records cannot."""
    if "\\" in entry.text:  # a character may be written as an escape
        return True
    missing = sought.missing(entry.text)
    return all(word.spoken and any(sounds_like(word.typed, name) for name in row.names) for word in missing)


Weight = tuple[int, bool, int]


def _text_order(of: tuple[SearchedText, FoundWords]) -> tuple[int, bool, int, int]:
    text, met = of
    return -len(met.words), met.alike, text.rank, -len(text.text)


SHORTEST = 3
"""The minimum length of a word that is compared with names for close matches."""
Meet = Callable[[str, bool], FoundWords]


class _Place(Struct):
    """A field, or an event of the ledger, as a place that may match: its texts, and the words in them.

    `met` are the positions of the words in the search.
    """

    texts: list[tuple[SearchedText, FoundWords]] = field(default_factory=list)
    met: set[int] = field(default_factory=set)

    @property
    def weight(self) -> Weight:
        """Return the sort key of the place; the best place has the smallest.

        For a name it includes the number of words that were not searched for.
        """
        return min(
            (text.rank, met.alike, met.others if text.rank == NAMED else 0) for text, met in self.texts
        )

    @property
    def rank(self) -> int:
        """Return the best rank of the texts of the place."""
        return self.weight[0]

    @property
    def best(self) -> SearchedText:
        """Return the text of the place that contains most of the search words, the longest of several."""
        return min(self.texts, key=_text_order)[0]


def _places(texts: Iterable[SearchedText], meet: Meet) -> list[_Place]:
    found: dict[Path, _Place] = {}
    for text in texts:
        met = meet(text.text, text.called)
        if met.words:
            key = text.path[:2] if text.path[0] == LEDGER else text.path
            place = found.setdefault(key, _Place())
            place.texts.append((text, met))
            place.met |= met.words
    return list(found.values())


def _cover_words(places: list[_Place], sought: SearchWords) -> list[_Place]:
    """Return the best places that together contain all words; empty if they do not.

    For a name and another word, these are the name and each event that contains the word.
    """
    missing = set(range(len(sought.words)))
    chosen: list[_Place] = []
    while missing:
        best = min(places, key=lambda place: (-len(place.met & missing), place.weight), default=None)
        if best is None or not best.met & missing:
            return []
        held = best.met & missing
        chosen += [
            place
            for place in places
            if place.met & missing == held and place.rank == best.rank and place not in chosen
        ]
        missing -= held
    return chosen


def _hit(read: Passages, place: _Place, sought: SearchWords) -> Hit:
    best = place.best
    pieces = excerpt(best.text, sought, by_sound=best.called)
    return Hit(read.record, read.kind, read.name, best.field, read.event(best.path), pieces)
