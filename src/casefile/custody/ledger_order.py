"""The order of the ledger: dates decide where they can, else the place in the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from casefile.dates import Day, When, find_misordered_dates, in_order
from casefile.model.plain_data import KnownData

if TYPE_CHECKING:
    from casefile.model.events import Event

OVERTURNED = frozenset({"overturned", "annulled"})
"""Outcomes of a hearing that take a decision away; both words mean the same."""
UNDOING = OVERTURNED | {"remitted"}
"""Outcomes of a hearing after which the decision that it reviews is not in force."""
CHANGED = frozenset({"sentence_changed", "converted"})
"""Outcomes that put one sentence in place of another."""
ORDERED_BASIS = {
    "remanded": "pretrial",
    "extended": "pretrial",
    "house_arrest": "house_arrest",
    "committed": "psychiatric",
    "extradition_allowed": "extradition",
}
"""Hearings that order custody, and its form; an extension keeps the one that there is."""
BAIL = frozenset({"bail", "bail_granted", "bail_posted"})
FREEING_OUTCOMES = BAIL | {"released", "measure_lifted", "milder_measure", "parole_granted"}
"""Hearings that order a release; only the gate shows that it happened."""
RETURNING = frozenset({"suspension_revoked", "parole_revoked", "bail_cancelled", "surrender_ordered"})
"""Hearings after which a person at liberty is to go to prison."""
ABSOLVING = frozenset({"acquitted", "terminated", "not_responsible"})
"""Outcomes of a verdict that ends the accusation without a conviction."""
HEARING_MOVES = frozenset({
    *ORDERED_BASIS, *FREEING_OUTCOMES, *RETURNING, *UNDOING, *CHANGED, "stayed", "upheld",
    "extradition_refused", "removal_ordered",
})  # fmt: skip
"""Outcomes of a hearing by which the status may change."""
IN_COURT = frozenset({"in_person", "video"})
"""A person who is in court is found."""
HEARING_LEAVES = frozenset({
    "upheld", "refused", "adjourned", "examination_ordered", *UNDOING, *CHANGED,
})  # fmt: skip
"""A hearing of one of these outcomes only confirms; one without an outcome may not have been held at all."""


MOVES = frozenset({
    "detention", "release", "confirmation", "disappearance", "death", "departure", "clemency", "verdict",
    "charge", "case", "transfer",
})  # fmt: skip
"""Types whose every entry is a mover."""


Tests = Mapping[str, Callable[[KnownData], bool]]
"""Tests of the fields of an entry, by its type; an entry of any other type does not fit."""


def fits(event: Event, tests: Tests) -> bool:
    """Return whether an entry passes the test for its type."""
    return event.type in tests and tests[event.type](vars(event))


def first_day(event: Event) -> int:
    """Return the first day on which an entry may have happened."""
    return event.date.earliest.toordinal()


def _hearing_moves(fields: KnownData) -> bool:
    has_moved = fields["outcome"] in HEARING_MOVES or fields["then"] is not None
    if has_moved or fields["presence"] in IN_COURT or refuses_to_extend(fields):
        return True
    return bool(fields["outcome"] == "unknown" and fields["stage"] == "custody")  # it may have ordered it


def refuses_to_extend(hearing: KnownData) -> bool:
    """Whether a court refuses to extend custody, by the fields of the hearing."""
    return bool(hearing["outcome"] == "refused" and hearing["stage"] == "extension")


ANSWERS = frozenset({"denies", "acknowledges", "alternative_account"})
"""Positions of an authority on where the person is."""
MAY_MOVE: Tests = {
    "hearing": _hearing_moves,
    "restriction": lambda fields: fields["step"] in {None, "imposed", "lifted", "breached"},
    "official_response": lambda fields: fields["position"] in ANSWERS,
    "access": lambda fields: fields["outcome"] == "permitted",
}
"""Types of which some entries are movers, and which."""


def moves(event: Event) -> bool:
    """Whether an entry of this kind may move the status, whatever its standing."""
    return event.type in MOVES or fits(event, MAY_MOVE)


LIVING = frozenset({"detention", "release", "departure"})
VISITORS = frozenset({"family", "counsel", "consular"})
SENT = frozenset({"parcels", "letters"})
"""Access that shows no one alive."""
MEETING: Tests = {
    "access": lambda fields: fields["to"] in VISITORS and fields["means"] not in SENT,
    "confirmation": lambda fields: fields["found"] in {"held", "free"},
}
"""Types of which some entries are of a living person, and which."""


def shows_life(event: Event) -> bool:
    """Return whether an entry is of a living person: a transfer or a doctor's visit may be of a body."""
    return event.type in LIVING or fits(event, MEETING) or vars(event).get("presence") in IN_COURT


NEWS: Tests = {
    "access": MAY_MOVE["access"],
    "hearing": lambda fields: fields["outcome"] in HEARING_LEAVES and fields["presence"] != "in_absentia",
    "ill_treatment": lambda fields: fields["confinement"] is not None,
    "transfer": lambda fields: fields["basis"] is None,
}
"""Types of which some entries are news, and which."""


def confirms(event: Event) -> bool:
    """Whether an entry of this kind is news: it moves nothing and confirms custody."""
    return fits(event, NEWS)


def movers_in_order(events: Sequence[Event], *, with_disputed: bool = False) -> list[int]:
    """Return the indices of the movers, in the order in which they are folded.

    With `with_disputed` the disputed entries count as if they stood.
    """
    return put_in_order(
        events,
        [
            index
            for index, event in enumerate(events)
            if moves(event) and is_counted(event, with_disputed=with_disputed)
        ],
    )


def is_counted(event: Event, *, with_disputed: bool) -> bool:
    """Return whether an entry counts by its standing; a disputed one counts only with `with_disputed`."""
    return event.stands or (with_disputed and event.standing == "disputed")


def put_in_order(events: Sequence[Event], indices: Iterable[int]) -> list[int]:
    """Put each entry before the first one placed so far that must come after it, else last."""
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


def order(events: Sequence[Event]) -> list[int]:
    """Return the indices of all entries as the ledger is shown.

    Movers stand as they are folded; every other entry follows the one that it follows in the file, as far as
    the dates allow. Entries that are appended never reorder the movers before them.
    """
    if in_order(event.date for event in events):
        return list(range(len(events)))
    return woven(events, movers_in_order(events))


def woven(events: Sequence[Event], kept: Sequence[int]) -> list[int]:
    """Return the indices of all entries: those in the order given, every other behind its file neighbour.

    Behind it as far as the dates allow; before what must come later, after what must come first.
    """
    placed, fixed = list(kept), set(kept)
    for index in range(len(events)):
        if index not in fixed:
            placed.insert(_shown_at(events, placed, index), index)
    return placed


def place(events: Sequence[Event], new: Event) -> int:
    """Return where in the file a new entry goes: as late as its bounds allow.

    That is before the first entry that must come after it. In a file that is itself out of order it goes
    last: the order of the ledger then puts it there.
    """
    if not in_order(event.date for event in events):
        return len(events)
    return first_after([each.date for each in events], new.date.latest)


def overlapping_neighbours(events: Sequence[Event], movers: Sequence[int]) -> list[tuple[int, int]]:
    """Return the neighbours among the movers, given in their order, whose order only the file decides."""
    return [
        (before, after)
        for before, after in pairwise(movers)
        if events[before].date.latest >= events[after].date.earliest
    ]


def first_after(dates: Sequence[When | None], latest: Day) -> int:
    """Return the place of the first date that starts after a day, the length where none does.

    None is the date of an entry of which the date is not known.
    """
    later = (at for at, date in enumerate(dates) if date is not None and date.earliest > latest)
    return next(later, len(dates))


def _shown_at(events: Sequence[Event], placed: Sequence[int], index: int) -> int:
    """Return where an entry that moves nothing is shown: after its file neighbour, within its dates."""
    date = events[index].date
    lowest: int = max(
        (at + 1 for at, other in enumerate(placed) if events[other].date.latest < date.earliest), default=0
    )
    highest = first_after([events[each].date for each in placed], date.latest)
    wanted = placed.index(index - 1) + 1 if index else 0
    return min(max(wanted, lowest), highest)
