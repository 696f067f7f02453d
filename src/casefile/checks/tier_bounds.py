"""The places of a record that may have a stricter tier than the data around them."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from casefile.model.plain_data import Data, mapping
from casefile.model.shape import Path, Shape
from casefile.model.tiers import BESIDE, TierFacts, field_tier, strictness
from casefile.model.vocabularies import Tier

NONE = frozenset[object]()
BESIDE_IN = {path[:-1]: frozenset(each[-1] for each in BESIDE if each[:-1] == path[:-1]) for path in BESIDE}
"""The names of the fields in `BESIDE`, by the path of the mapping that contains them."""


class TieredPlace(NamedTuple):
    """A place that may be stricter than the data around it: its path, its value, its tier."""

    path: Path
    value: Any
    tier: Tier


def list_tiered_places(shape: Shape, data: object, above: Tier, facts: TierFacts) -> tuple[TieredPlace, ...]:
    """Return the places of a record that may have a tier of their own, the outer ones first.

    They are the record itself, every mapping in it, and the lists and values for which the model has a rule.
    `above` is the tier that applies around the record. Every other place has the tier of the data around it.
    """
    found: list[TieredPlace] = []
    here = shape.seen(data)
    _gather(here, TieredPlace((), data, strictness(here, data, above, facts)), mapping(data), facts, found)
    return tuple(found)


def tier_of(path: Path, shape: Shape, data: Any, above: Tier, facts: TierFacts) -> Tier:  # noqa: ANN401 - plain data
    """Return the tier of the value at a path of a record, as `list_tiered_places` returns it.

    `above` is the tier that applies around the record. Other places are not computed. Raises KeyError or
    IndexError if the record has no value at the path.
    """
    here, record = shape.seen(data), mapping(data)
    tier = strictness(here, data, above, facts)
    for end, part in enumerate(path, 1):
        data = data[part]
        here = (here.inner or here) if isinstance(part, int) else here.fields[part]
        here = here.seen(data) if isinstance(data, dict) else here
        if isinstance(data, dict) or _has_own(path[:end], here):
            tier = field_tier(path[:end], here, data, tier, record, facts)
    return tier


def _gather(
    shape: Shape, node: TieredPlace, record: Data, facts: TierFacts, found: list[TieredPlace]
) -> None:
    found.append(node)
    path, value, tier = node
    if isinstance(value, dict):
        fields = _tiered_fields(shape, BESIDE_IN.get(path, NONE))
        below = ((name, fields[name], child) for name, child in value.items() if name in fields)
    else:
        inner = shape.inner or shape
        below = (
            (place, inner, child) for place, child in enumerate(value if isinstance(value, list) else ())
        )
    for name, known, child in below:
        there = (*path, name)
        if isinstance(child, dict):
            here = known.seen(child)
            own = TieredPlace(there, child, field_tier(there, here, child, tier, record, facts))
            _gather(here, own, record, facts, found)
        elif there in BESIDE or _may_differ(known):
            is_own = _has_own(there, known)
            own_tier = field_tier(there, known, child, tier, record, facts) if is_own else tier
            _gather(known, TieredPlace(there, child, own_tier), record, facts, found)


def _has_own(path: Path, shape: Shape) -> bool:
    """Return whether a list or a single value may itself be stricter than the data around it."""
    return bool(shape.meta.tier or shape.meta.tier_of) or path in BESIDE


@cache
def _tiered_fields(shape: Shape, beside: frozenset[object]) -> dict[str, Shape]:
    return {
        name: known
        for name, known in shape.fields.items()
        if known.models or _may_differ(known) or name in beside
    }


@cache
def _may_differ(shape: Shape) -> bool:
    """Return whether a list or a value, or a part of it, may be stricter than the data around it."""
    holds = shape.inner is not None and (bool(shape.inner.models) or _may_differ(shape.inner))
    return holds or bool(shape.meta.tier or shape.meta.tier_of)
