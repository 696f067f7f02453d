"""Which proceedings are over by a day, as the rules of custody read the entries that name them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct

from casefile.custody.attribution import stated_proceeding
from casefile.custody.cases import JOINING, old_and_new
from casefile.custody.course import Course
from casefile.custody.folding import decisions, verdicts_with_appeal
from casefile.custody.now import REVIEWED, final_from, is_of_a_higher_court, upholds_a_judgment
from casefile.custody.order import OVERTURNED
from casefile.model.dates import Day
from casefile.model.events import CaseStep, Event, Hearing, Verdict

UNDOING = frozenset({*OVERTURNED, "remitted"})
"""Outcomes of a hearing that reviews a judgment after which it is no more, unless it was about custody."""
OF_CUSTODY = frozenset({"custody_order", "release_order"})
UNDECIDED = frozenset({"annulled", "adjudication_deferred"})
"""Outcomes of a verdict with which no proceeding is over."""


class Proceedings(Struct, frozen=True):
    """The proceedings of a ledger at the end of a day.

    `of` gives, by the id of an entry, its proceeding, or the one in which that one goes on. `is_open` has
    those that entries name: None where it depends on an entry that may have happened or not.
    """

    of: Mapping[str, str]
    is_open: Mapping[str, bool | None]


def proceedings_on(events: Sequence[Event], course: Course, day: Day) -> Proceedings:
    """Return the proceedings of a ledger, given in the order of its file, and folded into its course."""
    entries = {each.id: each for each in events if each.stands}
    own = {key: name for key, each in entries.items() if (name := vars(each).get("proceeding"))}
    of = {key: name for key, each in entries.items() if (name := stated_proceeding(each, own))}
    verdicts = [each for each in entries.values() if isinstance(each, Verdict)]
    walk = _Walk(
        [entries[key] for key in course.movers],
        course,
        of,
        frozenset(verdicts_with_appeal(verdicts, events)),
        decisions([*entries.values()]),
        day,
    )
    first, last = course.happened(day.toordinal())
    answers = [walk.open_after(count) for count in range(first, last + 1)]
    past = [of[key] for key, each in entries.items() if key in of and each.date.latest <= day]
    for name in past:
        for each in answers:
            each.setdefault(walk.joined(last).get(name, name), True)
    found = {name: {each.get(name) for each in answers} for each in answers for name in each}
    return Proceedings(
        {key: walk.joined(last).get(name, name) for key, name in of.items()},
        {name: each.pop() if len(each) == 1 else None for name, each in found.items()},
    )


class _Walk(Struct, frozen=True):
    """The movers of a ledger, and what ties them to each other: `of` gives the proceeding of each."""

    movers: Sequence[Event]
    course: Course
    of: Mapping[str, str]
    appealed: Collection[str]
    decided: Mapping[str, str]
    day: Day

    def joined(self, count: int) -> Mapping[str, str]:
        """Return in which proceeding each that is no more goes on, after so many movers."""
        return {old: new for state in self.course.states[count] for old, new in state.joined}

    def open_after(self, count: int) -> dict[str, bool | None]:
        """Return whether the proceedings are open that so many movers name."""
        is_open: dict[str, bool | None] = {}
        judged: set[str] = set()
        for at, event in enumerate(self.movers[:count]):
            joined = self.joined(at)
            if isinstance(event, CaseStep) and (pair := old_and_new(event)):
                old, new = (joined.get(each, each) for each in pair)
                is_open[new] = True
                if event.step in JOINING and old != new:
                    is_open[old] = False
                continue
            name = self.of.get(event.id)
            if name is None:
                continue
            name = joined.get(name, name)
            is_open.setdefault(name, True)
            after = self._is_open(event, is_judged=name in judged)
            if after is not None:
                is_open[name] = after
            if isinstance(event, Verdict):
                judged.add(name)
        return is_open

    def _is_open(self, event: Event, *, is_judged: bool) -> bool | None:
        """Return whether a proceeding is open after an entry; None where the entry leaves that as it is."""
        if isinstance(event, CaseStep):
            return event.step != "closed"
        if isinstance(event, Verdict):
            return event.outcome in UNDECIDED or not self._is_final(event)
        if not isinstance(event, Hearing) or not is_judged or event.stage not in REVIEWED:
            return None
        if upholds_a_judgment(event):
            return False
        is_about_custody = (event.overturns or self.decided.get(event.against or "")) in OF_CUSTODY
        return True if event.outcome in UNDOING and not is_about_custody else None

    def _is_final(self, verdict: Verdict) -> bool:
        start = final_from(verdict, is_appealed=verdict.id in self.appealed)
        return is_of_a_higher_court(verdict) or (start is not None and start <= self.day.toordinal())
