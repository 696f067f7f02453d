"""What revisions are called here."""

from __future__ import annotations

from pathlib import Path

from casefile.storage.folder import find_root
from casefile.storage.repository import Repository


def revisions(directory: Path) -> tuple[str, ...]:
    """Return the names of branches and tags, those of remotes too; nothing where there is no git."""
    repository = Repository.open(find_root(directory))
    return repository.names() if repository else ()
