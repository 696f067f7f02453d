"""How SQLite looks things up on the board: by an index, not by reading through a moment."""

from __future__ import annotations

from contextlib import closing, suppress

import pytest

from casefile.index import ContentCache, SnapshotIndex
from casefile.index.tables import IndexState

MOMENT = IndexState(1, 1, "files", b"", {})
ASKED = {
    "by its id": lambda snapshot_index: snapshot_index.by_id(MOMENT, "kg-2025-aaaaa"),
    "by its row": lambda snapshot_index: snapshot_index.by_row(MOMENT, 3),
    "by its path": lambda snapshot_index: snapshot_index.at(MOMENT, "cases/kg/2025/kg-2025-aaaaa.yaml"),
    "who names it": lambda snapshot_index: [*snapshot_index.linked(MOMENT, ["scns"])],
    "what is due": lambda snapshot_index: [*snapshot_index.deadlines.on(MOMENT, "x", 739_000)],
    "who is held": lambda snapshot_index: snapshot_index.list_rows.rows_on(MOMENT, 739_000, ["held"]),
    "who may know its names": lambda snapshot_index: snapshot_index.words.tiers_of(3),
    "who is called nearly so": lambda snapshot_index: snapshot_index.words.of_part(MOMENT, "asan", 3),
    "what was shown": lambda snapshot_index: snapshot_index.passages.of([3]),
    "what a timeline showed": lambda snapshot_index: snapshot_index.ledgers.of([3]),
    "which rows its records have": lambda snapshot_index: snapshot_index.numbers(MOMENT, ["kg-2025-aaaaa"]),
    "who is called so": lambda snapshot_index: snapshot_index.words.rows_with_name(MOMENT, "Aida"),
}
SOME = {"SCAN list_totals"}
"""Steps through what an index gave, and through a handful of rows."""
THROUGH_ALL = {"what is due": 1}
"""How often a question may read through a moment."""


@pytest.mark.parametrize("ask", ASKED)
def test_no_look_up_reads_through_all_files(tmp_path, ask):
    with closing(ContentCache(tmp_path, "1").connected()):
        pass  # made; opened again it knows the sizes
    with closing(ContentCache(tmp_path, "1").connected()) as database:
        said = []
        database.set_trace_callback(said.append)
        with suppress(ValueError):  # nothing is noted there of how many a list must have
            ASKED[ask](SnapshotIndex(database))
        database.set_trace_callback(None)
        plans = [
            step
            for sql in said
            if sql.startswith("SELECT")
            for *_, step in database.execute(f"EXPLAIN QUERY PLAN {sql}")
        ]
    assert plans
    all_files = "files USING PRIMARY KEY (snapshot=?)"
    through = [step for step in plans if step.endswith(all_files) or ("SCAN" in step and step not in SOME)]
    assert len(through) == THROUGH_ALL.get(ask, 0), plans
