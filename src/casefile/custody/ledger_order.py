"""The order of the entries of a ledger: by date if the dates decide, else by the position in the file.

The module also decides which entries are movers (they may change the status) and which are news (they confirm
custody); an entry may be both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from casefile.dates import Day, When, find_misordered_dates, in_order
from casefile.model.plain_data import KnownData

if TYPE_CHECKING:
    from casefile.model.events import Event

OVERTURNED = frozenset({"overturned", "annulled"})
"""Outcomes of a hearing that set a decision aside; both words mean the same."""
UNDOING = OVERTURNED | {"remitted"}
"""Outcomes of a hearing after which the decision that it reviews is not in force."""
CHANGED = frozenset({"sentence_changed", "converted"})
"""Outcomes of a hearing that replace one sentence with another."""
ORDERED_BASIS = {
    "remanded": "pretrial",
    "extended": "pretrial",
    "house_arrest": "house_arrest",
    "committed": "psychiatric",
    "extradition_allowed": "extradition",
}
"""Outcomes of a hearing that order custody, and its form; an extension keeps the present form."""
BAIL = frozenset({"bail", "bail_granted", "bail_posted"})
FREEING_OUTCOMES = BAIL | {"released", "measure_lifted", "milder_measure", "parole_granted"}
"""Outcomes of a hearing that order a release; only a later entry shows that it was carried out."""
RETURNING = frozenset({"suspension_revoked", "parole_revoked", "bail_cancelled", "surrender_ordered"})
"""Outcomes of a hearing after which a person at liberty has to go to prison."""
ABSOLVING = frozenset({"acquitted", "terminated", "not_responsible"})
"""Outcomes of a verdict that end the accusation without a conviction."""
HEARING_MOVES = frozenset({
    *ORDERED_BASIS, *FREEING_OUTCOMES, *RETURNING, *UNDOING, *CHANGED, "stayed", "upheld",
    "extradition_refused", "removal_ordered",
})  # fmt: skip
"""Outcomes of a hearing by which the status may change."""
IN_COURT = frozenset({"in_person", "video"})
"""Values of `presence` with which the person is in court, and therefore not missing."""
HEARING_LEAVES = frozenset({
    "upheld", "refused", "adjourned", "examination_ordered", *UNDOING, *CHANGED,
})  # fmt: skip
"""Outcomes of a hearing that confirm custody; a hearing without an outcome may not have taken place."""


MOVES = frozenset({
    "detention", "release", "confirmation", "disappearance", "death", "departure", "clemency", "verdict",
    "charge", "case", "transfer",
})  # fmt: skip
"""Types of entries that are always movers."""


Tests = Mapping[str, Callable[[KnownData], bool]]
"""For some types of entries, a test of the fields; an entry of another type never passes."""


def fits(event: Event, tests: Tests) -> bool:
    """Return whether an entry passes the test for its type; false for a type without a test."""
    return event.type in tests and tests[event.type](vars(event))


def first_day(event: Event) -> int:
    """Return the first day on which an entry may have happened, as an ordinal."""
    return event.date.earliest.toordinal()


def _hearing_moves(fields: KnownData) -> bool:
    """Return whether a hearing may change the status, by its outcome, `then`, presence or stage."""
    has_moved = fields["outcome"] in HEARING_MOVES or fields["then"] is not None
    if has_moved or fields["presence"] in IN_COURT or refuses_to_extend(fields):
        return True
    return bool(fields["outcome"] == "unknown" and fields["stage"] == "custody")  # custody may be ordered


def refuses_to_extend(hearing: KnownData) -> bool:
    """Return whether a hearing, given by its fields, refuses to extend custody."""
    return bool(hearing["outcome"] == "refused" and hearing["stage"] == "extension")


ANSWERS = frozenset({"denies", "acknowledges", "alternative_account"})
"""Values of `position` with which an authority states, or denies, where the person is."""
MAY_MOVE: Tests = {
    "hearing": _hearing_moves,
    "restriction": lambda fields: fields["step"] in {None, "imposed", "lifted", "breached"},
    "official_response": lambda fields: fields["position"] in ANSWERS,
    "access": lambda fields: fields["outcome"] == "permitted",
}
"""Types of which only some entries may change the status, with the test for each type."""


def may_change_status(event: Event) -> bool:
    """Return whether the status may change by an entry like this, whatever its verification status."""
    return event.type in MOVES or fits(event, MAY_MOVE)


LIVING = frozenset({"detention", "release", "departure"})
"""Types of entries that always show that the person is alive."""
VISITORS = frozenset({"family", "counsel", "consular"})
"""Values of `to` for visitors who know that the person is alive."""
SENT = frozenset({"parcels", "letters"})
"""Means of access that do not show that the person is alive."""
MEETING: Tests = {
    "access": lambda fields: fields["to"] in VISITORS and fields["means"] not in SENT,
    "confirmation": lambda fields: fields["found"] in {"held", "free"},
}
"""Types of which only some entries show that the person is alive, with the test for each type."""


def shows_life(event: Event) -> bool:
    """Return whether an entry shows that the person is alive.

    A transfer or a doctor's visit does not, because it may concern a body.
    """
    return event.type in LIVING or fits(event, MEETING) or vars(event).get("presence") in IN_COURT


NEWS: Tests = {
    "access": MAY_MOVE["access"],
    "hearing": lambda fields: fields["outcome"] in HEARING_LEAVES and fields["presence"] != "in_absentia",
    "ill_treatment": lambda fields: fields["confinement"] is not None,
    "transfer": lambda fields: fields["basis"] is None,
}
"""Types of which only some entries are news of custody, with the test for each type."""


def confirms(event: Event) -> bool:
    """Return whether an entry is news of custody: it confirms that a person who is held still is.

    Such an entry may also be a mover.
    """
    return fits(event, NEWS)


def movers_in_order(events: Sequence[Event], *, with_disputed: bool = False) -> list[int]:
    """Return the indices of the movers that count, in the order in which the rules are applied to them.

    With `with_disputed` the disputed entries count too.
    """
    return put_in_order(
        events,
        [
            index
            for index, event in enumerate(events)
            if may_change_status(event) and is_counted(event, with_disputed=with_disputed)
        ],
    )


def is_counted(event: Event, *, with_disputed: bool) -> bool:
    """Return whether an entry counts by its verification status; disputed ones only with `with_disputed`."""
    return event.stands or (with_disputed and event.standing == "disputed")


def put_in_order(events: Sequence[Event], indices: Iterable[int]) -> list[int]:
    """Return the given indices in an order that the dates of the events allow.

    The indices are taken one after the other. Each goes last, or before the first one placed so far whose
    event must come after it.
    """
    given = list(indices)
    too_late = set(find_misordered_dates(events[index].date for index in given))
    placed: list[int] = []
    for at, index in enumerate(given):
        if at in too_late:
            latest = events[index].date.latest
            placed.insert(first_after([events[each].date for each in placed], latest), index)
        else:
            placed.append(index)
    return placed


def list_in_order(events: Sequence[Event]) -> list[int]:
    """Return the indices of all entries in the order in which the ledger is shown.

    If the dates are in order, that is the order of the file. Else the movers that count are in the order in
    which the rules are applied to them; every other entry follows the entry before it in the file, as far as
    the dates allow. An entry appended to the file never reorders earlier movers.
    """
    if in_order(event.date for event in events):
        return list(range(len(events)))
    return insert_other_entries(events, movers_in_order(events))


def insert_other_entries(events: Sequence[Event], kept: Sequence[int]) -> list[int]:
    """Return the indices of all entries: `kept` in the given order, each other one after its file neighbour.

    The file neighbour is the entry before it in the file. The dates have precedence: an entry is before all
    entries that must come later and after all that must come earlier.
    """
    placed, fixed = list(kept), set(kept)
    for index in range(len(events)):
        if index not in fixed:
            placed.insert(_shown_at(events, placed, index), index)
    return placed


def find_insertion_index(events: Sequence[Event], new: Event) -> int:
    """Return the index in the file at which a new entry is inserted: as late as its date allows.

    That is before the first entry that must come after it. In a file that is itself out of order it is the
    end, and `list_in_order` sorts the new entry when the ledger is read.
    """
    if not in_order(event.date for event in events):
        return len(events)
    return first_after([each.date for each in events], new.date.latest)


def overlapping_neighbours(events: Sequence[Event], movers: Sequence[int]) -> list[tuple[int, int]]:
    """Return the pairs of neighbours in `movers` whose order the dates do not decide, only the file.

    `movers` and the result are indices of events; `movers` are in the order in which the rules apply them.
    """
    return [
        (before, after)
        for before, after in pairwise(movers)
        if events[before].date.latest >= events[after].date.earliest
    ]


def first_after(dates: Sequence[When | None], latest: Day) -> int:
    """Return the index of the first date that starts after a day, or the number of dates if there is none.

    A date is None if the date of the entry is not known; such dates are skipped.
    """
    later = (at for at, date in enumerate(dates) if date is not None and date.earliest > latest)
    return next(later, len(dates))


def _shown_at(events: Sequence[Event], placed: Sequence[int], index: int) -> int:
    """Return the place in `placed` of an entry that cannot change the status (event number `index`).

    It is after its file neighbour, as far as the dates allow.
    """
    date = events[index].date
    lowest: int = max(
        (at + 1 for at, other in enumerate(placed) if events[other].date.latest < date.earliest), default=0
    )
    highest = first_after([events[each].date for each in placed], date.latest)
    wanted = placed.index(index - 1) + 1 if index else 0
    return min(max(wanted, lowest), highest)
