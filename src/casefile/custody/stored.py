"""A chain of readings as plain values: each by what differs from the one before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from casefile.custody.state import START, Charged, Closed, Ground, Measure, Span, State


def stored(states: Sequence[Sequence[State]]) -> list[list[dict[str, Any]]]:
    """Return, for each reading, the fields that the one before it has not, the start's for the first."""
    chain = []
    before = START
    for readings in states:
        step = []
        for state in readings:
            step.append({
                name: _plain(value)
                for name, old, value in zip(State._fields, before, state, strict=True)
                if value != old
            })  # fmt: skip
            before = state
        chain.append(step)
    return chain


def from_stored(chain: Sequence[Sequence[dict[str, Any]]]) -> tuple[tuple[State, ...], ...]:
    """Return the chain of readings that `stored` gave."""
    states = []
    state = START
    for step in chain:
        readings = []
        for fields in step:
            read = {name: READ.get(name, _as_it_is)(value) for name, value in fields.items()}
            state = state._replace(**read)
            readings.append(state)
        states.append(tuple(readings))
    return tuple(states)


def _plain(value: Any) -> Any:  # noqa: ANN401 - the fields of a state are of many types
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _as_it_is(value: Any) -> Any:  # noqa: ANN401 - text, number or nothing
    return value


def _span(value: Sequence[Any] | None) -> Span | None:
    return Span(*value) if value else None


def _closed(value: Sequence[Any]) -> Closed:
    start, end, basis, certain, how = value
    return Closed(Span(*start), _span(end), basis, certain, how)


def _measure(value: Sequence[Any]) -> Measure:
    kind, since, *rest = value
    return Measure(kind, Span(*since), *rest)


def _charged(value: Sequence[Any]) -> Charged:
    proceeding, statute, part, offence, step, since = value
    return Charged(proceeding, statute, part, offence, step, Span(*since))


def _ground(value: Sequence[Any]) -> Ground:
    proceeding, basis, kind, since, *rest = value
    return Ground(proceeding, basis, kind, Span(*since), *rest)


READ: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("since", "proof", "based", "placed", "started", "restricted"), _span),
    "spells": lambda values: tuple(_closed(each) for each in values),
    "measures": lambda values: tuple(_measure(each) for each in values),
    "charges": lambda values: tuple(_charged(each) for each in values),
    "flags": tuple,
    "joined": lambda values: tuple((old, new) for old, new in values),
    "ordered": tuple,
    "lifted": lambda values: tuple(_ground(each) for each in values),
    "grounds": lambda values: tuple(_ground(each) for each in values),
}
"""How each field that is not text, number or nothing is read back."""
