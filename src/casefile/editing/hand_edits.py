"""Commit manual edits: one commit for each record, with messages made from the changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from casefile.changes.change_text import describe_change
from casefile.changes.compare import compare
from casefile.changes.record_difference import FILE_MOVED
from casefile.checks.run_rules import check
from casefile.editing.commit_message import (
    check_message_texts,
    committed_contents,
    committed_data,
    message_of,
)
from casefile.editing.consequences import OF_REFERENCES
from casefile.editing.edits import WriteOptions, WrittenRecord
from casefile.editing.related_files import CommitGroup, group_commits
from casefile.editing.unexplained_changes import WrittenVersions, warn_of_unexplained_changes
from casefile.editing.write_recovery import hold_write_lock
from casefile.errors import BadInput, MachineTrouble, Problem, errors_of
from casefile.files.atomic_writes import FileWrite, content_of
from casefile.files.register_folder import find_root, is_record_path
from casefile.files.typed_paths import path_below
from casefile.files.write_journal import journaled
from casefile.git import Repository
from casefile.git.commit_writer import commit_only
from casefile.loading.open_register import open_register
from casefile.loading.record_finder import list_record_paths
from casefile.loading.revision import detached_head_warning, work_tree
from casefile.model.kinds import id_by_path
from casefile.model.record_shapes import shape_of
from casefile.model.shape import Shape
from casefile.register import SETTINGS, Entry, Register, dotted_path, kind_by_path, read_entry


class CommitResult(Struct, frozen=True):
    """The result of committing manual edits.

    `records` are those that were committed, each with the id of its commit; `problems` are the errors of the
    others, and warnings.
    """

    records: tuple[tuple[WrittenRecord, str], ...]
    problems: tuple[Problem, ...]

    @property
    def failed(self) -> bool:
        """Whether a record was not committed because it has errors."""
        return bool(errors_of(self.problems))


class CommitStopped(MachineTrouble):
    """Git refused a commit; `done` are the commits before it, `left` the files not committed (exit 5)."""

    def __init__(self, reason: MachineTrouble, done: CommitResult, left: Sequence[str]) -> None:
        made = f"{len(done.records)} committed" if done.records else "nothing committed"
        files = "1 file waits" if len(left) == 1 else f"{len(left)} files wait"
        super().__init__(reason.code, f"{reason.message}\n{made}, {files}", reason.hint, done.problems)
        self.done = done
        self.left = tuple(left)


def commit(directory: Path, files: Iterable[Path] = (), how: WriteOptions = WriteOptions()) -> CommitResult:  # noqa: B008 - frozen
    """Commit every record that differs from the last commit, or only those in `files` (files and folders).

    Each record is one commit, but a rename or a withdrawal that was not committed is one commit with the
    records that refer to it. Records with errors are not committed but reported. Records that others refer to
    come first, so that each commit is valid by itself where that is possible. An interrupted write is
    completed before. Raises BadInput CF602 if none of `files` differs, CommitStopped if git refuses a commit,
    and the errors of `check_message_texts` and `hold_write_lock`.
    """
    root = find_root(directory)
    repository = work_tree(root)
    with hold_write_lock(repository, how.patience, how.waiting, how.note) as turn:
        register = open_register(root).shown
        check_message_texts(register, how)
        changed = _changed_paths(repository)
        asked = [*files]
        completed = {*turn.completed} - {*changed}
        files = [file for file in asked if path_below(root, directory, file) not in completed]
        if asked and not files:  # completing the unfinished write has committed all of them
            return CommitResult((), ())
        wanted = _wanted_paths(register, root, directory, files, changed)
        held = committed_contents(repository, wanted)
        batch = _Batch(repository, register, held, how, turn.journal)
        return _commit_groups(batch, group_commits(register, wanted, held))


class _Batch(Struct, frozen=True):
    """The values that all commits of one call share; `held` has the files as in the commit before them."""

    repository: Repository
    register: Register
    held: Mapping[str, bytes]
    how: WriteOptions
    journal: Path | None


def _commit_groups(batch: _Batch, groups: Sequence[CommitGroup]) -> CommitResult:
    """Commit one group of files after the other; stop if git refuses one, as it would refuse the next too.

    Raises CommitStopped in that case.
    """
    done: list[tuple[WrittenRecord, str]] = []
    problems: list[Problem] = []
    for at, group in enumerate(groups):
        errors = [each for path in group.paths for each in _errors(batch.register, path)]
        if errors:
            problems += errors
            continue
        try:
            made, warnings = _commit(batch, group)
        except MachineTrouble as reason:
            left = [path for each in groups[at:] for path in each.paths]
            raise CommitStopped(reason, _finish_batch(batch.repository, done, problems), left) from reason
        done += made
        problems += warnings
    return _finish_batch(batch.repository, done, problems)


def _finish_batch(
    repository: Repository, done: Sequence[tuple[WrittenRecord, str]], problems: Sequence[Problem]
) -> CommitResult:
    """Return the committed records and the problems, with a warning if the last commit is on no branch."""
    warnings = detached_head_warning(repository, done[-1][1]) if done else ()
    return CommitResult(tuple(done), (*problems, *warnings))


def _changed_paths(repository: Repository) -> list[str]:
    paths = (path for path in repository.changed_paths() if is_record_path(repository.root, path))
    return sorted(paths, key=lambda path: (path != SETTINGS, kind_by_path(path) == "case", path))


def _wanted_paths(
    register: Register, root: Path, directory: Path, files: Sequence[Path], changed: list[str]
) -> list[str]:
    if not files:
        return changed
    wanted = list_record_paths(register, root, directory, files, (*changed, SETTINGS))
    found = [path for path in changed if path in wanted]
    if not found:
        raise BadInput("CF602", "none of these files differs from the last commit", "see: git status")
    return found


def _errors(register: Register, path: str) -> Iterator[Problem]:
    """Yield the errors that prevent the commit of a record; for a deleted one, the references to it."""
    if path in register.entries or any(problem.path == path for problem in register.problems):
        yield from errors_of(check(register, [path]))
        return
    gone = _id(None, path)
    citing = {
        (row.path, dotted_path(reference.field, register.entries[row.path].data))
        for row, reference in (register.citing(gone) if gone not in register.by_id else ())
    }
    restore = f"remove the reference, or restore the record: git restore {path}"
    for each in errors_of(check(register, sorted({place for place, _ in citing}))) if citing else ():
        if each.code in OF_REFERENCES and (each.path, each.field) in citing:
            is_renamed = each.fix.command == "rename"
            message = f"this still refers to {gone}, which was deleted"
            yield each if is_renamed else replace(each, message=message, hint=restore)


def _commit(batch: _Batch, group: CommitGroup) -> tuple[list[tuple[WrittenRecord, str]], list[Problem]]:
    """Commit the records of a group; return them, and the warnings that their changes cause."""
    repository, held, how = batch.repository, batch.held, batch.how
    entries = [(path, batch.register.entries.get(path)) for path in group.paths if path not in group.left]
    before = {path: committed_data(group.moved.get(path, path), held) for path, _ in entries}
    message = message_of(batch.register, entries, how, group.moved, held)
    with journaled(repository.root, batch.journal, message) as begin:
        begin([_unchanged_write(repository.root, path) for path in group.paths])
        made = commit_only(repository, group.paths, message)
    rewritten = [
        WrittenVersions(path, _shape(entry, path), before[path], entry.data if entry else None)
        for path, entry in entries
    ]
    warnings = [*warn_of_unexplained_changes(rewritten, how), *_new_warnings(batch, group)]
    records = (
        _written_record(path, entry, before[path], moved=path in group.moved) for path, entry in entries
    )
    return [(record, made) for record in records], warnings


def _shape(entry: Entry | None, path: str) -> Shape:
    """Return the shape of a record; for one that is deleted, the shape that belongs at its path."""
    return shape_of(entry.kind if entry else kind_by_path(path))


def _new_warnings(batch: _Batch, group: CommitGroup) -> Iterator[Problem]:
    """Yield the warnings about the records of a group that they did not have in the last commit."""
    found = [each for each in check(batch.register, group.paths) if each.level == "warning"]
    if not found:
        return
    held = {group.moved.get(path, path): path for path in group.paths}
    before = [read_entry(path, batch.held[old]) for old, path in held.items() if old in batch.held]
    committed = batch.register.replacing(*before)
    known = {(each.path, each.field, each.code, each.message) for each in check(committed, group.paths)}
    yield from (each for each in found if (each.path, each.field, each.code, each.message) not in known)


def _unchanged_write(root: Path, path: str) -> FileWrite:
    """Return a write for the journal that leaves the file at a path as it is."""
    blob = content_of(root / path)
    return FileWrite(path, blob, blob)


def _written_record(
    path: str, entry: Entry | None, before: dict[str, object] | None, *, moved: bool
) -> WrittenRecord:
    shape = _shape(entry, path)
    changes = compare(shape, before, entry.data if entry else None)
    texts = tuple(describe_change(change, shape, entry.data if entry else before) for change in changes)
    only_moved = "" if changes or not moved else FILE_MOVED
    return WrittenRecord(_id(entry, path), path, None, changes, texts, "", headline=only_moved)


def _id(entry: Entry | None, path: str) -> str:
    return entry.id if entry else id_by_path(path)
