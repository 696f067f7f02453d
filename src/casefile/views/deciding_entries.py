"""The events that would settle an uncertain status: one for each possible answer."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import NamedTuple

from casefile.changes.change_text import option_name
from casefile.custody.custody_view import View
from casefile.custody.state import FREE
from casefile.dates import Day
from casefile.model.record_shapes import shape_of_entry
from casefile.model.vocabularies import OPEN_ENDED


class Decision(NamedTuple):
    """A question, and the event that records one answer: its type and fields, without its sources."""

    question: str
    type: str
    fields: tuple[tuple[str, str], ...]

    def command(self, case: str) -> str:
        """Return the command that records the answer."""
        known = shape_of_entry(self.type).fields
        stated = (f"{option_name(known[name])} {shlex.quote(value)}" for name, value in self.fields)
        return f"casefile record {self.type} {case} {' '.join(stated)} --source ADDRESS"

    def as_data(self, case: str) -> dict[str, str]:
        """Return the decision as plain data in the form of the JSON contract."""
        return {"question": self.question, "command": self.command(case)}


DIED = "Did the person die, as more than one source says?"


class Settling(NamedTuple):
    """A question, and the command that records its answer on an existing event."""

    question: str
    command: str


def proving_death(case: str, event: str) -> Settling:
    """Return what would settle a death that an event reports but no second source proves."""
    return Settling(DIED, f"casefile mark {case} {event} corroborated --source ADDRESS")


def decisions(view: View, day: Day, country: str) -> tuple[Decision, ...]:
    """Return the decisions that would settle an unknown status on a day, or confirm a presumed one.

    `country` is the country of the case. The result is empty if nothing has happened yet.
    """
    if view.rule is None or view.rule.name == "start":
        return ()
    if len(view.possible) > 1:
        return tuple(dict.fromkeys(_settling(each, view, day, country) for each in view.possible))
    if view.certainty == "stated" or view.status == "not_detained":
        return ()
    return (_confirmed(view, day),)


def _settling(status: str, view: View, day: Day, country: str) -> Decision:
    """Return the decision that would settle one of several possible statuses."""
    if status in {*FREE, "restricted"} and "abroad" in view.possible:
        return _on(day, "Is the person in the country?", "departure", kind="repatriated", to=country)
    if status in FREE and "restricted" in view.possible and view.doubtful_restrictions:
        return _lifted(view, day)
    return _answer(status, day)


def _on(day: Day, question: str, entry: str, **fields: str) -> Decision:
    """Return a decision for a day: the question, and the type and fields of the event that answers it."""
    return Decision(question, entry, (("date", day.isoformat()), *fields.items()))


def _lifted(view: View, day: Day) -> Decision:
    doubtful = view.doubtful_restrictions
    if "held" in view.possible and doubtful == ("supervision",):
        asked = "Was the person let go without any duty, and who saw it?"
        return _on(day, asked, "release", kind="discharge", seen_by="family")
    if "held" in view.possible:
        asked = "Did a court lift the restrictions, and is the person at liberty?"
        return _on(day, asked, "hearing", outcome="measure_lifted", then="free")
    if len(doubtful) == 1 and doubtful[0] != "unknown":
        return _on(day, "Is the restriction over?", "restriction", kind=doubtful[0], step="lifted")
    return _on(day, "Did a court lift the restrictions?", "hearing", outcome="measure_lifted")


def _answer(status: str, day: Day) -> Decision:
    question, entry, fields = ANSWERS.get(status, AT_LIBERTY)
    return _on(day, question, entry, **fields)


Answer = tuple[str, str, Mapping[str, str]]
"""A question, and the type and fields of the event that answers it with yes."""
AT_LIBERTY: Answer = ("Is the person at liberty?", "confirmation", {"found": "free"})
ANSWERS: Mapping[str, Answer] = {
    "held": ("Is the person in custody?", "confirmation", {"found": "held"}),
    "missing": ("Is the person missing?", "confirmation", {"found": "missing"}),
    "abroad": ("Is the person abroad?", "departure", {}),
    "dead": (DIED, "death", {"standing": "corroborated"}),
    "restricted": (
        "Is the person at liberty, on which conditions, and who saw it?",
        "release",
        {"seen_by": "family", "conditions": "supervision"},
    ),
}
"""How each status is settled; for any other status the question is whether the person is at liberty."""


def _confirmed(view: View, day: Day) -> Decision:
    known = set(shape_of_entry("restriction").fields["kind"].words).difference(OPEN_ENDED)
    kinds = [each.kind for each in view.restrictions if each.kind in known]
    if view.status == "restricted" and kinds:
        return _on(day, "Is the restriction still in force?", "restriction", kind=kinds[-1])
    if view.status == "released":
        return _on(day, "On which day was the person free, and who saw it?", "release", seen_by="family")
    return _answer(view.status, day)
