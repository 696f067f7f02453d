"""Change records: take the lock, read, change, check the register as it would be, write, commit.

Every command that changes the data of a record does it here. A command supplies a planner, which is called
under the lock and returns the wanted data of the records. The difference from the present data is a list of
changes, which are made in the files, shown to the person and written into the commit message. Other writers
of such files are the merge driver, `resolve` while fields are left, `fmt`, and the recovery of an interrupted
write.
"""

from __future__ import annotations

import contextlib
import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from casefile.changes.change import Change
from casefile.changes.change_text import describe_change
from casefile.changes.compare import compare
from casefile.editing.commit_message import check_message_texts, committed_contents, message_of
from casefile.editing.consequences import check_consequences
from casefile.editing.edits import (
    AS_USUAL,
    Edit,
    NotCommitted,
    OtherFile,
    Plan,
    Planner,
    WriteOptions,
    WriteResult,
    WrittenRecord,
)
from casefile.editing.new_case_summary import find_missing_proof, headline, list_open_facts
from casefile.editing.unexplained_changes import WrittenVersions, warn_of_unexplained_changes
from casefile.editing.write_recovery import hold_write_lock
from casefile.errors import BrokenData, MachineTrouble, Problem
from casefile.files.atomic_writes import FileWrite, write_all
from casefile.files.event_log import log_event
from casefile.files.register_folder import find_root
from casefile.files.write_journal import WriteTurn, journaled
from casefile.git import Repository
from casefile.git.commit_writer import commit_only
from casefile.git.snapshots import WorkingTree, have_same_lines
from casefile.loading.entry_cache import forget_cached
from casefile.loading.indexed.index_lookup import find_indexed_snapshot
from casefile.loading.indexed.indexed_register import IndexedRegister
from casefile.loading.open_register import check_settings, load_folder_register, load_snapshot_register
from casefile.loading.revision import detached_head_warning, work_tree
from casefile.model.plain_data import Data
from casefile.model.record_shapes import shape_of
from casefile.register import Entry, Register, read_entry
from casefile.yaml.canonical_text import write as write_text
from casefile.yaml.text_edit import edit as edit_text


class _Draft(Struct, frozen=True):
    """A record to be written: its edit, the entry before and after, and the changes.

    `existing` is the entry now at the path that is written. It equals `before`, unless the record moves there
    from another path.
    """

    edit: Edit
    before: Entry | None
    after: Entry
    changes: tuple[Change, ...]
    existing: Entry | None

    @property
    def differs(self) -> bool:
        """Whether the file's text changes; that includes a changed comment, without a change of the data."""
        return self.existing is None or self.existing.text != self.after.text


def write(
    directory: Path, planner: Planner, how: WriteOptions = AS_USUAL, *, repairs_settings: bool = False
) -> WriteResult:
    """Write the records that the planner returns, in one commit; `how` may ask for a dry run or no commit.

    First an earlier write that was interrupted is completed or dropped, except on a dry run. Raises all
    errors of the planner; BadInput, NotFound or TierForbids if the result would not validate, or the user's
    line must not be in the history; BrokenData for a record or settings with errors (with `repairs_settings`,
    the plan repairs the settings); Collision if another process writes, or a file has changed meanwhile;
    MachineTrouble if the disk or git fails. After NotCommitted the files are in place but not committed;
    after any other error none of them is changed, unless the disk failed in between.
    """
    root = find_root(directory)
    log_event(__name__, "register: %s", root)
    repository = work_tree(root)
    with _turn(repository, how) as turn:
        register = _register(repository, how)
        if not repairs_settings:
            check_settings(register)
        plan = planner(register)
        drafts = [*_drafts(register, (*plan.beside, *plan.edits, *plan.along))]
        gone = [*_removed_paths(register, plan)]
        overlay = register.replacing(*(draft.after for draft in drafts), without=gone)
        edits = [draft.edit for draft in drafts]
        problems = check_consequences(register, overlay, edits, plan, how.today() if how.today else None)
        # The reason in a message of the plan's own was not typed by a user.
        check_message_texts(overlay, replace(how, reason="") if plan.message else how)
        written = _write_result(plan, drafts, overlay, how, problems)
        changed = [draft for draft in drafts if draft.differs or draft.edit.moves]
        if not (changed or gone or plan.files) or how.dry_run:
            return _add_warnings(plan, written, drafts, how)
        removals = (FileWrite(path, None, register.entries[path].text.encode()) for path in gone)
        commit = _commit(repository, overlay, changed, plan, gone, how) if how.commit else None
        with journaled(root, turn.journal, commit.message if commit else None) as begin:
            write_all(root, [*map(_write, changed), *map(_other_file, plan.files), *removals], begin)
            if gone:
                forget_cached(repository)
            if commit is None:
                return _add_warnings(plan, written, drafts, how)
            return _add_warnings(
                plan, _commit_files(repository, commit, written, how), drafts, how, commit.held
            )


def _turn(repository: Repository, how: WriteOptions) -> AbstractContextManager[WriteTurn]:
    """Return the context manager of the write lock; for a dry run one that takes no lock."""
    if how.dry_run:
        return contextlib.nullcontext(WriteTurn())
    return hold_write_lock(repository, how.patience, how.waiting, how.note)


def _register(repository: Repository, how: WriteOptions) -> Register:
    """Return the register from the index if it is usable, without errors and without withdrawn cases.

    Else it is read from its files. A dry run creates no index, so that it leaves no files.
    """
    root = repository.root
    seen = find_indexed_snapshot(root)
    if seen is not None and not (seen.broken or seen.has_withdrawn):
        known = IndexedRegister(seen)
        known.withdrawn_ids = ()
        return known
    from casefile.loading.reinstated_cases import (  # noqa: PLC0415 - few registers need it
        WithdrawnIds,
        hide_reinstated_cases,
    )

    files = load_snapshot_register(WorkingTree(root)) if how.dry_run else load_folder_register(root)
    register = hide_reinstated_cases(root, files)
    register.withdrawn_ids = WithdrawnIds(repository, register)
    return register


def _drafts(register: Register, edits: Iterable[Edit]) -> Iterator[_Draft]:
    for edit in edits:
        before = register.entries.get(edit.moves or edit.path)
        if before is not None and before.data is None and not edit.text:
            raise BrokenData("CF305", f"{before.path} has errors", "fix them first", before.problems)
        changes = compare(shape_of(edit.kind), before.data if before else None, edit.data)
        yield _Draft(edit, before, _after(edit, before, changes), changes, register.entries.get(edit.path))


def _removed_paths(register: Register, plan: Plan) -> Iterator[str]:
    """Yield the paths of the files to remove: those that records move from, and those the plan removes."""
    left = (edit.moves for edit in plan.edits)
    yield from (path for path in (*left, *plan.gone) if path is not None and path in register.entries)


def _after(edit: Edit, before: Entry | None, changes: Sequence[Change]) -> Entry:
    """Return the entry after an edit: the changes applied to the text of the file, or a new text.

    The result is parsed as any file is parsed.
    """
    shape = shape_of(edit.kind)
    if edit.text or before is None:
        return read_entry(edit.path, (edit.text or write_text(shape, edit.data)).encode())
    return read_entry(edit.path, edit_text(before.text, shape, changes).encode()) if changes else before


def _write(draft: _Draft) -> FileWrite:
    content = draft.existing.text.encode() if draft.existing else None
    expected = content if draft.edit.over is None else draft.edit.over
    return FileWrite(draft.edit.path, draft.after.text.encode(), expected)


def _other_file(file: OtherFile) -> FileWrite:
    return FileWrite(file.path, None if file.text is None else file.text.encode(), file.expected)


class _Commit(Struct, frozen=True):
    """The commit of a write: its paths, their content in the last commit, its message, notes for the user.

    The message is None if there is nothing to commit: all files are again as in the last commit.
    """

    paths: tuple[str, ...]
    held: Mapping[str, bytes]
    message: str | None
    notes: tuple[str, ...] = ()


def _commit(  # noqa: PLR0913, PLR0917 - the parts of a write
    repository: Repository,
    overlay: Register,
    drafts: Sequence[_Draft],
    plan: Plan,
    gone: Sequence[str],
    how: WriteOptions,
) -> _Commit:
    """Return the commit to be made: of the files of these drafts, of the plan, and of `gone`.

    Its message lists all changes since HEAD, manual ones too, if the plan has no message of its own.
    """
    moved = {draft.edit.path: draft.edit.moves for draft in drafts if draft.edit.moves}
    entries = [(draft.edit.path, draft.after) for draft in drafts]
    before = (draft.before.path for draft in drafts if draft.before)
    held = committed_contents(repository, (*before, *moved.values(), *(path for path, _ in entries)))
    others = tuple(each.path for each in plan.files)
    paths = (*(path for path, _ in entries), *others, *gone)
    if (
        not gone
        and not others
        and all(held.get(draft.edit.path) == draft.after.text.encode() for draft in drafts)
    ):
        return _Commit(paths, held, None)
    message = plan.message or message_of(overlay, entries, how, moved, held)
    return _Commit(
        paths,
        held,
        message,
        tuple(filter(None, (_describe_earlier_changes(draft, held) for draft in drafts))),
    )


def _commit_files(
    repository: Repository, commit: _Commit, written: WriteResult, how: WriteOptions
) -> WriteResult:
    """Commit the files that are already written; raises NotCommitted if git refuses."""
    if commit.message is None:
        return replace(written, as_committed=True)
    try:
        made = commit_only(repository, commit.paths, commit.message, commit.held)
    except MachineTrouble as reason:
        raise NotCommitted(reason, written) from reason
    problems = (*written.problems, *detached_head_warning(repository, made))
    notes = (*written.notes, *commit.notes)
    return replace(written, commit=made, notes=notes, problems=problems, reason=how.reason)


def _add_warnings(
    plan: Plan,
    written: WriteResult,
    drafts: Sequence[_Draft],
    how: WriteOptions,
    held: Mapping[str, bytes] | None = None,
) -> WriteResult:
    """Return the result with the warnings of `warn_of_unexplained_changes` added.

    `held` has the committed contents by path, to which the events are compared; without it the files as they
    were before the write count.
    """
    records = [
        WrittenVersions(each.edit.path, each.after.shape, _data_before(each, held), each.after.data)
        for each in drafts
    ]
    return replace(
        written, problems=(*written.problems, *warn_of_unexplained_changes(records, how, plan.renamed))
    )


def _data_before(draft: _Draft, held: Mapping[str, bytes] | None) -> Data | None:
    """Return the data of a record in the last commit, or in the file before the write if it is not there."""
    before = draft.before
    if before is not None and held is not None and before.path in held:
        before = read_entry(before.path, held[before.path])
    return before.data if before else None


def _describe_earlier_changes(draft: _Draft, held: Mapping[str, bytes]) -> str:
    """Return a note if the commit includes earlier uncommitted content of the file; else an empty text."""
    if draft.before is None:
        return ""
    if draft.before.path not in held:
        return f"{draft.after.id} had never been committed: the commit contains the whole record"
    if have_same_lines(held[draft.before.path], draft.before.text.encode()):
        return ""
    return f"the commit also contains earlier manual changes to {draft.before.path}"


def _write_result(
    plan: Plan, drafts: Sequence[_Draft], overlay: Register, how: WriteOptions, problems: tuple[Problem, ...]
) -> WriteResult:
    written = [_written_record(draft, overlay, plan.beside) for draft in drafts]
    first, last = len(plan.beside), len(plan.beside) + len(plan.edits)
    return WriteResult(
        records=tuple(written[first:last]),
        beside=tuple(written[:first]),
        along=tuple(written[last:]),
        dry_run=how.dry_run,
        matched=plan.matched,
        notes=plan.notes,
        problems=problems,
    )


def _written_record(draft: _Draft, overlay: Register, beside: Sequence[Edit]) -> WrittenRecord:
    after, shape = draft.after, draft.after.shape
    texts = tuple(describe_change(change, shape, after.data) for change in draft.changes)
    is_new = draft.before is None and not after.withdrawn
    has_row = not after.broken and after.kind != "settings"
    cited = {each.target for each in overlay.row_of(after).references} if has_row else set[str]()
    return WrittenRecord(
        after.id,
        draft.edit.path,
        draft.edit.event,
        draft.changes,
        texts,
        _difference(draft),
        headline(after) if is_new else "",
        list_open_facts(overlay, after) if is_new else (),
        tuple((str(each.data["id"]), each.path) for each in beside if each.data["id"] in cited),
        settles=find_missing_proof(overlay, after, draft.edit.event),
    )


def _difference(draft: _Draft) -> str:
    text, path = (draft.before.text, draft.before.path) if draft.before else ("", "/dev/null")
    return diff_lines(text, draft.after.text, path, draft.edit.path)


def diff_lines(before: str, after: str, old: str, new: str) -> str:
    """Return the difference of two texts as `diff -u` prints it; empty if they are equal.

    `old` and `new` are the paths of the texts in its header.
    """
    one, other = (each.splitlines(keepends=True) for each in (before, after))
    return "".join(difflib.unified_diff(one, other, old, new))
