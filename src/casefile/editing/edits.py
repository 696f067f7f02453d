"""The input and the result of a write: edits, the plan that contains them, the written records."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from casefile.changes.change import Change
from casefile.dates import Day
from casefile.errors import MachineTrouble, Problem
from casefile.files.write_lock import ignore, silent
from casefile.register import Register
from casefile.views.deciding_entries import MarkQuestion
from casefile.yaml.field_locations import Field, FieldPlaces, locate


class RecordOrigin(Struct, frozen=True):
    """The file that a record was imported from, the line at which it begins, and its own text if it has one.

    `where` returns the places of its fields in a file that contains more than this record. With `alone` they
    are places in the text of one line, such as a line of JSON, so that its positions begin at line 1.
    """

    name: str
    line: int
    text: str = ""
    where: Callable[[], FieldPlaces] | None = None
    alone: bool = False

    def place(self, field: Field) -> tuple[int, int]:
        """Return line and column of a field, or of what contains it; column 1 of the record if unknown."""
        places = self.where() if self.where else locate(self.text)
        if places.root is None:
            return self.line, 1
        line, column = places.position(field)
        return (line + self.line - 1 if self.alone else line), column

    def locate_problem(self, problem: Problem) -> Problem:
        """Return a problem of the record with the path, line and column in the file it was imported from."""
        line, column = self.place(problem.field)
        return replace(problem, path=self.name, line=line, column=column)

    def problem(self, field: Field, code: str, message: str, hint: str) -> Problem:
        """Return a problem of level error about a field, located in the file."""
        name = field if isinstance(field, str) else ".".join(map(str, field))
        return Problem(self.name, *self.place(field), name, code, "error", message, hint)


class Edit(Struct, frozen=True):
    """The wanted content of one record. `event` is the id of the event that the command is about.

    `text` is the complete text if it is more than the data (comments, layout): for a new record, or for one
    that a user edited; `origin` is the file that was imported or edited. `moves` is the path from which the
    record moves to `path`. `over` is the content that the file must have for the write to continue, if that
    is not the content just read.
    """

    path: str
    kind: str
    data: dict[str, object]
    event: str | None = None
    text: str = ""
    origin: RecordOrigin | None = None
    moves: str | None = None
    over: bytes | None = None


class OtherFile(Struct, frozen=True):
    """A file of the register that is not a record, written together with records; None as text removes it.

    `expected` is the content that it must have for the write to continue; None if it must not exist.
    """

    path: str
    text: str | None
    expected: bytes | None


class Plan(Struct, frozen=True):
    """The edits that a command wants to write, and the notes for the user.

    `beside` are edits of records that are created with them (sources). `along` are edits of records that
    refer to a renamed or withdrawn record. `gone` are the paths of files that are removed without being
    reported. `matched` are the records that typed words meant. `placed` means that the user chose the place
    of an event, so that its order causes no warning. `merges` means that the edits settle a merge. `renamed`
    are pairs of ids: a citation of the first one means the same as one of the second one. `files` are other
    files that are written in the same commit. `message` replaces the message that lists all changes.
    """

    edits: tuple[Edit, ...]
    beside: tuple[Edit, ...] = ()
    matched: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    placed: bool = False
    along: tuple[Edit, ...] = ()
    gone: tuple[str, ...] = ()
    merges: bool = False
    renamed: tuple[tuple[str, str], ...] = ()
    files: tuple[OtherFile, ...] = ()
    message: str = ""


Planner = Callable[[Register], Plan]
"""A function from the register, as it is read for the write, to the plan of a command."""


REASON, COMMAND, MARK = "Reason", "Command", "mark"
"""Trailers of a commit by which `audit` finds why an event was rewritten: `Reason: TEXT`, `Command: mark`."""


class WriteOptions(Struct, frozen=True):
    """How to write records: as a dry run, without a commit, with an additional line in the message.

    `reason` is why an event is rewritten, `marks` means that the command `mark` does it; the commit's
    trailers state both. `today` returns the day after which no date of what has happened may be; without it
    dates are not compared with it. `patience` is how many seconds to wait for another writer; `waiting` is
    called if that takes longer than a second; `note` receives a sentence about an earlier write that was
    interrupted.
    """

    dry_run: bool = False
    commit: bool = True
    message: str = ""
    reason: str = ""
    marks: bool = False
    today: Callable[[], Day] | None = None
    patience: float = 10.0
    waiting: Callable[[], None] = silent
    note: Callable[[str], None] = ignore

    @property
    def trailers(self) -> tuple[str, ...]:
        """The trailers of the commit's message besides those that name the changed records."""
        command = (f"{COMMAND}: {MARK}",) if self.marks else ()
        return (*command, f"{REASON}: {self.reason}") if self.reason else command


AS_USUAL = WriteOptions()
"""Write and commit, without a line of the user in the message."""


class WrittenRecord(Struct, frozen=True):
    """One record that was written: its changes, each with its text, and the difference of its file.

    `headline` states what happened in a new case, or that a file only moved. `still_open` are the facts that
    are not stated yet. `sources_added` are ids and paths of the sources that were created with it and that it
    cites. `kept` describes in words what a choice has left unchanged. `settles` is the command that would
    prove a recorded death which is not proved.
    """

    record: str
    path: str
    event: str | None
    changes: tuple[Change, ...]
    texts: tuple[str, ...]
    diff: str
    headline: str = ""
    still_open: tuple[str, ...] = ()
    sources_added: tuple[tuple[str, str], ...] = ()
    kept: tuple[str, ...] = ()
    settles: MarkQuestion | None = None

    def as_data(self, commit: str | None) -> dict[str, object]:
        """Return the record as JSON data for command output, with `sources_added` if there are any."""
        changes = [
            {**each.as_data(), "text": text} for each, text in zip(self.changes, self.texts, strict=True)
        ]
        added = [{"record": key, "path": path} for key, path in self.sources_added]
        return {
            "record": self.record,
            "path": self.path,
            "event": self.event,
            "commit": commit,
            "changes": changes,
            **({"sources_added": added} if added else {}),
        }


class WriteResult(Struct, frozen=True):
    """The result of a write.

    `beside` and `along` are those of the `Plan`. `commit` is None on a dry run, without a commit, and if all
    files are `as_committed` again: manual edits that were not committed are undone. `reason` is the one that
    the commit gives for rewriting an event.
    """

    records: tuple[WrittenRecord, ...]
    beside: tuple[WrittenRecord, ...] = ()
    along: tuple[WrittenRecord, ...] = ()
    commit: str | None = None
    dry_run: bool = False
    matched: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    as_committed: bool = False
    reason: str = ""

    def as_data(self) -> object:
        """Return the result as JSON data for command output: one object for one record, else a list."""
        reason = {"reason": self.reason} if self.reason else {}
        data = [record.as_data(self.commit) | reason for record in self.records]
        return data[0] if len(data) == 1 else data


class NotCommitted(MachineTrouble):
    """The files are written, and git refused the commit; `written` describes the files (exit 5)."""

    def __init__(self, reason: MachineTrouble, written: WriteResult) -> None:
        super().__init__(reason.code, reason.message, reason.hint, reason.problems)
        self.written = written
