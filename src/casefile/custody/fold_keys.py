"""Keys that show which events affect the status in the same way, so that a ledger is not folded again."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TYPE_CHECKING

from casefile.custody.rule_context import cited_ids

if TYPE_CHECKING:
    from casefile.model.events import Event

UNREAD = frozenset({"id", "time", "place", "by", "summary", "note", "tier", "tags", "sources", "cites"})
"""Fields of an event whose values do not affect the status.

The id only identifies the event. Of the sources only their connections count, and whether there are several.
"""


def fold_key(event: Event, connections: Mapping[str, str | None]) -> Hashable:
    """Return a key that is equal for two events only if a status depends on both in the same way.

    `connections` gives the connection of each source to the person, by the id of the source. The id of the
    event is not a part of the key: two events of one key may be swapped if no other event refers to them.
    """
    fields = frozenset((name, value) for name, value in vars(event).items() if name not in UNREAD)
    cited = {*cited_ids(event)}
    return fields, frozenset(map(connections.get, cited)), len(cited) > 1


def referred_ids(events: Iterable[Event]) -> frozenset[str]:
    """Return the values of `against` and `answers` in these events; most are ids of other events."""
    found = (vars(event).get(name) for event in events for name in ("against", "answers"))
    return frozenset(each for each in found if each)
