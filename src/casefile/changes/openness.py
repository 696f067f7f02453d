"""What everybody may know of a record: a commit message counts as a publication to the public."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from casefile.changes.sameness import child_of, is_ledger
from casefile.model.naming import LEADING_TO_NAME, lasting_name_tier
from casefile.model.plain import Data, Fields, find_entry, mapping
from casefile.model.shape import Path, Shape
from casefile.model.tiers import Facts, record_tier, strictness, tier_beside
from casefile.model.words import Tier, strictest

NEVER = frozenset({"proceedings"})
"""Lists of which a message names no item: the number, the court or the short name may lead to the person."""


class Openness(Facts, frozen=True, kw_only=True):
    """The facts that decide which parts of a record are public.

    `default` is the tier of a record that states none, `public_ids` those of the records that may be named.
    """

    default: Tier = "restricted"
    public_ids: Container[str] = frozenset()


def is_open(shape: Shape, record: Data, path: tuple[str, ...], openness: Openness) -> bool:
    """Tell whether everybody may know of the node at this path; of a field that no model knows nobody may.

    Where the record holds nothing at the path, what surrounds it and the model decide.
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
    for part in path:
        if is_ledger(here):
            here, value = here.item(), find_entry(value, part)
        else:
            if _is_hidden(here, part):
                return False
            here = child_of(here, here.seen(value), part)
            value = mapping(value).get(part)
        if is_closed(here, value, openness):
            return False
    return True


def closed_names(record: Data) -> frozenset[Path]:
    """Return the paths that lead to the person's name; none if the name is public for ever."""
    return frozenset() if lasting_name_tier(record, "public") == "public" else LEADING_TO_NAME


def is_closed(shape: Shape, value: object, openness: Openness) -> bool:
    """Tell whether a node is itself stricter than public: by its tier, by the model, by what it holds.

    An entry of a type that no model knows is closed.
    """
    seen = shape.seen(value)
    if isinstance(value, Mapping) and len(seen.models) > 1 and seen.types:
        return True
    return value is not None and strictness(seen, value, "public", openness) != "public"


def open_nodes(
    shape: Shape, value: object, openness: Openness, path: Path = (), closed: Container[Path] = ()
) -> Iterator[tuple[Shape, object]]:
    """Yield the shape and the value of this node and of every node below it, if they are public.

    `path` is the path of the node in its record; nodes at the paths in `closed` are left out.
    """
    if is_closed(shape, value, openness):
        return
    seen = shape.seen(value)
    yield seen, value
    if isinstance(value, Mapping):
        for name, item in value.items():
            below = (*path, name)
            if not _is_hidden(shape, name) and below not in closed:
                yield from open_nodes(child_of(shape, seen, name), item, openness, below, closed)
    elif isinstance(value, list):
        for item in value:
            yield from open_nodes(shape.item(), item, openness, path, closed)


def open_part(shape: Shape, entry: Data, openness: Openness) -> Fields:
    """Return the fields of an entry that everybody may know of."""
    seen = shape.seen(entry)
    return {
        name: value
        for name, value in entry.items()
        if not _is_hidden(shape, name) and not is_closed(child_of(shape, seen, name), value, openness)
    }


def _is_hidden(shape: Shape, name: str) -> bool:
    """Return whether a field is never public, even if its tier is."""
    return not shape.key(name) or name in NEVER
