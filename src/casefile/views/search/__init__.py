"""Search words in the records: parse the words, and find their places."""

from casefile.views.search.search_matches import NEAREST, Hit, close, is_worth_reading, later, look_through
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
    "close",
    "is_worth_reading",
    "later",
    "look_through",
    "passages_of",
]
