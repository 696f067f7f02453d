"""What a writing command hands in and gets back: edits, the plan of them, and what was written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from casefile.changes import Change
from casefile.document import locate
from casefile.errors import MachineTrouble, Problem
from casefile.register import Register


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that a record was taken from, the line it begins at, and its own text where it has one."""

    name: str
    line: int
    text: str = ""

    def place(self, field: str) -> tuple[int, int]:
        """Return line and column of a field, as near as the file allows."""
        return locate(self.text).position(field) if self.text else (self.line, 1)


@dataclass(frozen=True, slots=True)
class Edit:
    """What one record shall hold. `event` is the entry that the command is about.

    `text` is the whole text of a new record, where it is more than its data (comments); `origin` the file
    that it was taken from.
    """

    path: str
    kind: str
    data: dict[str, object]
    event: str | None = None
    text: str = ""
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a command wants to be written, and what the person should hear of it.

    `beside` are records that come into being on the way (sources), `matched` says whom a typed name meant.
    `placed` says that the person chose the place of an entry, so that nobody need ask whether it is right.
    """

    edits: tuple[Edit, ...]
    beside: tuple[Edit, ...] = ()
    matched: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    placed: bool = False


Planner = Callable[[Register], Plan]


@dataclass(frozen=True, slots=True)
class How:
    """How to write: nothing at all, without a commit, with a line more in the message.

    `patience` is how many seconds to wait for another writer.
    """

    dry_run: bool = False
    commit: bool = True
    message: str = ""
    patience: float = 10.0


@dataclass(frozen=True, slots=True)
class WrittenRecord:
    """One record that was written: its changes and the textual difference."""

    record: str
    path: str
    event: str | None
    changes: tuple[Change, ...]
    texts: tuple[str, ...]
    diff: str

    def as_data(self, commit: str | None) -> dict[str, object]:
        """Return it as the contract's JSON."""
        changes = [
            {**each.as_data(), "text": text} for each, text in zip(self.changes, self.texts, strict=True)
        ]
        return {
            "record": self.record,
            "path": self.path,
            "event": self.event,
            "commit": commit,
            "changes": changes,
        }


@dataclass(frozen=True, slots=True)
class Written:
    """What a writing command did. `commit` is absent on a dry run and without a commit."""

    records: tuple[WrittenRecord, ...]
    beside: tuple[WrittenRecord, ...] = ()
    commit: str | None = None
    dry_run: bool = False
    matched: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def as_data(self) -> object:
        """Return the contract's JSON: one object, a list of them where several records were written."""
        told = [record.as_data(self.commit) for record in self.records]
        return told[0] if len(told) == 1 else told


class NotCommitted(MachineTrouble):
    """The files are written, and git refused the commit; `written` is what stands in them (exit 5)."""

    def __init__(self, reason: MachineTrouble, written: Written) -> None:
        super().__init__(reason.code, reason.message, reason.hint, reason.problems)
        self.written = written
