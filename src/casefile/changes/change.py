"""One difference between two states of a record; every write is a list of these."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from casefile.errors import Collision
from casefile.model.plain_data import Fields, pick_fields

ChangeKind = Literal["added", "removed", "changed", "moved"]
Path = tuple[str, ...]
"""The way from the record to a node: names of fields, and the ids of ledger entries."""

Side = Literal["ours", "theirs"]
SIDES: tuple[Side, ...] = ("ours", "theirs")
"""The two sides of a merge."""


class ChangeRefused(Collision):
    """A change does not fit the present state of the record (exit 4)."""


class Change(Struct, frozen=True):
    """One difference between two states of a record: the field, its kind, the old value and the new value.

    `field` is a dotted path that contains the ids of ledger entries: `events.h2v5t.until`; it is empty for
    the whole record. If an item of a set was added or removed, it is the path of the set, and `old` or `new`
    is the item. For an entry that moved, `old` and `new` are the ids of the entries before it, empty at the
    start. `after` is the id of the entry before one that was added or removed: empty at the start, None at
    the end and for all other changes. `old` and `new` are plain data, shared with the states: do not alter
    them.
    """

    field: str
    kind: ChangeKind
    old: object
    new: object
    after: str | None = None

    @property
    def path(self) -> Path:
        """The parts of `field`, as `parts_of` returns them; empty for the whole record."""
        return parts_of(self.field)

    def as_data(self) -> Fields:
        """Return `field`, `kind`, `old` and `new` as JSON data for command output."""
        return pick_fields(self, "field", "kind", "old", "new")


def field_of(parts: Iterable[str]) -> str:
    r"""Join the parts of a path by dots; a dot or backslash in a name is escaped, an empty name is `\e`."""
    return ".".join(part.replace("\\", "\\\\").replace(".", "\\.") or "\\e" for part in parts)


def parts_of(field: str) -> Path:
    """Split a dotted path such as `events.h2v5t.until` into its parts; the inverse of `field_of`."""
    if "\\" not in field:
        return tuple(field.split(".")) if field else ()
    escaped = re.findall(r"(?:\A|\.)((?:[^.\\]|\\.)*)", field, re.DOTALL)
    return tuple("" if part == "\\e" else re.sub(r"\\(.)", r"\1", part, flags=re.DOTALL) for part in escaped)
