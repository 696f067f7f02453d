"""Work shared out among processes: one for each core, forked from this one, with everything it has in memory.

What each has learned goes to all of them, once or several times, then each answers. Whatever goes wrong with
a fork, the work is done in this process, where an error is told like any other.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn, TypeVar

Share = TypeVar("Share")
Message = TypeVar("Message")
Answer = TypeVar("Answer")
Work = Callable[[Share], Generator[Message, list[Message], Answer]]
"""Yields what it has learned of its share, is sent what all have learned, and returns its answer.

It may learn in several rounds: as many for one share as for another.
"""


class _Failed(Exception):
    """A fork could not do its share."""


def hands() -> int:
    """Return how many processes may work at once: 1 where this one cannot be forked.

    A fork has one thread alone, and whatever another one held at that moment it would wait for without end.
    On a Mac the libraries of the system do not outlive a fork.
    """
    tasks = Path("/proc/self/task")
    if sys.platform != "linux" or threading.active_count() > 1 or len([*tasks.glob("*")]) != 1:
        return 1
    return len(os.sched_getaffinity(0))


def together(shares: Sequence[Share], work: Work[Share, Message, Answer]) -> list[Answer]:
    """Return the answers to all shares, in their order: the first from here, every other from a fork."""
    forks: list[_Fork] = []
    collects = gc.isenabled()
    # A collection would write to all memory that is shared, to find nothing: see the edge.
    gc.disable()
    try:
        forks.extend(_Fork(work, share) for share in shares[1:])
        here = work(shares[0])
        done, words = _next(here, None)
        told = [words, *(fork.heard() for fork in forks)]
        while not done:
            blob = pickle.dumps(told, pickle.HIGHEST_PROTOCOL)
            for fork in forks:
                fork.tell(blob)
            done, words = _next(here, told)
            told = [words, *(fork.heard() for fork in forks)]
    except (_Failed, OSError):
        return _alone(shares, work)
    else:
        return told
    finally:
        for fork in forks:
            fork.end()
        if collects:
            gc.enable()


def in_rounds(
    things: Sequence[Share],
    make: Callable[[Sequence[Share]], list[Message]],
    take: Callable[[list[Message]], None],
) -> None:
    """Hand what `make` makes of things to `take`, some hundreds at a time, made by as many processes as pay.

    `take` is called in this process alone; what stays in memory is what is made at once.
    """
    count = hands() if len(things) >= PAYS else 1
    rounds = -(-len(things) // (count * AT_ONCE))

    def work(share: tuple[int, Sequence[Share]]) -> Generator[list[Message], list[list[Message]], None]:
        first, mine = share
        for number in range(rounds):
            told = yield make(mine[number * AT_ONCE : (number + 1) * AT_ONCE])
            if not first:
                take([each for made in told for each in made])

    together([(first, things[first::count]) for first in range(count)], work)


PAYS = 500
"""Things from which on a second process is worth its start."""
AT_ONCE = 250
"""Things that a process makes something of before it tells."""


def _alone(shares: Sequence[Share], work: Work[Share, Message, Answer]) -> list[Any]:
    begun = [work(share) for share in shares]
    done, told = False, None
    while not done:
        said = [_next(each, told) for each in begun]
        done, told = said[0][0], [words for _, words in said]
    return told or []


def _next(begun: Generator[Any, Any, Any], told: object) -> tuple[bool, Any]:
    """Go on with work; return whether that was the end of it, and what it says."""
    try:
        return False, begun.send(told)
    except StopIteration as end:
        return True, end.value


class _Fork:
    """A process that does a share; what it and this one say to each other goes through two pipes."""

    def __init__(self, work: Work[Any, Any, Any], share: Any) -> None:  # noqa: ANN401 - whatever is shared
        theirs, self._mine = os.pipe()
        self._theirs, mine = os.pipe()
        self.id = os.fork()
        if not self.id:
            os.close(self._mine)
            os.close(self._theirs)
            _become(work, share, theirs, mine)
        os.close(theirs)
        os.close(mine)

    def heard(self) -> Any:  # noqa: ANN401 - what work yields or returns
        """Wait for what it says."""
        return _read(self._theirs)

    def tell(self, blob: bytes) -> None:
        """Send it words that were pickled."""
        _write(self._mine, blob)

    def end(self) -> None:
        """Let go of it, whatever it is doing."""
        os.close(self._mine)
        os.close(self._theirs)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.id, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.id, 0)


def _become(work: Work[Any, Any, Any], share: Any, hears: int, speaks: int) -> NoReturn:  # noqa: ANN401
    """Do a share and end, without a word to anybody else: what is amiss the first process finds, too."""
    with contextlib.suppress(BaseException):
        begun = work(share)
        done, words = _next(begun, None)
        _write(speaks, pickle.dumps(words, pickle.HIGHEST_PROTOCOL))
        while not done:
            done, words = _next(begun, _read(hears))
            _write(speaks, pickle.dumps(words, pickle.HIGHEST_PROTOCOL))
    os._exit(0)


def _write(pipe: int, blob: bytes) -> None:
    left = memoryview(len(blob).to_bytes(8, "big") + blob)
    while left:
        left = left[os.write(pipe, left) :]


def _read(pipe: int) -> Any:  # noqa: ANN401 - whatever was written
    length = int.from_bytes(b"".join(_pieces(pipe, 8)), "big")
    said = b"".join(_pieces(pipe, length))
    try:
        # Only from a fork of this very process, through a pipe that nobody else has.
        return pickle.loads(said)  # noqa: S301
    except Exception as error:  # whatever it is, the fork has lost its wits
        raise _Failed from error


def _pieces(pipe: int, wanted: int) -> Iterator[bytes]:
    while wanted:
        piece = os.read(pipe, min(wanted, 1 << 20))
        if not piece:
            raise _Failed
        wanted -= len(piece)
        yield piece
