"""The rules by which custody ends."""

from __future__ import annotations

from casefile.custody.moves import closed, continued, found_free, freed, opened
from casefile.custody.now import FREEING_OUTCOMES, Now
from casefile.custody.rule import Rule, always, stays
from casefile.custody.state import State


def _sent_abroad(now: Now) -> State:
    return continued(now, "extradition") if now.certain else opened(now, "extradition")


CLOSING = (
    Rule(
        "court-frees",
        "hearing",
        "outcome released, bail or measure_lifted, of a held person who serves no sentence",
        "released, presumed",
        "A court's word opens the door as a rule, not always the same day.",
        lambda now: now.held and now.event.outcome in FREEING_OUTCOMES,
        lambda now: freed(now, now.event.outcome),
    ),
    Rule(
        "absolved",
        "verdict",
        "acquitted or terminated in a criminal case, of a held person who serves no sentence of another; an "
        "administrative case ends administrative custody alone; on a sentence, only by a higher instance",
        "released, presumed",
        "Whoever is acquitted is to be let go; whether it was done is not said.",
        lambda now: now.held and now.absolves,
        lambda now: freed(now, now.event.outcome),
    ),
    Rule(
        "spared",
        "verdict",
        "a criminal conviction, not in absentia, of a held person; every penalty stated, and each one of "
        "suspended, probation, fine, community_work, ban, deferred, confiscation; on a sentence, only by a "
        "higher instance",
        "released, presumed",
        "None of these penalties keeps anybody in prison.",
        lambda now: now.held and now.spares,
        lambda now: freed(now, "non_custodial_verdict"),
    ),
    Rule(
        "verdict-leaves",
        "verdict",
        "any other verdict: sentences not stated, unknown, other or deportation; civil and administrative "
        "non-custodial ones; custodial ones against somebody exiled or missing and not taken into custody",
        "nothing moves",
        "It does not say whether the person went home.",
        always,
        stays,
    ),
    Rule(
        "charges-closed",
        "charge",
        "dropped, time_barred or terminated closes a recorded charge and none stays open, of a held person "
        "who serves no sentence",
        "released, presumed",
        "Without a charge there is no ground to hold anybody; one charge of several changes nothing.",
        lambda now: now.held and now.drops_all,
        lambda now: freed(now, "charges_closed"),
    ),
    Rule(
        "exchanged-abroad",
        "release",
        "kind exchange, of an exiled person",
        "exiled stays",
        "The release is the other half of the departure.",
        lambda now: now.event.kind == "exchange" and now.state.status == "exiled",
        stays,
    ),
    Rule(
        "escaped",
        "release",
        "kind escape",
        "released, presumed",
        "Nobody says that the person is still at large.",
        lambda now: now.event.kind == "escape",
        lambda now: freed(now, "escape"),
    ),
    Rule(
        "released",
        "release",
        "any other release",
        "released, stated; a presumed end of the spell gives way to it",
        "Somebody says that the person is out.",
        always,
        lambda now: freed(now, "release", "stated"),
    ),
    Rule(
        "turned-back",
        "departure",
        "kind refused",
        "nothing moves",
        "Whoever was not let out is still here.",
        lambda now: now.event.kind == "refused",
        stays,
    ),
    Rule(
        "extradited",
        "departure",
        "kind extradited",
        "held, stated, abroad; basis extradition",
        "Extradition hands a prisoner over, it frees nobody.",
        lambda now: now.event.kind == "extradited",
        _sent_abroad,
    ),
    Rule(
        "departed",
        "departure",
        "any other departure",
        "exiled, stated",
        "Out of the country is out of its prisons (ICCPR art. 12(4), 13).",
        always,
        lambda now: closed(now, "exiled", "departure"),
    ),
    Rule(
        "clemency-frees",
        "clemency",
        "effect released, of a held person",
        "released, stated",
        "The act itself says so.",
        lambda now: now.held and now.event.effect == "released",
        lambda now: freed(now, "clemency", "stated"),
    ),
    Rule(
        "pardoned",
        "clemency",
        "a pardon whose effect is not stated, of a held person",
        "released, presumed",
        "A pardon lets go as a rule (ICCPR art. 6(4)).",
        lambda now: now.held and now.event.kind == "pardon" and now.event.effect is None,
        lambda now: freed(now, "pardon"),
    ),
    Rule(
        "clemency-leaves",
        "clemency",
        "effect reduced, none or unknown; amnesty or commutation with effect not stated; nobody held",
        "nothing moves",
        "A shorter sentence is a sentence.",
        always,
        stays,
    ),
    Rule(
        "found-free",
        "confirmation",
        "found free, of somebody held, possibly held or missing",
        "released, presumed; the spell ended somewhere between the newest sign of it and the entry",
        "Whoever is free has been let go; when and how is not said.",
        lambda now: now.event.found == "free" and now.state.status in {"held", "missing"},
        found_free,
    ),
    Rule(
        "died",
        "death",
        "corroborated or confirmed, or by the word of an official, a relative or a lawyer",
        "dead, stated, and final",
        "A death is not undone by a later entry.",
        lambda now: now.proved,
        lambda now: closed(now, "dead", "death")._replace(flags=(), measures=()),
    ),
    Rule(
        "death-reported",
        "death",
        "on any other word",
        "nothing moves; the flag `death_reported` stands",
        "A wrong death is worse than a late one.",
        always,
        lambda now: now.state._replace(flags=("death_reported",)),
    ),
)
"""In the order in which they are tried, after those of opening."""
