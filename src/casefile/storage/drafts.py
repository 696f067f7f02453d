"""Unfinished text, kept where only its author can read it and no commit takes it along."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from casefile.errors import MachineTrouble
from casefile.storage.listing import checked_path
from casefile.storage.reasons import reason


def save_draft(folder: Path, name: str, text: str) -> Path:
    """Keep a draft under a name such as a record's id, in place of the one before; return where it lies.

    `folder` is casefile's own place in the common git directory. The file is readable by its owner alone
    (0600) and so is the folder (0700), whatever the umask; at every moment it is wholly the old or the new
    one. Raises MachineTrouble CF805, also where a link stands in the folder's place.
    """
    from casefile.storage.atomic import CREATE, temporary_beside  # noqa: PLC0415 - drafts are listed more often

    place = folder / "drafts" / f"{checked_path(name.replace('/', '_'))}.yaml"
    temporary = temporary_beside(place).name
    try:
        with _kept_private(place.parent) as own:
            try:
                handle = os.open(temporary, CREATE, 0o600, dir_fd=own)
                with os.fdopen(handle, "wb") as out:
                    os.fchmod(handle, 0o600)
                    out.write(text.encode("utf-8", "surrogateescape"))
                os.replace(temporary, place.name, src_dir_fd=own, dst_dir_fd=own)
            except OSError:
                with contextlib.suppress(OSError):
                    os.unlink(temporary, dir_fd=own)
                raise
    except OSError as error:
        raise MachineTrouble(
            "CF805", f"the draft could not be kept: {reason(error)}", f"see who owns {place.parent}: ls -ld"
        ) from error
    return place


@contextlib.contextmanager
def _kept_private(folder: Path) -> Iterator[int]:
    """Hold a folder open that only its owner may enter, made or tightened; a link is not followed."""
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
    """Return the drafts that are kept, oldest first."""
    place = folder / "drafts"
    kept = [] if place.is_symlink() else [path for path in place.glob("*.yaml") if _is_own(path)]
    return tuple(sorted(kept, key=lambda path: (path.stat().st_mtime_ns, path.name)))


def _is_own(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and not path.name.startswith((".", "#"))


def erase_draft(place: Path) -> None:
    """Remove a draft that is no longer needed, and what editors leave beside it: swap files, backups.

    One that is gone already is fine.
    """
    with contextlib.suppress(FileNotFoundError):
        for path in [*place.parent.iterdir()]:
            own = path.name.lstrip(".#").startswith(place.name)
            if own and (path.is_symlink() or not path.is_dir()):
                path.unlink(missing_ok=True)
