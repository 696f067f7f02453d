"""How many cases there are, grouped by one question; what is certain and what is only possible stay apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct

from casefile.dates import Day, When

if TYPE_CHECKING:  # whoever hands these over has loaded the model for it
    from casefile.register.record_summary import RecordSummary

STANDINGS: Mapping[str, str] = {
    "held": "held",
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
"""How a case stands, and how that is said: each case stands in exactly one way.

`held` is certain and under an order that runs, `lapsed` held by an order that ran out, `possibly` held or
something else, `unknown` one of several things of which none is held.
"""
ALWAYS = ("held", "lapsed", "possibly", "unknown")
"""The statuses that are shown even with no cases."""
UNCERTAIN = "uncertain"
TWICE = "A person with two cases counts twice."
"""A note for readers of the numbers."""


class CountedStatus(Protocol):
    """The part of a row that decides how a case is counted."""

    @property
    def status(self) -> str:
        """The status."""

    @property
    def certainty(self) -> str:
        """The certainty of the status."""

    @property
    def possible(self) -> tuple[str, ...]:
        """Every status that may be true."""


class Answers(Protocol):
    """What a case may be counted by."""

    @property
    def country(self) -> str:
        """The country."""

    @property
    def authorities(self) -> tuple[str, ...]:
        """Who took and held the person, by id or in words."""

    @property
    def statutes(self) -> tuple[str, ...]:
        """The articles that are used, by id."""

    @property
    def situations(self) -> tuple[str, ...]:
        """What the case is part of, by id."""


class CountedCase(Struct, frozen=True):
    """A case as it is counted: what it names, how it stands on the day, when the person was first taken."""

    row: Answers
    standing: str
    taken: When | None = None


class CaseTally(Struct, frozen=True):
    """The cases that share an answer; `key` is None for those of which nobody gives one."""

    key: str | None
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many cases these are."""
        return sum(self.counts.values())


class Stats(Struct, frozen=True):
    """The tallies; `total` counts every case once, `overlapping` those that stand in more than one tally."""

    by: str
    total: int
    tallies: tuple[CaseTally, ...]
    counts: Mapping[str, int]
    overlapping: int


def standing(case: CountedStatus) -> str:
    """Return how a case stands: a status, with what is lapsed or only possible told apart from held."""
    if case.status == "held" and case.certainty == "lapsed":
        return "lapsed"
    return "possibly" if case.status == "unknown" and "held" in case.possible else case.status


def stats(
    subjects: Iterable[CountedCase],
    by: str,
    situations: Iterable[RecordSummary] = (),
    also: Iterable[str] = (),
) -> Stats:
    """Count cases by one of BY; a case that gives several answers stands in several tallies.

    By `situations` a case of a part is one of the whole. Answers in `also` are told even without a case.
    """
    known = list(subjects)
    wider = {row.id: row.situations for row in situations}
    groups: dict[str | None, list[str]] = {key: [] for key in (*also, *(ALWAYS if by == "status" else ()))}
    overlapping = 0
    for subject in known:
        answers = dict.fromkeys(BY[by](subject))
        keys = _with_wider(answers, wider) if by == "situation" else [*answers]
        overlapping += len(keys) > 1
        for key in (*keys,) or (None,):
            groups.setdefault(key, []).append(subject.standing)
    tallies = (CaseTally(key, Counter(stood)) for key, stood in groups.items())
    counts = Counter(subject.standing for subject in known)
    return Stats(by, len(known), tuple(sorted(tallies, key=ORDERS.get(by, _largest))), counts, overlapping)


NOT_STATED: Mapping[str, str] = {
    "country": "no country",
    "authority": "no authority named",
    "statute": "no article named",
    "situation": "in no situation",
    "month": "no detention recorded",
}
"""What is counted where a case gives no answer."""


def label(by: str, key: str | None, labels: Mapping[str, str], country_name: Callable[[str], str]) -> str:
    """Return an answer in words: a month or a country by its name, a record by its label."""
    if key is None:
        return NOT_STATED[by]
    if by == "status":
        return STANDINGS[key]
    if by == "month":
        return key if key == UNCERTAIN else When.parse(key).words()
    return country_name(key) if by == "country" else labels.get(key, key)


def first_taken(case: RecordSummary, day: Day) -> When | None:
    """Return the date of the first detention that stands and may have happened by a day."""
    return next((date for date in case.dates_detained if date.earliest <= day), None)


def _month(subject: CountedCase) -> tuple[str, ...]:
    """Return the month in which the person was first taken, where it is surely that month."""
    date = subject.taken
    if date is None:
        return ()
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
"""What cases can be counted by, and what a case answers."""


def _with_wider(keys: Iterable[str], wider: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return situations and those that they are part of, however wide."""
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
"""How tallies follow each other where the largest does not come first."""
