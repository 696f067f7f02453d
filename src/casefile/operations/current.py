"""Today's register as the limit of everything that leaves."""

from __future__ import annotations

from pathlib import Path

from casefile.errors import MachineTrouble
from casefile.operations.load import register_here, sound_settings
from casefile.operations.missing_files import check_files
from casefile.operations.returned import kept_away
from casefile.register import Register


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


def check_withdrawals(register: Register) -> None:
    """Raise MachineTrouble CF810 where it is not known whether a withdrawn case is back in the files."""
    if not register.is_judged:
        message = "git does not say whether a case that was withdrawn lies here again, so nothing leaves"
        hint = (
            "see git status and casefile validate; shallow clone: git fetch --unshallow; partial clone: "
            "clone without --filter; a copy without the history: export from the register itself; a notice "
            "that is not committed: git add it, casefile commit; a notice whose case no commit removed: "
            "git rm the case, or state `history: rewritten` in the notice"
        )
        raise MachineTrouble("CF810", message, hint)
