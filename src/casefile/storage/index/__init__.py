"""The cache of a clone: `cache` remembers files by their content, `board` which of them a moment is made of.

Without it every answer is the same, only later.
"""

from casefile.storage.index.board import Board
from casefile.storage.index.cache import Cache, in_memory, key_of, purge, reader
from casefile.storage.index.opening import index_folder, name_of, none_was_withdrawn, open_board
from casefile.storage.index.switch import is_used, without_index
from casefile.storage.index.tables import (
    CachedFile,
    DaysHeld,
    Doubt,
    Facts,
    Here,
    IndexedFile,
    IndexState,
    Lasting,
    News,
    Owed,
    Verdict,
)
from casefile.storage.index.trouble import TROUBLE, Tolerated, count, failures, forget_failures

__all__ = [
    "TROUBLE",
    "Board",
    "Cache",
    "CachedFile",
    "DaysHeld",
    "Doubt",
    "Facts",
    "Here",
    "IndexState",
    "IndexedFile",
    "Lasting",
    "News",
    "Owed",
    "Tolerated",
    "Verdict",
    "count",
    "failures",
    "forget_failures",
    "in_memory",
    "index_folder",
    "is_used",
    "key_of",
    "name_of",
    "none_was_withdrawn",
    "open_board",
    "purge",
    "reader",
    "without_index",
]
