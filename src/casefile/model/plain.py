"""Plain data read with care: a file with errors holds anything in any place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from casefile.model.dates import When

Data = Mapping[str, object]
"""Plain data of a record or of a part of it, which holds anything in any place."""
State = Data | None
"""A record at one moment; None where there is none."""
KnownData = Mapping[str, Any]
"""Plain data of which it is known what stands where."""
Fields = dict[str, object]
"""Plain data that is being written."""
KnownFields = dict[str, Any]
"""Plain data of which it is known what stands where, and that is being written."""


def mapping(value: object) -> Data:
    """Return a group of fields; what is none has no field."""
    return value if isinstance(value, Mapping) else {}


def items(value: object) -> list[Any]:
    """Return the items of a list; what is none has none."""
    return value if isinstance(value, list) else []


def id_of(value: object) -> object:
    """Return the id that a group of fields states; nothing for what is none."""
    return mapping(value).get("id")


def groups(value: object) -> Iterator[Data]:
    """Yield the groups of fields of a list; what is no list has none."""
    yield from (each for each in items(value) if isinstance(each, Mapping))


def former_ids(data: Data) -> list[str]:
    """Return the ids that a record had before, as far as it states them."""
    return [*map(str, items(data.get("formerly")))]


def find_entry(ledger: object, key: object) -> Data | None:
    """Return the entry of a ledger with this id; nothing where none has it."""
    return next((each for each in groups(ledger) if each.get("id") == key), None)


def when(value: object) -> When | None:
    """Return a date; nothing for what is none."""
    return When.find(str(value)) if value is not None else None


def dotted(field: tuple[str | int, ...], data: object) -> str:
    """Write a path with dots; items of a list are called by their id where they have one."""
    names: list[str] = []
    here = data
    for part in field:
        if isinstance(part, int):
            here = here[part] if isinstance(here, list) and part < len(here) else None
            named = id_of(here)
            names.append(named if isinstance(named, str) else str(part))
        else:
            here = mapping(here).get(part)
            names.append(part)
    return ".".join(names)
