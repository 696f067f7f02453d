"""How somebody is now, told where a place is asked: let go, dead, held; a place where it surely is one.

A wrong "held" makes people look in the wrong place, a wrong "free" ends the looking. So words that tell of a
release or a death are asked about, and so is whatever is not plainly a place of custody: the tables below
only decide which question is put first. What no table knows is asked about all the same.
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
    """What may have become of a person: the question that settles it, and the answers that it makes.

    `surely` are phrases that say just that; `perhaps` finds words that may say so among others.
    """

    asks: str
    means: Answers
    echo: str
    perhaps: re.Pattern[str]
    surely: frozenset[str] = frozenset()


def _plain(text: str) -> str:
    return normalise_answer(text).replace("ё", "е")


def _fate(stated: Mapping[str, Any]) -> StatusAnswer:
    """Return a fate of `words.toml`; a blank in `whole` stands for any blanks and signs between words."""
    begun = "|".join(stated["beginnings"])
    exact = "|".join(re.escape(each).replace(r"\ ", r"\W+") for each in stated["whole"])
    perhaps = re.compile(rf"\b(?:(?:{begun})\w*|(?:{exact})\b)")
    surely = frozenset(map(_plain, stated.get("surely", ())))
    return StatusAnswer(stated["asks"], stated["means"], stated["echo"], perhaps, surely)


DEAD, FREE = _fate(LISTS["dead"]), _fate(LISTS["free"])
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


def fate(text: str, fates: Iterable[StatusAnswer], otherwise: Understood) -> Understood:
    """Ask for each fate that the words may tell of whether it is so; `otherwise` is what else they mean."""
    words = _plain(text)
    found = otherwise
    for each in reversed([*fates]):
        if each.perhaps.search(words):
            found = DoubtfulAnswer(
                each.asks, UnderstoodAnswer({**each.means, "as_told": text}, each.echo), found
            )
    return found


def surely(text: str) -> Answers | None:
    """Return what a plain phrase says: that the person is free, or held; None where there is more to it."""
    words = _plain(text)
    core = [word for word in words.split() if word not in AROUND]
    if {words, " ".join(word for word in core if word not in PAST)} & FREE.surely:
        return FREE.means
    return {"held": "yes"} if {words, " ".join(core)} & HELD else None


def place_or_fate(text: str, place: Understood, towns: Iterable[str]) -> Understood:
    """Take words for a place of custody where they surely name one; else put the question that fits them."""
    if isinstance(place, UnclearAnswer):
        return place
    words = _plain(text)
    fates = (DEAD, FREE) if HOUSE_ARREST.search(words) else (DEAD, FREE, HOME)
    plainly = _is_place(text, towns) and not any(each.perhaps.search(words) for each in fates)
    return fate(text, fates, place if plainly else _asked(text, place))


def _asked(text: str, place: Understood) -> Understood:
    """Ask whether the words are a place, after it was asked whether they are like a body of the register."""
    if isinstance(place, DoubtfulAnswer):
        return replace(place, no=_asked(text, place.no))
    again = UnclearAnswer("Then the place alone, or: held, free, dead. Enter where it is not known.")
    return DoubtfulAnswer(f"Is the person held there: {text}?", place, again)


HOUSE_ARREST = re.compile(r"\bhouse arrest\b|\bдомашн\w+ арест\w*|\bүй кама\w+|\bүй қама\w+")


def _is_place(text: str, towns: Iterable[str]) -> bool:
    """Tell whether words name a place of custody, and nothing else is there that is not understood."""
    words = re.findall(r"[^\W\d_]+", text)
    known = {word for town in towns for word in re.findall(r"[^\W\d_]+", _plain(town))}
    house_arrest = HOUSE_ARREST.search(_plain(text)) is not None
    names_one = house_arrest or any(PLACE.fullmatch(_plain(word)) for word in words)
    is_mixed_case = not text.isupper()
    return names_one and all(_belongs(word, known) or (is_mixed_case and _is_name(word)) for word in words)


def _belongs(word: str, known: set[str]) -> bool:
    """Tell whether a word may stand beside a place: it is one itself, a town, or says nothing else."""
    plain = _plain(word)
    return bool(PLACE.fullmatch(plain) or plain in BESIDE or plain in known or ADJECTIVE.search(plain))


def _is_name(word: str) -> bool:
    """Tell whether a capital letter makes a word a name."""
    plain = _plain(word)
    return word[0].isupper() and plain not in TURNING and not VERB.search(plain)


ADJECTIVE = re.compile(r"(?:ск|цк|дск)(?:ий|ого|ом|ому|ая|ой|ое|ую)$|домашн\w+$")
"""Russian names of districts and bodies."""
VERB = re.compile(r"(?:[аеёиоуыэюя](?:л|ла|ло|ли|лся|лась|лись)|ed|(?:ды|ди|ду|дү|ты|ти|ту|тү)|сь)$")
"""How words of what somebody did end: they are no names, even with a capital letter."""


def typed_form_of(answers: Answers) -> str:
    """Return what to type for what was settled: the words themselves, or the plain one for it."""
    plainly = next((word for key, word in PLAINLY.items() if answers.get(key) == "yes"), "")
    return answers.get("as_told") or plainly


PLAINLY = {"dead": "dead", "free": "free", "held": "held"}
