"""The excerpt itself: what lists, lookups and whole-register rules read instead of the record."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from msgspec import Struct

from casefile.custody.course import Course
from casefile.dates import Day, When
from casefile.model.vocabularies import Tier
from casefile.names import fold_text


class Reference(NamedTuple):
    """A field that names another record: what kind it must be, and its id.

    `organization?` and `statute?` also take plain text.
    """

    field: tuple[str | int, ...]
    refers: str
    target: str


Known = tuple[str, Tier]
"""A name, and who may know it."""


class Disclosure(NamedTuple):
    """Who may know a record, and each name in it: now, and where nothing can be called back."""

    tier: Tier
    known: tuple[Known, ...] = ()
    lasting: tuple[Known, ...] = ()


class RecordSummary(Struct, frozen=True):
    """What is to be known of a record without opening it.

    `names` are all words that it is called by, a descriptor too; `person_names` only what is a person's name.
    Of a case `known` are its names, each with the tier of who may know it, `lasting` the same where nothing
    can be called back; `dates_taken` those on which the person was taken, into custody or away,
    `dates_detained` those of the detentions that stand, in the order of the ledger. `label` is what a shared
    record is called in a line; of a source the date, behind its `publisher`, an id or a name.
    `deciding` are the sources on whose connection to the person the course depends.
    """

    id: str
    kind: str
    path: str
    name: str
    tier: Tier
    names: tuple[str, ...] = ()
    person_names: tuple[str, ...] = ()
    birth: When | None = None
    dates_taken: tuple[When, ...] = ()
    country: str = ""
    countries: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    statutes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    occupation: str = ""
    event_dates: tuple[When, ...] = ()
    formerly: tuple[str, ...] = ()
    withdrawn: bool = False
    references: tuple[Reference, ...] = ()
    known: tuple[Known, ...] = ()
    lasting: tuple[Known, ...] = ()
    dates_detained: tuple[When, ...] = ()
    label: str = ""
    publisher: str = ""
    deciding: tuple[str, ...] = ()
    course: Course | None = None

    @property
    def folded_names(self) -> tuple[str, ...]:
        """Every name in plain Latin letters, for lookups."""
        return tuple(fold_text(name) for name in (*self.names, self.id))

    def links(self, ids: Collection[str]) -> bool:
        """Tell whether the record is one of these or names one of them in any field."""
        return self.id in ids or any(each.target in ids for each in self.references)

    def last_event(self, day: Day) -> str | None:
        """Return the date of the newest entry that may have happened by a day, None where there is none."""
        return next((date.text for date in reversed(self.event_dates) if date.earliest <= day), None)
