"""What a writing command hands in and gets back: edits, the plan of them, and what was written."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from casefile.changes.change import Change
from casefile.errors import MachineTrouble, Problem
from casefile.files.write_lock import ignore, silent
from casefile.register import Register
from casefile.views.deciding_entries import Settling
from casefile.yaml.field_locations import Field, Places, locate


class RecordOrigin(Struct, frozen=True):
    """The file that a record was taken from, the line it begins at, and its own text where it has one.

    `where` finds its fields in a file that holds more than this record; what it finds in the text of one line
    alone, such as a line of JSON, begins at line 1.
    """

    name: str
    line: int
    text: str = ""
    where: Callable[[], Places] | None = None
    alone: bool = False

    def place(self, field: Field) -> tuple[int, int]:
        """Return line and column of a field, as near as the file allows."""
        places = self.where() if self.where else locate(self.text)
        if places.root is None:
            return self.line, 1
        line, column = places.position(field)
        return (line + self.line - 1 if self.alone else line), column

    def told(self, problem: Problem) -> Problem:
        """Return a problem of the record as one of the file that it was taken from."""
        line, column = self.place(problem.field)
        return replace(problem, path=self.name, line=line, column=column)

    def problem(self, field: Field, code: str, message: str, hint: str) -> Problem:
        """Make a problem of a field as it stands in the file."""
        name = field if isinstance(field, str) else ".".join(map(str, field))
        return Problem(self.name, *self.place(field), name, code, "error", message, hint)


class Edit(Struct, frozen=True):
    """What one record shall hold. `event` is the entry that the command is about.

    `text` is the whole text, where it is more than the data (comments, layout): of a new record, or of one
    that a person edited; `origin` is the file that it was taken from. `moves` is the path that the record
    leaves; `over` what must lie in the file for the write to go on, where that is not what was just read.
    """

    path: str
    kind: str
    data: dict[str, object]
    event: str | None = None
    text: str = ""
    origin: RecordOrigin | None = None
    moves: str | None = None
    over: bytes | None = None


class Plan(Struct, frozen=True):
    """What a command wants to be written, and what the person should hear of it.

    `beside` are records that come into being on the way (sources), `along` those that only follow (what names
    a record that was renamed), `gone` files that are removed and of which nothing is told. `matched` says
    whom a typed name meant. `placed` says that the person chose the place of an entry, so that nobody need
    ask whether it is right. `merges` says that the edits settle what a merge left. `renamed` are
    pairs of ids, of which a citation of the first one means what one of the second one meant.
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


Planner = Callable[[Register], Plan]


REASON, COMMAND, MARK = "Reason", "Command", "mark"
"""The trailers by which `audit` finds why an event was rewritten."""


class WriteOptions(Struct, frozen=True):
    """How to write: nothing at all, without a commit, with a line more in the message.

    `reason` is why an event is rewritten, `marks` says that `mark` does it; the commit's trailers state both.
    `patience` is how many seconds to wait for another writer; `waiting` is called where that takes longer
    than a moment; `note` receives a sentence about an earlier write that was cut short.
    """

    dry_run: bool = False
    commit: bool = True
    message: str = ""
    reason: str = ""
    marks: bool = False
    patience: float = 10.0
    waiting: Callable[[], None] = silent
    note: Callable[[str], None] = ignore

    @property
    def trailers(self) -> tuple[str, ...]:
        """The trailers that the commit's message gets besides those that name what changed."""
        command = (f"{COMMAND}: {MARK}",) if self.marks else ()
        return (*command, f"{REASON}: {self.reason}") if self.reason else command


AS_USUAL = WriteOptions()


class WrittenRecord(Struct, frozen=True):
    """One record that was written: its changes and the textual difference.

    `headline` states what happened in a new case, or that a file only moved; `still_open` what nobody has
    stated. `sources_added` are ids and paths of the sources that came into being beside it and that it cites.
    `kept` says in words what a choice has left as it was. `settles` is what proves a death that was recorded
    and is not proved.
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
    settles: Settling | None = None

    def as_data(self, commit: str | None) -> dict[str, object]:
        """Return it as the contract's JSON, and `sources_added` where there are any."""
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
    """What a writing command did.

    `commit` is absent on a dry run, without a commit, and where all is `as_committed` again: hand edits that
    were not committed are undone. `reason` is the one that the commit gives for rewriting an event.
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
        """Return the contract's JSON: one object, a list of them where several records were written."""
        reason = {"reason": self.reason} if self.reason else {}
        told = [record.as_data(self.commit) | reason for record in self.records]
        return told[0] if len(told) == 1 else told


class NotCommitted(MachineTrouble):
    """The files are written, and git refused the commit; `written` is what stands in them (exit 5)."""

    def __init__(self, reason: MachineTrouble, written: WriteResult) -> None:
        super().__init__(reason.code, reason.message, reason.hint, reason.problems)
        self.written = written
