"""Stop an export while files of the register are not read, because their names must not leave."""

from __future__ import annotations

import os
from pathlib import Path

from casefile.errors import MachineTrouble
from casefile.files.leftovers import copies_of_records, removal, temporary_files
from casefile.files.register_folder import read_or_problem
from casefile.git import Repository
from casefile.git.snapshots import WorkingTree
from casefile.loading.case_history import is_notice
from casefile.loading.unfinished_writes import UNFINISHED, find_unfinished_writes, is_being_written


def check_files(root: Path) -> None:
    """Raise MachineTrouble CF810 if files are not read, with names that must not leave.

    A sparse checkout lacks files, and so may a register while a write is not complete. A copy of a record
    that an editor or a killed command left may contain a case that no record contains. Without its withdrawal
    notice a withdrawn case would leave.
    """
    repository = Repository.open(root)
    if repository is not None and os.path.lexists(repository.journal):
        found = (each for each in find_unfinished_writes(root) if each.code == UNFINISHED)
        hint = next((each.hint for each in found), "another command is writing; try again")
        raise MachineTrouble("CF810", "a write is not complete, so exports are refused", hint)
    copies = copies_of_records(root)
    if copies and not _are_being_written(root, copies):
        message = f"{copies[0]} is an unread copy of a record, so exports are refused"
        hint = f"close the editor that has it open, or remove it: {removal(root / copies[0])}"
        raise MachineTrouble("CF810", message, hint)
    if repository is None:
        return
    if repository.skips_files():
        message = "a sparse checkout lacks files of the register, so exports are refused"
        raise MachineTrouble("CF810", message, "git sparse-checkout disable")
    notice = _missing_notice(repository, root)
    if notice:
        message = f"the withdrawal notice {notice} is missing in the folder, so exports are refused"
        hint = f"git restore -- {notice}; only if the withdrawal was a mistake: git rm {notice}"
        raise MachineTrouble("CF810", message, hint)


def _missing_notice(repository: Repository, root: Path) -> str | None:
    """Return the path of a withdrawal notice that is staged but nowhere in the folder, or None."""
    missing = repository.missing_files()
    entries = repository.index_entries(missing) if missing else []
    texts = dict(repository.read_blobs(sorted({each.blob_id for each in entries})))
    notices = [each for each in entries if is_notice(each.path, texts[each.blob_id])]
    here = {read_or_problem(root, path) for path in WorkingTree(root).paths} if notices else ()
    return next((each.path for each in notices if texts[each.blob_id] not in here), None)


def _are_being_written(root: Path, copies: list[str]) -> bool:
    """Return whether all the paths `copies` are temporary files of a command that is writing now."""
    return is_being_written(root) and set(copies) <= {*temporary_files(root)}
