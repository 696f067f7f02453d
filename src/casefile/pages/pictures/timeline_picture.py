"""The timeline of one or many records: custody as bars, events as marks, restrictions below.

A timeline shows only the published events, not the published status, which the full ledger corrects. A
picture covers many days, so that a comparison on each day would reveal the day of a withheld event. A bar is
filled only up to the last published event that shows custody, a mark only if the day is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from msgspec import Struct

from casefile.custody.status_text import day_words
from casefile.custody.turning_days import turning_days
from casefile.dates import Day, When
from casefile.model.visible_text import visible
from casefile.model.vocabularies import word
from casefile.pages.pictures.day_stretches import Stretch, stretches
from casefile.pages.pictures.picture import Picture
from casefile.pages.pictures.picture_styles import BARS, look_of
from casefile.pages.pictures.row_drawing import ONE_DAY, THIN, DrawnPiece, DrawnRow, Frame, draw_rows
from casefile.publication.publish import Publication, Published
from casefile.publication.published_course import course_of_entries
from casefile.views.ledger_timeline import TimelineLine

AROUND = 30
"""The margin at each end, as a divisor of the shown days, so that no shape touches the edge."""
Ledger = tuple[Published, Sequence[TimelineLine]]


def timeline(publication: Publication, records: Sequence[Published]) -> Picture | None:
    """Return the timeline of one record with several rows, or of several records with one row for each.

    Returns None if there is no event to draw.
    """
    of_each = [(record, publication.ledger(record.id)) for record in records]
    ledgers = [(record, lines) for record, lines in of_each if lines]
    if not ledgers:
        return None
    on = publication.on
    frame = _frame([line.date for _, lines in ledgers for line in lines], on)
    drawings = [_drawing(record, lines, frame, on) for record, lines in ledgers]
    rows = _lines(drawings[0], frame) if len(drawings) == 1 else _lanes(drawings, on)
    what = ledgers[0][0].name if len(ledgers) == 1 else f"{len(ledgers)} records"
    words = " ".join(_describe(each, named=len(drawings) > 1) for each in drawings)
    return Picture(
        visible(f"Timeline of {what}"),
        visible(f"Custody up to {day_words(on)}. {words}"),
        draw_rows([*rows], frame, on),
    )


MANY = 60
"""The number of records above which one picture of all of them is not legible."""


def overview(publication: Publication, records: Sequence[Published]) -> Picture | None:
    """Return the timeline of the cases with events; None if there are fewer than two, or more than MANY."""
    cases = [record for record in records if record.kind == "case" and publication.ledger(record.id)]
    return timeline(publication, cases) if 1 < len(cases) <= MANY else None


def _frame(dates: Sequence[When], on: Day) -> Frame:
    """Return the days to show: the known days of the dates, the day `on`, and a margin around them."""
    first = min(*(date.first_known for date in dates), on)
    last = max(*(date.last_known for date in dates), on)
    around = max((last - first) // AROUND, ONE_DAY)
    return Frame(max(first, Day.min + around) - around, min(last, Day.max - 2 * around) + around)


class _Drawing(Struct, frozen=True):
    """A record with its ledger, and the bars of its custody and of each kind of restriction."""

    record: Published
    lines: Sequence[TimelineLine]
    custody: tuple[DrawnPiece, ...]
    restrictions: Mapping[str, tuple[DrawnPiece, ...]]


def _lines(drawing: _Drawing, frame: Frame) -> Iterator[DrawnRow]:
    """Yield the rows of a picture of one record: custody, each type of event, each kind of restriction."""
    if drawing.record.row.course:
        yield DrawnRow("in custody", drawing.custody)
    lines = drawing.lines
    for kind in dict.fromkeys(line.type for line in lines):
        yield DrawnRow(word(kind), marks=tuple(_marks([line for line in lines if line.type == kind], frame)))
    for kind, bars in drawing.restrictions.items():
        yield DrawnRow(word(kind), bars)


def _lanes(drawings: Sequence[_Drawing], on: Day) -> Iterator[DrawnRow]:
    """Yield the rows of a picture of several records: custody with events on it, restrictions below."""
    for each in drawings:
        own = _frame([line.date for line in each.lines], min(on, _last(each.lines)))
        yield DrawnRow(each.record.name, each.custody, tuple(_marks(each.lines, own)))
        if each.restrictions:
            yield DrawnRow("", tuple(bar for bars in each.restrictions.values() for bar in bars), height=THIN)


def _marks(lines: Sequence[TimelineLine], frame: Frame) -> Iterator[DrawnPiece]:
    """Yield the marks of events on the days on which they may have happened.

    An open side ends at the frame.
    """
    for line in lines:
        first, last = max(line.date.earliest, frame.first), min(line.date.latest, frame.last)
        yield DrawnPiece(first, last, _look(line) if line.stands else "fallen")


def _look(line: TimelineLine) -> str:
    if line.date.open_start or line.date.open_end:
        return "open"
    return "day" if line.date.day else "span"


def _last(lines: Sequence[TimelineLine]) -> Day:
    return max(line.date.last_known for line in lines)


def _drawing(record: Published, lines: Sequence[TimelineLine], frame: Frame, on: Day) -> _Drawing:
    """Return the bars of custody and restrictions that the published events of a record show up to a day."""
    if record.row.course is None:
        return _Drawing(record, lines, (), {})
    course = course_of_entries(record.row.course)
    shown = [
        Frame(Day.fromordinal(each.first), Day.fromordinal(each.shown))
        for each in course.surely_held(on)
        if each
    ]
    shown_edges = (day for each in shown for day in (each.first, each.last + ONE_DAY))
    turns = {*map(Day.fromordinal, turning_days(course)), *shown_edges}

    def answer(day: Day) -> tuple[str, tuple[str, ...]]:
        view = course.on(day)
        look = look_of(view, shown=any(each.first <= day <= each.last for each in shown))
        return look, tuple(dict.fromkeys(each.kind for each in view.restrictions))

    found = stretches(answer, [frame.first, *(day for day in turns if day > frame.first)], on)
    custody = tuple(DrawnPiece(each.first, each.last, each.answer[0]) for each in found if each.answer[0])
    kinds = dict.fromkeys(kind for each in found for kind in each.answer[1])
    restrictions = {kind: tuple(_bars(kind, found)) for kind in kinds}
    return _Drawing(record, lines, custody, restrictions)


def _bars(kind: str, found: Sequence[Stretch[tuple[str, tuple[str, ...]]]]) -> Iterator[DrawnPiece]:
    """Yield the bars of one kind of restriction, each as long as it lasts without a break."""
    for is_bound, days in groupby(found, key=lambda each: kind in each.answer[1]):
        first, *rest = days
        if is_bound:
            yield DrawnPiece(first.first, (rest or [first])[-1].last, "bound")


def _describe(drawing: _Drawing, *, named: bool) -> str:
    """Return a description in words of the shapes of a record."""
    name = [drawing.record.name] if named else []
    bars = [(BARS[bar.look].means, bar) for bar in drawing.custody]
    bars += [(word(kind), bar) for kind, found in drawing.restrictions.items() for bar in found]
    custody = "; ".join(f"{_days(bar)}: {means}" for means, bar in bars)
    entries = "; ".join(f"{line.date.words()}: {word(line.type)}{_fallen(line)}" for line in drawing.lines)
    return ". ".join([*name, *([custody] if custody else []), f"{entries}."])


def _days(bar: DrawnPiece) -> str:
    first, last = day_words(bar.first), day_words(bar.last)
    return first if first == last else f"{first} to {last}"


def _fallen(line: TimelineLine) -> str:
    return "" if line.stands else f" ({word(line.standing)})"
