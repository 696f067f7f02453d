"""Understand the answer to when it happened, as a day or a span of days."""

from __future__ import annotations

from casefile.custody.circumstances import find_law
from casefile.custody.jurisdictions import SHIPPED
from casefile.dates import When
from casefile.dates.other_calendars import describe_readings, is_of_another
from casefile.dates.phrases import describe_days, leaves_the_year_out, parse_phrase
from casefile.intake.interview.answer import (
    Answers,
    DoubtfulAnswer,
    UnclearAnswer,
    Understanding,
    Understood,
    UnderstoodAnswer,
    is_not_known,
)
from casefile.intake.interview.choice_answers import CALLED
from casefile.intake.interview.interview_context import InterviewContext
from casefile.intake.interview.place_answers import default_country
from casefile.model.vocabularies import capital

EXAMPLES = "today, yesterday, 3 days ago, about a week ago, between Mon and Wed, 2026-11-23"


def dating(key: str) -> Understanding:
    """Return the function that understands the day of an event, and sets it as the value of `key`."""

    def understand(text: str, answers: Answers, context: InterviewContext) -> Understood:
        return _under_key(when(text, answers, context), key)

    return understand


def _under_key(found: Understood, key: str) -> Understood:
    """Return the result of `when` with its value under another key."""
    match found:
        case UnderstoodAnswer(values={"when": date}, echo=echo):
            return UnderstoodAnswer({key: date}, echo)
        case DoubtfulAnswer(question=question, yes=yes, no=no):
            return DoubtfulAnswer(question, _under_key(yes, key), _under_key(no, key))
    return found


def when(text: str, answers: Answers, context: InterviewContext) -> Understood:
    """Understand a phrase or a date; it may be in the future only for a person who is summoned."""
    if is_not_known(text):
        return UnderstoodAnswer({"when": ""})
    date = When.find(text) or parse_phrase(text, context.today)
    if date is not None and is_of_another(date):
        return _of_another_calendar(date, answers, context)
    date = parse_phrase(text, context.today)
    if date is None and answers.get("what") == CALLED:
        date = parse_phrase(text, context.today, ahead=True)
    if date is None:
        return UnclearAnswer("Please type a day up to today in different words, or in digits: 2026-11-23")
    if date.lasting:
        return UnclearAnswer("This is a period. When did it start? For example: between 20 and 22 November")
    if leaves_the_year_out(text) and (context.today - date.latest).days > FAR:
        return _of_which_year(text, answers, context, date)
    return _taken(date, context)


def _of_another_calendar(date: When, answers: Answers, context: InterviewContext) -> UnclearAnswer:
    """Return the refusal of a year in another calendar, with the Gregorian date that it may mean."""
    settings = context.register.settings
    law = find_law(default_country(answers, context), settings, SHIPPED)
    meant = describe_readings(date.text, law.calendar) or "write the Gregorian date, such as 2026-11-23"
    return UnclearAnswer(f"This year does not look Gregorian. {capital(meant)}")


FAR = 300
"""Days in the past from which on a date without a year may rather mean one in the near future."""


def _of_which_year(text: str, answers: Answers, context: InterviewContext, past: When) -> Understood:
    """Return the question whether a date of nearly a year ago (`past`) is meant.

    For a person who is summoned, the question for the next such date comes first.
    """
    with_year = UnclearAnswer("Please type it with the year, or in digits: 2026-11-23")
    found: Understood = DoubtfulAnswer(
        f"Is that {read_date_back(past, context)}?", _taken(past, context), with_year
    )
    ahead = parse_phrase(text, context.today, ahead=True) if answers.get("what") == CALLED else None
    if ahead is not None:
        found = DoubtfulAnswer(f"Is that {read_date_back(ahead, context)}?", _taken(ahead, context), found)
    return found


def _taken(date: When, context: InterviewContext) -> UnderstoodAnswer:
    return UnderstoodAnswer({"when": date.text}, read_date_back(date, context))


def read_date_back(date: When, context: InterviewContext) -> str:
    """Return a date in words with weekdays, as it will be stored, to confirm it."""
    return describe_days(date, context.today)
