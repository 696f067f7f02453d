"""The fields of an event that nobody may change without a reason: its type, dates, sources and standing."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from casefile.model.shape import Shape

REPORTED = "reported"
"""The standing of an event that states none."""


class Cited(NamedTuple):
    """One citation of a source; an empty text where it states no locator or no quote."""

    source: str
    locator: str = ""
    quote: str = ""


class ProtectedFields(NamedTuple):
    """The fields of one event that are not to change without a reason.

    `dates` are pairs of a field's dotted name and its value, `reason` is that of the resolution.
    """

    type: str
    dates: tuple[tuple[str, str], ...] = ()
    sources: tuple[Cited, ...] = ()
    standing: str = REPORTED
    reason: str = ""

    def value(self, field: str, current: Callable[[str], str] = str) -> object:
        """Return the value of a field that `rewritten_fields` names; `current` gives a source its last id."""
        if field == "type":
            return self.type
        if field == "standing":
            return self.standing, self.reason
        if field == "sources":
            return frozenset(each._replace(source=current(each.source)) for each in self.sources)
        return frozenset(value for name, value in self.dates if name == field)


def protected_fields(shape: Shape, event: Mapping[str, object]) -> ProtectedFields:
    """Return the protected fields of an event; `shape` is that of the entries of its ledger."""
    resolution = event.get("resolution")
    cited = event.get("sources")
    return ProtectedFields(
        type=_text(event.get("type")),
        dates=tuple(_dates(shape, event)),
        sources=tuple(_cited(each) for each in cited) if isinstance(cited, list) else (),
        standing=_text(event.get("standing")) or REPORTED,
        reason=_text(resolution.get("reason")) if isinstance(resolution, Mapping) else "",
    )


def protected_events(shape: Shape, record: Mapping[str, object]) -> dict[str, ProtectedFields]:
    """Return the protected fields of each event of a record that has an id; `shape` is the record's."""
    ledger, events = shape.seen(record).key("events"), record.get("events")
    if ledger is None or ledger.inner is None or not isinstance(events, list):
        return {}
    return {
        each["id"]: protected_fields(ledger.inner, each)
        for each in events
        if isinstance(each, Mapping) and isinstance(each.get("id"), str)
    }


def rewritten_fields(
    before: ProtectedFields, after: ProtectedFields, current: Callable[[str], str] = str
) -> tuple[str, ...]:
    """Return the names of the fields that lost their value: `type`, dates, `sources`, `standing`.

    A date that was absent, one more source and a locator beside a source are additions. `current` gives a
    source its last id, so that a renamed source is the same one.
    """
    if before == after:
        return ()
    found = ["type"] if before.type != after.type else []
    lost = (name for name, value in before.dates if (name, value) not in after.dates)
    found += dict.fromkeys(name for name in lost if name == "date" or before.type == after.type)
    if not all(_is_kept(each, after.sources, current) for each in before.sources):
        found.append("sources")
    if before.standing != after.standing or (before.reason and not after.reason):
        found.append("standing")
    return tuple(found)


def unexplained_fields(
    before: ProtectedFields,
    after: ProtectedFields,
    current: Callable[[str], str] = str,
    *,
    reasoned: bool = False,
    marked: bool = False,
) -> tuple[str, ...]:
    """Return the rewritten fields for which nobody gives a reason.

    A new reason in the event's resolution explains all but a type, and so does a commit with a reason
    (`reasoned`). `mark` explains a standing (`marked`), and so does a reason that is still there.
    """
    explained = reasoned or (bool(after.reason) and after.reason != before.reason)
    stands = marked or bool(after.reason)
    return tuple(
        name
        for name in rewritten_fields(before, after, current)
        if name == "type" or not (explained or (stands and name == "standing"))
    )


def _dates(shape: Shape, node: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield each date in an event with its dotted name; those of the items of a list share one."""
    if isinstance(node, list):
        for each in node:
            yield from _dates(shape.item(each), each, name)
    elif isinstance(node, Mapping):
        seen = shape.seen(node)
        for key, value in node.items():
            field = seen.key(key)
            if field is not None and key != "resolution" and _has_dates(field):
                yield from _dates(field, value, f"{name}.{key}" if name else key)
    elif shape.form == "date" and name:
        yield name, _text(node)


@cache
def _has_dates(shape: Shape) -> bool:
    inner = shape.inner or shape
    return inner.form == "date" or any(map(_has_dates, inner.fields.values()))


def _is_kept(cited: Cited, others: Iterable[Cited], current: Callable[[str], str]) -> bool:
    """Return whether a citation is still there, also where it states more by now."""
    return any(
        current(cited.source) == current(each.source)
        and cited.locator in {"", each.locator}
        and cited.quote in {"", each.quote}
        for each in others
    )


def _cited(value: object) -> Cited:
    if isinstance(value, Mapping):
        return Cited(*(_text(value.get(name)) for name in Cited._fields))
    return Cited(_text(value))


def _text(value: object) -> str:
    return "" if value is None else unicodedata.normalize("NFC", str(value))
