"""Looking for words in every record, as it was known at a moment."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from msgspec import Struct, field

from casefile.errors import BadInput
from casefile.model.dates import LAST_DAY
from casefile.operations.asked import Asked
from casefile.operations.board.looking import Glance, Sight, glance
from casefile.operations.board.words import Finder
from casefile.operations.clocks import Clocked, Clocks
from casefile.operations.listing import MomentOnBoard
from casefile.storage.index import TROUBLE
from casefile.views.search import Hit, Sought, look_through, passages_from

MANY = 100
"""Records up to which the board keeps what was shown of them."""


class Called(Protocol):
    """A record by its id and by what it is called."""

    @property
    def id(self) -> str:
        """The id."""

    @property
    def name(self) -> str:
        """What it is called first."""


class Told(NamedTuple):
    """An entry of a ledger as a search tells it: when in words, and its first possible day, by number."""

    when: str
    first: int
    headline: str
    standing: str
    stands: bool


class Found(Struct, frozen=True):
    """The answer of `search`.

    `lines` are the entries of ledgers that hold a hit, by record and event. `near` are records that are
    called nearly so, where nothing was found; `later` counts the entries that lie after a day that was asked
    for, and are not looked at; `is_empty` says that there is no record at all.
    """

    moment: Clocked
    hits: tuple[Hit, ...]
    lines: Mapping[tuple[str, str], Told] = field(default_factory=dict)
    near: Sequence[Called] = ()
    left_out: int = 0
    later: int = 0
    is_empty: bool = False

    def is_ahead(self, hit: Hit) -> bool:
        """Tell whether a hit lies in an entry that cannot have happened yet."""
        entry = self.lines.get((hit.record, hit.event))
        return entry is not None and entry.first > self.moment.on.toordinal()

    def as_data(self) -> list[dict[str, object]]:
        """Return the hits as the contract's JSON; one that lies ahead says so."""
        return [{**hit.as_data(), **({"later": True} if self.is_ahead(hit) else {})} for hit in self.hits]


def find_words(directory: Path, clocks: Clocks, asked: Asked, text: str, limit: int | None = None) -> Found:
    """Return where the words stand in the records that answer the filters, all records without a filter.

    Raises BadInput CF624 where nothing that was typed is a letter or a digit.
    """
    sought = Sought.of(text)
    if not sought.words:
        raise BadInput(
            "CF624",
            "there is nothing to look for: signs alone are no words",
            "type a name, a part of one, or any word: casefile search aleksandrov",
        )
    plain = asked == Asked() and clocks.on is None
    seen = glance(directory, clocks) if plain else None
    if seen is not None:
        with contextlib.suppress(*TROUBLE):
            ready = _ready(sought, limit, seen)
            if ready is not None:
                return ready
    from casefile.operations.searching import find_in_records  # noqa: PLC0415 - the model, where there are hits

    return find_in_records(directory, clocks, asked, sought, limit, seen)


def _ready(sought: Sought, limit: int | None, seen: Glance) -> Found | None:
    """Answer where the board knows which records hold the words, and what is to be shown of them."""
    finder = Finder(seen.board, seen.state)
    rows = finder.holding(sought)
    known = seen.board.shown.of(rows, by(seen)) if rows is not None and len(rows) <= MANY else None
    if known is None:
        return None
    told = [(passages_from(read), lines) for read, lines in map(json.loads, known)]
    hits = look_through((read for read, _ in told), sought, LAST_DAY)
    shown = hits[:limit]
    return Found(
        MomentOnBoard.of(seen),
        shown,
        {(read.record, event): Told(*line) for read, lines in told for event, line in lines.items()},
        near=() if hits else finder.near(sought),
        left_out=len(hits) - len(shown),
        is_empty=not hits and seen.board.is_empty(seen.state),
    )


def by(seen: Sight) -> str:
    """Return what is shown of records hangs on besides them: how laws are called."""
    return seen.state.facts["laws"]
