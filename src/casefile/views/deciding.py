"""What would decide the status: for each answer that is possible, the entry that would settle it."""

from __future__ import annotations

import shlex
from typing import NamedTuple

from casefile.changes.words import option_name
from casefile.custody.state import FREE
from casefile.custody.view import View
from casefile.model.dates import Day
from casefile.model.shapes import shape_of_entry
from casefile.model.words import OPEN_ENDED


class Decision(NamedTuple):
    """A question, and the entry that records one answer: its type and its fields, without its sources."""

    question: str
    type: str
    fields: tuple[tuple[str, str], ...]

    def command(self, case: str) -> str:
        """Return the command that records the answer."""
        known = shape_of_entry(self.type).fields
        stated = (f"{option_name(known[name])} {shlex.quote(value)}" for name, value in self.fields)
        return f"casefile record {self.type} {case} {' '.join(stated)} --source ADDRESS"

    def as_data(self, case: str) -> dict[str, str]:
        """Return the decision as the contract's JSON."""
        return {"question": self.question, "command": self.command(case)}


DIED = "Did the person die, as more than one source says?"


class Settling(NamedTuple):
    """A question, and the command that records its answer on an event that is there already."""

    question: str
    command: str


def proving_death(case: str, event: str) -> Settling:
    """Return what settles the death that an event reports and nothing proves."""
    return Settling(DIED, f"casefile mark {case} {event} corroborated --source ADDRESS")


def decisions(view: View, day: Day, country: str) -> tuple[Decision, ...]:
    """Return what would decide an unknown status on a day, or confirm a presumed one.

    `country` is that of the case. Where nothing has happened yet there is nothing to ask.
    """
    if view.rule is None or view.rule.name == "start":
        return ()
    if len(view.possible) > 1:
        return tuple(dict.fromkeys(_settling(each, view, day, country) for each in view.possible))
    if view.certainty == "stated" or view.status == "not_detained":
        return ()
    return (_confirmed(view, day),)


def _settling(status: str, view: View, day: Day, country: str) -> Decision:
    """Return what would settle one of several possible statuses."""
    if status in {*FREE, "restricted"} and "abroad" in view.possible:
        return _returned(day, country)
    if status in FREE and "restricted" in view.possible and view.doubtful_restrictions:
        return _lifted(view, day)
    return _answer(status, day)


def _returned(day: Day, country: str) -> Decision:
    fields = (("date", day.isoformat()), ("kind", "repatriated"), ("to", country))
    return Decision("Is the person in the country?", "departure", fields)


def _lifted(view: View, day: Day) -> Decision:
    date, doubtful = ("date", day.isoformat()), view.doubtful_restrictions
    if "held" in view.possible and doubtful == ("supervision",):
        fields = (date, ("kind", "discharge"), ("seen_by", "family"))
        return Decision("Was the person let go without any duty, and who saw it?", "release", fields)
    if "held" in view.possible:
        fields = (date, ("outcome", "measure_lifted"), ("then", "free"))
        return Decision("Did a court lift the restrictions, and is the person at liberty?", "hearing", fields)
    if len(doubtful) == 1 and doubtful[0] != "unknown":
        fields = (date, ("kind", doubtful[0]), ("step", "lifted"))
        return Decision("Is the restriction over?", "restriction", fields)
    return Decision("Did a court lift the restrictions?", "hearing", (date, ("outcome", "measure_lifted")))


def _answer(status: str, day: Day) -> Decision:
    date = ("date", day.isoformat())
    if status == "held":
        return Decision("Is the person in custody?", "confirmation", (date, ("found", "held")))
    if status == "missing":
        return Decision("Is the person missing?", "confirmation", (date, ("found", "missing")))
    if status == "abroad":
        return Decision("Is the person abroad?", "departure", (date,))
    if status == "dead":
        fields = (date, ("standing", "corroborated"))
        return Decision(DIED, "death", fields)
    if status == "restricted":
        seen = (date, ("seen_by", "family"), ("conditions", "supervision"))
        return Decision("Is the person at liberty, on which conditions, and who saw it?", "release", seen)
    return Decision("Is the person at liberty?", "confirmation", (date, ("found", "free")))


def _confirmed(view: View, day: Day) -> Decision:
    known = set(shape_of_entry("restriction").fields["kind"].words).difference(OPEN_ENDED)
    kinds = [each.kind for each in view.restrictions if each.kind in known]
    if view.status == "restricted" and kinds:
        fields = (("date", day.isoformat()), ("kind", kinds[-1]))
        return Decision("Is the restriction still in force?", "restriction", fields)
    if view.status == "released":
        seen = (("date", day.isoformat()), ("seen_by", "family"))
        return Decision("On which day was the person free, and who saw it?", "release", seen)
    return _answer(view.status, day)
