"""Find which other users of this computer can read a path, by its permissions and those of its folders."""

from __future__ import annotations

import contextlib
import grp
import os
import pwd
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

Reader = Literal["group", "others"]
Readers = frozenset[Reader]
"""`group`: users of a group that is not the owner's alone; `others`: every user of the computer."""


def readers_of(folder: Path) -> Readers:
    """Return who besides the owner can list this folder: `group`, `others`, both or none.

    Raises OSError if it does not exist.
    """
    return _who_reaches(folder.resolve().parent) & _who_reads(folder.stat())


def readers_below(folder: Path) -> Readers:
    """Return who besides the owner can read any file in this folder or below it.

    That is `group`, `others`, both or none. Links and folders that this user cannot read are skipped.
    """
    reaching = _who_reaches(folder.resolve())
    found: Readers = frozenset()
    for readers in _readers_of_files(folder, reaching):
        found |= readers
        if found == reaching:
            break
    return found


def _readers_of_files(folder: Path, reaching: Readers) -> Iterator[Readers]:
    """Yield for each file below a folder who can read it.

    Only those in `reaching` count: they can enter the folder.
    """
    if not reaching:
        return
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            known = entry.stat(follow_symlinks=False)
            if stat.S_ISDIR(known.st_mode):
                yield from _readers_of_files(Path(entry), reaching & _who_enters(known))
            elif stat.S_ISREG(known.st_mode):
                yield reaching & _who_reads(known)


def _who_reaches(folder: Path) -> Readers:
    """Return who can enter a folder and all folders above it."""
    found = frozenset[Reader]({"group", "others"})
    for each in (folder, *folder.parents):
        found &= _who_enters(each.stat())
    return found


def _who_enters(known: os.stat_result) -> Readers:
    return _whom_it_lets(known, stat.S_IXGRP, stat.S_IXOTH)


def _who_reads(known: os.stat_result) -> Readers:
    return _whom_it_lets(known, stat.S_IRGRP, stat.S_IROTH)


def _whom_it_lets(known: os.stat_result, group: int, others: int) -> Readers:
    """Return who has a permission, given as its bits for the group and for others.

    If every user has it, the members of a group have it too.
    """
    if known.st_mode & others:
        return frozenset({"group", "others"})
    return frozenset({"group"} if known.st_mode & group and not _is_owners_alone(known) else ())


def _is_owners_alone(known: os.stat_result) -> bool:
    """Return whether a file's group is the private group of its owner, without other members."""
    try:
        owner, group = pwd.getpwuid(known.st_uid).pw_name, grp.getgrgid(known.st_gid)
    except KeyError:
        return False
    return group.gr_name == owner and not {*group.gr_mem} - {owner}
