"""Parse a phrase into a date of the grammar."""

from __future__ import annotations

import re
from collections.abc import Callable

from casefile.dates.calendar_days import BadDate, Day, days_later
from casefile.dates.edtf_date import When
from casefile.dates.phrases.day_span import DaySpan, PhraseContext, span_to_date
from casefile.dates.phrases.phrase_forms import PatternMatch, match_form
from casefile.dates.phrases.phrase_tokens import normalise_phrase, tokenise_phrase

LONGEST = 120
"""Greatest number of characters of a phrase. A longer text is not parsed."""

NEAR = 183
"""Greatest number of days between two dates in different years of which one states no year.

If there are more, the two dates are probably in the wrong order, and the phrase is not accepted.
"""


def parse_phrase(text: str, today: Day, *, ahead: bool = False) -> When | None:
    """Return the date that a phrase, or a date of the grammar, means when it is spoken on the day `today`.

    None if it is not clear, impossible, or longer than LONGEST: every word must be understood. Without
    `ahead`, it is the date of a past event: a weekday is the last one up to today, a missing year the last
    one that fits, days after today are removed, and a date after today gives None. With `ahead`, for future
    events, weekday and year are the next ones; a phrase or date in the past is accepted too.
    """
    if len(text) > LONGEST:
        return None
    asked = PhraseContext(today, today, ahead)
    try:
        written = _read_written_date(normalise_phrase(text), asked)
        if written:
            return written
        tokens = tokenise_phrase(text)
        span = _join_phrases(tokens, asked) if tokens else None
        return span_to_date(span, asked) if span else None
    except ValueError:
        return None


def leaves_the_year_out(text: str) -> bool:
    """Return whether a phrase names a month but no year, so that `parse_phrase` chooses the year.

    The result is false for a phrase that is not understood or longer than LONGEST.
    """
    tokens = (tokenise_phrase(text) if len(text) <= LONGEST else None) or ""
    return re.search(r"\bM\d", tokens) is not None and not _has_year(tokens)


def parse_clear_phrase(text: str, today: Day, *, ahead: bool = False) -> When | None:
    """Return the date that a typed phrase means on the day `today`; None if it is not clear or has no letter.

    It is the last such date up to `today`, with `ahead` the next one from `today` on, or else the one on the
    other side of `today`. A month without its year, such as `15 January`, is not clear.
    """
    if not any(char.isalpha() for char in text) or leaves_the_year_out(text):
        return None
    return parse_phrase(text, today, ahead=ahead) or parse_phrase(text, today, ahead=not ahead)


def suggested_date(text: str, today: Day) -> When | None:
    """Return the past date that a phrase may mean, to be confirmed by the user; the year may be missing.

    None if the phrase is not clear or has no letter.
    """
    return parse_phrase(text, today) if any(char.isalpha() for char in text) else None


def _read_written_date(text: str, asked: PhraseContext) -> When | None:
    """Return a date of the grammar, without days after today unless `ahead` is set; None for any other text.

    If `ahead` is not set, an interval without an end that starts after today gives None; any other date
    after today, and an interval that ends after today, raise BadDate.
    """
    try:
        when = When.parse(re.sub(r" ?(\.\.|[/\[\]]) ?", r"\1", text).upper())
    except BadDate:
        return None
    if asked.ahead or when.latest <= asked.today or (when.lasting and when.open_end):
        return when if asked.ahead or when.earliest <= asked.today else None
    if when.lasting or when.earliest > asked.today:
        raise BadDate("this day is in the future", "write today or an earlier day")
    doubt = "?" if when.doubtful else ""
    start = "" if when.open_start else f"{when.earliest.isoformat()}{doubt}"
    return When.parse(f"[{start}..{asked.today.isoformat()}{doubt}]")


def _join_phrases(phrase: str, asked: PhraseContext) -> DaySpan | None:
    """Return the days of a phrase in tokens, which may combine several phrases; None if it is not clear."""
    for form, again in SHARED:
        phrase = re.sub(form, again, phrase)
    span = match_form(phrase, asked)
    for row, means in () if span else JOINED:
        found = row.fullmatch(phrase)
        if found:
            return means(found, asked)
    return span


def _about(found: PatternMatch, asked: PhraseContext) -> DaySpan | None:
    """Return the days of "about" a day, a month or a year; None for other phrases ("about yesterday")."""
    span = match_form(found["a"], asked)
    is_unfit = not span or span.about or span.open_start or found["a"].startswith("D")
    return None if is_unfit or not span else span._replace(about=True)


def _exactly(phrase: str, asked: PhraseContext) -> DaySpan | None:
    """Return the days that a phrase in tokens means; None if it is not clear or only approximate."""
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
    """Return the span from `first` on: up to today for a past event, else open."""
    return DaySpan(first, first, open_end=True) if asked.ahead else DaySpan(first, asked.today)


def _between(found: PatternMatch, asked: PhraseContext) -> DaySpan | None:
    """Return the span from the first day of one phrase to the last day of another.

    A year that only one of them states is used to find the year of the other. None if one of them is not
    clear or approximate, or if their order is not clear.
    """
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
    """Return the span of two consecutive days, in any order; None for other days."""
    spans = [_exactly(found[end], asked) for end in ("a", "b")]
    days = sorted(span.first for span in spans if span and span.first == span.last)
    return DaySpan(days[0], days[1]) if len(days) == 2 and (days[1] - days[0]).days == 1 else None


def _part(found: PatternMatch, asked: PhraseContext) -> DaySpan | None:
    """Return the day of a phrase such as "Monday morning"; None if it is not a single day."""
    span = _exactly(found["a"] or found["b"], asked)
    return span if span and span.first == span.last else None


def _night(found: PatternMatch, asked: PhraseContext) -> DaySpan | None:
    """Return the night after the evening of a day: the day and the next one.

    The caller removes days after today.
    """
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
    # "3 and 5 May": add the month of the second day to the first.
    (
        rf"(?<!M\d )(?<!M\d\d )\b{_DAY} ({_BETWEEN}(?: W\d)?) {_DAY} (M\d+(?: \d{{4}})?)",
        r"\1 \4 \2 \3 \4",
    ),
    # "May 3 to 5": add the month of the first day to the second.
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
