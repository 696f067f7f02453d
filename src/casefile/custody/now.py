"""One entry meeting one state: what the rules ask before they apply."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from casefile.custody.state import FREE, LAST, Span, State
from casefile.model.dates import Day, When
from casefile.model.events import Sentence

PENALTY_BASIS = {
    "imprisonment": "imprisonment",
    "life": "imprisonment",
    "death": "imprisonment",
    "forced_labour": "imprisonment",
    "compulsory_treatment": "psychiatric",
    "restricted_liberty": "open_facility",
    "administrative_arrest": "administrative",
}
"""Which custody a penalty brings; of several the first of this list counts."""
REPLACING = frozenset({"suspended", "probation", "deferred"})
REPLACED = frozenset({"imprisonment", "restricted_liberty"})
SPARING = frozenset({"suspended", "probation", "fine", "community_work", "ban", "deferred", "confiscation"})
"""Penalties under which a convicted person goes home."""
CLOSING_STEPS = frozenset({"dropped", "time_barred", "terminated"})
CLOSED_STEPS = CLOSING_STEPS | {"acquitted"}
FREEING_OUTCOMES = frozenset({"released", "bail", "measure_lifted"})
PROVING = frozenset({"official", "relative", "lawyer"})
"""Whose word is enough to say that somebody died."""


class Now(NamedTuple):
    """An entry that is about to move a state.

    `certain`: the person is certainly held on the entry's earliest day, so that it may continue a spell.
    `lapsed`: the order had run out by then. `event` is of the type that the rule is for.
    """

    state: State
    event: Any
    date: Span
    certain: bool
    lapsed: bool
    connections: Mapping[str, str | None]

    @property
    def held(self) -> bool:
        """Whether the person is held or possibly held."""
        return self.state.status == "held"

    @property
    def free(self) -> bool:
        """Whether the person is certainly at liberty in the country."""
        return self.state.status in FREE

    @property
    def bound(self) -> bool:
        """Whether a sentence is being served, which this entry cannot touch: another case."""
        return self.state.serving and not self.higher

    @property
    def until(self) -> int | None:
        """The last day of the order, where the entry itself states it."""
        return last_day(self._said("until"))

    def _said(self, field: str) -> Any:  # noqa: ANN401 - whatever the field holds
        """Return what the entry says in a field, if its type has it: to ask a model for one is slow."""
        return vars(self.event).get(field)

    @property
    def absent(self) -> bool:
        """Whether it happened in absentia."""
        return bool(self._said("presence") == "in_absentia")

    @property
    def higher(self) -> bool:
        """Whether a verdict of instance appeal or higher speaks."""
        return self._said("instance") in {"appeal", "cassation", "supervisory"}

    @property
    def penalties(self) -> frozenset[str]:
        """The penalties of a verdict, without those that a milder one beside them replaces."""
        stated = frozenset(sentence.penalty for sentence in self.event.sentences)
        return stated - REPLACED if stated & REPLACING else stated

    @property
    def custodial(self) -> str | None:
        """The basis that a verdict's penalties bring, if any of them is custodial."""
        penalties = self.penalties
        return next((basis for penalty, basis in PENALTY_BASIS.items() if penalty in penalties), None)

    @property
    def proceeding(self) -> str:
        """The kind of case that a verdict belongs to."""
        stated: str | None = self.event.proceeding
        return stated or ("administrative" if "administrative_arrest" in self.penalties else "criminal")

    @property
    def absolves(self) -> bool:
        """Whether a verdict acquits or ends the case on which the person may be held."""
        if self.absolves_of_crime:
            return True
        absolving = self.event.outcome in {"acquitted", "terminated"} and not self.custodial
        return absolving and self.proceeding == self.state.basis == "administrative"

    @property
    def absolves_of_crime(self) -> bool:
        """Whether a verdict acquits or ends a criminal case."""
        absolving = self.event.outcome in {"acquitted", "terminated"} and not self.custodial
        return absolving and self.proceeding == "criminal"

    @property
    def sentence_end(self) -> int | None:
        """The end of the custodial sentences as stated; only that of an administrative arrest is computed.

        None where one of them has none.
        """
        custodial = [
            each for each in self.event.sentences if each.penalty in PENALTY_BASIS.keys() & self.penalties
        ]
        ends = [self._end_of(each) for each in custodial]
        known = [end for end in ends if end is not None]
        return max(known) if known and len(known) == len(ends) else None

    def _end_of(self, sentence: Sentence) -> int | None:
        if sentence.until is not None or sentence.penalty != "administrative_arrest":
            return last_day(sentence.until)
        if sentence.term is None or self.date.last >= LAST:
            return None
        return sentence.term.add_to(Day.fromordinal(self.date.last)).toordinal()

    @property
    def spares(self) -> bool:
        """Whether a criminal conviction has only penalties under which the person goes home."""
        stated = {sentence.penalty for sentence in self.event.sentences}
        return (
            self.event.outcome == "convicted"
            and self.proceeding == "criminal"
            and bool(stated)
            and self.penalties <= SPARING
            and not self.absent
        )

    @property
    def takes(self) -> bool:
        """Whether a custodial verdict puts or keeps the person in custody."""
        in_court = self.certain or self.event.taken_into_custody is True
        return self.custodial is not None and in_court and not self.absent

    @property
    def proved(self) -> bool:
        """Whether a death is known well enough to be final."""
        if self.event.standing in {"corroborated", "confirmed"}:
            return True
        cited = (getattr(each, "source", each) for each in self.event.sources)
        return any(self.connections.get(source) in PROVING for source in cited)

    @property
    def drops_all(self) -> bool:
        """Whether a recorded charge is closed by this step and none stays open after it."""
        if self.event.step not in CLOSING_STEPS:
            return False
        closed = {(each.statute, each.part, each.offence) for each in self.event.charges}
        recorded = {each[:3]: each.step not in CLOSED_STEPS for each in self.state.charges}
        return any(recorded.get(key) for key in closed) and not any(
            is_open for key, is_open in recorded.items() if key not in closed
        )


def last_day(when: When | None) -> int | None:
    """Return the last day that a stated end may be, None where it is open."""
    if when is None or when.open_end or when.latest.toordinal() >= LAST:
        return None
    return when.latest.toordinal()
