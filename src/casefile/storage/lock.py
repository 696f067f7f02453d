"""One writer at a time: a lock in the common git directory, shared by all work trees of a clone."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from casefile.errors import MachineTrouble, SomebodyElse
from casefile.storage.folder import reason


@contextlib.contextmanager
def lock(folder: Path, timeout: float = 10.0) -> Iterator[None]:
    """Hold the register's lock; wait `timeout` seconds for another casefile, then raise SomebodyElse CF702.

    `folder` is casefile's own place in the common git directory (`Repository.private`).
    """
    holder = folder / "lock.holder"
    held = FileLock(folder / "lock")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        held.acquire(timeout=timeout)
    except Timeout as error:
        raise _taken(holder) from error
    except OSError as error:
        raise MachineTrouble(
            "CF805",
            f"{folder} cannot be written: {reason(error)}; nothing was changed",
            "see who owns it: ls -ld",
        ) from error
    try:
        # Only a help for whoever waits: a full disk must not keep the write itself from being tried.
        with contextlib.suppress(OSError):
            holder.write_text(f"{os.getpid()} {datetime.now(UTC):%H:%M:%S}\n", encoding="ascii")
        yield
    finally:
        with contextlib.suppress(OSError):
            holder.unlink(missing_ok=True)
        held.release()


def _taken(holder: Path) -> SomebodyElse:
    return SomebodyElse(
        "CF702",
        f"another casefile is writing to this register{_who(holder)}; nothing was changed",
        "wait until it is done and give the command again",
    )


def _who(holder: Path) -> str:
    """Name the process that said it holds the lock, if the note can be read."""
    with contextlib.suppress(OSError, ValueError):
        process, since = holder.read_text(encoding="ascii").split()
        return f" (process {int(process)}, since {since} UTC)"
    return ""
