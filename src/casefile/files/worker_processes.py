"""Share work among processes: one for each core, forked from this one, with its whole memory.

The messages of each process are sent to all of them, once or several times; then each returns its answer. If
a fork fails, the work is done again in this process, where an error is reported like any other.
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
"""Yields a message about its share, is sent the messages of all shares, and returns its answer.

It may do so in several rounds: the same number for every share.
"""


class _ForkFailed(Exception):
    """A forked process could not do its share of the work."""


def process_count() -> int:
    """Return how many processes may work at once: one for each core, or 1 if this process cannot be forked.

    A fork contains only the thread that forked: it would wait forever for a lock that another thread held at
    the fork. On macOS the system libraries do not work after a fork.
    """
    tasks = Path("/proc/self/task")
    if sys.platform != "linux" or threading.active_count() > 1 or len([*tasks.glob("*")]) != 1:
        return 1
    return len(os.sched_getaffinity(0))


def run_shares(shares: Sequence[Share], work: Work[Share, Message, Answer]) -> list[Answer]:
    """Do the shares of a work in one process each, and return their answers in order.

    The first share is done in this process, the others in forks. If a fork fails, all are done again in this
    process. There must be one share at least.
    """
    forks: list[_Fork] = []
    collects = gc.isenabled()
    # A garbage collection would write to, and so copy, all memory shared with the forks.
    gc.disable()
    try:
        forks.extend(_Fork(work, share) for share in shares[1:])
        here = work(shares[0])
        done, words = _next(here, None)
        messages = [words, *(fork.receive() for fork in forks)]
        while not done:
            blob = pickle.dumps(messages, pickle.HIGHEST_PROTOCOL)
            for fork in forks:
                fork.send(blob)
            done, words = _next(here, messages)
            messages = [words, *(fork.receive() for fork in forks)]
    except (_ForkFailed, OSError):
        return _run_alone(shares, work)
    else:
        return messages
    finally:
        for fork in forks:
            fork.end()
        if collects:
            gc.enable()


def run_in_rounds(
    things: Sequence[Share],
    make: Callable[[Sequence[Share]], list[Message]],
    take: Callable[[list[Message]], None],
) -> None:
    """Call `make` on lists of things in several processes; pass the results of each round to `take`.

    Each process gets some hundreds of things in a round. A second process is used only for many things
    (`PAYS`). `take` is called in this process only. Only the results of one round are in memory at a time. If
    a process fails, all rounds begin again in this one, so `take` may get a result twice.
    """
    count = process_count() if len(things) >= PAYS else 1
    rounds = -(-len(things) // (count * AT_ONCE))

    def work(share: tuple[int, Sequence[Share]]) -> Generator[list[Message], list[list[Message]], None]:
        first, mine = share
        for number in range(rounds):
            messages = yield make(mine[number * AT_ONCE : (number + 1) * AT_ONCE])
            if not first:
                take([each for made in messages for each in made])

    run_shares([(first, things[first::count]) for first in range(count)], work)


PAYS = 500
"""The number of things from which on a second process saves more time than its start takes."""
AT_ONCE = 250
"""The number of things that a process handles before it sends the results."""


def _run_alone(shares: Sequence[Share], work: Work[Share, Message, Answer]) -> list[Any]:
    begun = [work(share) for share in shares]
    done, messages = False, None
    while not done:
        results = [_next(each, messages) for each in begun]
        done, messages = results[0][0], [words for _, words in results]
    return messages or []


def _next(begun: Generator[Any, Any, Any], messages: object) -> tuple[bool, Any]:
    """Continue the work until its next message; return whether it has ended, and its message or answer.

    `messages` are sent to it; None to start.
    """
    try:
        return False, begun.send(messages)
    except StopIteration as end:
        return True, end.value


class _Fork:
    """A forked process that does a share; it exchanges messages with this process through two pipes."""

    def __init__(self, work: Work[Any, Any, Any], share: Any) -> None:  # noqa: ANN401 - whatever is shared
        theirs, self._mine = os.pipe()
        self._theirs, mine = os.pipe()
        self.id = os.fork()
        if not self.id:
            os.close(self._mine)
            os.close(self._theirs)
            _run_fork(work, share, theirs, mine)
        os.close(theirs)
        os.close(mine)

    def receive(self) -> Any:  # noqa: ANN401 - what work yields or returns
        """Wait for the next message of the fork and return it."""
        return _read(self._theirs)

    def send(self, blob: bytes) -> None:
        """Send pickled messages to the fork."""
        _write(self._mine, blob)

    def end(self) -> None:
        """Kill the fork and close the pipes to it."""
        os.close(self._mine)
        os.close(self._theirs)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.id, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.id, 0)


def _run_fork(work: Work[Any, Any, Any], share: Any, read_fd: int, write_fd: int) -> NoReturn:  # noqa: ANN401
    """Do a share in this fork and exit; an error is not reported, because the first process will find it too.

    Messages are read from and written to the pipes `read_fd` and `write_fd`.
    """
    with contextlib.suppress(BaseException):
        begun = work(share)
        done, words = _next(begun, None)
        _write(write_fd, pickle.dumps(words, pickle.HIGHEST_PROTOCOL))
        while not done:
            done, words = _next(begun, _read(read_fd))
            _write(write_fd, pickle.dumps(words, pickle.HIGHEST_PROTOCOL))
    os._exit(0)


def _write(pipe: int, blob: bytes) -> None:
    left = memoryview(len(blob).to_bytes(8, "big") + blob)
    while left:
        left = left[os.write(pipe, left) :]


def _read(pipe: int) -> Any:  # noqa: ANN401 - whatever was written
    length = int.from_bytes(b"".join(_pieces(pipe, 8)), "big")
    payload = b"".join(_pieces(pipe, length))
    try:
        # Comes only from a fork of this process, through a pipe that no other process has.
        return pickle.loads(payload)  # noqa: S301
    except Exception as error:  # any error means that the fork sent garbage
        raise _ForkFailed from error


def _pieces(pipe: int, wanted: int) -> Iterator[bytes]:
    while wanted:
        piece = os.read(pipe, min(wanted, 1 << 20))
        if not piece:
            raise _ForkFailed
        wanted -= len(piece)
        yield piece
