"""The custody status in plain English: a few words for a table, sentences for a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from casefile.custody.custody_view import Spell, View
from casefile.dates import BadDate, Day, When
from casefile.dates.day_names import day_in_english
from casefile.model.vocabularies import capital, word

BASIS_WORDS: Mapping[str, str] = {
    "questioning": "for questioning",
    "pretrial": "pretrial",
    "unacknowledged": "unacknowledged",
    "extradition": "for extradition",
    "military": "by the military",
}
"""Texts for a basis whose own vocabulary word reads badly; `unknown` is never shown."""
UNPROVED_DEATH = "a death is reported and not proved"
FLAG_WORDS: Mapping[str, str] = {"death_reported": f"{capital(UNPROVED_DEATH)}."}


def in_short(view: View) -> str:
    """Return the status in a few words: `held (pretrial)`, `last known held`, `unknown: held or released`.

    They end with `, disputed` if disputed entries state another status.
    """
    if len(view.possible) > 1:
        words = f"unknown: {possible_words(view.possible)}"
    else:
        words = _held_words(view) if view.status == "held" else _mark_unstated(view)
    return f"{words}, disputed" if view.disputed else words


def in_sentences(view: View, day: Day) -> str:
    """Return the status in sentences: since when, until when, and how certain it is; `day` is the view's."""
    sentences = [SENTENCES.get(view.status, _unknown)(view), *_order(view, day), *_doubts(view)]
    return " ".join(sentence for sentence in sentences if sentence)


def possible_words(statuses: Sequence[str]) -> str:
    """Return statuses that may be true, as words in a list with "or": `held, released or abroad`."""
    words = [word(status) for status in statuses]
    return " or ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)


def if_held(view: View) -> str:
    """Return the words before a deadline of custody: empty where the person is certainly held."""
    return "" if view.held_certain else "if still held: "


@lru_cache(maxsize=4096)
def format_date(text: str | None) -> str:
    """Return a date of the ledger in words; other words (`ongoing`, `unknown`) are returned unchanged.

    The result is empty for None.
    """
    if not text:
        return ""
    date = When.find(text)
    return date.words() if date else text


def since_words(text: str | None) -> str:
    """Return the beginning of a status in words: `since 28 May 2025`, `since some day between …`.

    `text` is a date as the ledger states it; the result is empty if it is None or `unknown`.
    """
    return _date_words(text, When.since_words, "since")


def when_words(text: str | None) -> str:
    """Return the day of an event in words: `on 28 May 2025`, `in May 2025`, `by 4 June 2025`.

    `text` is a date as the ledger states it; the result is empty if it is None or `unknown`.
    """
    return _date_words(text, When.when_words, "in")


def _date_words(text: str | None, words: Callable[[When], str], preposition: str) -> str:
    """Return a date of the ledger by `words`; after `preposition`, if it is text such as `ongoing`."""
    if not text or text == "unknown":
        return ""
    date = When.find(text)
    return words(date) if date else f"{preposition} {text}"


def range_words(least: int | None, most: int | None, unknown: str = "") -> str:
    """Return a number or a range in words: `14`, `at least 3`, `at most 5`, `3 to 5`.

    None is a bound that is not known; the result is `unknown` if both are None.
    """
    if least == most:
        return unknown if least is None else str(least)
    if most is None:
        return f"at least {least}"
    return f"at most {most}" if least is None else f"{least} to {most}"


def days_words(held: tuple[int, int | None]) -> str:
    """Return for how many days a person was held: `14`, `at least 55`, `not known`; empty for none.

    `held` is the least and the greatest number of days, None if that is not known.
    """
    least, most = held
    if most == 0:
        return ""
    return "not known" if most is None and least == 0 else range_words(least, most)


def basis_words(basis: str | None) -> str:
    """Return a form of custody in words: `pretrial`, `by the military`; empty if it is not known."""
    return BASIS_WORDS.get(basis, word(basis)) if basis and basis != "unknown" else ""


def spell_words(spell: Spell, view: View) -> str:
    """Return a time in custody in words: `28 May 2025 to 10 June 2025 · pretrial · ended by release`.

    `view` is of the same case: unless its certainty is `stated`, an ongoing time has no known end.
    """
    ended = f"ended by {word(spell.closed_by)}" if spell.closed_by else ""
    sure = "" if spell.certain else "not certain"
    return " · ".join(filter(None, (_span_words(spell, view), basis_words(spell.basis), ended, sure)))


def _span_words(spell: Spell, view: View) -> str:
    ongoing = "ongoing" if view.certainty == "stated" else "no end known"
    end = {"ongoing": ongoing, "unknown": "the end is not known"}.get(spell.end)
    if end:
        return f"{since_words(spell.start) or 'start not known'}, {end}"
    start = format_date(spell.start) if spell.start != "unknown" else "a day not known"
    end_date = When.find(spell.end)
    if end_date is None or end_date.takes_preposition:
        return f"{start} to {format_date(spell.end)}"
    return f"{start}, ended {end_date.when_words()}"


def day_words(day: Day) -> str:
    """Return a day in words: `28 May 2025`."""
    return day_in_english(day)


def _held_words(view: View) -> str:
    basis = basis_words(view.basis)
    return _with_certainty(view, f"held ({basis})" if basis else "held")


def _with_certainty(view: View, status: str) -> str:
    """Return the words of a status with its certainty before them, unless it is stated: `presumed abroad`."""
    certainty = "last known" if view.certainty == "lapsed" else view.certainty
    return status if certainty == "stated" else f"{certainty} {status}"


def _mark_unstated(view: View) -> str:
    """Return a status other than held in words, with its certainty after it: `released, presumed`.

    A stated certainty is left out, and that of `not detained`.
    """
    label = word(view.status)
    plain = view.certainty == "stated" or view.status == "not_detained"
    return label if plain else f"{label}, {view.certainty}"


def _sentence_held(view: View) -> str:
    since = "" if view.certainty == "lapsed" else since_words(view.since)
    return _end_words(_held_words(view), since)


def _sentence_released(view: View) -> str:
    if _out_before(view):
        return _sentence_since(view, "free of restrictions")
    return _end_words(_with_certainty(view, "released"), when_words(view.since))


def _sentence_since(view: View, status: str) -> str:
    return _end_words(_with_certainty(view, status), since_words(view.since))


def _out_before(view: View) -> bool:
    """Return whether the person was out of custody before this status began, so that restrictions ended."""
    if not view.spells or view.since is None or view.certainty == "stated":
        return False
    try:
        return When.parse(view.spells[-1].end).latest < When.parse(view.since).earliest
    except BadDate:
        return False


def _sentence_restricted(view: View) -> str:
    kinds = ", ".join(word(each.kind) for each in view.restrictions)
    return f"{_sentence_since(view, 'free under restrictions')[:-1]}{f': {kinds}' if kinds else ''}."


def _sentence_dead(view: View) -> str:
    if view.certainty == "stated":
        return _end_words("died", when_words(view.since))
    return _sentence_since(view, "dead")


def _unknown(view: View) -> str:
    if not view.possible:
        return "Unknown."
    return f"Unknown: {possible_words(view.possible)}."


def _end_words(how: str, when: str) -> str:
    return capital(f"{how} {when}." if when else f"{how}.")


SENTENCES: Mapping[str, Callable[[View], str]] = {
    "held": _sentence_held,
    "released": _sentence_released,
    "restricted": _sentence_restricted,
    "not_detained": lambda _view: "No entry states a detention.",
    "abroad": lambda view: _sentence_since(view, "abroad"),
    "missing": lambda view: _sentence_since(view, "missing"),
    "dead": _sentence_dead,
}
"""The function that returns the first sentence about a view, by status; `unknown` has none here."""


def order_word(view: View) -> str:
    """Return `sentence` or `order`: the kind of decision that ends on the day `until` of a view."""
    return "sentence" if view.until_kind == "sentence" else "order"


def has_ended(end: Day, day: Day) -> bool:
    """Return whether an order or sentence is over on a day; on its last day `end` it still applies."""
    return end < day


def end_words(end: Day | None, day: Day, until: str = "") -> str:
    """Return the end of an order in words: `21 July 2025` after the text `until`, or `ended 2 May 2025`.

    Which one depends on whether the order applies on `day`. The result is empty if the end is not known.
    """
    if end is None:
        return ""
    return f"ended {day_words(end)}" if has_ended(end, day) else f"{until}{day_words(end)}"


def in_short_with_end(view: View, day: Day) -> str:
    """Return the status with the end of its order: `held (pretrial) until 21 July 2025`.

    Without an end, and if the person is certainly not held, it is the status alone. `day` is the view's.
    """
    if view.until is None or not view.held_possible:
        return in_short(view)
    after = f", {order_word(view)}" if has_ended(view.until, day) else ""
    return f"{in_short(view)}{after} {end_words(view.until, day, 'until ')}"


def _order(view: View, day: Day) -> list[str]:
    """Return the sentence about the end of the order or sentence; empty without an end, or if not held."""
    if view.until is None or not view.held_possible:
        return []
    what = order_word(view)
    if has_ended(view.until, day):
        news = "no news since" if view.certainty == "lapsed" else "there has been news since"
        return [f"The {what} ended on {day_words(view.until)}; {news}."]
    return [f"The {what} runs until {day_words(view.until)}."]


def _doubts(view: View) -> list[str]:
    """Return the sentences about facts that make the answer less certain, and those of its flags."""
    sentences = []
    fading = view.certainty == "presumed" and view.status in {"held", "restricted", "missing"}
    if fading and view.last_confirmed:
        sentences.append(f"Last confirmed {when_words(view.last_confirmed)}.")
    if len(view.possible) > 1 and view.basis == "questioning" and view.certainty == "uncertain":
        sentences.append(f"Taken for questioning {when_words(view.since)}; no source states what followed.")
    if view.disputed:
        sentences.append("A disputed entry states something else.")
    return [*sentences, *(FLAG_WORDS.get(flag, f"{word(flag).capitalize()}.") for flag in view.flags)]
