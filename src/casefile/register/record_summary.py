"""The record summary: the flat excerpt that lists, lookups and rules read instead of the record."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from msgspec import Struct

from casefile.custody.course import Course
from casefile.dates import Day, When
from casefile.model.vocabularies import Tier
from casefile.names import fold_text


class Reference(NamedTuple):
    """A field that refers to another record: its path, the kind of the other record, and the id of it.

    With `organization?` and `statute?` in `refers`, the target may also be plain text.
    """

    field: tuple[str | int, ...]
    refers: str
    target: str


Known = tuple[str, Tier]
"""A name and its tier."""


class Disclosure(NamedTuple):
    """The tier of a record and of each name in it.

    `known` contains the tiers of today. `lasting` contains those for places where a name stays for ever, such
    as a commit message.
    """

    tier: Tier
    known: tuple[Known, ...] = ()
    lasting: tuple[Known, ...] = ()


class RecordSummary(Struct, frozen=True):
    """The excerpt of a record that is used without opening its file; fields that its kind lacks are empty.

    `names` are all names of the record, also a descriptor; `person_names` only names of the person. For a
    case, `known` and `lasting` are its names with their tiers (see `Disclosure`), `dates_taken` the dates on
    which the person was detained or disappeared (`taken_away`), and `dates_detained` those of the detentions
    that count by their verification status, in the order of the ledger. `event_dates` are the dates of all
    events, sorted. `organizations` includes the affiliations of the person; `authorities` are those that act
    in the events. Both, and `statutes`, contain ids or texts. `label` is the short text by which output names
    a record other than a case; for a source it is the date, which follows its `publisher` (an id or a name).
    `deciding` are the ids of the sources on whose connection to the person the `course` depends, which is
    None for a record that is not a case.
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
        """The names and the id in plain Latin letters, for lookups."""
        return tuple(fold_text(name) for name in (*self.names, self.id))

    def links(self, ids: Collection[str]) -> bool:
        """Return whether the record has one of these ids, or refers to one of them in any field."""
        return self.id in ids or any(each.target in ids for each in self.references)

    def last_event(self, day: Day) -> str | None:
        """Return the date, as text, of the newest event that may have happened by a day; None without any."""
        return next((date.text for date in reversed(self.event_dates) if date.earliest <= day), None)
