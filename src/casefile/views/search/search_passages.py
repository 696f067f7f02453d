"""The searchable content of a record: its texts by path, and the events of its ledger.

It is plain data, so that it can be stored as JSON and searched without the model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from casefile.dates import Day, When
from casefile.model.plain_data import dotted_path, groups
from casefile.model.shape import Path
from casefile.model.vocabularies import LEDGER

if TYPE_CHECKING:  # callers have already loaded the model for it
    from collections.abc import Iterator

    from casefile.model.shape import Shape
    from casefile.register import Entry
    from casefile.register.record_summary import RecordSummary

NAMED, STATED, REFERRED, NOTED = range(4)
"""The rank of a text in a record, best first: a name, a field, a reference, a note."""
NAMES = frozenset({"id", "formerly", "name", "title", "abbreviation", "descriptor", "code", "article"})
NOTES = frozenset({"note", "notes", "quote"})
NOT_SEARCHED = frozenset({"schema", "tier"})
"""Fields about how a record is kept; they are not searched."""


class SearchedText(NamedTuple):
    """One value of a record as text, with its path, its rank among hits, and its dotted path.

    `called` is true for names, which are also found by their sound.
    """

    path: Path
    text: str
    rank: int
    called: bool
    field: str


class DatedEntry(NamedTuple):
    """An event of the ledger: its id, and the ordinal of the first day on which it may have happened."""

    id: str
    first: int


class EventLine(NamedTuple):
    """An event as one line of search results.

    `when` is its date in words, `first` the ordinal of the first day on which it may have happened.
    """

    when: str
    first: int
    headline: str
    standing: str
    stands: bool


class Passages(Struct, frozen=True, array_like=True):
    """The searchable parts of a record: its texts in order, and its events in the order of the ledger."""

    record: str
    kind: str
    name: str
    texts: Sequence[SearchedText]
    entries: Sequence[DatedEntry]

    def until(self, day: Day) -> Iterator[SearchedText]:
        """Yield the texts, without those of events that cannot have happened by a day."""
        over = {at for at, entry in enumerate(self.entries) if entry.first > day.toordinal()}
        for text in self.texts:
            if not (over and text.path[0] == LEDGER and len(text.path) > 1 and text.path[1] in over):
                yield text

    def event(self, path: Path) -> str:
        """Return the id of the event that contains a path; empty if the path is not in an event."""
        return self.entries[int(path[1])].id if path[0] == LEDGER and len(path) > 1 else ""


class ShownPassages(Struct, frozen=True, array_like=True):
    """The passages of a record, its events by id as one line each, and the labels that the lines contain.

    `labels` are those of other records, by id; None for an id without one.
    """

    passages: Passages
    lines: Mapping[str, EventLine]
    labels: Mapping[str, str | None]


def passages_of(entry: Entry, row: RecordSummary) -> Passages:
    """Return the searchable content of a record."""
    events = groups(entry.fields.get(LEDGER))
    entries = [
        DatedEntry(str(each["id"]), When.parse(str(each["date"])).earliest.toordinal()) for each in events
    ]
    return Passages(row.id, row.kind, row.name, [*_texts(entry, row)], entries)


def _texts(entry: Entry, row: RecordSummary) -> Iterator[SearchedText]:
    """Yield every value of a record that a reader may search for."""
    for path, shape, value in entry.shape.walk(entry.data):
        if not path or path[0] in NOT_SEARCHED or path[-1] in NOT_SEARCHED or not shape.is_scalar:
            continue
        if isinstance(value, str | int) and not isinstance(value, bool):
            rank = _rank(path, shape)
            yield SearchedText(
                path, str(value), rank, rank == NAMED and value in row.names, dotted_path(path, entry.data)
            )


def _rank(path: Path, shape: Shape) -> int:
    name = next(part for part in reversed(path) if isinstance(part, str))
    if shape.meta.refers:
        return REFERRED
    if name in NOTES:
        return NOTED
    named = name in NAMES and (LEDGER not in path or name == "id")
    return NAMED if named and "claims" not in path else STATED
