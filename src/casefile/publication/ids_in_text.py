"""Find ids of records and events in a text, also in other letter case, with other dashes, or encoded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple

from casefile.model.plain_data import Data, groups
from casefile.model.random_ids import DRAWN, is_drawn
from casefile.names.decoding import TooDeep, is_in_any_reading, readings
from casefile.names.scripts import small
from casefile.names.unseen import DASHES, blank_unseen

SEPARATOR = re.compile(rf"(?:[{DASHES}]\s*|[^\w\s]|_)+")
"""The characters that may replace a hyphen: a dash, which may be followed by a line break, or punctuation."""
SLUG = re.compile("[0-9a-z]+(?:-[0-9a-z]+)*")
CASE = re.compile(r"(?=([a-z]{2})[\W_]{0,3}([0-9]{4})[\W_]{0,3}([0-9a-z]{5}))")
"""A random case id, also with spaces or nothing between its parts, or letters directly before or after it."""

CASE_ID = re.compile(r"(?<![0-9a-z])[a-z]{2}-[0-9]{4}-[0-9a-z]+(?:-[0-9a-z]+)*")
EVENT_ID = re.compile(rf"""(?<!\w)id["']?\s*:\s*["']?({DRAWN})(?!\w)""")
OWN_ID = re.compile(r"""^\{?["']?id["']?[ \t]*:[ \t]*["']?([0-9a-z]+(?:-[0-9a-z]+)+)""", re.MULTILINE)
"""The id that a file states, which may differ from its file name; an id needs a hyphen to be recognised."""
FORMERLY = re.compile(r"""(?<!\w)formerly["']?\s*:""")
"""The key `formerly` before the former ids of a record, in the text of a file that cannot be read."""
ONE = re.compile(r"""\s*(?:-\s+)?["']?([0-9a-z]+(?:-[0-9a-z]+)*)["']?\s*(?:[#,}].*)?""")
"""A value or an item of a list that is one id."""
BRACKET = re.compile(r"\s*(?:![^\s\[]*\s*)?\[([^\]]{0,1000})")
"""The beginning of a list in brackets, possibly after a YAML tag; group 1 is its content."""
HYPHENED = re.compile("[0-9a-z]+(?:-[0-9a-z]+)+")
"""An id in any other line of a list; it needs a hyphen, because a single word may be any word."""
FIELD = re.compile(r"""\s*(?:-\s*)?["']?[a-z_]+["']?\s*:(?:\s|$)""")
"""The beginning of another field."""
MARK = re.compile(r"<{7}|>{7}|={7}|\|{7}")
"""The beginning of a line that marks a merge conflict; a value before it continues after it."""
MOST_ITEMS = 200
"""The most lines of a list that are searched."""
Parts = tuple[str, ...]


class Ids(NamedTuple):
    """The ids of a register: those that a text may mention, and those that it may not, event ids included.

    Event ids that are published are in neither.
    """

    speakable: frozenset[str]
    unspeakable: frozenset[str]


def event_ids(data: Data | None) -> Iterator[str]:
    """Yield the ids of a record's events that have the random form of new ids.

    Ids of any other form are left out, because a text may contain the same word by chance.
    """
    for event in groups((data or {}).get("events")):
        if is_drawn(str(event.get("id"))):
            yield str(event["id"])


def find_ids(text: str) -> Iterator[str]:
    """Yield the parts of an unreadable file that may be ids of the record or of its events, in lower case.

    They include its former ids and the ids of cases that it mentions. One id may come more than once.
    """
    small = text.lower()
    yield from CASE_ID.findall(small)
    yield from EVENT_ID.findall(small)
    yield from OWN_ID.findall(small)
    for found in FORMERLY.finditer(small):
        yield from _listed_ids(small[found.end() :])


def _listed_ids(text: str) -> Iterator[str]:
    """Yield the ids at the start of a text, written as a list in brackets, a list of lines, or one id.

    In a merge conflict one side may end the list while the other side continues it.
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
    """Finds given ids in texts: in any letter case, with other dashes, inside addresses and encodings.

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
        """Return whether a text contains one of the ids, or is encoded too deeply to be searched."""
        return bool(self) and is_in_any_reading(text, self.is_in_reading)

    def is_in_reading(self, text: str) -> bool:
        """Return whether a text that is already decoded contains one of the ids."""
        return any(True for _ in self._in(text))

    def found_in(self, text: str) -> Iterator[str]:
        """Yield the ids in a text and in its decoded forms, as far as these can be decoded.

        One id may come more than once.
        """
        with suppress(TooDeep):
            for reading in readings(text):
                yield from self._in(reading)

    def _in(self, text: str) -> Iterator[str]:
        for plain in dict.fromkeys((_plain(text), _plain(blank_unseen(text)))):
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
    """Return the parts of an id between its separators, in lower case, without empty parts.

    An id of separators alone is one part, unchanged.
    """
    return tuple(filter(None, SEPARATOR.split(_plain(record_id)))) or (record_id,)


def _plain(text: str) -> str:
    return SEPARATOR.sub("-", small(text))
