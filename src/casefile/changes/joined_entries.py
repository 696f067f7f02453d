"""Join two accounts of one thing into one: an event recorded twice, or an article cited twice."""

from __future__ import annotations

from itertools import chain
from typing import Any
from unicodedata import normalize

from casefile.changes.cited_sources import CITES, SOURCES, cited_alone, source_ids
from casefile.changes.equality import ABSENT, alike_or_absent, child_of, comparison_key, is_set
from casefile.changes.record_merge import Conflict, Merged, merge
from casefile.dates import BadDate, When
from casefile.model.plain_data import KnownData
from casefile.model.shape import Shape
from casefile.model.vocabularies import AGAINST
from casefile.model.web_addresses import address_key

NOTES = ("note", "notes")
"""Remarks for the users of the register: both are kept, one paragraph after the other."""
SUMMARY = "summary"
DATES = ("date", "published")
STANDING = "standing"
FORMERLY = "formerly"
UNKNOWN = "unknown"
"""The kind of a source of which only the web address was typed."""
NEEDS_NO_TIER = frozenset({"id", SOURCES, CITES, "note"})
"""Fields of an event that need no stricter tier when two events with different tiers are joined."""
MAY_DIFFER = frozenset({"id", SUMMARY, *NOTES, *DATES})
"""Fields whose texts may differ without showing that two accounts are of different events."""
UNITED = frozenset({SOURCES, "tags"})
"""Lists in which two accounts of one event may have different items."""


def join_entries(shape: Shape, kept: KnownData, other: KnownData) -> Merged:
    """Return two accounts of one event under the id of `kept`, and the fields in which they conflict.

    `shape` is that of the event. A field that only one account states is taken; sources and tags are those of
    both. Other lists are in conflict if each has items of its own, other fields if their values differ. Of
    two dates the more precise one is taken if it is within the other. A second summary becomes a part of the
    note. A disputed, refuted or retracted account contradicts one that is not. A field in `cites` gets the
    sources of the account that states its value, or of both if both state it.
    """
    made = _unite(shape, *({name: each[name] for name in each if name != CITES} for each in (kept, other)))
    seen = shape.seen(kept)
    lists = (name for name in kept if name in other and name not in UNITED and _is_set(seen, name))
    added_conflicts = [
        Conflict(name, ABSENT, kept[name], other[name])
        for name in lists
        if not _one_contains_other(seen.fields[name].item(), kept[name], other[name])
    ]
    if differ_in_standing(kept, other) and all(each.field != STANDING for each in made.conflicts):
        added_conflicts.append(
            Conflict(STANDING, ABSENT, *(each.get(STANDING, ABSENT) for each in (kept, other)))
        )
    data = {**made.data, **{each.field: each.ours for each in added_conflicts if each.ours is not ABSENT}}
    cites = _cites(shape, data, (kept, other))
    return Merged({**data, CITES: cites} if cites else data, (*made.conflicts, *added_conflicts))


def _cites(shape: Shape, data: KnownData, accounts: tuple[KnownData, KnownData]) -> dict[str, list[str]]:
    """Return the field `cites` of a joined event: for each field the sources of the accounts with its value.

    `data` is the joined event; if neither account has the value, the field gets the sources of both.
    """
    alone, seen = [cited_alone(each) for each in accounts], shape.seen(data)
    made = {}
    for name in dict.fromkeys(chain.from_iterable(alone)):
        child, value = child_of(shape, seen, name), data.get(name, ABSENT)
        stating = [
            cites.get(name) or source_ids(each.get("sources"))
            for each, cites in zip(accounts, alone, strict=True)
            if name in each and alike_or_absent(child, each[name], value)
        ]
        cited = stating or [cites.get(name, ()) for cites in alone]
        made[name] = [*dict.fromkeys(chain.from_iterable(cited))]
    return {name: ids for name, ids in made.items() if ids}


def differ_in_standing(one: KnownData, other: KnownData) -> bool:
    """Return whether one of two accounts is disputed, refuted or retracted, and the other one is not."""
    return (one.get(STANDING) in AGAINST) != (other.get(STANDING) in AGAINST)


def joined_records(shape: Shape, kept: KnownData, other: KnownData) -> Merged:
    """Return two records without a ledger as one under the id of `kept`, and their conflicts.

    As in `join_entries`, fields of either are taken, and dates and notes combined; sets have the items of
    both. `formerly` is left out. These do not conflict: the day on which a page was accessed (the first is
    taken), another spelling of its address, and a kind of source that is `unknown`.
    """
    return _unite(shape, _fields_to_join(kept, other, first=True), _fields_to_join(other, kept, first=False))


def _unite(shape: Shape, kept: KnownData, other: KnownData) -> Merged:
    agreed = {**_combine_dates(kept, other), **_combine_texts(kept, other)}
    one, two = ({**each, "id": kept["id"], **agreed} for each in (kept, other))
    return merge(shape, None, one, two)


def _fields_to_join(data: KnownData, beside: KnownData, *, first: bool) -> KnownData:
    """Return the fields of a record to join, without those whose difference from the other does not count.

    `beside` is the other record; `first`: `data` is the record that is kept.
    """
    gone = {FORMERLY}
    if data.get("kind") == UNKNOWN and "kind" in beside:
        gone.add("kind")
    url, other = _address(data, "url"), _address(beside, "url")
    if url and (url == _address(beside, "archived_url") or (url == other and not first)):
        gone.add("url")
    days = [str(each["accessed"]) for each in (data, beside) if "accessed" in each]
    seen = {"accessed": min(days)} if days else {}
    return {name: value for name, value in {**data, **seen}.items() if name not in gone}


def _address(data: KnownData, name: str) -> str:
    return address_key(str(data[name])) if name in data else ""


def may_be_one(shape: Shape, one: KnownData, other: KnownData) -> bool:
    """Return whether two events of one type and day may be two accounts of one event.

    They may if neither contradicts the other and neither is disputed, refuted or retracted: a person has
    decided on these.
    """
    settled = any(each.get(STANDING) in AGAINST for each in (one, other))
    return not settled and not _differ_plainly(one, other) and not join_entries(shape, one, other).conflicts


def _differ_plainly(one: KnownData, other: KnownData) -> bool:
    """Return whether a field of text contradicts the other account; a fast check before joining them.

    To join them would show it too; that takes thirty times as long, and each pair of a day is compared.
    """
    return any(
        isinstance(value, str)
        and isinstance(second := other.get(name), str)
        and value != second
        and name not in MAY_DIFFER
        and normalize("NFC", value) != normalize("NFC", second)
        for name, value in one.items()
    )


def _is_set(shape: Shape, name: str) -> bool:
    return name in shape.fields and is_set(shape.fields[name])


def _one_contains_other(shape: Shape, one: list[Any], other: list[Any]) -> bool:
    first, second = ({comparison_key(shape, item) for item in each} for each in (one, other))
    return first <= second or second <= first


def _combine_dates(kept: KnownData, other: KnownData) -> dict[str, str]:
    """Return, for each date field that both have, the more precise date if it is within the other one."""
    found = {}
    for name in {*kept}.intersection(other).intersection(DATES):
        try:
            one, two = When.parse(str(kept[name])), When.parse(str(other[name]))
        except BadDate:
            continue
        if two.earliest <= one.earliest and one.latest <= two.latest:
            found[name] = str(kept[name])
        elif one.earliest <= two.earliest and two.latest <= one.latest:
            found[name] = str(other[name])
    return found


def _combine_texts(kept: KnownData, other: KnownData) -> dict[str, str]:
    """Return the summary and the notes of the joined record, with nothing lost of either account."""
    found = {}
    both = SUMMARY in kept and SUMMARY in other
    if both:
        found[SUMMARY] = str(kept[SUMMARY])
    more = str(other[SUMMARY]) if both and other[SUMMARY] != kept[SUMMARY] else ""
    for name in NOTES:
        parts = [each[name] for each in (kept, other) if name in each]
        parts += [more] if name == NOTES[0] else []
        if any(parts):
            found[name] = "\n\n".join(dict.fromkeys(str(each).strip() for each in parts if each))
    return found
