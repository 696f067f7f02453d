"""Read the objects of a repository through one `git cat-file --batch` process, however many they are."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, tee
from pathlib import Path
from typing import IO

from msgspec import Struct

from casefile.errors import MachineTrouble
from casefile.files.record_paths import LARGEST
from casefile.git.runner import QUIET, READING, git_program, own_environment, whole_id
from casefile.model.kinds import SETTINGS

AT_ONCE = 64
"""The number of names sent before their objects are read: so few that neither pipe can fill up and block."""


class Objects(Struct, frozen=True):
    """A running `git cat-file --batch`, to read objects of a repository; `objects` starts it."""

    requests: IO[bytes]
    output: IO[bytes]

    def read(self, ids: Sequence[str], kind: bytes = b"blob") -> list[bytes | None]:
        """Return blobs, or objects of another kind, in the order of their ids, which are full ones.

        None stands for an object that is missing or of another kind. Of one with more than `LARGEST` bytes
        only the first `LARGEST` + 1 are returned. Raises MachineTrouble CF810 if git stops.
        """
        return [*self.each(ids, kind)]

    def read_settings(self, commits: Sequence[str]) -> list[bytes | None]:
        """Return the casefile.yaml of each of these commits, read as by `read`; None if a commit has none."""
        return [*self._each(_name_of(one, SETTINGS) for one in commits)]

    def read_at(self, commit: str, path: str) -> bytes | None:
        """Return the content of a file of a commit, by its path from the register, as `read` does.

        None if there is no file, or if the path has a line break or `..`.
        """
        # git would not read such a path as one name; no record has one.
        if "\n" in path or ".." in path.split("/"):
            return None
        return next(self._each([_name_of(commit, path)]))

    def each(self, ids: Iterable[str], kind: bytes = b"blob") -> Iterator[bytes | None]:
        """Yield the objects with these ids one by one, as `read` returns them."""
        return self._each((f"{whole_id(one)}\n".encode("ascii") for one in ids), kind)

    def _each(self, names: Iterable[bytes], kind: bytes = b"blob") -> Iterator[bytes | None]:
        names = iter(names)
        while some := [*islice(names, AT_ONCE)]:
            self._ask(b"".join(some))
            yield from [self._next(kind) for _ in some]

    def _ask(self, names: bytes) -> None:
        try:
            self.requests.write(names)
            self.requests.flush()
        except BrokenPipeError as error:
            raise _stopped_error() from error

    def _next(self, kind: bytes) -> bytes | None:
        """Read the answer for one name: `id type size`, the content and a line end, or `name missing`.

        Returns None for a missing object or one of another kind.
        """
        head = self.output.readline()
        if head.endswith((b" missing\n", b" submodule\n")):
            return None
        words = head.split()
        if len(words) != 3:
            raise _stopped_error()
        size = int(words[2])
        blob = self.output.read(min(size, LARGEST + 1))
        rest = size + 1 - len(blob)
        while rest:
            read = len(self.output.read(min(rest, LARGEST)))
            if not read:
                raise _stopped_error()
            rest -= read
        return blob if words[1] == kind else None


def _name_of(commit: str, path: str) -> bytes:
    return f"{whole_id(commit)}:./".encode("ascii") + os.fsencode(path) + b"\n"


@contextlib.contextmanager
def objects(where: Path) -> Iterator[Objects]:
    """Start the process that reads objects of the repository around a folder; kill it when the block ends.

    Raises MachineTrouble CF802 if git is missing.
    """
    with subprocess.Popen(
        [git_program(), "-C", str(where), *READING, "cat-file", "--batch"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**own_environment(), **QUIET},
    ) as process:
        assert process.stdin  # noqa: S101 - both are pipes, by the call above
        assert process.stdout  # noqa: S101
        try:
            yield Objects(process.stdin, process.stdout)
        finally:
            process.kill()


def blobs(where: Path, ids: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
    """Yield ids in their order with the content of their blobs, from one process, as `Objects.read` does.

    The content is None for a missing blob. Raises MachineTrouble CF810 if git stops.
    """
    ids = iter(ids)
    first = next(ids, None)
    if first is not None:
        ids, asked = tee(chain([first], ids))
        with objects(where) as opened:
            yield from zip(ids, opened.each(asked), strict=True)


def missing_blob_error(blob_id: str) -> MachineTrouble:
    """Return the error (CF816) that this clone lacks a blob of one of its commits."""
    return MachineTrouble(
        "CF816",
        f"this clone is partial or damaged: it lacks the file {blob_id[:12]} of a commit",
        "fetch it: git fetch --refetch; or see: git fsck",
    )


def _stopped_error() -> MachineTrouble:
    return MachineTrouble("CF810", "git stopped while it printed files of a commit", "see: git fsck")
