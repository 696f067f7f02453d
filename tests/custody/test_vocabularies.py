"""What each word of a vocabulary does to a person at liberty, on remand and in prison, as a table to read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from casefile.custody.ledger_fold import fold
from casefile.custody.state import ALL_STATUSES, URGENCY
from casefile.model.events import EVENT_TYPES
from casefile.model.record_shapes import shape_of_entry

TABLE = Path(__file__).resolve().parents[1] / "examples" / "vocabularies" / "custody.tsv"
ARRESTED = {"type": "detention", "date": "2025-01-10", "kind": "arrest"}
REMANDED = {"type": "hearing", "date": "2025-01-12", "outcome": "remanded"}
SENTENCED = {
    "type": "verdict",
    "date": "2025-03-01",
    "outcome": "convicted",
    "sentences": [{"penalty": "imprisonment", "term": "P6Y"}],
}
BEFORE = {"free": (), "remanded": (ARRESTED, REMANDED), "sentenced": (ARRESTED, REMANDED, SENTENCED)}
FIELDS = {"departure": "kind", "detention": "kind", "release": "kind", "hearing": "outcome", "penalty": ""}
DAY = date(2025, 4, 2)


def words(kind):
    if kind == "penalty":
        return shape_of_entry("verdict").fields["sentences"].item({}).fields["penalty"].words
    return shape_of_entry(kind).fields[FIELDS[kind]].words


def entry(kind, word):
    if kind == "penalty":
        return {**SENTENCED, "date": "2025-04-01", "sentences": [{"penalty": word}]}
    return {"type": kind, "date": "2025-04-01", FIELDS[kind]: word}


def answer(kind, word, before):
    entries = [
        EVENT_TYPES[each["type"]].model_validate({"id": f"e{at:04d}", **each})
        for at, each in enumerate((*BEFORE[before], entry(kind, word)))
    ]
    view = fold(entries).on(DAY)
    return f"{' or '.join(view.possible)}, {view.certainty}, {view.basis or 'no basis'}"


def expected():
    """Return the rows of the table: kind, word, what was before, the answer."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("kind", "word", "before", "said"), expected())
def test_each_word_has_the_effect_in_the_table(kind, word, before, said):
    assert answer(kind, word, before) == said


def test_the_table_has_every_word():
    rows = {(kind, word, before) for kind, word, before, _ in expected()}
    assert rows == {(kind, word, before) for kind in FIELDS for word in words(kind) for before in BEFORE}


def test_every_status_has_one_place_in_lists():
    assert sorted(URGENCY) == sorted(ALL_STATUSES)
