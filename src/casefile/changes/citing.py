"""Which sources plain data rests on."""

from __future__ import annotations

from collections.abc import Mapping


def source_ids(cited_as: object) -> tuple[str, ...]:
    """Return the ids in a list of sources, each once: an item is one, or a group of fields that holds one."""
    items = cited_as if isinstance(cited_as, list) else []
    ids = (each.get("source") if isinstance(each, Mapping) else each for each in items)
    return tuple(dict.fromkeys(each for each in ids if isinstance(each, str)))


def cited_in(value: object) -> tuple[str, ...]:
    """Return every source that a value cites, also deep within it."""
    found: dict[str, None] = {}
    waiting = [value]
    while waiting:
        here = waiting.pop(0)
        if isinstance(here, Mapping):
            found |= dict.fromkeys(source_ids(here.get("sources")))
            waiting += [each for name, each in here.items() if name != "sources"]
        elif isinstance(here, list):
            waiting += here
    return tuple(found)
