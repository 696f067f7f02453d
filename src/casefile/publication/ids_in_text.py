"""Ids of records and events in a text, however they are written there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple

from casefile.model.plain_data import Data, groups
from casefile.model.vocabularies import RANDOM_EVENT_ID
from casefile.names.decoding import TooDeep, is_in_any_reading, readings
from casefile.names.latin_folding import DASHES, INVISIBLE

SEPARATOR = re.compile(rf"(?:[{DASHES}]\s*|[^\w\s]|_)+")
"""What may be in the place of a hyphen: a dash, after which a line may end, or any other sign."""
SLUG = re.compile("[0-9a-z]+(?:-[0-9a-z]+)*")
CASE = re.compile(r"(?=([a-z]{2})[\W_]{0,3}([0-9]{4})[\W_]{0,3}([0-9a-z]{5}))")
"""A random case id, also with blanks or nothing between its words, or letters directly before or after it."""

CASE_ID = re.compile(r"(?<![0-9a-z])[a-z]{2}-[0-9]{4}-[0-9a-z]+(?:-[0-9a-z]+)*")
EVENT_ID = re.compile(rf"""(?<!\w)id["']?\s*:\s*["']?({RANDOM_EVENT_ID.pattern})(?!\w)""")
OWN_ID = re.compile(r"""^\{?["']?id["']?[ \t]*:[ \t]*["']?([0-9a-z]+(?:-[0-9a-z]+)+)""", re.MULTILINE)
"""The id that a file states, which may be another one than that of its name; one word may be any word."""
FORMERLY = re.compile(r"""(?<!\w)formerly["']?\s*:""")
"""Before the ids from before a rename in the text of a file that cannot be read."""
ONE = re.compile(r"""\s*(?:-\s+)?["']?([0-9a-z]+(?:-[0-9a-z]+)*)["']?\s*(?:[#,}].*)?""")
"""A value or an item of a list that is one id."""
BRACKET = re.compile(r"\s*(?:![^\s\[]*\s*)?\[([^\]]{0,1000})")
"""A list in brackets, maybe behind a tag."""
HYPHENED = re.compile("[0-9a-z]+(?:-[0-9a-z]+)+")
"""What is an id in any other line: one word may be any word."""
FIELD = re.compile(r"""\s*(?:-\s*)?["']?[a-z_]+["']?\s*:(?:\s|$)""")
"""The beginning of another field."""
MARK = re.compile(r"<{7}|>{7}|={7}|\|{7}")
"""The beginning of a line that marks a merge conflict; a value before it continues after it."""
MOST_ITEMS = 200
"""Lines of a list that are looked at."""
Parts = tuple[str, ...]


class Ids(NamedTuple):
    """The ids of a register: those that a text may mention, and all others, events included."""

    speakable: frozenset[str]
    unspeakable: frozenset[str]


def event_ids(data: Data | None) -> Iterator[str]:
    """Yield the ids of events in a record that no word looks like: a text may contain any other by chance."""
    for event in groups((data or {}).get("events")):
        if RANDOM_EVENT_ID.fullmatch(str(event.get("id"))):
            yield str(event["id"])


def find_ids(text: str) -> Iterator[str]:
    """Yield the ids that a file which cannot be read may have, or its events; in any letter case."""
    small = text.lower()
    yield from CASE_ID.findall(small)
    yield from EVENT_ID.findall(small)
    yield from OWN_ID.findall(small)
    for found in FORMERLY.finditer(small):
        yield from _listed_ids(small[found.end() :])


def _listed_ids(text: str) -> Iterator[str]:
    """Yield the ids of the value that a text begins with: a list in brackets, one of lines, or one id.

    In a merge conflict a side may end the list, and the other one go on with it.
    """
    if bracket := BRACKET.match(text):
        yield from SLUG.findall(bracket[1])
        return
    first, *rest = text.splitlines()[:MOST_ITEMS] or [""]
    if one := ONE.fullmatch(first):
        yield one[1]
    is_in_conflict = is_over = False
    for line in rest:
        if MARK.match(line):
            is_in_conflict, is_over = not line.startswith(">"), False
        elif FIELD.match(line):
            is_over = True
            if not is_in_conflict:
                return
        elif not is_over:
            item = ONE.fullmatch(line) if line.lstrip().startswith("- ") else None
            yield from [item[1]] if item else HYPHENED.findall(line)


class IdFinder:
    """Finds some ids in texts: in any letter case, with other dashes, inside addresses and encodings.

    `KG-2025-7K3MQ`, `kg_2025_7k3mq`, `photo-kg-2025-7k3mq-1.jpg` and `kg%2D2025%2D7k3mq` are one id.
    """

    _lengths: dict[str, set[int]]

    def __init__(self, ids: Iterable[str]) -> None:
        self._ids = {parts_of(each): each for each in ids}
        self._lengths = {}
        for parts in self._ids:
            self._lengths.setdefault(parts[0], set()).add(len(parts))

    def __bool__(self) -> bool:
        return bool(self._ids)

    def is_in(self, text: str) -> bool:
        """Return whether a text contains one of the ids; a text that is encoded too deeply counts as one."""
        return bool(self) and is_in_any_reading(text, self.is_in_reading)

    def is_in_reading(self, text: str) -> bool:
        """Return whether a decoded text contains one of the ids as it is."""
        return any(True for _ in self._in(text))

    def found_in(self, text: str) -> Iterator[str]:
        """Yield the ids that a text contains, or what an encoded address in it decodes to."""
        with suppress(TooDeep):
            for reading in readings(text):
                yield from self._in(reading)

    def _in(self, text: str) -> Iterator[str]:
        plain = _plain(text)
        for slug in SLUG.findall(plain):
            parts = tuple(slug.split("-"))
            for at, part in enumerate(parts):
                for length in self._lengths.get(part, ()):
                    found = self._ids.get(parts[at : at + length])
                    if found is not None:
                        yield found
        for parts in CASE.findall(plain):
            found = self._ids.get(parts)
            if found is not None:
                yield found


def parts_of(record_id: str) -> Parts:
    """Return the words of an id; of hyphens one after another, or at an end, none counts."""
    return tuple(filter(None, SEPARATOR.split(_plain(record_id)))) or (record_id,)


def _plain(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(INVISIBLE)
    return SEPARATOR.sub("-", text.lower())
