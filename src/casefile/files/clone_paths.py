"""Find casefile's own folder in a clone by looking at files only, because starting git takes longer."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from casefile.model.digest import blake2b

PRIVATE = "casefile"
"""The name of casefile's own folder in the common git directory."""
NAME = "index.sqlite"
"""The file name of the index in casefile's own folder."""


def private_folder(root: Path) -> Path | None:
    """Return the path of casefile's own folder in the clone around a register; None if in doubt.

    It is the path that `Repository.private` has. A folder that another user owns is in doubt: git would not
    trust it either.
    """
    try:
        found = _git_directory(root)
        return _common_directory(found[0]) / PRIVATE if found else None
    except (OSError, ValueError):
        return None


def journal_of(root: Path) -> Path | None:
    """Return the path of the journal of a register's writes; None in the cases of `private_folder`."""
    try:
        found = _git_directory(root)
        return journal_in(*found) if found else None
    except (OSError, ValueError):
        return None


def is_of_another_user(root: Path) -> bool:
    """Return whether another user owns `.git` around a register: only git knows whether to trust it.

    False if there is no `.git`.
    """
    place = _git_place(root)
    with contextlib.suppress(OSError):
        return place is not None and _is_foreign(place)
    return False


def journal_in(git_dir: Path, prefix: str) -> Path:
    """Return the path of the journal of the writes of a register.

    `git_dir` is the git directory of the work tree, `prefix` the path of the register in it. Like the staging
    area, each work tree has its own journal.
    """
    below = prefix.strip("/")
    name = f"-{blake2b(below.encode('utf-8', 'surrogateescape'), digest_size=8).hexdigest()}" if below else ""
    return git_dir / PRIVATE / f"unfinished{name}.json"


def _git_directory(root: Path) -> tuple[Path, str] | None:
    """Return the git directory of the work tree around a register, and the path of the register in it.

    None outside of git, and if another user owns it. Raises OSError or ValueError if it leads nowhere.
    """
    place = _git_place(root)
    if place is None or _is_foreign(place):
        return None
    folder = place.parent
    return _follow(place), "" if root == folder else root.relative_to(folder).as_posix()


def _git_place(root: Path) -> Path | None:
    """Return the path of `.git` in the folder of a register, or in the nearest one above that has it."""
    return next(filter(os.path.lexists, (folder / ".git" for folder in (root, *root.parents))), None)


def _is_foreign(place: Path) -> bool:
    return place.stat().st_uid != os.geteuid()


def has_mark(folder: Path, name: str) -> bool:
    """Return whether a folder contains an entry with this name, such as a file that `mark_once` created."""
    return os.path.lexists(folder / name)


def mark_once(folder: Path, name: str) -> bool:
    """Create an empty file with this name in a private folder; return whether this call created it.

    The folder is created if needed, but none above it. Returns False also if it cannot be written.
    """
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        os.close(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        return True
    return False


def _follow(place: Path) -> Path:
    """Return the git directory to which a `.git` file of a linked work tree refers, or `.git` itself.

    Raises ValueError if the file does not refer to one.
    """
    if not place.is_file():
        return place
    text = place.read_text("utf-8").rstrip("\n")
    if not text.startswith(GITDIR):
        raise ValueError("this folder does not exist")
    return place.parent / text.removeprefix(GITDIR)


def _common_directory(place: Path) -> Path:
    """Return the git directory that all work trees of a clone share, from that of one of them.

    Raises ValueError if it is no git directory.
    """
    shared = place / "commondir"
    if shared.is_file():
        place /= shared.read_text("utf-8").rstrip("\n")
    if not (place / "HEAD").is_file():
        raise ValueError("this is not a git directory")
    return place.resolve()


GITDIR = "gitdir: "
"""The beginning of a `.git` file, which is followed by the path of the git directory."""
