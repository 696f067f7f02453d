"""Today's register, which limits everything that leaves."""

from __future__ import annotations

from pathlib import Path

from casefile.errors import MachineTrouble
from casefile.loading.indexed.indexed_register import IndexedRegister
from casefile.loading.missing_files import check_files
from casefile.loading.open_register import check_settings, load_folder_register
from casefile.loading.reinstated_cases import hide_reinstated_cases
from casefile.register import Register


def current_register(root: Path) -> Register:
    """Return the register of the working tree, which limits what may leave of an earlier state.

    Raises BrokenData CF305 if casefile.yaml has errors, MachineTrouble CF810 in the cases of `check_files`
    and `check_withdrawals`: then nothing may leave.
    """
    check_files(root)
    register = hide_reinstated_cases(root, load_folder_register(root))
    check_settings(register)
    check_withdrawals(register)
    return register


def judge_withdrawals(register: Register) -> Register:
    """Return the register of all entries, in which withdrawn cases that are in it again have an error.

    Everything that leaves the register is made from these entries. They are complete, while a damaged index
    may lack a name or a record unnoticed. Raises MachineTrouble CF810 as `check_withdrawals` does.
    """
    whole = register.whole if isinstance(register, IndexedRegister) else register
    check_withdrawals(whole)
    return whole


def check_withdrawals(register: Register) -> None:
    """Raise MachineTrouble CF810 if it is not known whether a withdrawn case is in the files again."""
    if register.unjudged:
        why, hint = register.unjudged
        message = f"{why}: a withdrawn case may be here with a different id, so exports are refused"
        raise MachineTrouble("CF810", message, hint)
