"""Records in which every field of the model is filled with a word of its own, at every tier."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import TypeAdapter, ValidationError

from casefile.model.introspection import classes
from casefile.model.record_shapes import shape_of
from casefile.model.vocabularies import CROCKFORD, TIERS, strictest

KINDS = ("source", "organization", "statute", "situation", "case")
RECORD_TIERS = (*TIERS, None)


@dataclass(frozen=True)
class Canary:
    """A text that stands in one place only, and the tier from which on it may be seen."""

    text: str
    tier: str
    where: str


@dataclass
class Aviary:
    """Makes records in which every field of the model is filled, and remembers what it put where."""

    consent_holds: bool
    canaries: list[Canary] = field(default_factory=list)
    numbers: itertools.count = field(default_factory=lambda: itertools.count(1))

    def records(self) -> list[dict]:
        made = [self.record(kind, tier) for kind in KINDS for tier in RECORD_TIERS]
        return [{"schema": "casefile/settings/1", "tier": "restricted"}, *made, CLOSE]

    def record(self, kind: str, stated: str | None) -> dict:
        tier = stated or "restricted"
        data = self.mapping(
            shape_of(kind).seen({"schema": f"casefile/{kind}/1"}), tier, f"{kind}[{stated}]", kind
        )
        data |= {"schema": f"casefile/{kind}/1", "id": record_id(kind, stated)}
        if kind == "case":
            # The id of a case whose name is withheld is replaced: it may be made of the name.
            self.canaries.append(Canary(data["id"], self.name_tier(tier), f"{kind}[{stated}].id"))
        else:
            self.canaries.append(Canary(data["id"], tier, f"{kind}[{stated}].id"))
        data["formerly"] = [former_id(kind, stated)]
        remembered = strictest(tier, "restricted") if kind in {"case", "source"} else tier
        self.canaries.append(Canary(data["formerly"][0], remembered, f"{kind}[{stated}].formerly"))
        if stated is None:
            del data["tier"]
        else:
            data["tier"] = stated
        return data

    def name_tier(self, tier: str) -> str:
        return tier if self.consent_holds else strictest(tier, "restricted")

    def canary(self, tier: str, where: str, form: str = "{}") -> str:
        text = f"canary{next(self.numbers):05d}x"
        self.canaries.append(Canary(text, tier, where))
        return form.format(text)

    def forget(self, where: str) -> None:
        """Strike what was put somewhere and then replaced."""
        self.canaries = [each for each in self.canaries if not each.where.startswith(where)]

    def event_id(self) -> str:
        number = next(self.numbers)
        return "h" + "".join(CROCKFORD[number >> shift & 31] for shift in (15, 10, 5, 0))

    def mapping(self, shape, tier: str, where: str, kind: str) -> dict:
        """Fill every field of a group; ledgers and lists of groups get an item for every tier."""
        data = {}
        for name, child in shape.fields.items():
            if name in LEFT_OUT or (name == "withdrawn" and self.consent_holds):
                continue
            if name in GIVEN:
                data[name] = GIVEN[name]
                continue
            inner = strictest(tier, child.meta.tier)
            if name in {"name", "other_names", "external_ids"} and where.endswith(".person"):
                inner = self.name_tier(inner)
            if kind == "case" and name in PROCEEDINGS:
                inner = self.name_tier(inner)
            data[name] = self.value(shape, child, inner, f"{where}.{name}", kind)
        return data

    def value(self, parent, shape, tier: str, where: str, kind: str):
        if shape.name == "proceedings":
            made = self.mapping(shape.inner, tier, where, kind)
            return [made | {"id": self.canary(tier, f"{where}.id")}]
        if shape.match == "id":
            return self.ledger(shape, tier, where, kind)
        if where.endswith(".claims"):
            return self.claims(shape, tier, where, kind)
        if shape.is_list:
            return self.several(parent, shape, tier, where, kind)
        if shape.is_mapping:
            return self.mapping(shape, tier, where, kind)
        return self.scalar(parent, shape, tier, where)

    def ledger(self, shape, tier: str, where: str, kind: str) -> list[dict]:
        """One entry of every type at every tier, and one of each type that only a relative tells of.

        A record that is not public has a third of them, so that each tier is there for some types.
        """
        every = [(word, stated) for word in shape.inner.types for stated in (None, *TIERS[1:], "close")]
        chosen = every if tier == "public" else every[TIERS.index(tier) :: 3]
        return [self.event(shape, each, tier, where, kind) for each in chosen]

    def event(self, shape, chosen, tier: str, where: str, kind: str) -> dict:
        word, stated = chosen
        own = "restricted" if stated == "close" else stated
        inner = strictest(tier, own, shape.item({"type": word}).tier)
        event = self.mapping(shape.item({"type": word}), inner, f"{where}.{word}[{stated}]", kind)
        event |= {"id": self.event_id(), "type": word}
        event.pop("tier")
        if stated == "close":
            event["sources"] = ["source-close"]
            self.forget(f"{where}.{word}[{stated}].sources")
        elif stated:
            event["tier"] = stated
        self.canaries.append(Canary(event["id"], inner, f"{where}.{word}[{stated}].id"))
        return event

    def claims(self, shape, tier: str, where: str, kind: str) -> list[dict]:
        """Claims about a public field, a field that the model keeps, and the name."""
        spoken_of = {"tags": tier}
        if kind == "case":
            name = self.name_tier(tier)
            spoken_of = {
                "person.occupation": tier,
                "person.vulnerabilities": strictest(tier, "restricted"),
                "person.name": name,
            }
        made = []
        for about, inner in spoken_of.items():
            claim = self.mapping(shape.item({}), inner, f"{where}[{about}]", kind)
            made.append(claim | {"field": about})
            self.forget(f"{where}[{about}].field")
        return made

    def several(self, parent, shape, tier: str, where: str, kind: str) -> list:
        if shape.meta.refers == "source":
            return self.sources(shape, tier, where)
        if shape.meta.refers == "situation":
            return [record_id("situation", other) for other in RECORD_TIERS]
        if shape.words:
            return [word for word in shape.words if word != "pseudonym"]
        if shape.meta.refers == "organization?":
            ids = [record_id("organization", other) for other in RECORD_TIERS]
            return [*ids, self.canary(tier, where, PLAIN)]
        if not shape.inner.is_mapping:
            return [self.scalar(parent, shape, tier, where)]
        return [
            self.group(shape.item({}), tier, stated, f"{where}[{stated}]", kind)
            for stated in ((None, *TIERS[1:], "pseudonym") if "tier" in shape.item({}).fields else (None,))
        ]

    def group(self, shape, tier: str, stated: str | None, where: str, kind: str) -> dict:
        if "case" in shape.fields:
            # Another case may be withheld: what is said of it goes with it.
            return {"case": record_id("case", "sealed"), "relation": "relative"}
        inner = strictest(tier, "restricted" if stated == "pseudonym" else stated)
        made = self.mapping(shape, inner, where, kind)
        if stated == "pseudonym":
            made["kind"] = "pseudonym"
        if "tier" in made:
            made["tier"] = stated if stated in TIERS[1:] else "public"
        return made

    def sources(self, shape, tier: str, where: str) -> list:
        """Sources of every tier with places in them; of plain ids an open and a closed one."""
        if not shape.inner.is_mapping:
            return [record_id("source", other) for other in ("public", "sealed")]
        return [self.cited(tier, other, where) for other in TIERS] + [record_id("source", None)]

    def cited(self, tier: str, other: str, where: str) -> dict:
        """A citation goes with the source that it cites."""
        inner = strictest(tier, other)
        return {
            "source": record_id("source", other),
            "locator": self.canary(inner, f"{where}[{other}].locator"),
            "quote": self.canary(inner, f"{where}[{other}].quote"),
        }

    def scalar(self, parent, shape, tier: str, where: str):
        if shape.meta.tier_of:
            tier = strictest(tier, "restricted")
        if shape.words:
            return next(word for word in shape.words if word != "pseudonym")
        if shape.form == "date":
            return "2025-05-28"
        if shape.form not in {"text", "label"}:
            return {"integer": 30, "boolean": True, "duration": "P5Y"}[shape.form]
        if shape.meta.refers:
            return self.canary(tier, where, PLAIN)
        form = next(form for form in FORMS if fits(parent, shape, form))
        return self.canary(tier, where, form) if "{}" in form else form


def record_id(kind: str, tier: str | None) -> str:
    """Ids are names too: a withheld record's must not be seen."""
    tier = tier or "absent"
    return f"kg-2025-canaryid-{tier}" if kind == "case" else f"{kind}-canaryid-{tier}"


def former_id(kind: str, tier: str | None) -> str:
    """A former id may be a name: of the person or of a source."""
    return record_id(kind, tier).replace("canaryid", "formerid")


CLOSE = {
    "schema": "casefile/source/1", "id": "source-close", "tier": "public", "kind": "call",
    "connection": "relative",
}  # fmt: skip
"""A source that is close to the person: what it alone states is withheld."""
PROCEEDINGS = {"proceedings", "proceeding", "into_proceeding", "from_proceeding", "absorbs"}
"""Fields that go with a withheld name: they lead to it."""
LEFT_OUT = {"id", "formerly", "name_tier"}
GIVEN = {
    "schema": None,
    "minor": "adult",
    "birth": "1980-01-01",
    "expires": "2030",
    "country": "KG",
    "identification": "named",
    "connection": "media",
}
"""What decides about other fields, or is fixed."""
PLAIN = "the {}"
"""A reference in words: text without a blank would be taken for an id."""
FORMS = ("{}", "https://example.org/{}", "KG", "ky", "09:30", "f" * 64, "h2v5t")
"""Texts of a fixed form: the first that the model takes is put in."""


def fits(parent, shape, form: str) -> bool:
    fields = classes()[parent.models[0].name].model_fields
    info = next(info for name, info in fields.items() if (info.alias or name) == shape.name)
    value = form.format("canary00000x")
    try:
        TypeAdapter(Annotated[info.annotation, *info.metadata]).validate_python(
            [value] if shape.is_list else value
        )
    except ValidationError:
        return False
    return True
