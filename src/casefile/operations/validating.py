"""The verb `validate`: the results of an earlier check if the files are the same, else a new check."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from casefile.errors import Problem
from casefile.operations.board.sight import Sight
from casefile.operations.unfinished import unfinished
from casefile.operations.verdict import Checked, all_found_before, found_before
from casefile.progress import Progress, no_progress
from casefile.storage.folder import find_root
from casefile.storage.index import TROUBLE


def validate(
    directory: Path,
    files: Iterable[Path] = (),
    *,
    changed: str | None = None,
    staged: bool = False,
    progress: Progress = no_progress,
) -> Checked:
    """Check the register around a folder, or only some of its files (`beside`): see `check.validate`.

    Traces of writes that were cut short are reported unless files are named or the index is checked.
    """
    files = [*files]
    found = None
    if not files and changed is None and not staged:
        with contextlib.suppress(*TROUBLE):
            found = all_found_before(directory)
    if found is None:
        from casefile.operations import check  # noqa: PLC0415 - the model and all rules: what the board spares us

        found = check.validate(directory, files, changed=changed, staged=staged, progress=progress)
    left = () if files or staged else unfinished(find_root(directory))
    return replace(found, problems=tuple(sorted({*found.problems, *left}))) if left else found


def found_now(directory: Path, seen: Sight) -> tuple[Problem, ...] | None:
    """Return the same as `found_before`, if needed after a check; None if the index cannot answer."""
    known = found_before(directory, seen)
    if known is None:
        validate(directory)
        known = found_before(directory)
    return known
