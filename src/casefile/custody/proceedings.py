"""Find the proceedings that are open on a day, by the same reading of the ledger as custody."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import product

from msgspec import Struct

from casefile.custody.attribution import stated_proceeding
from casefile.custody.cases import JOINING, old_and_new
from casefile.custody.course import Course
from casefile.custody.folding import decisions, is_about_custody, verdicts_with_appeal
from casefile.custody.now import REVIEWED, final_from, is_of_a_higher_court, upholds_a_judgment
from casefile.custody.order import UNDOING
from casefile.model.dates import Day
from casefile.model.events import CaseStep, Event, Hearing, Verdict

UNDECIDED = frozenset({"annulled", "adjudication_deferred"})
"""Outcomes of a verdict after which its proceeding stays open."""


class Proceedings(Struct, frozen=True):
    """The proceedings of a ledger at the end of a day.

    `of` has the proceeding of an entry, or the one in which that one goes on, by the id of the entry.
    `is_open` has the proceedings that entries name: None if it depends on an entry that may have happened.
    """

    of: Mapping[str, str]
    is_open: Mapping[str, bool | None]


def proceedings_on(events: Sequence[Event], course: Course, day: Day) -> Proceedings:
    """Return the proceedings of a ledger; its events are in the order of the file, `course` is theirs."""
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
    first, last = course.count_movers(day.toordinal())
    joined = walk.joined(last)
    goes_on = {key: joined.get(name, name) for key, name in of.items()}
    past = [goes_on[key] for key in of if entries[key].date.latest <= day]
    answers = [walk.open_after(count) for count in range(first, last + 1)]
    for answer, name in product(answers, past):
        answer.setdefault(name, True)
    names = dict.fromkeys(name for answer in answers for name in answer)
    found = {name: {answer.get(name) for answer in answers} for name in names}
    return Proceedings(
        goes_on, {name: each.pop() if len(each) == 1 else None for name, each in found.items()}
    )


class _Walk(Struct, frozen=True):
    """The movers of a ledger with their links: `of` has the stated proceeding of each by its id."""

    movers: Sequence[Event]
    course: Course
    of: Mapping[str, str]
    appealed: Collection[str]
    decided: Mapping[str, str]
    day: Day

    def joined(self, count: int) -> Mapping[str, str]:
        """Return the proceedings in which joined ones go on after so many movers, by the old names."""
        return {old: new for state in self.course.states[count] for old, new in state.joined}

    def open_after(self, count: int) -> dict[str, bool | None]:
        """Return whether each proceeding that the first `count` movers name is open after them."""
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
        is_undone = event.outcome in UNDOING and not is_about_custody(event, self.decided)
        return True if is_undone else None

    def _is_final(self, verdict: Verdict) -> bool:
        start = final_from(verdict, is_appealed=verdict.id in self.appealed)
        return is_of_a_higher_court(verdict) or (start is not None and start <= self.day.toordinal())
