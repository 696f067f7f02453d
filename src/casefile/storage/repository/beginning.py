"""What git is asked for the log of one record, begun while the command is still being loaded."""

from __future__ import annotations

from pathlib import Path

from casefile.storage.repository.history import LATEST, linked_words, read_latest
from casefile.storage.repository.reading import OPENING
from casefile.storage.repository.runner import begin


def begin_log(root: Path, path: str) -> None:
    """Begin the pass of the commits that touched a file and lead to the one that is checked out."""
    for latest in begin(root, LATEST, OPENING)[:1]:
        code, said = latest.result()
        if code == 0:
            begin(root, linked_words(read_latest(said)[0], [path]))
