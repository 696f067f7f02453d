"""One writer at a time: a lock in the common git directory, shared by all work trees of a clone."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from casefile.errors import Collision
from casefile.files.disk_errors import unwritable_folder_error

WRITER = "CASEFILE_WRITER"
"""The environment variable by which hooks of casefile's own commit know which process has the lock."""
QUIET = 1.0
"""Seconds to wait before `waiting` is called, which explains the wait to the user."""


def silent() -> None:
    """Do nothing: the default for `waiting` of `lock`, which reports a long wait."""


def ignore(_note: str) -> None:
    """Do nothing with a note: the default for callbacks that report an interrupted write."""


@contextlib.contextmanager
def lock(folder: Path, timeout: float = 10.0, waiting: Callable[[], None] = silent) -> Iterator[bool]:
    """Hold the register's lock; yield whether this process took it.

    It waits `timeout` seconds for another process of casefile, then raises Collision CF702. `folder` is
    casefile's own folder in the common git directory (`Repository.private`); MachineTrouble CF805 is raised
    if it cannot be written. `waiting` is called once if the
    wait is longer than a second. In a hook of casefile's own commit the lock belongs to the process that
    commits, so there is nothing to wait for, and False is yielded.
    """
    holder = folder / "lock.holder"
    if _is_for_us(holder):
        yield False
        return
    turn, held = (FileLock(folder / name, mode=0o600) for name in ("lock.next", "lock"))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _acquire(turn, held, timeout, waiting)
    except Timeout as error:
        raise _locked_error(holder) from error
    except OSError as error:
        raise unwritable_folder_error(folder, error) from error
    try:
        # Only information for waiting processes: a full disk must not prevent the write itself.
        with contextlib.suppress(OSError):
            holder.write_text(f"{os.getpid()}\n", encoding="ascii")
        yield True
    finally:
        with contextlib.suppress(OSError):
            holder.unlink(missing_ok=True)
        held.release()


def is_locked(folder: Path) -> bool:
    """Return whether a running process has the register's lock; `folder` is that of `lock`.

    False also if the lock file cannot be opened. A missing lock file is created.
    """
    held = FileLock(folder / "lock", mode=0o600)
    try:
        held.acquire(timeout=0)
    except Timeout:
        return True
    except OSError:  # a folder that only other users write to, or none
        return False
    held.release()
    return False


def _is_for_us(holder: Path) -> bool:
    """Return whether the process that holds the lock is the one that started this process through git."""
    writer = os.environ.get(WRITER, "")
    with contextlib.suppress(OSError):
        return bool(writer) and holder.read_text(encoding="ascii").strip() == writer
    return False


def _acquire(turn: FileLock, held: FileLock, timeout: float, waiting: Callable[[], None]) -> None:
    try:
        _acquire_in_turn(turn, held, min(timeout, QUIET))
    except Timeout:
        if timeout <= QUIET:
            raise
        waiting()
        _acquire_in_turn(turn, held, timeout - QUIET)


def _acquire_in_turn(turn: FileLock, held: FileLock, timeout: float) -> None:
    """Acquire the lock `held` as the next in turn.

    A file lock goes to the process that asks first after a release, which is the one that had it: a series of
    writes would keep every other process out. While one process waits for `held` with `turn`, that series
    waits for `turn`.
    """
    end = time.monotonic() + timeout
    with turn.acquire(timeout=timeout):
        held.acquire(timeout=max(0.0, end - time.monotonic()))


def _locked_error(holder: Path) -> Collision:
    return Collision(
        "CF702",
        f"another casefile process is writing to this register{_holder_text(holder)}; no file was changed",
        "wait until it ends and run the command again",
    )


def _holder_text(holder: Path) -> str:
    """Return the process that holds the lock, as part of a sentence; empty if its note cannot be read."""
    with contextlib.suppress(OSError, ValueError):
        process = int(holder.read_text(encoding="ascii"))
        since = datetime.fromtimestamp(holder.stat().st_mtime, UTC)
        return f" (process {process}, since {since:%H:%M:%S} UTC)"
    return ""
