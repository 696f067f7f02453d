"""Files that git holds as conflicts and that show nothing of it: no merge driver was at work in them."""

from __future__ import annotations

from collections.abc import Container, Iterator
from pathlib import Path

from casefile.errors import MachineTrouble, Problem
from casefile.register import Register
from casefile.storage.repository import Repository


def unmerged(root: Path, register: Register, wanted: Container[str] | None = None) -> Iterator[Problem]:
    """Yield a problem for each file of the work tree that git holds as a conflict, where no marker tells it.

    Our side lies there then, whole and sound, and theirs would be lost. Without git nothing is known.
    """
    try:
        repository = Repository.open(root)
        paths = repository.unmerged() if repository else ()
    except MachineTrouble:
        return
    for path in paths:
        entry = register.entries.get(path)
        marked = entry is not None and any(each.code == "CF021" for each in entry.problems)
        if not marked and (wanted is None or path in wanted):
            said = "git holds this file as a conflict, and our side alone lies here"
            gone = "git holds this file as a conflict: one side changed it, the other removed it"
            hint = f"casefile resolve {path}; if it is as it should be: git add {path}"
            yield Problem(path, 0, 0, "", "CF021", "error", said if entry else gone, hint)
