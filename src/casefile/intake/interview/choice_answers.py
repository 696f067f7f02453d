"""Understand an answer that is one of a few choices: by number, by word, or by a synonym."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, convert

from casefile.intake.interview.answer import (
    LISTS,
    Answers,
    UnclearAnswer,
    Understanding,
    Understood,
    UnderstoodAnswer,
    is_not_known,
    normalise_answer,
)
from casefile.intake.interview.interview_context import InterviewContext


class AnswerChoice(Struct, frozen=True):
    """One of the choices for an answer: its word in the record, its label, and synonyms that are accepted."""

    word: str
    label: str
    also: tuple[str, ...] = ()


HAPPENED, CALLERS, EYES, LEAVES, AGREED, WENT, SAW = (
    convert(LISTS[key], tuple[AnswerChoice, ...])
    for key in ("happened", "callers", "eyes", "leaves", "agreed", "went", "saw")
)
TAKEN, CALLED, SEARCHED, MISSING, OTHER = (each.word for each in HAPPENED)


def choosing(key: str, choices: Sequence[AnswerChoice]) -> Understanding:
    """Return the function that understands an answer which is one of these choices.

    `key` is the name under which the value is set.
    """

    def understand(text: str, _answers: Answers, _context: InterviewContext) -> Understood:
        return choose(key, text, choices)

    return understand


def choose(key: str, text: str, choices: Sequence[AnswerChoice]) -> UnderstoodAnswer | UnclearAnswer:
    """Return the result with the choice that an answer means as the value of `key`, empty if not known.

    An answer that means no single choice gives an UnclearAnswer.
    """
    if is_not_known(text):
        return UnderstoodAnswer({key: ""})
    found = match_choice(text, choices)
    if found is None:
        return UnclearAnswer(f"Please type a number from 1 to {len(choices)}, or one of the words.")
    return UnderstoodAnswer({key: found.word}, "" if normalise_answer(text) == found.label else found.label)


def number_choices(choices: Sequence[AnswerChoice]) -> tuple[str, ...]:
    """Return the labels of the choices for the screen, each after its number."""
    return tuple(f"{number} {each.label}" for number, each in enumerate(choices, start=1))


def match_choice(text: str, choices: Sequence[AnswerChoice]) -> AnswerChoice | None:
    """Return the choice that a number, a word or the beginning of a label means; None if not exactly one."""
    word = normalise_answer(text)
    if word.isdecimal():
        return choices[int(word) - 1] if word.isascii() and 1 <= int(word) <= len(choices) else None
    exact = [each for each in choices if word in {each.word, each.label, *each.also}]
    begun = [each for each in choices if len(word) >= SHORTEST and each.label.startswith(word)]
    found = exact or begun
    return found[0] if len(found) == 1 else None


SHORTEST = 3
"""The least number of letters of the beginning of a label that is accepted for it."""


def label_of(word: str, choices: Sequence[AnswerChoice]) -> str:
    """Return the label of the choice with this vocabulary word; the word itself if there is none."""
    return next((each.label for each in choices if each.word == word), word)
