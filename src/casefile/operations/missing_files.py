"""Nothing leaves while files of the register are missing, and with them names that must not leave."""

from __future__ import annotations

import os
from pathlib import Path

from casefile.errors import MachineTrouble
from casefile.operations.unfinished import UNFINISHED, unfinished
from casefile.storage.repository import Repository
from casefile.storage.whereabouts import journal_of


def check_files(root: Path) -> None:
    """Raise MachineTrouble CF810 where files are missing: their names, which must not leave, are not known.

    A sparse checkout lacks files, and so may a register while a write is not complete.
    """
    place = journal_of(root)
    if place is not None and os.path.lexists(place):
        found = (each for each in unfinished(root) if each.code == UNFINISHED)
        hint = next((each.hint for each in found), "another command is writing; try again")
        raise MachineTrouble("CF810", "a write is not complete, so nothing leaves", hint)
    repository = Repository.open(root)
    if repository is not None and repository.skips_files():
        message = "a sparse checkout lacks files of the register, so nothing leaves"
        raise MachineTrouble("CF810", message, "git sparse-checkout disable")
