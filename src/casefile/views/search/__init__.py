"""Looking for words in the records: which are sought, and where they stand."""

from casefile.views.search.find import NEAREST, Hit, close, later, look_through, near, search
from casefile.views.search.passages import Passages, passages_from, passages_of
from casefile.views.search.sought import Piece, Sought, Word

__all__ = [
    "NEAREST",
    "Hit",
    "Passages",
    "Piece",
    "Sought",
    "Word",
    "close",
    "later",
    "look_through",
    "near",
    "passages_from",
    "passages_of",
    "search",
]
