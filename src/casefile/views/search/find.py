"""What is found in the records when a few words are looked for: names in any script, and all other text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from casefile.model.dates import Day
from casefile.model.names import folded
from casefile.model.names.lookup import sounds_like
from casefile.model.plain import dotted
from casefile.views.search.sought import Met, Piece, Sought, excerpt

if TYPE_CHECKING:  # whoever hands these over has loaded the model for it
    from casefile.model.events import Event
    from casefile.model.shape import Shape
    from casefile.register import Entry, Register
    from casefile.summary import Row

NAMED, TOLD, REFERRED, NOTED = range(4)
"""How much a place says of a record, best first: what it is called, a field, a reference, a note."""
NAMES = frozenset({"id", "formerly", "name", "title", "abbreviation", "descriptor", "code", "article"})
NOTES = frozenset({"note", "notes", "quote"})
PASSED_OVER = frozenset({"schema", "tier"})
"""Fields that say how a record is kept, not what it is about."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place of a record where words were found.

    `field` is a dotted path, `event` the entry of the ledger that it is in, empty where it is in none. The
    `pieces` are the text around it, harmless to a terminal, and which of them were looked for.
    """

    record: str
    kind: str
    name: str
    field: str
    event: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The text around what was found, on one line."""
        return "".join(piece.text for piece in self.pieces)

    def as_data(self) -> dict[str, object]:
        """Return the row as the contract's JSON."""
        return {
            "record": self.record,
            "kind": self.kind,
            "name": self.name,
            "field": self.field,
            "event": self.event or None,
            "text": self.text,
        }


def search(register: Register, rows: Iterable[Row], sought: Sought, day: Day) -> tuple[Hit, ...]:
    """Return where the words stand in these records, best first.

    A record is found where each word begins a word of it. It is shown by each place that holds all of them,
    an entry of the ledger being one place; where none does, by the places that hold them together. Entries
    that cannot have happened by the day are not looked at.
    """
    found = []
    meet: Meet = cache(sought.met)  # the same words and ids stand in many records
    for row in rows:
        entry = register.by_id[row.id]
        if not _worth_reading(entry, row, sought):
            continue
        places = _places(_texts(entry, row, day), meet)
        whole = [place for place in places if len(place.met) == len(sought.words)]
        chosen = whole or _together(places, sought)
        if chosen:
            chosen.sort(key=lambda place: place.weight)
            weight = chosen[0 if whole else -1].weight
            found.append(((not whole, weight, folded(row.name), row.id), row, chosen))
    found.sort(key=lambda each: each[0])
    return tuple(
        _hit(row, register.by_id[row.id], place, sought) for _, row, places in found for place in places
    )


def near(rows: Iterable[Row], sought: Sought) -> tuple[Row, ...]:
    """Return the records that are called nearly as one of the words: what was perhaps meant."""
    called: dict[str, list[Row]] = {}
    for row in rows:
        for word in {word for name in row.folded_names for word in name.split()}:
            called.setdefault(word, []).append(row)
    found = {row.id: row for name in close(called, sought) for row in called[name]}
    return tuple(found.values())[:NEAREST]


def close(called: Iterable[str], sought: Sought) -> list[str]:
    """Return those of many words of names that are nearly one of the words, the nearest first.

    A word without a digit is nearly no word that has one: that is a part of an id.
    """
    names = [word for word in called if not any(sign.isdigit() for sign in word)]
    typed = [word.plain for word in sought.words if word.spoken and len(word.plain) >= SHORTEST]
    return [name for word in typed for name in get_close_matches(word, names, n=NEAREST)]


NEAREST = 3
"""How many records are shown that were perhaps meant."""


def later(rows: Iterable[Row], day: Day) -> int:
    """Count the entries of these records that are not looked at, because they lie after the day."""
    return sum(date.earliest > day for row in rows for date in row.event_dates)


Weight = tuple[int, bool, int]


def _least_first(of: tuple[_Text, Met]) -> tuple[int, bool, int, int]:
    text, met = of
    return -len(met.words), met.alike, text.rank, -len(text.text)


SHORTEST = 3
"""Letters of a word that may be nearly a name."""
Meet = Callable[[str, bool], Met]


def _worth_reading(entry: Entry, row: Row, sought: Sought) -> bool:
    """Tell by the text of the file whether the words can be in it: most records end here."""
    if "\\" in entry.text:  # a character may be written as an escape
        return True
    missing = sought.missing(entry.text)
    return all(word.spoken and any(sounds_like(word.typed, name) for name in row.names) for word in missing)


@dataclass(frozen=True, slots=True)
class _Text:
    """One value of a record as text, how much its place says, and whether a sound is enough to find it."""

    path: tuple[str | int, ...]
    text: str
    rank: int
    called: bool


@dataclass(slots=True)
class _Place:
    """A field, or an entry of the ledger: which words stand in it, and in which of its texts."""

    texts: list[tuple[_Text, Met]] = field(default_factory=list)
    met: set[int] = field(default_factory=set)

    @property
    def weight(self) -> Weight:
        """How good the place is, the best the least; of a name also how much of it was not looked for."""
        return min(
            (text.rank, met.alike, met.others if text.rank == NAMED else 0) for text, met in self.texts
        )

    @property
    def rank(self) -> int:
        """What kind of place it is at best."""
        return self.weight[0]

    @property
    def best(self) -> _Text:
        """The text of the place that holds most of the words, the longest of several."""
        return min(self.texts, key=_least_first)[0]


def _texts(entry: Entry, row: Row, day: Day) -> Iterator[_Text]:
    """Yield every value of a record that a reader may look for."""
    events: Sequence[Event] = getattr(entry.record, "events", ())
    over = {at for at, event in enumerate(events) if event.date.earliest > day}
    for path, shape, value in entry.shape.walk(entry.data):
        if not path or path[0] in PASSED_OVER or path[-1] in PASSED_OVER or not shape.is_scalar:
            continue
        if path[0] == "events" and len(path) > 1 and path[1] in over:
            continue
        if isinstance(value, str | int) and not isinstance(value, bool):
            rank = _rank(path, shape)
            yield _Text(path, str(value), rank, rank == NAMED and value in row.names)


def _rank(path: tuple[str | int, ...], shape: Shape) -> int:
    name = next(part for part in reversed(path) if isinstance(part, str))
    if shape.says.refers:
        return REFERRED
    if name in NOTES:
        return NOTED
    named = name in NAMES and ("events" not in path or name == "id")
    return NAMED if named and "claims" not in path else TOLD


def _places(texts: Iterable[_Text], meet: Meet) -> list[_Place]:
    found: dict[tuple[str | int, ...], _Place] = {}
    for text in texts:
        met = meet(text.text, text.called)
        if met.words:
            key = text.path[:2] if text.path[0] == "events" else text.path
            place = found.setdefault(key, _Place())
            place.texts.append((text, met))
            place.met |= met.words
    return list(found.values())


def _together(places: list[_Place], sought: Sought) -> list[_Place]:
    """Return the best places that hold all words between them, nothing where they do not.

    Of a name and a word, the name and each entry that holds the word.
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


def _hit(row: Row, entry: Entry, place: _Place, sought: Sought) -> Hit:
    best = place.best
    event = _event(entry.data or {}, best.path)
    pieces = excerpt(best.text, sought, by_sound=best.called)
    return Hit(row.id, row.kind, row.name, dotted(best.path, entry.data), event, pieces)


def _event(data: Mapping[str, object], path: tuple[str | int, ...]) -> str:
    events = data.get("events")
    if path[0] != "events" or not isinstance(events, list):
        return ""
    return str(events[int(path[1])].get("id", ""))
