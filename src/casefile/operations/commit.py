"""Committing what was edited by hand: one commit a record, the messages made from the changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from casefile.changes import compare
from casefile.changes.visible import shortened, visible
from casefile.changes.words import tell
from casefile.checks import check
from casefile.errors import BadInput, NotFound, Problem
from casefile.model.shape import shape_of
from casefile.operations.edits import How, WrittenRecord
from casefile.operations.load import register_of, work_tree
from casefile.operations.message import head_data, lint, message_of
from casefile.register import SETTINGS, Entry, Register, kind_by_path
from casefile.storage.folder import find_root
from casefile.storage.lock import lock
from casefile.storage.repository import Repository
from casefile.storage.repository.writing import commit_only
from casefile.storage.snapshots import WorkingTree


@dataclass(frozen=True, slots=True)
class Committed:
    """Each record that was committed with the id of its commit, and what kept the others from it."""

    records: tuple[tuple[WrittenRecord, str], ...]
    problems: tuple[Problem, ...]


def commit(directory: Path, files: Iterable[Path] = (), how: How = How()) -> Committed:  # noqa: B008 - frozen
    """Commit every record that differs from the last commit; those with errors are left and told.

    What others refer to comes first, so that each commit is sound by itself where that is possible.
    """
    root = find_root(directory)
    repository = work_tree(root)
    with lock(repository.private, how.patience):
        register = register_of(WorkingTree(root))
        lint(register, how.message)
        done: list[tuple[WrittenRecord, str]] = []
        problems: list[Problem] = []
        known = {*register.entries, *(problem.path for problem in register.problems), SETTINGS}
        for path in _wanted(root, directory, files, _changed(repository), known):
            errors = [*_errors(register, path)]
            if errors:
                problems += errors
            else:
                done.append(_commit(repository, register, path, how.message))
    return Committed(tuple(done), tuple(problems))


def _changed(repository: Repository) -> list[str]:
    paths = (path for path in repository.changed_paths() if _is_record(path))
    return sorted(paths, key=lambda path: (path != SETTINGS, kind_by_path(path) == "case", path))


def _is_record(path: str) -> bool:
    return path == SETTINGS or (path.startswith("cases/") and path.endswith(".yaml"))


def _wanted(
    root: Path, directory: Path, files: Iterable[Path], changed: list[str], known: Collection[str]
) -> list[str]:
    asked = [(directory / file).resolve() for file in files]
    if not asked:
        return changed
    if any(not file.is_relative_to(root) for file in asked):
        raise NotFound("CF304", "a file you named does not belong to this register", f"it lies in {root}")
    names = [file.relative_to(root).as_posix() for file in asked]
    for name in names:
        if not any(_is_in(path, name) for path in (*changed, *known)):
            said = f"{shortened(visible(name))} is no record of this register"
            raise NotFound("CF304", said, "records are YAML files under cases/")
    found = [path for path in changed if any(_is_in(path, name) for name in names)]
    if not found:
        raise BadInput("CF602", "none of these files differs from the last commit", "see: git status")
    return found


def _is_in(path: str, name: str) -> bool:
    return name in {".", path} or path.startswith(f"{name}/")


def _errors(register: Register, path: str) -> Iterator[Problem]:
    """Yield what keeps a record from being committed; of one that is gone, the references to it."""
    if path in register.entries or any(problem.path == path for problem in register.problems):
        yield from (each for each in check(register, [path]) if each.level == "error")
        return
    citing = {row.path for row, _ in register.citing(_id(None, path))}
    yield from (each for each in check(register, citing) if each.level == "error" and each.code in MISSING)


MISSING = frozenset({"CF201", "CF202"})


def _commit(repository: Repository, register: Register, path: str, line: str) -> tuple[WrittenRecord, str]:
    entry = register.entries.get(path)
    shape = shape_of(entry.kind if entry else kind_by_path(path))
    before = head_data(repository, path)
    changes = compare(shape, before, entry.data if entry else None)
    texts = tuple(tell(change, shape, entry.data if entry else before) for change in changes)
    made = commit_only(repository, [path], message_of(repository, register, [(path, entry)], line))
    return WrittenRecord(_id(entry, path), path, None, changes, texts, ""), made


def _id(entry: Entry | None, path: str) -> str:
    return entry.id if entry else path.rsplit("/", 1)[-1].removesuffix(".yaml")
