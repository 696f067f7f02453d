"""Names across scripts: what two spellings have in common, never more than a proposal.

What sounds alike is told by `casefile.names.sound_lookup`, whether two people may be one by
`casefile.names.name_likeness`: only those load them who ask.
"""

from casefile.names.latin_folding import begins_record, fold_text, matches, romanisation_key, slug

__all__ = ["begins_record", "fold_text", "matches", "romanisation_key", "slug", "sounds_like"]


def sounds_like(query: str, name: str) -> bool:
    """Return whether each word of a query begins a word of a name, in any script or romanisation.

    It is `lookup.sounds_like`, whose tables are loaded at the first call: most commands do not need them.
    """
    from casefile.names import sound_lookup  # noqa: PLC0415

    return sound_lookup.sounds_like(query, name)
