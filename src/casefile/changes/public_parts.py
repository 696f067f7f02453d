"""Which parts of a record are public. A commit message counts as a publication to the public."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from casefile.changes.cited_sources import CITES, rest_on_close, with_shown_sources
from casefile.changes.equality import child_of, is_ledger
from casefile.model.case_names import LEADING_TO_NAME, lasting_name_tier
from casefile.model.plain_data import Data, Fields, find_entry, items, mapping, source_of
from casefile.model.shape import Path, Shape
from casefile.model.tiers import TierFacts, record_tier, strictness, tier_beside
from casefile.model.vocabularies import CONSENT, PROCEEDINGS, Tier, strictest

NEVER_PUBLIC = frozenset({PROCEEDINGS, CONSENT})
"""Fields that a commit message never describes.

The number, the court or the short name of a proceeding may lead to the person, and no export shows a consent.
"""


class Openness(TierFacts, frozen=True, kw_only=True):
    """The facts outside a record that decide which of its parts are public.

    `default` is the tier of a record that states none, `public_ids` contains the ids of the records that may
    be named publicly.
    """

    default: Tier = "restricted"
    public_ids: Container[str] = frozenset()


def is_open(shape: Shape, record: Data, path: tuple[str, ...], openness: Openness) -> bool:
    """Return whether the node at a path of a record is public; a field that no model knows is not.

    `shape` is the record's. If the record has no value at the path, the nodes around it and the model decide.
    """
    if record_tier(record, openness.default) != "public":
        return False
    if path[:2] in LEADING_TO_NAME and closed_names(record):
        return False
    beside = (tier_beside(path[:end], record) for end in range(1, len(path) + 1))
    if strictest("public", *beside) != "public":
        return False
    here, node = shape, dict(record)
    value: object = node
    for at, part in enumerate(path):
        if is_ledger(here):
            here, value = here.item(), find_entry(value, part)
        else:
            if _is_hidden(here, part) or not _shows_sources(mapping(value), path[at:], openness):
                return False
            here = child_of(here, here.seen(value), part)
            value = mapping(value).get(part)
        if is_closed(here, value, openness):
            return False
    return True


def closed_names(record: Data) -> frozenset[Path]:
    """Return the paths of the fields that lead to the person's name; none if the name is public for ever."""
    return frozenset() if lasting_name_tier(record, "public") == "public" else LEADING_TO_NAME


def is_closed(shape: Shape, value: object, openness: Openness) -> bool:
    """Return whether a node itself is not public: by its tier, by the model, or by its content.

    An entry of a type that no model knows is not public, and neither is one with a required field that is not
    public. Of its sources, only public ones can make an entry public. A `value` of None is not closed.
    """
    seen = shape.seen(value)
    if isinstance(value, Mapping) and len(seen.models) > 1 and seen.types:
        return True
    if value is None:
        return False
    lost = (seen.key(name) for name in _closed_fields(mapping(value), openness))
    if any(field is not None and field.required for field in lost):
        return True
    shown = with_shown_sources(value, lambda _, cited: _is_shown(cited, openness))
    return strictest(*(strictness(seen, each, "public", openness) for each in (value, shown))) != "public"


def _is_shown(cited: object, openness: Openness) -> bool:
    """Return whether the source of a citation is public."""
    return source_of(cited) in openness.public_ids


def _closed_fields(node: Data, openness: Openness) -> frozenset[str]:
    """Return the names of the fields of an event that are not public because of their sources in `cites`."""
    alone = mapping(node.get(CITES))
    return frozenset(str(name) for name, cited in alone.items() if _are_closed(items(cited), openness))


def _are_closed(cited: list[object], openness: Openness) -> bool:
    """Return whether none of these sources is public, or the public ones are all close to the person."""
    shown = [each for each in cited if _is_shown(each, openness)]
    return bool(cited) and (not shown or rest_on_close(cited, shown, openness.close))


def _shows_sources(node: Data, path: tuple[str, ...], openness: Openness) -> bool:
    """Return whether the sources cited for a field alone leave it public.

    `path` leads to the field from the event `node`. In `cites`, the sources of a field are public if the
    field is.
    """
    closed = _closed_fields(node, openness)
    named = path[:1] if path[0] != CITES else path[1:2] or closed
    return closed.isdisjoint(named)


def _with_open_fields(node: Data, openness: Openness) -> Data:
    """Return an event without the fields that are not public because of their own sources.

    These sources are left out too.
    """
    closed = _closed_fields(node, openness)
    if not closed:
        return node
    left = {name: value for name, value in node.items() if name not in closed}
    return {**left, CITES: {name: ids for name, ids in mapping(node[CITES]).items() if name not in closed}}


def open_nodes(
    shape: Shape, value: object, openness: Openness, path: Path, closed: Container[Path]
) -> Iterator[tuple[Shape, object]]:
    """Yield the shape and the value of this node and of every node below it, if they are public.

    `path` is the path of the node in its record; nodes at the paths in `closed` are left out.
    """
    if is_closed(shape, value, openness):
        return
    seen = shape.seen(value)
    yield seen, value
    if isinstance(value, Mapping):
        for name, item in _with_open_fields(value, openness).items():
            below = (*path, name)
            if not _is_hidden(shape, name) and below not in closed:
                yield from open_nodes(child_of(shape, seen, name), item, openness, below, closed)
    elif isinstance(value, list):
        for item in value:
            yield from open_nodes(shape.item(), item, openness, path, closed)


def open_part(shape: Shape, entry: Data, openness: Openness) -> Fields:
    """Return a new mapping with the public fields of an entry; whether the entry is public does not count."""
    seen = shape.seen(entry)
    return {
        name: value
        for name, value in _with_open_fields(entry, openness).items()
        if not _is_hidden(shape, name) and not is_closed(child_of(shape, seen, name), value, openness)
    }


def _is_hidden(shape: Shape, name: str) -> bool:
    """Return whether a field is not public whatever its tier: it is in NEVER_PUBLIC, or not in the model."""
    return not shape.key(name) or name in NEVER_PUBLIC
