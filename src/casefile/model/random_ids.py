"""Draw random ids, and recognise by its form an id, or the end of one, that was drawn, not made of a name."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from casefile.model.vocabularies import CROCKFORD

if TYPE_CHECKING:
    from casefile.names.hidden_names import HiddenNames

LENGTH = 5
DRAWN = rf"(?=[a-z]{{0,{LENGTH - 1}}}[0-9])[{CROCKFORD}]{{{LENGTH}}}"
"""The pattern of random characters. At least one is a digit, so that no word of a language has this form."""
LETTERS = [char for char in CROCKFORD if char.isalpha()]


def random_suffix(length: int = LENGTH) -> str:
    """Return `length` random characters with a digit, a letter first so that YAML never reads a number.

    `length` is at least 2: one character alone cannot be a letter and contain a digit.
    """
    while True:
        drawn = secrets.choice(LETTERS) + "".join(secrets.choice(CROCKFORD) for _ in range(length - 1))
        if not drawn.isalpha():
            return drawn


def is_drawn(suffix: str) -> bool:
    """Return whether the id of an event, or the end of a record's id, has the form of a random one.

    The id of a case may begin with a digit, though `random_suffix` draws none that does.
    """
    return _DRAWN.fullmatch(suffix) is not None


def may_be_drawn(suffix: str) -> bool:
    """Return whether an id, or the end of one, has the length and the characters of a random one.

    Unlike `is_drawn`, no digit is needed, so the answer is also True for many words and names of five
    letters.
    """
    return _MAY_BE_DRAWN.fullmatch(suffix) is not None


_DRAWN, _MAY_BE_DRAWN = re.compile(DRAWN), re.compile(f"[{CROCKFORD}]{{{LENGTH}}}")


def is_nameless(suffix: str, names: Iterable[str]) -> bool:
    """Return whether an id has the form of a random one and contains none of these names.

    A user may type an id, and a pen name may contain a digit. So `names` must contain all names that the case
    states or claims, of any tier.
    """
    return is_drawn(suffix) and not _finder_of(tuple(names)).found_in(suffix)


@lru_cache(maxsize=64)
def _finder_of(names: tuple[str, ...]) -> HiddenNames:
    """Return the finder of these names. It is cached, because a commit needs it for each of its changes."""
    from casefile.names.hidden_names import HiddenNames, SecretNames  # noqa: PLC0415 - most ids are only drawn or read

    return HiddenNames([SecretNames(names)])
