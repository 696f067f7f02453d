"""Whether a person may have been under age when it all began, by whatever a record says of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from casefile.dates import FIRST_DAY, LAST_DAY, Day, Duration, When
from casefile.dates.other_calendars import is_of_another
from casefile.model.plain_data import Data, groups, mapping, value_that_counts, when, with_value
from casefile.model.record_shapes import shape_of

if TYPE_CHECKING:  # the model: not for what is read as plain data
    from casefile.model.person import Person

FULL_AGE = 18
OF_AGE = Duration.parse(f"P{FULL_AGE}Y")
SPEAKS_OF_AGE = frozenset({
    "person", "person.minor", "person.birth", "person.age", "person.age.years", "person.age.as_of",
})  # fmt: skip
"""Fields that a claim may contradict."""
STATES_AGE = frozenset({"minor", "birth", "age"})
WHOLE_AGE = {"person.age": "person.age.years"}
"""A claim about the whole age gives years."""


def may_be_under_age(data: Data) -> bool:
    """Tell of a case, as plain data, whether the person is or may be under age; one voice is enough.

    A birth in a year of another calendar may be that of a child.
    A claim counts like what the record says, by the value that `value_that_counts` returns. One that cannot
    be read may say that the person is a child.
    """
    if STATES_AGE.isdisjoint(mapping(data.get("person"))) and not data.get("claims"):
        return False
    dates = [*_event_dates(data)]
    unread = any(leaves_age_open(*each) for each in _claims(data))
    return unread or any(_may_be(each, dates) for each in _versions(data))


def is_under_age(person: Person, day: Day | None) -> bool | None:
    """Return whether the person was under age on a day; None if birth and age do not decide it.

    A date of birth that decides comes before an age, which may be of a later day.
    """
    birth = None if person.birth is None or is_of_another(person.birth) else person.birth
    if day is not None and birth is not None and not birth.open_start and not birth.open_end:
        first, last = OF_AGE.add_to(birth.earliest), OF_AGE.add_to(birth.latest)
        if day < first or day >= last:
            return day < first
    return None if person.age is None else person.age.years < FULL_AGE


def leaves_age_open(field: str, value: object) -> bool:
    """Return whether a claim of a case may be about the age, and the value has no form of that field.

    So it is with a claim about the person as a whole, or about a field that the model does not know.
    """
    shape = shape_of("case").field(WHOLE_AGE.get(field, field))
    return shape is None or (field in SPEAKS_OF_AGE and not shape.takes(value))


def _may_be(person: Data, dates: Sequence[When | None]) -> bool:
    if str(person.get("minor")) in {"minor", "unknown"}:
        return True
    age = mapping(person.get("age"))
    years = _number(age.get("years"))
    if years is not None and years < FULL_AGE:
        return True
    adult = person.get("minor") == "adult"
    began, birth = _began(dates, adult=adult), when(person.get("birth"))
    unread = birth is not None and is_of_another(birth) and not adult
    if unread or (birth is not None and OF_AGE.add_to(birth.latest) > began):
        return True
    if years is None:
        return False
    stated = _gregorian(age.get("as_of"))
    if stated is None and (adult or years == FULL_AGE):
        # An age of 18 without a day may be from any later day; the word `adult` is about the day it began.
        return not adult
    # Who was eighteen on a later day may have been seventeen when it began.
    latest = stated.latest if stated and not stated.open_end else _newest(dates, stated)
    return (latest.year - years + FULL_AGE, latest.month, latest.day) > (began.year, began.month, began.day)


def _began(dates: Sequence[When | None], *, adult: bool) -> Day:
    """Return the first day on which it may all have begun; the first of all where that is not known.

    Where the record states `adult`, an unknown beginning makes no one a minor: then the last possible day of
    a date with an open start counts.
    """
    days = (each.latest if adult and each.open_start else each.earliest for each in dates if each)
    if adult:
        return min(days, default=LAST_DAY)
    return FIRST_DAY if None in dates else min(days, default=FIRST_DAY)


def _newest(dates: Sequence[When | None], stated: When | None) -> Day:
    """Return the last day that an age of no certain day may be from, as far as the record goes."""
    days = (each.last_known for each in (*dates, stated) if each)
    return max(days, default=LAST_DAY)


def _versions(data: Data) -> Iterator[Data]:
    """Yield the person as the record has it, and as each claim about the age would have it."""
    person = mapping(data.get("person"))
    yield person
    for field, value in _claims(data):
        if field in SPEAKS_OF_AGE:
            _, *path = WHOLE_AGE.get(field, field).split(".")
            yield mapping(with_value(path, person, value)) if path else person


def _event_dates(data: Data) -> Iterator[When | None]:
    """Yield the dates of all events, also as claims would have them; None for one that cannot be read."""
    for event in groups(data.get("events")):
        yield from (_gregorian(event[name]) for name in DATES_OF_EVENT if event.get(name) is not None)
    for field, value in _claims(data):
        top, *path = field.split(".")
        if top == "events" and (not path[1:] or path[1] in DATES_OF_EVENT):
            yield _gregorian(value)


def _gregorian(value: object) -> When | None:
    """Return a date; None for one that cannot be read or has a year of another calendar."""
    date = when(value)
    return None if date is None or is_of_another(date) else date


DATES_OF_EVENT = ("date", "recorded")
"""The fields of an event by which custody may have begun."""


def _claims(data: Data) -> Iterator[tuple[str, object]]:
    """Yield the field of each claim, and the value that counts."""
    for claim in groups(data.get("claims")):
        value = value_that_counts(claim)
        if value is not None:
            yield str(claim.get("field")), value


def _number(value: object) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() else None
