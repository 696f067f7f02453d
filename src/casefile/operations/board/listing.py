"""Telling the board how cases are listed, and for how long that stays so."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence

from msgspec.structs import replace

from casefile.custody.course import Course
from casefile.custody.turning import turning_days
from casefile.custody.view import View
from casefile.model.dates import FIRST_DAY, LAST_DAY, Day
from casefile.model.names import folded
from casefile.operations.board.looking import Glance, Hand
from casefile.operations.remembering import row_by
from casefile.storage.index import Lasting
from casefile.storage.processes import in_rounds
from casefile.summary import Row
from casefile.views.listing import URGENCY, listed, said
from casefile.views.stats import first_taken, standing


def cover(glance: Glance, day: int) -> bool:
    """Tell the board how each case is listed on a day and around it; return whether it knows of all then."""
    hand, lines = Hand(glance), glance.board.lines

    def made(numbers: Sequence[int]) -> list[Lasting]:
        board, state = hand.seen.board, hand.seen.state
        found = ((number, board.by_row(state, number)) for number in numbers)
        rows = ((number, row_by(each)) for number, each in found if each is not None)
        return [lasting(number, row, row.course, day) for number, row in rows if row and row.course]

    in_rounds(lines.uncovered(glance.state, day), made, lines.learn)
    lines.cover(glance.state, day)
    return lines.is_covered(glance.state, day)


def lasting(number: int, row: Row, course: Course, day: int) -> Lasting:
    """Find the days around one on which a case is listed as on that day, but for the days held."""
    marks = sorted(turning_days(course) | {date.earliest.toordinal() for date in row.event_dates})
    at = bisect_right(marks, day)
    first = marks[at - 1] if at else FIRST_DAY.toordinal()
    last = marks[at] - 1 if at < len(marks) else LAST_DAY.toordinal()
    views = [course.on(Day.fromordinal(each)) for each in (first, day, last)]
    grows = _growth(views, (first, day, last))
    if grows is None:
        first, last, grows, views = day, day, (0, 0), [views[1]]
    view = views[0]
    told = listed(row, view, Day.fromordinal(first))
    data = told.as_data()
    names = [*data]
    place = names.index("days_held")
    before, after = ({name: data[name] for name in some} for some in (names[:place], names[place + 1 :]))
    least, most = view.days_held
    taken = first_taken(row, Day.fromordinal(first))
    return Lasting(
        row=number,
        first=first,
        last=last,
        status=view.status,
        standing=standing(view),
        possible=" ".join(view.possible),
        country=row.country,
        rank=URGENCY.index(view.status),
        name=folded(row.name),
        before=f'{json.dumps(before, ensure_ascii=False)[:-1]}, "days_held": ',
        after=f", {json.dumps(after, ensure_ascii=False)[1:]}",
        least=least,
        more=grows[0],
        most=most,
        most_more=grows[1],
        extra=json.dumps({"until_kind": view.until_kind, "disputed": view.disputed}),
        taken=taken.text if taken else "",
        said=json.dumps(said(told, view), ensure_ascii=False),
    )


def _growth(views: list[View], days: tuple[int, int, int]) -> tuple[int, int] | None:
    """Return by how much the days held grow each day, at the least and at the most; None if not evenly so."""
    if any(replace(view, days_held=(0, 0)) != replace(views[0], days_held=(0, 0)) for view in views):
        return None
    counts = zip(*((*view.days_held,) for view in views), strict=True)
    grows = [_steps([*each], days) for each in counts]
    return None if None in grows else (grows[0] or 0, grows[1] or 0)


def _steps(counted: list[int | None], days: tuple[int, int, int]) -> int | None:
    first, middle, last = counted
    if first is None or middle is None or last is None:
        return 0 if counted == [None, None, None] else None
    step = (last - first) // max(1, days[2] - days[0])
    even = all(count == first + step * (day - days[0]) for count, day in zip(counted, days, strict=True))
    return step if even else None
