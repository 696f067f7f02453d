"""Copies of records that no command reads: temporary files of a killed writer, and files of an editor."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from casefile.errors import MachineTrouble
from casefile.files.disk_errors import reason
from casefile.files.register_folder import folders_of_records
from casefile.model.kinds import SETTINGS

TEMPORARY = re.compile(r"\..+\.tmp-[0-9a-f]{8}", re.DOTALL)
"""The names of temporary files, as `atomic_writes.write_all` creates them."""
IGNORED = ".*.tmp-[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]"
"""The same as a pattern of .gitignore."""
COPY = re.compile(
    r"(?!.*\.ya?ml$)(?:.+\.ya?ml.+|.*[a-z]{2}-[0-9]{4}-[a-z0-9-]+.*)", re.DOTALL | re.IGNORECASE
)
"""The names of copies of a record, temporary files too: `.k.yaml.swp`, `k.yaml~`, `kg-2025-a1b2c.bak`."""


def temporary_files(root: Path) -> list[str]:
    """Return the paths of temporary files in `cases/` and for casefile.yaml, sorted.

    Files of a running writer are included: only the holder of the lock knows that all are left over.
    """
    return sorted([*_beside_settings(root), *_below(root, TEMPORARY)])


def copies_of_records(root: Path) -> list[str]:
    """Return the paths of the files in `cases/` that are copies of records by their names, sorted."""
    return sorted(_below(root, COPY))


def _beside_settings(root: Path) -> Iterator[str]:
    with contextlib.suppress(OSError), os.scandir(root) as inside:
        yield from (
            each.name for each in inside if each.name.startswith(f".{SETTINGS}") and is_temporary(each)
        )


def _below(root: Path, names: re.Pattern[str]) -> Iterator[str]:
    """Yield the paths of files in `cases/` whose names match."""
    for folder, inside in folders_of_records(root):
        if not isinstance(inside, str):
            yield from (f"{folder}/{each.name}" for each in inside if _is_file_of(names, each))


def is_temporary(entry: os.DirEntry[str]) -> bool:
    """Return whether a folder entry is a temporary file of `atomic_writes.write_all`, not one of the user."""
    return _is_file_of(TEMPORARY, entry)


def _is_file_of(names: re.Pattern[str], entry: os.DirEntry[str]) -> bool:
    return names.fullmatch(entry.name) is not None and entry.is_file(follow_symlinks=False)


def removal(place: Path) -> str:
    """Return the shell command that removes a file."""
    return f"rm {shlex.quote(str(place))}"


def remove_temporary_files(root: Path) -> None:
    """Remove the temporary files of writers that were killed; the caller holds the register's lock.

    Raises MachineTrouble CF805 if one cannot be removed.
    """
    for path in temporary_files(root):
        place = root / path
        try:
            place.unlink(missing_ok=True)
        except OSError as error:
            raise MachineTrouble(
                "CF805", f"the temporary file {path} cannot be removed: {reason(error)}", removal(place)
            ) from error
