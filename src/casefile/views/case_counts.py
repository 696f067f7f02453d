"""Count cases by a property such as the country; certain and only possible statuses are counted apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct

from casefile.custody.custody_view import KnownStatus
from casefile.dates import Day, When
from casefile.model.country_names import country_name
from casefile.names import fold_text

if TYPE_CHECKING:  # callers have already loaded the model for it
    from casefile.register import Register
    from casefile.register.record_summary import RecordSummary

STANDINGS: Mapping[str, str] = {
    "held": "held",
    "presumed": "presumed held",
    "lapsed": "last known held",
    "possibly": "possibly held",
    "missing": "missing",
    "unknown": "unknown",
    "restricted": "restricted",
    "released": "released",
    "not_detained": "not detained",
    "abroad": "abroad",
    "dead": "dead",
}
"""The counted statuses, with the words that are shown for them. Each case has exactly one.

`held` is stated. `presumed` is custody that only follows from an entry, or that nothing has confirmed lately.
`lapsed` is held under an order that has ended. `possibly` is held or something else. `unknown` is one of
several statuses, none of which is held.
"""
ALWAYS = ("held", "presumed", "lapsed", "possibly", "unknown")
"""The counted statuses that are shown even if no case has them."""
UNCERTAIN = "uncertain"
TWICE = "A person with two cases counts twice."
"""A note for readers of the counts."""


class GroupingFields(Protocol):
    """The fields of a case by which cases can be grouped."""

    @property
    def country(self) -> str:
        """Return the country code."""

    @property
    def authorities(self) -> tuple[str, ...]:
        """Return the authorities that detained and held the person, as ids or as text."""

    @property
    def statutes(self) -> tuple[str, ...]:
        """Return the ids of the articles of law that are used."""

    @property
    def situations(self) -> tuple[str, ...]:
        """Return the ids of the situations that the case belongs to."""


class CountedCase(Struct, frozen=True):
    """A case to be counted: its summary, its counted status on the day, the date of the first detention.

    The date is a text, as the ledger has it, and empty if no detention is recorded.
    """

    row: GroupingFields
    standing: str
    taken: str = ""


class CaseTally(Struct, frozen=True):
    """The cases with one value of a property; `key` is that value, None for cases without any.

    `counts` is the number of cases by counted status.
    """

    key: str | None
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """Return the number of these cases."""
        return sum(self.counts.values())


class Stats(Struct, frozen=True):
    """The result of a count by the property `by`, with a tally for each value.

    `total` counts every case once, and so does `counts` by counted status. `overlapping` counts the cases
    that are in more than one tally.
    """

    by: str
    total: int
    tallies: tuple[CaseTally, ...]
    counts: Mapping[str, int]
    overlapping: int


def standing(case: KnownStatus) -> str:
    """Return the counted status of a case, one of STANDINGS.

    It is the certainty of custody that is presumed or lapsed, `possibly` if the status is unknown and the
    person may be held, else the status of the case.
    """
    if case.status == "held" and case.certainty in {"presumed", "lapsed"}:
        return case.certainty
    return "possibly" if case.status == "unknown" and "held" in case.possible else case.status


def counts_as_data(counts: Mapping[str, int]) -> dict[str, int]:
    """Return the number of cases of every counted status for JSON; `presumed`, the newest key, is last."""
    return {name: counts.get(name, 0) for name in sorted(STANDINGS, key="presumed".__eq__)}


def tally_cases(
    subjects: Iterable[CountedCase],
    by: str,
    register: Register,
    situations: Iterable[RecordSummary] = (),
    also: Iterable[str] = (),
) -> Stats:
    """Count cases by a property in BY; a case with several values is in several tallies.

    By `situation`, a case of a part also counts for the situation that contains the part. The values in
    `also` are shown even if no case has them. A former id counts as the present one, and the name of an
    organisation as its id; of other names that are the same if folded, the first one is shown. `situations`
    are those of the register. The largest tally comes first, except by status and month, which have an order
    of their own; the tally of the cases without a value comes last. Raises KeyError for another property.
    """
    known = list(subjects)
    spelled: dict[str, str] = {}
    wider = {row.id: tuple(map(register.current, row.situations)) for row in situations}
    groups: dict[str | None, list[str]] = {key: [] for key in (*also, *(ALWAYS if by == "status" else ()))}
    overlapping = 0
    for subject in known:
        found = BY[by](subject)
        if by == "authority":
            bodies = map(register.body, found)
            found = (spelled.setdefault(fold_text(each), each) for each in bodies)
        elif by in OF_RECORDS:
            found = map(register.current, found)
        answers = dict.fromkeys(found)
        keys = _with_wider(answers, wider) if by == "situation" else [*answers]
        overlapping += len(keys) > 1
        for key in (*keys,) or (None,):
            groups.setdefault(key, []).append(subject.standing)
    tallies = (CaseTally(key, Counter(stood)) for key, stood in groups.items())
    counts = Counter(subject.standing for subject in known)
    return Stats(by, len(known), tuple(sorted(tallies, key=ORDERS.get(by, _largest))), counts, overlapping)


NOT_STATED: Mapping[str, str] = {
    "country": "no country",
    "authority": "no authority stated",
    "statute": "no article stated",
    "situation": "in no situation",
    "month": "no detention recorded",
}
"""The words that are shown for cases without a value of a property."""


def label(by: str, key: str | None, labels: Mapping[str, str]) -> str:
    """Return the value `key` of the property `by` in words: a month, a country, the label of a record.

    `labels` maps ids to labels; a value without one is returned itself.
    """
    if key is None:
        return NOT_STATED[by]
    if by == "status":
        return STANDINGS[key]
    if by == "month":
        return key if key == UNCERTAIN else When.parse(key).words()
    return country_name(key) if by == "country" else labels.get(key, key)


def first_taken(case: RecordSummary, day: Day) -> str:
    """Return the date of the first believed detention that may have happened by a day; empty if none has."""
    return next((date.text for date in case.dates_detained if date.earliest <= day), "")


def _month(subject: CountedCase) -> tuple[str, ...]:
    """Return the month of the first detention; empty if no detention is recorded.

    The month is `uncertain` if the date is in doubt or may be in more than one month.
    """
    if not subject.taken:
        return ()
    date = When.parse(subject.taken)
    first, last = f"{date.earliest:%Y-%m}", f"{date.latest:%Y-%m}"
    return (first,) if first == last and not date.doubtful else (UNCERTAIN,)


BY: Mapping[str, Callable[[CountedCase], Iterable[str]]] = {
    "status": lambda subject: (subject.standing,),
    "country": lambda subject: (subject.row.country,),
    "authority": lambda subject: subject.row.authorities,
    "statute": lambda subject: subject.row.statutes,
    "month": _month,
    "situation": lambda subject: subject.row.situations,
}
"""The properties by which cases can be counted, with the function that returns the values of a case."""
OF_RECORDS = frozenset({"statute", "situation"})
"""The properties whose values are ids of records, never names."""


def _with_wider(keys: Iterable[str], wider: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the ids of situations and of all situations that contain them, at any level (`wider`, by id)."""
    found = [*keys]
    for key in found:
        found += [each for each in wider.get(key, ()) if each not in found]
    return found


def _largest(tally: CaseTally) -> tuple[bool, int, str]:
    return tally.key is None, -tally.total, tally.key or ""


def _by_standing(tally: CaseTally) -> int:
    return [*STANDINGS].index(tally.key or "unknown")


def _by_month(tally: CaseTally) -> tuple[bool, bool, str]:
    return tally.key is None, tally.key == UNCERTAIN, tally.key or ""


ORDERS: Mapping[str, Callable[[CaseTally], Any]] = {"status": _by_standing, "month": _by_month}
"""The sort keys of tallies that are not sorted by size, by property."""
