"""Redact one record for an audience: by its tiers, by the withheld names, and by its references."""

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
from casefile.names.hidden_names import HiddenNames, SecretNames
from casefile.names.sound_lookup import keys_of_words, sound_keys
from casefile.publication.audience import Audience, admits
from casefile.publication.compressed_values import Compressed
from casefile.publication.field_filter import FieldFilter, OmissionTally
from casefile.publication.ids_in_text import IdFinder, event_ids
from casefile.publication.name_consent import Naming, contains_only
from casefile.register import Entry

TITLE: frozenset[Path] = frozenset({("title",)})
"""The path of a required field that an earlier state may lose: the title of today is published instead."""
IDENTITY = frozenset({"schema", "id"})
"""Fields that every record keeps; `publish` replaces an id that may not be published."""
ENVELOPE = frozenset({*IDENTITY, "formerly", "claims", "tier"})
"""Fields that contain no fact about the person or the matter.

A claim about one of them is published for the audience internal only.
"""
WITHHELD = "withheld"
REPLACED_FIELDS: Mapping[str, frozenset[Path]] = {"organization": frozenset({("name",)})}
"""Required fields that a record may lose, by kind: another value is published in their place.

Other records refer to an organisation, so it is published even if its name is withheld: see
`with_other_name`.
"""


class NodeLimit(Struct, frozen=True):
    """The nodes of a record of an earlier state that today's register permits to publish.

    `paths` are their paths in the earlier state. `title` is the title that the record has today; it is
    published if the earlier title may not be.
    """

    paths: frozenset[Path]
    title: str | None


class RedactedSubject(Struct, frozen=True):
    """A record that may be published at least in part: its tier, and whether its person may be named.

    `limit` is None for a record of today's register.
    """

    entry: Entry
    tier: Tier
    naming: Naming
    limit: NodeLimit | None = None

    @property
    def data(self) -> Data:
        """The unredacted data of the record."""
        return self.entry.fields


class AudienceFacts(TierFacts, frozen=True):
    """The facts that decide a tier for one audience; `withheld` are the ids of the sources it may not see."""

    withheld: Collection[str] = frozenset()


Resolve = Callable[[str, str], bool | None]
"""Returns whether a reference may be published, or None if its value is to be checked as free text.

It is called with the kind of record that the field refers to and with the value of the field.
"""


class Own(NamedTuple):
    """Ids and names that the texts of one record may not mention, although those of other records may.

    `entries` are the ids of its withheld entries. `names` are the withheld names of its person if a published
    name shares a word with one of them.
    """

    entries: frozenset[str] = frozenset()
    names: SecretNames = SecretNames(())


NO_OWN = Own()


CACHED_TEXTS = 1 << 13
"""Size of the cache of results for texts: some texts are in many records."""
CACHED_FINDERS = 8
"""Size of the caches of the finders of the withheld names and entries of one record."""


class TextRules:
    """The rules by which texts and references are checked; they are known only after all records were read.

    `hidden` finds the withheld names, `resolve` decides on references. `unspeakable` are the ids of records
    and events that no text may mention, `published` the published names of people.
    """

    def __init__(
        self,
        hidden: HiddenNames,
        resolve: Resolve,
        unspeakable: frozenset[str],
        published: Iterable[str] = (),
    ) -> None:
        self._resolve = resolve
        self._hidden, self._unspeakable = hidden, IdFinder(unspeakable)
        self._published = frozenset(key for name in published for key in sound_keys(name))
        self._entries, self._names = lru_cache(CACHED_FINDERS)(IdFinder), lru_cache(CACHED_FINDERS)(_finder)
        self._is_speakable = lru_cache(CACHED_TEXTS)(self._found_speakable)

    def own(self, subject: RedactedSubject, left: Redacted) -> Own:
        """Return the ids and names that only the texts of this record may not mention.

        `left` is the record after redaction by tiers. A published name that resembles a withheld one, or
        shares a word with it, permits the word in texts of other records only.
        """
        names = subject.naming.stated if subject.naming.open else subject.naming.names
        if all(map(self._published.isdisjoint, map(keys_of_words, names))):
            return Own(left.entries)
        shown = (*own_names(left.data or {}),)
        open_here = {*map(fold_text, shown)}
        withheld = tuple(each for each in names if fold_text(each) not in open_here)
        return Own(left.entries, SecretNames(withheld, shown))

    def may_be_published(self, text: str, own: Own = NO_OWN) -> bool:
        """Return whether a text mentions nothing that is withheld; `own` is that of its record.

        The result is false for a text that is encoded too deeply to be searched.
        """
        if not self._is_speakable(text) or (own.entries and self._entries(own.entries).is_in(text)):
            return False
        return not (own.names.withheld and self._names(own.names).found_in(text))

    def may_be_referred_to(self, refers: str, value: str, own: Own) -> bool:
        """Return whether a reference may be published; `refers` is the kind of record it must refer to."""
        resolved = self._resolve(refers, value)
        return self.may_be_published(value, own) if resolved is None else resolved

    def _found_speakable(self, text: str) -> bool:
        return not is_in_any_reading(text, self._is_withheld)

    def _is_withheld(self, reading: str) -> bool:
        return self._unspeakable.is_in_reading(reading) or self._hidden.is_in_reading(reading)


class Dependencies(Struct, frozen=True):
    """The values of a record that only the whole register can decide on.

    `texts` are its free texts, `references` its references as pairs of kind and value, and `claimed` the
    source ids of each claim, or of each field with sources of its own.
    """

    texts: set[str] = field(default_factory=set)
    references: set[tuple[str, str]] = field(default_factory=set)
    claimed: set[tuple[str, ...]] = field(default_factory=set)

    def is_all_published(self, known: TextRules, own: Own) -> bool:
        """Return whether all of these values may be published.

        If so, the redaction of the record by its tiers is its final redaction.
        """
        claimed = all(
            any(known.may_be_referred_to("source", each, own) for each in ids) for ids in self.claimed
        )
        return (
            claimed
            and all(known.may_be_referred_to(refers, value, own) for refers, value in self.references)
            and all(known.may_be_published(text, own) for text in self.texts)
        )


class Redacted(Struct, frozen=True):
    """The rest of a record after redaction, and a list of the omissions.

    `compressed` contains the rest, None if all of the record is withheld. `tally` lists what was left out.
    `has_content` is true if something is left, `whole` if nothing was left out. `events` are the ids of the
    events that are left, `formerly` the former ids that are left. `lost` contains the paths of the topmost
    nodes that were left out, in the data of the register. `dependencies` are the values that were not decided
    on because only this record was known yet; None if the whole register was known.
    """

    compressed: Compressed[Fields | None]
    tally: OmissionTally
    has_content: bool
    whole: bool
    events: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    lost: frozenset[Path] = frozenset()
    dependencies: Compressed[Dependencies] | None = None

    @property
    def data(self) -> Fields | None:
        """The rest of the record, or None if all of it is withheld."""
        return self.compressed.value

    def has_lost(self, path: Path) -> bool:
        """Return whether the node at a path was left out, by itself or with a node around it."""
        return any(path[:end] in self.lost for end in range(len(path) + 1))

    @property
    def entries(self) -> frozenset[str]:
        """The ids of the withheld entries, which no text of the record may mention either."""
        return frozenset(path.rsplit(".", 1)[-1] for path in self.tally.events)


class Redactor(Struct):
    """Decides for each node of one record whether the audience may see it.

    Without `known` only tiers and names are checked. This first pass shows which names and records are
    published at all; the second pass checks texts and references with that knowledge. `own` contains the ids
    and names that the texts of this record may not mention although those of other records may. `asked`
    collects the values that the first pass could not decide on.
    """

    subject: RedactedSubject
    audience: Audience
    facts: AudienceFacts
    known: TextRules | None = None
    own: Own = NO_OWN
    asked: Dependencies = field(default_factory=Dependencies)
    lost: frozenset[Path] = frozenset()
    """The nodes left out by an earlier pass, by which claims are checked again.

    A group may be left out because it loses a required field, which is known only after the pass.
    """

    def redact(self) -> Redacted:
        """Return the redacted record, its fields in the order of the model.

        If the record has claims, this repeats until no further node is left out: a claim about a field that
        was left out is left out too.
        """
        data = self.subject.data
        sieve = FieldFilter(self._judge, self._spared())
        left = sieve.sift(self.subject.entry.shape, data, self.subject.tier)
        if left and "claims" in left and sieve.lost - self.lost:
            return replace(self, lost=sieve.lost).redact()
        whole, shown = left == data, self._titled(_mark_unnamed(data, _drop_uncited(left))) if left else None
        dependencies = None if self.known else Compressed(self.asked)
        return Redacted(
            Compressed(shown),
            sieve.tally(data),
            has_content=bool(shown),
            whole=whole,
            events=tuple(event_ids(shown)),
            formerly=tuple(former_ids(shown or {})),
            lost=sieve.lost,
            dependencies=dependencies,
        )

    def _spared(self) -> frozenset[Path]:
        """Return the paths of required fields for which another value is published."""
        of_earlier = TITLE if self.subject.limit and self.subject.limit.title else frozenset[Path]()
        return REPLACED_FIELDS.get(self.subject.entry.kind, frozenset()) | of_earlier

    def _titled(self, left: Fields) -> Fields:
        """Return the record with the title of today if an earlier state lost its title and requires one."""
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
        if tier is None or not self._may_keep(path, value):
            return None
        if isinstance(value, str) and shape.is_scalar:
            return tier if self._may_be_published(path, shape, value) else None
        return tier

    def _field_tier(self, path: Path, shape: Shape, value: object, above: Tier) -> Tier | None:
        """Return the tier of a field with this value, or None if the audience may not see the field.

        A claim about a field is checked by the same rules as the field: see `_is_about_open_field`.
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
        """Return a node that cites sources with only those that the audience may see."""
        return with_shown_sources(value, lambda at, each: self._is_shown((*path, SOURCES, at), each))

    def _is_shown(self, path: Path, cited: object) -> bool:
        """Return whether the audience may see a source at the path where an entry cites it."""
        source, limit = source_of(cited), self.subject.limit
        if source in self.facts.withheld or self.facts.cannot_read(source):
            return False
        inner = (path, (*path, "source")) if isinstance(cited, Mapping) else (path,)
        return limit is None or limit.paths.issuperset(inner)

    def _may_keep(self, path: Path, value: object) -> bool:
        """Return whether the rules for former ids and for claims permit a node; true for any other node."""
        if len(path) == 2 and path[0] == "formerly":
            return self._may_show_former_id(str(value))
        if len(path) == 2 and path[0] == "claims" and isinstance(value, Mapping):
            return self._has_a_source_to_show(value) and self._is_about_open_field(value)
        return True

    def _has_a_source_to_show(self, claim: Data) -> bool:
        """Return whether the audience may see a source of a claim, or the claim cites none.

        A claim whose sources are all withheld is left out with them. In the first pass the sources are only
        added to `asked`, and the result is true.
        """
        cited = items(claim.get("sources"))
        ids = [str(source_of(each)) for each in cited]
        if self.known is None:
            self.asked.claimed.update([(*ids,)] if ids else [])
            return True
        return not ids or any(self.known.may_be_referred_to("source", each, self.own) for each in ids)

    def _has_own_source_to_show(self, path: Path) -> bool:
        """Return whether the audience may see a source that an event cites for this field only.

        Outside your team it is not enough if all these sources are close (the person, a relative, a lawyer),
        as for a whole event. The result is true for a node without sources of its own.
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

    def _may_show_former_id(self, old_id: str) -> bool:
        """Return whether a former id of the record may be published.

        It may contain a name: of the person, of another person whom the id meant before, or of a source.
        """
        if self.audience == "internal":
            return self.subject.naming.open
        if self.subject.entry.kind == "case":
            return self.subject.naming.open and contains_only(old_id, self._shown_names())
        return self.subject.entry.kind != "source"

    def _shown_names(self) -> list[str]:
        """Return the names of the person that are published with the record."""
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
        """Return whether the audience may see the field that a claim contradicts, with the claimed values.

        Each step of the path down to the field is checked like the field itself, and no group around the
        field may be left out. A claim that identifies an item of a list by its place is published only if no
        item before it was left out: the place would show the omission, and point to another item. A claim
        about a field that the model does not know, about a field of `ENVELOPE` or about the tier of the name
        is published for the audience internal only.
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
        """Return whether a field may be published with the value that a claim gives it.

        Each group around the field is checked with this value in it: the event may get another type or
        another source, the other name may become a pseudonym. A claim about a whole group is not published,
        because its text may contain the content of each field of the group. Text in the place of a vocabulary
        word, a date or a number is not published either, nor is an id that is not published.
        """
        if not (shape.inner or shape).is_scalar or not shape.takes(value):
            return False
        if shape.meta.refers and not self._may_be_published(path, shape, str(value)):
            return False
        return self._is_open(path, with_value(path, self.subject.data, value))

    def _is_open(self, path: Path, data: object) -> bool:
        """Return whether the audience may see the node at a path of `data`, and each group around it."""
        here: object = data
        shape, tier = self.subject.entry.shape, self.subject.tier
        for end, step in enumerate(path, 1):
            shape, here, _ = _descend(shape, here, str(step))
            found = self._field_tier(path[:end], shape, here, tier)
            if found is None:
                return False
            tier = found
        return True

    def _may_be_published(self, path: Path, shape: Shape, value: str) -> bool:
        """Return whether a reference or text may be published; true for any other value.

        In the first pass the value is only added to `asked`, and the result is true.
        """
        refers = shape.meta.refers
        is_text = shape.form in {"text", "label"} and not is_persons_name(path)
        if self.known is None:
            if refers:
                self.asked.references.add((refers, value))
            elif is_text:
                self.asked.texts.add(value)
            return True
        if refers:
            return self.known.may_be_referred_to(refers, value, self.own)
        return not is_text or self.known.may_be_published(value, self.own)


def _leads_to_name(path: Path, shape: Shape) -> bool:
    """Return whether a field names the person, or can be used to find the name.

    The number of a proceeding and its court can be used so. The short name by which events refer to a
    proceeding may be such a number or a name.
    """
    return path[:2] in LEADING_TO_NAME or path[0] == PROCEEDINGS or names_proceeding(shape)


def _finder(secret: SecretNames) -> HiddenNames:
    return HiddenNames([secret])


def is_persons_name(path: Path) -> bool:
    """Return whether a path is that of a name of the person.

    A name that is published is checked as a name, not as free text that may contain another one.
    """
    return path == ("person", "name") or (path[:2] == ("person", "other_names") and path[-1] == "name")


def _mark_unnamed(data: Data, left: Fields) -> Fields:
    """Return the record with identification `withheld` if the name of its person was left out.

    `data` is the full record. `left` is changed in place and returned.
    """
    before, after = data.get("person"), left.get("person")
    if isinstance(before, Mapping) and isinstance(after, dict) and "name" in before and "name" not in after:
        left["person"] = {**after, "identification": WITHHELD}
    return left


def _drop_uncited(left: Fields) -> Fields:
    """Remove the citations of fields that events have lost; `left` is changed in place and returned."""
    for event in items(left.get(LEDGER)):
        if isinstance(event, dict) and CITES in event:
            cites = {name: ids for name, ids in mapping(event[CITES]).items() if name in event}
            event[CITES] = cites
            if not cites:
                del event[CITES]
    return left


def with_other_name(shape: Shape, data: Data) -> Fields:
    """Return an organisation whose name is withheld under another name.

    This is its published abbreviation, else its first published other name, else its published id.
    """
    others = [each["name"] for each in groups(data.get("other_names"))]
    name = next(filter(None, [data.get("abbreviation"), *others, data["id"]]))
    return shape.sort_fields({**data, "name": name})


def _descend(shape: Shape, value: object, part: str) -> tuple[Shape, object, str | int | None]:
    """Return the shape, the value and the path step to which a part of a dotted path leads.

    A part may be an id or the place of a list item. The step is None if the model has no such field or the
    list no such item.
    """
    if shape.is_list:
        for at, item in enumerate(items(value)):
            if part == str(at) or id_of(item) == part:
                return shape.item(item), item, at
        return shape, None, None
    found = shape.key(part)
    below = mapping(value).get(part)
    return (found or shape), below, (part if found else None)
