"""Decide whether the id of an event may be shown to a reader who may not see the event itself."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from casefile.model.vocabularies import RANDOM_EVENT_ID
from casefile.names.hidden_names import Hidden, Secret


def is_nameless_id(event_id: str, names: Iterable[str]) -> bool:
    """Return whether the id of an event has the form of a random id and contains none of these names.

    A user may type an id, and a pen name may contain a digit. So `names` must contain all names that the case
    states or claims, of any tier.
    """
    return bool(RANDOM_EVENT_ID.fullmatch(event_id)) and not _hidden(tuple(names)).found_in(event_id)


@lru_cache(maxsize=64)
def _hidden(names: tuple[str, ...]) -> Hidden:
    """Return the finder of these names. It is cached, because a commit needs it for each of its changes."""
    return Hidden([Secret(names)])
