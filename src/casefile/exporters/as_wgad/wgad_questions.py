"""The empty questionnaire: a TOML file whose items name the functions that answer them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
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


class Questionnaire(Struct, frozen=True, forbid_unknown_fields=True):
    """The fixed texts of the questionnaire, and its sections."""

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
        """Return the keys of a submitter's file that this answer uses anywhere in the questionnaire."""
        answers = (each for item in self.items for each in item.answers if isinstance(each, dict))
        return frozenset(key for each in answers if each["name"] == answer for key in each["keys"])


@cache
def questionnaire() -> Questionnaire:
    """Return the questionnaire, read from `questionnaire.toml` once."""
    text = resources.files(__package__ or "").joinpath("questionnaire.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Questionnaire)
