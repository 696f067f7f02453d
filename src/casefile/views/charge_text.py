"""A charge and a restriction of a person in words, for every page, paper and table."""

from __future__ import annotations

from collections.abc import Mapping

from casefile.changes.entry_text import plain_word
from casefile.custody.custody_view import ChargeState, RestrictionInForce
from casefile.custody.status_text import day_words, since_words, when_words
from casefile.model.vocabularies import word


def charge_parts(charge: ChargeState, labels: Mapping[str, str]) -> tuple[str, ...]:
    """Return the parts of a charge in words: the law, the offence, and the latest step with its date.

    Absent parts and an offence that only repeats the law are left out; without law and offence the first part
    is `not stated`. `labels` are the names of records by id.
    """
    law = labels.get(charge.statute or "", charge.statute or "")
    article = ", ".join(filter(None, (law, f"part {charge.part}" if charge.part else "")))
    offence = charge.offence or ""
    if offence.casefold() == law.casefold():
        offence = ""
    if charge.step == "unknown":
        step = "the step is not certain"
    else:
        step = f"{plain_word(charge.step)} {when_words(charge.since)}"
    return (*(filter(None, (article, offence))), step) if article or offence else ("not stated", step)


def charge_words(charge: ChargeState, labels: Mapping[str, str]) -> str:
    """Return a charge on one line: `article 278, part 3: convicted on 17 September 2025`."""
    *what, step = charge_parts(charge, labels)
    return f"{', '.join(what)}: {step}"


def restriction_parts(restriction: RestrictionInForce) -> tuple[str, ...]:
    """Return the parts of a restriction in words: its kind, its first day, and its last day if known."""
    until = f"until {day_words(restriction.until)}" if restriction.until else ""
    return tuple(filter(None, (word(restriction.kind), since_words(restriction.since), until)))
