"""Write a folder outside the register: a new one in one step, or an update that keeps unlisted files."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct

from casefile.errors import BadInput, MachineTrouble
from casefile.exporting.output_files import check_parent, existing_output_error, unwritten_output_error
from casefile.files.atomic_writes import (
    CREATE,
    NEW_FILE,
    NEW_FOLDER,
    FileWrite,
    make_folders,
    temporary_beside,
    write_all,
)
from casefile.files.disk_errors import reason

PRIVATE = 0o700
LISTED = ".casefile-export"
"""A file in each exported folder: the paths of the other files that casefile wrote, one in each line."""


class OutputFolder(Struct, frozen=True):
    """A folder to be written, and the content of its files by their paths in it.

    If it is private and new, only its owner may enter it.
    """

    path: Path
    files: Mapping[str, bytes]
    private: bool


def check_folder(path: Path, *, force: bool) -> None:
    """Raise early for a folder that could not be written at the end, or contains files of others.

    Raises BadInput CF623 for a path that is not a folder, and for one with files but without the list of an
    earlier export (LISTED), Collision CF704 for an earlier export without `force`, MachineTrouble CF805 if
    the folder cannot be read, and the error of `check_parent`.
    """
    check_parent(path)
    if not os.path.lexists(path):
        return
    if path.is_symlink() or not path.is_dir():
        raise BadInput("CF623", f"{path} is not a regular folder", "give a folder with -o")
    if not _names(path):
        return
    if _listed(path) is None:
        raise BadInput(
            "CF623",
            f"{path} contains files that casefile did not write",
            "choose a new folder, or an empty one",
        )
    if not force:
        raise existing_output_error(path)


def write_output_folder(folder: OutputFolder) -> None:
    """Write a new folder in one step, fill an empty one, or update an earlier export.

    Unchanged files are kept. Files of an earlier export that are no longer part of it are removed; other
    files stay. A folder that everybody may enter is closed before a private export is written into it; a
    folder that its owner opened only to a group stays open to it. Raises MachineTrouble CF805 if the disk
    refuses, and the errors of `write_all`; an update that fails may be written in part.
    """
    files = {**folder.files, LISTED: "".join(f"{name}\n" for name in sorted(folder.files)).encode()}
    if folder.path.exists():
        if folder.private and _mode(folder.path) & stat.S_IRWXO:
            _close(folder.path)
        _update(folder.path, files)
        return
    beside = temporary_beside(folder.path)
    try:
        beside.mkdir(mode=PRIVATE if folder.private else NEW_FOLDER)
        for name, blob in files.items():
            mode = NEW_FILE & make_folders(beside, Path(name).parent)
            with open(os.open(beside / name, CREATE, mode), "wb") as out:  # noqa: PTH123
                out.write(blob)
        beside.replace(folder.path)
    except OSError as error:
        raise unwritten_output_error(folder.path, error) from error
    finally:
        with contextlib.suppress(OSError):
            shutil.rmtree(beside)


def _close(path: Path) -> None:
    try:
        path.chmod(PRIVATE)
    except OSError as error:
        message = (
            f"{path} can be read by other users, and its permissions could not be changed: {reason(error)}"
        )
        raise MachineTrouble("CF805", message, "choose a new folder with -o") from error


def _update(path: Path, files: Mapping[str, bytes]) -> None:
    was = {name: _content(path / name) for name in {*files, *(_listed(path) or ())}}
    changed = [
        FileWrite(name, files.get(name), before)
        for name, before in sorted(was.items())
        if files.get(name) != before
    ]
    # Each intermediate list names too many files rather than too few, so that a failure leaves no unlisted
    # file.
    both = "".join(f"{name}\n" for name in sorted({*was} - {LISTED})).encode()
    write_all(path, [FileWrite(LISTED, both, was[LISTED])])
    write_all(path, [each for each in changed if each.path != LISTED])
    write_all(path, [FileWrite(LISTED, files[LISTED], both)])
    for each in changed:
        if each.blob is None:
            _drop_empty(path, PurePosixPath(each.path).parent)


def _drop_empty(path: Path, below: PurePosixPath) -> None:
    """Remove the folder `below` of an export in `path` if it is empty, and empty folders above it."""
    with contextlib.suppress(OSError):
        for name in (below, *below.parents):
            if name != PurePosixPath():
                (path / name).rmdir()


def _content(place: Path) -> bytes | None:
    """Return the content of a file; None if there is no regular file."""
    return place.read_bytes() if stat.S_ISREG(_mode(place)) else None


def _mode(place: Path) -> int:
    try:
        return place.lstat().st_mode
    except OSError:
        return 0


def _names(path: Path) -> list[str]:
    try:
        return os.listdir(path)  # noqa: PTH208 - names, not paths
    except OSError as error:
        message = f"{path} could not be read: {reason(error)}"
        raise MachineTrouble("CF805", message, "fix this, or choose a different folder") from error


def _listed(path: Path) -> tuple[str, ...] | None:
    """Return the paths that an earlier export wrote; None if there was no export.

    A path that leads out of the folder is left out.
    """
    blob = _content(path / LISTED)
    if blob is None:
        return None
    names = blob.decode("utf-8", "replace").split("\n")
    return tuple(name for name in names if name and _is_within(PurePosixPath(name)))


def _is_within(name: PurePosixPath) -> bool:
    return not name.is_absolute() and ".." not in name.parts
