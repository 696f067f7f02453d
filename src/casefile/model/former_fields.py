"""Fields of events that had another name in earlier versions. The reader accepts both names.

A file keeps the former name until `fmt`, or a change to the field, writes the present one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from casefile.model.vocabularies import OPEN_ENDED

MATTERS = "criminal administrative civil"
"""The matters of a verdict."""
NEVER_PROCEEDINGS = (*MATTERS.split(), *OPEN_ENDED)
"""Words that cannot be the id of a proceeding.

In files of version 0.1 a verdict has one of these words in the field `proceeding`: there it is the matter.
"""


class FormerName(NamedTuple):
    """A renamed field of one event type: former name, present name, and its words under the former name."""

    type: str
    former: str
    present: str
    words: frozenset[str]


FORMER_NAMES = (FormerName("verdict", "proceeding", "matter", frozenset(NEVER_PROCEEDINGS)),)
_BY_TYPE = {name.type: [each for each in FORMER_NAMES if each.type == name.type] for name in FORMER_NAMES}


def present_names(event: Mapping[str, object]) -> Mapping[str, str]:
    """Return a mapping from former to present name for the fields of an event that have their former name.

    A field is not renamed if the event also has a field with the present name, or if the value is not one of
    the words that the field had under its former name.
    """
    names = _BY_TYPE.get(str(event.get("type")), ())
    return {
        name.former: name.present
        for name in names
        if name.present not in event and _is_one_of(event.get(name.former), name.words)
    }


def _is_one_of(value: object, words: Collection[str]) -> bool:
    return isinstance(value, str) and value in words
