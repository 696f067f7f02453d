"""The published course: the course of the published entries, corrected by the full ledger on one day.

An export answers for one day. On that day the answer is compared with that of the full ledger, and fields
that differ are not published. On any other day the answer comes from the published entries alone: a
comparison on several days would reveal the day on which a withheld event happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from casefile.custody.course import Course
from casefile.custody.custody_view import Spell, View
from casefile.custody.day_counts import CertainDays, DayCount
from casefile.custody.state import CERTAINTIES
from casefile.dates import Day
from casefile.publication.published_spells import (
    UNKNOWN,
    HeldSpell,
    SharedSpell,
    least_days,
    spells_in_all,
)

COMPARED = (
    ("basis", "since", "facility"), ("until", "until_kind", "possible_ends"),
    ("restrictions", "possible_restrictions"), ("charges",), ("disputed",),
)  # fmt: skip
"""Groups of fields; if one field of a group differs between the two answers, the whole group is left out.

Which field of a group differs can depend on the day of a withheld event.
"""
HISTORY = ("spells", "days_held", "spell_days")
"""The fields about all times in custody up to the day."""
FROM_ENTRIES = frozenset({"last_confirmed", "newest_sign", "flags", "returns"})
"""Fields that repeat a published entry, and so are true whatever the withheld entries contain."""
FOR_DEADLINES = (("grounds",), ("sentence_ends",))
"""More groups of fields that are compared, of the view for the rules of deadlines.

No published view has them.
"""
UNKNOWN_VIEW = View(status=UNKNOWN, certainty="uncertain", possible=())
"""An unknown status as it is published, whether it is withheld or not known: it contains no reason."""
KEPT_IN_UNKNOWN = frozenset({"charges", "flags", "returns"})
"""Fields that a published unknown status keeps, because they are no statement about custody."""


class PublishedCourse(Course, frozen=True, kw_only=True):
    """The course of the published entries; `answer` is the published view of `day`, the day of the export.

    `for_deadlines` is the view of that day for the rules of deadlines: of an unknown status it has the
    possible statuses, and of custody the grounds and the ends of sentences, if all ledgers agree on them.
    `places` are the indexes of the spells (periods of custody) of `answer` among those of the published
    entries.
    """

    day: Day
    answer: View
    for_deadlines: View
    places: tuple[int, ...]

    @property
    def began_with(self) -> tuple[str | None, ...]:
        """The id of the published entry that began each spell of `answer`; None if it is not known."""
        events = self.spell_events(self.day)
        return tuple(events[place] for place in self.places)

    def on(self, day: Day) -> View:
        """Return the custody at the end of a day, corrected by the full ledger only on the day of the export.

        On other days it is the view of the published entries, without grounds, ends of sentences and the
        deciding rule.
        """
        if day == self.day:
            return self.answer
        return replace(Course.on(self, day), grounds=(), rule=None, sentence_ends=())


def course_of_entries(course: Course) -> Course:
    """Return the course of the published entries alone, not compared with the full ledger."""
    return Course(**_parts(course))


def published_course(
    entries: Course, full: Sequence[Course], day: Day, ids: Mapping[str, str]
) -> PublishedCourse:
    """Return the course of the published entries, compared on one day with the courses of all entries.

    `full` contains the course of the register, and the courses with the withheld entries on other days. `ids`
    are the ids that other ids of the register are published under.
    """
    views = [_with_published_ids(each.on(day), ids) for each in full]
    compared = _Compared(entries, full, day, entries.on(day), views)
    agreed = compared.agreed()
    return PublishedCourse(
        **_parts(entries),
        day=day,
        answer=compared.answer(agreed),
        for_deadlines=agreed,
        places=compared.places(),
    )


def _with_published_ids(view: View, ids: Mapping[str, str]) -> View:
    """Return a view that names facilities and statutes by the ids that are published."""
    facility = None if view.facility is None else ids.get(view.facility, view.facility)
    charges = tuple(
        each if each.statute is None else each._replace(statute=ids.get(each.statute, each.statute))
        for each in view.charges
    )
    return replace(view, facility=facility, charges=charges)


class _Compared(Struct, frozen=True, dict=True):
    """The course of the published entries and the full courses, each with its view of the day."""

    course: Course
    full: Sequence[Course]
    day: Day
    view: View
    views: Sequence[View]

    def agreed(self) -> View:
        """Return the view of the published entries without the fields in which a full course differs.

        If the status itself, or what is possible, differs, the status is unknown and nothing is possible.
        """
        view, fulls = self.view, self.views
        groups = (group for group in (*COMPARED, *FOR_DEADLINES) if _agree(group, view, fulls))
        same = FROM_ENTRIES.union(*groups)
        answer = view.status, {*view.possible}
        if any((each.status, {*each.possible}) != answer for each in fulls):
            return self._unknown(_values(view, KEPT_IN_UNKNOWN & same))
        if _agree(HISTORY, view, fulls):
            history = _values(view, HISTORY)
        else:
            history = self._history(is_same=_agree(("spells",), view, fulls))
        return View(
            status=view.status,
            possible=view.possible,
            certainty=max((each.certainty for each in (view, *fulls)), key=CERTAINTIES.index),
            **history,
            **_values(view, same),
        )

    def answer(self, agreed: View) -> View:
        """Return the view to publish; `agreed` is the one without the fields in which a full course differs.

        If the status is unknown, it is the same view whether a full course differs or not.
        """
        if agreed.status == UNKNOWN:
            return self._unknown(_values(agreed, KEPT_IN_UNKNOWN))
        return replace(agreed, grounds=(), sentence_ends=())

    def _unknown(self, kept: Mapping[str, Any]) -> View:
        """Return an unknown status with the spells of custody that all courses contain."""
        history = self._history(is_same=False)
        return replace(UNKNOWN_VIEW, **{**history, "spells": _bare(history["spells"])}, **kept)

    def _history(self, *, is_same: bool) -> dict[str, Any]:
        """Return the fields of HISTORY with the periods of custody and the days that all courses agree on.

        Unless all views have the same periods (`is_same`), no basis and no greatest number of days is left.
        """
        shared = self.shared_spells
        spells = tuple(each.spell for each in shared)
        views = (self.view, *self.views)
        by_spell = [[each.spell_days[at] for each in views] if is_same else () for at in range(len(shared))]
        return {
            "spells": spells if is_same else _without_basis(spells),
            "days_held": (least_days(shared), _most([each.days_held for each in views] if is_same else ())),
            "spell_days": tuple(
                (least_days([each]), _most(counts)) for each, counts in zip(shared, by_spell, strict=True)
            ),
        }

    def places(self) -> tuple[int, ...]:
        """Return the indexes of the published periods of custody among those of the published entries."""
        if _agree(("spells",), self.view, self.views):
            return tuple(range(len(self.view.spells)))
        return tuple(each.place for each in self.shared_spells)

    @cached_property
    def shared_spells(self) -> tuple[SharedSpell, ...]:
        """The periods of custody that all courses contain."""
        return spells_in_all(
            _held_spells(self.view, self.course.surely_held(self.day)),
            [
                _held_spells(view, course.surely_held(self.day))
                for view, course in zip(self.views, self.full, strict=True)
            ],
        )


def without_days(view: View) -> tuple[object, ...]:
    """Return the content of a view as a comparable tuple, without its dates and numbers of days.

    Of restrictions and charges it contains only the numbers, and nothing of grounds.
    """
    spells = [
        (each.basis, each.certain, each.closed_by, each.end in {"ongoing", UNKNOWN}) for each in view.spells
    ]
    counted = len(view.restrictions), len(view.charges)
    known = view.basis, view.facility, view.until_kind, view.flags, view.disputed
    return view.status, {*view.possible}, view.certainty, *known, spells, *counted


def _parts(course: Course) -> dict[str, Any]:
    return {name: getattr(course, name) for name in Course.__struct_fields__}


def _most(counts: Sequence[DayCount]) -> int | None:
    """Return the greatest number of days by the published entries, the first of `counts`.

    The result is None if that number is not known, or if a full course has a greater or unknown one.
    """
    most, *others = (each[1] for each in counts) if counts else (None,)
    is_true = most is not None and all(each is not None and each <= most for each in others)
    return most if is_true else None


def _bare(spells: Iterable[Spell]) -> tuple[Spell, ...]:
    """Return periods of custody without basis, with an unknown end in place of `ongoing`.

    The full ledger may end a period that goes on by the published entries.
    """
    return _without_basis(each._replace(end=UNKNOWN) if each.end == "ongoing" else each for each in spells)


def _without_basis(spells: Iterable[Spell]) -> tuple[Spell, ...]:
    """Return periods of custody without basis: if ledgers differ, it may show the day of a withheld event."""
    return tuple(each._replace(basis=None) for each in spells)


def _agree(names: Sequence[str], view: View, others: Iterable[View]) -> bool:
    return all(_values(view, names) == _values(each, names) for each in others)


def _values(view: View, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(view, name) for name in names}


def _held_spells(view: View, sure: Sequence[CertainDays | None]) -> list[HeldSpell]:
    return [HeldSpell(*each) for each in zip(view.spells, sure, strict=True)]
