"""Questions to the index that are answered also if it is damaged, and after a fork of the process."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Generic, TypeVar

from casefile.operations.board.sight import Seen
from casefile.storage.index import TROUBLE, count, open_board
from casefile.storage.whereabouts import private_folder

Answer = TypeVar("Answer")


class Hand(Generic[Seen]):
    """A moment on the board for whoever works on it: a fork opens the board for itself."""

    def __init__(self, seen: Seen) -> None:
        self._seen, self._process = seen, os.getpid()

    def ask(self, question: Callable[[Seen], Answer]) -> Answer:
        """Ask the index; if it is damaged or locked, ask one in memory, then and from then on.

        A row has another number there, so numbers must not outlive the question.
        """
        try:
            return question(self.seen)
        except TROUBLE as trouble:
            if self._seen.is_in_memory:
                raise
            count(trouble, private_folder(self._seen.root))
        from casefile.operations.board.putting import put_in_memory  # noqa: PLC0415 - all that reads files

        self._seen = put_in_memory(self._seen)
        return question(self._seen)

    @property
    def seen(self) -> Seen:
        """The moment, by a board that this process has opened."""
        if self._process != os.getpid() and not self._seen.is_in_memory:
            folder = private_folder(self._seen.root)
            if folder is None:
                raise OSError("the board is gone")
            self._seen = replace(self._seen, board=open_board(folder))
            self._process = os.getpid()
        return self._seen
