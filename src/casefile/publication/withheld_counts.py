"""The numbers of records, events, fields and names that were left out of a publication."""

from __future__ import annotations

from msgspec import Struct


class Withheld(Struct, frozen=True):
    """The numbers of nodes that were left out; false if all of them are 0.

    `ids` counts the records that are published, or referred to, under another id.
    """

    records: int = 0
    events: int = 0
    fields: int = 0
    names: int = 0
    ids: int = 0

    def __bool__(self) -> bool:
        return any((self.records, self.events, self.fields, self.names, self.ids))
