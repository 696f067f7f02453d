"""Today's register as the limit of everything that leaves."""

from __future__ import annotations

import os
from pathlib import Path

from casefile.errors import MachineTrouble
from casefile.operations.load import register_here, sound_settings
from casefile.operations.returned import kept_away
from casefile.operations.unfinished import UNFINISHED, unfinished
from casefile.register import Register
from casefile.storage.repository import Repository
from casefile.storage.whereabouts import journal_of


def current_register(root: Path) -> Register:
    """Return the register of the working tree, by which an earlier state of it is limited.

    Raises BrokenData CF305 where casefile.yaml has errors, MachineTrouble CF810 where git does not answer or
    files are missing: then nothing may leave.
    """
    check_files(root)
    register = kept_away(root, register_here(root))
    sound_settings(register)
    check_withdrawals(register)
    return register


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


def check_withdrawals(register: Register) -> None:
    """Raise MachineTrouble CF810 where it is not known whether a withdrawn case is back in the files."""
    if not register.is_judged:
        message = "git does not say whether a case that was withdrawn lies here again, so nothing leaves"
        hint = "see git status; shallow clone: git fetch --unshallow; partial clone: clone without --filter"
        raise MachineTrouble("CF810", message, hint)
