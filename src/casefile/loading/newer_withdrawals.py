"""Withdrawals that other commits of this clone contain, and the checked-out files do not."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from casefile.errors import MachineTrouble, Problem
from casefile.git import Repository
from casefile.git.ancestry import list_differing_files
from casefile.git.log_reader import removed_files
from casefile.git.merge_state import find_commits_to_apply, find_tips, merge_base
from casefile.git.objects import blobs
from casefile.git.repository import Branches
from casefile.loading.case_history import is_case_file, is_notice, path_in_register
from casefile.loading.reinstated_cases import find_reinstated_cases
from casefile.model.kinds import id_by_path
from casefile.register import Entry, Register, read_entry


def warn_of_newer_withdrawals(root: Path | None, register: Register) -> Iterator[Problem]:
    """Warn of withdrawals that today's register does not contain, but other commits of the clone do.

    The warnings are CF636 and CF637; there are none outside of git, or if `root` is None.
    """
    repository = Repository.open(root) if root else None
    if repository is not None:
        branches = repository.branches()
        yield from _newer_states(repository, register, branches)
        removed = find_removed_notices(repository, register, find_tips(repository, branches.head))
        yield from withdrawals_taken_back(repository, register, removed)


def _newer_states(repository: Repository, register: Register, branches: Branches) -> Iterator[Problem]:
    """Warn (CF636) if another commit of this clone may withhold more than the checked-out files.

    That is a branch with commits after the one that is checked out, a branch with a withdrawal notice that
    the register does not have, or a commit that a rebase or cherry-pick in progress is going to apply and
    that has such a notice.
    """
    head = branches.head
    if head is None:
        return
    notices = {entry.id for entry in register.entries.values() if entry.withdrawn}
    with_notices = (name for name, tip in branches.unmerged if _brings_notice(repository, head, tip, notices))
    branch = branches.newer or next(with_notices, None)
    if branch:
        message = (
            "an earlier state is checked out, and exports would use its old tiers, consents and withdrawals"
        )
        hint = f"export from the newest state ({branch}); an earlier one: casefile export --known-at REV"
        yield Problem.of_file("", "CF636", message, hint, "warning")
    elif any(_brings_notice(repository, head, each, notices) for each in find_commits_to_apply(repository)):
        message = "a rebase or cherry-pick is not finished, and one of its commits withdraws a case"
        hint = "finish it before you export: git status"
        yield Problem.of_file("", "CF636", message, hint, "warning")


def _brings_notice(repository: Repository, head: str, commit: str, notices: Container[str]) -> bool:
    """Return whether a merge of a commit into `head` may add a withdrawal notice with an id not in `notices`.

    The register may be in another folder there. If git fails, as where a partial clone lacks the objects, the
    answer is True.
    """
    whole = replace(repository, root=repository.top, prefix="")
    with suppress(MachineTrouble):
        base = merge_base(repository, head, commit)
        files = (
            {each.path: each.blob_id for each in whole.list_tree(commit, ["."])}
            if base is None
            else {each.path: each.after for each in list_differing_files(whole, base, commit, ["."])}
        )
        new = {
            blob: path
            for path, blob in files.items()
            if blob and is_case_file(path) and id_by_path(path) not in notices
        }
        return any(is_notice(new[blob], text) for blob, text in repository.read_blobs(sorted(new)))
    return True


def withdrawals_taken_back(
    repository: Repository,
    register: Register,
    removed: Mapping[str, Entry | None],
    wanted: Container[str] | None = None,
) -> Iterator[Problem]:
    """Warn (CF637) of each case of the register whose withdrawal notice was removed.

    `removed` is the result of `find_removed_notices`; `wanted` limits the cases to these paths.
    """
    notices = {path: entry for path, entry in removed.items() if entry is not None}
    paths = {path for path in notices if path in register.entries}
    gone = [entry for path, entry in notices.items() if path not in paths and entry.id not in register.by_id]
    if gone:
        others = [path for path, entry in register.entries.items() if entry.withdrawn]
        back = find_reinstated_cases(repository, register.replacing(*gone, without=others), wanted)
        paths.update(each.path for each in back)
    for path in sorted(path for path in paths if wanted is None or path in wanted):
        message = "this case was withdrawn, and its withdrawal notice was removed"
        hint = f"if that was a mistake: casefile withdraw {path}"
        yield Problem.of_file(path, "CF637", message, hint, "warning")


def find_removed_notices(
    repository: Repository, register: Register, ends: Sequence[str], known: Sequence[str] = ()
) -> Mapping[str, Entry | None]:
    """Return the notices that commits removed, or that the last commits have and the register lacks, by path.

    The last commits are `ends` (`merge_state.find_tips`). Commits that `known` reaches are not searched. A
    file that a partial clone lacks may be a notice: its value is None. At the path of a removed notice there
    may be a case now. The register may have been in another folder when the notice was removed.
    """
    here = register.entries
    last = {each.path: each.blob_id for end in ends for each in repository.list_tree(end)}
    removed = removed_files(repository, ends, known) if ends else ()
    there = {*last.values()}  # files that were only moved are still there
    files = {
        path_in_register(path): blob for path, blob in removed if is_case_file(path) and blob not in there
    }
    files |= {path: blob for path, blob in last.items() if is_case_file(path) and path not in here}
    gone = {
        path: blob
        for path, blob in files.items()
        if not (path in here and (here[path].withdrawn or here[path].broken))
    }
    texts = dict(blobs(repository.root, sorted({*gone.values()})))
    found = {path: texts[blob] for path, blob in gone.items()}
    return {
        path: None if text is None else read_entry(path, text)
        for path, text in found.items()
        if text is None or is_notice(path, text)
    }
