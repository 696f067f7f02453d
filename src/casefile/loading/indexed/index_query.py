"""Ask questions about a snapshot in the index, which are answered even if the index fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from casefile.files.clone_paths import private_folder
from casefile.index import TROUBLE, count_failure
from casefile.loading.indexed.indexed_snapshot import IndexedSnapshot

Seen = TypeVar("Seen", bound=IndexedSnapshot)
Answer = TypeVar("Answer")


def ask_index(seen: Seen, question: Callable[[Seen], Answer]) -> Answer:
    """Return the answer of `question` to the indexed snapshot `seen`.

    If the index is damaged or locked, or the question raises ValueError or OSError for another reason, `seen`
    uses an index in memory from then on, if it is replaceable, and the question is asked again; else the
    error is raised. Rows have other numbers there, so row numbers may not be used after the question.
    """
    try:
        return question(seen)
    except TROUBLE as trouble:
        if seen.is_in_memory or not seen.is_replaceable:
            raise
        count_failure(trouble, private_folder(seen.root))
    from casefile.loading.indexed.index_build import build_index_in_memory  # noqa: PLC0415 - all that reads files

    seen.turn_to(build_index_in_memory(seen))
    return question(seen)
