"""Format dates of the grammar in plain English."""

from __future__ import annotations

from casefile.dates.calendar_days import Day
from casefile.dates.date_grammar import DateParts, StatedDate
from casefile.dates.day_names import MONTHS, day_in_english

DASH = "\N{EN DASH}"


def date_in_english(parts: DateParts) -> str:
    """Return a date in English: `28 May 2025`, `between 29 May and 4 June 2025`, `2025 or later`.

    Unless `start` or `end` is set, the result is empty.
    """
    start, end = parts.start, parts.end
    if start and end:
        if start == end:
            return _format_stated(start)
        return _interval_in_english(start, end) if parts.form == "interval" else _set_in_english(start, end)
    if start:
        return (
            f"from {_format_stated(start)} on"
            if parts.form == "interval"
            else f"{_format_stated(start)} or later"
        )
    return f"by {_edge('end', end)}" if end else ""


def since_in_english(parts: DateParts) -> str:
    """Return a date as the start of a state: `since 28 May 2025`, `since some day between … and …`."""
    start, end = parts.start, parts.end
    if end and not start:
        return f"since {_edge('end', end)} at the latest"
    some_day = start and end and parts.form == "set" and _is_between(start, end)
    return f"since {'some day ' if some_day else ''}{date_in_english(parts)}"


def when_in_english(parts: DateParts) -> str:
    """Return a date with its preposition: `on 28 May 2025`, `in May 2025`, `by 4 June 2025`, `about 2025`."""
    if not parts.start or not takes_preposition(parts):
        return date_in_english(parts)
    return f"{'on' if parts.start.precision == 'day' else 'in'} {date_in_english(parts)}"


def takes_preposition(parts: DateParts) -> bool:
    """Return whether `on` or `in` comes before the words of a date.

    It does not before `by`, `from`, `between`, `perhaps` and `about`.
    """
    start, end = parts.start, parts.end
    is_from = parts.form == "interval" and not end
    is_between = start and end and parts.form == "set" and _is_between(start, end)
    return bool(start and not is_from and not is_between and not _marks(start))


def _interval_in_english(start: StatedDate, end: StatedDate) -> str:
    """Return an interval in English: both ends with an en dash between them.

    The dash has blanks around it, unless the start is one word, both ends have the same precision and the end
    has no mark.
    """
    left = _without_shared(start, end)
    close = start.precision == end.precision and not _marks(end) and " " not in left
    return f"{left}{DASH if close else f' {DASH} '}{_format_stated(end)}"


def _set_in_english(start: StatedDate, end: StatedDate) -> str:
    """Return a set in English: `between … and …`, or `… or …` if its ends are neighbours.

    If one end contains the other, the text states which edge of a month, a year or a decade is meant:
    `between 10 May 2025 and the end of May 2025`.
    """
    if start.last >= end.first:
        return f"between {_edge('start', start)} and {_edge('end', end)}"
    left, right = _without_shared(start, end), _format_stated(end)
    return f"between {left} and {right}" if _is_between(start, end) else f"{left} or {right}"


def _is_between(start: StatedDate, end: StatedDate) -> bool:
    """Return whether `between` connects the ends of a set: they are different dates, and no neighbours.

    Neighbours are two days, months, years or decades of which one follows the other.
    """
    are_neighbours = start.precision == end.precision and (end.first - start.last).days == 1
    return start != end and not are_neighbours


def _format_stated(stated: StatedDate) -> str:
    return _marks(stated) + _plain(stated)


def _edge(edge: str, stated: StatedDate) -> str:
    """Return a date as the bound of a span: `the start of May 2025`, `the end of 2025`; a day as it is."""
    of = "" if stated.precision == "day" else f"the {edge} of "
    return _marks(stated) + of + _plain(stated)


def _marks(stated: StatedDate) -> str:
    return marks_in_english(doubtful=stated.doubtful, approximate=stated.approximate)


def marks_in_english(*, doubtful: bool, approximate: bool) -> str:
    """Return the marks of a date in words, with a blank at the end: `perhaps about `; empty without marks."""
    return ("perhaps " if doubtful else "") + ("about " if approximate else "")


def _plain(stated: StatedDate) -> str:
    day = stated.first
    month = MONTHS[day.month - 1]
    return {
        "day": day_in_english(day),
        "month": f"{month} {day.year}",
        "year": f"{day.year}",
        "decade": f"the {day.year}s",
    }[stated.precision]


def _without_shared(start: StatedDate, end: StatedDate) -> str:
    """Return the start of a span without the month and the year that the end repeats."""
    text = _format_stated(start)
    if _marks(start) or _marks(end) or not {start.precision, end.precision} <= {"day", "month"}:
        return text
    if start.precision == end.precision == "day":
        return without_shared(text, start.first, end.first)
    return text.removesuffix(f" {end.first.year}") if start.first.year == end.first.year else text


def without_shared(text: str, first: Day, last: Day) -> str:
    """Return the first day in words (`text`), without the year and the month that the last day has too."""
    if first.year != last.year:
        return text
    text = text.removesuffix(f" {last.year}")
    return text.removesuffix(f" {MONTHS[last.month - 1]}") if first.month == last.month else text
