"""Whether a record can change alone: nothing that others go by is another one then."""

from __future__ import annotations

from casefile.register import Entry, LazyEntry, Outline
from casefile.storage.index import Board, IndexState


def is_free(board: Board, state: IndexState, entry: Entry) -> bool:
    """Return whether this entry at its path changes none of the ids, sources and addresses that others use.

    The answer is right only for a snapshot of which every record is shown.
    """
    if entry.kind == "settings" or entry.broken or entry.withdrawn:
        return False
    found = board.at(state, entry.path)
    if found is None:
        cited = entry.kind == "source" and board.is_cited(state, entry.id)
        strange = entry.formerly or entry.id in state.facts["formerly"] or board.has(state, entry.id)
        known = any(key in state.facts["addresses"] for key in entry.addresses)
        return not (cited or strange or known)
    if found.kept is None:
        return False
    before = LazyEntry(found.path, b"", Outline.from_text(found.kept.entry))
    return not (before.broken or before.withdrawn) and before.known_by == entry.known_by
