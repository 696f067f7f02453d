"""Decide whether words about a place mean a place of custody, or that the person is free, dead or held.

A wrong "held" makes people look in the wrong place, a wrong "free" ends the search. So a question is asked
about words that may mean a release or a death, and about words that are not plainly a place of custody: the
word lists below only decide which question comes first. Words in no list lead to a question too.
"""

# ruff: noqa: RUF001 - answers come in several scripts; a list of words reads better as one text

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from casefile.intake.interview.answer import (
    LISTS,
    Answers,
    DoubtfulAnswer,
    UnclearAnswer,
    Understood,
    UnderstoodAnswer,
    normalise_answer,
)


class StatusAnswer(Struct, frozen=True):
    """A status of a person that an answer may mean: the question to confirm it, and the values that it sets.

    `surely` are phrases that mean just that; `perhaps` finds words that may mean it among others.
    """

    asks: str
    means: Answers
    echo: str
    perhaps: re.Pattern[str]
    surely: frozenset[str] = frozenset()


def _plain(text: str) -> str:
    return normalise_answer(text).replace("ё", "е")


def _make_status(stated: Mapping[str, Any]) -> StatusAnswer:
    """Return a status from `words.toml`; a blank in `whole` matches any characters between words."""
    begun = "|".join(stated["beginnings"])
    exact = "|".join(re.escape(each).replace(r"\ ", r"\W+") for each in stated["whole"])
    perhaps = re.compile(rf"\b(?:(?:{begun})\w*|(?:{exact})\b)")
    surely = frozenset(map(_plain, stated.get("surely", ())))
    return StatusAnswer(stated["asks"], stated["means"], stated["echo"], perhaps, surely)


DEAD, FREE = _make_status(LISTS["dead"]), _make_status(LISTS["free"])
HOME = StatusAnswer(
    FREE.asks,
    FREE.means,
    FREE.echo,
    re.compile(
        r"\bhome\b|\bback with\b|\breturned\b|\bдом(?:а|ой|у)\b|\bвдома\b|\bүй(?:үн|д|г|і|ін)\w*|\buyda\b|"
        r"\buyun"
    ),
)
HELD, AROUND, PAST, BESIDE, TURNING = (
    frozenset(map(_plain, LISTS[key])) for key in ("held", "around", "past", "beside", "turning")
)
PLACE = re.compile("|".join(LISTS["place"]))


def ask_statuses(text: str, statuses: Iterable[StatusAnswer], otherwise: Understood) -> Understood:
    """Return nested questions, one for each status that the words may mean, in the order of `statuses`.

    `otherwise` is the result if every answer is no, or if there is no question.
    """
    words = _plain(text)
    found = otherwise
    for each in reversed([*statuses]):
        if each.perhaps.search(words):
            found = DoubtfulAnswer(
                each.asks, UnderstoodAnswer({**each.means, "as_told": text}, each.echo), found
            )
    return found


def match_plain_status(text: str) -> Answers | None:
    """Return the values that a plain phrase such as `released` or `held` sets; None for any other words."""
    words = _plain(text)
    core = [word for word in words.split() if word not in AROUND]
    if {words, " ".join(word for word in core if word not in PAST)} & FREE.surely:
        return FREE.means
    return {"held": "yes"} if {words, " ".join(core)} & HELD else None


def confirm_place(text: str, place: Understood, towns: Iterable[str]) -> Understood:
    """Return `place`, the result for a place, if the words surely name one; else questions about them.

    An UnclearAnswer is returned unchanged. `towns` are names of towns, which may be part of the name of a
    place of custody.
    """
    if isinstance(place, UnclearAnswer):
        return place
    words = _plain(text)
    statuses = (DEAD, FREE) if HOUSE_ARREST.search(words) else (DEAD, FREE, HOME)
    plainly = _is_place(text, towns) and not any(each.perhaps.search(words) for each in statuses)
    return ask_statuses(text, statuses, place if plainly else _ask_if_place(text, place))


def _ask_if_place(text: str, place: Understood) -> Understood:
    """Return a place with a question before it, whether the words are a place at all.

    Questions whether an organisation of the register is meant come first.
    """
    if isinstance(place, DoubtfulAnswer):
        return replace(place, no=_ask_if_place(text, place.no))
    again = UnclearAnswer("Please type only the place, or: held, free, dead. Press Enter if it is not known.")
    return DoubtfulAnswer(f"Is the person held there: {text}?", place, again)


HOUSE_ARREST = re.compile(r"\bhouse arrest\b|\bдомашн\w+ арест\w*|\bүй кама\w+|\bүй қама\w+")


def _is_place(text: str, towns: Iterable[str]) -> bool:
    """Return whether words name a place of custody, and no word among them is not understood."""
    words = re.findall(r"[^\W\d_]+", text)
    known = {word for town in towns for word in re.findall(r"[^\W\d_]+", _plain(town))}
    house_arrest = HOUSE_ARREST.search(_plain(text)) is not None
    names_one = house_arrest or any(PLACE.fullmatch(_plain(word)) for word in words)
    is_mixed_case = not text.isupper()
    return names_one and all(_belongs(word, known) or (is_mixed_case and _is_name(word)) for word in words)


def _belongs(word: str, known: set[str]) -> bool:
    """Return whether a word may be part of the name of a place: a kind of place, a town, a filler word."""
    plain = _plain(word)
    return bool(PLACE.fullmatch(plain) or plain in BESIDE or plain in known or ADJECTIVE.search(plain))


def _is_name(word: str) -> bool:
    """Return whether a word with a capital letter counts as a name."""
    plain = _plain(word)
    return word[0].isupper() and plain not in TURNING and not VERB.search(plain)


ADJECTIVE = re.compile(r"(?:ск|цк|дск)(?:ий|ого|ом|ому|ая|ой|ое|ую)$|домашн\w+$")
"""The pattern of Russian adjectives in names of districts and organisations."""
VERB = re.compile(r"(?:[аеёиоуыэюя](?:л|ла|ло|ли|лся|лась|лись)|ed|(?:ды|ди|ду|дү|ты|ти|ту|тү)|сь)$")
"""The pattern of endings of verbs in the past: such a word is no name, even with a capital letter."""


def typed_form_of(answers: Answers) -> str:
    """Return the text to type for these answers about the status: the original words, or a plain one."""
    plainly = next((word for key, word in PLAINLY.items() if answers.get(key) == "yes"), "")
    return answers.get("as_told") or plainly


PLAINLY = {"dead": "dead", "free": "free", "held": "held"}
