"""Limit the publication of an earlier state of the register to the content that may be published today.

Since the earlier state was committed, a case may have been withdrawn, a consent revoked, a tier closed, a
person found to be a minor, or a text corrected because it named the wrong person.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from casefile.changes.equality import child_of, have_same_meaning, ids_of, is_ledger
from casefile.model.case_names import own_names
from casefile.model.field import COUNTRY_CODE, RECORD_ID
from casefile.model.plain_data import Data, id_of
from casefile.model.references import rename_ids
from casefile.model.same_case import is_same_case
from casefile.model.shape import Path, Shape
from casefile.names.groups_by_key import grouped
from casefile.publication.audience import Audience
from casefile.publication.ids_in_text import Ids
from casefile.publication.list_pairs import pair_up
from casefile.publication.name_collector import CollectedNames
from casefile.publication.redaction import NodeLimit, Redacted, RedactedSubject, is_persons_name
from casefile.register import Entry, Register

PathPair = tuple[Path, Path]
"""The path of a node in an earlier state, and that of its counterpart today."""


class Limit(Struct, frozen=True):
    """The records, names and ids that today's register permits to publish for an audience.

    `kept` contains the redaction of each record, `named` the ids of the cases whose person may be named, and
    `ids` the published ids that replace others, all by today's ids. `names` are the names in today's files,
    `ids_today` the ids of today, by whether a text may mention them.
    """

    register: Register
    audience: Audience
    kept: Mapping[str, Redacted]
    named: frozenset[str]
    ids: Mapping[str, str]
    names: tuple[CollectedNames, ...]
    ids_today: Ids

    def published_id(self, key: str) -> str:
        """Return the id under which the record with the id `key` is published today."""
        return self.ids.get(key, key)

    def narrow(self, subject: RedactedSubject, key: str | None) -> RedactedSubject | None:
        """Return a record of an earlier state with its limit, or None if nothing of it is published today.

        `key` is the id of its counterpart today, or None if it has no counterpart.
        """
        left = self.kept.get(key) if key is not None else None
        shown = left.data if left else None
        if key is None or left is None or not shown:
            return None
        entry = self.register.by_id[key]
        names = None if self.audience == "internal" else frozenset(own_names(shown))
        pairs = node_pairs(subject.entry.shape, subject.data, entry.fields, self.register.formerly, names)
        entry.let_go()
        paths = frozenset(
            path for path, places in pairs.items() if any(not left.has_lost(place) for place in places)
        )
        title = shown.get("title")
        naming = replace(subject.naming, open=subject.naming.open and key in self.named)
        limit = NodeLimit(paths, title if isinstance(title, str) else None)
        return replace(subject, naming=naming, limit=limit)


def find_counterparts(earlier: Register, later: Register) -> dict[str, str]:
    """Return the ids of records in a later state of the register, by their ids in an earlier state.

    A record is found by its id, else by the ids that it had before a rename. If two earlier records were
    joined into one, the one that kept its id is its counterpart. Two cases are counterparts only if they have
    an event or a name in common: an id may have been given to another person since. A case whose file has
    errors later is found by its id alone. A record without a counterpart is left out.
    """
    found = {key: key for key, entry in earlier.by_id.items() if _is_one(entry, later, key)}
    taken = {*found}
    for key, entry in earlier.by_id.items():
        ids = (later.formerly.get(key), *entry.formerly)
        other = next((each for each in ids if each not in taken and _is_one(entry, later, each)), None)
        if key not in found and key not in later.by_id and other is not None:
            found[key] = other
            taken.add(other)
    return found


def node_pairs(
    shape: Shape,
    then: Data,
    now: Data,
    formerly: Mapping[str, str],
    names: Container[str] | None = None,
) -> Mapping[Path, Sequence[Path]]:
    """Return the paths of the counterparts today, by the paths of nodes in an earlier state of a record.

    Events are found by id, other items of a list if they are equal, else by their first field. `formerly`
    gives today's ids by former ones. `names` are the names that today's publication gives the person. If it
    is given, free text that was changed since has no counterpart, because the reason of the change is not
    known; a name has one if it is still a published name.
    """
    return grouped(_NodePairs(names).of(shape, rename_ids(shape, then, formerly), now))


def _is_one(entry: Entry, later: Register, key: str | None) -> bool:
    """Return whether an entry of an earlier state is the record with the id `key` in a later state."""
    other = later.by_id.get(key) if key else None
    if other is None or key is None or other.kind != entry.kind:
        return False
    if entry.kind != "case" or other.broken:  # nothing of a broken file is published, whichever case it is
        return True
    return key not in later.formerly and is_same_case(entry.fields, other.fields)


class _NodePairs(Struct, frozen=True):
    """Pairs the nodes of two states of a record, from the top down; `names` are those of `node_pairs`."""

    names: Container[str] | None

    def of(
        self, shape: Shape, then: object, now: object, path: Path = (), today: Path = ()
    ) -> Iterator[PathPair]:
        """Yield the pairs of two nodes that are counterparts, and of all nodes inside."""
        if isinstance(then, Mapping):
            yield from self._group(shape, then, now, path, today)
        elif isinstance(then, list):
            if isinstance(now, list):
                yield path, today
                yield from self._items(shape, then, now, path, today)
        elif isinstance(now, Mapping):
            name = first_field(shape)
            if now.get(name) == then:  # a source that was cited by its id only, and has more fields by now
                yield path, (*today, name)
        elif not isinstance(now, list) and self._are_counterparts(shape, then, now, path):
            yield path, today

    def _group(self, shape: Shape, then: Data, now: object, path: Path, today: Path) -> Iterator[PathPair]:
        seen = shape.seen(then)
        if not isinstance(now, Mapping):
            name = first_field(seen)
            if then.get(name) == now:
                yield path, today
                yield (*path, name), today
            return
        if then.get("type") != now.get("type"):
            return
        yield path, today
        for name, value in then.items():
            if name in now:
                child = child_of(shape, seen, name)
                yield from self.of(child, value, now[name], (*path, name), (*today, name))

    def _items(
        self, shape: Shape, then: list[object], now: list[object], path: Path, today: Path
    ) -> Iterator[PathPair]:
        places = _places(shape, then, now)
        for at, place in places.items():
            yield from self.of(shape.item(), then[at], now[place], (*path, at), (*today, place))

    def _are_counterparts(self, shape: Shape, then: object, now: object, path: Path) -> bool:
        if self.names is None or have_same_meaning(shape, then, now) or _is_closed(shape, then):
            return True
        return is_persons_name(path) and then in self.names


def _places(shape: Shape, then: list[object], now: list[object]) -> dict[int, int]:
    """Return a mapping from indexes of items in the earlier list to their indexes in the list of today.

    Events are found by id if all have one, other items if they are equal, else by their first field. No two
    items have one counterpart, so that an item which was removed is not published because of another one.
    """
    if is_ledger(shape) and ids_of(then) is not None and ids_of(now) is not None:
        ids = {id_of(item): place for place, item in enumerate(now)}
        return {at: ids[id_of(item)] for at, item in enumerate(then) if id_of(item) in ids}
    inner = shape.item()
    return pair_up(then, now, partial(have_same_meaning, inner), partial(_has_same_first_field, inner))


def _has_same_first_field(shape: Shape, one: object, other: object) -> bool:
    return _first_value(shape, one) == _first_value(shape, other)


def _first_value(shape: Shape, item: object) -> object:
    return item.get(first_field(shape)) if isinstance(item, Mapping) else item


def first_field(shape: Shape) -> str:
    """Return the name of the first field of a list item, which identifies it; empty if it has no fields."""
    return next(iter(shape.fields), "")


def _is_closed(shape: Shape, value: object) -> bool:
    """Return whether a value has a closed form: a vocabulary word, a date, a number, a country, an id."""
    return (
        bool(shape.words)
        or shape.form in {"date", "duration", "integer", "boolean"}
        or shape.written == COUNTRY_CODE
        or (bool(shape.meta.refers) and isinstance(value, str) and RECORD_ID.fits(value))
    )
