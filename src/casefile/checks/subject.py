"""What a rule is asked about: one sound record among the others, and what several rules need of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any, NamedTuple

from casefile.checks.names import Secrets, telling
from casefile.custody.order import in_order
from casefile.custody.warnings import Remark, warnings
from casefile.model.admit import Path
from casefile.model.base import Model
from casefile.model.events import Event
from casefile.model.names import folded
from casefile.model.records import Case, Organization
from casefile.model.shape import Shape
from casefile.model.tiers import CLOSE, Facts, strictness
from casefile.model.words import TIERS, Tier, strictest
from casefile.register import Entry, Register
from casefile.summary import Known, Row, lasting_names, names


class Node(NamedTuple):
    """One place of a record that holds something: its path, what the model says of it, the data, its tier."""

    path: Path
    shape: Shape
    value: Any
    tier: Tier


@dataclass(frozen=True)
class Around:
    """The register around the records that are checked, and what is looked up in it again and again."""

    register: Register

    @cached_property
    def paths(self) -> Mapping[str, list[str]]:
        """The files that state an id, by the id."""
        found: dict[str, list[str]] = {}
        for entry in self.register.entries.values():
            if entry.kind != "settings":
                found.setdefault(entry.id, []).append(entry.path)
        return found

    @cached_property
    def unread(self) -> frozenset[str]:
        """The ids of files that could not even be read, by their names; they may be there."""
        names = (problem.path.rsplit("/", 1)[-1] for problem in self.register.problems)
        return frozenset(name.removesuffix(".yaml") for name in names if name.endswith(".yaml"))

    @cached_property
    def facts(self) -> Facts:
        """What decides a tier beyond the record itself."""
        connections = self.register.connections
        close = frozenset(source for source, connection in connections.items() if connection in CLOSE)
        known = frozenset((*self.register.by_id, *self.unread))
        return Facts(self.register.settings.default_tier, close, known)

    @cached_property
    def formerly(self) -> Mapping[str, list[str]]:
        """The present ids of the records that once had an id, by the old one."""
        found: dict[str, list[str]] = {}
        for entry in self.register.by_id.values():
            for old in entry.formerly:
                found.setdefault(old, []).append(entry.id)
        return found

    @cached_property
    def organizations(self) -> Mapping[str, list[Organization]]:
        """The organisations that go by a name, by the name, folded; an abbreviation is none."""
        found: dict[str, list[Organization]] = {}
        for entry in self.register.by_id.values():
            if entry.kind == "organization" and isinstance(entry.record, Organization):
                called = (entry.record.name, *(other.name for other in entry.record.other_names))
                for name in dict.fromkeys(folded(each) for each in called):
                    found.setdefault(name, []).append(entry.record)
        return found

    def namesakes(self, names: Iterable[str], country: str | None) -> tuple[str, ...]:
        """Return the ids of the organisations of one of these names that sit, or may sit, in the country."""
        named = (each for name in names for each in self.organizations.get(folded(name), ()))
        here = (each.id for each in named if None in {country, each.country} or each.country == country)
        return tuple(dict.fromkeys(here))

    def named(self, kind: str) -> Mapping[str, str]:
        """The ids of the records of a kind by their names, folded; of a name that two have, the first."""
        if kind not in self._named:
            entries = (each for each in self.register.by_id.values() if each.kind == kind and not each.broken)
            rows = [self.register.row_of(entry) for entry in entries]
            self._named[kind] = {folded(name): row.id for row in reversed(rows) for name in row.names}
        return self._named[kind]

    @cached_property
    def _named(self) -> dict[str, Mapping[str, str]]:
        return {}

    def secrets(self, tier: Tier) -> Secrets | None:
        """The names that readers of a tier may not know, nothing where there are none."""
        return self._secrets if TIERS.index(tier) < TIERS.index(self._closest) else None

    @cached_property
    def _closest(self) -> Tier:
        """The strictest tier of any name."""
        return strictest(*(tier for row in self._cases for _, tier in row.known))

    @cached_property
    def _secrets(self) -> Secrets:
        return Secrets.of(known for row in self._cases for known in row.known)

    @cached_property
    def closed_words(self) -> frozenset[str]:
        """The words of names that not everybody may know; a word that a public name has tells nobody."""
        return _closed_words(known for row in self._cases for known in row.known)

    @cached_property
    def closed_for_ever(self) -> frozenset[str]:
        """The words of names that not everybody may know where nothing can be called back."""
        return _closed_words(known for row in self._cases for known in row.lasting)

    @cached_property
    def _cases(self) -> tuple[Row, ...]:
        return tuple(row for row in self.register.rows if row.kind == "case")

    def nearest(self, target: str, kind: str) -> str:
        """Return the id of this kind that is spelt most like another, nothing where none is."""
        known = self._nearest.get((target, kind))
        if known is None:
            # Comparing with all of ten thousand ids takes a second; who mistypes rarely misses both ends.
            alike = [
                key
                for key, held in self.register.by_id.items()
                if held.kind == kind and (key[:3] == target[:3] or key[-3:] == target[-3:])
            ]
            known = self._nearest[target, kind] = next(iter(get_close_matches(target, alike, n=1)), "")
        return known

    @cached_property
    def _nearest(self) -> dict[tuple[str, str], str]:
        return {}


def _closed_words(known: Iterable[Known]) -> frozenset[str]:
    every = [*known]
    if all(tier == "public" for _, tier in every):
        return frozenset()
    opened = (telling(name) for name, tier in every if tier == "public")
    closed = (telling(name) for name, tier in every if tier != "public")
    return frozenset[str]().union(*closed).difference(*opened)


@dataclass(frozen=True)
class Subject:
    """The record that a rule looks at."""

    entry: Entry
    around: Around

    @property
    def register(self) -> Register:
        """The register that holds it."""
        return self.around.register

    @property
    def record(self) -> Model | None:
        """The record as the model has it."""
        return self.entry.record

    @property
    def case(self) -> Case | None:
        """The record, if it is a case."""
        return self.entry.record if isinstance(self.entry.record, Case) else None

    @property
    def events(self) -> tuple[Event, ...]:
        """The ledger, empty where the record has none."""
        return getattr(self.entry.record, "events", ())

    @cached_property
    def row(self) -> Row:
        """The excerpt of the record."""
        return self.register.row_of(self.entry)

    @property
    def tier(self) -> Tier:
        """The tier of the record as a whole."""
        return getattr(self.record, "tier", None) or self.register.settings.default_tier

    @property
    def tiered(self) -> bool:
        """Whether tiers mean anything here: not in the settings, nor in what is left of a withdrawn case."""
        return self.entry.kind != "settings" and not self.entry.withdrawn

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every place of the record that holds something, from the top down."""
        found: list[Node] = []
        above = self.tier if self.tiered else "public"
        shape, data, facts = self.entry.shape.seen(self.entry.data), self.entry.data, self.around.facts
        _gather(Node((), shape, data, strictness(shape, data, above, facts)), facts, found)
        return tuple(found)

    @cached_property
    def scalars(self) -> tuple[Node, ...]:
        """The nodes that are a single text."""
        return tuple(node for node in self.nodes if isinstance(node.value, str))

    @cached_property
    def stated_tiers(self) -> tuple[Node, ...]:
        """Every tier that the record states."""
        return tuple(node for node in self.scalars if node.shape.says.words == TIERS) if self.tiered else ()

    @cached_property
    def names(self) -> tuple[Known, ...]:
        """Every name of the person of a case, and who may know it."""
        return tuple(names(self.case, self.tier)) if self.case else ()

    @cached_property
    def lasting_names(self) -> tuple[Known, ...]:
        """The same names, and who may know them where nothing can be called back."""
        return tuple(lasting_names(self.case, self.tier)) if self.case else ()

    @cached_property
    def remarks(self) -> tuple[Remark, ...]:
        """What the fold finds worth a look; in a ledger that is not folded, only what its dates say."""
        folds = self.case is not None
        if not folds and in_order(self.events):
            return ()
        settings, connections = self.register.settings, self.register.connections
        course = self.row.course
        found = warnings(self.events, connections=connections, stale_days=settings.stale_after, course=course)
        return tuple(each for each in found if folds or each.code == "out-of-order")


def _gather(node: Node, facts: Facts, found: list[Node]) -> None:
    """Collect a node and what it holds, from the top down."""
    found.append(node)
    path, shape, value, tier = node
    for name, known, child in _children(shape, value):
        below = (*path, name)
        if isinstance(child, dict):
            here = known.seen(child)
            _gather(Node(below, here, child, strictness(here, child, tier, facts)), facts, found)
            continue
        said = known.says
        own = strictness(known, child, tier, facts) if said.tier or said.tier_of else tier
        if isinstance(child, list):
            _gather(Node(below, known, child, own), facts, found)
        else:
            found.append(Node(below, known, child, own))


def _children(shape: Shape, value: object) -> Iterator[tuple[str | int, Shape, object]]:
    if isinstance(value, dict):
        fields = shape.fields
        return ((name, fields[name], child) for name, child in value.items() if name in fields)
    inner = shape.inner or shape
    return ((place, inner, child) for place, child in enumerate(value if isinstance(value, list) else ()))
