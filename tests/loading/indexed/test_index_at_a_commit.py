"""A commit on the board is told as it was, whatever became of the files since."""

from __future__ import annotations

import shutil

import pytest

from casefile.files.clone_paths import NAME
from support.cached import same_without_cache

CASE = "kg-2025-joomart-duulatov"
ASKED = (
    ["list", "--json"],
    ["list", "--status", "held", "--on", "2025-06-10"],
    ["due", "--on", "2025-07-30"],
    ["due", "--on", "2025-07-30", "--json"],
    ["today", "--on", "2025-07-30"],
    ["stats", "--by", "month"],
    ["show", CASE],
    ["show", "kloop-2025", "--json"],
    ["timeline", "kloop-2025"],
    ["timeline", "Duulatov"],
    ["search", "courtroom"],
    ["search", "kloop", "--json"],
    ["search", "joomarx"],
    ["export", "-f", "jsonl", "--on", "2025-06-10"],
    ["export", "-f", "csv", "--on", "2025-06-10"],
)


def case(folder):
    return folder / f"cases/kg/2025/{CASE}.yaml"


def rewritten(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


CHANGES = {
    "nothing": lambda _folder: None,
    "a case edited": lambda folder: rewritten(case(folder), "in the courtroom", "in the corridor"),
    "a case gone": lambda folder: case(folder).unlink(),
    "all cases gone": lambda folder: shutil.rmtree(folder / "cases" / "kg"),
    "settings": lambda folder: rewritten(
        folder / "casefile.yaml", "schema:", "stale_after: P1D\ntimezone: Pacific/Auckland\nschema:"
    ),
    "settings broken": lambda folder: rewritten(folder / "casefile.yaml", "schema:", "tiers: none\nschema:"),
    "a body renamed": lambda folder: rewritten(
        folder / "cases/statutes/kg-cc-278.yaml", "article: 278", "article: 279"
    ),
}


@pytest.mark.sample(3)
@pytest.mark.parametrize("change", CHANGES)
def test_a_commit_in_the_index_is_read_as_it_was(register, answer, change):
    answer(register, "list")
    CHANGES[change](register)
    asked = [[*words, "--known-at", "HEAD"] for words in ASKED]
    told = same_without_cache(answer, register, asked)
    assert [answer(register, *words) for words in asked] == told


def test_nothing_is_remembered_of_a_commit_that_may_hold_who_was_withdrawn(register, answer):
    answer(register, "list")
    assert answer(register, "withdraw", CASE, "--reason", "safety", "--yes")[0] == 0
    before = [[*words, "--known-at", "HEAD~1"] for words in ASKED]
    same_without_cache(answer, register, before)
    kept = register / ".git" / "casefile" / NAME
    assert not kept.exists() or b"Duulatov" not in kept.read_bytes()
    answer(register, "list")
    same_without_cache(answer, register, before)
    assert b"Duulatov" not in kept.read_bytes()
