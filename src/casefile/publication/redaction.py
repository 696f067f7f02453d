"""One record as an audience may see it: what its tiers, its names and its references let through."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from casefile.changes.cited_sources import CITES, SOURCES, rest_on_close, with_shown_sources
from casefile.model.case_names import LEADING_TO_NAME, NAME_TIER, own_names
from casefile.model.plain_data import (
    Data,
    Fields,
    former_ids,
    groups,
    id_of,
    items,
    mapping,
    source_of,
    with_value,
)
from casefile.model.references import names_proceeding
from casefile.model.shape import Path, Shape
from casefile.model.tiers import TierFacts, field_tier
from casefile.model.vocabularies import CONSENT, LEDGER, PROCEEDINGS, Tier
from casefile.names import fold_text
from casefile.names.decoding import is_in_any_reading
from casefile.names.hidden_names import Hidden, Secret
from casefile.names.sound_lookup import keys_of_words, sound_keys
from casefile.publication.audience import Audience, admits
from casefile.publication.compressed_values import Compressed
from casefile.publication.field_filter import OmissionTally, Sieve
from casefile.publication.ids_in_text import IdFinder, event_ids
from casefile.publication.name_consent import Naming, contains_only
from casefile.register import Entry

TITLE: frozenset[Path] = frozenset({("title",)})
"""What an earlier state may lose and stay: the title that the record has today is published instead."""
IDENTITY = frozenset({"schema", "id"})
"""Fields that every record keeps; `publish` replaces an id that may not leave."""
ENVELOPE = frozenset({*IDENTITY, "formerly", "claims", "tier"})
"""Fields that say nothing about the person or the matter, so that no claim about them is published."""
WITHHELD = "withheld"
IS_WITHIN: Mapping[str, frozenset[Path]] = {"organization": frozenset({("name",)})}
"""What a record may lose and stay: others name an organisation, so something else stands for its name."""


class NodeLimit(Struct, frozen=True):
    """What today's register lets out of a record of an earlier state: the paths of its nodes then.

    `title` is the title that the record has today; it is published where the earlier one may not leave.
    """

    paths: frozenset[Path]
    title: str | None


class RedactedSubject(Struct, frozen=True):
    """A record that may leave at least in part: its tier, and whether its person may be named.

    `limit` is None for a record of today's register.
    """

    entry: Entry
    tier: Tier
    naming: Naming
    limit: NodeLimit | None = None

    @property
    def data(self) -> Data:
        """The record as it stands in the file."""
        return self.entry.fields


class AudienceFacts(TierFacts, frozen=True):
    """What decides a tier for one audience; `withheld` are the sources that it may not see."""

    withheld: Collection[str] = frozenset()


Resolve = Callable[[str, str], bool | None]
"""Says of a reference (kind it must be, text) whether it may be told; None where it is judged as a text."""


class Own(NamedTuple):
    """What the texts of one record may not mention, though those of others may.

    `entries` are the ids of its withheld entries, `names` the withheld names of its person where a published
    name shares a word with one of them.
    """

    entries: frozenset[str] = frozenset()
    names: Secret = Secret(())


NOTHING_OWN = Own()


TEXTS = 1 << 13
"""Texts of which it is remembered whether they may be published: some are in many records."""
OWN = 8
"""Records of which what finds their own withheld names and entries is remembered."""


class Knowledge:
    """What is known once every record was looked at: withheld names, what is published, ids that are not.

    `unspeakable` are the ids of records and events that no text may mention, `told` the published names of
    people.
    """

    def __init__(
        self, hidden: Hidden, resolve: Resolve, unspeakable: frozenset[str], told: Iterable[str] = ()
    ) -> None:
        self._resolve = resolve
        self._hidden, self._unspeakable = hidden, IdFinder(unspeakable)
        self._told = frozenset(key for name in told for key in sound_keys(name))
        self._entries, self._names = lru_cache(OWN)(IdFinder), lru_cache(OWN)(_finder)
        self._is_speakable = lru_cache(TEXTS)(self._found_speakable)

    def own(self, subject: RedactedSubject, left: Redacted) -> Own:
        """Return what the texts of a record may not mention beside what none may; `left` is its rest by tier.

        A published name that is like a withheld one, or has a word of it, opens texts of other records alone.
        """
        names = subject.naming.stated if subject.naming.open else subject.naming.names
        if all(map(self._told.isdisjoint, map(keys_of_words, names))):
            return Own(left.entries)
        shown = (*own_names(left.data or {}),)
        open_here = {*map(fold_text, shown)}
        withheld = tuple(each for each in names if fold_text(each) not in open_here)
        return Own(left.entries, Secret(withheld, shown))

    def may_be_said(self, text: str, own: Own = NOTHING_OWN) -> bool:
        """Tell whether a text mentions nothing that is withheld; `own` is that of its record."""
        if not self._is_speakable(text) or (own.entries and self._entries(own.entries).is_in(text)):
            return False
        return not (own.names.withheld and self._names(own.names).found_in(text))

    def may_be_referred_to(self, refers: str, value: str, own: Own = NOTHING_OWN) -> bool:
        """Return whether a reference may leave; `refers` is the kind of the record that it must name."""
        resolved = self._resolve(refers, value)
        return self.may_be_said(value, own) if resolved is None else resolved

    def _found_speakable(self, text: str) -> bool:
        return not is_in_any_reading(text, self._is_withheld)

    def _is_withheld(self, reading: str) -> bool:
        return self._unspeakable.is_in_reading(reading) or self._hidden.is_in_reading(reading)


class Dependencies(Struct, frozen=True):
    """What of a record hangs on more than itself: its texts, its references, who makes each of its claims."""

    texts: set[str] = field(default_factory=set)
    references: set[tuple[str, str]] = field(default_factory=set)
    claimed: set[tuple[str, ...]] = field(default_factory=set)

    def are_told(self, known: Knowledge, own: Own) -> bool:
        """Tell whether all of it may be told: then what is left of the record is what its tiers leave."""
        claimed = all(
            any(known.may_be_referred_to("source", each, own) for each in ids) for ids in self.claimed
        )
        return (
            claimed
            and all(known.may_be_referred_to(refers, value, own) for refers, value in self.references)
            and all(known.may_be_said(text, own) for text in self.texts)
        )


class Redacted(Struct, frozen=True):
    """What is left of a record, nothing where all of it is withheld, and what was left out.

    `leaves` tells that something is left, `whole` that nothing was left out. `events` are the ids of its
    events that are left, `formerly` the ids that it had before. `lost` contains the paths of the topmost
    nodes that were left out, in the data of the register. `dependencies` is what was passed over because
    nothing but the record was known yet, None where all was known.
    """

    compressed: Compressed[Fields | None]
    tally: OmissionTally
    leaves: bool
    whole: bool
    events: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    lost: frozenset[Path] = frozenset()
    dependencies: Compressed[Dependencies] | None = None

    @property
    def data(self) -> Fields | None:
        """What is left of the record."""
        return self.compressed.value

    def has_lost(self, path: Path) -> bool:
        """Return whether the node at a path was left out, by itself or with a node around it."""
        return any(path[:end] in self.lost for end in range(len(path) + 1))

    @property
    def entries(self) -> frozenset[str]:
        """The ids of the entries that are withheld, which no text of the record may name either."""
        return frozenset(path.rsplit(".", 1)[-1] for path in self.tally.events)


class Redactor(Struct):
    """Judges the nodes of one record.

    Without `known` only tiers and names are looked at: that tells which names and records are published at
    all, before texts and references are read with that knowledge. `own` is what its texts may not mention and
    others may.
    """

    subject: RedactedSubject
    audience: Audience
    facts: AudienceFacts
    known: Knowledge | None = None
    own: Own = NOTHING_OWN
    asked: Dependencies = field(default_factory=Dependencies)
    lost: frozenset[Path] = frozenset()
    """The nodes that were left out, where claims are judged once more: a group may lose what it requires."""

    def redact(self) -> Redacted:
        """Return what may leave of the record, in model order."""
        data = self.subject.data
        sieve = Sieve(self._judge, self._spared())
        left = sieve.sift(self.subject.entry.shape, data, self.subject.tier)
        if left and "claims" in left and sieve.lost - self.lost:
            return replace(self, lost=sieve.lost).redact()
        whole, shown = left == data, self._titled(_mark_unnamed(data, _drop_uncited(left))) if left else None
        dependencies = None if self.known else Compressed(self.asked)
        return Redacted(
            Compressed(shown),
            sieve.tally(data),
            leaves=bool(shown),
            whole=whole,
            events=tuple(event_ids(shown)),
            formerly=tuple(former_ids(shown or {})),
            lost=sieve.lost,
            dependencies=dependencies,
        )

    def _spared(self) -> frozenset[Path]:
        """Return the paths of required fields for which another value is published."""
        of_earlier = TITLE if self.subject.limit and self.subject.limit.title else frozenset[Path]()
        return IS_WITHIN.get(self.subject.entry.kind, frozenset()) | of_earlier

    def _titled(self, left: Fields) -> Fields:
        """Give an earlier state the title of today where it lost its own and cannot be without."""
        limit, shape = self.subject.limit, self.subject.entry.shape
        title = shape.key("title")
        if limit is None or title is None or not title.required or "title" in left:
            return left
        return shape.sort_fields({**left, "title": limit.title})

    def _judge(self, path: Path, shape: Shape, value: object, above: Tier) -> Tier | None:
        if not path:
            return above
        top, limit = path[0], self.subject.limit
        if top in IDENTITY and len(path) == 1:
            return above
        if limit is not None and path not in limit.paths:
            return None
        tier = self._field_tier(path, shape, value, above)
        if tier is None or not self._may_stand(path, value):
            return None
        if isinstance(value, str) and shape.is_scalar:
            return tier if self._may_be_told(path, shape, value) else None
        return tier

    def _field_tier(self, path: Path, shape: Shape, value: object, above: Tier) -> Tier | None:
        """Return the tier of a field with this value, or None where the audience may not see the field.

        A claim about a field is judged by the same rules as the field: see `_is_about_open_field`.
        """
        top = path[0]
        if not self.subject.naming.open and _leads_to_name(path, shape):
            return None
        if top == CONSENT and self.audience != "internal":
            return None
        if top == LEDGER and not self._has_own_source_to_show(path):
            return None
        tier = field_tier(path, shape, value, above, self.subject.data, self.facts)
        shown = self._with_shown_sources(path, value)
        if shown is not value:
            tier = field_tier(path, shape, shown, tier, self.subject.data, self.facts)
        return tier if admits(self.audience, tier) else None

    def _with_shown_sources(self, path: Path, value: object) -> object:
        """Return a node that cites sources with those alone that the audience may see."""
        return with_shown_sources(value, lambda at, each: self._is_shown((*path, SOURCES, at), each))

    def _is_shown(self, path: Path, cited: object) -> bool:
        """Return whether the audience may see a source where an entry cites it."""
        source, limit = source_of(cited), self.subject.limit
        if source in self.facts.withheld or self.facts.cannot_read(source):
            return False
        inner = (path, (*path, "source")) if isinstance(cited, Mapping) else (path,)
        return limit is None or limit.paths.issuperset(inner)

    def _may_stand(self, path: Path, value: object) -> bool:
        """Apply what only single nodes need: old ids, claims about other fields."""
        if len(path) == 2 and path[0] == "formerly":
            return self._may_be_remembered(str(value))
        if len(path) == 2 and path[0] == "claims" and isinstance(value, Mapping):
            return self._has_a_source_to_show(value) and self._is_about_open_field(value)
        return True

    def _has_a_source_to_show(self, claim: Data) -> bool:
        """A claim that nobody would be seen to make goes with those who make it."""
        cited = items(claim.get("sources"))
        ids = [str(source_of(each)) for each in cited]
        if self.known is None:
            self.asked.claimed.update([(*ids,)] if ids else [])
            return True
        return not ids or any(self.known.may_be_referred_to("source", each, self.own) for each in ids)

    def _has_own_source_to_show(self, path: Path) -> bool:
        """Return whether the audience may see a source that an event cites for this field alone.

        Only close sources are not enough, as for a whole event. True for any other node: it has no sources of
        its own.
        """
        if len(path) != 3:  # the ledger, the place of an event in it, the name of a field
            return True
        event = mapping(items(self.subject.data.get(LEDGER))[int(path[1])])
        if CITES not in event:
            return True
        name = str(path[2])
        cited = items(mapping(event[CITES]).get(name))
        place = (*path[:2], CITES, name)
        shown = [each for at, each in enumerate(cited) if self._is_shown((*place, at), each)]
        if rest_on_close(cited, shown, self.facts.close) and not admits(self.audience, "restricted"):
            return False
        return self._has_a_source_to_show({SOURCES: cited})

    def _may_be_remembered(self, old_id: str) -> bool:
        """An old id may be a name: of the person, of somebody meant before, of a source."""
        if self.audience == "internal":
            return self.subject.naming.open
        if self.subject.entry.kind == "case":
            return self.subject.naming.open and contains_only(old_id, self._shown_names())
        return self.subject.entry.kind != "source"

    def _shown_names(self) -> list[str]:
        """Return the names of the person that leave with the record."""
        data, limit = self.subject.data, self.subject.limit
        person = mapping(data.get("person"))
        others = enumerate(items(person.get("other_names")))
        names: dict[Path, object] = {("person", "name"): person.get("name")}
        names |= {("person", "other_names", at, "name"): mapping(each).get("name") for at, each in others}
        return [
            str(name)
            for path, name in names.items()
            if name is not None and (limit is None or path in limit.paths) and self._is_open(path, data)
        ]

    def _is_about_open_field(self, claim: Data) -> bool:
        """Tell whether the audience may see the field that a claim contradicts, with the values it gives.

        Every step down to the field is judged as for the field itself, and no group around it may be left
        out. A claim that names an item of a list by its place leaves only where no item before it was left
        out: the place would show that one was, and point to another item. A claim about a field that the
        model does not know, about the envelope or about the tier of the name stays inside the desk.
        """
        steps = str(claim.get("field")).split(".")
        if steps[0] in ENVELOPE:
            return self.audience == "internal"
        here: object = self.subject.data
        path: Path = ()
        shape, tier = self.subject.entry.shape.seen(here), self.subject.tier
        for part in steps:
            shape, here, step = _descend(shape, here, part)
            if step is None:
                return self.audience == "internal"
            is_hidden = path in self.lost or (part == str(step) and self._has_moved(path, step))
            found = None if is_hidden else self._field_tier((*path, step), shape, here, tier)
            if found is None:
                return False
            path = (*path, step)
            tier = found
        if self.audience == "internal":
            return True
        if path == NAME_TIER:
            return False
        values = [claim.get("value"), mapping(claim.get("resolution")).get("value")]
        return all(self._may_claim(path, shape, each) for each in values if each is not None)

    def _has_moved(self, path: Path, place: str | int) -> bool:
        """Return whether an item of the list at a path was left out before the item at this place."""
        return isinstance(place, int) and any((*path, at) in self.lost for at in range(place))

    def _may_claim(self, path: Path, shape: Shape, value: object) -> bool:
        """Tell whether a field may leave with a value that a claim gives it.

        Every group around the field is judged with the value in it: an event of another type or with another
        source, another name that is a pseudonym. Of a whole group, text says what each of its fields may say,
        so it does not leave; neither does text in the place of a word of a vocabulary, a date or a number.
        Nor does an id that is not published.
        """
        if not (shape.inner or shape).is_scalar or not shape.takes(value):
            return False
        if shape.says.refers and not self._may_be_told(path, shape, str(value)):
            return False
        return self._is_open(path, with_value(path, self.subject.data, value))

    def _is_open(self, path: Path, data: object) -> bool:
        """Return whether the audience may see a node with these data, and every group around it."""
        here: object = data
        shape, tier = self.subject.entry.shape, self.subject.tier
        for end, step in enumerate(path, 1):
            shape, here, _ = _descend(shape, here, str(step))
            found = self._field_tier(path[:end], shape, here, tier)
            if found is None:
                return False
            tier = found
        return True

    def _may_be_told(self, path: Path, shape: Shape, value: str) -> bool:
        refers = shape.says.refers
        is_text = shape.form in {"text", "label"} and not is_persons_name(path)
        if self.known is None:
            if refers:
                self.asked.references.add((refers, value))
            elif is_text:
                self.asked.texts.add(value)
            return True
        if refers:
            return self.known.may_be_referred_to(refers, value, self.own)
        return not is_text or self.known.may_be_said(value, self.own)


def _leads_to_name(path: Path, shape: Shape) -> bool:
    """Return whether a field names the person, or leads to the name.

    The number of a proceeding and its court do; the short name by which events refer to it may be either.
    """
    return path[:2] in LEADING_TO_NAME or path[0] == PROCEEDINGS or names_proceeding(shape)


def _finder(secret: Secret) -> Hidden:
    return Hidden([secret])


def is_persons_name(path: Path) -> bool:
    """A name that is published is judged as a name, not as a text that may hold another one."""
    return path == ("person", "name") or (path[:2] == ("person", "other_names") and path[-1] == "name")


def _mark_unnamed(data: Data, left: Fields) -> Fields:
    """Say of a person whose name is withheld that it is."""
    before, after = data.get("person"), left.get("person")
    if isinstance(before, Mapping) and isinstance(after, dict) and "name" in before and "name" not in after:
        left["person"] = {**after, "identification": WITHHELD}
    return left


def _drop_uncited(left: Fields) -> Fields:
    """Leave out the sources of single fields that are left out."""
    for event in items(left.get(LEDGER)):
        if isinstance(event, dict) and CITES in event:
            cites = {name: ids for name, ids in mapping(event[CITES]).items() if name in event}
            event[CITES] = cites
            if not cites:
                del event[CITES]
    return left


def named_otherwise(shape: Shape, data: Data) -> Fields:
    """Call an organisation whose name is withheld by a name that is not, or by the id it is published as."""
    others = [each["name"] for each in groups(data.get("other_names"))]
    name = next(filter(None, [data.get("abbreviation"), *others, data["id"]]))
    return shape.sort_fields({**data, "name": name})


def _descend(shape: Shape, value: object, part: str) -> tuple[Shape, object, str | int | None]:
    """Go one step down a dotted path; the step is nothing where the model knows no such field."""
    if shape.is_list:
        for at, item in enumerate(items(value)):
            if part == str(at) or id_of(item) == part:
                return shape.item(item), item, at
        return shape, None, None
    found = shape.key(part)
    below = mapping(value).get(part)
    return (found or shape), below, (part if found else None)
