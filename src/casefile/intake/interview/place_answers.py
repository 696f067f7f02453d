"""Understand answers about where it happened: the country that detains, and the town."""

from __future__ import annotations

from casefile.intake.interview.answer import (
    NO,
    YES,
    Answers,
    DoubtfulAnswer,
    UnclearAnswer,
    Understood,
    UnderstoodAnswer,
    is_not_known,
    normalise_answer,
    too_long,
    truth,
)
from casefile.intake.interview.interview_context import InterviewContext
from casefile.model.country_lookup import country_meant, country_named
from casefile.model.country_names import country_name


def town(text: str, answers: Answers, context: InterviewContext) -> Understood:
    """Understand a town, a country, or both in either order with a comma between them."""
    default = default_country(answers, context)
    if is_not_known(text):
        return _both("", default) if default else UnderstoodAnswer({"town": ""})
    refused = too_long(text)
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if refused or truth(text) is not None or not parts:
        return refused or UnclearAnswer("Please type a town, or press Enter if it is not known.")
    if normalise_answer(text) in map(normalise_answer, context.towns):
        return _town(text, default, context)
    return _several(parts, default, context) if parts[1:] else _one(parts[0], default, context)


def _several(parts: list[str], default: str, context: InterviewContext) -> Understood:
    """Understand parts that commas separate: a country at either end; the rest is the town.

    `default` is the country if none is typed.
    """
    first, last = country_named(parts[0]), country_named(parts[-1])
    if first and last:
        return UnclearAnswer(
            "Please type one country, the one that detains, then the town: Kyrgyzstan, Bishkek"
        )
    if first or last:
        return _both(", ".join(parts[1:] if first else parts[:-1]), first or last or "")
    return _town(", ".join(parts), default, context)


def _one(text: str, default: str, context: InterviewContext) -> Understood:
    """Understand one part without commas: a country alone, a town, or perhaps both (a question).

    `default` is the country if none is typed.
    """
    country_alone = country_named(text)
    return _both("", country_alone) if country_alone else _words(text, default, context)


def default_country(answers: Answers, context: InterviewContext) -> str:
    """Return the country that applies if none is typed: the one answered before, or that of all cases.

    Empty if there is neither.
    """
    return answers.get("country") or context.country


def _words(text: str, default: str, context: InterviewContext) -> Understood:
    """Understand words without a comma: if some of them name a country, a question whether it is meant.

    `default` is the country if none is typed.
    """
    words = text.split()
    for at in [each for each in range(1, len(words)) if min(each, len(words) - each) <= LONGEST_NAME]:
        for country, rest in ((words[:at], words[at:]), (words[at:], words[:at])):
            code, place = country_named(" ".join(country)), " ".join(rest)
            if code:
                name = country_name(code)
                # The country makes the id: where it is not this one it has to be written.
                no = UnclearAnswer(f"Please type the country before the town, with a comma: {name}, {place}")
                return DoubtfulAnswer(f"Is that {place}, in {name}?", _both(place, code), no)
    return _town(text, default, context)


LONGEST_NAME = 4
"""The greatest number of words of a country's name that is searched beside a town."""


def _town(text: str, default: str, context: InterviewContext) -> Understood:
    """Understand a town alone: in the default country, or, as a question, in that of other cases there.

    Without either, the country is asked next.
    """
    if default:
        return _both(text, default)
    known = {
        code
        for place, codes in context.towns.items()
        if normalise_answer(place) == normalise_answer(text)
        for code in codes
    }
    alone = UnderstoodAnswer({"town": text})
    if len(known) != 1:
        return alone
    (code,) = known
    return DoubtfulAnswer(f"Is that {text}, in {country_name(code)}?", _both(text, code), alone)


def _both(place: str, code: str) -> UnderstoodAnswer:
    echo = ", ".join(filter(None, (place, country_name(code))))
    return UnderstoodAnswer({"town": place, "country": code}, echo)


def country(text: str, _answers: Answers, _context: InterviewContext) -> Understood:
    """Understand the answer to which country detains; it must be known: the id of a case begins with it."""
    word = normalise_answer(text)
    # In small letters `no` is an answer, and no code of Norway.
    code = country_named(text) or (None if word in NO | YES else country_meant(word))
    if code:
        return UnderstoodAnswer({"country": code}, country_name(code))
    if is_not_known(text):
        return UnclearAnswer("The id of a case starts with the country, so this answer is needed.")
    return UnclearAnswer("Unknown country. Type its name, or its code of two letters: KG")
