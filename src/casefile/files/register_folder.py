"""A register as files on the disk: find it, list its records, read them. Links in it are not followed."""

from __future__ import annotations

import contextlib
import errno
import os
import shlex
import stat
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import Literal

from casefile.errors import BrokenData, MachineTrouble, NotFound, Problem
from casefile.files.disk_errors import reason
from casefile.files.record_paths import (
    GIT,
    LARGEST,
    NOT_A_FILE,
    RECORDS,
    DirectoryEntry,
    PathListing,
    checked_path,
    classify_entries,
    refuse,
    refuse_link,
)
from casefile.files.required_version import check_version
from casefile.model.kinds import SETTINGS

READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
"""Flags to open a path that may not be a file: a link is not followed, and a pipe does not block."""
Closed = Literal["unreadable", "repository"]
"""The reason why a folder is not entered."""
Tracked = Callable[[str], Iterable[str]]
"""Returns the paths below a folder that the git repository of the register tracks."""
BARE = ("HEAD", "objects", "refs")
"""The files and folders by which a bare repository is recognised."""


def find_root(start: Path) -> Path:
    """Return the folder of the register: the nearest one with casefile.yaml, `start` itself or one above.

    Raises MachineTrouble: CF803 if there is none, CF819 if the register needs a newer casefile.
    """
    here = start.resolve()
    for folder in (here, *here.parents):
        if os.path.lexists(folder / SETTINGS):
            settings = read_or_problem(folder, SETTINGS)
            if isinstance(settings, bytes):
                check_version(settings)
            return folder
    if not here.exists():
        raise MachineTrouble("CF803", f"there is no folder {start}", "give an existing folder with -C")
    if all((here / name).exists() for name in BARE):
        message = f"no register here: {here} is a bare repository, which has commits and no files"
        raise MachineTrouble("CF803", message, f"clone it: git clone {here}")
    raise MachineTrouble(
        "CF803",
        f"no register here: neither {here} nor a folder above it contains {SETTINGS}",
        _missing_register_hint(here),
    )


def _missing_register_hint(here: Path) -> str:
    with contextlib.suppress(OSError):
        below = sorted(path.parent.name for path in here.glob(f"*/{SETTINGS}"))
        if below:
            return f"there is one below: casefile -C {shlex.quote(below[0])}, before the command"
    return "change to the folder of a register, give it with -C, or create one: casefile init"


def no_files(_: str) -> Iterable[str]:
    """Return nothing: the function for `Tracked` without git."""
    return ()


def record_paths(root: Path, tracked: Tracked = no_files) -> PathListing:
    """Return the record paths under `cases/`, and a problem for each file that only looks like a record.

    In a folder that is a repository of its own, only the `tracked` files belong to the register.
    """
    return classify_entries(_walk(root, tracked))


def record_paths_of(root: Path, name: str, tracked: Tracked = no_files) -> tuple[str, ...]:
    """Return the paths of records under `cases/` whose files have this name; no other file is examined."""
    return classify_entries(_walk(root, tracked, name)).paths


def is_record_path(root: Path, path: str) -> bool:
    """Return whether a path is the settings, a record, or a file that only looks like a record.

    A deleted path counts as the file that it was.
    """
    found = classify_entries([DirectoryEntry(path, "link" if (root / path).is_symlink() else "file")])
    looks_like_one = bool(found.paths or found.problems)
    return path == SETTINGS or (path.startswith(f"{RECORDS}/") and looks_like_one)


def has_entries(root: Path, count: int) -> bool:
    """Return whether there are at least `count` entries under `cases/`; counting stops at that number."""
    return sum(1 for _ in islice(_walk(root, no_files), count)) == count


def _walk(root: Path, tracked: Tracked, name: str | None = None) -> Iterator[DirectoryEntry]:
    """Yield the entries under `cases/`, or only those with this name; folders only if they are a problem."""
    top = root / RECORDS
    if top.is_symlink():
        yield DirectoryEntry(RECORDS, "link", str(top.readlink()))
        return
    for folder, inside in folders_of_records(root):
        if isinstance(inside, str):
            yield DirectoryEntry(folder, inside)
            paths = tracked(folder) if inside == "repository" else ()
            there = (path for path in paths if _is_counted(root, path, name))
            yield from (_entry_at(root, path, root / path) for path in there)
            continue
        for entry in inside:
            if name is not None and entry.name != name:
                continue
            path = f"{folder}/{entry.name}"
            if not entry.is_dir(follow_symlinks=False):
                yield _entry_at(root, path, entry)
            elif entry.name.lower().endswith((".yaml", ".yml")):
                yield DirectoryEntry(path, "directory")


def folders_of_records(root: Path) -> Iterator[tuple[str, list[os.DirEntry[str]] | Closed]]:
    """Yield `cases/` and each folder below it: its path from the register, and its entries.

    Links are not followed. For another repository, and for a folder without permission to read it, that
    reason is yielded instead of the entries. The order depends on the names alone.

    An entry has a name and a kind. Its `stat` works until the next folder is asked for, its `path` never.
    """
    waiting = [] if (root / RECORDS).is_symlink() else [RECORDS]
    while waiting:
        folder = waiting.pop()
        try:
            handle = os.open(f"{root}/{folder}", READ | os.O_DIRECTORY)
        except PermissionError:
            yield folder, "unreadable"
            continue
        except (FileNotFoundError, NotADirectoryError):
            continue
        try:
            # Through the open folder, the system need not follow the whole path of each file again.
            with os.scandir(handle) as entries:
                inside = sorted(entries, key=attrgetter("name"))
            if folder != RECORDS and any(entry.name == GIT for entry in inside):
                yield folder, "repository"
                continue
            waiting += [f"{folder}/{entry.name}" for entry in inside if entry.is_dir(follow_symlinks=False)]
            yield folder, inside
        finally:
            os.close(handle)


def _is_counted(root: Path, path: str, name: str | None) -> bool:
    """Return whether a path that git tracks still exists as a file or link, and has this name.

    Like git, it is not reached through a link. Any name counts if `name` is None.
    """
    place = root / path
    if (name is not None and place.name != name) or is_behind_link(root, path):
        return False
    return place.is_symlink() or (place.exists() and not place.is_dir())


def _entry_at(root: Path, path: str, entry: os.DirEntry[str] | Path) -> DirectoryEntry:
    if entry.is_symlink():
        return DirectoryEntry(path, "link", str((root / path).readlink()))
    if not entry.is_file():
        return DirectoryEntry(path, "special")
    return DirectoryEntry(path, "file" if os.access(f"{root}/{path}", os.R_OK) else "unreadable")


def read(root: Path, path: str) -> bytes:
    """Read one file of the register, at most one byte more than a record may have.

    Raises BadInput CF603 for a path outside the register, NotFound CF304 if there is no file, BrokenData
    CF003 if it is not a regular file or CF004 if it is behind a link, MachineTrouble CF804 if the disk
    refuses.
    """
    checked_path(path)
    blob = refuse_link(path, "/") if is_behind_link(root, path) else read_or_problem(root, path)
    if isinstance(blob, bytes):
        return blob
    if blob.code == "CF804":
        raise MachineTrouble(blob.code, f"{blob.path}: {blob.message}", blob.hint, (blob,))
    if blob.code == "CF304":
        raise NotFound(blob.code, f"{blob.path}: {blob.message}", blob.hint)
    raise BrokenData(blob.code, f"{blob.path}: {blob.message}", blob.hint, (blob,))


def read_if_there(root: Path, path: str) -> bytes | None:
    """Read one file of the register as `read` does; return None if there is no file."""
    try:
        return read(root, path)
    except NotFound:
        return None


def is_behind_link(root: Path, path: str) -> bool:
    """Return whether the folder of a path is outside the register, or is reached through a link."""
    return (root / path).parent.resolve() != root.resolve() / Path(path).parent


def read_or_problem(root: Path, path: str) -> bytes | Problem:
    """Return the content of a file as `read` does, or a problem with the reason why it cannot be read.

    The path must come from a listing of the register: it is not checked.
    """
    try:
        handle = os.open(f"{root}/{path}", READ)
    except OSError as error:
        return _read_problem(root, path, error)
    try:
        known = os.fstat(handle)
        if not stat.S_ISREG(known.st_mode):
            return refuse(path, "CF003", *NOT_A_FILE["special"])
        return _up_to_the_largest(handle, known.st_size)
    except OSError as error:
        return _read_problem(root, path, error)
    finally:
        os.close(handle)


def _up_to_the_largest(handle: int, size: int) -> bytes:
    """Return the content of an open file, at most LARGEST + 1 bytes; `size` is its reported size.

    One call reads a file of that size; if it returns another number of bytes, the rest is read in pieces.
    """
    # A buffer for the largest record costs more time than reading most records does.
    piece = os.read(handle, min(size, LARGEST) + 1)
    if len(piece) == size:
        return piece
    pieces = [piece]
    wanted = LARGEST + 1 - len(piece)
    while wanted and (piece := os.read(handle, wanted)):
        pieces.append(piece)
        wanted -= len(piece)
    return b"".join(pieces)


def _read_problem(root: Path, path: str, error: OSError) -> Problem:
    if error.errno == errno.ELOOP and (root / path).is_symlink():
        return refuse_link(path, str((root / path).readlink()))
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return refuse(path, "CF304", "file not found", "see: git status")
    return refuse(path, "CF804", f"this cannot be read: {reason(error)}", "check its owner: ls -l")
