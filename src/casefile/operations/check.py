"""Checking files: syntax, schema, references, rules, canonical text, stale schemas; never by today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from casefile import document
from casefile.checks import check
from casefile.custody import order
from casefile.errors import CasefileError, NotFound, Problem
from casefile.model.schema import schema_text
from casefile.model.shape import shape_of
from casefile.operations.load import Opened, open_register
from casefile.register import Entry, Register
from casefile.storage.atomic import Write, write_all
from casefile.storage.folder import find_root, read
from casefile.storage.lock import lock
from casefile.storage.repository import Repository

SCHEMAS = ("case", "situation", "organization", "statute", "source", "settings")


@dataclass(frozen=True, slots=True)
class Checked:
    """What was checked, and what was found: errors and warnings in the order of their places."""

    checked: int
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> int:
        """How many are errors."""
        return sum(problem.level == "error" for problem in self.problems)

    @property
    def warnings(self) -> int:
        """How many are warnings."""
        return len(self.problems) - self.errors


def validate(directory: Path, files: Iterable[Path] = ()) -> Checked:
    """Check the register around a folder, or only some of its files."""
    opened = open_register(directory)
    paths = [*_paths(opened, directory, files)]
    found = check(opened.register, paths or None)
    texts = [problem for entry in _entries(opened.register, paths) for problem in _canonical(entry)]
    stale = [] if paths else [*_stale_schemas(opened.root)]
    checked = len(paths) or len(opened.register.entries)
    return Checked(checked, tuple(sorted({*found, *texts, *stale})))


def _entries(register: Register, paths: list[str]) -> list[Entry]:
    return (
        [register.entries[path] for path in paths if path in register.entries]
        if paths
        else [*register.entries.values()]
    )


def _paths(opened: Opened, directory: Path, files: Iterable[Path]) -> Iterator[str]:
    """Take files as they were typed as paths of the register; a folder stands for the records in it."""
    for file in files:
        absolute = (directory / file).absolute()
        try:
            path = absolute.relative_to(opened.root).as_posix()
        except ValueError as error:
            raise NotFound(
                "CF304", f"{file} does not belong to this register", f"it lies in {opened.root}"
            ) from error
        inside = [known for known in opened.register.entries if known == path or known.startswith(f"{path}/")]
        at = [problem.path for problem in opened.register.problems if problem.path == path]
        if not inside and not at and path not in {"", "."}:
            raise NotFound(
                "CF304", f"{file} is no record of this register", "records are YAML files under cases/"
            )
        yield from inside or at or opened.register.entries


def _canonical(entry: Entry) -> Iterator[Problem]:
    """Tell whether a file is not in its canonical text, or cannot be brought into it."""
    if entry.data is None or _told_already(entry):
        return
    text = _formatted(entry)
    if isinstance(text, Problem):
        yield text
    elif text != entry.text:
        hint = f"casefile fmt {entry.path}"
        yield Problem(entry.path, 0, 0, "", "CF501", "warning", "this is not the canonical text", hint)


def _formatted(entry: Entry) -> str | Problem:
    """Return the canonical text of a file, or the problem that keeps it from having one."""
    try:
        return canonical_text(entry)
    except CasefileError as error:
        return Problem(entry.path, 0, 0, "", error.code, "error", error.message, error.hint)


def _told_already(entry: Entry) -> bool:
    return any(problem.code == "CF501" for problem in entry.problems)


def canonical_text(entry: Entry) -> str:
    """Return what `fmt` writes for an entry: keys in model order, the ledger in its order, comments kept."""
    events = getattr(entry.record, "events", ())
    wanted = [events[index].id for index in order(events)] if events else None
    return document.canonical(entry.text, shape_of(entry.kind), order=wanted)


def _stale_schemas(root: Path) -> Iterator[Problem]:
    """Compare the schemas that the register carries with those of the model."""
    for kind in SCHEMAS:
        path = f"schemas/{kind}.schema.json"
        if (root / path).is_file() and read(root, path).decode("utf-8", "replace") != schema_text(kind):
            yield Problem(
                path,
                0,
                0,
                "",
                "CF502",
                "warning",
                "this schema is not that of the model",
                "casefile schema --write",
            )


@dataclass(frozen=True, slots=True)
class Formatted:
    """Which files are, or would be, written anew; and which could not be read."""

    changed: tuple[str, ...]
    problems: tuple[Problem, ...]


def fmt(directory: Path, files: Iterable[Path] = (), *, dry: bool = False) -> Formatted:
    """Write the canonical text of every file that has another one; with `dry` only tell which.

    What somebody saved in the meantime is left as it is: SomebodyElse.
    """
    with nullcontext() if dry else _alone(directory):
        opened = open_register(directory)
        entries = _entries(opened.register, [*_paths(opened, directory, files)])
        texts = [(entry, _formatted(entry)) for entry in entries if entry.data is not None]
        changed = [(entry, text) for entry, text in texts if isinstance(text, str) and text != entry.text]
        if not dry:
            write_all(
                opened.root,
                [Write(entry.path, text.encode(), entry.text.encode()) for entry, text in changed],
            )
    unread = [problem for entry in entries if entry.data is None for problem in entry.problems]
    refused = [text for _, text in texts if isinstance(text, Problem)]
    problems = (*unread, *refused, *opened.register.problems)
    return Formatted(tuple(entry.path for entry, _ in changed), problems)


def _alone(directory: Path) -> AbstractContextManager[None]:
    """Hold the register's lock; a register without git has none."""
    repository = Repository.open(find_root(directory))
    return lock(repository.private) if repository else nullcontext()


def write_schemas(directory: Path) -> tuple[str, ...]:
    """Write the schemas that differ from the model's into the register; return their paths."""
    with _alone(directory):
        root = find_root(directory)
        writes = [*_schema_writes(root)]
        write_all(root, writes)
    return tuple(write.path for write in writes)


def _schema_writes(root: Path) -> Iterator[Write]:
    for kind in SCHEMAS:
        path, text = f"schemas/{kind}.schema.json", schema_text(kind).encode()
        held = read(root, path) if (root / path).is_file() else None
        if held != text:
            yield Write(path, text, held)
