"""Plain data read with care: a file with errors holds anything in any place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casefile.model.dates import BadDate, When


def mapping(value: object) -> Mapping[str, object]:
    """Return a group of fields; what is none has no field."""
    return value if isinstance(value, Mapping) else {}


def groups(value: object) -> Iterator[Mapping[str, object]]:
    """Yield the groups of fields of a list; what is no list has none."""
    yield from (each for each in (value if isinstance(value, list) else []) if isinstance(each, Mapping))


def when(value: object) -> When | None:
    """Return a date; nothing for what is none."""
    try:
        return When.parse(str(value)) if value is not None else None
    except BadDate:
        return None
