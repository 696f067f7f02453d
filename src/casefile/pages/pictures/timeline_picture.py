"""The timeline of one or many records: custody as bars, events as marks, restrictions below.

A timeline shows the published entries alone, without the published status, which the full ledger corrects:
a picture covers many days, so a comparison on each would give the day of a withheld event. A bar is full only
up to the last published entry that shows custody, a mark only where the day is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from casefile.custody.status_text import day_words
from casefile.dates import Day, When
from casefile.model.visible_text import visible
from casefile.model.vocabularies import word
from casefile.pages.pictures.day_stretches import stretches
from casefile.pages.pictures.picture import Picture
from casefile.pages.pictures.picture_styles import BARS, look_of
from casefile.pages.pictures.row_drawing import ONE_DAY, THIN, DrawnPiece, DrawnRow, Frame, draw_rows
from casefile.publication.publish import Publication, Published
from casefile.publication.published_course import course_of_entries
from casefile.views.ledger_timeline import Line

AROUND = 30
"""Which part of the days shown stands empty at each end, so that no shape touches the edge."""
Ledger = tuple[Published, Sequence[Line]]


def timeline(publication: Publication, records: Sequence[Published]) -> Picture | None:
    """Draw the ledger of one record line by line, or those of several, each on a line of its own.

    None where there is no entry to draw.
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
"""Records, beyond which one picture of all of them says nothing to the eye."""


def overview(publication: Publication, records: Sequence[Published]) -> Picture | None:
    """Draw those of several records that are cases, each on a line; None where that would not help."""
    cases = [record for record in records if record.kind == "case" and publication.ledger(record.id)]
    return timeline(publication, cases) if 1 < len(cases) <= MANY else None


def _frame(dates: Sequence[When], on: Day) -> Frame:
    """Choose the days: all that the ledgers name, the day asked about, and a little around them."""
    first = min(*(date.first_known for date in dates), on)
    last = max(*(date.last_known for date in dates), on)
    around = max((last - first) // AROUND, ONE_DAY)
    return Frame(max(first, Day.min + around) - around, min(last, Day.max - 2 * around) + around)


class _Drawing(Struct, frozen=True):
    """A record with its ledger, and the bars of its custody and of each kind of restriction."""

    record: Published
    lines: Sequence[Line]
    custody: tuple[DrawnPiece, ...]
    restrictions: Mapping[str, tuple[DrawnPiece, ...]]


def _lines(drawing: _Drawing, frame: Frame) -> Iterator[DrawnRow]:
    """Draw one record: its custody, then a row for each type of entry, then its restrictions."""
    if drawing.record.row.course:
        yield DrawnRow("in custody", drawing.custody)
    lines = drawing.lines
    for kind in dict.fromkeys(line.type for line in lines):
        yield DrawnRow(word(kind), marks=tuple(_marks([line for line in lines if line.type == kind], frame)))
    for kind, bars in drawing.restrictions.items():
        yield DrawnRow(word(kind), bars)


def _lanes(drawings: Sequence[_Drawing], on: Day) -> Iterator[DrawnRow]:
    """Draw several records: custody with the entries on it, restrictions in a thin row below."""
    for each in drawings:
        own = _frame([line.date for line in each.lines], min(on, _last(each.lines)))
        yield DrawnRow(each.record.name, each.custody, tuple(_marks(each.lines, own)))
        if each.restrictions:
            yield DrawnRow("", tuple(bar for bars in each.restrictions.values() for bar in bars), height=THIN)


def _marks(lines: Sequence[Line], frame: Frame) -> Iterator[DrawnPiece]:
    """Mark entries on the days that they may have happened; an open side ends with the frame."""
    for line in lines:
        first, last = max(line.date.earliest, frame.first), min(line.date.latest, frame.last)
        yield DrawnPiece(first, last, _look(line) if line.stands else "fallen")


def _look(line: Line) -> str:
    if line.date.open_start or line.date.open_end:
        return "open"
    return "day" if line.date.day else "span"


def _last(lines: Sequence[Line]) -> Day:
    return max(line.date.last_known for line in lines)


def _drawing(record: Published, lines: Sequence[Line], frame: Frame, on: Day) -> _Drawing:
    """Find the stretches of custody and restriction that the published entries show up to a day.

    Answers change where an entry may have happened, after the last entry that shows custody, and once more
    between two entries where an order runs out.
    """
    if record.row.course is None:
        return _Drawing(record, lines, (), {})
    course = course_of_entries(record.row.course)
    shown = [
        Frame(Day.fromordinal(each.first), Day.fromordinal(each.shown))
        for each in course.surely_held(on)
        if each
    ]
    edges = [day for line in lines for day in (line.date.earliest, line.date.latest)]
    edges += [each.last + ONE_DAY for each in shown]
    near = [day for edge in edges if edge > frame.first for day in (edge - ONE_DAY, edge)]

    def answer(day: Day) -> tuple[str, tuple[str, ...]]:
        view = course.on(day)
        look = look_of(view, shown=any(each.first <= day <= each.last for each in shown))
        return look, tuple(dict.fromkeys(each.kind for each in view.restrictions))

    found = stretches(answer, [frame.first, *(day for day in near if day < on), on])
    custody = tuple(DrawnPiece(each.first, each.last, each.answer[0]) for each in found if each.answer[0])
    kinds = dict.fromkeys(kind for each in found for kind in each.answer[1])
    restrictions = {
        kind: tuple(DrawnPiece(each.first, each.last, "bound") for each in found if kind in each.answer[1])
        for kind in kinds
    }
    return _Drawing(record, lines, custody, restrictions)


def _describe(drawing: _Drawing, *, named: bool) -> str:
    """Say in words what is drawn of a record."""
    name = [drawing.record.name] if named else []
    bars = [(BARS[bar.look].means, bar) for bar in drawing.custody]
    bars += [(word(kind), bar) for kind, found in drawing.restrictions.items() for bar in found]
    custody = "; ".join(f"{_days(bar)}: {means}" for means, bar in bars)
    entries = "; ".join(f"{line.date.words()}: {word(line.type)}{_fallen(line)}" for line in drawing.lines)
    return ". ".join([*name, *([custody] if custody else []), f"{entries}."])


def _days(bar: DrawnPiece) -> str:
    first, last = day_words(bar.first), day_words(bar.last)
    return first if first == last else f"{first} to {last}"


def _fallen(line: Line) -> str:
    return "" if line.stands else f" ({word(line.standing)})"
