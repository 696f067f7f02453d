"""The result of an answer: understood, in doubt, or not understood and asked again; it is never guessed."""

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
"""The values of the answers so far, by the names of the answers; an empty text means not known."""


class Days(Struct, frozen=True):
    """The days on which answers were given: `call` is the day of the call, `of` has other days by answer."""

    call: Day
    of: Mapping[str, Day] = field(default_factory=dict)

    def on(self, *names: str) -> Day:
        """Return the day on which the last of these answers was given; the day of the call by default."""
        return max((self.of[name] for name in names if name in self.of), default=self.call)


class UnderstoodAnswer(Struct, frozen=True):
    """An answer that was understood: the values that it sets, by name, and a text to show as confirmation.

    The text, `echo`, is empty if there is nothing to confirm.
    """

    values: Answers
    echo: str = ""


class UnclearAnswer(Struct, frozen=True):
    """An answer that was not understood; `why` states what to type instead."""

    why: str


class DoubtfulAnswer(Struct, frozen=True):
    """An answer that may mean something else: a question for the user, and the result for yes and for no.

    Enter means no.
    """

    question: str
    yes: Understood
    no: Understood


Understood = UnderstoodAnswer | UnclearAnswer | DoubtfulAnswer
Understanding = Callable[[str, Answers, InterviewContext], Understood]
"""A function that understands a cleaned answer, from earlier answers and from facts of the register."""

LONGEST = 1000
"""The greatest number of characters of an answer."""


def clean_answer(text: str) -> str:
    """Return an answer as one line: line breaks and several blanks become one blank.

    Control and bidi characters that no record may contain are removed.
    """
    line = re.sub(r"[\r\n\t\v\f\u0085\u2028\u2029]+", " ", text)
    kept = HOSTILE_IN_VALUE.sub("", line.encode("utf-8", "replace").decode())
    return re.sub(" +", " ", kept).strip()


def too_long(text: str) -> UnclearAnswer | None:
    """Return the result for an answer that is longer than LONGEST characters; None for any other answer."""
    if len(text) <= LONGEST:
        return None
    return UnclearAnswer(f"This has {len(text):,} characters; a line has at most {LONGEST:,}. Shorten it.")


LISTS: Mapping[str, Any] = tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf-8"))
"""The word lists of `words.toml`, by their meaning."""
NOT_KNOWN, YES, NO, KEEP, HELP, BACK, MORE = (
    frozenset(LISTS[key]) for key in ("not_known", "yes", "no", "keep", "help", "back", "more")
)


def normalise_answer(text: str) -> str:
    """Return an answer in the form in which it is compared with words: NFKC, lower case, no end marks."""
    return unicodedata.normalize("NFKC", text).casefold().strip(" .!")


def case_meant(word: str, cases: Sequence[str]) -> str | None:
    """Return the id of the case that an answer means, of several that are offered.

    Empty for a new person, None if the answer means neither. `word` is a normalised answer.
    """
    if word in NO | {"new"}:
        return ""
    number = 1 if word in YES and len(cases) == 1 else int(word) if word.isdecimal() else 0
    return cases[number - 1] if 1 <= number <= len(cases) else None


def is_not_known(text: str) -> bool:
    """Return whether an answer is empty or states that it is not known."""
    return not text.strip() or text.strip() in NOT_KNOWN or normalise_answer(text) in NOT_KNOWN


def truth(text: str) -> bool | None:
    """Return True for a plain yes, False for a plain no, None for any other answer."""
    word = normalise_answer(text)
    return True if word in YES else False if word in NO else None


def is_keep(text: str) -> bool:
    """Return whether an answer means to keep the present value."""
    return normalise_answer(text) in KEEP


def truth_and_more(text: str) -> tuple[bool, str] | None:
    """Split an answer such as `yes, SIZO-1` into True or False and the rest.

    None if it begins with neither yes nor no.
    """
    head, more = re.fullmatch(r"(\w*)[\s,.;:\u2013\u2014-]*(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
    is_so = truth(head)
    return None if is_so is None else (is_so, more.strip())
