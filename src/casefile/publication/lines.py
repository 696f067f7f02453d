"""A publication as lines, each record on its own: all that is written of it where a format asks no more.

Nothing heavy is loaded for it, so that lines that were made before are handed over at once.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import InitVar, asdict, dataclass
from typing import NamedTuple, Protocol

from casefile.publication.audience import Audience

_SEAL = object()
PACKED = 1 << 20
"""Bytes from which on lines are packed: what one record says the next ones say, too."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """How much was left out, in numbers; `ids` counts the records that are shown under another id."""

    records: int = 0
    events: int = 0
    fields: int = 0
    names: int = 0
    ids: int = 0

    def __bool__(self) -> bool:
        return any((self.records, self.events, self.fields, self.names, self.ids))


class Lined(Protocol):
    """A publication of which nothing is asked but its lines."""

    @property
    def lines(self) -> Iterable[bytes]:
        """Every record as it is published, referents first."""


class Line(NamedTuple):
    """A record as it leaves, and how much of it was left out."""

    text: bytes
    events: int
    fields: int
    names: int
    ids: int


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a publication of all records; only this module makes one, of lines that leave.

    `first` and `last` are the days, by number and both in, on which what was agreed with people lets out the
    same: looked at on any of them, a register publishes these lines.
    """

    audience: Audience
    records: int
    withheld: Withheld
    first: int
    last: int
    lines: Iterable[bytes]
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("Lines are made by those who publish alone")


class Kept(NamedTuple):
    """Lines as they are kept between two commands: what is known of them, as JSON, and the lines packed."""

    about: str
    packs: Sequence[bytes]


def line_of(data: Mapping[str, object]) -> bytes:
    """Write the data of a record as one line."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def lines_of(audience: Audience, found: Sequence[Line], withheld: int, days: tuple[int, int]) -> Lines:
    """Make the lines of a publication of records as they leave, in their order; `withheld` do not at all."""
    left_out = Withheld(
        withheld, sum(each.events for each in found), sum(each.fields for each in found),
        sum(each.names for each in found), sum(each.ids for each in found),
    )  # fmt: skip
    return Lines(audience, len(found), left_out, *days, [each.text for each in found], _SEAL)


def packed(lines: Lines) -> Kept:
    """Return what is to be kept of lines."""
    about = [lines.audience, lines.records, asdict(lines.withheld), lines.first, lines.last]
    return Kept(json.dumps(about), [*_packs(lines.lines)])


def unpacked(kept: Kept) -> Lines:
    """Return the lines that were kept: the very same bytes leave as when they were made."""
    audience, records, withheld, first, last = json.loads(kept.about)
    return Lines(audience, records, Withheld(**withheld), first, last, _Unpacking(kept.packs), _SEAL)


def _packs(lines: Iterable[bytes]) -> Iterator[bytes]:
    waiting, size = [], 0
    for line in lines:
        waiting.append(line)
        size += len(line)
        if size >= PACKED:
            yield zlib.compress(b"".join(waiting), 1)
            waiting, size = [], 0
    yield zlib.compress(b"".join(waiting), 1)


class _Unpacking:
    """The lines of packs, many at a time: all of them together may be large."""

    def __init__(self, packs: Sequence[bytes]) -> None:
        self._packs = packs

    def __iter__(self) -> Iterator[bytes]:
        return map(zlib.decompress, self._packs)
