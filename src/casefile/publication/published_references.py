"""References among what is published: what they may name, and the ids under which it is published."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping

from casefile.model.field import RECORD_ID
from casefile.model.kinds import start_of
from casefile.model.plain_data import Data, items
from casefile.model.shape import Shape
from casefile.model.vocabularies import CROCKFORD
from casefile.publication.audience import Audience
from casefile.register import Register
from casefile.register.field_scan import survey


class References:
    """Says of each reference whether it may be told: only ids of what is published are.

    Inside the desk an id that resolves to nothing is judged as a text, so that nothing is lost on the way to
    another register; elsewhere it may be a misspelt one of something withheld.
    """

    def __init__(self, register: Register, published: Collection[str], audience: Audience) -> None:
        self._register = register
        self._published = published
        self._lenient = audience == "internal"

    def __call__(self, refers: str, value: str) -> bool | None:
        """See `Resolve`."""
        target = self._register.current(value)
        if target in self._register.by_id:
            return target in self._published
        if refers.endswith("?") and not RECORD_ID.fits(value):
            return None
        return None if self._lenient else False


def targets(shape: Shape, data: Data) -> Iterator[str]:
    """Yield what the references of a record name, in the order of the record."""
    yield from (reference.target for reference in survey(shape, data).references)


def id_to_publish(kind: str, record_id: str, shape: Shape, data: Data, taken: Collection[str]) -> str:
    """Return an id that takes the place of one made of a withheld name.

    It is made only of what is published anyway, so that nobody can try names against it: for a case it is
    the random id of its first entry, else a digest of the record. It stays the same as long as that does.
    """
    stem = start_of(kind, record_id)
    return next(made for made in _candidates(kind, stem, shape, data) if made not in taken)


def _candidates(kind: str, stem: str, shape: Shape, data: Data) -> Iterator[str]:
    for event in items(data.get("events")) if kind == "case" else []:
        yield f"{stem}-{event['id']}"
    content = {name: value for name, value in data.items() if name != "id"}
    bare = json.dumps(_without_references(shape, content), sort_keys=True, ensure_ascii=False)
    number = 0
    while True:
        digest = hashlib.sha256(f"{bare}{number or ''}".encode()).digest()
        yield f"{stem}-{''.join(CROCKFORD[byte % len(CROCKFORD)] for byte in digest[:8])}"
        number += 1


def _without_references(shape: Shape, data: Data) -> list[object]:
    """Take what a record says without what it names: those ids may themselves be replaced."""
    return [
        [*path, value] for path, seen, value in shape.walk(data) if seen.is_scalar and not seen.says.refers
    ]


def referents_first(ids: Iterable[str], refers: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the ids so that each comes after those it names, as far as they do not name each other."""
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
