"""Fields of events that had another name in earlier versions: what a reader takes for the present name.

Files keep the former name until `fmt` or a change to the field writes the present one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from casefile.model.vocabularies import OPEN_ENDED

MATTERS = "criminal administrative civil"
"""The matters of a verdict."""
NEVER_PROCEEDINGS = (*MATTERS.split(), *OPEN_ENDED)
"""Words that are no id of a proceeding: in files of version 0.1 they state the matter in its field."""


class FormerName(NamedTuple):
    """A field of one type of event that was renamed: the words that it held under its former name."""

    type: str
    former: str
    present: str
    words: frozenset[str]


FORMER_NAMES = (FormerName("verdict", "proceeding", "matter", frozenset(NEVER_PROCEEDINGS)),)
_BY_TYPE = {name.type: [each for each in FORMER_NAMES if each.type == name.type] for name in FORMER_NAMES}


def present_names(event: Mapping[str, object]) -> Mapping[str, str]:
    """Return the present name of each field of an event that goes by its former name.

    A field that states the present name beside the former one is as it is written.
    """
    names = _BY_TYPE.get(str(event.get("type")), ())
    return {
        name.former: name.present
        for name in names
        if name.present not in event and _is_one_of(event.get(name.former), name.words)
    }


def _is_one_of(value: object, words: Collection[str]) -> bool:
    return isinstance(value, str) and value in words
