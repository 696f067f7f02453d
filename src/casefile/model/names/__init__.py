"""Names across scripts: what two spellings have in common, never more than a proposal.

Whether two people may be one is told by `casefile.model.names.likeness`, which only those load who ask.
"""

from casefile.model.names.folding import folded, likened, matches, slug
from casefile.model.names.lookup import Lookup, is_particle, sounds_like

__all__ = ["Lookup", "folded", "is_particle", "likened", "matches", "slug", "sounds_like"]
