"""The questions of `record` after a decision, release or move: where the person went, and who saw it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from casefile.cli.interview.prompts import Asker, BrokenOff, asker
from casefile.cli.session import Session
from casefile.errors import Interrupted
from casefile.intake.interview.answer import HELP, UnderstoodAnswer, clean_answer, normalise_answer
from casefile.intake.interview.choice_answers import SAW, WENT, AnswerChoice, choose, number_choices
from casefile.model.plain_data import Data, Fields
from casefile.model.record_shapes import shape_of_entry
from casefile.terminal.interview.question_page import (
    QuestionView,
    question,
    show_explanation,
    show_refusal,
    show_understood,
)


class FollowUpQuestion(Struct, frozen=True):
    """A question about the consequence of an event: the field to fill, its text, its prompt, its choices.

    `about` is the explanation for the answer `?`.
    """

    field: str
    text: str
    label: str
    choices: Sequence[AnswerChoice]
    about: str


WENT_ABOUT = "The last known fact: a person may leave a cell and not be free."
SAW_ABOUT = "A release that nobody saw may not be true. Who saw the person after it?"
QUESTIONS = (
    FollowUpQuestion("then", "Where did the person go?", "Went", WENT, WENT_ABOUT),
    FollowUpQuestion("seen_by", "Who saw the person free?", "Who saw", SAW, SAW_ABOUT),
)


def ask_afterwards(session: Session, kind: str, event: Data, terminal: Asker | None = None) -> Fields:
    """Ask about the fields that an event of type `kind` can have and lacks; return those that were answered.

    "Who saw the person free" is asked only about a person who went free. `terminal` shows the questions; the
    default is that of the process. Raises Interrupted CF642 if the person stops.
    """
    found = _ask_all(kind, event, terminal or asker(session))
    if found is None:  # not raised inside `except`: an error caused by an interrupt counts as the interrupt
        hint = "run the command again; to answer in advance: --then held, --then free, --seen-by family"
        raise Interrupted("CF642", "stopped; no file was changed", hint)
    return found


def _ask_all(kind: str, event: Data, terminal: Asker) -> Fields | None:
    """Return the fields from the answers; None if the person stops."""
    known = shape_of_entry(kind).fields
    found: Fields = {}
    try:
        for each in QUESTIONS:
            went = {**event, **found}.get("then", "free")
            if each.field not in known or each.field in event or (each.field == "seen_by" and went != "free"):
                continue
            if answer := _ask_one(each, terminal):
                found[each.field] = answer
    except (BrokenOff, KeyboardInterrupt):
        return None
    return found


def _ask_one(asked: FollowUpQuestion, terminal: Asker) -> str:
    """Ask until the answer is one of the choices; return the choice's word, "" for "not known"."""
    choices = number_choices(asked.choices)
    terminal.show(question(QuestionView("", asked.text, "Enter: not known", choices=choices), terminal.width))
    while True:
        typed = clean_answer(terminal.ask(asked.label))
        if normalise_answer(typed) in HELP:
            terminal.show(show_explanation(asked.about))
            continue
        found = choose(asked.field, typed, asked.choices)
        if isinstance(found, UnderstoodAnswer):
            terminal.show(show_understood(found.echo))
            return found.values[asked.field]
        terminal.show(show_refusal(found.why))
