"""The places of a record that rules look at, found by walks that pass over whatever no rule asks about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

from casefile.checks.countries import CODE
from casefile.model.admit import Path
from casefile.model.base import RECORD_ID
from casefile.model.shape import Shape
from casefile.model.source import Claim
from casefile.model.tiers import Facts, strictness
from casefile.model.words import TIERS, Tier


class Said(NamedTuple):
    """A single text of a record: where it stands, what the model says of its field, and the text."""

    path: Path
    shape: Shape
    value: str


class Sifted(NamedTuple):
    """The single texts of a record by what rules ask of them; one that nobody asks about is in no list.

    `texts` are in somebody's own words, `others` the words `other` of a vocabulary, `codes` may be countries,
    `tiers` are stated ones.
    """

    texts: list[Said]
    quotes: list[Said]
    others: list[Said]
    codes: list[Said]
    tiers: list[Said]


def sifted(shape: Shape, data: object) -> Sifted:
    """Return the texts of a record that a rule may have something to say of."""
    found = Sifted([], [], [], [], [])
    _sift(shape, data, (), found)
    return found


class _Asked(NamedTuple):
    """A field, or the items of a list: which lists a text goes to, unless it is one of some."""

    shape: Shape
    lists: tuple[str, ...]
    unless: Callable[[str], bool]


def _sift(shape: Shape, value: object, path: Path, found: Sifted) -> None:
    if isinstance(value, dict):
        asked = _asked(shape.seen(value))
        for name, child in value.items():
            if name in asked:
                _take(asked[name], child, (*path, name), found)
    elif isinstance(value, list) and shape.inner is not None:
        inner = _of(shape.inner)
        for place, child in enumerate(value):
            _take(inner, child, (*path, place), found)


def _take(asked: _Asked, value: object, path: Path, found: Sifted) -> None:
    shape, lists, unless = asked
    if isinstance(value, str):
        if lists and not unless(value):
            for name in lists:
                getattr(found, name).append(Said(path, shape, value))
    else:
        _sift(shape, value, path, found)


@cache
def _asked(shape: Shape) -> Mapping[str, _Asked]:
    """Return the fields of a mapping that some rule asks about, or about what stands below them."""
    asked = {name: _of(known, claimed=Claim in shape.models) for name, known in shape.fields.items()}
    return {name: each for name, each in asked.items() if each.lists or not each.shape.is_scalar}


@cache
def _of(shape: Shape, *, claimed: bool = False) -> _Asked:
    """Return what is asked of a text in this place; `claimed` where it is a field of a claim."""
    if claimed and shape.name == "value":
        return _Asked(shape, ("texts",), _never)
    if shape.words == TIERS:
        return _Asked(shape, ("tiers",), _never)
    if "other" in shape.words and shape.name != "gender":
        return _Asked(shape, ("others",), "other".__ne__)
    lists = {"texts": _is_prose(shape), "quotes": shape.name == "quote", "codes": _is_code(shape)}
    refers = bool(shape.says.refers)
    return _Asked(shape, tuple(name for name in lists if lists[name]), RECORD_ID.fits if refers else _never)


def _never(_: str) -> bool:
    return False


NO_PROSE = frozenset({"file", "field", "locator", "timezone"})


def _is_prose(shape: Shape) -> bool:
    """Whether somebody writes this in words of their own: no address of a page, date, number or word."""
    prose = shape.form == "text" and shape.name not in NO_PROSE
    return prose and shape.written is not None and shape.written.free


def _is_code(shape: Shape) -> bool:
    """Whether two capitals are a country here; a departure leads to a country or to a place."""
    return shape.written is CODE or shape.says.tier_of == "country_or_restricted"


class Tiered(NamedTuple):
    """A place that may be stricter than what surrounds it: its path, what it holds, its tier."""

    path: Path
    value: Any
    tier: Tier


def tiered(shape: Shape, data: object, above: Tier, facts: Facts) -> tuple[Tiered, ...]:
    """Return the places of a record that may have a tier of their own, from the top down.

    `above` is the tier of what surrounds the record; whatever else stands in it is as strict as what it
    stands in.
    """
    found: list[Tiered] = []
    here = shape.seen(data)
    _gather(here, Tiered((), data, strictness(here, data, above, facts)), facts, found)
    return tuple(found)


def _gather(shape: Shape, node: Tiered, facts: Facts, found: list[Tiered]) -> None:
    found.append(node)
    path, value, tier = node
    if isinstance(value, dict):
        fields = _tiered_fields(shape)
        below = ((name, fields[name], child) for name, child in value.items() if name in fields)
    else:
        inner = shape.inner or shape
        below = (
            (place, inner, child) for place, child in enumerate(value if isinstance(value, list) else ())
        )
    for name, known, child in below:
        if isinstance(child, dict):
            here = known.seen(child)
            own = Tiered((*path, name), child, strictness(here, child, tier, facts))
            _gather(here, own, facts, found)
        elif _may_differ(known):
            own_tier = (
                strictness(known, child, tier, facts) if known.says.tier or known.says.tier_of else tier
            )
            _gather(known, Tiered((*path, name), child, own_tier), facts, found)


@cache
def _tiered_fields(shape: Shape) -> Mapping[str, Shape]:
    return {name: known for name, known in shape.fields.items() if known.models or _may_differ(known)}


@cache
def _may_differ(shape: Shape) -> bool:
    """Whether a list or a single value may be stricter than what surrounds it, or hold what is."""
    holds = shape.inner is not None and (bool(shape.inner.models) or _may_differ(shape.inner))
    return holds or bool(shape.says.tier or shape.says.tier_of)
