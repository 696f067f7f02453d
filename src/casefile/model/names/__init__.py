"""Names across scripts: what two spellings have in common, never more than a proposal.

What sounds alike is told by `casefile.model.names.lookup`, whether two people may be one by
`casefile.model.names.likeness`: only those load them who ask.
"""

from casefile.model.names.folding import folded, likened, matches, slug

__all__ = ["folded", "likened", "matches", "slug"]
