"""Looking for words in every record, as it was known at a moment."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct, field
from msgspec.json import decode

from casefile.errors import BadInput
from casefile.index import Tolerated
from casefile.loading.indexed.index_lookup import DatedSnapshot, answer_from_index
from casefile.loading.indexed.word_search import NamedRecord, WordSearch
from casefile.loading.read_times import Clocks
from casefile.views.record_filter import Filters
from casefile.views.search import EventLine, Hit, Passages, Sought, look_through

MANY = 100
"""Records up to which the board keeps what was shown of them."""


class SearchResult(Struct, frozen=True):
    """The answer of `search`.

    `lines` are the entries of ledgers that hold a hit, by record and event. `near` are records that are
    called nearly so, where nothing was found; `later` counts the entries that lie after a day that was asked
    for, and are not looked at; `is_empty` says that there is no record at all.
    """

    moment: DatedSnapshot
    hits: tuple[Hit, ...]
    lines: Mapping[tuple[str, str], EventLine] = field(default_factory=dict)
    near: Sequence[NamedRecord] = ()
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


def find_words(directory: Path, clocks: Clocks, asked: Filters, text: str, limit: int | None) -> SearchResult:
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
    return answer_from_index(directory, clocks, partial(_found, asked, sought, limit))


def _found(
    asked: Filters, sought: Sought, limit: int | None, dated_snapshot: DatedSnapshot
) -> SearchResult | None:
    """Return where the words are found; None if another process rebuilt the index meanwhile."""
    finder = WordSearch(dated_snapshot.snapshot_index, dated_snapshot.state)
    rows = finder.holding(sought)
    if rows is None:
        from casefile.queries.search_reading import may_hold  # noqa: PLC0415 - only for words that are new

        rows = may_hold(dated_snapshot, finder, sought)
    only, later = None, 0
    if dated_snapshot.asked or asked != Filters():
        from casefile.queries.search_reading import select_records  # noqa: PLC0415 - only where something is left out

        only, later = select_records(dated_snapshot, asked)
    read = _read(dated_snapshot, rows if only is None else rows & only.keys())
    if read is None:
        return None
    told = decode(f"[{','.join(read)}]", type=list[tuple[Passages, dict[str, EventLine]]])
    hits = look_through((passages for passages, _ in told), sought, dated_snapshot.horizon)
    shown = hits[:limit]
    return SearchResult(
        dated_snapshot,
        shown,
        {(passages.record, event): line for passages, lines in told for event, line in lines.items()},
        near=() if hits else finder.near(sought, only),
        left_out=len(hits) - len(shown),
        later=later,
        is_empty=not hits and not dated_snapshot.snapshot_index.rows(dated_snapshot.state),
    )


def _read(dated_snapshot: DatedSnapshot, rows: Collection[int]) -> list[str] | None:
    """Return the passages of these records as JSON, from the index if they were shown before."""
    by = dated_snapshot.state.facts["laws"]  # how laws are called is part of it
    kept = dated_snapshot.snapshot_index.shown.of(rows, by)
    missing = [row for row in rows if row not in kept]
    if not missing:
        return [*kept.values()]
    from casefile.queries.search_reading import read  # noqa: PLC0415 - only for what was not shown before

    made = read(dated_snapshot, missing)
    if made is not None and len(rows) <= MANY:
        with Tolerated(dated_snapshot.root):
            dated_snapshot.snapshot_index.shown.learn((row, by, said) for row, said in made.items())
    return None if made is None else [*kept.values(), *made.values()]
