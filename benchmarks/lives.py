"""What happens to the people of a generated register: how a detention begins, goes on and ends.

After years most are free again. Some are still held, others died, went missing or into exile, and of some
nobody knows. The shares below give what a register of ten years holds.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

Entry = tuple[str, str]
"""A type of entry, and its fields as they stand in a file."""

LAST = date(2026, 10, 20).toordinal()
"""Nothing is told of later days: every source is younger."""
RUNNING = "2027-02-21"
"""The end of an order that has not run out."""

ARREST: Entry = ("detention", "kind: arrest\n    facility: Центральный изолятор")
QUESTIONING: Entry = ("detention", "kind: questioning")
SHORT: Entry = ("detention", "kind: administrative\n    warrant: not_shown")
INTERROGATION: Entry = ("interrogation", "counsel: denied\n    as: suspect")
SEARCH: Entry = (
    "search",
    "premises: home\n    items:\n      - category: computer\n        quantity: 2\n      - category: car",
)
REMAND: Entry = (
    "hearing",
    'stage: custody\n    openness: closed\n    outcome: remanded\n    until: "{until}"',
)
EXTENSION: Entry = ("hearing", 'stage: extension\n    outcome: extended\n    until: "{until}"')
STILL: Entry = ("hearing", f'stage: extension\n    outcome: extended\n    until: "{RUNNING}"')
HOME: Entry = ("hearing", f'stage: extension\n    outcome: house_arrest\n    until: "{RUNNING}"')
COUNSEL: Entry = ("access", "to: counsel\n    outcome: permitted")
FAMILY: Entry = ("access", "to: family\n    outcome: denied")
CHARGED = (
    'charges:\n      - statute: kg-cc-278\n        part: "3"\n        offence: призывы\n    step: {step}'
)
CHARGE: Entry = ("charge", CHARGED.replace("{step}", "accused"))
DROPPED: Entry = ("charge", CHARGED.replace("{step}", "dropped"))
REGRET: Entry = ("statement", "kind: video_regret\n    coercion: alleged")
APPEAL: Entry = (
    "intervention",
    "kind: joint_statement\n    actors:\n      - scns\n    demands:\n      - release\n      - support",
)
LEGAL_AID: Entry = ("intervention", "kind: legal_aid\n    actors:\n      - Адвокаты без границ")
HEALTH: Entry = ("health", "condition: астма\n    care: delayed\n    urgency: soon")
REPRISAL: Entry = ("reprisal", "against: relative\n    kind: уволен брат")
DENIAL: Entry = ("official_response", "position: no_explanation")
COLONY: Entry = ("transfer", "facility: Колония № 27")
PENALTY = "outcome: convicted\n    sentences:\n      - penalty:"
PRISON: Entry = ("verdict", f"{PENALTY} imprisonment\n        term: P{{years}}Y")
SUSPENDED: Entry = ("verdict", f"{PENALTY} imprisonment\n        term: P3Y\n      - penalty: suspended")
DAYS: Entry = (
    "verdict",
    f"matter: administrative\n    {PENALTY} administrative_arrest\n        term: P15D",
)
ACQUITTAL: Entry = ("verdict", "outcome: acquitted")
PARDON: Entry = ("clemency", "kind: pardon\n    effect: released")
BAN = "conditions:\n      - travel_ban\n      - residence_undertaking"
LIFTED: Entry = ("restriction", "kind: travel_ban\n    step: lifted")
UNDERTAKING: Entry = ("restriction", "kind: residence_undertaking\n    step: lifted")
ABROAD: Entry = ("departure", "kind: fled\n    to: GE")
DEATH: Entry = ("death", "in_custody: true\n    official_cause: сердечная недостаточность")
LOST: Entry = ("disappearance", "circumstances: после допроса домой не вернулся")

CAUGHT = (ARREST, INTERROGATION, SEARCH, REMAND, CHARGE)
CALLED = (QUESTIONING, INTERROGATION, SEARCH)
WITHIN = (EXTENSION, COUNSEL, FAMILY, REGRET, APPEAL, INTERROGATION, HEALTH, LEGAL_AID)
"""What happens to somebody who is held and waits for a court."""
SERVING = (COLONY, COUNSEL, FAMILY, APPEAL, HEALTH)
"""What happens to somebody who serves a sentence: no order of another case."""
OUTSIDE = (APPEAL, REGRET, LEGAL_AID, REPRISAL, DENIAL)
"""What may happen to anybody, and says nothing of custody."""


@dataclass(frozen=True, slots=True)
class Life:
    """How many of a hundred cases go so; how they begin, go on, end; what is told after; in which years.

    `served` is how many days may lie between what came before and the end.
    """

    share: float
    begins: tuple[Entry, ...]
    within: tuple[Entry, ...]
    ends: tuple[Entry, ...]
    after: tuple[Entry, ...] = OUTSIDE
    years: tuple[int, int] = (2015, 2026)
    served: tuple[int, int] = (1, 20)


def _let_go(kind: str, more: str = "") -> Entry:
    return ("release", f"kind: {kind}" + (f"\n    {more}" if more else ""))


LIVES = (
    # Free again, eight of them under restrictions that run.
    Life(12, CALLED, (), (_let_go("after_questioning"),), served=(1, 2)),
    Life(8, (SHORT, SEARCH, DAYS), (), (_let_go("sentence_served"),), served=(10, 15)),
    Life(12, CAUGHT, WITHIN, (_let_go("court_order"),)),
    Life(8, CAUGHT, WITHIN, (_let_go("bail", BAN), LIFTED, UNDERTAKING)),
    Life(8, CAUGHT, WITHIN, (_let_go("own_undertaking", BAN),)),
    Life(6, CAUGHT, WITHIN, (DROPPED, _let_go("charges_dropped"))),
    Life(5, CAUGHT, WITHIN, (ACQUITTAL, _let_go("acquittal"))),
    Life(7, CAUGHT, WITHIN, (SUSPENDED, _let_go("court_order"))),
    Life(8, (*CAUGHT, PRISON), SERVING, (_let_go("sentence_served"),), years=(2015, 2021), served=(400, 900)),
    Life(2, (*CAUGHT, PRISON), SERVING, (PARDON,), years=(2015, 2024), served=(100, 300)),
    # Elsewhere.
    Life(7, CALLED, (), (_let_go("after_questioning"), ABROAD), served=(1, 2)),
    # Dead, missing, or nobody knows.
    Life(1.5, CAUGHT, WITHIN, (DEATH,), (APPEAL, DENIAL)),
    Life(1.5, CALLED, (), (_let_go("after_questioning"), LOST), (APPEAL, DENIAL), served=(1, 2)),
    Life(2, CALLED, (), (APPEAL,)),
    # Twelve are held.
    Life(7, (*CAUGHT, PRISON), SERVING, (COLONY,), SERVING, years=(2017, 2026)),
    Life(3, CAUGHT, WITHIN, (STILL,), WITHIN[1:], years=(2026, 2026)),
    Life(1, CAUGHT, WITHIN, (HOME,), OUTSIDE, years=(2026, 2026)),
    Life(1, CAUGHT, WITHIN, (EXTENSION,), OUTSIDE, years=(2024, 2025)),
)
SHARES = tuple(life.share for life in LIVES)


@dataclass(frozen=True, slots=True)
class Told:
    """One entry on its day."""

    type: str
    fields: str
    day: str


def live(chance: random.Random) -> tuple[int, list[Told]]:
    """Return the year in which a detention begins, and the ledger of it."""
    life = chance.choices(LIVES, SHARES)[0]
    year = chance.randint(*life.years)
    day = date(year, 1, 1).toordinal() + chance.randint(0, 100 if year > 2024 else 300)
    return year, [*_dated(life, day, chance)]


def _dated(life: Life, day: int, chance: random.Random) -> Iterator[Told]:
    to_fill = chance.randint(8, 16) - len(life.begins) - len(life.ends)
    before = (to_fill + 1) // 2 if life.within else 0
    within = chance.choices(life.within, k=max(0, before)) if life.within else []
    after = chance.choices(life.after, k=max(0, to_fill - before))
    ends_at = len(life.begins) + len(within)
    for number, (kind, fields) in enumerate((*life.begins, *within, *life.ends, *after)):
        step = chance.randint(*life.served) if number == ends_at else chance.randint(1, 14)
        day = min(day + step, LAST)
        until = date.fromordinal(day + chance.randint(50, 70)).isoformat()
        filled = fields.replace("{until}", until).replace("{years}", str(2 + day % 7))
        yield Told(kind, filled, date.fromordinal(day).isoformat())
