"""Unfinished text, in files that only its author can read and that are never committed."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from casefile.errors import MachineTrouble
from casefile.files.disk_errors import reason
from casefile.files.record_paths import checked_path


def draft_place(folder: Path, name: str) -> Path:
    """Return the path of the draft for a name, such as a record's id.

    `folder` is casefile's own folder in the common git directory. Slashes in the name become underscores.
    Raises BadInput CF603 if a file cannot have the name.
    """
    return folder / "drafts" / f"{checked_path(name.replace('/', '_'))}.yaml"


def save_draft(place: Path, blob: bytes) -> None:
    """Write a draft to its path, replacing an earlier one, and flush it to the disk.

    The file is readable by its owner alone (0600) and so is the folder (0700), whatever the umask; at any
    time it is completely the old or the new one. Raises MachineTrouble CF805 if that fails, also if the
    folder is a link.
    """
    from casefile.files.atomic_writes import write_private  # noqa: PLC0415 - drafts are listed more often

    try:
        with open_private_folder(place.parent) as folder:
            write_private(folder, place.name, blob)
    except OSError as error:
        raise MachineTrouble(
            "CF805",
            f"the draft could not be saved: {reason(error)}",
            f"check the owner of {place.parent}: ls -ld",
        ) from error


@contextlib.contextmanager
def open_private_folder(folder: Path) -> Iterator[int]:
    """Open a folder that only its owner may enter, and yield its file descriptor; a link is not followed.

    The folder and those above it are created, and its mode is set to 0700. Raises OSError if that fails, or
    if it is a link.
    """
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    own = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        os.fchmod(own, 0o700)
        yield own
    finally:
        os.close(own)


def drafts(folder: Path) -> tuple[Path, ...]:
    """Return the paths of the drafts in casefile's own folder, by the time of their last change.

    Empty if the folder of the drafts is a link.
    """
    place = folder / "drafts"
    kept = [] if place.is_symlink() else [path for path in place.glob("*.yaml") if _is_own(path)]
    return tuple(sorted(kept, key=lambda path: (path.stat().st_mtime_ns, path.name)))


def _is_own(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and not path.name.startswith((".", "#"))


def erase_draft(place: Path) -> None:
    """Remove a draft and the files next to it whose names begin with its name, after dots or `#`.

    Such files are backups and swap files of editors. It is no error if the draft is gone already; other
    errors of the disk are raised as OSError.
    """
    with contextlib.suppress(FileNotFoundError):
        for path in [*place.parent.iterdir()]:
            own = path.name.lstrip(".#").startswith(place.name)
            if own and (path.is_symlink() or not path.is_dir()):
                path.unlink(missing_ok=True)
