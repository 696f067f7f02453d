"""Merging as git does it by itself: line by line."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from casefile.storage.repository.runner import ask

MOST_CONFLICTS = 127
"""git merge-file ends with the number of conflicts, this at the most; what is above is an error."""
LABELS = ("ours", "base", "theirs")


class ByLines(Struct, frozen=True):
    """What git makes of three files; `text` is absent where it can make nothing of them: they are no text."""

    text: bytes | None
    clean: bool


def merge_by_lines(base: Path, ours: Path, theirs: Path, size: int) -> ByLines:
    """Merge three files as `git merge-file` does; `LABELS` name the sides. No file changes."""
    named = [word for label in LABELS for word in ("-L", label)]
    files = [str(each.absolute()) for each in (ours, base, theirs)]
    words = ("merge-file", "--stdout", f"--marker-size={size}", *named, "--", *files)
    said = ask(ours.absolute().parent, *words)
    if not 0 <= said.code <= MOST_CONFLICTS:
        return ByLines(None, clean=False)
    return ByLines(said.out, clean=said.code == 0)
