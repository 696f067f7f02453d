"""Relations: tables with named columns, whose rows may refer to rows of other tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

from casefile.model.kinds import KINDS
from casefile.publication.publish import Publication, Published

Holds = Literal["text", "integer", "boolean", "day"]
Cell = str | int | bool | None


class RelationColumn(Struct, frozen=True):
    """A column: its name, the type of its cells (a day is text, `2025-05-28`), and the table it refers to."""

    name: str
    holds: Holds = "text"
    refers: str = ""


Cells = tuple[Cell, ...]
"""A row, without the name of its table."""


class Relation(Struct, frozen=True):
    """A table: its name, a description of a row, its columns, and the names of the columns of its key."""

    name: str
    about: str
    columns: tuple[RelationColumn, ...]
    key: tuple[str, ...]


TABLES: Mapping[str, str] = {kind: f"{kind}s" for kind in reversed(KINDS)}
"""The table of each kind of record; tables that others refer to come first."""
RECORD = RelationColumn("record", refers="records")
NUMBER = RelationColumn("number", "integer")
"""The position of a row in its list or ledger, from 1."""


def everything(publication: Publication) -> Iterator[Published]:
    """Yield all published records, including those that are published only because others refer to them."""
    for kind in TABLES:
        yield from publication.of(kind, chosen=False)


def cell(value: object, holds: Holds) -> Cell:
    """Return a value as a cell: single values of a list are joined by `; `, other content becomes JSON.

    None stays None. Any other value becomes text, but an integer or boolean only if the column holds text.
    """
    if value is None or (holds != "text" and isinstance(value, bool | int)):
        return value
    if isinstance(value, list) and not any(isinstance(item, list | Mapping) for item in value):
        return "; ".join(map(str, value))
    if isinstance(value, list | Mapping):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
