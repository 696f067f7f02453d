"""Decide whether a person may have been under age at the first event, from the record and its claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from casefile.dates import FIRST_DAY, LAST_DAY, Day, Duration, When
from casefile.dates.other_calendars import is_of_another
from casefile.model.plain_data import Data, groups, mapping, value_that_counts, when, with_value
from casefile.model.record_shapes import shape_of

if TYPE_CHECKING:  # plain data is checked without importing the model
    from casefile.model.person import Person

FULL_AGE = 18
OF_AGE = Duration.parse(f"P{FULL_AGE}Y")
FIELDS_OF_AGE = frozenset({
    "person", "person.minor", "person.birth", "person.age", "person.age.years", "person.age.as_of",
})  # fmt: skip
"""The fields of the age, about which a claim may state another value."""
AGE_KEYS = frozenset({"minor", "birth", "age"})
WHOLE_AGE = {"person.age": "person.age.years"}
"""The value of a claim about `person.age` is a number of years."""


def may_be_under_age(data: Data) -> bool:
    """Return whether the person of a case is or may be under age, by the record or by any of its claims.

    `data` is the plain data of the case. A claim has the same weight as the record; its value is the one
    that `value_that_counts` returns. The answer is also True for a claim that `leaves_age_open`, and for a
    date of birth in another calendar unless the record states `adult`: the person may be a child. It is False
    if neither the record nor a claim states an age.
    """
    if AGE_KEYS.isdisjoint(mapping(data.get("person"))) and not data.get("claims"):
        return False
    dates = [*_event_dates(data)]
    unread = any(leaves_age_open(*each) for each in _claims(data))
    return unread or any(_may_be_minor(each, dates) for each in _recorded_and_claimed(data))


def is_under_age(person: Person, day: Day | None) -> bool | None:
    """Return whether the person was under age on a day; None if birth and age do not decide it.

    The date of birth is used first; it decides nothing if `day` is None. The stated age is used only then,
    as if it was the age on that day: it may have been stated on a later one.
    """
    by_birth = None if day is None else _is_minor_by_birth(person, day)
    if by_birth is not None or person.age is None:
        return by_birth
    return person.age.years < FULL_AGE


def counts_as_minor(person: Person, day: Day) -> bool:
    """Return whether the person counts as under age on a day.

    The date of birth decides, against what `minor` states. If it does not decide, `minor` or an age under 18
    is enough: in doubt the person is protected as a minor.
    """
    by_birth = _is_minor_by_birth(person, day)
    if by_birth is not None:
        return by_birth
    return person.minor == "minor" or (person.age is not None and person.age.years < FULL_AGE)


def contradicts_age(person: Person, dates: Iterable[When]) -> bool:
    """Return whether birth and age on the earliest day of `dates`, those of the events, contradict `minor`.

    False if `minor` states neither `minor` nor `adult`, or if birth and age decide nothing.
    """
    if person.minor not in {"minor", "adult"}:
        return False
    days = (date.earliest for date in dates if not date.open_start)
    known = is_under_age(person, min(days, default=None))
    return known is not None and known != (person.minor == "minor")


def is_adulthood_open(data: Data) -> bool:
    """Return whether a case states `adult`, but by its birth or age the person may be under age.

    `data` is the plain data of the case. Claims are not considered: they are shown as contradictions.
    """
    person = mapping(data.get("person"))
    return person.get("minor") == "adult" and _may_be_minor(person, [*_event_dates(data)])


def _is_minor_by_birth(person: Person, day: Day) -> bool | None:
    """Return whether the person was under age on a day by the date of birth; None if it does not decide."""
    birth = person.birth
    if birth is None or is_of_another(birth) or birth.open_start or birth.open_end:
        return None
    first, last = OF_AGE.add_to(birth.earliest), OF_AGE.add_to(birth.latest)
    return day < first if day < first or day >= last else None


def leaves_age_open(field: str, value: object) -> bool:
    """Return whether a claim of a case may be about the age but has a value that cannot be read as one.

    True for a field that the model does not know, and for a field of the age, or the whole person, whose
    value does not have the form of the field.
    """
    shape = shape_of("case").field(WHOLE_AGE.get(field, field))
    return shape is None or (field in FIELDS_OF_AGE and not shape.takes(value))


def _may_be_minor(person: Data, dates: Sequence[When | None]) -> bool:
    """Return whether the stated `minor`, birth or age allow an age under 18 at the first event.

    `dates` are those of `_event_dates`.
    """
    if str(person.get("minor")) in {"minor", "unknown"}:
        return True
    age = mapping(person.get("age"))
    years = _number(age.get("years"))
    if years is not None and years < FULL_AGE:
        return True
    adult = person.get("minor") == "adult"
    began, birth = _first_day(dates, adult=adult), when(person.get("birth"))
    unread = birth is not None and is_of_another(birth) and not adult
    if unread or (birth is not None and OF_AGE.add_to(birth.latest) > began):
        return True
    if years is None:
        return False
    stated = _gregorian(age.get("as_of"))
    if stated is None and (adult or years == FULL_AGE):
        # An age of 18 without a day may be from any later day; `adult` is about the day of the first event.
        return not adult
    # A person who was 18 on a later day may have been 17 at the first event.
    latest = stated.latest if stated and not stated.open_end else _last_day(dates, stated)
    return (latest.year - years + FULL_AGE, latest.month, latest.day) > (began.year, began.month, began.day)


def _first_day(dates: Sequence[When | None], *, adult: bool) -> Day:
    """Return the earliest possible day of the first event; `FIRST_DAY` if a date is unreadable or missing.

    If the record states `adult`, an unknown beginning does not make the person a minor. Then dates that
    cannot be read are ignored, a date with an open start counts with its latest day, and the answer is
    `LAST_DAY` if no date is stated.
    """
    days = (each.latest if adult and each.open_start else each.earliest for each in dates if each)
    if adult:
        return min(days, default=LAST_DAY)
    return FIRST_DAY if None in dates else min(days, default=FIRST_DAY)


def _last_day(dates: Sequence[When | None], stated: When | None) -> Day:
    """Return the last day of the record, on which an age without a certain day may have been stated.

    `LAST_DAY` if no date is known.
    """
    days = (each.last_known for each in (*dates, stated) if each)
    return max(days, default=LAST_DAY)


def _recorded_and_claimed(data: Data) -> Iterator[Data]:
    """Yield the person's data as recorded, then once for each claim about the age with the claimed value."""
    person = mapping(data.get("person"))
    yield person
    for field, value in _claims(data):
        if field in FIELDS_OF_AGE:
            _, *path = WHOLE_AGE.get(field, field).split(".")
            yield mapping(with_value(path, person, value)) if path else person


def _event_dates(data: Data) -> Iterator[When | None]:
    """Yield the dates of all events, and the dates that claims state for events.

    None stands for a date that cannot be read.
    """
    for event in groups(data.get("events")):
        yield from (_gregorian(event[name]) for name in DATES_OF_EVENT if event.get(name) is not None)
    for field, value in _claims(data):
        top, *path = field.split(".")
        if top == "events" and (not path[1:] or path[1] in DATES_OF_EVENT):
            yield _gregorian(value)


def _gregorian(value: object) -> When | None:
    """Return the date that a value states; None if it cannot be read or has a year of another calendar."""
    date = when(value)
    return None if date is None or is_of_another(date) else date


DATES_OF_EVENT = ("date", "recorded")
"""The fields of an event with a date on which custody may have begun."""


def _claims(data: Data) -> Iterator[tuple[str, object]]:
    """Yield the field of each claim and its value (see `value_that_counts`), if it has one."""
    for claim in groups(data.get("claims")):
        value = value_that_counts(claim)
        if value is not None:
            yield str(claim.get("field")), value


def _number(value: object) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() else None
