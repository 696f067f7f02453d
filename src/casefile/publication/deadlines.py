"""The published deadlines: those that the published ledger gives, and the full ones give too.

Most deadlines rest on what a ledger does not contain: no judge yet, no answer, no news. Where the entry that
has it is withheld, the published ledger alone would state what the register knows to be false.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache

from casefile.custody.course import Course
from casefile.model.dates import Day
from casefile.publication.course import PublishedCourse, course_of_entries
from casefile.register import Register
from casefile.views.due.custody import expected_ends
from casefile.views.due.deadlines import due
from casefile.views.due.row import Due, Window


def published_deadlines(  # noqa: PLR0913, PLR0917 - both registers, and what is asked of them
    published: Register,
    full: Callable[[str], Sequence[Register]],
    ids: Mapping[str, str],
    chosen: Collection[str],
    day: Day,
    window: Window,
) -> tuple[Due, ...]:
    """Return what is due of these records, in the words of what is published.

    `chosen` are ids of the register, `ids` those that are published under another one. `full` gives the
    registers with all entries of a record, by its id: a deadline is due in each of them too.
    """

    @cache
    def due_in_all(key: str) -> frozenset[tuple[str, str, str]]:
        found = (map(_what, due(each, [each.row(key)], day, window)) for each in full(key))
        return frozenset.intersection(*map(frozenset, found))

    own = {ids.get(key, key): key for key in chosen}
    rows = [published.row(key) for key in sorted(own)]
    return tuple(
        each for each in due(published, rows, day, window) if _what(each) in due_in_all(own[each.record])
    )


def sentences_over(course: Course, day: Day) -> tuple[Day, ...]:
    """Return the ends, before a day, of the sentences that should be served, as all ledgers give them.

    The published entries give the terms: a published view has no grounds. A withheld release, or a longer
    sentence, gives another end or none. A course that is not published has no other ledger.
    """
    full = course.full if isinstance(course, PublishedCourse) else ()
    known = [expected_ends(each.on(day)) for each in full]
    ends = expected_ends(course_of_entries(course).on(day))
    return tuple(end for end in ends if end < day and all(end in each for each in known))


def _what(each: Due) -> tuple[str, str, str]:
    return each.kind, each.event, each.date.text
