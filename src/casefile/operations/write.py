"""The one way to the disk: lock, read again, change, validate in an overlay, write, commit.

Nothing else in casefile writes records. A command hands in a plan, which is asked under the lock what the
records shall hold; the difference to what they hold now is the list of changes that is spliced into the
files, told to the person and written into the commit message.
"""

from __future__ import annotations

import contextlib
import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from casefile import document
from casefile.changes import Change, compare
from casefile.changes.words import tell
from casefile.errors import BrokenData, MachineTrouble, Problem
from casefile.model.shape import shape_of
from casefile.operations.consequences import consequences
from casefile.operations.edits import Edit, How, NotCommitted, Plan, Planner, Written, WrittenRecord
from casefile.operations.load import register_of, sound_settings, work_tree
from casefile.operations.message import committed_text, lint, message_of
from casefile.register import Entry, Register, read_entry
from casefile.storage.atomic import Write, write_all
from casefile.storage.folder import find_root
from casefile.storage.lock import lock
from casefile.storage.repository import Repository
from casefile.storage.repository.writing import commit_only
from casefile.storage.snapshots import WorkingTree


@dataclass(frozen=True)
class _Draft:
    """A record on its way: the entry as it lies, and as it will."""

    edit: Edit
    before: Entry | None
    after: Entry
    changes: tuple[Change, ...]


AS_USUAL = How()


def write(directory: Path, planner: Planner, how: How = AS_USUAL) -> Written:
    """Write what the planner wants, in one commit.

    Raises what the planner raises; BadInput, NotFound or TierForbids where the result would not validate;
    SomebodyElse where another writer is at work; MachineTrouble where disk or git refuse. Whatever is
    raised before the files are in place has changed nothing; NotCommitted says that they are in place.
    """
    root = find_root(directory)
    repository = work_tree(root)
    with contextlib.nullcontext() if how.dry_run else lock(repository.private, how.patience):
        register = register_of(WorkingTree(root))
        sound_settings(register)
        plan = planner(register)
        drafts = [*_drafts(register, (*plan.beside, *plan.edits))]
        overlay = register.replacing(*(draft.after for draft in drafts))
        problems = consequences(register, overlay, [draft.edit for draft in drafts], placed=plan.placed)
        lint(overlay, how.message)
        written = _written(plan, drafts, how, problems)
        changed = [draft for draft in drafts if draft.changes]
        if not changed or how.dry_run:
            return written
        write_all(root, [_write(draft) for draft in changed])
        return _committed(repository, overlay, changed, how, written) if how.commit else written


def _drafts(register: Register, edits: Iterable[Edit]) -> Iterator[_Draft]:
    for edit in edits:
        before = register.entries.get(edit.path)
        if before is not None and before.data is None:
            raise BrokenData("CF305", f"{edit.path} has errors", "mend them first", before.problems)
        changes = compare(shape_of(edit.kind), before.data if before else None, edit.data)
        yield _Draft(edit, before, _after(edit, before, changes), changes)


def _after(edit: Edit, before: Entry | None, changes: Sequence[Change]) -> Entry:
    """Splice the changes into the text that lies there, or write a new one; read it as any file is read."""
    shape = shape_of(edit.kind)
    if before is None:
        return read_entry(edit.path, (edit.text or document.write(shape, edit.data)).encode())
    return read_entry(edit.path, document.edit(before.text, shape, changes).encode()) if changes else before


def _write(draft: _Draft) -> Write:
    before = draft.before
    return Write(draft.edit.path, draft.after.text.encode(), before.text.encode() if before else None)


def _committed(
    repository: Repository, overlay: Register, drafts: Sequence[_Draft], how: How, written: Written
) -> Written:
    """Commit exactly these paths; the message tells HEAD → new in full, hand edits in them too."""
    try:
        swept = tuple(_swept(repository, draft) for draft in drafts)
        message = message_of(
            repository, overlay, [(draft.edit.path, draft.after) for draft in drafts], how.message
        )
        commit = commit_only(repository, [draft.edit.path for draft in drafts], message)
    except MachineTrouble as reason:
        raise NotCommitted(reason, written) from reason
    return replace(written, commit=commit, notes=(*written.notes, *filter(None, swept)))


def _swept(repository: Repository, draft: _Draft) -> str:
    """Say so where the commit takes along what stood in the file before and was not committed."""
    if draft.before is None:
        return ""
    committed = committed_text(repository, draft.edit.path)
    if committed is None:
        return f"{draft.after.id} was not committed before: the commit holds all of it"
    if committed.replace("\r\n", "\n") == draft.before.text.replace("\r\n", "\n"):
        return ""
    return f"the commit also holds what was changed by hand in {draft.edit.path} before"


def _written(plan: Plan, drafts: Sequence[_Draft], how: How, problems: tuple[Problem, ...]) -> Written:
    told = [_told(draft) for draft in drafts]
    beside = len(plan.beside)
    return Written(
        records=tuple(told[beside:]),
        beside=tuple(told[:beside]),
        dry_run=how.dry_run,
        matched=plan.matched,
        notes=plan.notes,
        problems=problems,
    )


def _told(draft: _Draft) -> WrittenRecord:
    shape = draft.after.shape
    texts = tuple(tell(change, shape, draft.after.data) for change in draft.changes)
    return WrittenRecord(
        draft.after.id, draft.edit.path, draft.edit.event, draft.changes, texts, _difference(draft)
    )


def _difference(draft: _Draft) -> str:
    before = draft.before.text if draft.before else ""
    return "".join(
        difflib.unified_diff(
            before.splitlines(keepends=True),
            draft.after.text.splitlines(keepends=True),
            draft.edit.path if draft.before else "/dev/null",
            draft.edit.path,
        )
    )
