"""Snapshots of a register: one interface for its files on the disk, staged, and in a commit."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from casefile.errors import BrokenData, MachineTrouble, NotFound, Problem
from casefile.files import register_folder
from casefile.files.record_paths import (
    RECORDS,
    DirectoryEntry,
    Kind,
    PathListing,
    checked_path,
    classify_entries,
    refuse,
    refuse_kind,
)
from casefile.files.unrecognised_files import FilesInGit, FilesOnDisk, find_unrecognised_files
from casefile.git import IndexEntry, Repository, TreeEntry
from casefile.git.log_reader import committed_on
from casefile.git.log_reader import label_of as commit_label
from casefile.model.kinds import SETTINGS


class SnapshotEntry(Struct, frozen=True):
    """A record's file: its path from the register, and its blob's id if git knows it."""

    path: str
    blob_id: str | None


class Snapshot(Protocol):
    """The files of a register at one time: on the disk, staged, or in a commit.

    `casefile.yaml` can be read by its name; `entries` returns only the records.
    """

    @property
    def label(self) -> str:
        """The name for a heading: "the working tree", "commit 1a2b3c4 of 2025-06-05"."""

    @property
    def commit(self) -> str | None:
        """The id of the commit; None if the snapshot is not a commit."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems of files that look like records but are none, or that cannot be read; sorted.

        They are complete once `read_all` has ended.
        """

    def entries(self) -> Iterable[SnapshotEntry]:
        """Return the records in the order of their paths."""

    def paths_of(self, name: str) -> Sequence[str]:
        """Return the paths of the records whose files have this name, such as `kg-2025-7k3mq.yaml`."""

    def read_all(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path and the content of every record that can be read, in the order of the paths."""

    def read_strays(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path and the content of each unrecognised file; empty content if it is not known."""

    def read(self, path: str) -> bytes:
        """Return the content of one file; raises the errors of `register_folder.read`."""


Files = Sequence[TreeEntry | IndexEntry]
"""Files of a commit or of the staging area."""


class WorkingTree:
    """The register's files on the disk; needs git only for folders that are repositories of their own."""

    label = "the working tree"
    commit = None

    def __init__(self, root: Path) -> None:
        self.root = root
        self._unread: dict[str, Problem] = {}

    @cached_property
    def _listing(self) -> PathListing:
        return register_folder.record_paths(self.root, self._tracked)

    def _tracked(self, folder: str) -> Iterable[str]:
        """Return the files below a folder that git tracks; none if git fails or there is no repository."""
        with contextlib.suppress(MachineTrouble):
            repository = Repository.open(self.root)
            return sorted(repository.tracked([folder])) if repository is not None else ()
        return ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems of files that look like records but are none, or that `read_all` could not read."""
        return tuple(sorted((*self._listing.problems, *self._unread.values())))

    @property
    def paths(self) -> Sequence[str]:
        """The paths of the records in their order; shared, because a copy of a long list costs memory."""
        return self._listing.paths

    def entries(self) -> Iterator[SnapshotEntry]:
        """Yield the records in the order of their paths."""
        return (SnapshotEntry(path, None) for path in self.paths)

    def paths_of(self, name: str) -> Sequence[str]:
        """Return the paths of the records whose files have this name."""
        return register_folder.record_paths_of(self.root, name, self._tracked)

    def read_all(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path and the content of every record that can be read, in the order of the paths."""
        for path in self._listing.paths:
            blob = register_folder.read_or_problem(self.root, path)
            if isinstance(blob, Problem):
                self._unread[path] = blob
            else:
                yield path, blob

    def read_strays(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path and the content of each unrecognised file, also behind links."""
        disk = FilesOnDisk(self.root)
        for path, place in find_unrecognised_files(disk, self._listing.strays, {*self._listing.paths}):
            blob = register_folder.read_or_problem(disk.root, place) if place is not None else b""
            yield path, blob if isinstance(blob, bytes) else b""

    def read(self, path: str) -> bytes:
        """Return the content of one file; raises the errors of `register_folder.read`."""
        return register_folder.read(self.root, path)


class _Stored:
    """The common part of a snapshot of the staging area and of a commit: git has the contents."""

    def __init__(self, repository: Repository, files: Files, conflicts: Sequence[str] = ()) -> None:
        self._repository = repository
        self._files = {file.path: file for file in files}
        self._conflicts = [refuse(path, "CF021", *conflict_message(self._files[path])) for path in conflicts]

    @cached_property
    def _listing(self) -> PathListing:
        under = [file for file in self._files.values() if file.path.split("/")[0] == RECORDS]
        links = [file for file in under if KINDS.get(file.mode) == "link"]
        contents = dict(self._repository.read_blobs(file.blob_id for file in links))
        return classify_entries(
            directory_entry(file.path, file.mode, contents.get(file.blob_id, b"")) for file in under
        )

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems of files that look like records but are none, or that are in conflict."""
        return tuple(sorted((*self._listing.problems, *self._conflicts)))

    def entries(self) -> Iterator[SnapshotEntry]:
        """Yield the records in the order of their paths."""
        return (SnapshotEntry(path, self._files[path].blob_id) for path in self._listing.paths)

    def paths_of(self, name: str) -> Sequence[str]:
        """Return the paths of the records whose files have this name."""
        return [path for path in self._listing.paths if path.endswith(f"/{name}")]

    def read_all(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path and the content of every record, in the order of the paths, from one git process.

        Raises MachineTrouble CF816 if this clone lacks a blob.
        """
        paths = self._listing.paths
        given = self._repository.read_blobs(self._files[path].blob_id for path in paths)
        return ((path, blob) for path, (_, blob) in zip(paths, given, strict=True))

    def read_strays(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path and the content of each unrecognised file, also behind links."""
        found = dict(self._strays())
        given = dict(self._repository.read_blobs({file.blob_id for file in found.values() if file}))
        return ((path, given[file.blob_id] if file else b"") for path, file in found.items())

    def _strays(self) -> Iterator[tuple[str, TreeEntry | IndexEntry | None]]:
        """Yield the path of each unrecognised file, and the file that it is or leads to, None if unknown."""
        found = self._listing.strays
        has_links = any(item.kind == "link" for item in found)
        files = {file.path: file for file in self._every()} if has_links else self._files
        links = {path: file.blob_id for path, file in files.items() if KINDS.get(file.mode) == "link"}
        contents = dict(self._repository.read_blobs({*links.values()}))
        words = {path: os.fsdecode(contents[blob_id]) for path, blob_id in links.items()}
        for path, place in find_unrecognised_files(
            FilesInGit(self._repository.root, files, words), found, {*self._listing.paths}
        ):
            file = files.get(place or "")
            yield path, file if file is not None and file.mode not in KINDS else None

    def _every(self) -> Files:
        """Return all files of the register: subclasses add those outside the paths in `READ_PATHS`."""
        return [*self._files.values()]

    def read_some(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the content of those of these files that exist, by path, from one git process.

        A link or another repository is left out. Raises MachineTrouble CF816 if this clone lacks a blob.
        """
        known = (self._files.get(checked_path(path)) for path in dict.fromkeys(paths))
        files = [file for file in known if file is not None and file.mode not in KINDS]
        given = self._repository.read_blobs(file.blob_id for file in files)
        return {file.path: blob for file, (_, blob) in zip(files, given, strict=True)}

    def read(self, path: str) -> bytes:
        """Return the content of one file.

        Raises NotFound CF304 if it does not exist, BrokenData CF003 or CF004 if it is a link or another
        repository, MachineTrouble CF816 if this clone lacks its blob.
        """
        file = self._files.get(checked_path(path))
        if file is None:
            raise NotFound("CF304", f"{path}: the file does not exist", "see: git ls-tree -r")
        if file.mode in KINDS:
            contents = dict(self._repository.read_blobs([file.blob_id])) if KINDS[file.mode] == "link" else {}
            problem = refuse_kind(directory_entry(path, file.mode, contents.get(file.blob_id, b"")))
            raise BrokenData(problem.code, f"{path}: {problem.message}", problem.hint, (problem,))
        ((_, blob),) = self._repository.read_blobs([file.blob_id])
        return blob


KINDS: dict[str, Kind] = {"120000": "link", "160000": "repository"}
"""The git modes of entries that are not files."""
LONGEST_TARGET = 4096
"""The greatest number of bytes of a link's target that are read: no system follows a longer one."""


def directory_entry(path: str, mode: str, content: bytes = b"") -> DirectoryEntry:
    """Return the directory entry for a path and its mode in git; the content of a link is its target."""
    kind = KINDS.get(mode, "file")
    return DirectoryEntry(path, kind, os.fsdecode(content[:LONGEST_TARGET]) if kind == "link" else "")


READ_PATHS = (RECORDS, SETTINGS, "schemas")
"""The paths that are read from the staging area or a commit; `entries` lists only the records."""
SIDE_READ = {
    2: "our side is used",
    3: "our side removed it, so their side is used",
    1: "both sides removed or renamed it, so the common version is used",
}
"""Which side of a file in conflict is read, in words, by its stage in git."""


def conflict_message(file: TreeEntry | IndexEntry) -> tuple[str, str]:
    """Return the message and the hint for a file in conflict: which side is read, and how to resolve it."""
    stage = file.stage if isinstance(file, IndexEntry) else 2
    return f"this file is in conflict; {SIDE_READ[stage]}", f"casefile resolve {file.path}"


class Index(_Stored):
    """The register as it is staged: the files that the next commit would contain."""

    label = "the index"
    commit = None

    def __init__(self, repository: Repository) -> None:
        entries = repository.index_entries(READ_PATHS)
        kept: dict[str, IndexEntry] = {}
        for stage in (1, 3, 2, 0):
            kept |= {entry.path: entry for entry in entries if entry.stage == stage}
        super().__init__(repository, list(kept.values()), sorted({e.path for e in entries if e.stage}))

    def _every(self) -> Files:
        return [entry for entry in self._repository.index_entries(["."]) if not entry.stage]


class Revision(_Stored):
    """The register as it was in a commit, given as a revision; raises the errors of `Repository.resolve`."""

    def __init__(self, repository: Repository, revision: str) -> None:
        self.commit = repository.resolve(revision)
        super().__init__(repository, repository.list_tree(self.commit, READ_PATHS))

    @cached_property
    def label(self) -> str:
        """The short id and the day, such as "commit 1a2b3c4 of 2025-06-05"."""
        return label_of(self._repository, self.commit)

    def _every(self) -> Files:
        return self._repository.list_tree(self.commit, ["."])


MANY = 200
"""The number of paths from which on a whole tree is listed, instead of a lookup for each path."""


def have_same_lines(one: bytes | None, other: bytes | None) -> bool:
    """Return whether two contents differ at most in their line ends; None means that there is no file.

    Git stores a line end in one way and may write it in another.
    """
    plain, other_plain = (None if each is None else each.replace(b"\r\n", b"\n") for each in (one, other))
    return plain == other_plain


def read_files_at_commit(repository: Repository, commit: str, paths: Iterable[str]) -> dict[str, bytes]:
    """Return the content of these files in a commit (a full id), by path.

    A path at which there is no file, or a link or another repository, is left out.
    """
    asked = [checked_path(path) for path in dict.fromkeys(paths)]
    listed = repository.list_tree(commit, asked if len(asked) < MANY else READ_PATHS) if asked else []
    return _Stored(repository, listed).read_some(asked)


def label_of(repository: Repository, commit: str) -> str:
    """Return the name of a commit for a heading, such as "commit 1a2b3c4 of 2025-06-05"."""
    return commit_label(commit, committed_on(repository, commit))
