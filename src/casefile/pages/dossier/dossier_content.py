"""The content of a dossier, apart from its format: texts with a form, never markup."""

from __future__ import annotations

from typing import Literal, NamedTuple

from msgspec import Struct

from casefile.changes.cited_sources import Cited
from casefile.custody.status_text import day_words
from casefile.dates import Day
from casefile.pages.text_spans import NamedLine, TextLine
from casefile.publication.publish import Published


class DossierEvent(NamedTuple):
    """One event of a ledger as a dossier shows it: its id, its date in words, its line, its details.

    `doubt` is its verification status with the reason, None for `reported`; `stands` is true if the event
    counts by that status. `more` are the lines below the first, `cited` its sources.
    """

    entry: str
    when: str
    text: TextLine
    doubt: NamedLine | None
    more: tuple[NamedLine, ...]
    cited: tuple[Cited, ...]
    stands: bool


class StatusSummary(NamedTuple):
    """The status of a person: in sentences, the kind of mark (`standing_marks.mark`), the facts below it."""

    sentence: str
    mark: str
    facts: tuple[NamedLine, ...]


class DossierSection(NamedTuple):
    """A part of a dossier: the key of its content, and its title."""

    key: Key
    title: str


Key = Literal["stands", "totals", "happened", "later", "facts", "notes", "sources"]


class Dossier(Struct, frozen=True):
    """The content of the dossier of one record; a part without content is empty.

    `kind` is the kind in words, `on` the day, `known_at` the state of the register, `audience` the readers
    who may see it. `standing` is None for a record that is not a case. `happened` is the ledger up to the
    day, `later` the later events, which are planned. `sources` are the cited sources, with their details.
    `notes` are the lines of the notes.
    """

    record: Published
    kind: str
    on: Day
    known_at: str
    audience: str
    standing: StatusSummary | None
    facts: tuple[NamedLine, ...]
    totals: tuple[NamedLine, ...]
    happened: tuple[DossierEvent, ...]
    later: tuple[DossierEvent, ...]
    sources: tuple[NamedLine, ...]
    notes: tuple[str, ...]

    @property
    def sections(self) -> tuple[DossierSection, ...]:
        """Return the parts in the order of every format, without empty ones."""
        parts: tuple[tuple[object, Key, str], ...] = (
            (self.standing, "stands", "The situation"),
            (self.totals, "totals", "Reported and recorded"),
            (self.happened, "happened", "What happened"),
            (self.later, "later", f"After {day_words(self.on)}"),
            (self.facts, "facts", "Contents of the record"),
            (self.notes, "notes", "Notes"),
            (self.sources, "sources", "Sources"),
        )
        return tuple(DossierSection(key, title) for part, key, title in parts if part)
