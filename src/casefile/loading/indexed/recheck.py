"""Checking a few records of a register of which the board tells the rest."""

from __future__ import annotations

from casefile.checks.rule_subject import Around
from casefile.checks.run_rules import check_entry
from casefile.index import Verdict
from casefile.loading.indexed.indexed_register import ByBoard
from casefile.loading.indexed.indexed_snapshot import Sight
from casefile.register import Entry
from casefile.views.review_text import not_canonical


def judge(seen: Sight, verdict: Verdict) -> Verdict | None:
    """Check the files that are pending, and note what was found; None where the board knows too little."""
    register = ByBoard(seen)
    entries = [_entry(seen, register, path) for path in sorted(verdict.pending)]
    sound = [entry for entry in entries if entry is not None]
    if len(sound) < len(entries):
        return None
    around = Around(register)
    found = [each for entry in sound for each in (*check_entry(entry, around), *not_canonical(entry))]
    problems = [*verdict.problems, *(problem.as_data() for problem in found)]
    judged = Verdict(problems, frozenset(), verdict.schemas)
    seen.board.verdicts.judge(seen.state, judged)
    return judged


def _entry(seen: Sight, register: ByBoard, path: str) -> Entry | None:
    found = seen.board.at(seen.state, path)
    return register.entry_of(found) if found is not None and found.row is not None else None
