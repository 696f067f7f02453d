"""Find folders of a register that other users of the computer can read although they should not."""

from __future__ import annotations

import re
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path

from casefile.files.file_access import Reader, Readers, readers_below, readers_of
from casefile.files.record_paths import RECORDS
from casefile.git import Repository
from casefile.git.configuration import effective_values

WITH_ALL = ("all", "world", "everybody", "2")
WITH_GROUP = ("group", "true", "yes", "on", "1", "")


def commands_to_close(root: Path, repository: Repository | None) -> tuple[str, ...]:
    """Return the commands that close the records and their history to users who should not read them.

    Empty if nothing must be closed. A register is meant for a group if git's core.sharedRepository or the
    folder's setgid bit shows it. Without a `repository` only the folder `root` is checked.
    """
    meant = _meant_for(root, repository)
    return tuple(
        f"chmod {'o' if 'group' in meant else 'go'}-rwx {shlex.quote(str(folder))}"
        for folder, readers in _open_folders(root, repository)
        if readers - meant
    )


def _open_folders(root: Path, repository: Repository | None) -> Iterator[tuple[Path, Readers]]:
    """Yield the folders that may have to be closed, each with the groups of users who can read files in it.

    git's folder is often inside the register, so that closing the register closes both.
    """
    records = root / RECORDS
    readers = readers_below(records) if records.is_dir() else frozenset[Reader]()
    history = readers_of(repository.common_dir / "objects") if repository else frozenset[Reader]()
    if repository is None or repository.common_dir.resolve().is_relative_to(root.resolve()):
        yield root, readers | history
    else:
        yield root, readers
        yield repository.common_dir, history


def _meant_for(root: Path, repository: Repository | None) -> Readers:
    """Return the readers for whom a register is meant, besides its owner.

    They follow from core.sharedRepository (words, numbers or octal modes; see git-config(1)), and from the
    setgid bit of the folder.
    """
    found = effective_values(root, r"core\.sharedrepository$") if repository else {}
    value = next(iter(found.values()), "umask").lower()
    mode = int(value, 8) if re.fullmatch("0[0-7]{3}", value) else 0
    if value in WITH_ALL or mode & stat.S_IROTH:
        return frozenset({"group", "others"})
    setgid = root.stat().st_mode & stat.S_ISGID
    return frozenset({"group"} if value in WITH_GROUP or mode & stat.S_IRGRP or setgid else ())
