"""Whether two moments are published whole, or only what may differ: the same is told of them."""

from __future__ import annotations

import json
import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefile.publication.both import publish_both
from casefile.publication.difference import differences, not_readable
from casefile.publication.publish import publish
from casefile.register import Register

DAY = date(2025, 7, 1)
PEOPLE = ("Zelda Sekretova", "Aibek Zhumabaev", "Davit Orlov")
CASES = ("kg-2025-aaaaa", "kg-2025-bbbbb", "kg-2025-ccccc", "kg-2025-zelda-sekretova", "kg-2025-orlov")
SOURCES = ("paper-a", "paper-b", "call-a", "zhumabaev-letter")
SHARED = ("night-watch", "orlov-affair", "crackdown", "wider")
OLD = {key: f"{key}-old" for key in (*CASES, *SOURCES, *SHARED)}
IDS = (*OLD, *OLD.values())
TEXTS = (
    "Nothing more is known.", "The Night Watch was there.", "NW came at dawn.", "The Orlov Affair goes on.",
    *(f"Free {name}!" for name in PEOPLE), *(f"With {name.split()[1]}." for name in PEOPLE),
    *(f"See {key}." for key in IDS), "Dawn Raid", "h2v5t says so.",
)  # fmt: skip
TIERS = ("public", "public", "public", "partners", "restricted", None)


class Scribe:
    """Writes records at random, the same for a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def some(self, pool, most=2):
        return self.random.sample(pool, self.random.randint(0, most))

    def ids(self, pool, most=2):
        """Name records by their ids, or by those that they may have had."""
        return [self.random.choice([key, key, key, OLD[key]]) for key in self.some(pool, most)]

    def maybe(self, **fields):
        return {name: value for name, value in fields.items() if value and self.random.random() < 0.5}

    def text(self):
        return self.random.choice(TEXTS)

    def record(self, key: str) -> dict:
        kind = (
            "case" if key in CASES else "source" if key in SOURCES
            else "organization" if key == "night-watch" else "situation"
        )  # fmt: skip
        made = {"schema": f"casefile/{kind}/1", "id": key}
        tier = self.random.choice(TIERS)
        made |= {"tier": tier} if tier else {}
        made |= self.maybe(formerly=[OLD[key]], notes=self.text(), tags=[self.text()])
        return made | getattr(self, kind)()

    def case(self) -> dict:
        name = self.random.choice(PEOPLE)
        person = {"identification": "named", "name": name} | self.maybe(
            name_tier=self.random.choice(["partners", "restricted"]),
            minor=self.random.choice(["adult", "minor"]),
        )
        claims = [{"field": "person.occupation", "value": self.text(), "sources": self.ids(SOURCES)}]
        consent = {"basis": "subject", "scope": self.some(["named", "partners"])}
        related = [{"case": key, "relation": "same_incident"} for key in self.ids(CASES)]
        situations = self.ids(SHARED[1:])
        return {"country": "KG", "person": person, "events": self.events()} | self.maybe(
            claims=claims, consent=consent, related=related, situations=situations
        )

    def events(self):
        return [
            {"id": key, "type": "detention", "date": "2025-05-28"}
            | self.maybe(
                summary=self.text(), sources=self.ids(SOURCES), by=self.ids(SHARED) or [self.text()],
                tier=self.random.choice(["public", "restricted"]),
            )
            for key in ("h2v5t", "k3m9x")[: self.random.randint(1, 2)]
        ]  # fmt: skip

    def source(self) -> dict:
        kind = self.random.choice(["press_article", "call"])
        return {"kind": kind} | self.maybe(
            title=self.text(), publisher=self.random.choice([*SHARED, "The Daily"]),
            connection=self.random.choice(["relative", "colleague"]) if kind == "call" else None,
        )  # fmt: skip

    def organization(self) -> dict:
        return {"name": "Night Watch"} | self.maybe(abbreviation="NW", notes=self.text())

    def situation(self) -> dict:
        title = self.random.choice(["The Orlov Affair", "Dawn Raid", self.text()])
        return {"title": title} | self.maybe(part_of=self.ids(SHARED[1:], 1), by=self.ids(SHARED, 1))

    def register(self) -> dict[str, dict]:
        return {key: self.record(key) for key in OLD if self.random.random() < 0.8}

    def after(self, records: dict[str, dict]) -> dict[str, dict]:
        """Return the records after up to three were written, changed, renamed, broken or taken out."""
        after = dict(records)
        for key in self.some(tuple(OLD), 3) or ["paper-a"]:
            made = after.get(key) or self.record(key)
            other = self.record(key)
            field = self.random.choice([*other])
            how = self.random.choice(["out", "write", "field", "field", "field", "break", "rename"])
            if how == "out":
                after.pop(key, None)
            elif how == "rename" and key in CASES:
                after.pop(key, None)
                after["kg-2025-ddddd"] = {**made, "id": "kg-2025-ddddd", "formerly": [key]}
            else:
                new = {"write": other, "break": {**made, "tags": 5}}.get(how, {**made, field: other[field]})
                after[key] = new
        return after


def told(before, after, now):
    """Return all that is said of the difference, and of the sources that it names."""
    found = [*differences(before, after, now, DAY)]
    found += [not_readable(before, entry) for entry in now.by_id.values() if entry.broken]
    cited = {key for each in found for key in each.sources}
    sources = sorted((each.id, repr(each.data)) for each in after.records if each.id in cited)
    return sorted(map(repr, found)), sources


@pytest.mark.parametrize("audience", ["public", "partners", "internal"])
@given(seed=st.integers(0, 2**40))
@settings(deadline=None, max_examples=150)
def test_what_is_told_of_two_moments_hangs_on_nothing_that_is_left_out(entry_of, audience, seed):
    scribe = Scribe(seed)
    was = scribe.register()
    now = scribe.after(was)
    tier = scribe.random.choice(TIERS[:-1])
    tiers = tier, scribe.random.choice([tier, tier, tier, "partners"])
    known = {}
    before, after = (
        Register([
            *(known.setdefault(json.dumps(each), entry_of(each)) for each in records.values()),
            entry_of({"schema": "casefile/settings/1", "title": "A register", "tier": tier}),
        ])
        for records, tier in zip((was, now), tiers, strict=True)
    )  # fmt: skip
    whole = [publish(each, audience, on=DAY) for each in (before, after)]
    assert told(*publish_both(before, after, audience, on=DAY), after) == told(*whole, after)


def test_no_more_is_published_than_may_differ_and_what_that_names(entry_of, case):
    events = [{"id": "h2v5t", "type": "detention", "date": "2025-05-28", "sources": ["paper-a"]}]
    cases = [entry_of(case(suffix, events=events)) for suffix in ("aaaaa", "bbbbb", "ccccc")]
    papers = [
        entry_of({"schema": "casefile/source/1", "id": key, "tier": "public", "kind": "press_article"})
        for key in SOURCES[:2]
    ]
    changed = entry_of(case("bbbbb", events=events, notes="Nothing more is known."))
    was, now = Register([*cases, *papers]), Register([cases[0], changed, cases[2], *papers])
    for side in publish_both(was, now, "public", on=DAY):
        assert {each.id for each in side.records} == {"kg-2025-bbbbb", "paper-a"}
    for side in publish_both(now, now, "public", on=DAY):
        assert side.records == ()
