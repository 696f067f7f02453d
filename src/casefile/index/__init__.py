"""The cache of a clone: `cache` remembers files by their content, `board` which of them a moment is made of.

Without it every answer is the same, only later.
"""

from casefile.index.cache_switch import is_used, without_index
from casefile.index.content_cache import Cache, in_memory, key_of, purge, reader
from casefile.index.index_failures import TROUBLE, Tolerated, count, failures, forget_failures
from casefile.index.open_index import index_folder, name_of, none_was_withdrawn, open_board
from casefile.index.snapshot_index import Board
from casefile.index.tables import (
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
