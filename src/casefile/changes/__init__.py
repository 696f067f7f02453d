"""What is different between two states of a record: compared, applied, told."""

from casefile.changes.apply import apply
from casefile.changes.change import Change, ChangeKind, ChangeRefused, field_of, parts_of
from casefile.changes.compare import compare
from casefile.changes.headlines import events_named, headline, sources_named, tell_public
from casefile.changes.merge import Conflict, Merged, merge, settled
from casefile.changes.openness import Openness
from casefile.changes.parting import differing, parting
from casefile.changes.sameness import ABSENT, same
from casefile.changes.told import told
from casefile.changes.words import tell
from casefile.model.visible import in_short, visible

__all__ = [
    "ABSENT", "Change", "ChangeKind", "ChangeRefused", "Conflict", "Merged", "Openness", "apply", "compare",
    "differing", "events_named", "field_of", "headline", "in_short", "merge", "parting", "parts_of", "same",
    "settled", "sources_named", "tell", "tell_public", "told", "visible",
]  # fmt: skip
