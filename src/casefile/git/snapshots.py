"""One interface over the register as it lies on the disk, in the index, and in a commit."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from casefile.errors import BrokenData, NotFound, Problem
from casefile.files import register_folder
from casefile.files.record_paths import (
    RECORDS,
    DirectoryEntry,
    Kind,
    PathListing,
    checked_path,
    refuse,
    refuse_kind,
    sort_out,
)
from casefile.files.unrecognised_files import Disk, FilesInGit, strays_in
from casefile.git import IndexEntry, Repository, TreeEntry
from casefile.git.log_reader import committed_on
from casefile.git.log_reader import label_of as called
from casefile.model.kinds import SETTINGS


class SnapshotEntry(Struct, frozen=True):
    """A record's file: its path from the register, and its blob's id where git knows it."""

    path: str
    blob_id: str | None


class Snapshot(Protocol):
    """The register at one moment. `casefile.yaml` is read by its name; entries are the records alone."""

    @property
    def label(self) -> str:
        """How a heading calls it: "the working tree", "commit 1a2b3c4 of 2025-06-05"."""

    @property
    def commit(self) -> str | None:
        """The id of the commit, where it is one."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What looks like a record and is none; complete once `read_all` was run to its end."""

    def entries(self) -> Iterable[SnapshotEntry]:
        """Give the records in the order of their paths."""

    def read_all(self) -> Iterator[tuple[str, bytes]]:
        """Give the content of every record that can be read, in the order of the paths."""

    def read_strays(self) -> Iterator[tuple[str, bytes]]:
        """Give what looks like a record and is none, with what it holds: nothing where that is not known."""

    def read(self, path: str) -> bytes:
        """Return the content of one file; raises as `folder.read` does."""


Files = Sequence[TreeEntry | IndexEntry]


class WorkingTree:
    """The register as it lies on the disk; needs no git."""

    label = "the working tree"
    commit = None

    def __init__(self, root: Path) -> None:
        self.root = root
        self._unread: dict[str, Problem] = {}

    @cached_property
    def _listing(self) -> PathListing:
        return register_folder.record_paths(self.root)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What looks like a record and is none, or could not be read."""
        return tuple(sorted((*self._listing.problems, *self._unread.values())))

    @property
    def paths(self) -> Sequence[str]:
        """The paths of the records in their order; of many files a second list of them takes room."""
        return self._listing.paths

    def entries(self) -> Iterator[SnapshotEntry]:
        """Give the records in the order of their paths."""
        return (SnapshotEntry(path, None) for path in self.paths)

    def read_all(self) -> Iterator[tuple[str, bytes]]:
        """Give the content of every record that can be read, in the order of the paths."""
        for path in self._listing.paths:
            blob = register_folder.read_or_problem(self.root, path)
            if isinstance(blob, Problem):
                self._unread[path] = blob
            else:
                yield path, blob

    def read_strays(self) -> Iterator[tuple[str, bytes]]:
        """Give what looks like a record and is none, with what it holds, also behind links."""
        disk = Disk(self.root)
        for path, place in strays_in(disk, self._listing.strays, {*self._listing.paths}):
            blob = register_folder.read_or_problem(disk.root, place) if place is not None else b""
            yield path, blob if isinstance(blob, bytes) else b""

    def read(self, path: str) -> bytes:
        """Return the content of one file."""
        return register_folder.read(self.root, path)


class _Stored:
    """What the index and a commit have in common: paths with blob ids, contents from git."""

    def __init__(self, repository: Repository, files: Files, conflicts: Sequence[str] = ()) -> None:
        self._repository = repository
        self._files = {file.path: file for file in files}
        self._conflicts = [refuse(path, "CF021", *in_conflict(self._files[path])) for path in conflicts]

    @cached_property
    def _listing(self) -> PathListing:
        under = [file for file in self._files.values() if file.path.split("/")[0] == RECORDS]
        links = [file for file in under if KINDS.get(file.mode) == "link"]
        said = dict(self._repository.read_blobs(file.blob_id for file in links))
        return sort_out(found_as(file.path, file.mode, said.get(file.blob_id, b"")) for file in under)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What looks like a record and is none, or is in conflict."""
        return tuple(sorted((*self._listing.problems, *self._conflicts)))

    def entries(self) -> Iterator[SnapshotEntry]:
        """Give the records in the order of their paths."""
        return (SnapshotEntry(path, self._files[path].blob_id) for path in self._listing.paths)

    def read_all(self) -> Iterator[tuple[str, bytes]]:
        """Give the content of every record, in the order of the paths, from one git process."""
        paths = self._listing.paths
        given = self._repository.read_blobs(self._files[path].blob_id for path in paths)
        return ((path, blob) for path, (_, blob) in zip(paths, given, strict=True))

    def read_strays(self) -> Iterator[tuple[str, bytes]]:
        """Give what looks like a record and is none, with what it holds, also behind links."""
        found = dict(self._strays())
        given = dict(self._repository.read_blobs({file.blob_id for file in found.values() if file}))
        return ((path, given[file.blob_id] if file else b"") for path, file in found.items())

    def _strays(self) -> Iterator[tuple[str, TreeEntry | IndexEntry | None]]:
        """Give the path of each stray, and the file that it is or leads to, if git holds that."""
        found = self._listing.strays
        has_links = any(item.kind == "link" for item in found)
        files = {file.path: file for file in self._every()} if has_links else self._files
        links = {path: file.blob_id for path, file in files.items() if KINDS.get(file.mode) == "link"}
        said = dict(self._repository.read_blobs({*links.values()}))
        words = {path: os.fsdecode(said[blob_id]) for path, blob_id in links.items()}
        for path, place in strays_in(
            FilesInGit(self._repository.root, files, words), found, {*self._listing.paths}
        ):
            file = files.get(place or "")
            yield path, file if file is not None and file.mode not in KINDS else None

    def _every(self) -> Files:
        """Return all files of the register, those beside the records too."""
        return [*self._files.values()]

    def read_some(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the content of those of these files that are there, from one git process."""
        known = (self._files.get(checked_path(path)) for path in dict.fromkeys(paths))
        files = [file for file in known if file is not None and file.mode not in KINDS]
        given = self._repository.read_blobs(file.blob_id for file in files)
        return {file.path: blob for file, (_, blob) in zip(files, given, strict=True)}

    def read(self, path: str) -> bytes:
        """Return the content of one file."""
        file = self._files.get(checked_path(path))
        if file is None:
            raise NotFound("CF304", f"{path}: there is no such file", "see what is there: git ls-tree -r")
        if file.mode in KINDS:
            said = dict(self._repository.read_blobs([file.blob_id])) if KINDS[file.mode] == "link" else {}
            problem = refuse_kind(found_as(path, file.mode, said.get(file.blob_id, b"")))
            raise BrokenData(problem.code, f"{path}: {problem.message}", problem.hint, (problem,))
        ((_, blob),) = self._repository.read_blobs([file.blob_id])
        return blob


KINDS: dict[str, Kind] = {"120000": "link", "160000": "repository"}
"""Modes of what is no file."""
LONGEST_TARGET = 4096
"""Bytes of a link that are read: no system follows more."""


def found_as(path: str, mode: str, content: bytes = b"") -> DirectoryEntry:
    """Return the file that git has at a path under a mode; the content of a link is its target."""
    kind = KINDS.get(mode, "file")
    return DirectoryEntry(path, kind, os.fsdecode(content[:LONGEST_TARGET]) if kind == "link" else "")


HELD = (RECORDS, SETTINGS, "schemas")
"""What of the index and of a commit can be read; the records alone are listed."""
READ = {
    2: "our side of it is read",
    3: "our side removed it, so theirs is read",
    1: "both sides removed or renamed it, so what they began with is read",
}
"""Which side is read of a file in conflict, by the stage that is taken."""


def in_conflict(file: TreeEntry | IndexEntry) -> tuple[str, str]:
    """Say of a file in conflict which side is read, and what ends it."""
    stage = file.stage if isinstance(file, IndexEntry) else 2
    return f"this file is in conflict; {READ[stage]}", f"casefile resolve {file.path}"


class Index(_Stored):
    """The register as it is staged: what the next commit would hold."""

    label = "the index"
    commit = None

    def __init__(self, repository: Repository) -> None:
        entries = repository.index_entries(HELD)
        kept: dict[str, IndexEntry] = {}
        for stage in (1, 3, 2, 0):
            kept |= {entry.path: entry for entry in entries if entry.stage == stage}
        super().__init__(repository, list(kept.values()), sorted({e.path for e in entries if e.stage}))

    def _every(self) -> Files:
        return [entry for entry in self._repository.index_entries(["."]) if not entry.stage]


class Revision(_Stored):
    """The register as it was committed."""

    def __init__(self, repository: Repository, revision: str) -> None:
        self.commit = repository.resolve(revision)
        super().__init__(repository, repository.list_tree(self.commit, HELD))

    @cached_property
    def label(self) -> str:
        """The short id and the day, such as "commit 1a2b3c4 of 2025-06-05"."""
        return label_of(self._repository, self.commit)

    def _every(self) -> Files:
        return self._repository.list_tree(self.commit, ["."])


MANY = 200
"""Paths from which on a whole tree is listed rather than each of them looked up."""


def same_lines(one: bytes | None, other: bytes | None) -> bool:
    """Return whether two contents differ at most in their line ends; None means that there is no file.

    Git stores a line end in one way and may write it in another.
    """
    plain, other_plain = (None if each is None else each.replace(b"\r\n", b"\n") for each in (one, other))
    return plain == other_plain


def held_at(repository: Repository, commit: str, paths: Iterable[str]) -> dict[str, bytes]:
    """Return what these files hold in a commit, by path; a file that is not there is left out."""
    asked = [checked_path(path) for path in dict.fromkeys(paths)]
    listed = repository.list_tree(commit, asked if len(asked) < MANY else HELD) if asked else []
    return _Stored(repository, listed).read_some(asked)


def label_of(repository: Repository, commit: str) -> str:
    """Return how a heading calls a commit, such as "commit 1a2b3c4 of 2025-06-05"."""
    return called(commit, committed_on(repository, commit))
