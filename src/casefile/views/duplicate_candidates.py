"""Find recorded cases that a new case may duplicate; the evidence is shown, nothing is merged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from msgspec import Struct

from casefile.dates import When
from casefile.model.case_names import all_names
from casefile.model.country_names import country_name
from casefile.model.plain_data import Data, items, mapping, when
from casefile.model.tiers import record_tier
from casefile.names.name_likeness import Likeness, likeness
from casefile.names.sound_lookup import NameLookup
from casefile.plural import number
from casefile.register.record_summary import RecordSummary
from casefile.register.summary_builder import taken_away

NEAR = 30
"""Detentions within this number of days of each other may be the same."""
VAGUE = 366
"""A date that spans more days than this is too vague to compare."""


class LikelyDuplicate(Struct, frozen=True):
    """A recorded case that a new one may duplicate, and the evidence besides the names.

    `likeness` contains the names. `circumstances` contain no names, so they may be shown for any record.
    """

    row: RecordSummary
    probable: bool
    likeness: Likeness
    circumstances: tuple[str, ...]

    @property
    def evidence(self) -> tuple[str, ...]:
        """Return all evidence, with the names in words."""
        return (*self.likeness.evidence, *self.circumstances)


def newcomer(data: Data, path: str = "") -> RecordSummary:
    """Return the record summary of a new case with the fields that are compared with recorded cases.

    `data` is its plain data. Values that cannot be parsed are left out.
    """
    return RecordSummary(
        str(data.get("id", "")),
        "case",
        path,
        "",
        record_tier(data, "restricted"),
        person_names=tuple(dict.fromkeys(all_names(data))),
        birth=when(mapping(data.get("person")).get("birth")),
        dates_taken=taken_away(data),
        country=str(data.get("country", "")),
        situations=tuple(each for each in items(data.get("situations")) if isinstance(each, str)),
    )


class RecordedCases:
    """The cases of a register, or of one list of people, to be compared with new cases."""

    def __init__(self, rows: Iterable[RecordSummary] = ()) -> None:
        self._by_names: dict[tuple[str, ...], list[RecordSummary]] = {}
        self._names: list[tuple[str, ...]] = []
        self._lookup = NameLookup(())
        for row in rows:
            self.add(row)

    def add(self, row: RecordSummary) -> None:
        """Add a case, to be compared with those that follow; one without names is left out."""
        names = row.person_names
        if names and names not in self._by_names:
            self._names.append(names)
            self._lookup.add(names)
        if names:
            self._by_names.setdefault(names, []).append(row)

    def with_name_of(self, data: Data) -> list[RecordSummary]:
        """Return the cases whose names match those of a new case in any script, the same names first."""
        names = newcomer(data).person_names
        near = [self._names[at] for at in self._lookup.near(names)]
        alike = [(found.strength, row)
                 for each in near
                 if (found := likeness(names, each)) and found.strength != "hint"
                 for row in self._by_names[each]]  # fmt: skip
        return [row for _, row in sorted(alike, key=lambda pair: (pair[0] != "same", pair[1].id))]

    def like(self, data: Data) -> tuple[LikelyDuplicate, ...]:
        """Return the recorded cases that a new case may duplicate, the most likely first.

        A candidate is probable if it has the same country, names that match in any script, and also a common
        situation, detentions within thirty days of each other, or an equal birth date. Matching names in the
        same country are returned without such evidence too, as not probable. A weaker likeness of names, or
        matching names in another country, is returned only with such evidence.
        """
        one = newcomer(data)
        near = [self._names[at] for at in self._lookup.near(one.person_names)]
        alike = [(found, each) for each in near if (found := likeness(one.person_names, each))]
        pairs = ((row, found) for found, each in alike for row in self._by_names[each])
        likely = (_compare(one, row, found) for row, found in pairs)
        return tuple(sorted(filter(None, likely), key=_rank))


def _rank(likely: LikelyDuplicate) -> tuple[bool, str, int, str]:
    order = {"same": "0", "alike": "1", "hint": "2"}
    return not likely.probable, order[likely.likeness.strength], -len(likely.circumstances), likely.row.id


def _compare(one: RecordSummary, row: RecordSummary, found: Likeness) -> LikelyDuplicate | None:
    links = (*_situations(one, row), *_detentions(one, row), *_births(one, row))
    goes_together, here = found.strength != "hint", one.country == row.country
    if not (links or (goes_together and here)):
        return None
    elsewhere = () if here else (f"the other case is of {country_name(row.country)}",)
    against = _born_otherwise(one, row)
    return LikelyDuplicate(row, bool(goes_together and here and links), found, (*links, *elsewhere, *against))


def _situations(one: RecordSummary, row: RecordSummary) -> Iterator[str]:
    shared = [each for each in one.situations if each in row.situations]
    if shared:
        yield f"both belong to {', '.join(shared)}"


def _detentions(one: RecordSummary, row: RecordSummary) -> Iterator[str]:
    """Yield a text about the number of days between the nearest detentions, if it is at most NEAR."""
    gaps = [gap for a, b in product(one.dates_taken, row.dates_taken) if (gap := _gap(a, b)) is not None]
    nearest = min(gaps, default=(NEAR + 1, False))
    days, certain = nearest
    if days > NEAR:
        return
    if not certain:
        yield f"the detentions may be within {NEAR} days of each other"
    elif days == 0:
        yield "both were detained on the same day"
    else:
        yield f"the detentions are {number(days, 'day')} apart"


def _gap(one: When, other: When) -> tuple[int, bool] | None:
    """Return the smallest number of days between two dates, and whether both are single days.

    For a date with an open side only the other side is known. Return None if a date spans more than VAGUE
    days.
    """
    spans = [(each.first_known, each.last_known) for each in (one, other)]
    if any((latest - earliest).days > VAGUE for earliest, latest in spans):
        return None
    (_, ended), (began, _) = sorted(spans)
    return max(0, (began - ended).days), one.day is not None and other.day is not None


def _births(one: RecordSummary, row: RecordSummary) -> Iterator[str]:
    if one.birth and row.birth and _bounds(one.birth) == _bounds(row.birth):
        yield f"both were born {'on' if one.birth.day else 'in'} {one.birth.words()}"


def _born_otherwise(one: RecordSummary, row: RecordSummary) -> tuple[str, ...]:
    """Return a note if the birth dates exclude each other: a father and a son may have the same name."""
    a, b = one.birth, row.birth
    if a is None or b is None or (a.earliest <= b.latest and b.earliest <= a.latest):
        return ()
    return ("but the dates of birth differ",)


def _bounds(date: When) -> str:
    """Return a birth date without its EDTF marks (`?`, `~`, `%`) for doubtful and approximate."""
    return date.text.rstrip("?~%")
