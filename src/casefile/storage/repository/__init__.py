"""Git: the commits, the index and the work tree around a register; paths and bytes, never records.

`reading` and `history` look, through a `runner` that starts nothing the repository's configuration names.
`writing` commits, with the user's own hooks, signing and identity.
"""

from casefile.storage.repository.reading import IndexEntry, Repository, TreeEntry

__all__ = ["IndexEntry", "Repository", "TreeEntry"]
