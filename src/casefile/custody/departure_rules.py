"""The custody rules for departures from the country and deaths."""

from __future__ import annotations

from msgspec.structs import replace

from casefile.custody.custody_rule import CustodyRule, always
from casefile.custody.rule_context import AT_HOME, RuleContext
from casefile.custody.state import State
from casefile.custody.transitions import (
    Readings,
    close_status,
    end_custody_unreported,
    make_ground,
    open_period,
    replace_ground,
    return_home,
    with_flag,
)

LEFT = frozenset({"left", "fled"})
"""Kinds of departure of people who usually were at liberty until then."""
STAYED = frozenset({"refused", "turned_back", "declined"})
"""Kinds of departure that did not take place."""
INTO_CUSTODY = frozenset({"extradited", "surrender", "sentence_transfer", "rendition"})
"""Kinds of departure by which a prisoner is transferred."""
SENT_BACK = frozenset({"deported", "expelled"})
"""Kinds of departure by order of the country that the person leaves."""


def _sent_abroad(now: RuleContext) -> State:
    new = make_ground(now, "extradition" if now.event.kind == "extradited" else "unknown", "fact")
    if now.event.kind == "sentence_transfer":
        new = replace(new, basis="imprisonment")
    leaves = now.value_of("to") is not None or (now.held and not now.state.elsewhere)
    made = replace_ground(now, new, replaces=now.state.active) if now.certain else open_period(now, new)
    return replace(made, elsewhere=leaves and not _leads_home(now))


def _leads_home(now: RuleContext) -> bool:
    """Return whether a departure leads into the country of the case."""
    return bool(now.about.country) and now.value_of("to") == now.about.country


def _brought_home(now: RuleContext) -> State | Readings:
    """End the time abroad; the person is free, and perhaps arrested on arrival.

    That is possible if the person was sent back, or if a sentence or an order is not carried out yet.
    """
    state = now.state
    free = return_home(now)
    may_be_met = now.event.kind in SENT_BACK or now.value_of("into") == "unknown"
    if not (state.waiting or may_be_met):
        return free
    waiting = tuple(replace(each, active=True) for each in state.waiting)
    return (open_period(now, *waiting), free)


def _into(now: RuleContext) -> State | Readings:
    if now.value_of("into") == "custody":
        return _sent_abroad(now)
    return (_sent_abroad(now), close_status(now, "abroad", "departure"))


def _die(now: RuleContext) -> State:
    return replace(close_status(now, "dead", "death"), flags=(), measures=(), grounds=())


def _death_reported(now: RuleContext) -> Readings:
    state = with_flag(now.state, "death_reported")
    return (state, replace(close_status(now, "dead", "death", "presumed"), flags=("death_reported",)))


DEPARTURES = (
    CustodyRule(
        "turned-back",
        "departure",
        "kind refused, turned_back or declined",
        "nothing moves",
        "A person whose departure was prevented is still in the country.",
        lambda now: now.event.kind in STAYED,
        lambda now: replace(now.state, carried_out=None),
    ),
    CustodyRule(
        "sent-into-custody",
        "departure",
        "kind extradited, surrender, sentence_transfer or rendition",
        "held, stated; abroad where `to` says so, or where the person was held at home: a release then leads "
        "to abroad",
        "Extradition is a transfer of a prisoner, not a release.",
        lambda now: now.event.kind in INTO_CUSTODY,
        _sent_abroad,
    ),
    CustodyRule(
        "came-home",
        "departure",
        "any other departure to the country of the case, not into custody",
        "free, presumed; where the person is deported or expelled, `into` is unknown, or a sentence or an "
        "order waits, possible held too",
        "The police of the country that accuses a person may wait at its border.",
        lambda now: _leads_home(now) and now.value_of("into") != "custody",
        _brought_home,
    ),
    CustodyRule(
        "deported-into",
        "departure",
        "kind deported, into custody or unknown",
        "held, at home or abroad as after an extradition (`sent-into-custody`); possible abroad too, where "
        "`into` is unknown",
        "Some deported persons are arrested on arrival.",
        lambda now: now.value_of("into") in {"custody", "unknown"},
        _into,
    ),
    CustodyRule(
        "left-unseen",
        "departure",
        "kind left or fled, of a person who is held, but not at home or in an open facility",
        "abroad, stated; the custody ended on some day before",
        "A person who leaves a country freely was already out of prison.",
        lambda now: now.held and now.event.kind in LEFT and now.state.basis not in AT_HOME,
        lambda now: close_status(now.on(end_custody_unreported(now, "departure")), "abroad", "departure"),
        doubts="custody",
    ),
    CustodyRule(
        "departed",
        "departure",
        "any other departure",
        "abroad, stated; grounds wait",
        "A person outside the country is not in its prisons (ICCPR art. 12(4), 13).",
        always,
        lambda now: close_status(now, "abroad", "departure"),
    ),
    CustodyRule(
        "died-at-liberty",
        "death",
        "in_custody: false, of a held person, known as below",
        "dead, stated; the custody ended on some day before",
        "A person who died at home was released before.",
        lambda now: now.held and now.event.in_custody is False and now.is_proved,
        lambda now: _die(now.on(end_custody_unreported(now, "death"))),
        doubts="custody",
    ),
    CustodyRule(
        "died",
        "death",
        "corroborated or confirmed, by the word of a relative or a lawyer, or an official word with another "
        "source",
        "dead, stated",
        "Only evidence of life contradicts a recorded death.",
        lambda now: now.is_proved,
        _die,
    ),
    CustodyRule(
        "death-reported",
        "death",
        "on any other word",
        "possible dead and the status so far, with the flag death_reported",
        "A wrong death is worse than a late one.",
        always,
        _death_reported,
    ),
)
"""The rules of departures and deaths, in the order in which they are tried."""
