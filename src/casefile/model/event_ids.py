"""Whether the id of an event may be shown where the event itself is not."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from casefile.model.names.hidden import Hidden, Secret
from casefile.model.words import RANDOM_EVENT_ID


def is_no_name(event_id: str, names: Iterable[str]) -> bool:
    """Return whether an id of an event has the form of a random one and holds none of these names.

    An id can be typed, and a pen name may contain a digit, too: so `names` are all that the case states or
    claims, whoever may know them.
    """
    return bool(RANDOM_EVENT_ID.fullmatch(event_id)) and not _hidden(tuple(names)).found_in(event_id)


@lru_cache(maxsize=64)
def _hidden(names: tuple[str, ...]) -> Hidden:
    """Return what finds these names; a commit asks it of each of its changes."""
    return Hidden([Secret(names)])
