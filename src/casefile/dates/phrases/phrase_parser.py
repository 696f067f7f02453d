"""A phrase as a date of the grammar, or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

from casefile.dates.calendar_days import BadDate, Day, days_later
from casefile.dates.edtf_date import When
from casefile.dates.phrases.day_span import DaySpan, PhraseContext, span_to_date
from casefile.dates.phrases.phrase_forms import PatternMatch, match_form
from casefile.dates.phrases.phrase_tokens import signs, tidy

LONGEST = 120
"""No phrase is longer; a longer text is not searched."""

NEAR = 183
"""Two days without a year that lie further apart, over a new year, were put in the wrong order."""


def parse_phrase(text: str, today: Day, *, ahead: bool = False) -> When | None:
    """Return what a phrase or a date of the grammar means on a day, None where it is not clear.

    Every word has to be understood. What has happened is never after `today`: a weekday is the last one up
    to today, a year left out the last one that fits. With `ahead`, for what is to come, they are the next.
    """
    if len(text) > LONGEST:
        return None
    asked = PhraseContext(today, today, ahead)
    try:
        written = _read_written_date(tidy(text), asked)
        if written:
            return written
        said = signs(text)
        span = _join_phrases(said, asked) if said else None
        return span_to_date(span, asked) if span else None
    except ValueError:
        return None


def leaves_the_year_out(text: str) -> bool:
    """Tell whether a phrase names a month and no year, so that `heard` had to find one."""
    said = (signs(text) if len(text) <= LONGEST else None) or ""
    return re.search(r"\bM\d", said) is not None and not _has_year(said)


def _read_written_date(text: str, asked: PhraseContext) -> When | None:
    """Read a date of the grammar; what has happened is cut off after today."""
    try:
        when = When.parse(re.sub(r" ?(\.\.|[/\[\]]) ?", r"\1", text).upper())
    except BadDate:
        return None
    if asked.ahead or when.latest <= asked.today or (when.lasting and when.open_end):
        return when if asked.ahead or when.earliest <= asked.today else None
    if when.lasting or when.earliest > asked.today:
        raise BadDate("that day has not come yet", "write a day up to today")
    doubt = "?" if when.doubtful else ""
    start = "" if when.open_start else f"{when.earliest.isoformat()}{doubt}"
    return When.parse(f"[{start}..{asked.today.isoformat()}{doubt}]")


def _join_phrases(phrase: str, asked: PhraseContext) -> DaySpan | None:
    """Read a phrase in signs that may be made of others."""
    for form, again in SHARED:
        phrase = re.sub(form, again, phrase)
    span = match_form(phrase, asked)
    for row, means in () if span else JOINED:
        found = row.fullmatch(phrase)
        if found:
            return means(found, asked)
    return span


def _about(found: PatternMatch, asked: PhraseContext) -> DaySpan | None:
    """About a day, a month or a year; "about yesterday" says nothing certain."""
    span = match_form(found["a"], asked)
    known = not span or span.about or span.open_start or found["a"].startswith("D")
    return None if known or not span else span._replace(about=True)


def _exactly(phrase: str, asked: PhraseContext) -> DaySpan | None:
    """Return the days that a phrase means; None where it only means about some."""
    span = match_form(phrase, asked)
    return span if span and not span.about else None


def _by(found: PatternMatch, asked: PhraseContext) -> DaySpan | None:
    span = _exactly(found["a"], asked)
    return span and DaySpan(span.last, span.last, open_start=True)


def _before(found: PatternMatch, asked: PhraseContext) -> DaySpan | None:
    span = _exactly(found["a"], asked)
    if span is None:
        return None
    last = days_later(span.first, -1)
    return DaySpan(last, last, open_start=True)


def _after(found: PatternMatch, asked: PhraseContext) -> DaySpan | None:
    span = _exactly(found["a"], asked)
    return span and _from(days_later(span.last, 1), asked)


def _not_before(found: PatternMatch, asked: PhraseContext) -> DaySpan | None:
    span = _exactly(found["a"], asked)
    return span and _from(span.first, asked)


def _from(first: Day, asked: PhraseContext) -> DaySpan:
    """Return that day or a later one, up to today where it has happened."""
    return DaySpan(first, first, open_end=True) if asked.ahead else DaySpan(first, asked.today)


def _between(found: PatternMatch, asked: PhraseContext) -> DaySpan | None:
    """From the first day of the one to the last of the other; a year said once holds for both."""
    one_end, other_end = found["a"], found["b"]
    if asked.ahead or (_has_year(one_end) and not _has_year(other_end)):
        start = match_form(one_end, asked)
        edge = PhraseContext(asked.today, start.first, ahead=True) if start else asked
        end = match_form(other_end, edge)
    else:
        end = match_form(other_end, asked)
        start = match_form(one_end, PhraseContext(asked.today, end.last)) if end else None
    if not start or not end or start.about or end.about or not start.first < end.last:
        return None
    crossing = start.first.year != end.last.year and not (_has_year(one_end) and _has_year(other_end))
    late = not asked.ahead and end.first > asked.today
    far = crossing and (end.last - start.first).days > NEAR
    return (
        None
        if late or far or start.last > end.last or start.first > end.first
        else DaySpan(start.first, end.last)
    )


def _has_year(phrase: str) -> bool:
    return bool(re.search(r"\d{4}|YEAR", phrase))


def _or(found: PatternMatch, asked: PhraseContext) -> DaySpan | None:
    """Two days beside each other, in any order; others are no span."""
    spans = [_exactly(found[end], asked) for end in ("a", "b")]
    days = sorted(span.first for span in spans if span and span.first == span.last)
    return DaySpan(days[0], days[1]) if len(days) == 2 and (days[1] - days[0]).days == 1 else None


def _part(found: PatternMatch, asked: PhraseContext) -> DaySpan | None:
    """A morning is its day."""
    span = _exactly(found["a"] or found["b"], asked)
    return span if span and span.first == span.last else None


def _night(found: PatternMatch, asked: PhraseContext) -> DaySpan | None:
    """The night of a day ends on the next one, unless that is tomorrow."""
    day = _part(found, asked)
    return DaySpan(day.first, days_later(day.first, 1)) if day else None


def _night_to(found: PatternMatch, asked: PhraseContext) -> DaySpan | None:
    day = _part(found, asked)
    return DaySpan(days_later(day.first, -1), day.first) if day else None


def _night_between(found: PatternMatch, asked: PhraseContext) -> DaySpan | None:
    span = _between(found, asked)
    return span if span and (span.last - span.first).days == 1 else None


_BETWEEN = "(?:AND|OR|TO|BY|AT|-)"
_DAY = r"(\d{1,2})(?: TH)*"
SHARED = (
    # 3 and 5 May: the first takes the month of the other.
    (
        rf"(?<!M\d )(?<!M\d\d )\b{_DAY} ({_BETWEEN}(?: W\d)?) {_DAY} (M\d+(?: \d{{4}})?)",
        r"\1 \4 \2 \3 \4",
    ),
    # May 3 to 5: the other takes the month of the first.
    (rf"\b(M\d+) {_DAY} ({_BETWEEN}) {_DAY}( \d{{4}})?$", r"\1 \2\5 \3 \1 \4\5"),
)

_ROWS: tuple[tuple[str, Callable[[PatternMatch, PhraseContext], DaySpan | None]], ...] = (
    (r"(?:ABOUT )+(?P<a>.+)", _about),
    (r"NOT-BEFORE (?P<a>.+)", _not_before),
    (r"BY (?P<a>.+)", _by),
    (r"BEFORE (?P<a>.+)", _before),
    (r"AFTER (?P<a>.+)", _after),
    (r"(?:AT |IN )?NIGHT FROM (?P<a>.+) (?:AT|TO|-) (?P<b>.+)", _night_between),
    (r"(?:AT |IN )?NIGHT AT (?P<a>.+)(?P<b>)", _night_to),
    (r"BETWEEN (?P<a>.+) AND (?P<b>.+)", _between),
    (r"FROM (?P<a>.+?) (?:TO|BY|-) (?P<b>.+)", _between),
    (r"(?P<a>.+?) (?:TO|-) (?P<b>.+)", _between),
    (r"(?P<a>.+) OR (?P<b>.+)", _or),
    (r"(?:PART (?P<a>.+)|(?P<b>.+) PART)", _part),
    (r"(?:NIGHT (?P<a>.+)|(?P<b>.+) NIGHT)", _night),
)
JOINED = tuple((re.compile(form), means) for form, means in _ROWS)
