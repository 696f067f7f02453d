"""By whom, and where held: bodies of the register, or words as they were told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from casefile.intake.interview.answer import (
    Answers,
    DoubtfulAnswer,
    UnclearAnswer,
    Understood,
    UnderstoodAnswer,
    is_not_known,
    too_long,
    truth,
    truth_and_more,
)
from casefile.intake.interview.interview_context import InterviewContext
from casefile.intake.interview.status_answers import DEAD, FREE, fate, place_or_fate, surely
from casefile.model.field import RECORD_ID
from casefile.register.record_summary import RecordSummary

BETWEEN = "; "
"""What stands between several bodies in one answer."""


def by(text: str, _answers: Answers, desk: InterviewContext) -> Understood:
    """Take who did it: one body or several, each of the register or in words."""
    if is_not_known(text):
        return UnderstoodAnswer({"by": ""})
    if truth(text) is not None:
        return UnclearAnswer("Not understood. A body or some words, or Enter where it is not known.")
    parts = _parts(text, desk)
    if len(parts) > MOST:
        return UnclearAnswer(
            f"These are {len(parts)}. At most {MOST}: say them shorter, or name the foremost."
        )
    return too_long(text) or _resolve_bodies("by", parts, (), desk)


MOST = 6
"""Bodies in one answer; each may need a question."""


def now(text: str, answers: Answers, desk: InterviewContext) -> Understood:
    """Take how the person is now: the place where they are held; that they are held, free, or dead."""
    if is_not_known(text):
        return UnderstoodAnswer({"now": ""})
    if truth(text) is not None:
        return UnclearAnswer("Not understood. The place, or: held, free, dead. Enter where it is not known.")
    plainly = surely(text)
    if plainly is not None:
        return UnderstoodAnswer({"now": "", **plainly}, "let go" if plainly.get("free") else WHERE_NOT_KNOWN)
    return too_long(text) or _with("now", "", _held_at(text, answers, desk))


WHERE_NOT_KNOWN = "held; where is not known"


def understand_custody(text: str, answers: Answers, desk: InterviewContext) -> Understood:
    """Take whether the person is held now, and behind a yes where; free or dead, where that is told."""
    if is_not_known(text):
        return UnderstoodAnswer({"held": ""})
    taken = truth_and_more(text)
    if taken is None:
        no = UnclearAnswer("Not understood. yes or no; after yes the place: yes, SIZO-1")
        return too_long(text) or _with("held", "no", fate(text, (DEAD, FREE), no))
    is_held, place = taken
    if is_held and place:
        plainly = surely(place) == {"held": "yes"}
        # Free or dead is not held.
        meant = _with("held", "no", _held_at(place, answers, desk, {"held": "yes"}))
        return UnderstoodAnswer({"held": "yes"}) if plainly else too_long(place) or meant
    if place:
        no = UnclearAnswer("Not understood. After no nothing more is taken: no")
        return too_long(place) or _with("held", "no", fate(place, (DEAD, FREE), no))
    return UnderstoodAnswer({"held": "yes" if is_held else "no"})


def _held_at(
    text: str, answers: Answers, desk: InterviewContext, beside: Answers | None = None
) -> Understood:
    """Take a body of the register for the place, or words that surely name one; else ask what they mean."""
    place = _resolve_bodies("now", (text,), (), desk, beside)
    if desk.register.organization(text) is not None:
        return place
    return place_or_fate(text, place, (*desk.towns, answers.get("town", "")))


def _with(key: str, value: str, understood: Understood) -> Understood:
    """Settle one answer more wherever it is heard and has no value of its own."""
    if isinstance(understood, UnderstoodAnswer):
        return replace(understood, values={key: value, **understood.values})
    if isinstance(understood, DoubtfulAnswer):
        yes, no = _with(key, value, understood.yes), _with(key, value, understood.no)
        return replace(understood, yes=yes, no=no)
    return understood


def risk(text: str, _answers: Answers, _desk: InterviewContext) -> Understood:
    """Take whether life or health is at risk, and behind a yes what is wrong."""
    if is_not_known(text):
        return UnderstoodAnswer({"risk": ""})
    taken = truth_and_more(text)
    if taken is None:
        return UnclearAnswer(
            "Not understood. yes or no; after yes what is wrong: yes, diabetic without insulin"
        )
    at_risk, condition = taken
    if condition and not at_risk:
        return UnclearAnswer("Not understood. After no nothing more is taken: no")
    values = {"risk": "yes" if at_risk else "no"}
    return too_long(condition) or UnderstoodAnswer(values | ({"condition": condition} if condition else {}))


def lawyer(text: str, _answers: Answers, _desk: InterviewContext) -> Understood:
    """Take whether a lawyer was let in."""
    if is_not_known(text):
        return UnderstoodAnswer({"lawyer": ""})
    let_in = truth(text)
    if let_in is None:
        return UnclearAnswer("Not understood. yes or no; Enter where it is not known.")
    return UnderstoodAnswer({"lawyer": "yes" if let_in else "no"})


def words(text: str, _answers: Answers, _desk: InterviewContext) -> Understood:
    """Return the answer about what happened, a line of free text; empty if it is not known."""
    if is_not_known(text):
        return UnderstoodAnswer({"words": ""})
    return too_long(text) or UnderstoodAnswer({"words": text})


def _parts(text: str, desk: InterviewContext) -> tuple[str, ...]:
    """Take several bodies apart, where one of them is of the register; else the words stay together."""
    if desk.register.organization(text):
        return (text,)
    found = tuple(part.strip() for part in re.split(SEPARATED, text) if part.strip())
    semicolons = tuple(part.strip() for part in text.split(";") if part.strip())
    known = any(desk.register.organization(part) for part in found)
    return found if known else semicolons or (text,)


SEPARATED = re.compile(r"[,;&]|\s+(?:and|и|жана|мен)\s+", re.IGNORECASE)


def _resolve_bodies(
    key: str,
    parts: Sequence[str],
    done: tuple[str, ...],
    desk: InterviewContext,
    beside: Answers | None = None,
) -> Understood:
    """Find the bodies one by one; one that is only like a body of the register is asked about."""
    if not parts:
        return UnderstoodAnswer(
            {key: BETWEEN.join(done), **(beside or {})}, describe_bodies(BETWEEN.join(done), desk)
        )
    first, *rest = parts
    row = desk.register.organization(first)
    if row is not None:
        return _resolve_bodies(key, rest, (*done, row.id), desk, beside)
    plain_name = _plain(first)
    if plain_name is None:
        return UnclearAnswer("Say it in words: a number alone is no body.")
    understood = _resolve_bodies(key, rest, (*done, plain_name), desk, beside)
    for near in reversed(_near(first, desk)):
        question = f"Did you mean {near.name} ({near.id})?"
        yes = _resolve_bodies(key, rest, (*done, near.id), desk, beside)
        understood = DoubtfulAnswer(question, yes, understood)
    return understood


def _plain(text: str) -> str | None:
    """Return words that cannot be taken for the id of a record: those begin with a capital letter."""
    if not RECORD_ID.fits(text):
        return text
    capital = text[0].upper() + text[1:]
    return None if RECORD_ID.fits(capital) else capital


def _near(text: str, desk: InterviewContext) -> list[RecordSummary]:
    """Return the organisations that may be meant by the words: all with this name, else the nearest one."""
    register = desk.register
    shared = register.organizations_named(text)
    return [register.row(each) for each in shared or register.nearest(text, "organization")[:1]]


def describe_bodies(value: str, desk: InterviewContext) -> str:
    """Say bodies back: those of the register by name and id."""
    rows = {row.id: row.name for row in desk.register.rows_of("organization")}
    return " · ".join(f"{rows[each]} ({each})" if each in rows else each for each in value.split(BETWEEN))
