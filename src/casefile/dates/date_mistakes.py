"""Frequent mistakes in dates with their messages, as a table of which the first matching row is used.

A form is a regular expression that matches the whole text, ignoring case. Its template, filled with the named
groups, gives the date that was probably meant, which may be invalid. It is empty if more than one date may
be meant, because we never guess. Messages and hints are constant, so that they may be logged for a record
that is not public.
"""

from __future__ import annotations

from typing import NamedTuple

from casefile.dates.calendar_days import BadDate
from casefile.dates.day_names import MONTHS


class DateMistake(NamedTuple):
    """A mistake in a date or duration: message, hint, and patterns, each with a template or an empty text.

    The docstring of the module describes patterns and templates.
    """

    message: str
    hint: str
    forms: tuple[tuple[str, str], ...] = ()

    def as_error(self, instead: str = "") -> BadDate:
        """Return this mistake as an error; `instead` is the value that was probably meant, or empty."""
        return BadDate(self.message, self.hint, instead)


class CharacterMistake(NamedTuple):
    """Wrong characters in a date: their pattern (`characters`), message, hint, and replacement (`plain`)."""

    characters: str
    message: str
    hint: str
    plain: str


NOTHING_STATED = 'if no date is stated, write the day of publication: "[..2025-06-04]"'
LASTING_OR_SOME_DAY = (
    'write "2025-05-28/2025-05-30" for a period, "[2025-05-28..2025-05-30]" for one unknown day in it'
)
YEAR_FIRST = "write the year, then the month, then the day: 2025-05-28"
DAY_ALONE = "write only the day; use the separate field for a time of day"
LATEST = 'write "[..2025-06-04]" for that day at the latest'
EARLIEST = 'write "[2025-06-04..]" for that day at the earliest'
ONE_MARK = "write one character at the end: ? for uncertain, ~ for approximate, % for both"
TWO_ENDS = 'write "[2025-05-29..2025-06-04]", in quotes'
DIGITS = "write it in digits: 2025-05-28, or 2025-05 for a month"

UNREADABLE = DateMistake(
    "this is not a date",
    'write a day (2025-05-28), a month (2025-05), a year (2025) or a range ("[2025-05-28..2025-06-04]")',
)

SLIPS = (
    CharacterMistake(
        r"(?<=[-0-9Xx\u0425\u0445])[x\u0425\u0445]",
        "write unknown digits as a capital Latin X",
        "write it like 2025-05-XX or 202X",
        "X",
    ),
    CharacterMistake(
        r"[\u2010-\u2015\u2212\uff0d]", "this is not a plain hyphen", "write it like 2025-05-28", "-"
    ),
    CharacterMistake("\N{HORIZONTAL ELLIPSIS}", "a range has two separate dots", TWO_ENDS, ".."),
    CharacterMistake(r"^\s+|\s+$", "there are spaces around the date", "write it without them", ""),
)

_Y, _M, _D = "(?P<year>[0-9]{4})", "(?P<month>[0-9]{1,2})", "(?P<day>[0-9]{1,2})"
_MONTH, _BEYOND = "(?P<month>0?[1-9]|1[0-2])", "(?P<day>1[3-9]|2[0-9]|3[01])"
_NAME = rf"(?P<month>{'|'.join(rf'{name[:3]}(?:{name[3:]})?' for name in MONTHS)}|sept)\.?"
_DAY, _MONTH_OF = "{year}-{month:0>2}-{day:0>2}", "{year}-{month:0>2}"
_WRITTEN = "(?P<whole>[0-9]{4}-[0-9]{2}-[0-9]{2})"
_ZONE = "(Z|[+-][0-9]{2}(:?[0-9]{2})?)"
_DATED = "[0-9]{4}[-0-9X]*"

NO_DATE = (
    DateMistake(
        "no date is stated",
        NOTHING_STATED,
        ((r"\s*|[?-]+|X{4}.*|unknown|not (known|stated)|n/?a|none|null", ""),),
    ),
    DateMistake(
        "both sides are open, so the date is empty",
        NOTHING_STATED,
        ((r"\[?\.\.\]?|\.\./(\.\.)?|/(\.\.)?|\[\]", ""),),
    ),
    DateMistake(
        "a relative day is not accepted in a file",
        "write the date: 2025-05-28",
        ((r"now|today|yesterday|tomorrow", ""),),
    ),
)

TIMES = (
    DateMistake(
        "a date has no time zone",
        "write the local date of the place where it happened",
        ((rf"{_WRITTEN}((T| )[0-9]{{1,2}}[0-9:.,]* ?)?{_ZONE}", ""),),
    ),
    DateMistake(
        "a date has no time of day",
        DAY_ALONE,
        ((rf"{_WRITTEN}(T| |, )[0-9][0-9:.,]*", "{whole}"), (r"[^/\[\]]*[0-9]:[0-9]{2}[^/\[\]]*", "")),
    ),
)

MARKS = (
    DateMistake(
        "?, ~ or % may occur once, at the end of a date",
        ONE_MARK,
        (
            (r"(?P<rest>[^?~%]+)(\?~|~\?)", "{rest}%"),
            (r"(?P<rest>[^?~%]+)(?P<mark>[?~%])(?P=mark)+", "{rest}{mark}"),
            (r"(~|c\.?|ca\.?|circa|about|around)\s*(?P<rest>[0-9][^/]*)", "{rest}~"),
            (r"(\?|perhaps|maybe|possibly|probably)\s*(?P<rest>[0-9][^/]*)", "{rest}?"),
            (r"[^/.]*[?~%][^?~%/.][^/.]*", ""),
        ),
    ),
    DateMistake(
        "?, ~ or % belongs to a date, not to a range",
        "write it inside the brackets, after its date",
        ((r"[\[{].*[\]}][?~%]+", ""),),
    ),
)

SPANS = (
    DateMistake(
        "a list of days is not one date", "write one entry for each day, or a range", ((r"\{.*\}", ""),)
    ),
    DateMistake(
        "the interval has no end",
        'write "2025-05-28/.." if it is open',
        ((r"(?P<rest>[^/]+)/(open|unknown|present|now)?", "{rest}/.."),),
    ),
    DateMistake(
        "an interval has one start and one end", LASTING_OR_SOME_DAY, ((r"[^/]*-[^/]*/[^/]*/.*", ""),)
    ),
    DateMistake("an interval needs a start", LATEST, ((r"(\.\.)?/.*", ""),)),
    DateMistake(
        "a range has square brackets and two dots",
        TWO_ENDS,
        (
            (r"\[?(?P<start>[^.\[\]]*)\.\.\.(?P<end>[^.\[\]]*)\]?", "[{start}..{end}]"),
            (r"\[?(?P<start>[^.\[\]]*)\.\.(?P<end>[^.\[\]]*)", "[{start}..{end}]"),
            (r"(?P<start>[^.\[\]]*)\.\.(?P<end>[^.\[\]]*)\]", "[{start}..{end}]"),
            (r"\[.*(,|/|\s-\s).*\]", ""),
        ),
    ),
    DateMistake(
        "a single date has no brackets",
        "write the date only: 2025-05-28",
        ((r"\[(?P<rest>[^,./]*)\]", "{rest}"),),
    ),
    DateMistake(
        "the meaning of the range is not clear",
        LASTING_OR_SOME_DAY,
        (
            (rf"{_DATED}\s*(-|to|till|until|and|or)\s*{_DATED}", ""),
            (rf"{_NAME} [0-9]{{1,2}} ?- ?[0-9]{{1,2}},? [0-9]{{4}}", ""),
            (rf"[0-9]{{1,2}} ?- ?[0-9]{{1,2}} {_NAME} [0-9]{{4}}", ""),
        ),
    ),
    DateMistake(
        "a range is written without words",
        LATEST,
        ((r"(by|no later than|not later than)\s+(?P<rest>[^.\[\]]+)", "[..{rest}]"),),
    ),
    DateMistake(
        "it is not clear whether that day is included", LATEST, ((r"(before|until|till|up to)\s.*", ""),)
    ),
    DateMistake("it is not clear whether that day is included", EARLIEST, ((r"(after|since|from)\s.*", ""),)),
)

DATES = (
    DateMistake(
        "a season, a quarter or a half of a year is not a date",
        'write a range of months: "[2025-03..2025-05]"',
        (
            (r"[0-9]{4}-(2[1-9]|3[0-9]|4[01])", ""),
            (r"[0-9]{4}[- ]?[QH][1-4]|[QH][1-4][- /]?[0-9]{4}", ""),
            (r"(early|mid|late|spring|summer|autumn|fall|winter)\b.*|.*\b(spring|summer|autumn|winter)", ""),
        ),
    ),
    DateMistake(
        "the number of a week or of a day in the year is not a date",
        'write the day, or the range: "[2025-05-26..2025-06-01]"',
        ((r"[0-9]{4}-?W[0-9]{2}(-?[1-7])?|[0-9]{4}-[0-9]{3}", ""),),
    ),
    DateMistake(
        "there is no month with this number",
        YEAR_FIRST,
        (
            (rf"{_Y}-(?P<day>1[3-9]|2[0-9]|3[01])-(?P<month>0[1-9]|1[0-2])", _DAY),
            (r"[0-9]{4}-(00|1[3-9]|[2-9][0-9])(-[0-9X]{2})?", ""),
        ),
    ),
    DateMistake(
        "this month does not have that day",
        "check the day, or write only the month",
        ((r"[1-9][0-9]{3}-[0-9]{2}-(00|3[2-9]|[4-9][0-9])", ""),),
    ),
    DateMistake(
        "the year comes first",
        YEAR_FIRST,
        (
            (rf"{_BEYOND}[./ -]{_MONTH}[./ -]{_Y}", _DAY),
            (rf"{_MONTH}[./ -]{_BEYOND}[./ -]{_Y}", _DAY),
            (rf"{_M}[./ -](?P<day>(?P=month))[./ -]{_Y}", _DAY),
            (rf"{_M}[./ -]{_Y}", _MONTH_OF),
        ),
    ),
    DateMistake(
        "it is not clear which number is the day and which the month",
        YEAR_FIRST,
        ((rf"{_M}[./ -]{_D}[./ -]{_Y}", ""),),
    ),
    DateMistake(
        "the parts of a date have two digits and a hyphen between them",
        "write it like 2025-05-28 or 2025-05",
        (
            (rf"{_Y}[./ -]{_M}[./ -]{_D}\.?", _DAY),
            (rf"{_Y}[./ -]{_M}", _MONTH_OF),
            (r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})", _DAY),
        ),
    ),
    DateMistake(
        "write the month in digits",
        DIGITS,
        (
            (rf"{_D}(st|nd|rd|th)?[ -](of )?{_NAME},?[ -]{_Y}", _DAY),
            (rf"{_NAME} {_D}(st|nd|rd|th)?,? {_Y}", _DAY),
            (rf"{_Y}[ -]{_NAME}[ -]{_D}", _DAY),
            (rf"{_NAME},?[ -]{_Y}", _MONTH_OF),
            (rf"{_Y}[ -]{_NAME}", _MONTH_OF),
        ),
    ),
    DateMistake(
        "write the decade with an X", "write it like 202X", ((r"(the )?(?P<d>[1-9][0-9]{2})0'?s", "{d}X"),)
    ),
    DateMistake(
        "a year has four digits, from 1000 to 9999",
        "write it like 2025 or 2025-05-28",
        (
            (r"[-+]?[0-9]{1,3}|[-+][0-9].*|Y-?[0-9].*|[0-9]{5,}(-.*)?|0[0-9]{3}(-.*)?", ""),
            (r"[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2}", ""),
        ),
    ),
    DateMistake(
        "only the last digit of a year, or a whole month or day, may be unknown",
        'write the range: "[2025-05-10..2025-05-19]"',
        ((r"[-0-9X]*X[-0-9X]*", ""),),
    ),
)

MISTAKES = (*NO_DATE, *TIMES, *MARKS, *SPANS, *DATES)
