"""Deadlines that custody sets: orders that end or have ended, restrictions that end, and missing news."""

from __future__ import annotations

from collections.abc import Iterator

from casefile.custody.custody_view import View
from casefile.custody.ledger_order import confirms, moves
from casefile.custody.penalties import last_day
from casefile.custody.release_rules import LEAVES
from casefile.custody.status_text import (
    UNPROVED_DEATH,
    day_words,
    if_held,
    in_short,
    order_word,
    since_words,
)
from casefile.dates import Day, When
from casefile.model.events import (
    Accusation,
    Death,
    Detention,
    Event,
    Hearing,
    Release,
    Restriction,
    Verdict,
)
from casefile.model.vocabularies import word
from casefile.views.deadlines.deadline import Due
from casefile.views.deadlines.valid_ledger import ValidLedger, on


def order_ends(ledger: ValidLedger) -> Iterator[Due]:
    """Yield the ends of the order or sentence under which the person is held, or may be.

    If it is uncertain which order is the last, the end of each possible order is shown, with that doubt.
    """
    view = ledger.view
    if view is None or not view.held_possible:
        return
    if view.until is not None:
        ends = [view.until]
    else:
        ends = [each for each in _possible_ends(ledger) if view.certainty != "lapsed"]
    for end in ends:
        if end >= ledger.day:
            doubt = "" if view.until else ", unless another order has followed"
            yield ledger.due(
                "order_ends",
                on(end),
                f"{if_held(view)}the {order_word(view)} ends on {day_words(end)}{doubt}",
            )


def restriction_ends(ledger: ValidLedger) -> Iterator[Due]:
    """Yield each day on which restrictions in force end, with the kinds that end on it."""
    running = ledger.view.restrictions if ledger.view else ()
    for end in sorted({each.until for each in running if each.until}):
        kinds = ", ".join(dict.fromkeys(word(each.kind) for each in running if each.until == end))
        yield ledger.due(
            "restriction_ends", on(end), f"last day of a restriction: {day_words(end)} ({kinds})"
        )


def find_lapsed_orders(ledger: ValidLedger) -> Iterator[Due]:
    """Yield the order that has ended, as long as no later news is recorded."""
    view = ledger.view
    if view is None or view.certainty != "lapsed" or not view.held_possible:
        return
    ends = [view.until] if view.until else [end for end in _possible_ends(ledger) if end < ledger.day][-1:]
    # Without the basis: a withheld event may change it in an export, and the text would show that.
    status = in_short(View(view.status, view.certainty, view.possible))
    for end in ends:
        ended = "ended" if view.until else "may have ended"
        yield ledger.due(
            "lapsed",
            on(end),
            f"{status}; the {order_word(view)} {ended} on {day_words(end)}, no news since",
        )


def sentence_ends(ledger: ValidLedger) -> Iterator[Due]:
    """Yield the expected ends of the sentences that the person serves, or may serve."""
    for end in expected_ends(ledger.view):
        if end >= ledger.day:
            yield ledger.due(
                "sentence_ends", on(end), f"the sentence ends about {day_words(end)}, by its term"
            )


def sentence_over(ledger: ValidLedger) -> Iterator[Due]:
    """Yield the sentences whose term is over while no release is recorded (WGAD, category I)."""
    for end in expected_ends(ledger.view):
        if end < ledger.day:
            text = f"the sentence should be served since about {day_words(end)}; no release is recorded"
            yield ledger.due("sentence_over", on(end), text)


def expected_ends(view: View | None) -> list[Day]:
    """Return the expected ends of the sentences of a person who is held, or may be; the soonest first."""
    if view is None or not view.held_possible:
        return []
    return sorted(
        each.until
        for each in view.grounds
        if each.kind == "sentence" and each.state == "active" and each.until_kind == "expected" and each.until
    )


def returns(ledger: ValidLedger) -> Iterator[Due]:
    """Yield the day on which a person on leave is due back in custody, until an event records the sequel.

    If no source states that day, the leave itself is shown once it has lasted for `stale_days`.
    """
    end = ledger.view.returns if ledger.view else None
    leaves = (each for each in reversed(ledger.past) if isinstance(each, Release) and each.kind in LEAVES)
    event = next(leaves, None)
    if end is None or event is None:
        return
    if last_day(event.until) is not None:
        verb = "is" if end >= ledger.day else "was"
        yield ledger.due("return", on(end), f"on leave; {verb} due back on {day_words(end)}", event.id)
    elif end < ledger.day:
        since = since_words(event.date.text) or "since a day not stated"
        text = f"on leave {since}; no day of return is stated, and no return is recorded"
        yield ledger.due("return", event.date, text, event.id)


def death_unproved(ledger: ValidLedger) -> Iterator[Due]:
    """Yield a death that is reported but not proved."""
    if ledger.view is None or "death_reported" not in ledger.view.flags:
        return
    deaths = [event for event in ledger.past if isinstance(event, Death)]
    if deaths:
        newest = deaths[-1]
        yield ledger.due("death_unproved", newest.date, UNPROVED_DEATH, newest.id)


def stale(ledger: ValidLedger) -> Iterator[Due]:
    """Yield a person who is held or missing and of whom no news was recorded for the time `stale`.

    The time is counted from the earliest day of the newest news, as in the course. A lapsed order is not
    included: `find_lapsed_orders` reports it with more detail.
    """
    view = ledger.view
    if view is None or view.status not in {"held", "missing"} or view.certainty == "lapsed":
        return
    sign = _newest_sign(ledger, view)
    if sign is None or ledger.stale.add_to(sign.earliest) > ledger.day:
        return
    yield ledger.due("stale", sign, f"{in_short(view)}; no news {since_words(sign.text)}")


def _possible_ends(ledger: ValidLedger) -> list[Day]:
    """Return the ends that events state, the soonest first.

    The events are those back to the newest one that has certainly happened.
    """
    ends: set[Day] = set()
    for event in reversed(ledger.past):
        if moves(event) and not isinstance(event, Accusation | Restriction):
            ends |= {*_ends_of(event)}
            if event.date.latest <= ledger.day:
                break
    return sorted(ends)


def _ends_of(event: Event) -> Iterator[Day]:
    stated = [each.until for each in event.sentences] if isinstance(event, Verdict) else []
    if isinstance(event, Detention | Hearing):
        stated = [event.until]
    yield from (each.latest for each in stated if each is not None and not each.open_end)


def _newest_sign(ledger: ValidLedger, view: View) -> When | None:
    """Return the date that last confirmed the person held or missing.

    If that is open, it is the date of the newest event that may confirm it, or None.
    """
    stated = When.find(view.last_confirmed or "")
    if stated is not None:
        return stated
    signs = [event.date for event in ledger.past if moves(event) or confirms(event)]
    return max(signs, key=lambda date: (date.earliest, date.latest), default=None)
