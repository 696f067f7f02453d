"""Looking for words in the records: which are sought, and where they stand."""

from casefile.views.search.find import Hit, later, near, search
from casefile.views.search.sought import Piece, Sought

__all__ = ["Hit", "Piece", "Sought", "later", "near", "search"]
