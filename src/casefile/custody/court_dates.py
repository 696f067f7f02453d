"""Find the entries that cancel a hearing or record its result, in a proceeding that may be the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from casefile.custody.attribution import named_proceedings, proceeding_of
from casefile.custody.proceeding_rules import JOINING, join_all_proceedings, old_and_new
from casefile.dates import Day
from casefile.model.events import CaseStep, Clemency, Death, Departure, Event, Hearing, Release, Verdict
from casefile.model.vocabularies import ANNOUNCED

OVERTAKES = (Verdict, Release, Clemency, Departure, Death)
"""After one of these entries the result of an earlier hearing is no longer expected."""


class CourtDates(Struct, frozen=True, dict=True):
    """The entries of a ledger that count, in its order, and questions about the hearings among them."""

    events: Sequence[Event]

    @cached_property
    def _named(self) -> Mapping[str, str]:
        return named_proceedings(self.events)

    def may_be_of_one_proceeding(self, earlier: Event, later: Event) -> bool:
        """Return whether a later entry may belong to the proceeding of an earlier one.

        It may if one of them names no proceeding, or if both proceedings were joined by the date of the later
        entry. An entry that is against the earlier one belongs to its proceeding.
        """
        old, new = (proceeding_of(vars(each), self._named) for each in (earlier, later))
        if not old or not new or old == new or vars(later).get("against") == earlier.id:
            return True
        joined = self._joined_by(later.date.latest)
        return joined.get(old, old) == joined.get(new, new)

    def _joined_by(self, day: Day) -> Mapping[str, str]:
        """Return the proceedings that may be joined to others by a day, with the one that contains each."""
        steps = (each for each in self.events if each.type == "case" and each.date.earliest <= day)
        pairs = (old_and_new(each) for each in steps if vars(each)["step"] in JOINING)
        return join_all_proceedings(filter(None, pairs))

    def is_cancelled(self, hearing: Hearing) -> bool:
        """Return whether an entry with the outcome `cancelled` may be about a hearing, perhaps a future one.

        It may if their dates overlap and they may be of one proceeding.
        """
        return any(
            isinstance(each, Hearing)
            and each.outcome == "cancelled"
            and each.date.earliest <= hearing.date.latest
            and each.date.latest >= hearing.date.earliest
            and self.may_be_of_one_proceeding(hearing, each)
            for each in self.events
        )

    def has_result(self, hearing: Hearing, later: Iterable[Event]) -> bool:
        """Return whether one of the later entries records the result of a scheduled hearing.

        Such an entry is any hearing that is neither scheduled nor cancelled, a verdict, a release, clemency,
        a departure, a death, or the closing of the proceeding; it may be of the proceeding of the hearing.
        """
        return any(_records_result(each) and self.may_be_of_one_proceeding(hearing, each) for each in later)


def _records_result(event: Event) -> bool:
    if isinstance(event, Hearing):
        return event.outcome not in ANNOUNCED
    return isinstance(event, OVERTAKES) or (isinstance(event, CaseStep) and event.step == "closed")
