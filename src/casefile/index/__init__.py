"""The index of a clone: data computed from files, in an SQLite database.

`content_cache` stores data by the content of each file, `snapshot_index` the files of each snapshot. Without
the index every answer is the same, only later.
"""

from casefile.index.content_cache import ContentCache, code_digest, key_of, open_in_memory, purge
from casefile.index.index_failures import TROUBLE, ToleratedFailure, count_failure, failures, forget_failures
from casefile.index.list_rows import ListRows
from casefile.index.open_index import (
    index_folder,
    is_used,
    name_of,
    none_was_withdrawn,
    open_snapshot_index,
    without_index,
)
from casefile.index.snapshot_index import SnapshotIndex
from casefile.index.tables import (
    CacheRow,
    CheckResult,
    DaysHeld,
    DeadlineRow,
    Doubt,
    FileRecord,
    IndexedFile,
    IndexState,
    ListRow,
    SnapshotDelta,
    SnapshotMeta,
    pack,
    unpack,
)

__all__ = [
    "TROUBLE",
    "CacheRow",
    "CheckResult",
    "ContentCache",
    "DaysHeld",
    "DeadlineRow",
    "Doubt",
    "FileRecord",
    "IndexState",
    "IndexedFile",
    "ListRow",
    "ListRows",
    "SnapshotDelta",
    "SnapshotIndex",
    "SnapshotMeta",
    "ToleratedFailure",
    "code_digest",
    "count_failure",
    "failures",
    "forget_failures",
    "index_folder",
    "is_used",
    "key_of",
    "name_of",
    "none_was_withdrawn",
    "open_in_memory",
    "open_snapshot_index",
    "pack",
    "purge",
    "unpack",
    "without_index",
]
