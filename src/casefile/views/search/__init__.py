"""Looking for words in the records: which are sought, and where they stand."""

from casefile.views.search.find import NEAREST, Hit, close, later, near, search
from casefile.views.search.sought import Piece, Sought, Word

__all__ = ["NEAREST", "Hit", "Piece", "Sought", "Word", "close", "later", "near", "search"]
