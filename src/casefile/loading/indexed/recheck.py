"""Check a few records again; the index contains the problems of the others."""

from __future__ import annotations

from casefile.checks.rule_subject import RegisterContext
from casefile.checks.run_rules import check_entry
from casefile.index import CheckResult
from casefile.loading.indexed.indexed_register import IndexedRegister
from casefile.loading.indexed.indexed_snapshot import IndexedSnapshot
from casefile.register import Entry
from casefile.views.review_text import not_canonical


def recheck_files(seen: IndexedSnapshot, result: CheckResult) -> CheckResult | None:
    """Check the files that are pending in `result`; return and store the result without pending files.

    The result is None, and nothing is stored, if one of these files is not a valid record. Raises
    sqlite3.Error if the snapshot changed meanwhile.
    """
    register = IndexedRegister(seen)
    entries = [_entry(seen, register, path) for path in sorted(result.pending)]
    sound = [entry for entry in entries if entry is not None]
    if len(sound) < len(entries):
        return None
    around = RegisterContext(register)
    found = [each for entry in sound for each in (*check_entry(entry, around), *not_canonical(entry))]
    checked = result._replace(problems=[*result.problems, *found], pending=frozenset())
    seen.snapshot_index.check_results.store(seen.state, checked)
    return checked


def _entry(seen: IndexedSnapshot, register: IndexedRegister, path: str) -> Entry | None:
    found = seen.snapshot_index.at(seen.state, path)
    return register.entry_of(found) if found is not None and found.row is not None else None
