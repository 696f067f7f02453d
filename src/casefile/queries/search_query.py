"""The query of the command `search`: find words in every record, as of a commit."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct, field
from msgspec.json import decode, encode

from casefile.errors import BadInput
from casefile.index import ToleratedFailure
from casefile.loading.indexed.index_lookup import DatedSnapshot, answer_from_index
from casefile.loading.indexed.word_search import NamedRecord, WordSearch
from casefile.loading.read_times import QueryTimes
from casefile.model.recorded_lookups import are_unchanged
from casefile.views.record_filter import Filters
from casefile.views.search import EventLine, Hit, SearchWords, ShownPassages, search_records

MANY = 100
"""The maximum number of records for which the index stores passages after one search."""


class SearchResult(Struct, frozen=True):
    """The result of `search`.

    `lines` are the events that contain a hit, by record id and event id. `near` are records with a similar
    name, if there are no hits. `left_out` is the number of hits beyond the limit. `later` is the number of
    events after the day, if the query names one; they are not searched. `is_empty` is true if the register
    has no record at all.
    """

    snapshot: DatedSnapshot
    hits: tuple[Hit, ...]
    lines: Mapping[tuple[str, str], EventLine] = field(default_factory=dict)
    near: Sequence[NamedRecord] = ()
    left_out: int = 0
    later: int = 0
    is_empty: bool = False

    def is_ahead(self, hit: Hit) -> bool:
        """Return whether a hit is in an event that cannot have happened yet."""
        entry = self.lines.get((hit.record, hit.event))
        return entry is not None and entry.first > self.snapshot.on.toordinal()

    def as_data(self) -> list[dict[str, object]]:
        """Return the hits for the output of `--json`; a hit in a future event has `later`."""
        return [{**hit.as_data(), **({"later": True} if self.is_ahead(hit) else {})} for hit in self.hits]


def find_words(
    directory: Path, clocks: QueryTimes, asked: Filters, text: str, limit: int | None
) -> SearchResult:
    """Return the places of the words in the records that match the filters; all records without a filter.

    At most `limit` places are returned, all if it is None. The index stores what it lacked for the answer.
    Raises BadInput CF624 if the text contains neither a letter nor a digit, and the errors of
    `named_criteria`.
    """
    sought = SearchWords.of(text)
    if not sought.words:
        raise BadInput(
            "CF624",
            "the search has no letters or digits",
            "type a name, part of a name, or a word: casefile search aleksandrov",
        )
    return answer_from_index(directory, clocks, partial(_search, asked, sought, limit))


def _search(
    asked: Filters, sought: SearchWords, limit: int | None, dated_snapshot: DatedSnapshot
) -> SearchResult:
    """Return the result of a search; raise ValueError if another process rebuilt the index meanwhile."""
    finder = WordSearch(dated_snapshot.snapshot_index, dated_snapshot.state)
    rows = finder.holding(sought)
    if rows is None:
        from casefile.queries.search_reading import may_hold  # noqa: PLC0415 - only for words that are new

        rows = may_hold(dated_snapshot, finder, sought)
    only, later = None, 0
    if dated_snapshot.asked or asked != Filters():
        from casefile.queries.search_reading import select_records  # noqa: PLC0415 - only if records are left out

        only, later = select_records(dated_snapshot, asked)
    read = _read(dated_snapshot, rows if only is None else rows & only.keys())
    hits = search_records((each.passages for each in read), sought, dated_snapshot.horizon)
    shown = hits[:limit]
    return SearchResult(
        dated_snapshot,
        shown,
        {(each.passages.record, event): line for each in read for event, line in each.lines.items()},
        near=() if hits else finder.near(sought, only),
        left_out=len(hits) - len(shown),
        later=later,
        is_empty=not hits and not dated_snapshot.snapshot_index.rows(dated_snapshot.state),
    )


def _read(dated_snapshot: DatedSnapshot, rows: Collection[int]) -> list[ShownPassages]:
    """Return the passages of the records with these row numbers, from the index if it stores them.

    The others are stored in it, unless there are more than MANY records. Raises ValueError if the index does
    not contain one of the records any more.
    """
    texts = dated_snapshot.snapshot_index.passages.of(rows)
    stored = dict(zip(texts, decode(f"[{','.join(texts.values())}]", type=list[ShownPassages]), strict=True))
    labels = dated_snapshot.labels
    kept = {row: each for row, each in stored.items() if are_unchanged(each.labels, labels)}
    missing = [row for row in rows if row not in kept]
    if not missing:
        return [*kept.values()]
    from casefile.queries.search_reading import read  # noqa: PLC0415 - only for records not shown before

    made = read(dated_snapshot, missing)
    if len(rows) <= MANY:
        with ToleratedFailure(dated_snapshot.root):
            dated_snapshot.snapshot_index.passages.store(
                (row, encode(each).decode()) for row, each in made.items()
            )
    return [*kept.values(), *made.values()]
