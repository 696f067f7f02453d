"""Find unknown facts: facts that a reader of a case would ask for and that the record does not state."""

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
    """A fact that is not stated: the path of its field, the question of the field, the event it belongs to.

    `event` and `type` are the id and type of the event, empty if the fact is about the person or the case.
    `said` is `unknown` if the record states that the fact is not known.
    """

    field: str
    asks: str
    event: str = ""
    type: str = ""
    said: str = ""

    @property
    def named(self) -> str:
        """Return a short name of the missing fact."""
        if self.field == "events":
            return self.asks[:1].lower() + self.asks[1:].rstrip(".")
        field = self.field.rsplit(".", 1)[-1]
        return OPEN.get((self.type, field)) or OPEN.get(("", field)) or word(field)

    def as_data(self) -> Fields:
        """Return the fact as plain data for the output of `--json`."""
        return plain_fields(self, "event", "type", "said")


OPEN = {
    ("", "birth"): "date of birth",
    ("", "affiliations"): "which organisation",
    ("", "grounds"): "the reason for targeting the person",
    ("", "by"): "by whom",
    ("", "facility"): "where held",
    ("detention", "kind"): "the kind of detention",
    ("", "legal_basis"): "the law",
    ("", "reasons"): "reasons given",
    ("", "notice"): "information for the person and the family",
    ("", "warrant"): "a warrant",
    ("", "items"): "the seized items",
    ("", "occupation"): "occupation",
    ("", "sources"): "a source",
}
"""Short names of fields, by the type of the event and the field.

Other fields are called by their own name.
"""


def _orders(data: Data) -> bool:
    return data.get("outcome") in ORDERED_BASIS


def _convicts(data: Data) -> bool:
    return data.get("outcome") == "convicted"


OF_PERSON = "birth|age gender occupation affiliations"
"""The expected fields of the person; of fields joined by a bar one is enough."""
OF_CASE = "grounds consent"
"""The expected fields of the case as a whole."""
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
"""The fields that are expected of believed events, by type."""
ALWAYS = "sources"
"""The field that every event should have."""
MATTERS: Mapping[tuple[str, str], Callable[[Data], bool]] = {
    ("hearing", "until"): _orders,
    ("verdict", "sentences"): _convicts,
}
"""Fields that are expected only of some events of a type, with the condition."""
WHILE_HELD = (
    ("access", "counsel", "Whether a lawyer could reach the person."),
    ("access", "family", "Whether the family could reach the person."),
)
"""Events that the ledger of a person in custody should have: the type, the value of `to`, the question it
answers."""


def gaps(data: Data, view: View, day: Day) -> tuple[UnknownFact, ...]:
    """Return the expected facts that a case does not state: of the person, of the case, of each event.

    Only believed events up to the day count. Of a person who was or may be in custody, access by a lawyer and
    by the family is expected too. `data` is the plain data of a valid case, `view` its custody on the day.
    """
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
        asks = " ".join(shape.fields[name].meta.description for name in names)
        yield UnknownFact(prefix + names[0], asks, said="unknown" if stated else "")


def _unseen(entries: Sequence[Data]) -> Iterator[UnknownFact]:
    """Yield an unknown fact for each event of WHILE_HELD that the ledger of a person in custody lacks."""
    for kind, whom, asks in WHILE_HELD:
        if not any(entry["type"] == kind and entry.get("to") == whom for entry in entries):
            yield UnknownFact("events", asks, type=kind)
