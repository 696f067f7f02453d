"""Small registers written at random, in which names, ids and references meet wherever they can."""

from __future__ import annotations

import random

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
        consent = {"basis": "subject", "scope": self.some(["named", "partners"])} | self.maybe(
            expires=self.random.choice(["2025-06-30", "2025-07-01", "2025-07", "2025-07-02?"])
        )
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
