"""The forms of a phrase for one day or period: a table of regular expressions over tokens and their meanings.

A phrase is first translated to tokens (see `phrase_tokens`). Imprecise phrases get the tolerance that they
have in speech: half a unit for weeks, months and years ago, a whole unit for "about" several of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from casefile.dates.calendar_days import Day, days_later, month_of, months_later
from casefile.dates.phrases.day_span import DaySpan, PhraseContext, single_day_span, whole_month

PatternMatch = re.Match[str]


class PhraseForm(NamedTuple):
    """A regular expression over the tokens of a phrase, and the function that returns the days it means."""

    pattern: str
    means: Callable[[PatternMatch, PhraseContext], DaySpan | None]


class Unit(NamedTuple):
    """A unit of time to count back or on, in months and days; `half` is half of it, in months and days."""

    months: int
    days: int
    half: tuple[int, int]


UNITS = {
    "DAY": Unit(0, 1, (0, 0)),
    "WEEK": Unit(0, 7, (0, 3)),
    "MONTH": Unit(1, 0, (0, 15)),
    "YEAR": Unit(12, 0, (6, 0)),
}
SOME = {"COUPLE": (2, 4), "FEW": (2, 7), "": (1, 1)}
"""Least and greatest number that "a couple" and "a few" mean; a unit without a number means one."""

_AT = "(?:AT |IN )?"
_N = r"(?P<n>\d{1,3}|COUPLE|FEW)"
_UNIT = "(?P<unit>DAY|WEEK|MONTH|YEAR)"
_DAY, _MONTH = r"(?P<day>\d{1,2})(?: TH)*", r"M(?P<month>\d{1,2})"
_YEAR = r"(?: (?P<year>\d{4}(?: YEAR)?|(?:AT |IN )?(?:LAST|THIS) YEAR))?"
_WHICH = "(?P<which>LAST|THIS|NEXT)"
_THIRD = "(?:(?P<third>EARLY|MID|LATE) )?"
_WEEKDAY = r"W(?P<weekday>\d)"


def match_form(phrase: str, asked: PhraseContext) -> DaySpan | None:
    """Return the days that a phrase in tokens (`3 DAY AGO`) means; None if no form fits or it is not clear.

    Raises ValueError if the day is impossible, such as 30 February.
    """
    for form, means in _forms():
        found = form.fullmatch(phrase)
        if found:
            return means(found, asked)
    return None


def _relative_day(found: PatternMatch, asked: PhraseContext) -> DaySpan:
    return single_day_span(days_later(asked.today, int(found["shift"])))


def _night(found: PatternMatch, asked: PhraseContext) -> DaySpan:
    """Return the two days of a night. Tonight is the past night, unless the phrase is about the future."""
    shift = int(found["shift"]) or (0 if asked.ahead else -1)
    evening = days_later(asked.today, shift)
    return DaySpan(evening, days_later(evening, 1))


def _calendar_day(found: PatternMatch, asked: PhraseContext) -> DaySpan | None:
    """Return a day such as 28 May, in the stated year or else in the nearest one (`_nearest`).

    None if a weekday in the phrase does not agree with it.
    """
    day, month = int(found["day"]), int(found["month"])
    year = _year(found["year"], asked)
    known = Day(year, month, day) if year else _nearest((month, day), asked)
    weekday = found.groupdict().get("weekday")
    agrees = known and (not weekday or known.isoweekday() == int(weekday))
    return single_day_span(known) if known and agrees else None


def _nearest(month_and_day: tuple[int, int], asked: PhraseContext) -> Day | None:
    """Return the last such day up to `asked.edge`, or with `ahead` the first one from it on.

    None if there is none within eight years.
    """
    for years in range(9):
        try:
            day = Day(asked.edge.year + (years if asked.ahead else -years), *month_and_day)
        except ValueError:
            continue
        if day == asked.edge or (day > asked.edge) == asked.ahead:
            return day
    return None


def _day_of_a_month(found: PatternMatch, asked: PhraseContext) -> DaySpan | None:
    """Return a day such as the 28th: the last up to `asked.edge`, or with `ahead` the first from it on.

    None if there is no such day within three months.
    """
    for months in range(3):
        month = month_of(asked.edge) + (months if asked.ahead else -months)
        try:
            day = Day(month // 12, month % 12 + 1, int(found["day"]))
        except ValueError:
            continue
        if day == asked.edge or (day > asked.edge) == asked.ahead:
            return single_day_span(day)
    return None


def _month(found: PatternMatch, asked: PhraseContext) -> DaySpan:
    month = int(found["month"])
    year = _year(found["year"], asked)
    if year is None:
        late = month > asked.edge.month
        early = month < asked.edge.month
        year = asked.edge.year + ((1 if early else 0) if asked.ahead else (-1 if late else 0))
    return _third_of_month(found["third"], whole_month(year, month))


def _year(text: str | None, asked: PhraseContext) -> int | None:
    if not text:
        return None
    if "LAST" in text:
        return asked.today.year - 1
    return asked.today.year if "THIS" in text else int(text[:4])


def _third_of_month(third: str | None, month: DaySpan) -> DaySpan:
    """Return a part of a month, the whole one if `third` is None.

    Early is up to the 10th, the middle up to the 20th, late from the 21st on.
    """
    thirds = {"EARLY": (1, 10), "MID": (11, 20), "LATE": (21, month.last.day)}
    first, last = thirds.get(third or "", (1, month.last.day))
    return DaySpan(month.first.replace(day=first), month.first.replace(day=last))


def _third_of_year(third: str | None, year: int) -> DaySpan:
    """Return a part of a year, the whole one if `third` is None.

    Early is up to April, the middle up to August, late from September on.
    """
    first, last = {"EARLY": (1, 4), "MID": (5, 8), "LATE": (9, 12)}.get(third or "", (1, 12))
    return DaySpan(whole_month(year, first).first, whole_month(year, last).last)


def _in_year(found: PatternMatch, _: PhraseContext) -> DaySpan:
    return _third_of_year(found["third"], int(found["year"]))


STEPS = {"LAST": -1, "THIS": 0, "NEXT": 1}


def _unit_beside(found: PatternMatch, asked: PhraseContext) -> DaySpan | None:
    """Return the last, this or the next week, month or year, or the stated third of that month or year.

    A week may begin on Monday or on Sunday, so its span contains both such weeks. None for a third of a week.
    """
    step, third = STEPS[found["which"]], found["third"]
    if found["unit"] == "YEAR":
        return _third_of_year(third, asked.today.year + step)
    if found["unit"] == "MONTH":
        number = month_of(asked.today) + step
        return _third_of_month(third, whole_month(number // 12, number % 12 + 1))
    if third:
        return None
    starts = _weeks(asked.today, step)
    return DaySpan(min(starts), days_later(max(starts), 6))


def _weeks(today: Day, step: int) -> tuple[Day, Day]:
    """Return the first day of the week `step` weeks after that of today, for weeks from Monday and Sunday."""
    monday = days_later(today, 7 * step + 1 - today.isoweekday())
    return monday, days_later(today, 7 * step - today.isoweekday() % 7)


def _weekday(found: PatternMatch, asked: PhraseContext) -> DaySpan:
    """Return the last such weekday up to `asked.edge`, or with `ahead` the first one from it on."""
    away = (asked.edge.isoweekday() - int(found["weekday"])) % 7
    return single_day_span(days_later(asked.edge, (7 - away) % 7 if asked.ahead else -away))


def _weekday_beside(found: PatternMatch, asked: PhraseContext) -> DaySpan | None:
    """Return a weekday such as last Monday: the one before today, or the one of last week.

    If they differ, return the span from one to the other. Next Monday is found in the same way, and this
    Monday is the one of this week. The week begins on Monday here.
    """
    weekday, step = int(found["weekday"]), STEPS[found["which"]]
    of_week = days_later(_weeks(asked.today, step)[0], weekday - 1)
    if step == 0:
        return single_day_span(of_week)
    away = (asked.today.isoweekday() - weekday) % 7
    nearest = days_later(asked.today, -(away or 7) if step < 0 else 7 - away)
    return _span_of((nearest, of_week))


def _weekday_of_week(found: PatternMatch, asked: PhraseContext) -> DaySpan:
    """Return a day such as Monday of last week: a span if it depends on the first day of the week."""
    monday, sunday = _weeks(asked.today, STEPS[found["which"]])
    weekday = int(found["weekday"])
    return _span_of((days_later(monday, weekday - 1), days_later(sunday, weekday % 7)))


def _span_of(days: Iterable[Day]) -> DaySpan:
    found = sorted(days)
    return DaySpan(found[0], found[-1])


def _ago(found: PatternMatch, asked: PhraseContext) -> DaySpan:
    return _count_units(found, asked.today, -1)


def _hence(found: PatternMatch, asked: PhraseContext) -> DaySpan:
    return _count_units(found, asked.today, 1)


def _count_units(found: PatternMatch, today: Day, way: int) -> DaySpan:
    """Return the days that are some units before or after today, with the tolerance that the words imply.

    `way` is -1 for the past and 1 for the future.
    """
    groups = found.groupdict()
    unit, about = UNITS[found["unit"]], bool(groups.get("about"))
    count = groups.get("n") or ""
    least, most = _count(count, groups.get("to"))
    if groups.get("exactly"):
        return single_day_span(_away(today, unit, way * least))
    near, far = _away(today, unit, way * least), _away(today, unit, way * most)
    if least == most and ((about and unit.days == 1) or (unit.days == 7 and (not about or least == 1))):
        return DaySpan(near, near, about=True)
    months, days = (unit.months, unit.days) if about and most > 1 else unit.half
    span = _span_of((near, far))
    return DaySpan(
        days_later(months_later(span.first, -months), -days),
        days_later(months_later(span.last, months), days),
    )


def _count(count: str, to: str | None) -> tuple[int, int]:
    if to:
        least, most = sorted((int(count), int(to)))
        return least, most
    return SOME[count] if count in SOME else (int(count), int(count))


def _away(today: Day, unit: Unit, count: int) -> Day:
    return days_later(months_later(today, unit.months * count), unit.days * count)


def _hours_ago(found: PatternMatch, asked: PhraseContext) -> DaySpan | None:
    """Return the days of some hours ago, up to today.

    The time of day is not known, so the hours are counted back from 00:00 of today; `about` adds a day. None
    if it is more than 72 hours.
    """
    _, hours = _count(found["n"] or "", found["to"])
    if found["unit"] == "MINUTE":
        hours = -(-hours // 60)
    if hours > 72:
        return None
    return DaySpan(days_later(asked.today, -hours // 24 - bool(found["about"])), asked.today)


def _more_than(found: PatternMatch, asked: PhraseContext) -> DaySpan:
    """Return the day so many units ago, or any earlier day.

    The day itself is included, because `at least` has the same token as `more than`.
    """
    back = _away(asked.today, UNITS[found["unit"]], -_count(found["n"] or "", None)[0])
    return DaySpan(back, back, open_start=True)


def _less_than(found: PatternMatch, asked: PhraseContext) -> DaySpan:
    back = _away(asked.today, UNITS[found["unit"]], -_count(found["n"] or "", None)[1])
    return DaySpan(back, asked.today)


_ABOUT, _EXACTLY = "(?P<about>(?:ABOUT )+)?", "(?P<exactly>EXACTLY )?"
_RANGE = r"(?:BETWEEN )?(?P<n>\d{1,3}) (?:OR|-|TO|AND) (?P<to>\d{1,3})"

_ROWS = (
    PhraseForm(r"D(?P<shift>[+-]?\d)", _relative_day),
    PhraseForm(r"N(?P<shift>[+-]?\d)", _night),
    PhraseForm(rf"(?:{_AT}{_WEEKDAY} )?{_AT}{_DAY} {_MONTH}{_YEAR}", _calendar_day),
    PhraseForm(rf"(?:{_AT}{_WEEKDAY} )?{_AT}{_MONTH} {_DAY}{_YEAR}", _calendar_day),
    PhraseForm(rf"{_AT}{_DAY} {_MONTH}{_YEAR} {_AT}{_WEEKDAY}", _calendar_day),
    PhraseForm(rf"{_AT}(?P<year>\d{{4}}) YEAR {_DAY} {_MONTH}", _calendar_day),
    PhraseForm(rf"{_AT}(?P<day>\d{{1,2}})(?: TH)+", _day_of_a_month),
    PhraseForm(rf"{_AT}{_THIRD}{_MONTH}{_YEAR}", _month),
    PhraseForm(rf"{_AT}{_THIRD}(?P<year>\d{{4}})(?: YEAR)?", _in_year),
    # "In the last week" means the days up to now, but "last week" does not. So IN is not accepted here.
    PhraseForm(rf"(?:AT )?{_THIRD}{_WHICH} (?P<unit>WEEK|MONTH|YEAR)", _unit_beside),
    PhraseForm(rf"{_AT}{_WEEKDAY}", _weekday),
    PhraseForm(rf"{_AT}{_WHICH} {_WEEKDAY}", _weekday_beside),
    PhraseForm(rf"{_AT}{_WEEKDAY} {_AT}{_WHICH} WEEK", _weekday_of_week),
    PhraseForm(rf"{_AT}{_WHICH} WEEK {_AT}{_WEEKDAY}", _weekday_of_week),
    PhraseForm(rf"{_ABOUT}{_EXACTLY}(?:{_N} )?{_UNIT} AGO", _ago),
    PhraseForm(rf"{_ABOUT}{_RANGE} {_UNIT} AGO", _ago),
    # In Russian a number after its unit means "about": "dnya tri nazad" is about three days ago.
    PhraseForm(rf"(?P<about>){_UNIT} (?P<n>\d{{1,3}}) AGO", _ago),
    PhraseForm(rf"(?:IN|HENCE) {_ABOUT}(?:{_N} )?{_UNIT}", _hence),
    PhraseForm(
        rf"{_ABOUT}(?:{_N}(?: (?:OR|-|TO) (?P<to>\d{{1,3}}))? )?(?P<unit>HOUR|MINUTE) AGO", _hours_ago
    ),
    PhraseForm(rf"MORE (?:{_N} )?{_UNIT} AGO", _more_than),
    PhraseForm(rf"LESS (?:{_N} )?{_UNIT} AGO", _less_than),
)


@cache
def _forms() -> tuple[tuple[re.Pattern[str], Callable[[PatternMatch, PhraseContext], DaySpan | None]], ...]:
    """Return the compiled forms. They are compiled for the first phrase: most commands read none."""
    return tuple((re.compile(row.pattern), row.means) for row in _ROWS)
