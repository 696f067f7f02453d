"""The places of a record that may be stricter than what surrounds them."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from casefile.model.shape import Path, Shape
from casefile.model.tiers import Facts, strictness
from casefile.model.words import Tier


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


def tier_of(path: Path, shape: Shape, data: Any, above: Tier, facts: Facts) -> Tier:  # noqa: ANN401 - plain data
    """Return the tier of one place that a record has, as `tiered` tells it, without looking at others."""
    here = shape.seen(data)
    tier = strictness(here, data, above, facts)
    for part in path:
        data = data[part]
        here = (here.inner or here) if isinstance(part, int) else here.fields[part]
        here = here.seen(data) if isinstance(data, dict) else here
        if isinstance(data, dict) or here.says.tier or here.says.tier_of:
            tier = strictness(here, data, tier, facts)
    return tier


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
def _tiered_fields(shape: Shape) -> dict[str, Shape]:
    return {name: known for name, known in shape.fields.items() if known.models or _may_differ(known)}


@cache
def _may_differ(shape: Shape) -> bool:
    """Whether a list or a single value may be stricter than what surrounds it, or hold what is."""
    holds = shape.inner is not None and (bool(shape.inner.models) or _may_differ(shape.inner))
    return holds or bool(shape.says.tier or shape.says.tier_of)
