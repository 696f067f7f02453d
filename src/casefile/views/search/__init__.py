"""Search words in the records: parse the words, and find their places."""

from casefile.views.search.search_matches import (
    NEAREST,
    Hit,
    find_near_names,
    is_worth_reading,
    later,
    search_records,
)
from casefile.views.search.search_passages import EventLine, Passages, ShownPassages, passages_of
from casefile.views.search.search_words import ExcerptPiece, SearchWord, SearchWords

__all__ = [
    "NEAREST",
    "EventLine",
    "ExcerptPiece",
    "Hit",
    "Passages",
    "SearchWord",
    "SearchWords",
    "ShownPassages",
    "find_near_names",
    "is_worth_reading",
    "later",
    "passages_of",
    "search_records",
]
