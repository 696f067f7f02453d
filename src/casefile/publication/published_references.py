"""References of published records: which of them may be published, and the ids that replace others."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping

from casefile.model.field import RECORD_ID
from casefile.model.kinds import start_of
from casefile.model.plain_data import Data, items
from casefile.model.random_ids import is_drawn
from casefile.model.shape import Shape
from casefile.model.vocabularies import CROCKFORD
from casefile.publication.audience import Audience
from casefile.register import Register
from casefile.register.field_scan import survey


class References:
    """Decides whether a reference may be published: only an id of a published record may.

    For the audience internal, an id that resolves to no record is checked as a text, so that nothing is lost
    in the export to another register. For other audiences it is withheld: it may be a misspelt id of a
    withheld record. In a field that takes an id or free text (its kind ends in `?`), a value without the form
    of an id is checked as a text for every audience.
    """

    def __init__(self, register: Register, published: Collection[str], audience: Audience) -> None:
        self._register = register
        self._published = published
        self._lenient = audience == "internal"

    def __call__(self, refers: str, value: str) -> bool | None:
        """Return whether the reference may be published, or None to check it as a text: see `Resolve`."""
        target = self._register.current(value)
        if target in self._register.by_id:
            return target in self._published
        if refers.endswith("?") and not RECORD_ID.fits(value):
            return None
        return None if self._lenient else False


def targets(shape: Shape, data: Data) -> Iterator[str]:
    """Yield the ids that a record refers to, in the order of the record."""
    yield from (reference.target for reference in survey(shape, data).references)


def id_to_publish(kind: str, record_id: str, shape: Shape, data: Data, taken: Collection[str]) -> str:
    """Return an id to publish in place of one that is made of a withheld name.

    It is made only of the published content `data`, so that it cannot be used to test guesses of the name:
    it is the prefix of the old id and, for a case, the first random id of its entries, else a digest of the
    record without its references. It stays the same as long as that content does. `taken` are the ids that
    are in use, which are not returned.
    """
    stem = start_of(kind, record_id)
    return next(made for made in _candidates(kind, stem, shape, data) if made not in taken)


def _candidates(kind: str, stem: str, shape: Shape, data: Data) -> Iterator[str]:
    for event in items(data.get("events")) if kind == "case" else []:
        if is_drawn(str(event["id"])):
            yield f"{stem}-{event['id']}"
    content = {name: value for name, value in data.items() if name != "id"}
    bare = json.dumps(_without_references(shape, content), sort_keys=True, ensure_ascii=False)
    number = 0
    while True:
        digest = hashlib.sha256(f"{bare}{number or ''}".encode()).digest()
        yield f"{stem}-{''.join(CROCKFORD[byte % len(CROCKFORD)] for byte in digest[:8])}"
        number += 1


def _without_references(shape: Shape, data: Data) -> list[object]:
    """Return the values of a record with their paths, except references: those ids may be replaced too."""
    return [
        [*path, value] for path, seen, value in shape.walk(data) if seen.is_scalar and not seen.meta.refers
    ]


def referents_first(ids: Iterable[str], refers: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the ids in an order in which each comes after the ids it refers to, except within a cycle.

    `refers` gives for each id the ids that it refers to.
    """
    done: dict[str, None] = {}
    begun: set[str] = set()
    for start in ids:
        waiting = [(start, False)]
        while waiting:
            here, ready = waiting.pop()
            if ready:
                done.setdefault(here)
            elif here not in begun:
                begun.add(here)
                waiting.append((here, True))
                waiting.extend((each, False) for each in reversed(refers.get(here, ())))
    return list(done)
