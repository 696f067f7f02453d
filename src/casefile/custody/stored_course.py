"""Store the possible states of a course as plain data: for each state only the fields that changed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property
from typing import Any, get_type_hints, overload

from msgspec import UNSET, Struct, UnsetType, convert, defstruct, to_builtins
from msgspec.structs import replace

from casefile.custody.state import START, State
from casefile.custody.transitions import Readings


def store_readings(states: Sequence[Sequence[State]]) -> list[list[dict[str, Any]]]:
    """Return for each state the fields that differ from the state before it (for the first, from START).

    `states` has the possible states after each number of movers, and so has the result.
    """
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


class StoredReadings(Sequence[Readings]):
    """The possible states that `store_readings` stored; all are restored when one is read or compared.

    Most courses that are taken from the index are listed or filtered without a look at their states.
    """

    def __init__(self, chain: Sequence[Sequence[dict[str, Any]]]) -> None:
        self._chain = chain

    @cached_property
    def _restored(self) -> tuple[Readings, ...]:
        return _restore(self._chain)

    def __len__(self) -> int:
        return len(self._chain)

    @overload
    def __getitem__(self, place: int) -> Readings: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Readings, ...]: ...
    def __getitem__(self, place: int | slice) -> Readings | tuple[Readings, ...]:
        """Return the possible states after `place` movers, or for a slice a tuple of several of these."""
        return self._restored[place]

    def __eq__(self, other: object) -> bool:
        return self._restored == (other._restored if isinstance(other, StoredReadings) else other)

    def __hash__(self) -> int:
        return hash(self._restored)


def _restore(chain: Sequence[Sequence[dict[str, Any]]]) -> tuple[Readings, ...]:
    states = []
    state = START
    for step, changes in zip(chain, convert(chain, list[list[_changes()]]), strict=True):  # type: ignore[misc]
        readings = []
        for fields, change in zip(step, changes, strict=True):
            state = replace(state, **{name: getattr(change, name) for name in fields})
            readings.append(state)
        states.append(tuple(readings))
    return tuple(states)


@cache
def _changes() -> type[Struct]:
    """Return a class with the fields of `State`, each of which may be absent.

    Converting the values one by one takes six times as long.
    """
    fields = [(name, kind | UnsetType, UNSET) for name, kind in get_type_hints(State).items()]
    return defstruct("Changes", fields)
