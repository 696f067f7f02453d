"""What an answer comes to: heard, in doubt, or not understood and asked again; never guessed."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from typing import Any

from msgspec import Struct, field

from casefile.dates import Day
from casefile.intake.interview.interview_context import InterviewContext
from casefile.yaml.scalars import HOSTILE_IN_VALUE

Answers = Mapping[str, str]
"""What is settled, by the name of the answer; an empty text was asked for and is not known."""


class Days(Struct, frozen=True):
    """On which days things were told: `call` is the day of the call, `of` those of answers by their name."""

    call: Day
    of: Mapping[str, Day] = field(default_factory=dict)

    def on(self, *names: str) -> Day:
        """Return the day on which the last of these answers was told."""
        return max((self.of[name] for name in names if name in self.of), default=self.call)


class UnderstoodAnswer(Struct, frozen=True):
    """An answer that was understood: what it settles, and what is said back where that helps."""

    values: Answers
    echo: str = ""


class UnclearAnswer(Struct, frozen=True):
    """An answer that was not understood, and what to type instead."""

    why: str


class DoubtfulAnswer(Struct, frozen=True):
    """An answer that may mean something nearer: the person says whether it does; Enter says no."""

    question: str
    yes: Understood
    no: Understood


Understood = UnderstoodAnswer | UnclearAnswer | DoubtfulAnswer
Understanding = Callable[[str, Answers, InterviewContext], Understood]
"""Understands a cleaned answer, by what was answered before and what the register knows."""

LONGEST = 1000
"""Characters that a line of a record holds."""


def clean_answer(text: str) -> str:
    """Return an answer as one line: line breaks become blanks, controls that no record holds go."""
    line = re.sub(r"[\r\n\t\v\f\u0085\u2028\u2029]+", " ", text)
    kept = HOSTILE_IN_VALUE.sub("", line.encode("utf-8", "replace").decode())
    return re.sub(" +", " ", kept).strip()


def too_long(text: str) -> UnclearAnswer | None:
    """Refuse an answer that no line of a record holds."""
    if len(text) <= LONGEST:
        return None
    return UnclearAnswer(f"This has {len(text):,} characters, and a line holds {LONGEST:,}: say it shorter.")


LISTS: Mapping[str, Any] = tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf-8"))
"""The words of `words.toml`, by what they mean."""
NOT_KNOWN, YES, NO, KEEP = (frozenset(LISTS[key]) for key in ("not_known", "yes", "no", "keep"))


def normalise_answer(text: str) -> str:
    """Return an answer as it is compared with words: small letters, without the full stop."""
    return unicodedata.normalize("NFKC", text).casefold().strip(" .!")


def case_meant(word: str, cases: Sequence[str]) -> str | None:
    """Return which of some cases an answer means; empty for another person, None where it is neither."""
    if word in NO | {"new"}:
        return ""
    number = 1 if word in YES and len(cases) == 1 else int(word) if word.isdecimal() else 0
    return cases[number - 1] if 1 <= number <= len(cases) else None


def is_not_known(text: str) -> bool:
    """Tell whether an answer says that it is not known."""
    return not text.strip() or text.strip() in NOT_KNOWN or normalise_answer(text) in NOT_KNOWN


def truth(text: str) -> bool | None:
    """Return what a plain yes or no says, nothing where it is neither."""
    word = normalise_answer(text)
    return True if word in YES else False if word in NO else None


def is_keep(text: str) -> bool:
    """Return whether an answer keeps what is there."""
    return normalise_answer(text) in KEEP


def truth_and_more(text: str) -> tuple[bool, str] | None:
    """Take `yes, and what there is to say` apart; nothing where it begins with neither yes nor no."""
    head, more = re.fullmatch(r"(\w*)[\s,.;:\u2013\u2014-]*(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
    is_so = truth(head)
    return None if is_so is None else (is_so, more.strip())
