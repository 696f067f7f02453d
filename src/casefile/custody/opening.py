"""The rules by which custody begins and goes on."""

from __future__ import annotations

from casefile.custody.moves import closed, continued, kept, opened, possibly_opened
from casefile.custody.now import FREEING_OUTCOMES, Now
from casefile.custody.rule import Rule, always, stays
from casefile.custody.state import State

DETENTION_BASIS = {
    "stop": "questioning",
    "questioning": "questioning",
    "arrest": "police_custody",
    "administrative": "administrative",
    "abduction": "unacknowledged",
    "military": "military",
    "conscription": "military",
    "immigration": "immigration",
    "psychiatric": "psychiatric",
    "extradition": "extradition",
}
ORDERING = frozenset({"remanded", "house_arrest", "extended"})


def _detained(now: Now) -> State:
    return opened(now, DETENTION_BASIS.get(now.event.kind, "unknown"))


def _ordered(now: Now) -> State:
    """Hold the person on a court's order: an extension keeps the basis of a held person."""
    basis = "house_arrest" if now.event.outcome == "house_arrest" else "pretrial"
    if not now.certain:
        return opened(now, basis)
    if now.event.outcome == "extended":
        basis = now.state.basis or basis
    return continued(now, basis)


def _transferred(now: Now) -> State:
    basis = now.event.basis if now.event.basis != "other" else "unknown"
    if not now.certain:
        return opened(now, basis)
    return kept(now) if basis == now.state.basis else continued(now, basis)


def _sentenced(now: Now) -> State:
    basis = now.custodial or "unknown"
    return _until_its_end(now, continued(now, basis) if now.certain else opened(now, basis))


def _sentenced_at_liberty(now: Now) -> State:
    return _until_its_end(now, possibly_opened(now, now.custodial or "unknown"))


def _until_its_end(now: Now, state: State) -> State:
    end = now.sentence_end
    return state._replace(by_verdict=True, until=end, until_kind=None if end is None else "sentence")


def _shown_held(now: Now) -> bool:
    """Whether finding the person held says that the spell goes on, as news would."""
    state = now.state
    if not now.held or state.also is not None:
        return False
    if now.certain:
        return True
    limit = state.until if now.lapsed else state.based.last if state.based else None
    return limit is not None and now.date.first > limit


def _is_of_another_case(now: Now) -> bool:
    if not now.bound:
        return False
    if now.event.type == "hearing":
        orders = now.event.outcome in ORDERING and now.certain
        return orders or now.event.outcome in FREEING_OUTCOMES
    if now.event.type == "verdict":
        return now.absolves or now.spares
    return now.drops_all


OPENING = (
    Rule(
        "detained-again",
        "detention",
        "certainly held, the order not lapsed on the entry's earliest day",
        "the same spell; the entry should be looked at",
        "Whoever is held cannot be detained: perhaps a release is missing, perhaps it is told twice.",
        lambda now: now.certain and not now.lapsed,
        kept,
        warns="detained-while-held",
    ),
    Rule(
        "detained-after-lapse",
        "detention",
        "the order had lapsed by the entry's earliest day",
        "held, stated, a new spell; the old one ended somewhere between its `until` and the day before",
        "A new arrest shows that the old custody had ended, not when.",
        lambda now: now.held and now.lapsed and now.state.also is None,
        _detained,
    ),
    Rule(
        "detained-after-questioning",
        "detention",
        "held for questioning, of which nobody knows the end",
        "held, stated, a new spell",
        "Being called in twice is not being held in between.",
        lambda now: now.held and now.state.basis == "questioning" and now.state.also is None,
        _detained,
    ),
    Rule(
        "detention",
        "detention",
        "not certainly held",
        "held, stated; basis from the kind: stop, questioning → questioning; arrest → police_custody; "
        "abduction → unacknowledged; conscription → military; administrative, military, immigration, "
        "psychiatric, extradition their own; not stated → unknown",
        "A person is detained who is not free to leave, whatever it is called (Body of Principles, Use of "
        "terms).",
        always,
        _detained,
    ),
    Rule(
        "another-case",
        "hearing verdict charge",
        "serving a sentence, and an entry that would end or order another form of custody: remand, "
        "extension, house_arrest, released, bail, measure_lifted, a first-instance acquittal, termination "
        "or non-custodial verdict, the last recorded charge dropped",
        "nothing moves; the entry should be looked at",
        "It belongs to another case: the sentence goes on.",
        _is_of_another_case,
        stays,
        warns="another-case",
    ),
    Rule(
        "sentence-goes-on",
        "verdict transfer",
        "certainly serving a sentence; a first-instance custodial verdict, or a transfer with a basis",
        "basis and until stay",
        "Only a higher court, clemency or the gate ends a sentence.",
        lambda now: now.certain and now.bound and (now.event.type == "transfer" or now.takes),
        kept,
    ),
    Rule(
        "absent-opens-nothing",
        "hearing verdict",
        "in absentia, not certainly held",
        "nothing moves",
        "A court that judges an absent person has nobody to hold or to let go.",
        lambda now: now.absent and not now.certain,
        stays,
    ),
    Rule(
        "sentenced-in-absentia",
        "verdict",
        "in absentia, certainly held, custodial penalties",
        "held, stated, the same spell; basis from the penalty",
        "The person is in custody for something else, and now on this sentence as well.",
        lambda now: now.absent and now.certain and not now.bound and now.custodial is not None,
        _sentenced,
    ),
    Rule(
        "remanded",
        "hearing",
        "outcome remanded, house_arrest or extended, not in absentia unless certainly held",
        "held, stated; pretrial or house_arrest, an extension keeps the basis of a held person; opens a "
        "spell, or continues that of a certainly held person; an `until` that is not stated clears the old "
        "one",
        "A court's order is the best word on custody (ICCPR art. 9(3)).",
        lambda now: now.event.outcome in ORDERING,
        _ordered,
    ),
    Rule(
        "transferred",
        "transfer",
        "with a basis",
        "held, stated, on that basis; `until` stays unless the basis changes",
        "Being moved does not set anybody free.",
        always,
        _transferred,
    ),
    Rule(
        "administrative-arrest",
        "verdict",
        "administrative_arrest and no graver custodial penalty, not in absentia, certainly held or taken "
        "into custody",
        "held, stated, administrative, until the stated end, else until the latest day and the term",
        "It is counted in days, and the days are known; no other sentence's end is computed.",
        lambda now: now.takes and now.custodial == "administrative",
        _sentenced,
    ),
    Rule(
        "sentenced",
        "verdict",
        "custodial penalties, not in absentia, certainly held or taken into custody in court",
        "held, stated; imprisonment, life, death, forced_labour → imprisonment; compulsory_treatment → "
        "psychiatric; restricted_liberty → open_facility; suspended, probation or deferred beside "
        "imprisonment or restricted_liberty replace it; `until` only if the verdict states it",
        "The sentence is the new ground of the same custody.",
        lambda now: now.takes,
        _sentenced,
    ),
    Rule(
        "sentenced-at-liberty",
        "verdict",
        "custodial penalties, not in absentia, not certainly held and not taken into custody; released, "
        "restricted, not detained or only possibly held before",
        "possible held and the free status before, uncertain",
        "Some are led away in court, some go home until the appeal; the source does not say.",
        lambda now: now.custodial is not None and not now.absent and (now.held or now.free),
        _sentenced_at_liberty,
    ),
    Rule(
        "found-held",
        "confirmation",
        "found held; the person is certainly held, or the entry is as good as news that clears the doubt",
        "held, stated; basis and until stay",
        "Somebody has established it (ICPPED art. 17, 18).",
        lambda now: now.event.found == "held" and _shown_held(now),
        kept,
    ),
    Rule(
        "found-held-anew",
        "confirmation",
        "found held, not certainly held before",
        "held, stated, a new spell, basis unknown",
        "On what ground, nobody has said.",
        lambda now: now.event.found == "held",
        lambda now: opened(now, "unknown"),
    ),
    Rule(
        "missing",
        "disappearance confirmation",
        "a disappearance, or found missing",
        "missing, stated; a spell that was going on ends nobody knows when",
        "Nobody says where the person is (ICPPED art. 2).",
        lambda now: now.event.type == "disappearance" or now.event.found == "missing",
        lambda now: closed(now, "missing", "disappearance", end_known=False),
    ),
)
"""In the order in which they are tried."""
