"""Compare names across scripts and spellings; a match is a proposal, never a proof.

`casefile.names.sound_lookup` finds names that sound alike, `casefile.names.name_likeness` compares the names
of two people. Both are imported only where they are needed, because their tables take time to load.
"""

from casefile.names.latin_folding import find_begun, fold_text, matches, romanisation_key, slug

__all__ = ["find_begun", "fold_text", "matches", "romanisation_key", "slug", "sounds_like"]


def sounds_like(query: str, name: str) -> bool:
    """Return whether each word of a query begins a word of a name, across scripts and romanisations.

    It is `sound_lookup.sounds_like`, whose tables are loaded at the first call: most commands do not need
    them.
    """
    from casefile.names import sound_lookup  # noqa: PLC0415

    return sound_lookup.sounds_like(query, name)
