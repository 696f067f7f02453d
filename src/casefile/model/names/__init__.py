"""Names across scripts: what two spellings have in common, never more than a proposal.

Whether two people may be one is told by `casefile.model.names.likeness`, which only those load who ask.
"""

from casefile.model.names.folding import folded, likened, matches, slug
from casefile.model.names.lookup import Lookup, heard, is_particle, sought, sounds_like

__all__ = [
    "Lookup", "folded", "heard", "is_particle", "likened", "matches", "slug", "sought", "sounds_like",
]  # fmt: skip
