"""Deadlines that custody sets: orders that end or have ended, restrictions that end, and missing news."""

from __future__ import annotations

from collections.abc import Iterator

from casefile.custody.custody_view import View
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
    Death,
    Release,
)
from casefile.model.vocabularies import word
from casefile.views.deadlines.deadline import Due
from casefile.views.deadlines.valid_ledger import ValidLedger, on


def order_ends(ledger: ValidLedger) -> Iterator[Due]:
    """Yield the ends, today or later, of the order or sentence under which the person is held, or may be.

    If it is uncertain which order is the last, the end of each possible order is yielded, with that doubt in
    the text.
    """
    view = ledger.view
    if view is None:
        return
    for end in view.possible_ends:
        if end is not None and end >= ledger.day:
            doubt = ", unless another order has followed" if len(view.possible_ends) > 1 else ""
            yield ledger.due(
                "order_ends",
                on(end),
                f"{if_held(view)}the {order_word(view)} ends on {day_words(end)}{doubt}",
            )


def restriction_ends(ledger: ValidLedger) -> Iterator[Due]:
    """Yield each day on which restrictions end that may be in force, with the kinds that end on it."""
    view = ledger.view
    if view is None:
        return
    for end in sorted({each.until for each in view.possible_restrictions if each.until}):
        ending = [each for each in view.possible_restrictions if each.until == end]
        doubt = "" if all(each in view.restrictions for each in ending) else "perhaps the "
        kinds = ", ".join(dict.fromkeys(word(each.kind) for each in ending))
        text = f"{doubt}last day of a restriction: {day_words(end)} ({kinds})"
        yield ledger.due("restriction_ends", on(end), text)


def find_lapsed_orders(ledger: ValidLedger) -> Iterator[Due]:
    """Yield the order that has ended, if custody has the certainty `lapsed`: there is no later news."""
    view = ledger.view
    if view is None or view.certainty != "lapsed":
        return
    # Without the basis: a withheld event may change it in an export, and the text would show that.
    status = in_short(View(view.status, view.certainty, view.possible))
    for end in [each for each in view.possible_ends if each and each < ledger.day][-1:]:
        ended = "may have ended" if len(view.possible_ends) > 1 else "ended"
        yield ledger.due(
            "lapsed",
            on(end),
            f"{status}; the {order_word(view)} {ended} on {day_words(end)}, no news since",
        )


def sentence_ends(ledger: ValidLedger) -> Iterator[Due]:
    """Yield the expected ends, today or later, of the sentences that the person serves, or may serve."""
    for ends in ledger.view.sentence_ends if ledger.view else ():
        verb = "may end" if len(ends) > 1 else "ends"
        for end in ends:
            if end is not None and end >= ledger.day:
                text = f"the sentence {verb} about {day_words(end)}, by its term"
                yield ledger.due("sentence_ends", on(end), text)


def sentence_over(ledger: ValidLedger) -> Iterator[Due]:
    """Yield the sentences whose term is over while no release is recorded (WGAD, category I)."""
    for end in ends_before(ledger.view, ledger.day) if ledger.view else ():
        text = f"the sentence should be served since about {day_words(end)}; no release is recorded"
        yield ledger.due("sentence_over", on(end), text)


def ends_before(view: View, day: Day) -> list[Day]:
    """Return the ends of the sentences that are certainly over by their term; the soonest first.

    Of several possible ends of a sentence the latest counts.
    """
    latest = (ends[-1] for ends in view.sentence_ends)
    return sorted(end for end in latest if end is not None and end < day)


def returns(ledger: ValidLedger) -> Iterator[Due]:
    """Yield each day on which a person on leave may be due back, until an event records the sequel.

    If no source states that day, the leave itself is shown once it has lasted for `stale_days`.
    """
    ends = ledger.view.returns if ledger.view else ()
    leaves = [each for each in reversed(ledger.past) if isinstance(each, Release) and each.kind in LEAVES]
    for end in ends:
        event = next((each for each in leaves if last_day(each.until) == end.toordinal()), None)
        if event is not None:
            ahead, past = ("is", "was") if len(ends) == 1 else ("may be", "may have been")
            verb = ahead if end >= ledger.day else past
            yield ledger.due("return", on(end), f"on leave; {verb} due back on {day_words(end)}", event.id)
            continue
        event = next((each for each in leaves if last_day(each.until) is None), None)
        if event is not None and end < ledger.day:
            since = since_words(event.date.text) or "since a day not stated"
            text = f"on leave {since}; no day of return is stated, and no return is recorded"
            yield ledger.due("return", event.date, text, event.id)


def death_unproved(ledger: ValidLedger) -> Iterator[Due]:
    """Yield the newest death, if the death of the person is reported but not proved."""
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
    sign = When.find(view.newest_sign or "")
    if sign is None or ledger.stale.add_to(sign.earliest) > ledger.day:
        return
    yield ledger.due("stale", sign, f"{in_short(view)}; no news {since_words(sign.text)}")
