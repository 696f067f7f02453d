"""The course: the chain of states that a ledger was folded into, which gives the answer for any day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from msgspec import Struct, convert, to_builtins
from msgspec.structs import replace

from casefile.custody.closed_proceedings import ProceedingStep
from casefile.custody.custody_view import Reason, View
from casefile.custody.day_counts import CertainDays, certain_days_of, merge_certain_days, starts_of
from casefile.custody.proceeding_rules import join_all_proceedings
from casefile.custody.state import DateSpan, State
from casefile.custody.status_reasons import changed_by_time, find_reason
from casefile.custody.stored_course import StoredReadings, store_readings
from casefile.custody.time_rules import CustodyNews, SeenState, is_carried_out, may_be_over, see_state
from casefile.custody.transitions import Readings
from casefile.custody.view_merge import merge_states
from casefile.dates import Day


class Course(Struct, frozen=True):
    """The chain of possible states that a ledger goes through; it does not depend on today.

    A mover is an entry that may change the status. `states` contains the possible states before the first
    mover and after each mover; `movers` are the ids of the movers, `bounds` the first and the last day of
    each, as ordinals. `rules` names, for each mover, the rules that applied in any possible state, `warned`
    those that applied in all of them. `news` are the entries that confirm custody. `disputed` is the course
    in which disputed entries count too; None if there are none. `proceedings` are the steps of the
    proceedings that movers name.
    """

    movers: tuple[str, ...]
    bounds: tuple[tuple[int, int], ...]
    states: Sequence[Readings]
    rules: tuple[tuple[str, ...], ...]
    warned: tuple[tuple[str, ...], ...]
    news: tuple[CustodyNews, ...]
    stale_days: int
    disputed: Course | None = None
    proceedings: tuple[ProceedingStep, ...] = ()

    def on(self, day: Day) -> View:
        """Return the status and the facts of custody at the end of a day.

        Its `disputed` is set if other statuses would be possible with the disputed entries.
        """
        pairs = self._states_on(day.toordinal())
        seen = [each for each, _ in pairs]
        timed = [names for _, names in pairs] if changed_by_time(seen) else []
        view = merge_states(seen, self._reason(day, timed))
        if self.disputed and self.disputed.on(day).possible != view.possible:
            return replace(view, disputed=True)
        return view

    def surely_held(self, day: Day) -> tuple[CertainDays | None, ...]:
        """Return the certain days of each time in custody, as seen at the end of a day.

        An item is None if, in one of the possible states, that time in custody is not certain.
        """
        return merge_certain_days([certain_days_of(seen) for seen, _ in self._states_on(day.toordinal())])

    def spell_events(self, day: Day) -> tuple[str | None, ...]:
        """Return the id of the entry that began each time in custody that the view of a day lists.

        An item is None if the possible states differ in when it began.
        """
        places = zip_longest(*(starts_of(seen.state) for seen, _ in self._states_on(day.toordinal())))
        return tuple(self._began_with(place, {*starts} - {None}) for place, starts in enumerate(places))

    def _began_with(self, place: int, starts: set[DateSpan | None]) -> str | None:
        """Return the id of the mover after which the time in custody at index `place` first has this start.

        `starts` are the starts at that index in all possible states; unless there is exactly one, the result
        is None.
        """
        for mover, readings in zip(self.movers, self.states[1:], strict=True):
            if len(starts) == 1 and any({*starts_of(each)[place : place + 1]} == starts for each in readings):
                return mover
        return None

    def sentences_served(self, day: Day) -> frozenset[str]:
        """Return the ids of the entries whose sentence certainly held the person at some time up to a day.

        These are the entries that gave or changed the sentence. Sentences that hold only by disputed entries
        are included.
        """
        _, last = self.count_movers(day.toordinal())
        found = set(self.disputed.sentences_served(day) if self.disputed else ())
        for readings in self.states[1 : last + 1]:
            found |= set.intersection(*[
                {each.entry for each in state.active if state.held and each.entry and not each.doubtful}
                for state in readings
            ])  # fmt: skip
        return frozenset(found)

    def open_proceedings(self, day: Day, begun: Iterable[str]) -> Mapping[str, bool | None]:
        """Return whether proceedings are open at the end of a day: those that movers name, and those `begun`.

        The latter are open unless a mover shows that they are closed. The value is None if the answer depends
        on an entry that may have happened by the day or not.
        """
        first, last = self.count_movers(day.toordinal())
        answers = [self._open_after(count, day.toordinal()) for count in range(first, last + 1)]
        for name in begun:
            for each in answers:
                each.setdefault(name, True)
        found = {name: {each.get(name) for each in answers} for each in answers for name in each}
        return {name: each.pop() if len(each) == 1 else None for name, each in found.items()}

    def joined_after(self, count: int) -> Mapping[str, str]:
        """Return the proceedings that the first `count` movers joined to others, with the one each became."""
        steps = (each for each in self.proceedings if each.mover < count and each.effect == "joined")
        return join_all_proceedings((each.name, each.into) for each in steps)

    def _open_after(self, count: int, day: int) -> dict[str, bool]:
        """Return for each proceeding that the first `count` movers name whether it is open on a day.

        `day` is an ordinal.
        """
        is_open: dict[str, bool] = {}
        judged: set[str] = set()
        for step in self.proceedings:
            if step.mover >= count:
                break
            joined = self.joined_after(step.mover)
            name = joined.get(step.name, step.name)
            if step.into:
                into = joined.get(step.into, step.into)
                is_open[into] = True
                if step.effect == "joined" and name != into:
                    is_open[name] = False
                continue
            after = step.is_open(day, is_judged=name in judged)
            is_open[name] = is_open.get(name, True) if after is None else after
            if step.effect == "judged":
                judged.add(name)
        return is_open

    def because(self, day: Day) -> tuple[str, ...]:
        """Return the names of all rules that led to the answer for a day, each once.

        They begin with `start`; those of entries follow in the order of the ledger, then those of time.
        """
        number = day.toordinal()
        _, last = self.count_movers(number)
        names = ["start", *(name for acted in self.rules[:last] for name in acted)]
        names += [name for _, timed in self._all_states_on(number) for name in timed]
        return tuple(dict.fromkeys(names))

    def as_data(self) -> dict[str, Any]:
        """Return the course as plain data for JSON."""
        data: dict[str, Any] = to_builtins(replace(self, states=(), disputed=None))
        data["states"] = store_readings(self.states)
        data["disputed"] = self.disputed.as_data() if self.disputed else None
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Course:
        """Return the course from the data that `as_data` returned; its states are converted on first use."""
        disputed = cls.from_data(data["disputed"]) if data["disputed"] else None
        course = convert({**data, "states": (), "disputed": None}, cls)
        return replace(course, states=StoredReadings(data["states"]), disputed=disputed)

    def _reason(self, day: Day, timed: Sequence[Sequence[str]]) -> Reason:
        """Return the rule that decided the answer for the end of a day.

        `timed` has, for each possible state, the names of the time rules that applied; it is empty if time
        changed nothing.
        """
        _, last = self.count_movers(day.toordinal())
        chain = self.states[: last + 1]
        return find_reason(chain, self.rules[:last], self.movers, self.bounds, timed)

    def _states_on(self, day: int) -> list[tuple[SeenState, tuple[str, ...]]]:
        """Return the states that may be true at the end of a day, each with the time rules that applied.

        A state in which an order is not carried out yet is left out once it is presumed to be carried out,
        unless that leaves none. `day` is an ordinal.
        """
        seen = self._all_states_on(day)
        return [each for each in seen if not is_carried_out(each[0])] or seen

    def _all_states_on(self, day: int) -> list[tuple[SeenState, tuple[str, ...]]]:
        """Return each possible state at the end of a day, with the names of the time rules applied to it.

        Unlike `_states_on`, it leaves out none. `day` is an ordinal.
        """
        first, last = self.count_movers(day)
        readings = dict.fromkeys(state for each in self.states[first : last + 1] for state in each)
        return [
            see_state(
                state, day, self.news, self.stale_days, goes_on=self._custody_continues(state, day, last)
            )
            for state in readings
        ]

    def _custody_continues(self, state: State, day: int, last: int) -> bool:
        """Return whether a later entry shows that custody continued on a day, in spite of years without news.

        It does if a possible state after it has the same custody, or its end after the day. `last` is the
        number of movers that may have happened by the day; `day` is an ordinal.
        """
        if not may_be_over(state, day, state.proof):
            return False
        later = (each for readings in self.states[last + 1 :] for each in readings)
        return any(_continues(each, state, day) for each in later)

    def count_movers(self, day: int) -> tuple[int, int]:
        """Return how many movers certainly happened by a day, and how many may have happened by it.

        The certain ones are all up to the last mover whose latest day is not after the day. The possible ones
        end before the first mover that begins after the day. A death whose latest day is in the future may be
        later than the entries that follow it in the file. `day` is an ordinal.
        """
        fewest, may_be_alive = 0, False
        for count, (first, last) in enumerate(self.bounds):
            if first > day:
                return fewest, count
            may_be_alive = may_be_alive or (last > day and self._may_be_a_death(count))
            if last <= day and not may_be_alive:
                fewest = count + 1
        return fewest, len(self.bounds)

    def _may_be_a_death(self, count: int) -> bool:
        """Return whether the mover at index `count` may be a death, of a person surely alive until then."""
        alive = all(each.status != "dead" for each in self.states[count])
        return alive and any(each.status == "dead" for each in self.states[count + 1])


def _continues(later: State, state: State, day: int) -> bool:
    """Return whether the custody of `state` continues in the state `later`, or ended there after `day`."""
    if later.held:
        return later.started == state.started
    spell = later.spells[-1] if later.spells else None
    return (
        spell is not None and spell.start == state.started and spell.end is not None and spell.end.first > day
    )
