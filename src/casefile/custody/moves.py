"""The few ways in which a state changes: a spell opens, goes on or closes."""

from __future__ import annotations

from casefile.custody.now import Now
from casefile.custody.state import LAST, Closed, Span, State, span_between


def opened(now: Now, basis: str) -> State:
    """Begin a spell of custody; one that was possibly going on ended somewhere before it."""
    return _begun(now, basis)._replace(also=None)


def possibly_opened(now: Now, basis: str) -> State:
    """Begin a spell that may never have begun: held is as possible as the free status before."""
    state = now.state
    if state.also is not None:
        return _ordered(now, state, basis)._replace(proof=_newer(state.proof, now.date))
    before = state.status if now.free else "released"
    return _begun(now, basis)._replace(also=before)


def continued(now: Now, basis: str) -> State:
    """Go on with the spell on an order of its own: the `until` of the old one goes."""
    return _facility(now, _ordered(now, now.state, basis))._replace(proof=_newer(now.state.proof, now.date))


def kept(now: Now) -> State:
    """Go on with the spell as it is: the entry shows that the person is held."""
    return _facility(now, now.state)._replace(proof=_newer(now.state.proof, now.date))


def freed(now: Now, how: str, certainty: str = "presumed") -> State:
    """End custody, if there is any: the person is released."""
    state = now.state
    if state.status != "released":
        return closed(now, "released", how, certainty)
    if certainty == "stated" and state.certainty != "stated":
        spells = _ended_later(state, now.date)
        return state._replace(certainty="stated", since=now.date, proof=now.date, spells=spells)
    return state._replace(proof=_newer(state.proof, now.date))


def found_free(now: Now) -> State:
    """End custody on some day since the newest sign of it: the person was released unseen."""
    state = freed(now, "found_free")
    if now.state.started is None or now.state.proof is None:
        return state
    end = span_between(max(now.state.started.first, now.state.proof.first), now.date.last)
    return state._replace(since=end, spells=(*state.spells[:-1], state.spells[-1]._replace(end=end)))


def closed(now: Now, status: str, how: str, certainty: str = "stated", *, end_known: bool = True) -> State:
    """Leave the present status; a spell that was going on ends with the entry."""
    state = now.state
    if state.status == status:
        return state._replace(proof=_newer(state.proof, now.date))
    spells = _with_end(state, now.date if end_known else None, how)
    return state._replace(
        status=status, certainty=certainty, also=None, since=now.date, proof=now.date, basis=None, based=None,
        by_verdict=False, until=None, until_kind=None, facility=None, placed=None, started=None,
        spells=spells,
    )  # fmt: skip


def _begun(now: Now, basis: str) -> State:
    state = now.state
    spells = _with_end(state, _unseen_end(now), "new_custody")
    fresh = state._replace(
        status="held", certainty="stated", since=now.date, proof=now.date, started=now.date, facility=None,
        placed=None, by_verdict=False, basis=None, spells=spells,
    )  # fmt: skip
    return _facility(now, _ordered(now, fresh, basis))


def _ordered(now: Now, state: State, basis: str) -> State:
    """Put custody on a basis, with the order's own end if the entry states one."""
    until = now.until
    return state._replace(
        basis=basis,
        based=state.based if basis == state.basis else now.date,
        by_verdict=False,
        until=until,
        until_kind=None if until is None else "order",
    )


def _facility(now: Now, state: State) -> State:
    """Note where the person is held; a transfer to a place that is not stated leaves it open."""
    facility = vars(now.event).get("facility")
    if facility is None and now.event.type != "transfer":
        return state
    return state._replace(facility=facility, placed=now.date)


def _unseen_end(now: Now) -> Span:
    """Return when a spell ended that nobody saw end: before the new one, after its order or its start."""
    state = now.state
    began = state.started.first if state.started else now.date.first
    last = now.date.last if now.date.last == LAST else now.date.last - 1
    return span_between(state.until if now.lapsed and state.until is not None else began, last)


def _with_end(state: State, end: Span | None, how: str) -> tuple[Closed, ...]:
    if state.started is None or state.basis is None:
        return state.spells
    return (*state.spells, Closed(state.started, end, state.basis, state.also is None, how))


def _ended_later(state: State, date: Span) -> tuple[Closed, ...]:
    """Move the end of a spell that was only presumed to be over towards the release that followed."""
    last = state.spells[-1] if state.spells else None
    if last is None or last.end is None or last.end != state.since:
        return state.spells
    return (
        *state.spells[:-1],
        last._replace(end=span_between(last.end.first, date.last), closed_by="release"),
    )


def _newer(proof: Span | None, date: Span) -> Span:
    return date if proof is None else max(proof, date, key=lambda span: (span.first, span.last))
