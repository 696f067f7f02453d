"""The command `validate`: return the results of an earlier check of the same files, or else check them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from casefile.files.register_folder import find_root
from casefile.index import ToleratedFailure
from casefile.loading.indexed.indexed_snapshot import IndexedSnapshot
from casefile.loading.unfinished_writes import find_unfinished_writes
from casefile.progress import Progress, no_progress
from casefile.validation.cached_check import CheckOutcome, CheckScope, find_cached_outcome


def validate(
    directory: Path,
    files: Iterable[Path] = (),
    *,
    changed: str | None = None,
    staged: bool = False,
    progress: Progress = no_progress,
) -> CheckOutcome:
    """Check the files of the register around a folder: see `CheckScope` and `check_files.check_register`.

    For all files, the result of an earlier check of the same files is used if there is one.
    Traces of interrupted writes are reported too, unless files are named or the staging area is checked.
    """
    scope = CheckScope(tuple(files), changed, staged)
    if scope.is_whole:
        found = find_problems(directory, progress=progress)
    else:
        from casefile.validation.check_files import check_register  # noqa: PLC0415 - as in `find_problems`

        found = check_register(directory, scope, progress)
    left = () if scope.files or staged else find_unfinished_writes(find_root(directory))
    return replace(found, problems=tuple(sorted({*found.problems, *left}))) if left else found


def find_problems(
    directory: Path, seen: IndexedSnapshot | None = None, progress: Progress = no_progress
) -> CheckOutcome:
    """Return the problems of all files: of an earlier check of the same files, or else of a check now.

    `seen` is the indexed snapshot of the files, if the caller has it already.
    """
    with ToleratedFailure(find_root(directory)):
        found = find_cached_outcome(directory, seen)
        if found is not None:
            return found
    from casefile.validation.check_files import check_register  # noqa: PLC0415 - the model and all rules

    return check_register(directory, progress=progress, seen=seen)
