"""What a dossier says, apart from how it is set: texts that are told what they are, never markup."""

from __future__ import annotations

from typing import Literal, NamedTuple

from msgspec import Struct

from casefile.changes.cited_sources import Cited
from casefile.custody.status_text import day_words
from casefile.dates import Day
from casefile.pages.text_spans import NamedLine, TextLine
from casefile.publication.publish import Published


class Happening(NamedTuple):
    """One entry of a ledger; `more` are the lines below the first. `stands` is whether the entry counts."""

    entry: str
    when: str
    told: TextLine
    doubt: NamedLine | None
    more: tuple[NamedLine, ...]
    cited: tuple[Cited, ...]
    stands: bool


class StatusSummary(NamedTuple):
    """How things stand with a person: in sentences, the kind of mark beside them, and what it rests on."""

    sentence: str
    mark: str
    facts: tuple[NamedLine, ...]


class DossierSection(NamedTuple):
    """A part of a dossier: the key of its content, and its title."""

    key: Key
    title: str


Key = Literal["stands", "totals", "happened", "later", "facts", "notes", "sources"]


class Dossier(Struct, frozen=True):
    """Everything that is said of one record; a part of which there is nothing is empty.

    `kind` is the kind in words, `on` the day, `known_at` the state of the register, `audience` who may see
    it. `happened` is the ledger up to the day, `later` what it holds beyond, as planned. `sources` name
    each source that the record cites with what is known of it. `notes` are the lines of the notes.
    """

    record: Published
    kind: str
    on: Day
    known_at: str
    audience: str
    standing: StatusSummary | None
    facts: tuple[NamedLine, ...]
    totals: tuple[NamedLine, ...]
    happened: tuple[Happening, ...]
    later: tuple[Happening, ...]
    sources: tuple[NamedLine, ...]
    notes: tuple[str, ...]

    @property
    def sections(self) -> tuple[DossierSection, ...]:
        """The parts in the order in which every format has them, without empty ones."""
        parts: tuple[tuple[object, Key, str], ...] = (
            (self.standing, "stands", "How things stand"),
            (self.totals, "totals", "Reported and recorded"),
            (self.happened, "happened", "What happened"),
            (self.later, "later", f"After {day_words(self.on)}"),
            (self.facts, "facts", "What the record says"),
            (self.notes, "notes", "Notes"),
            (self.sources, "sources", "Sources"),
        )
        return tuple(DossierSection(key, title) for part, key, title in parts if part)
