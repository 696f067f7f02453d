"""Questions about a snapshot in the index, which are answered also if the index fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from casefile.operations.board.sight import Sight
from casefile.storage.index import TROUBLE, count
from casefile.storage.whereabouts import private_folder

Seen = TypeVar("Seen", bound=Sight)
Answer = TypeVar("Answer")


def ask(seen: Seen, question: Callable[[Seen], Answer]) -> Answer:
    """Answer a question from the index; if that is damaged or locked, from one in memory from then on.

    A row has another number there, so numbers must not outlive the question.
    """
    try:
        return question(seen)
    except TROUBLE as trouble:
        if seen.is_in_memory:
            raise
        count(trouble, private_folder(seen.root))
    from casefile.operations.board.putting import put_in_memory  # noqa: PLC0415 - all that reads files

    seen.turn_to(put_in_memory(seen))
    return question(seen)
