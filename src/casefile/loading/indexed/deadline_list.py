"""The deadlines of all records of a snapshot, read from the index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.json import decode

from casefile.dates import Day, When
from casefile.index import ToleratedFailure
from casefile.loading.indexed.index_lookup import DatedSnapshot
from casefile.model.recorded_lookups import are_unchanged
from casefile.views.deadlines.deadline import Due, days_off

if TYPE_CHECKING:
    from casefile.register import Register


class StoredDeadlines(Struct, frozen=True, array_like=True):
    """The deadlines of one record as the index stores them: date, kind, event and text of each.

    `labels` are the labels of other records that the texts contain, by id.
    """

    record: str
    name: str
    rows: Sequence[tuple[str, str, str, str]]
    labels: Mapping[str, str | None]

    def on(self, day: Day) -> Iterator[Due]:
        """Yield the deadlines as of this day, with the number of days until each."""
        for date_text, kind, event, text in self.rows:
            date = When.parse(date_text)
            yield Due(date, days_off(kind, date, day), kind, self.record, self.name, event, text)


def deadlines_on(dated_snapshot: DatedSnapshot) -> list[Due]:
    """Return all deadlines known on the day of the snapshot, however far away, unordered.

    Deadlines that are not stored for this day, or are out of date, are made and stored first. Raises
    ValueError, OSError or sqlite3.Error if the index fails.
    """
    outdated, found = _read(dated_snapshot)
    if outdated:
        from casefile.loading.indexed.deadline_builder import build_deadline_rows  # noqa: PLC0415 - the model, which is not needed if all are stored

        build_deadline_rows(dated_snapshot, outdated)
        outdated, found = _read(dated_snapshot)
    if outdated:
        raise ValueError("deadlines are missing")
    return [due for each in found for due in each.on(dated_snapshot.on)]


def _read(dated_snapshot: DatedSnapshot) -> tuple[list[tuple[int, str]], list[StoredDeadlines]]:
    """Return row number and id of the records with outdated deadlines, and the stored deadlines."""
    snapshot_index, state = dated_snapshot.snapshot_index, dated_snapshot.state
    by, day = state.facts["deadline_settings"], dated_snapshot.on.toordinal()
    with snapshot_index.steady(state):
        outdated = snapshot_index.deadlines.missing(state, by, day)
        stored = [*snapshot_index.deadlines.on(state, by, day)]
    found = decode(f"[{','.join([text for _, text in stored])}]", type=list[StoredDeadlines])
    labels = dated_snapshot.labels
    outdated += [
        (row, each.record)
        for (row, _), each in zip(stored, found, strict=True)
        if not are_unchanged(each.labels, labels)
    ]
    return outdated, found


FEW = 500
"""If the deadlines of at most this many records are missing in the index, all are computed at once."""


def deadlines_of(dated_snapshot: DatedSnapshot, register: Register, record: str) -> list[Due]:
    """Return the deadlines of one record with a ledger; `register` is the register of the same snapshot.

    If the index cannot answer, they are computed from the record.
    """
    text = None
    with ToleratedFailure(dated_snapshot.root):
        text = _read_one(dated_snapshot, record)
    if text is None:
        from casefile.loading.indexed.deadline_builder import make_deadline_row  # noqa: PLC0415 - the model: see above

        text = make_deadline_row(register, record, 0, dated_snapshot.on, "").deadlines
    return [*decode(text, type=StoredDeadlines).on(dated_snapshot.on)] if text else []


def _read_one(dated_snapshot: DatedSnapshot, record: str) -> str | None:
    """Return the stored deadlines of a record as JSON; if they are missing, compute and store them first.

    The result is None if the index does not contain the record.
    """
    snapshot_index, state = dated_snapshot.snapshot_index, dated_snapshot.state
    by, day = state.facts["deadline_settings"], dated_snapshot.on.toordinal()
    row = snapshot_index.numbers(state, [record]).get(record)
    if row is None:
        return None
    text = snapshot_index.deadlines.of(row, by, day)
    if text is None or (text and not _is_valid(text, dated_snapshot)):
        from casefile.loading.indexed.deadline_builder import build_deadline_rows  # noqa: PLC0415 - the model: see above

        missing = [(row, record)] if text else snapshot_index.deadlines.missing(state, by, day)
        build_deadline_rows(dated_snapshot, missing if len(missing) <= FEW else [(row, record)])
        text = snapshot_index.deadlines.of(row, by, day)
    return text


def _is_valid(text: str, dated_snapshot: DatedSnapshot) -> bool:
    """Return whether other records still have the labels that these stored deadlines contain."""
    return are_unchanged(decode(text, type=StoredDeadlines).labels, dated_snapshot.labels)
