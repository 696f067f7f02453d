"""Names of persons: who may know them, and where they stand in a text that more may read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from casefile.model.base import TIERS, Tier, strictest
from casefile.model.dates import Day, Duration
from casefile.model.names import folded
from casefile.model.records import Case

SHORTEST = 4
"""Shorter words of a name tell nobody apart."""
PARTICLES = frozenset({"kyzy", "kizi", "uulu", "ulu", "uly", "ogly", "oglu", "gyzy", "qizi", "binti"})
"""Words that many names share."""
FULL_AGE = 18

Words = tuple[str, ...]
Known = tuple[str, Tier]
"""A name, and who may know it."""


def names(case: Case, tier: Tier) -> Iterator[Known]:
    """Yield every name that a case states, with its tier; `tier` is that of the record."""
    person = case.person
    of_names = name_tier(case, tier)
    if person.name is not None:
        yield person.name, of_names
    for other in person.other_names:
        kept: Tier | None = "restricted" if other.kind == "pseudonym" else None
        yield other.name, strictest(of_names, other.tier, kept)


def name_tier(case: Case, tier: Tier) -> Tier:
    """Return who may know the person's name: as stated, and a minor's never looser than restricted."""
    return strictest(tier, case.person.name_tier, "restricted" if may_be_minor(case) else None)


def telling(name: str) -> frozenset[str]:
    """Return the words of a name by which somebody would know whose it is."""
    return frozenset(word for word in folded(name).split() if len(word) >= SHORTEST and word not in PARTICLES)


@dataclass(frozen=True)
class Secrets:
    """Full names, as folded words, that only some tiers may know; found by their first word."""

    by_first: Mapping[str, tuple[tuple[Words, Tier], ...]]

    @classmethod
    def of(cls, known: Iterable[Known]) -> Secrets:
        """Gather the names of all cases; a name that one of them tells is no secret of another."""
        loosest: dict[Words, Tier] = {}
        for name, tier in known:
            words = tuple(folded(name).split())
            loosest[words] = min(loosest.get(words, tier), tier, key=TIERS.index)
        found: dict[str, list[tuple[Words, Tier]]] = {}
        for words, tier in loosest.items():
            if len(words) > 1 and tier != "public":
                for turned in sorted({words, words[::-1], (*words[1:], words[0])}):
                    found.setdefault(turned[0], []).append((turned, tier))
        return cls({key: tuple(each) for key, each in found.items()})

    def stand_in(self, text: str, tier: Tier) -> bool:
        """Tell whether a text of a tier holds a name that is stricter."""
        words = tuple(folded(text).split())
        return any(
            TIERS.index(held) > TIERS.index(tier) and words[at : at + len(name)] == name
            for at, word in enumerate(words)
            for name, held in self.by_first.get(word, ())
        )


def may_be_minor(case: Case) -> bool:
    """Whether the person is, or may be, under age, so that the model itself keeps the name restricted."""
    if case.person.minor in {"minor", "unknown"} or is_under_age(case):
        return True
    began, full_age = _began(case), _full_age(case)
    return began is not None and full_age is not None and full_age[1] > began


def is_under_age(case: Case) -> bool | None:
    """Tell what age and birth say of the day on which it all began; nothing where they leave it open."""
    if case.person.age is not None:
        return case.person.age.years < FULL_AGE
    began, full_age = _began(case), _full_age(case)
    if began is None or full_age is None or full_age[0] <= began < full_age[1]:
        return None
    return full_age[0] > began


def _began(case: Case) -> Day | None:
    return min((event.date.earliest for event in case.events if not event.date.open_start), default=None)


def _full_age(case: Case) -> tuple[Day, Day] | None:
    """Return the first and the last day on which the person may have come of age."""
    birth = case.person.birth
    if birth is None or birth.open_start or birth.open_end:
        return None
    grown = Duration.parse(f"P{FULL_AGE}Y")
    return grown.add_to(birth.earliest), grown.add_to(birth.latest)
