"""Publishing a register in shares: of each record no more is made than the line on which it leaves.

Whoever does a share looks at its records by their tiers alone, learns which names are withheld and which
records are published among all, reads texts and references with that knowledge, and writes. What comes of it
is what `publish` makes of the whole register.
"""

from __future__ import annotations

import pickle
from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, NamedTuple

from casefile.model.dates import FIRST_DAY, LAST_DAY, Day
from casefile.publication.audience import SCOPES, Audience, Scope, admits
from casefile.publication.heard import Heard, gathered, hear, heard_nothing, heard_unlisted
from casefile.publication.leaving import (
    event_ids,
    facts_for_audience,
    facts_of,
    former_ids,
    is_sound,
    made_of_name,
    read_with,
    sorted_ids,
    subject_of,
)
from casefile.publication.lines import Line, Lines, line_of, lines_of
from casefile.publication.naming import turning_day
from casefile.publication.publish import KINDS_IN_ORDER, as_published, in_order, named_by, new_ids
from casefile.publication.redaction import Asked, AudienceFacts, Knowledge, Redacted, Redactor, Subject
from casefile.publication.references import References
from casefile.register import Entry, Register, Remembered


class Learned(NamedTuple):
    """What is learned of a share by the tiers: names, what may leave, and days on which a consent ends.

    `former` has the former ids that may leave, each with the id of its record; `events` has the ids of all
    events, `seen` those that may leave with the id of their record.
    """

    heard: Heard
    published: frozenset[str]
    former: frozenset[tuple[str, str]]
    events: frozenset[str]
    seen: frozenset[tuple[str, str]]
    turning: frozenset[int]


class Look(NamedTuple):
    """A record that may leave, and what its tiers leave of it, put away in little room."""

    subject: Subject
    packed: bytes

    @property
    def left(self) -> Redacted:
        """What the tiers leave of the record."""
        left: Redacted = pickle.loads(self.packed)  # noqa: S301 - our own, and never out of this process
        return left


class Leaf(NamedTuple):
    """A record as it leaves: its id in the register and the one that is shown, its kind, its line.

    `named` are the records that it names, if that matters for the order.
    """

    key: str
    shown: str
    kind: str
    named: tuple[str, ...]
    line: Line


class Share(NamedTuple):
    """What comes of a share; the days of all of them."""

    leaves: list[Leaf]
    turning: frozenset[int]


@dataclass(frozen=True)
class Sharing:
    """A register that is published in shares; `day` is the one on which consents are looked at."""

    register: Register
    audience: Audience
    scope: Scope
    day: Day
    facts: AudienceFacts

    @classmethod
    def of(cls, register: Register, audience: Audience, day: Day) -> Sharing:
        """Prepare what every share asks of the register as a whole, so that each finds it at hand."""
        _ = register.by_id, register.formerly
        facts = facts_of(register)
        tiers = ((key, register.by_id[key].tier or facts.default) for key in register.sources)
        shown = frozenset(key for key, tier in tiers if admits(audience, tier))
        return cls(register, audience, SCOPES[audience], day, facts_for_audience(facts, register, shown))

    def work(self, paths: Sequence[str]) -> Generator[Any, list[Any], Share]:
        """Publish the files of a share: learn what there is in it, then go by what all have learned."""
        looks, mine = self._looked(paths)
        learned: list[Learned] = yield mine
        names = gathered([*(each.heard for each in learned), heard_unlisted(self.register)])
        hidden = names.hidden()
        settings = self.register.settings
        of_names = _union(
            (yield {key for key, each in looks.items() if made_of_name(each.subject, hidden, settings)})
        )
        published = _union(each.published for each in learned)
        former, seen = _union(each.former for each in learned), _union(each.seen for each in learned)
        events = _union(each.events for each in learned)
        while True:
            left_events = frozenset(event for key, event in seen if key in published)
            old_ids = frozenset(old for key, old in former if key in published)
            every = sorted_ids(self.register, published - of_names, old_ids, events - left_events)
            references = References(self.register, published, self.audience)
            known = Knowledge(hidden, references, every.unspeakable, names.told)
            looks = {key: each for key, each in looks.items() if key in published}
            anew = {key: left for key, each in looks.items() if (left := self._read_anew(known, each))}
            lost = _union((yield {key for key, left in anew.items() if not left.data}))
            if not lost:
                break
            published -= lost
        made: list[Mapping[str, Mapping[str, object]]] = yield {
            key: (anew.get(key) or looks[key].left).data or {} for key in looks.keys() - every.speakable
        }
        ids = new_ids(self.register, {key: data for each in made for key, data in each.items()})
        leaves = [self._leaf(each, anew.get(key), ids, published) for key, each in looks.items()]
        return Share(leaves, _union(each.turning for each in learned))

    def lines(self, shares: Iterable[Share]) -> Lines:
        """Make the lines of a publication of all shares."""
        done = [*shares]
        leaves = {each.key: each for share in done for each in share.leaves}
        kinds = {key: each.kind for key, each in leaves.items()}
        shown = {key: each.shown for key, each in leaves.items()}
        order = in_order(kinds, lambda key: leaves[key].named, shown)
        sound = sum(1 for entry in self.register.by_id.values() if is_sound(entry))
        days = self._days(_union(each.turning for each in done))
        return lines_of(self.audience, [leaves[key].line for key in order], sound - len(leaves), days)

    def _looked(self, paths: Iterable[str]) -> tuple[dict[str, Look], Learned]:
        """Look at every record of a share by its tiers; what its file holds besides is not kept in memory."""
        looks: dict[str, Look] = {}
        names, turning, former = heard_nothing(), set[int](), set[tuple[str, str]]()
        events, seen = set[str](), set[tuple[str, str]]()
        for path in paths:
            entry = self.register.entries[path]
            subject = self._subject(entry)
            left = Redactor(subject, self.audience, self.facts).redact() if subject else None
            hear(names, entry, left)
            events.update(event_ids(entry.data) if is_sound(entry) else ())
            ends = turning_day(entry.data or {}) if entry.kind == "case" else None
            turning.update(() if ends is None else (ends,))
            if subject and left and left.data:
                former.update((entry.id, old) for old in former_ids(left))
                seen.update((entry.id, event) for event in event_ids(left.data))
                looks[entry.id] = Look(subject, pickle.dumps(left, pickle.HIGHEST_PROTOCOL))
            if isinstance(entry, Remembered):
                entry.let_go()
        found = Learned(
            names, frozenset(looks), frozenset(former), frozenset(events), frozenset(seen), frozenset(turning)
        )
        return looks, found

    def _subject(self, entry: Entry) -> Subject | None:
        if self.register.by_id.get(entry.id) is not entry:
            return None  # of two files that state one id nobody can tell whose it is
        return subject_of(entry, self.facts, self.audience, self.scope, self.day)

    def _read_anew(self, known: Knowledge, look: Look) -> Redacted | None:
        """Return what is left of a record once its texts are read, too; None where that is no less."""
        by_tier = look.left
        left = read_with(known, look.subject, by_tier, self.audience, self.facts)
        return None if left is by_tier else left

    def _leaf(
        self, look: Look, anew: Redacted | None, ids: Mapping[str, str], published: Collection[str]
    ) -> Leaf:
        entry, by_tier = look.subject.entry, look.left
        left = anew or by_tier
        data, _ = as_published(entry, left, ids)
        events, fields, names = map(len, (left.tally.events, left.tally.fields, left.tally.names))
        line = Line(line_of(data), events, fields, names, int(data["id"] != entry.id))
        leads = self._leads(entry, by_tier.asked)
        named = named_by(self.register, entry, left.data or {}, published) if leads else ()
        return Leaf(entry.id, str(data["id"]), entry.kind, named, line)

    def _leads(self, entry: Entry, asked: Asked | None) -> bool:
        """Tell whether the order hangs on what a record names: cases are the last, but for each other."""
        if entry.kind != KINDS_IN_ORDER[-1] or asked is None:
            return True
        by_id = self.register.by_id
        named = (by_id.get(self.register.current(value)) for _, value in asked.references)
        return any(each is not None and each.kind == KINDS_IN_ORDER[-1] for each in named)

    def _days(self, turning: Iterable[int]) -> tuple[int, int]:
        """Return the days around ours on which no consent ends."""
        day = self.day.toordinal()
        marks = {*turning, FIRST_DAY.toordinal(), LAST_DAY.toordinal() + 1}
        return max(each for each in marks if each <= day), min(each for each in marks if each > day) - 1


def _union(parts: Iterable[AbstractSet[Any]]) -> frozenset[Any]:
    return frozenset[Any]().union(*parts)
