"""Understand answers about who the person is: the name as heard, or the role; and whether of age."""

# ruff: noqa: RUF001 - answers come in two scripts; a list of phrases reads better as one text

from __future__ import annotations

import re
import unicodedata

from casefile.intake.interview.answer import (
    Answers,
    UnclearAnswer,
    Understood,
    UnderstoodAnswer,
    is_not_known,
    too_long,
    truth,
)
from casefile.intake.interview.interview_context import InterviewContext
from casefile.names import fold_text
from casefile.names.scripts import APOSTROPHES


def name(text: str, _answers: Answers, _context: InterviewContext) -> Understood:
    """Understand the name as it was heard, in any script: a user who knows transliterates it later."""
    if is_not_known(text):
        return UnderstoodAnswer({"name": ""})
    if not any(character.isalpha() for character in text):
        return UnclearAnswer("A name must contain letters. Press Enter if the name is not known.")
    return too_long(text) or UnderstoodAnswer(
        {"name": text}, "" if is_latin(text) else "stored in this script, as given"
    )


def is_latin(text: str) -> bool:
    """Return whether all letters of a name are Latin; apostrophes of any form do not count as letters."""
    letters = (each for each in text.translate(APOSTROPHES) if each.isalpha())
    return all("LATIN" in unicodedata.name(each, "") for each in letters)


def role(text: str, _answers: Answers, context: InterviewContext) -> Understood:
    """Understand a role, and an organisation of the register in it: `accountant at Kloop`."""
    if is_not_known(text):
        return UnderstoodAnswer({"role": ""})
    refused = too_long(text)
    if refused:
        return refused
    for joined in JOINED.finditer(text):
        before, after = text[: joined.start()].strip(), text[joined.end() :].strip()
        for does, where in ((before, after), (after, before)):
            row = context.register.organization(where) if where else None
            if row is not None and does and fold_text(does):
                echo = f"{does} · {row.name} ({row.id})"
                return UnderstoodAnswer({"role": text, "role_as": does, "role_at": row.id}, echo)
    return UnderstoodAnswer({"role": text})


JOINED = re.compile(
    r",\s*|\s+(?:at|of|for|with|in|from|в|во|из|на|у)\s+|\s+[\u2013\u2014-]\s+", re.IGNORECASE
)
"""The pattern of the text between a role and an organisation."""


def adult(text: str, _answers: Answers, _context: InterviewContext) -> Understood:
    """Understand whether the person is of age: yes, no, or the age in years up to OLDEST.

    `adult` is then `adult` or `minor`, or empty with the years in `age`. An answer such as "not known" sets
    `unknown`, an empty answer an empty text.
    """
    if not text:
        return UnderstoodAnswer({"adult": ""})
    if is_not_known(text):
        return UnderstoodAnswer({"adult": "unknown"}, "not known: the name is protected as that of a minor")
    is_adult = truth(text)
    if is_adult is not None:
        return UnderstoodAnswer({"adult": "adult" if is_adult else "minor"})
    if text.casefold() in {"adult", "minor", "child", "взрослый", "взрослая", "ребёнок", "ребенок"}:
        return UnderstoodAnswer(
            {"adult": "adult" if text.casefold() in {"adult", "взрослый", "взрослая"} else "minor"}
        )
    years = AGE.fullmatch(text.casefold())
    if years and int(years[1]) <= OLDEST:
        return UnderstoodAnswer({"adult": "", "age": str(int(years[1]))}, f"aged {int(years[1])}")
    return UnclearAnswer("Please answer yes, no, or the age in years.")


AGE = re.compile(r"([0-9]{1,3})(?:\s*(?:years?(?:\s*old)?|y\.?o\.?|лет|год|года|жашта))?")
OLDEST = 130
