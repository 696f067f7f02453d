"""A chain of readings as plain values: each by what differs from the one before it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, get_type_hints

from msgspec import convert, to_builtins
from msgspec.structs import replace

from casefile.custody.state import START, State


def stored(states: Sequence[Sequence[State]]) -> list[list[dict[str, Any]]]:
    """Return, for each reading, the fields that the one before it has not, the start's for the first."""
    chain = []
    before = START
    for readings in states:
        step = []
        for state in readings:
            step.append({
                name: to_builtins(value)
                for name in State.__struct_fields__
                if (value := getattr(state, name)) != getattr(before, name)
            })  # fmt: skip
            before = state
        chain.append(step)
    return chain


def from_stored(chain: Sequence[Sequence[dict[str, Any]]]) -> tuple[tuple[State, ...], ...]:
    """Return the chain of readings that `stored` gave."""
    types = _types()
    states = []
    state = START
    for step in chain:
        readings = []
        for fields in step:
            state = replace(state, **{name: convert(value, types[name]) for name, value in fields.items()})
            readings.append(state)
        states.append(tuple(readings))
    return tuple(states)


@cache
def _types() -> dict[str, Any]:
    """Return the type of each field of a reading."""
    return get_type_hints(State)
