"""Programs that are begun before anybody needs what they say: they work while we go on."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence


class Begun:
    """A program at work in another process; what it says is kept until somebody asks, complaints are not."""

    def __init__(self, program: str, words: Sequence[str], environment: Mapping[str, str]) -> None:
        self._out = os.memfd_create("begun")
        none = (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)
        into = (os.POSIX_SPAWN_DUP2, self._out, 1)
        silence = (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)
        actions = (none, into, silence)
        self._process = os.posix_spawn(program, [program, *words], environment, file_actions=actions)
        self._result: tuple[int, bytes] | None = None

    def result(self) -> tuple[int, bytes]:
        """Wait for the end; return the exit code and what was said."""
        if self._result is None:
            _, status = os.waitpid(self._process, 0)
            with open(self._out, "rb") as told:  # noqa: PTH123 - a file without a name
                told.seek(0)
                self._result = os.waitstatus_to_exitcode(status), told.read()
        return self._result


def can_begin() -> bool:
    """Tell whether this system has files without a name for what is said meanwhile."""
    return sys.platform == "linux" and hasattr(os, "memfd_create")
