"""The results of an earlier check of the same files, read from the index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from casefile.errors import MachineTrouble, Problem, errors_of
from casefile.files.register_folder import find_root, read_or_problem
from casefile.git.runner import GitAnswer, run_git
from casefile.index import CheckResult, ToleratedFailure
from casefile.loading.indexed.index_lookup import find_indexed_snapshot
from casefile.loading.indexed.indexed_snapshot import IndexedSnapshot, history_heads
from casefile.model.digest import digest_of_content

if TYPE_CHECKING:
    from casefile.validation.changed_files import ChangedPaths


class CheckScope(Struct, frozen=True):
    """The files to check: all files of the register, or only some of them.

    `changed` is a revision: only files that differ from it are checked, and records that they affect.
    With `staged` the staging area of git is checked instead of the files on the disk.
    """

    files: tuple[Path, ...] = ()
    changed: str | None = None
    staged: bool = False

    @property
    def is_whole(self) -> bool:
        """Return whether all files on the disk are checked."""
        return not self.files and self.changed is None and not self.staged


WHOLE_REGISTER = CheckScope()


class CheckOutcome(Struct, frozen=True):
    """The result of a check: the number of files, and the errors and warnings in the order of their places.

    `since` is the comparison with a commit by which the files were chosen; None if they were not chosen so.
    """

    checked: int
    problems: tuple[Problem, ...]
    since: ChangedPaths | None = None

    @property
    def errors(self) -> int:
        """Return the number of errors."""
        return len(errors_of(self.problems))

    @property
    def warnings(self) -> int:
        """Return the number of warnings."""
        return len(self.problems) - self.errors


def find_cached_outcome(directory: Path, seen: IndexedSnapshot | None) -> CheckOutcome | None:
    """Return the result of an earlier check of the same files; None if it cannot be used.

    It cannot be used if there is no index of the files as they are now, if git has a file in a merge conflict
    or fails, or if the history may have a withdrawal that was not checked. `seen` is the indexed snapshot of
    the files, if the caller has it already.
    """
    seen = seen or find_indexed_snapshot(directory)
    return _from_index(seen, run_git(seen.root, *CONFLICTS)) if seen is not None else None


def _from_index(seen: IndexedSnapshot, conflicts: GitAnswer) -> CheckOutcome | None:
    """Return the stored result of a check of the same files; None if it cannot be used.

    `conflicts` is git's list of files in a merge conflict. Files that changed since the check are checked
    now, and included.
    """
    with seen.snapshot_index.steady(seen.state):
        result = seen.snapshot_index.check_results.of(seen.state)
    if result is None or _has_conflicts(conflicts) or not _are_schemas_unchanged(seen.root, result.schemas):
        return None
    result = _with_present_heads(seen, result)
    if result is None:
        return None
    if result.pending:
        from casefile.loading.indexed.recheck import recheck_files  # noqa: PLC0415 - the rules, for what changed

        checked = recheck_files(seen, result)
        if checked is None:
            return None
        result = checked
    return CheckOutcome(seen.snapshot_index.files(seen.state), tuple(sorted({*result.problems})))


def _with_present_heads(seen: IndexedSnapshot, result: CheckResult) -> CheckResult | None:
    """Return the check result with the present heads of the git history; None if all files must be checked.

    If the heads changed and the result is still right, it is stored in the index with the present ones.
    If the register has a withdrawal notice, or a commit removed one, the result is right for the same files
    and heads only: a case in the register may be a withdrawn one. Otherwise only the commits since the check
    are searched for a removed notice, unless the earlier history changed, as by `git fetch --unshallow`.
    """
    try:
        heads = seen.state.facts["tips"] or history_heads(seen.root)
        is_same = heads == result.heads
        if result.has_removed_notices or seen.has_withdrawn:
            return result if is_same and not result.pending else None
        if not is_same and (heads[-1:] != result.heads[-1:] or _has_removed_notice(seen, result.heads)):
            return None
    except MachineTrouble:
        return None
    present = result._replace(heads=heads)
    if not is_same and not result.pending:
        with ToleratedFailure(seen.root):
            seen.snapshot_index.check_results.store(seen.state, present)
    return present


def _has_removed_notice(seen: IndexedSnapshot, heads: Sequence[str]) -> bool:
    """Return whether a commit that these heads do not reach removed a notice, or a file that may be one.

    The result is true if there is no git repository.
    """
    from casefile.git import Repository  # noqa: PLC0415 - for new commits
    from casefile.git.merge_state import find_tips  # noqa: PLC0415 - for new commits
    from casefile.loading.indexed.indexed_register import IndexedRegister  # noqa: PLC0415 - the model
    from casefile.loading.newer_withdrawals import find_removed_notices  # noqa: PLC0415 - for new commits

    repository = Repository.open(seen.root)
    return repository is None or bool(
        find_removed_notices(repository, IndexedRegister(seen), find_tips(repository), heads[:-1])
    )


CONFLICTS = ("ls-files", "--unmerged", "-z")


def _has_conflicts(conflicts: GitAnswer) -> bool:
    """Return whether git has a file in a merge conflict, or could not answer."""
    return bool(conflicts.code or conflicts.out)


def _are_schemas_unchanged(root: Path, schemas: dict[str, str]) -> bool:
    """Return whether schema files, given by path with digest, have not changed since they were checked."""
    return all(digest_of(root, path) == digest for path, digest in schemas.items())


def digest_of(root: Path, path: str) -> str:
    """Return a digest of the content of a file; empty if it does not exist or cannot be read."""
    held = read_or_problem(root, path)
    return digest_of_content(held) if isinstance(held, bytes) else ""


def beside(directory: Path, files: Iterable[Path]) -> Path:
    """Return the folder from which to find the register.

    This is `directory` if it is in a register or there are no files, else the folder of the first file. Hooks
    and editors run at the top of a repository and name files of a register below it.
    """
    try:
        find_root(directory)
    except MachineTrouble:
        return next(((directory / file).parent for file in files), directory)
    return directory


def prefix_of(directory: Path) -> str:
    """Return the path of the register in its repository, for example `register/`.

    It is empty if the register is at the top of the repository, or without git.
    """
    from casefile.git import Repository  # noqa: PLC0415 - for the reports of CI services

    repository = Repository.open(find_root(directory))
    return repository.prefix if repository else ""
