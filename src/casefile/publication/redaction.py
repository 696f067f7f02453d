"""One record as an audience may see it: what its tiers, its names and its references let through."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

from casefile.model.shape import Shape
from casefile.model.tiers import Facts, beside, strictness
from casefile.model.words import Tier, strictest
from casefile.publication.audience import Audience, admits
from casefile.publication.hidden import Hidden
from casefile.publication.naming import Naming, says_only
from casefile.publication.sift import Path, Sieve, Tally
from casefile.register import Entry

NAMES = {("person", name) for name in ("name", "other_names", "name_tier", "external_ids", "birth")}
"""What a person is called, the field that says it is kept, and by what other lists give the name away."""
CONSENT = "consent"
"""Who agreed to what decides about naming and stays inside the desk."""
WITHHELD = "withheld"
STANDS_IN: Mapping[str, frozenset[Path]] = {"organization": frozenset({("name",)})}
"""What a record may lose and stay: others name an organisation, so something else stands for its name."""
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""What may be an id in the midst of a text."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A record that may leave at least in part: its tier, and whether its person may be named."""

    entry: Entry
    tier: Tier
    naming: Naming

    @property
    def data(self) -> Mapping[str, object]:
        """The record as it stands in the file."""
        return self.entry.data or {}


Resolve = Callable[[str, str], bool | None]
"""Says of a reference (kind it must be, text) whether it may be told; nothing where it is plain text."""


class Knowledge:
    """What is known once every record was looked at: withheld names, what is published, ids that are not.

    `unspeakable` are the ids of records that no text may mention.
    """

    def __init__(self, hidden: Hidden, resolve: Resolve, unspeakable: frozenset[str]) -> None:
        self.resolve = resolve
        self._hidden, self._unspeakable = hidden, unspeakable
        self._is_speakable = cache(self._found_speakable)

    def may_be_said(self, text: str, entries: frozenset[str]) -> bool:
        """Tell whether a text mentions nothing that is withheld; `entries` are ids of its own record."""
        return self._is_speakable(text) and (not entries or entries.isdisjoint(ID.findall(text.lower())))

    def _found_speakable(self, text: str) -> bool:
        return self._unspeakable.isdisjoint(ID.findall(text.lower())) and not self._hidden.found_in(text)


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a record hangs on more than itself: its texts, its references, who makes each of its claims."""

    texts: set[str] = field(default_factory=set)
    references: set[tuple[str, str]] = field(default_factory=set)
    claimed: set[tuple[str, ...]] = field(default_factory=set)

    def are_told(self, known: Knowledge, entries: frozenset[str]) -> bool:
        """Tell whether all of it may be told: then what is left of the record is what its tiers leave."""
        resolve = known.resolve
        if not all(any(resolve("source", each) for each in ids) for ids in self.claimed):
            return False
        plain = []
        for refers, value in self.references:
            told = resolve(refers, value)
            if told is None:
                plain.append(value)
            elif not told:
                return False
        return all(known.may_be_said(text, entries) for text in (*plain, *self.texts))


@dataclass(frozen=True, slots=True)
class Redacted:
    """What is left of a record, nothing where all of it is withheld, and what was left out.

    `whole` tells that nothing was. `asked` is what was passed over because nothing but the record was known
    yet.
    """

    data: dict[str, object] | None
    tally: Tally
    whole: bool
    asked: Asked | None = None

    @property
    def entries(self) -> frozenset[str]:
        """The ids of the entries that are withheld, which no text of the record may name either."""
        return frozenset(path.rsplit(".", 1)[-1] for path in self.tally.events)


@dataclass
class Redactor:
    """Judges the nodes of one record.

    Without `known` only tiers and names are looked at: that tells which names and records are published at
    all, before texts and references are read with that knowledge. `entries` are the ids of its own entries
    that its texts may not mention.
    """

    subject: Subject
    audience: Audience
    facts: Facts
    known: Knowledge | None = None
    entries: frozenset[str] = frozenset()
    asked: Asked = field(default_factory=Asked)

    def redact(self) -> Redacted:
        """Return what may leave of the record, in model order."""
        data = self.subject.data
        sieve = Sieve(self._judge, STANDS_IN.get(self.subject.entry.kind, ()))
        left = sieve.sift(self.subject.entry.shape, data, self.subject.tier)
        asked = None if self.known else self.asked
        return Redacted(_unnamed(data, left) if left else None, sieve.tally(data), left == data, asked)

    def _judge(self, path: Path, shape: Shape, value: object, above: Tier) -> Tier | None:
        if not path:
            return above
        top = path[0]
        if top == "person" and path[:2] in NAMES and not self.subject.naming.open:
            return None
        if top == CONSENT and self.audience != "internal":
            return None
        tier = strictness(shape, value, above, self.facts)
        if len(path) == 1:
            tier = strictest(tier, beside(str(top), self.subject.data))
        if not admits(self.audience, tier) or (len(path) == 2 and not self._may_stand(path, value)):
            return None
        if isinstance(value, str) and shape.is_scalar and top not in {"schema", "id"}:
            return tier if self._may_be_told(path, shape, value) else None
        return tier

    def _may_stand(self, path: Path, value: object) -> bool:
        """Apply what only single items of the envelope need: old ids, and claims about other fields."""
        if path[0] == "formerly":
            return self._may_be_remembered(str(value))
        if path[0] == "claims" and isinstance(value, Mapping):
            return self._has_a_source_to_show(value) and self._speaks_of_what_may_be_told(
                str(value.get("field", ""))
            )
        return True

    def _has_a_source_to_show(self, claim: Mapping[str, object]) -> bool:
        """A claim that nobody would be seen to make goes with those who make it."""
        cited = _items(claim.get("sources"))
        ids = [str(each.get("source") if isinstance(each, Mapping) else each) for each in cited]
        if self.known is None:
            self.asked.claimed.update([(*ids,)] if ids else [])
            return True
        return not ids or any(self.known.resolve("source", each) for each in ids)

    def _may_be_remembered(self, old_id: str) -> bool:
        """An old id may be a name: of the person, of somebody meant before, of a source."""
        if self.audience == "internal":
            return self.subject.naming.open
        if self.subject.entry.kind == "case":
            return self.subject.naming.open and says_only(old_id, [*self.subject.naming.names])
        return self.subject.entry.kind != "source"

    def _speaks_of_what_may_be_told(self, field_path: str) -> bool:
        """A claim is as strict as the field it contradicts; of no known field nobody knows it."""
        shape, value, tier = self.subject.entry.shape, self.subject.data, self.subject.tier
        here: object = value
        path: Path = ()
        for part in field_path.split("."):
            shape, here, step = _descend(shape, here, part)
            if step is None:
                return admits(self.audience, "restricted")
            path = (*path, step)
            if path[:2] in NAMES and not self.subject.naming.open:
                return False
            tier = strictness(shape, here, tier, self.facts)
            if not admits(self.audience, tier):
                return False
        return True

    def _may_be_told(self, path: Path, shape: Shape, value: str) -> bool:
        refers = shape.says.refers
        is_text = shape.form in {"text", "label"} and not _is_persons_name(path)
        if self.known is None:
            if refers:
                self.asked.references.add((refers, value))
            elif is_text:
                self.asked.texts.add(value)
            return True
        resolved = self.known.resolve(refers, value) if refers else None
        if resolved is not None:
            return resolved
        return not is_text or self.known.may_be_said(value, self.entries)


def _is_persons_name(path: Path) -> bool:
    """A name that is published is judged as a name, not as a text that may hold another one."""
    return path == ("person", "name") or (path[:2] == ("person", "other_names") and path[-1] == "name")


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _unnamed(data: Mapping[str, object], left: dict[str, object]) -> dict[str, object]:
    """Say of a person whose name is withheld that it is."""
    before, after = data.get("person"), left.get("person")
    if isinstance(before, Mapping) and isinstance(after, dict) and "name" in before and "name" not in after:
        left["person"] = {**after, "identification": WITHHELD}
    return left


def named_otherwise(shape: Shape, data: Mapping[str, object]) -> dict[str, object]:
    """Call an organisation whose name is withheld by a name that is not, or by the id it is published as."""
    others = [each["name"] for each in _items(data.get("other_names")) if isinstance(each, Mapping)]
    name = next(filter(None, [data.get("abbreviation"), *others, data["id"]]))
    every = {**data, "name": name}
    return {field: every[field] for field in shape.seen(every).fields if field in every}


def _descend(shape: Shape, value: object, part: str) -> tuple[Shape, object, str | int | None]:
    """Go one step down a dotted path; the step is nothing where the model knows no such field."""
    here = shape.seen(value)
    if here.is_list:
        items = value if isinstance(value, list) else []
        for at, item in enumerate(items):
            if part == str(at) or (isinstance(item, Mapping) and item.get("id") == part):
                return here.item(item).seen(item), item, at
        return here, None, None
    found = here.key(part)
    below = value.get(part) if isinstance(value, Mapping) else None
    return (found.seen(below) if found else here), below, (part if found else None)
