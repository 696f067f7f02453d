"""Understand answers about who acted and where the person is held: organisations, or words as typed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from casefile.intake.interview.answer import (
    Answers,
    DoubtfulAnswer,
    UnclearAnswer,
    Understanding,
    Understood,
    UnderstoodAnswer,
    is_not_known,
    too_long,
    truth,
    truth_and_more,
)
from casefile.intake.interview.interview_context import InterviewContext
from casefile.intake.interview.status_answers import (
    DEAD,
    FREE,
    ask_statuses,
    confirm_place,
    match_plain_status,
)
from casefile.model.field import RECORD_ID
from casefile.register.record_summary import RecordSummary

BETWEEN = "; "
"""The text between several organisations in one answer."""


def by(text: str, _answers: Answers, context: InterviewContext) -> Understood:
    """Understand the answer to who did it: one organisation or several, by their ids or in words.

    An organisation that is not in the register stays in words.
    """
    if is_not_known(text):
        return UnderstoodAnswer({"by": ""})
    if truth(text) is not None:
        return UnclearAnswer(
            "Please type an organisation or a description, or press Enter if it is not known."
        )
    parts = _parts(text, context)
    if len(parts) > MOST:
        return UnclearAnswer(
            f"There are {len(parts)} names, at most {MOST} are possible. Type the most important ones."
        )
    return too_long(text) or _resolve_bodies("by", parts, (), context)


MOST = 6
"""The greatest number of organisations in one answer; each may need a question."""


def now(text: str, answers: Answers, context: InterviewContext) -> Understood:
    """Understand the answer to where the person is now: a place of custody, or held, free or dead."""
    if is_not_known(text):
        return UnderstoodAnswer({"now": ""})
    if truth(text) is not None:
        return UnclearAnswer("Please type the place, or: held, free, dead. Press Enter if it is not known.")
    plainly = match_plain_status(text)
    if plainly is not None:
        return UnderstoodAnswer({"now": "", **plainly}, "let go" if plainly.get("free") else WHERE_NOT_KNOWN)
    return too_long(text) or _with("now", "", _held_at(text, answers, context))


WHERE_NOT_KNOWN = "held; where is not known"


def understand_custody(text: str, answers: Answers, context: InterviewContext) -> Understood:
    """Understand the answer to whether the person is held now: yes, with the place, no, free or dead."""
    if is_not_known(text):
        return UnderstoodAnswer({"held": ""})
    taken = truth_and_more(text)
    if taken is None:
        no = UnclearAnswer("Please answer yes or no; after yes, the place: yes, SIZO-1")
        return too_long(text) or _with("held", "no", ask_statuses(text, (DEAD, FREE), no))
    is_held, place = taken
    if is_held and place:
        plainly = match_plain_status(place) == {"held": "yes"}
        # Free or dead is not held.
        meant = _with("held", "no", _held_at(place, answers, context, {"held": "yes"}))
        return UnderstoodAnswer({"held": "yes"}) if plainly else too_long(place) or meant
    if place:
        no = UnclearAnswer("Please type nothing after no: no")
        return too_long(place) or _with("held", "no", ask_statuses(place, (DEAD, FREE), no))
    return UnderstoodAnswer({"held": "yes" if is_held else "no"})


def _held_at(
    text: str, answers: Answers, context: InterviewContext, beside: Answers | None = None
) -> Understood:
    """Understand an answer as a place of custody: an organisation of the register, or words for a place.

    If the words may mean something else, the result is a question. `beside` are further values that the
    answer sets.
    """
    place = _resolve_bodies("now", (text,), (), context, beside)
    if context.register.organization(text) is not None:
        return place
    return confirm_place(text, place, (*context.towns, answers.get("town", "")))


def _with(key: str, value: str, understood: Understood) -> Understood:
    """Return a result with one more value, wherever it is understood and has no value of that name."""
    if isinstance(understood, UnderstoodAnswer):
        return replace(understood, values={key: value, **understood.values})
    if isinstance(understood, DoubtfulAnswer):
        yes, no = _with(key, value, understood.yes), _with(key, value, understood.no)
        return replace(understood, yes=yes, no=no)
    return understood


def risk(text: str, _answers: Answers, _context: InterviewContext) -> Understood:
    """Understand the answer to whether life or health is at risk: yes, with the condition, or no."""
    if is_not_known(text):
        return UnderstoodAnswer({"risk": ""})
    taken = truth_and_more(text)
    if taken is None:
        return UnclearAnswer("Please answer yes or no; after yes, the problem: yes, diabetic without insulin")
    at_risk, condition = taken
    if condition and not at_risk:
        return UnclearAnswer("Please type nothing after no: no")
    values = {"risk": "yes" if at_risk else "no"}
    return too_long(condition) or UnderstoodAnswer(values | ({"condition": condition} if condition else {}))


def lawyer(text: str, _answers: Answers, _context: InterviewContext) -> Understood:
    """Understand the answer to whether a lawyer could see the person."""
    if is_not_known(text):
        return UnderstoodAnswer({"lawyer": ""})
    let_in = truth(text)
    if let_in is None:
        return UnclearAnswer("Please answer yes or no; press Enter if it is not known.")
    return UnderstoodAnswer({"lawyer": "yes" if let_in else "no"})


def words_for(key: str) -> Understanding:
    """Return the function that understands a line of free text as the value of `key`; empty if not known."""

    def understand(text: str, _answers: Answers, _context: InterviewContext) -> Understood:
        if is_not_known(text):
            return UnderstoodAnswer({key: ""})
        return too_long(text) or UnderstoodAnswer({key: text})

    return understand


def _parts(text: str, context: InterviewContext) -> tuple[str, ...]:
    """Return the organisations in an answer, split at commas and "and" if one of them is in the register.

    Otherwise the answer is split at semicolons only.
    """
    if context.register.organization(text):
        return (text,)
    found = tuple(part.strip() for part in re.split(SEPARATED, text) if part.strip())
    semicolons = tuple(part.strip() for part in text.split(";") if part.strip())
    known = any(context.register.organization(part) for part in found)
    return found if known else semicolons or (text,)


SEPARATED = re.compile(r"[,;&]|\s+(?:and|и|жана|мен)\s+", re.IGNORECASE)


def _resolve_bodies(
    key: str,
    parts: Sequence[str],
    done: tuple[str, ...],
    context: InterviewContext,
    beside: Answers | None = None,
) -> Understood:
    """Find the organisations in `parts` one by one; a name that is only similar becomes a question.

    The value is set under `key`, `done` are those already found, `beside` are further values.
    """
    if not parts:
        return UnderstoodAnswer(
            {key: BETWEEN.join(done), **(beside or {})}, describe_bodies(BETWEEN.join(done), context)
        )
    first, *rest = parts
    row = context.register.organization(first)
    if row is not None:
        return _resolve_bodies(key, rest, (*done, row.id), context, beside)
    plain_name = _plain(first)
    if plain_name is None:
        return UnclearAnswer("Please use words: a number is not an organisation.")
    understood = _resolve_bodies(key, rest, (*done, plain_name), context, beside)
    for near in reversed(_near(first, context)):
        question = f"Did you mean {near.name} ({near.id})?"
        yes = _resolve_bodies(key, rest, (*done, near.id), context, beside)
        understood = DoubtfulAnswer(question, yes, understood)
    return understood


def _plain(text: str) -> str | None:
    """Return words in a form that is not the id of a record: beginning with a capital letter.

    None if there is no such form, as for a number.
    """
    if not RECORD_ID.fits(text):
        return text
    capital = text[0].upper() + text[1:]
    return None if RECORD_ID.fits(capital) else capital


def _near(text: str, context: InterviewContext) -> list[RecordSummary]:
    """Return the organisations that the words may mean: all with this name, else the one spelt most alike."""
    register = context.register
    shared = register.organizations_named(text)
    return [register.row(each) for each in shared or register.nearest(text, "organization")[:1]]


def describe_bodies(value: str, context: InterviewContext) -> str:
    """Return an answer's organisations in words to confirm it: those of the register by name and id.

    `value` contains ids and names with BETWEEN between them.
    """
    rows = {row.id: row.name for row in context.register.rows_of("organization")}
    return " · ".join(f"{rows[each]} ({each})" if each in rows else each for each in value.split(BETWEEN))
