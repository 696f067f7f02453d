"""Find the nodes that an earlier export contained and that today's rules withhold.

The result contains paths and reasons, never values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from casefile.changes.cited_sources import CITES
from casefile.changes.equality import child_of
from casefile.dates import Day
from casefile.model.case_names import own_names
from casefile.model.plain_data import dotted_path, items, value_at
from casefile.model.settings import Settings
from casefile.model.shape import Path, Shape
from casefile.model.vocabularies import LEDGER
from casefile.publication.audience import SCOPES, Audience, Scope
from casefile.publication.disclosure import DisclosedRecords, FirstLook, disclosed_records, take_first_look
from casefile.publication.present_limit import find_counterparts, node_pairs
from casefile.publication.publish import ids_to_publish, limit_of
from casefile.publication.redaction import IDENTITY
from casefile.register import SETTINGS, Register

Reason = Literal["withheld", "name", "removed", "changed", "unreadable", "appears"]
REASONS: Mapping[Reason, str] = {
    "withheld": "a tier, a consent or a source withholds it today",
    "name": "today it is withheld because of a name in the text",
    "removed": "it is no longer in the register",
    "changed": "it was corrected since, so the earlier text is withheld",
    "unreadable": "its file cannot be read today",
    "appears": "it was withheld because of a name, and is published today",
}
"""The reasons for which a node differs between an earlier export and one of today, with their texts."""


class ExportDeparture(Struct, frozen=True, order=True):
    """A node in which an export of today differs from an earlier one, with the reason.

    `path` is the path of the file in the earlier state, `field` the dotted path of the node in it. An empty
    field means the whole record.
    """

    path: str
    field: str
    reason: Reason


class _State(Struct, frozen=True):
    """A state of the register as one audience sees it: the result of the first look, and of the redaction."""

    looked: FirstLook
    out: DisclosedRecords

    @classmethod
    def of(cls, register: Register, audience: Audience, scope: Scope, day: Day) -> _State:
        looked = take_first_look(register, audience, scope, day)
        return cls(looked, disclosed_records(looked))

    def has_lost(self, key: str, path: Path) -> bool:
        """Return whether a node of the record with the id `key` was left out of the publication.

        A node that cites sources for a field counts as left out if that field was.
        """
        if self.out.kept[key].has_lost(path):
            return True
        return path[2:3] == (CITES,) and path[3:] != () and not self._has_field(key, path[1], path[3])

    def _has_field(self, key: str, at: str | int, name: str | int) -> bool:
        """Return whether the event at the index `at` of the unredacted ledger still has the field `name`."""
        event_id = value_at((LEDGER, at, "id"), self.looked.subjects[key].data)
        left = items(value_at((LEDGER,), self.out.kept[key].data))
        return any(event["id"] == event_id and name in event for event in left)


def compare_exports(  # noqa: PLR0913 - two states, their days, and for whom
    earlier: Register,
    current: Register,
    audience: Audience,
    *,
    then: Day,
    today: Day,
    scope: Scope | None = None,
) -> tuple[ExportDeparture, ...]:
    """Return the nodes that an export of an earlier state contained and that are not published today.

    Text that was withheld then because of a name, and is published today, is returned too: a reader of both
    exports may learn the name from the difference. `then` is the day of the earlier export, on which its
    consents are checked; `today` is that day for `current`. `scope` is that of `publish`. The result is
    sorted by path and field.
    """
    needed = SCOPES[audience] if scope is None else scope
    was = _State.of(earlier, audience, needed, then)
    now = _State.of(current, audience, needed, today)
    limit = limit_of(now.looked, now.out)
    counterparts = find_counterparts(earlier, current)
    ids = ids_to_publish(was.looked, was.out)
    gone = frozenset(key for key in was.out.kept if counterparts.get(key) not in now.out.kept)
    found: set[ExportDeparture] = set(_of_settings(was, now))
    for key in was.out.kept:
        path, key_today = earlier.by_id[key].path, counterparts.get(key)
        if key_today is None:
            found.add(ExportDeparture(path, "", "removed"))
        elif key_today not in now.out.kept:
            unreadable = current.by_id[key_today].broken
            found.add(ExportDeparture(path, "", "unreadable" if unreadable else "withheld"))
        else:
            found.update(_departures(was, now, key, key_today, gone))
            if ids.get(key, key) not in limit.ids_today.speakable:
                found.add(ExportDeparture(path, "id", "withheld"))
    return tuple(sorted(found))


def _of_settings(was: _State, now: _State) -> Iterator[ExportDeparture]:
    """Yield the texts of casefile.yaml in which the two exports differ."""
    then, today = (dict(_texts_of(state.looked.register.settings)) for state in (was, now))
    texts = frozenset(today.values())
    for field, text in then.items():
        left, leaves = (state.out.known.may_be_published(text) for state in (was, now))
        if text in texts and left != leaves:
            yield ExportDeparture(SETTINGS, field, "name" if left else "appears")
        elif text not in texts and left:
            yield ExportDeparture(SETTINGS, field, "changed" if field in today else "removed")


def _texts_of(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield each text of the settings that an export may contain, with its path."""
    if settings.title:
        yield "title", settings.title
    for at, clock in enumerate(settings.clocks):
        yield f"clocks.{at}.citation", clock.citation


def _departures(
    was: _State, now: _State, key: str, today: str, gone: frozenset[str]
) -> Iterator[ExportDeparture]:
    """Yield the topmost nodes of one record in which its two publications differ.

    `key` is the id of the record in the earlier state, `today` its id now. `gone` are the ids of the records
    of the earlier export that are not published today.
    """
    entry, other = was.looked.register.by_id[key], now.looked.register.by_id[today]
    formerly = now.looked.register.formerly
    names = frozenset(own_names(now.out.kept[today].data or {}))
    pairs = node_pairs(entry.shape, entry.fields, other.fields, formerly)
    unchanged = node_pairs(entry.shape, entry.fields, other.fields, formerly, names)
    walk = _ComparisonWalk(was, now, key, today, pairs, frozenset(unchanged), gone)
    for path, reason in walk.departures(entry.shape, entry.fields, ()):
        yield ExportDeparture(entry.path, dotted_path(path, entry.data), reason)


class _ComparisonWalk(Struct, frozen=True):
    """A walk through one record of the earlier state; `key` is its id then, `today` its id today.

    `pairs` gives the paths that a node has today. `unchanged` contains the paths of nodes that may be
    published as they were, `gone` the ids of the earlier records that are not published today.
    """

    was: _State
    now: _State
    key: str
    today: str
    pairs: Mapping[Path, Sequence[Path]]
    unchanged: frozenset[Path]
    gone: frozenset[str]

    def departures(self, shape: Shape, value: object, path: Path) -> Iterator[tuple[Path, Reason]]:
        """Yield the paths of the topmost nodes that differ at or below a node, each with the reason."""
        places = self.pairs.get(path, ())
        leaves = any(not self.now.has_lost(self.today, place) for place in places)
        is_text = isinstance(value, str) and not shape.meta.refers
        if self.was.has_lost(self.key, path):
            if is_text and leaves and not self.was.looked.by_tier[self.key].has_lost(path):
                yield path, "appears"
            elif not is_text:
                yield from self._inside(shape, value, path)
        elif not places:
            yield path, "removed"
        elif not leaves:
            yield path, "name" if is_text and any(map(self._has_name, places)) else "withheld"
        elif path not in self.unchanged:
            yield path, "changed"
        elif shape.meta.refers and self.was.looked.register.current(str(value)) in self.gone:
            yield path, "withheld"
        else:
            yield from self._inside(shape, value, path)

    def _has_name(self, place: Path) -> bool:
        """Return whether a text of today is withheld because it mentions a name or an id, not by its tier."""
        looked, known = self.now.looked, self.now.out.known
        subject, by_tier = looked.subjects[self.today], looked.by_tier[self.today]
        text = value_at(place, subject.data)
        is_open = isinstance(text, str) and not by_tier.has_lost(place)
        return is_open and not known.may_be_published(str(text), known.own(subject, by_tier))

    def _inside(self, shape: Shape, value: object, path: Path) -> Iterator[tuple[Path, Reason]]:
        seen = shape.seen(value)
        if isinstance(value, Mapping):
            for name, child in value.items():
                if not path and name in IDENTITY:
                    continue
                yield from self.departures(child_of(shape, seen, name), child, (*path, name))
        elif isinstance(value, list):
            for at, item in enumerate(value):
                yield from self.departures(shape.item(), item, (*path, at))
