"""Group the lines of a view, such as deadlines or hits, by their record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from casefile.names.groups_by_key import grouped


class OfRecord(Protocol):
    """A line of a view, with the id of its record."""

    @property
    def record(self) -> str:
        """Return the id of the record."""


AnyLine = TypeVar("AnyLine", bound=OfRecord)


def by_record(lines: Iterable[AnyLine]) -> list[list[AnyLine]]:
    """Return the lines of each record; the records are in the order of their first lines."""
    return [*grouped((each.record, each) for each in lines).values()]
