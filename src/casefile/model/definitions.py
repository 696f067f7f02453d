"""The definitions of the words of vocabularies, from `definitions.toml`.

They are read only when the JSON Schemas and docs/words.md are generated.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from msgspec import Struct

from casefile.model.vocabularies import OPEN_ENDED

FILE = "definitions.toml"


class Vocabulary(Struct, frozen=True):
    """The words of one or several fields, such as `hearing.outcome`, each with its definition.

    `open_ended` contains the definitions of `unknown` and `other`, the last words of every vocabulary that is
    not closed.
    """

    title: str
    fields: tuple[str, ...]
    words: Mapping[str, str]
    open_ended: Mapping[str, str]

    def define(self, word: str) -> str:
        """Return the definition of a word. Raises KeyError if there is none."""
        return self.words[word] if word in self.words else self.open_ended[word]


@cache
def vocabularies() -> tuple[Vocabulary, ...]:
    """Return all vocabularies in the order of the file.

    Raises ValueError if the file defines other open-ended words than `OPEN_ENDED`.
    """
    text = (files(__package__) / FILE).read_text(encoding="utf-8")
    made = tomllib.loads(text)
    open_ended = made.pop("open_ended")
    if tuple(open_ended) != OPEN_ENDED:
        message = (
            f"{FILE} defines {', '.join(open_ended)}, and a vocabulary ends with {', '.join(OPEN_ENDED)}"
        )
        raise ValueError(message)
    return tuple(
        Vocabulary(each["title"], tuple(each["fields"]), each["words"], open_ended) for each in made.values()
    )


@cache
def by_field() -> Mapping[str, Vocabulary]:
    """Return the vocabularies by field name, such as `hearing.outcome`."""
    return {field: each for each in vocabularies() for field in each.fields}
