"""The timeline of one or many records: custody as bars, events as marks, restrictions below.

A bar is full only on days on which the person was surely held, a mark only where the day is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from casefile.custody.spoken import day_words, in_sentences
from casefile.custody.view import View
from casefile.model.dates import Day, When
from casefile.model.visible import visible
from casefile.model.words import word
from casefile.pages.pictures.drawing import ONE_DAY, THIN, Frame, Piece, Row, drawn
from casefile.pages.pictures.looks import look_of
from casefile.pages.pictures.picture import Picture
from casefile.pages.pictures.stretches import stretches
from casefile.publication.publish import Publication, Published
from casefile.views.timeline import Line

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
    rows = _lines(*ledgers[0], frame, on) if len(ledgers) == 1 else _lanes(ledgers, frame, on)
    what = ledgers[0][0].name if len(ledgers) == 1 else f"{len(ledgers)} records"
    told = " ".join(_told(*each, on, named=len(ledgers) > 1) for each in ledgers)
    return Picture(visible(f"Timeline of {what}"), visible(told), drawn([*rows], frame, on))


MANY = 60
"""Records, beyond which one picture of all of them says nothing to the eye."""


def overview(publication: Publication, records: Sequence[Published]) -> Picture | None:
    """Draw those of several records that are cases, each on a line; None where that would not help."""
    cases = [record for record in records if record.kind == "case" and publication.ledger(record.id)]
    return timeline(publication, cases) if 1 < len(cases) <= MANY else None


def _frame(dates: Sequence[When], on: Day) -> Frame:
    """Choose the days: all that the ledgers name, the day asked about, and a little around them."""
    firsts = [date.latest if date.open_start else date.earliest for date in dates]
    lasts = [date.earliest if date.open_end else date.latest for date in dates]
    first, last = min(*firsts, on), max(*lasts, on)
    around = max((last - first) // AROUND, ONE_DAY)
    return Frame(max(first, Day.min + around) - around, min(last, Day.max - 2 * around) + around)


def _lines(record: Published, lines: Sequence[Line], frame: Frame, on: Day) -> Iterator[Row]:
    """Draw one record: its custody, then a row for each type of entry, then its restrictions."""
    held, bound = _over_time(record, lines, frame, on)
    if record.row.course:
        yield Row("in custody", held)
    for kind in dict.fromkeys(line.type for line in lines):
        yield Row(word(kind), marks=tuple(_marks([line for line in lines if line.type == kind], frame)))
    for kind, bars in bound.items():
        yield Row(word(kind), bars)


def _lanes(ledgers: Sequence[Ledger], frame: Frame, on: Day) -> Iterator[Row]:
    """Draw several records: custody with the entries on it, restrictions in a thin row below."""
    for record, lines in ledgers:
        held, bound = _over_time(record, lines, frame, on)
        own = _frame([line.date for line in lines], min(on, _last(lines)))
        yield Row(record.name, held, tuple(_marks(lines, own)))
        if bound:
            yield Row("", tuple(each for bars in bound.values() for each in bars), height=THIN)


def _marks(lines: Sequence[Line], frame: Frame) -> Iterator[Piece]:
    """Mark entries on the days that they may have happened; an open side ends with the frame."""
    for line in lines:
        first, last = max(line.date.earliest, frame.first), min(line.date.latest, frame.last)
        yield Piece(first, last, _look(line) if line.stands else "fallen")


def _look(line: Line) -> str:
    if line.date.open_start or line.date.open_end:
        return "open"
    return "day" if line.date.day else "span"


def _last(lines: Sequence[Line]) -> Day:
    return max(line.date.earliest if line.date.open_end else line.date.latest for line in lines)


def _over_time(
    record: Published, lines: Sequence[Line], frame: Frame, on: Day
) -> tuple[tuple[Piece, ...], dict[str, tuple[Piece, ...]]]:
    """Ask the course how the person was held and restricted on each day up to the day asked about.

    Answers change where an entry may have happened, and once more between two entries where an order runs
    out or news grows old.
    """
    course = record.row.course
    if course is None:
        return (), {}
    edges = [day for line in lines for day in (line.date.earliest, line.date.latest)]
    near = [day for edge in edges if edge > frame.first for day in (edge - ONE_DAY, edge)]
    found = stretches(
        lambda day: _held(course.on(day)), [frame.first, *(day for day in near if day < on), on]
    )
    held = tuple(Piece(each.first, each.last, each.answer[0]) for each in found if each.answer[0])
    kinds = dict.fromkeys(kind for each in found for kind in each.answer[1])
    bound = {
        kind: tuple(Piece(each.first, each.last, "bound") for each in found if kind in each.answer[1])
        for kind in kinds
    }
    return held, bound


def _held(view: View) -> tuple[str, tuple[str, ...]]:
    return look_of(view), tuple(dict.fromkeys(each.kind for each in view.restrictions))


def _told(record: Published, lines: Sequence[Line], on: Day, *, named: bool) -> str:
    """Say in words what is drawn of a record."""
    view = record.view(on)
    standing = f"On {day_words(on)}: {in_sentences(view, on)} " if view else ""
    entries = "; ".join(f"{line.date.words()}: {word(line.type)}{_fallen(line)}" for line in lines)
    return f"{f'{record.name}. ' if named else ''}{standing}{entries}."


def _fallen(line: Line) -> str:
    return "" if line.stands else f" ({word(line.standing)})"
