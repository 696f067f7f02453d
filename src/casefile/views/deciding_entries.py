"""The events that would settle an uncertain status: at most one for each possible status."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from casefile.changes.change_text import option_name
from casefile.custody.custody_view import View
from casefile.custody.state import FREE
from casefile.dates import Day
from casefile.model.record_shapes import shape_of_entry
from casefile.model.vocabularies import OPEN_ENDED, word

if TYPE_CHECKING:  # a stored answer does not need the model
    from casefile.model.events import Event


class Decision(NamedTuple):
    """A question, and the event that records one answer: its type and fields, without its sources.

    The type is empty if no single event settles the status; the question then asks for the missing fact.
    """

    question: str
    type: str = ""
    fields: tuple[tuple[str, str], ...] = ()

    def command(self, case: str) -> str | None:
        """Return the command that records the answer, with ADDRESS for the source; None if no event does."""
        if not self.type:
            return None
        known = shape_of_entry(self.type).fields
        stated = (f"{option_name(known[name])} {shlex.quote(value)}" for name, value in self.fields)
        return f"casefile record {self.type} {case} {' '.join(stated)} --source ADDRESS"

    def event(self) -> Event:
        """Return the event that the command records, with the id NEW and no source; `type` is not empty."""
        from casefile.model.events import EVENT_TYPES  # noqa: PLC0415 - the model, which stored answers do not need

        known = shape_of_entry(self.type).fields
        stated = {name: [value] if known[name].is_list else value for name, value in self.fields}
        return EVENT_TYPES[self.type].model_validate({"id": NEW, "type": self.type, **stated})

    def as_data(self, case: str) -> dict[str, str | None]:
        """Return the decision as plain data for the output of `--json`."""
        return {"question": self.question, "command": self.command(case)}


NEW = "z0000"
"""The id of an event that is not recorded; no rule of custody looks at it."""
DIED = "Did the person die, as more than one source says?"


class MarkQuestion(NamedTuple):
    """A question, and the command that marks an existing event as the answer."""

    question: str
    command: str


def proving_death(case: str, event: str) -> MarkQuestion:
    """Return the question and the command that settle a reported death without a second source."""
    return MarkQuestion(DIED, f"casefile mark {case} {event} corroborated --source ADDRESS")


def decisions(view: View, day: Day, country: str, after: Callable[[Event], View]) -> tuple[Decision, ...]:
    """Return the decisions that would settle an unknown status on a day, or confirm a presumed one.

    `country` is the country of the case, `after` returns the view of the day as it would be with one more
    event: a decision is offered only for the status that its event gives. The result is empty if the status
    is certain, or if nothing has happened yet.
    """
    if view.rule is None or view.rule.name == "start":
        return ()
    if len(view.possible) == 1 and (view.certainty == "stated" or view.status == "not_detained"):
        return ()
    found = {status: _find_decision(status, view, day, country, after) for status in view.possible}
    return tuple(dict.fromkeys(found.values()))


def _find_decision(
    status: str, view: View, day: Day, country: str, after: Callable[[Event], View]
) -> Decision:
    """Return the decision that settles `status`: the first whose event makes it the only possible status.

    Without one, the decision has no event, and its question asks for the missing fact. `after` is as in
    `decisions`.
    """
    answers = (
        _answers(status, view, day, country) if len(view.possible) > 1 else [_confirming_decision(view, day)]
    )
    found = (each for each in answers if after(each.event()).possible == (status,))
    return next(found, Decision(_missing_fact(status, view)))


def _answers(status: str, view: View, day: Day, country: str) -> Iterator[Decision]:
    """Yield decisions by which the person may have `status`, one of several possible ones; the best first."""
    if status in {*FREE, "restricted"} and "abroad" in view.possible:
        yield _on(day, "Is the person in the country?", "departure", kind="repatriated", to=country)
    if status in FREE and "restricted" in view.possible:
        yield from _lifting_decisions(view, day)
    yield _answer(status, day)
    if status in FREE:
        asked = "Was the person released without any duty, and who saw it?"
        yield _on(day, asked, "release", kind="discharge", seen_by="family")


def _missing_fact(status: str, view: View) -> str:
    """Return the question for the fact that would settle a status if no single event does."""
    if "dead" in view.possible:
        return "Did the person die, and on which day?"
    if "not_detained" in view.possible:
        return "Was the person in custody before this day, and since when?"
    if status in {*FREE, "restricted"}:
        return "Which duties or restrictions does the person have, and until when?"
    return f"Which facts show that the person is {word(status)}?"


def _on(day: Day, question: str, entry: str, **fields: str) -> Decision:
    """Return a decision for a day: the question, and the type and fields of the event that answers it."""
    return Decision(question, entry, (("date", day.isoformat()), *fields.items()))


def _lifting_decisions(view: View, day: Day) -> Iterator[Decision]:
    """Yield decisions by which the restrictions that may be in force are over."""
    doubtful = view.doubtful_restrictions
    if len(doubtful) == 1 and doubtful[0] != "unknown":
        yield _on(day, "Is the restriction over?", "restriction", kind=doubtful[0], step="lifted")
    if doubtful and doubtful != ("supervision",):
        yield _on(day, "Did a court lift the restrictions?", "hearing", outcome="measure_lifted")
        asked = "Did a court lift the restrictions, and is the person at liberty?"
        yield _on(day, asked, "hearing", outcome="measure_lifted", then="free")


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
"""The answer that settles each status; for any other status it is AT_LIBERTY."""


def _confirming_decision(view: View, day: Day) -> Decision:
    known = set(shape_of_entry("restriction").fields["kind"].words).difference(OPEN_ENDED)
    kinds = [each.kind for each in view.restrictions if each.kind in known]
    if view.status == "restricted" and kinds:
        return _on(day, "Is the restriction still in force?", "restriction", kind=kinds[-1])
    if view.status == "released":
        return _on(day, "On which day was the person free, and who saw it?", "release", seen_by="family")
    return _answer(view.status, day)
