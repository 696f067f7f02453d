"""The fields that may not change without a reason.

Of an event they are its type, dates, durations, sources and verification status, and the required fields of
list items with a date or duration. Of a source they are its kind, its addresses and its date.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from casefile.changes.cited_sources import CITES, Cited, cited_alone
from casefile.changes.joined_entries import UNKNOWN
from casefile.model.plain_data import Data, items, mapping
from casefile.model.shape import Shape
from casefile.model.web_addresses import address_key

REPORTED = "reported"
"""The verification status of an event that states none."""
TIMED = frozenset({"date", "duration"})
AS_OF = "resolution.as_of"
GROUNDS = "resolution.sources"
OF_ANY_TYPE = frozenset({"date", AS_OF})
"""The dates that every type of event has; a change of type does not excuse their loss."""
ADDRESSES = ("url", "archived_url")
OF_KEPT_FILE: Mapping[str, Callable[[str], str]] = {
    "sha256": str.lower,
    "file": lambda path: "named" if path else "",
}
"""For two fields of a source, the function that returns the part of its value that may not change.

Of the kept file that is its digest, and that it is named, under any path; empty if nothing is stated.
"""


class StatedField(NamedTuple):
    """A date, duration or required field of a list item in an event; or a field of a source.

    `name` is the dotted name of the field. For a date or duration in a list, `beside` contains the other
    dates, durations and required fields of the same item, such as a penalty, as pairs of name and value.
    """

    name: str
    value: str
    beside: frozenset[tuple[str, str]] = frozenset()


class ProtectedFields(NamedTuple):
    """The fields of one event, or of a source as a whole, that may not change without a reason.

    `stated` are its dates, durations and required fields, `standing` its verification status. `reason` and
    `grounds` are the reason and the sources of its resolution, `alone` the citations for single fields.
    `named` are the names of the fields that the event states.
    """

    type: str = ""
    stated: tuple[StatedField, ...] = ()
    sources: tuple[Cited, ...] = ()
    standing: str = REPORTED
    reason: str = ""
    grounds: tuple[Cited, ...] = ()
    alone: tuple[tuple[str, Cited], ...] = ()
    named: frozenset[str] = frozenset()

    def values(self, current: Callable[[str], str] = str) -> frozenset[tuple[str, object]]:
        """Return pairs of a field, named as in `rewritten_fields`, and a value, which is only for comparison.

        A field with several values has several pairs. `current` maps the id of a source to its latest id.
        """
        cited = (("sources", self.sources), (GROUNDS, self.grounds))
        return frozenset(
            [
                ("type", self.type),
                ("standing", (self.standing, self.reason)),
                *((each.name, each) for each in self.stated),
                *(
                    (name, each._replace(source=current(each.source)))
                    for name, sources in cited
                    for each in sources
                ),
                *((f"{CITES}.{name}", current(each.source)) for name, each in self.alone),
            ]
        )

    def value(self, field: str, current: Callable[[str], str] = str) -> object:
        """Return the frozenset of the values of one field, named and in the form as in `values`."""
        return frozenset(value for name, value in self.values(current) if name == field)


def protected_fields(shape: Shape, event: Data) -> ProtectedFields:
    """Return the protected fields of an event; `shape` is that of the events of its ledger."""
    resolution = mapping(event.get("resolution"))
    return ProtectedFields(
        type=_text(event.get("type")),
        stated=tuple(_stated(shape, event)),
        sources=tuple(_cited(event)),
        standing=_text(event.get("standing")) or REPORTED,
        reason=" ".join(_text(resolution.get("reason")).split()),
        grounds=tuple(_cited(resolution)),
        alone=tuple((name, Cited(each)) for name, ids in cited_alone(event).items() for each in ids),
        named=frozenset(map(str, event)),
    )


def protected_events(shape: Shape, record: Data) -> dict[str, ProtectedFields]:
    """Return the protected fields of each event of a record, by the id of the event.

    `shape` is the record's. Events without an id are left out. A source has no events: its own fields are
    under an empty id. The result is empty for other records without events.
    """
    if shape.name == "source":
        return {"": ProtectedFields(stated=tuple(_identity(record)))}
    ledger, events = shape.seen(record).key("events"), record.get("events")
    if ledger is None or ledger.inner is None or not isinstance(events, list):
        return {}
    return {
        each["id"]: protected_fields(ledger.inner, each)
        for each in events
        if isinstance(each, Mapping) and isinstance(each.get("id"), str)
    }


def _identity(source: Data) -> Iterator[StatedField]:
    """Yield the fields that identify a source; an address in a form that all its spellings share."""
    for name in ("kind", *ADDRESSES, "published"):
        value = _text(source.get(name))
        if value not in {"", UNKNOWN}:
            yield StatedField(name, address_key(value) if name in ADDRESSES else value)


def rewritten_fields(
    before: ProtectedFields, after: ProtectedFields, current: Callable[[str], str] = str
) -> tuple[str, ...]:
    """Return the names of the protected fields that lost a value between two states of an event or a source.

    They are `type`, the names in `stated`, `sources`, `standing`, and fields of `resolution` and `cites`. A
    removed reason counts as `standing`. A date that was absent, one more source, and a locator or quote that
    a citation did not have are additions, not losses. If the type changed, only `date` and `resolution.as_of`
    can be lost of the dates and durations. A citation for a single field may be removed together with the
    field. `current` maps the id of a source to its latest id, so that a renamed source is the same one.
    """
    if before == after:
        return ()
    found = ["type"] if before.type != after.type else []
    lost = (each.name for each in before.stated if not _is_stated(each, after.stated))
    of_any_type = (name for name in lost if name in OF_ANY_TYPE or before.type == after.type)
    found += dict.fromkeys(of_any_type)
    if not all(_is_kept(each, after.sources, current) for each in before.sources):
        found.append("sources")
    if not all(_is_kept(each, after.grounds, current) for each in before.grounds):
        found.append(GROUNDS)
    alone = {(name, current(each.source)) for name, each in after.alone}
    lost_alone = (
        f"{CITES}.{name}"
        for name, each in before.alone
        if name in after.named and (name, current(each.source)) not in alone
    )
    found += dict.fromkeys(lost_alone)
    if before.standing != after.standing or (before.reason and not after.reason):
        found.append("standing")
    return tuple(found)


def unexplained_fields(
    before: ProtectedFields,
    after: ProtectedFields,
    current: Callable[[str], str],
    *,
    reasoned: bool,
    marked: bool,
) -> tuple[str, ...]:
    """Return the rewritten fields (see `rewritten_fields`) for which no reason is given.

    A new reason in the event's resolution explains all but a type, and so does a commit with a reason
    (`reasoned`). The command `mark` explains a verification status and its resolution (`marked`).
    """
    explained = reasoned or (bool(after.reason) and after.reason != before.reason)
    marks = {"standing", AS_OF, GROUNDS} if marked else set()
    return tuple(
        name
        for name in rewritten_fields(before, after, current)
        if name == "type" or not (explained or name in marks)
    )


def _stated(shape: Shape, node: object, name: str = "") -> Iterator[StatedField]:
    """Yield each date and duration in an event by its dotted name; items of one list share a name.

    `name` is the dotted name of the node. The required fields of such an item are values too: a penalty
    without a term is replaced like a term.
    """
    if isinstance(node, list):
        for each in node:
            inside = [*_stated(shape.item(each), each, name)]
            required = [*_required(shape.item(each), each, name)]
            named = frozenset(one[:2] for one in (*required, *inside))
            yield from required
            yield from (one._replace(beside=named - {one[:2]}) for one in inside)
    elif isinstance(node, Mapping):
        seen = shape.seen(node)
        for key, value in node.items():
            field = seen.key(key)
            if field is not None and _is_timed(field):
                yield from _stated(field, value, f"{name}.{key}" if name else key)
    elif shape.form in TIMED and name:
        yield StatedField(name, _text(node))


def _required(shape: Shape, item: object, name: str) -> Iterator[StatedField]:
    """Yield the required fields of an item of a list with the dotted name `name`."""
    for key, value in item.items() if isinstance(item, Mapping) else ():
        field = shape.seen(item).key(key)
        if field is not None and field.required:
            yield StatedField(f"{name}.{key}", _text(value))


@cache
def _is_timed(shape: Shape) -> bool:
    inner = shape.inner or shape
    return inner.form in TIMED or any(map(_is_timed, inner.fields.values()))


def _is_stated(one: StatedField, others: Iterable[StatedField]) -> bool:
    """Return whether the value `one` is still stated, also if its list item states more now."""
    return any(one[:2] == other[:2] and one.beside <= other.beside for other in others)


def _is_kept(cited: Cited, others: Iterable[Cited], current: Callable[[str], str]) -> bool:
    """Return whether a citation is still among the others, also if it states more now."""
    return any(
        current(cited.source) == current(each.source)
        and cited.locator in {"", each.locator}
        and cited.quote in {"", each.quote}
        for each in others
    )


def _cited(node: Data) -> Iterator[Cited]:
    """Yield the citations of an event or a resolution."""
    for each in items(node.get("sources")):
        if isinstance(each, Mapping):
            yield Cited(*(_text(each.get(name)) for name in Cited._fields))
        else:
            yield Cited(_text(each))


def _text(value: object) -> str:
    return "" if value is None else unicodedata.normalize("NFC", str(value))
