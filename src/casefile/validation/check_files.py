"""Check files: syntax, schema, references, rules, canonical text, stale schemas.

The results do not depend on the current day.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import chain
from pathlib import Path

from msgspec import Struct, field

from casefile.checks.run_rules import check
from casefile.errors import CasefileError, MachineTrouble, Problem
from casefile.files import worker_processes
from casefile.files.atomic_writes import FileWrite, write_all
from casefile.files.fingerprints import take_fingerprints
from casefile.files.register_folder import find_root, has_entries, read_if_there
from casefile.files.write_journal import WriteTurn, journaled
from casefile.files.write_lock import ignore, silent
from casefile.git import Repository
from casefile.git.snapshots import Index, Snapshot, WorkingTree
from casefile.index import CheckResult, ToleratedFailure
from casefile.loading.entry_cache import Opens, cache_of
from casefile.loading.indexed.index_build import store_snapshot
from casefile.loading.indexed.index_lookup import find_indexed_snapshot
from casefile.loading.indexed.indexed_register import IndexedRegister
from casefile.loading.indexed.indexed_snapshot import IndexedSnapshot, history_heads
from casefile.loading.newer_withdrawals import find_removed_notices, withdrawals_taken_back
from casefile.loading.open_register import load_snapshot_register, open_register, settings_of
from casefile.loading.record_finder import list_record_paths
from casefile.loading.reinstated_cases import check_withdrawals_here
from casefile.loading.revision import work_tree
from casefile.loading.unmerged_files import find_unmerged_files
from casefile.model.json_schema import schema_text
from casefile.model.kinds import SCHEMA_PATHS
from casefile.progress import Progress, no_progress
from casefile.register import Entry, Register
from casefile.validation.cached_check import WHOLE_REGISTER, CheckOutcome, CheckScope, beside, digest_of
from casefile.validation.changed_files import ChangedPaths, content, find_changed_paths
from casefile.validation.parallel_check import check_in_shares
from casefile.views.review_text import canonical_text, not_canonical


def check_register(
    directory: Path,
    scope: CheckScope = WHOLE_REGISTER,
    progress: Progress = no_progress,
    seen: IndexedSnapshot | None = None,
) -> CheckOutcome:
    """Check the files of the register around a folder (`beside`), without results of an earlier check.

    `seen` is the indexed snapshot of the files, if the caller has it already. `progress` is called with the
    state of the check of a large register. The result of a check of all files is stored in the index. Raises
    NotFound for an unknown revision and for a named file that is no record, CF650 in a clone too shallow to
    contain the revision, and MachineTrouble CF809 if git is needed and missing.
    """
    root = find_root(beside(directory, scope.files))
    if scope.is_whole:
        return _whole(root, progress, seen)
    snapshot: Snapshot = Index(work_tree(root)) if scope.staged else WorkingTree(root)
    cache = cache_of(root)
    register = load_snapshot_register(snapshot, cache=cache)
    named = list_record_paths(register, root, directory, scope.files) or None
    since = None
    if scope.changed is not None:
        since = find_changed_paths(root, snapshot, register, scope.changed, SCHEMA_PATHS.values())
    wanted = _intersection(named, since.paths if since else None)
    found = check(register, wanted)
    entries = _entries(register, wanted)
    texts = chain.from_iterable(map(not_canonical, entries))
    stale = [] if named else _stale_schemas(snapshot, since)
    git = _ask_git(root, register, wanted, staged=scope.staged)
    problems = {*found, *texts, *stale, *git.problems, *git.passing}
    return CheckOutcome(len(entries), tuple(sorted(problems)), since)


def _whole(root: Path, progress: Progress, seen: IndexedSnapshot | None) -> CheckOutcome:
    """Check all files on the disk, and store the result in the index.

    A large register is checked by several processes, except if its index is in memory: then its files were
    read already. The result is not stored if git failed, or found a problem that may pass without a change of
    files.
    """
    cache, snapshot = cache_of(root), WorkingTree(root)
    if has_entries(root, worker_processes.PAYS) and not (seen and seen.is_in_memory):
        seen = seen or _build_index(root, cache)
        schemas = _digests(root)
        register, found = check_in_shares(snapshot, settings_of(snapshot), not_canonical, cache, progress)
    else:
        schemas = _digests(root)
        if seen is None:
            opened = open_register(root)
            register = opened.register
            seen = store_snapshot(opened) if opened.file_fingerprints else None
        else:
            register = IndexedRegister(seen).as_read
        found = [*check(register), *chain.from_iterable(map(not_canonical, register.entries.values()))]
    git = _ask_git(root, register)
    lasting = {*found, *_stale_schemas(snapshot, None), *git.problems}
    if seen is not None and git.is_complete and not git.passing:
        result = CheckResult([*lasting], frozenset(), schemas, git.heads, git.has_removed_notices)
        _store_result(seen, result)
    return CheckOutcome(len(register.entries), tuple(sorted({*lasting, *git.passing})))


def _build_index(root: Path, cache: Opens) -> IndexedSnapshot | None:
    """Build the index of a large register before the check, so that the next check can use it.

    Returns the indexed snapshot, or None if it was not built. In a clone without an index it is not built,
    because a clone that is made for one check should not wait for more than that. Only an empty index is
    created, so that the next command can fill it.
    """
    seen = find_indexed_snapshot(root)
    kept = cache() if seen is None else None
    if kept is None:
        return seen
    if kept.is_there:
        return store_snapshot(open_register(root))
    with ToleratedFailure(folder=kept.folder):
        kept.connected().close()
    return None


def _digests(root: Path) -> dict[str, str]:
    return {path: digest_of(root, path) for path in SCHEMA_PATHS.values()}


def _store_result(seen: IndexedSnapshot, result: CheckResult) -> None:
    """Store the result of the check of all files in the index.

    Nothing is stored if a file changed since the index was read, because the changed file may have been the
    one that was checked.
    """
    file_fingerprints = take_fingerprints(seen.root)
    if file_fingerprints is not None and file_fingerprints.digest == seen.state.file_fingerprints:
        with ToleratedFailure(seen.root):
            seen.snapshot_index.check_results.store(seen.state, result)


class FoundByGit(Struct):
    """The problems that only git can show; none without a git repository.

    `problems` are right as long as files and `heads` are the same: reinstated cases, and withdrawal notices
    that lack a digest. `passing` are not stored: merge conflicts, and withdrawals that were taken back. See
    `CheckResult` for `heads` and `has_removed_notices`. `is_complete` is False if git failed.
    """

    problems: list[Problem] = field(default_factory=list)
    passing: list[Problem] = field(default_factory=list)
    heads: Sequence[str] = ()
    has_removed_notices: bool = True
    is_complete: bool = True

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Return a context that suppresses a failure of git, and notes that the problems are not complete."""
        try:
            yield
        except MachineTrouble:
            self.is_complete = False


def _ask_git(
    root: Path, register: Register, wanted: Container[str] | None = None, *, staged: bool = False
) -> FoundByGit:
    """Return the problems that only git can show, of the files `wanted` or of all.

    With `staged` no conflicts are returned: those of the staging area are part of its snapshot.
    """
    found = FoundByGit()
    with found.asking():
        repository = Repository.open(root)
        if repository is None:
            return found
        found.heads = history_heads(root)
        with found.asking():
            found.passing += [] if staged else find_unmerged_files(repository, register, wanted)
        with found.asking():
            found.problems += check_withdrawals_here(repository, register, wanted)
        removed = find_removed_notices(repository, register, found.heads[:-1])
        found.passing += withdrawals_taken_back(repository, register, removed, wanted)
        found.has_removed_notices = bool(removed)
    return found


def _intersection(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """Return the intersection of two sets, where None means everything."""
    if one is None or other is None:
        return other if one is None else one
    return one & other


def _entries(register: Register, paths: Container[str] | None) -> list[Entry]:
    """Return the entries at these paths, or all entries for None, in the order of their paths."""
    return [entry for path, entry in register.entries.items() if paths is None or path in paths]


def _format_entry(entry: Entry) -> str | Problem:
    """Return the canonical text of a file, or the problem because of which it has none."""
    try:
        return canonical_text(entry.text, entry.kind, entry.fields)
    except CasefileError as error:
        return error.as_problem(entry.path)


def _stale_schemas(snapshot: Snapshot, since: ChangedPaths | None) -> Iterator[Problem]:
    """Yield the warning CF502 for each schema in the register that differs from that of the model.

    With `since` only for those that it includes. A schema that the register does not have is no problem.
    """
    for kind, path in SCHEMA_PATHS.items():
        held = content(snapshot, path) if since is None or since.includes(path) else None
        if held is not None and held.decode("utf-8", "replace") != schema_text(kind):
            message = "this schema does not match the model"
            yield Problem.of_file(path, "CF502", message, "casefile schema --write", "warning")


class FormatResult(Struct, frozen=True):
    """The files that `fmt` changed or would change, and the problems of those that it could not format."""

    changed: tuple[str, ...]
    problems: tuple[Problem, ...]


def fmt(
    directory: Path,
    files: Iterable[Path] = (),
    *,
    dry: bool = False,
    waiting: Callable[[], None] = silent,
    note: Callable[[str], None] = ignore,
) -> FormatResult:
    """Write the canonical text of every record file that differs from it; with `dry` only return the paths.

    `files` are the files and folders to format; none means all records. A file that is not valid YAML, or has
    no canonical text, is left unchanged, and its problems are returned, with those of the whole register. If
    another program saved a file in the meantime, no file is written and Collision CF701 is raised. Raises
    NotFound CF304 for a file that is no record, and the errors of `write_all`. `waiting` is called if another
    writer has the lock for longer than a moment. `note` is called with a sentence about an unfinished write.
    """
    files = [*files]
    start = beside(directory, files)
    with nullcontext(WriteTurn()) if dry else _turn(start, waiting, note) as turn:
        opened = open_register(start)
        named = list_record_paths(opened.register, opened.root, directory, files)
        entries = _entries(opened.register, named or None)
        texts = [(entry, _format_entry(entry)) for entry in entries if entry.data is not None]
        changed = [(entry, text) for entry, text in texts if isinstance(text, str) and text != entry.text]
        if not dry:
            writes = [FileWrite(entry.path, text.encode(), entry.text.encode()) for entry, text in changed]
            with journaled(opened.root, turn.journal) as begin:
                write_all(opened.root, writes, begin)
    unread = [problem for entry in entries if entry.data is None for problem in entry.problems]
    refused = [text for _, text in texts if isinstance(text, Problem)]
    problems = (*unread, *refused, *opened.register.problems)
    return FormatResult(tuple(entry.path for entry, _ in changed), problems)


def _turn(
    directory: Path, waiting: Callable[[], None] = silent, note: Callable[[str], None] = ignore
) -> AbstractContextManager[WriteTurn]:
    """Return the lock for writing; a register without git has no lock and no journal."""
    from casefile.editing.write_recovery import hold_write_lock  # noqa: PLC0415 - the lock and the journal, which only writers need

    repository = Repository.open(find_root(directory))
    return hold_write_lock(repository, waiting=waiting, note=note) if repository else nullcontext(WriteTurn())


def write_schemas(directory: Path) -> tuple[str, ...]:
    """Write the schemas that are missing in the register or differ from the model's; return their paths."""
    with _turn(directory) as turn:
        root = find_root(directory)
        writes = [*_schema_writes(root)]
        with journaled(root, turn.journal) as begin:
            write_all(root, writes, begin)
    return tuple(write.path for write in writes)


def _schema_writes(root: Path) -> Iterator[FileWrite]:
    for kind, path in SCHEMA_PATHS.items():
        text, held = schema_text(kind).encode(), read_if_there(root, path)
        if held != text:
            yield FileWrite(path, text, held)
