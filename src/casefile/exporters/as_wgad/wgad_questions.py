"""The empty questionnaire: a TOML file whose items name the functions that answer them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache, cached_property
from importlib import resources
from typing import Any

import msgspec
from msgspec import Struct

from casefile.exporters.as_wgad.wgad_form import NOT_KNOWN


class WgadQuestion(Struct, frozen=True, forbid_unknown_fields=True):
    """An item of the empty questionnaire, from which a `WgadItem` is made.

    The fields are described in `questionnaire.toml`.
    """

    number: str
    asks: str
    ask: str = ""
    answers: tuple[str | dict[str, Any], ...] = ()
    differing: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    also: str = ""
    category: str = ""
    counted: bool = True
    nothing: str = NOT_KNOWN
    blank: bool = False
    ask_after_opinion: bool = False
    lists_sources: bool = False


class WgadPart(Struct, frozen=True, forbid_unknown_fields=True):
    """A section; with `of_period` it is answered for one period of custody if the submitter chose one.

    `overview` is an item before the others that lists the categories for which there are facts.
    """

    title: str
    items: tuple[WgadQuestion, ...]
    remark: str = ""
    wide: bool = False
    of_period: bool = False
    overview: WgadQuestion | None = None


class Questionnaire(Struct, frozen=True, dict=True, forbid_unknown_fields=True):
    """The fixed texts of the questionnaire by name, and its sections."""

    words: Mapping[str, str]
    sections: tuple[WgadPart, ...]

    @property
    def items(self) -> tuple[WgadQuestion, ...]:
        """All items, in the order of the questionnaire."""
        return tuple(item for part in self.sections for item in part.items)

    @property
    def claims(self) -> tuple[str, ...]:
        """The fields whose contradicting statements are shown with an item."""
        return tuple(field for item in self.items for field in item.claims)

    def keys_of(self, answer: str) -> frozenset[str]:
        """Return the keys of a submitter's file that the function `answer` reads for any item."""
        answers = (each for item in self.items for each in item.answers if isinstance(each, dict))
        return frozenset(key for each in answers if each["name"] == answer for key in each["keys"])

    @cached_property
    def _fields(self) -> frozenset[tuple[str, str]]:
        parts = (part for part in self.sections if not part.of_period)
        answers = (each for part in parts for item in part.items for each in item.answers)
        return frozenset(field for each in answers for field in _fields_of(each))

    def fields_of(self, kind: str) -> frozenset[str]:
        """Return the fields of a type of entry that some question shows for each such entry up to the day.

        Questions that are answered for one period of custody do not count.
        """
        return frozenset(field for of, field in self._fields if of == kind)


FIELDS: Mapping[str, frozenset[tuple[str, str]]] = {
    "charges": frozenset({("charge", "charges"), ("case", "charges")}),
    "notices": frozenset({("detention", "notice")}),
    "remedies": frozenset({("appeal", "against")}),
}
"""By the name of an answering function, the types of entries and the fields that it shows whole."""


def _fields_of(answer: str | Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    """Return the pairs of entry type and field that an answer of `questionnaire.toml` shows whole."""
    if isinstance(answer, str):
        return FIELDS.get(answer, frozenset())
    if answer["name"] == "field" and "words" not in answer:
        return frozenset({(answer["of"], answer["field"])})
    return FIELDS.get(answer["name"], frozenset())


@cache
def questionnaire() -> Questionnaire:
    """Return the questionnaire, read from `questionnaire.toml` once."""
    text = resources.files(__package__ or "").joinpath("questionnaire.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Questionnaire)
