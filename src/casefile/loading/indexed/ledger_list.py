"""The ledgers of records as timelines show them, read from the index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.json import decode, encode

from casefile.index import ToleratedFailure
from casefile.loading.indexed.indexed_register import IndexedRegister
from casefile.model.recorded_lookups import RecordedLookups, are_unchanged
from casefile.model.tiers import TierFacts
from casefile.register.record_summary import RecordSummary
from casefile.views.ledger_timeline import TimelineLine, ledger


class StoredLedger(Struct, frozen=True, array_like=True):
    """The ledger of one record as the index stores it, and the facts outside the record that it depends on.

    `labels` are labels of other records by id; `close` and `known` are whether a source, by id, is close to
    the person, and whether it is in the register.
    """

    lines: tuple[TimelineLine, ...]
    labels: Mapping[str, str | None]
    close: Mapping[str, bool | None]
    known: Mapping[str, bool | None]


def read_ledgers(register: IndexedRegister, rows: Sequence[RecordSummary]) -> list[tuple[TimelineLine, ...]]:
    """Return the ledgers of these records of the register, in the same order.

    Ledgers that the index does not contain, or that are out of date, are made from the files and stored.
    """
    seen, facts = register.seen, register.facts
    close, known = (dict.fromkeys(ids or (), True) for ids in (facts.close, facts.known))
    numbers: Mapping[str, int] = {}
    found: dict[str, StoredLedger] = {}
    with ToleratedFailure(seen.root), seen.snapshot_index.steady(seen.state):
        numbers = seen.snapshot_index.numbers(seen.state, [row.id for row in rows])
        texts = seen.snapshot_index.ledgers.of(numbers.values())
        ids = [record for record, number in numbers.items() if number in texts]
        stored = decode(f"[{','.join(texts[numbers[record]] for record in ids)}]", type=list[StoredLedger])
        found = {
            record: each
            for record, each in zip(ids, stored, strict=True)
            if are_unchanged(each.labels, register.labels)
            and are_unchanged(each.close, close)
            and are_unchanged(each.known, known)
        }
    made = {row.id: _make_ledger(register, row, close, known) for row in rows if row.id not in found}
    with ToleratedFailure(seen.root):
        ready = (
            (numbers[record], encode(each).decode()) for record, each in made.items() if record in numbers
        )
        seen.snapshot_index.ledgers.store(ready)
    return [(made.get(row.id) or found[row.id]).lines for row in rows]


def _make_ledger(
    register: IndexedRegister, row: RecordSummary, close: Mapping[str, bool], known: Mapping[str, bool]
) -> StoredLedger:
    labels, facts = RecordedLookups(register.labels), (RecordedLookups(close), RecordedLookups(known))
    lines = ledger(register, row, labels, TierFacts(*facts))
    return StoredLedger(lines, labels.found, *(each.found for each in facts))
