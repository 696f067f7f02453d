"""Describe a new case in one line: what happened first, when and where."""

from __future__ import annotations

from collections.abc import Mapping

from casefile.custody.status_text import when_words
from casefile.model.vocabularies import word

HAPPENED: Mapping[str, str] = {
    "detention": "detained",
    "detention arrest": "arrested",
    "detention questioning": "taken for questioning",
    "detention abduction": "abducted",
    "detention stop": "stopped",
    "detention administrative": "taken into administrative custody",
    "detention military": "taken by the military",
    "detention immigration": "taken into immigration custody",
    "detention psychiatric": "taken to a psychiatric ward",
    "detention conscription": "taken for conscription",
    "detention extradition": "taken for extradition",
    "transfer": "transferred",
    "confirmation": "whereabouts confirmed",
    "release": "released",
    "departure": "left the country",
    "disappearance": "disappeared",
    "death": "died",
    "interrogation": "questioned",
    "search": "searched",
    "charge": "charged",
    "verdict": "judged",
}
"""The verb for the person, by the type of the event and its kind; other types use the word of the type."""


def describe_as_news(entry: Mapping[str, object]) -> str:
    """Return an event as news about a person: `arrested on 28 May 2025 in Bishkek`."""
    kind = str(entry.get("type", ""))
    phrase = HAPPENED.get(f"{kind} {entry.get('kind', '')}") or HAPPENED.get(kind) or word(kind)
    date, place = entry.get("date"), entry.get("place")
    when = when_words(str(date)) if date else ""
    return " ".join(filter(None, (phrase, when, f"in {place}" if place else "")))
