"""Names across scripts: what two spellings have in common, never more than a proposal.

What sounds alike is told by `casefile.model.names.lookup`, whether two people may be one by
`casefile.model.names.likeness`: only those load them who ask.
"""

from casefile.model.names.folding import begins_record, folded, likened, matches, slug

__all__ = ["begins_record", "folded", "likened", "matches", "slug", "sounds_like"]


def sounds_like(query: str, name: str) -> bool:
    """Return whether each word of a query begins a word of a name, in any script or romanisation.

    It is `lookup.sounds_like`, whose tables are loaded at the first call: most commands do not need them.
    """
    from casefile.model.names import lookup  # noqa: PLC0415

    return lookup.sounds_like(query, name)
