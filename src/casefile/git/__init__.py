"""Git: the commits, the staging area and the work tree around a register; paths and bytes, never records."""

from casefile.git.repository import IndexEntry, Repository, TreeEntry

__all__ = ["IndexEntry", "Repository", "TreeEntry"]
