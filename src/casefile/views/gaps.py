"""What is still unknown: the facts that a reader of a case would ask for and no source has stated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from casefile.custody.custody_view import View
from casefile.custody.ledger_order import ORDERED_BASIS
from casefile.dates import Day
from casefile.model.plain_data import Data, Fields, counts_on, groups, mapping, plain_fields
from casefile.model.record_shapes import shape_of
from casefile.model.shape import Shape
from casefile.model.vocabularies import OPEN_ENDED, word


class UnknownFact(Struct, frozen=True):
    """One fact that is not stated: the field that would hold it, what the field asks, and of which entry.

    `event` and `type` are empty where the person or the case is meant; `said` is `unknown` where somebody
    says that it is not known.
    """

    field: str
    asks: str
    event: str = ""
    type: str = ""
    said: str = ""

    @property
    def named(self) -> str:
        """A short name of the missing fact."""
        if self.field == "events":
            return self.asks[:1].lower() + self.asks[1:].rstrip(".")
        field = self.field.rsplit(".", 1)[-1]
        return OPEN.get((self.type, field)) or OPEN.get(("", field)) or word(field)

    def as_data(self) -> Fields:
        """Return the gap as the contract's JSON."""
        return plain_fields(self, "event", "type", "said")


OPEN = {
    ("", "birth"): "date of birth",
    ("", "affiliations"): "which organisation",
    ("", "grounds"): "why this person",
    ("", "by"): "by whom",
    ("", "facility"): "where held",
    ("detention", "kind"): "what kind of detention",
    ("", "legal_basis"): "under which law",
    ("", "reasons"): "reasons given",
    ("", "notice"): "what the person and the family were told",
    ("", "warrant"): "a warrant",
    ("", "items"): "what was taken",
    ("", "occupation"): "occupation",
    ("", "sources"): "a source",
}
"""Short names of fields, by the type of the entry and the field; others have the name of the field."""


def _orders(data: Data) -> bool:
    return data.get("outcome") in ORDERED_BASIS


def _convicts(data: Data) -> bool:
    return data.get("outcome") == "convicted"


OF_PERSON = "birth|age gender occupation affiliations"
"""The fields that a reader asks of the person; of those with a bar between them one is enough."""
OF_CASE = "grounds consent"
"""The same of the case as a whole."""
NEEDS: Mapping[str, str] = {
    "detention": "kind place by warrant reasons legal_basis notice facility",
    "transfer": "facility",
    "interrogation": "counsel",
    "search": "warrant items",
    "charge": "charges",
    "hearing": "court openness until",
    "case": "proceeding",
    "verdict": "court charges sentences",
    "release": "kind conditions",
    "restriction": "legal_form until",
    "clemency": "effect",
    "departure": "kind",
    "death": "in_custody official_cause examination",
}
"""The same of each type of entry that stands."""
ALWAYS = "sources"
"""What every entry should have."""
MATTERS: Mapping[tuple[str, str], Callable[[Data], bool]] = {
    ("hearing", "until"): _orders,
    ("verdict", "sentences"): _convicts,
}
"""Fields that are asked of some entries of a type only, and of which."""
WHILE_HELD = (
    ("access", "counsel", "Whether a lawyer could reach the person."),
    ("access", "family", "Whether the family could reach the person."),
)
"""Entries that the ledger of whoever was held should have: of which type, to whom, what they answer."""


def gaps(data: Data, view: View, day: Day) -> tuple[UnknownFact, ...]:
    """Return what no source has stated by a day: of the person, of the case, then entry by entry."""
    case = shape_of("case").seen(data)
    entries = [each for each in groups(data.get("events")) if counts_on(each, day)]
    found = [
        *_missing(case.fields["person"], mapping(data.get("person")), OF_PERSON, "person."),
        *_missing(case, data, OF_CASE),
    ]
    for entry in entries:
        found += _of_entry(case.fields["events"].item(entry), entry)
    if view.spells or view.held_possible:
        found += _unseen(entries)
    return tuple(found)


def _of_entry(shape: Shape, entry: Data) -> list[UnknownFact]:
    kind, key = str(entry["type"]), str(entry["id"])
    needs = f"{NEEDS.get(kind, '')} {ALWAYS}"
    return [
        UnknownFact(gap.field, gap.asks, key, kind, gap.said)
        for gap in _missing(shape, entry, needs, f"events.{key}.")
    ]


def _missing(shape: Shape, data: Data, needs: str, prefix: str = "") -> Iterator[UnknownFact]:
    for need in needs.split():
        names = need.split("|")
        stated = [data[name] for name in names if name in data]
        matters = MATTERS.get((str(data.get("type")), need))
        if any(value not in OPEN_ENDED[:1] for value in stated) or (matters and not matters(data)):
            continue
        asks = " ".join(shape.fields[name].says.description for name in names)
        yield UnknownFact(prefix + names[0], asks, said="unknown" if stated else "")


def _unseen(entries: Sequence[Data]) -> Iterator[UnknownFact]:
    """Name the entries that a ledger of custody lacks altogether."""
    for kind, whom, asks in WHILE_HELD:
        if not any(entry["type"] == kind and entry.get("to") == whom for entry in entries):
            yield UnknownFact("events", asks, type=kind)
