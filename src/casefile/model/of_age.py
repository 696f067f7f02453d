"""Whether a person may have been under age when it all began, by whatever a record says of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casefile.model.dates import Day, Duration
from casefile.model.plain import groups, mapping, when

FULL_AGE = 18
OF_AGE = Duration.parse(f"P{FULL_AGE}Y")
SPEAKS_OF_AGE = frozenset({
    "person.minor", "person.birth", "person.age", "person.age.years", "person.age.as_of",
})  # fmt: skip
"""Fields that a claim may contradict; a claim about the whole age gives years."""


def may_be_under_age(data: Mapping[str, object]) -> bool:
    """Tell of a case, as plain data, whether the person is or may be under age; one voice is enough.

    What a claim says that nobody has settled counts like what the record says; of a settled one, what the
    register follows.
    """
    began = _began(data)
    return any(_may_be(each, began) for each in _versions(data))


def _may_be(person: Mapping[str, object], began: Day | None) -> bool:
    if person.get("minor") in {"minor", "unknown"}:
        return True
    age = mapping(person.get("age"))
    years = _number(age.get("years"))
    if years is not None and years < FULL_AGE:
        return True
    if began is None:
        return False
    birth, stated = when(person.get("birth")), when(age.get("as_of"))
    if birth is not None and OF_AGE.add_to(birth.latest) > began:
        return True
    if years is None or stated is None:
        return False
    # Who was eighteen on a later day may have been seventeen when it began.
    latest = stated.earliest if stated.open_end else stated.latest
    return (latest.year - years + FULL_AGE, latest.month, latest.day) > (began.year, began.month, began.day)


def _versions(data: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """Yield the person as the record has it, and as each claim about the age would have it."""
    person = mapping(data.get("person"))
    yield person
    for claim in groups(data.get("claims")):
        field = claim.get("field")
        if field in SPEAKS_OF_AGE:
            settled = claim.get("resolution")
            value = claim.get("value") if settled is None else mapping(settled).get("value")
            _, *path = str("person.age.years" if field == "person.age" else field).split(".")
            yield _with(person, path, value)


def _with(group: Mapping[str, object], path: list[str], value: object) -> Mapping[str, object]:
    first, *rest = path
    return {**group, first: _with(mapping(group.get(first)), rest, value) if rest else value}


def _began(data: Mapping[str, object]) -> Day | None:
    dates = [when(event.get("date")) for event in groups(data.get("events"))]
    return min((date.earliest for date in dates if date and not date.open_start), default=None)


def _number(value: object) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() else None
