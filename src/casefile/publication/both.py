"""Two moments of the register before one audience: of both only what may differ between them is published.

The first look is at every record, for a name that is withheld anywhere is looked for in each text. What
follows, reading texts and references and making what leaves, is done for the records that changed, for those
in which a text or a reference is judged otherwise than before, and for those that these name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from casefile.model.dates import Day
from casefile.model.plain import texts
from casefile.publication.audience import SCOPES, Audience
from casefile.publication.ids import IdFinder
from casefile.publication.leaving import (
    Leaving,
    Looked,
    changed_sources,
    holds,
    leaving,
    look,
    unlisted_ids,
)
from casefile.publication.publish import Publication, ids_to_publish, limit_of, limited_by, published
from casefile.register import Entry, Register


def publish_both(  # noqa: PLR0913 - each is a question of its own
    was: Register,
    now: Register,
    audience: Audience,
    *,
    on: Day,
    today: Day | None = None,
    current: Register | None = None,
) -> tuple[Publication, Publication]:
    """Publish of two moments what may differ between them, and what that names.

    Any other record is published in both, with the same content and id, or in neither. `on`, `today` and
    `current` are those of `publish`: where `now` is an earlier state, today's register limits both. Else
    `now` is today's register, and the earlier publication has with it what `now` lets out of it. The two
    share the entries of files that are the same, or all are taken as changed.
    """
    day, scope = max(on, today or on), SCOPES[audience]
    limit = limit_of(current, audience, scope, day) if current is not None else None
    later = look(now, audience, scope, day, limit=limit)
    earlier = look(was, audience, scope, day, later, limit)
    before, after, only = _narrowed(earlier, later)
    limited = None
    if current is None:
        bound = look(was, audience, scope, day, later, limited_by(later, after.out, only))
        limited = published(bound, leaving(bound, only), on=on)
    return (
        published(before.looked, before.out, on=on, limited=limited),
        published(after.looked, after.out, on=on),
    )


class _Side(Struct, frozen=True):
    """One moment, and what of the records that are looked into may leave."""

    looked: Looked
    out: Leaving
    ids: Mapping[str, str]

    @classmethod
    def of(cls, looked: Looked, only: Collection[str]) -> _Side:
        out = leaving(looked, only)
        return cls(looked, out, ids_to_publish(looked, out))

    def fate(self, key: str) -> tuple[object, ...]:
        """Say what becomes of an id wherever a record names it: all that another record's text hangs on."""
        register = self.looked.register
        target = register.current(key)
        kept = self.out.kept
        where = (each in known for known in (register.by_id, kept) for each in (key, target))
        return self.ids.get(key), *where


def _narrowed(earlier: Looked, later: Looked) -> tuple[_Side, _Side, frozenset[str]]:
    """Find the records that may differ, judge them in both moments, and return their ids too."""
    looks = (earlier, later)
    entries = {key: entry for each in looks for key, entry in each.register.by_id.items()}
    touched = _touched(earlier, later, entries)
    others = frozenset(key for each in looks for key in each.of_names)
    while True:
        asked = touched | others | _former(looks, touched)
        only = _with_named(looks, asked)
        before, after = _Side.of(earlier, only), _Side.of(later, only)
        moved = {key for key in asked if before.fate(key) != after.fate(key)}
        moved |= before.out.unspeakable ^ after.out.unspeakable
        more = (moved & {*entries}) | {
            key for key, entry in entries.items() if key not in touched and holds(entry, moved)
        }
        replaced = before.out.replaced | after.out.replaced
        if more <= touched and replaced <= others:
            return before, after, only
        touched, others = touched | more, others | replaced


def _touched(earlier: Looked, later: Looked, entries: Mapping[str, Entry]) -> frozenset[str]:
    """Return the ids of the records that are not the same, or are judged by another first look."""
    was, now = earlier.register, later.register
    if was.settings != now.settings:
        return frozenset(entries)
    changed = {key for key in entries if was.by_id.get(key) is not now.by_id.get(key)}
    moved = changed_sources(earlier.facts, later.facts) | (unlisted_ids(was) ^ unlisted_ids(now))
    resting = {key for key, entry in entries.items() if holds(entry, moved)}
    return frozenset(changed | resting | {*_heard_otherwise(earlier, later)})


def _heard_otherwise(earlier: Looked, later: Looked) -> Iterator[str]:
    """Yield the ids of the records in which other texts hold a withheld name than before."""
    one, other = earlier.hidden.found_in, later.hidden.found_in
    if earlier.hidden is later.hidden:
        return
    for key, each in later.subjects.items():
        if any(one(text) != other(text) for text in {key, *texts(each.entry.data)}):
            yield key


def _former(looks: Collection[Looked], touched: Collection[str]) -> frozenset[str]:
    """Return the former ids of these records, by which others may still name them."""
    pairs = (pair for each in looks for pair in each.register.formerly.items())
    return frozenset(old for old, new in pairs if new in touched)


def _with_named(looks: Collection[Looked], asked: Collection[str]) -> frozenset[str]:
    """Add to records all that they name, in a field or in a text, and what those name in turn."""
    registers = [each.register for each in looks]
    finders = [(each, IdFinder({*each.by_id, *each.formerly})) for each in registers]
    found: set[str] = set()
    waiting = [*asked]
    while waiting:
        key = waiting.pop()
        if key in found:
            continue
        found.add(key)
        for register, finder in finders:
            entry = register.by_id.get(key)
            waiting += [register.formerly[key]] if key in register.formerly else []
            waiting += _named(register, finder, entry) if entry is not None else ()
    return frozenset(found)


def _named(register: Register, finder: IdFinder, entry: Entry) -> Iterator[str]:
    for text in texts(entry.data):
        for key in finder.found_in(text):
            known = register.formerly.get(key, key)
            yield from (each for each in (key, known) if each in register.by_id)
