"""Looking for words in every record, as it was known at a moment."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from casefile.errors import BadInput
from casefile.operations.asked import Asked
from casefile.operations.board import Glance, glance
from casefile.operations.by_words import Finder
from casefile.operations.clocks import Clocked, Clocks
from casefile.operations.listing import MomentOnBoard
from casefile.storage.index import TROUBLE
from casefile.views.search import Hit, Sought

if TYPE_CHECKING:  # whoever finds something has loaded the model for it
    from casefile.views.timeline import Line


class Called(Protocol):
    """A record by its id and by what it is called."""

    @property
    def id(self) -> str:
        """The id."""

    @property
    def name(self) -> str:
        """What it is called first."""


@dataclass(frozen=True)
class Found:
    """The answer of `search`.

    `lines` are the entries of ledgers that hold a hit, by record and event. `near` are records that are
    called nearly so, where nothing was found; `later` counts the entries that lie after a day that was asked
    for, and are not looked at; `is_empty` says that there is no record at all.
    """

    moment: Clocked
    hits: tuple[Hit, ...]
    lines: Mapping[tuple[str, str], Line] = field(default_factory=dict)
    near: Sequence[Called] = ()
    left_out: int = 0
    later: int = 0
    is_empty: bool = False

    def is_ahead(self, hit: Hit) -> bool:
        """Tell whether a hit lies in an entry that cannot have happened yet."""
        entry = self.lines.get((hit.record, hit.event))
        return entry is not None and entry.date.earliest > self.moment.on

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
    plain = asked == Asked() and clocks.on is None and clocks.known_at is None
    seen = glance(directory, clocks) if plain else None
    if seen is not None:
        with contextlib.suppress(*TROUBLE):
            nothing = _nothing(directory, clocks, sought, seen)
            if nothing is not None:
                return nothing
    from casefile.operations.searching import find_in_records  # noqa: PLC0415 - the model, where there are hits

    return find_in_records(directory, clocks, asked, sought, limit, seen)


def _nothing(directory: Path, clocks: Clocks, sought: Sought, seen: Glance) -> Found | None:
    """Tell what was perhaps meant, where the board knows that no record holds the words."""
    finder = Finder(seen.board, seen.state)
    if finder.holding(sought) != set():
        return None
    moment = MomentOnBoard.of(seen, directory, clocks)
    return Found(moment, (), near=finder.near(sought), is_empty=seen.board.is_empty(seen.state))
