"""The keys by which a search finds withheld names. They can be stored, and further names added to them."""

from __future__ import annotations

import msgspec
from msgspec import Struct, field


class NameKeys(Struct):
    """The keys of `names`; each search of `hidden_names` and `abjad_match` adds its own, and explains them.

    `number` is the number of names so far; `of` and `beside` belong to `AbjadMatcher`, `unspaced` and
    `unspaced_words` to `UnspacedNames`, and all others to `NameSearch`.
    """

    names: set[str] = field(default_factory=set)
    number: int = 0
    of: dict[str, list[tuple[int, bool]]] = field(default_factory=dict)
    beside: dict[str, set[tuple[int, int]]] = field(default_factory=dict)
    unspaced: set[str] = field(default_factory=set)
    unspaced_words: set[str] = field(default_factory=set)
    inside: set[str] = field(default_factory=set)
    alone: set[str] = field(default_factory=set)
    stems: set[str] = field(default_factory=set)
    pairs: dict[str, set[str]] = field(default_factory=dict)
    apart: dict[str, set[str]] = field(default_factory=dict)
    forms: dict[str, set[str]] = field(default_factory=dict)
    split: set[str] = field(default_factory=set)
    in_two: set[str] = field(default_factory=set)
    in_han: set[str] = field(default_factory=set)
    short: set[str] = field(default_factory=set)
    in_labels: set[str] = field(default_factory=set)
    at_ends: set[str] = field(default_factory=set)

    def as_text(self) -> str:
        """Return the keys as JSON."""
        return msgspec.json.encode(self).decode()

    def copied(self) -> NameKeys:
        """Return a deep copy, to which names can be added without a change to these keys."""
        return NameKeys.from_text(self.as_text())

    @classmethod
    def from_text(cls, text: str) -> NameKeys:
        """Return the keys that `as_text` wrote."""
        return msgspec.json.decode(text, type=cls)
