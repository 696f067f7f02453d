"""Problems in the data, which are values, and failures of a command, which are exceptions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from msgspec import Struct
from msgspec.structs import asdict, replace

Level = Literal["error", "warning"]


class Fix(Struct, frozen=True, order=True):
    """The command that fixes a problem, as data; `command` is empty if no command does.

    `update` changes one field: `option` is `--set`, `--add` or `--unset`, and `field` a dotted path in the
    record, or in the event whose id is `event`. `rename` replaces former ids of a record in all references to
    it. `record` is the id of the record; if it is empty, the hint names only the option.
    """

    command: Literal["", "update", "rename"] = ""
    record: str = ""
    option: str = ""
    field: str = ""
    value: str = ""
    event: str = ""

    def as_command(self) -> str:
        """Return the command as text, or only `--set field=value` if `record` is empty.

        Values are not quoted for a shell. Do not call it on a fix without a command.
        """
        if self.command == "rename":
            return f"casefile rename {self.record} {self.record}"
        path = f"events.{self.event}.{self.field}" if self.event else self.field
        option = f"{self.option} {path}={self.value}"
        return f"casefile update {self.record} {option}" if self.record else option


def set_field(field: str, value: str, record: str = "") -> Fix:
    """Return the fix that sets a field of a record."""
    return Fix("update", record, "--set", field, value)


def add_item(field: str, value: str, record: str, event: str = "") -> Fix:
    """Return the fix that adds an item to a list of a record, or of one of its events."""
    return Fix("update", record, "--add", field, value, event)


def remove_item(field: str, value: str, record: str) -> Fix:
    """Return the fix that removes an item from a list of a record."""
    return Fix("update", record, "--unset", field, value)


def follow_rename(record: str) -> Fix:
    """Return the fix for references to a former id of the record that is called `record` now."""
    return Fix("rename", record)


class Problem(Struct, frozen=True, order=True):
    """One error or warning about one file: its place, a code, a message and a hint how to fix it.

    `path` is relative to the register, with forward slashes. `line` and `column` count from 1; they are 0 if
    the problem is about the whole file. `field` is a dotted path, or empty. `message` and `hint` never
    contain a value of a record that is not public: they contain names of fields, codes and places. `fix` is
    the command in the hint as data.
    """

    path: str
    line: int
    column: int
    field: str
    code: str
    level: Level
    message: str
    hint: str = ""
    fix: Fix = Fix()

    @classmethod
    def of_file(cls, path: str, code: str, message: str, hint: str, level: Level = "error") -> Problem:
        """Return a problem about a whole file."""
        return cls(path, 0, 0, "", code, level, message, hint)

    @property
    def place(self) -> str:
        """`path:line:column`, or only the path if the problem is about the whole file."""
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path

    def as_data(self) -> dict[str, object]:
        """Return all fields except `fix` as a mapping, as the JSON output shows them."""
        return {key: value for key, value in asdict(self).items() if key != "fix"}

    def reword_fix(self, words: str) -> Problem:
        """Return the problem with `words` in its hint in place of the command of `fix` (not an empty one)."""
        return replace(self, hint=self.hint.replace(self.fix.as_command(), words))


def errors_of(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems that are errors, without the warnings."""
    return tuple(each for each in problems if each.level == "error")


class CasefileError(Exception):
    """A command failed: `code` is the reason, such as CF304, `message` and `hint` are for the user.

    `problems` are details. `exit_code` is the exit code of the command, 70 for this base class.
    """

    exit_code: ClassVar[int] = 70

    def __init__(self, code: str, message: str, hint: str = "", problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.problems = problems

    def as_problem(self, path: str = "", line: int = 0, column: int = 0, field: str = "") -> Problem:
        """Return the error as a problem at a place in a file, without its details (`problems`)."""
        return Problem(path, line, column, field, self.code, "error", self.message, self.hint)


class BrokenData(CasefileError):
    """The record that a command needs has errors (exit code 1)."""

    exit_code = 1


class BadInput(CasefileError):
    """The user's input is not valid: a wrong option, or a value that the model rejects (exit code 2)."""

    exit_code = 2


class NotFound(CasefileError):
    """A record, event, revision or reference does not exist, or several match (exit code 3)."""

    exit_code = 3


class Collision(CasefileError):
    """The file has changed, is locked, would be overwritten, or is a likely duplicate (exit code 4)."""

    exit_code = 4


class MachineTrouble(CasefileError):
    """Git or the disk fails, an optional package is missing, or there is no register (exit code 5)."""

    exit_code = 5


class TierForbids(CasefileError):
    """The tier of a record or field does not allow the operation (exit code 6)."""

    exit_code = 6


class Interrupted(CasefileError):
    """The user interrupted the command. Input until then is stored as a draft (exit code 130)."""

    exit_code = 130


def nearest(word: str, words: Iterable[str], alike: float = 0.6) -> str:
    """Return the word that is most similar to `word`; an empty text if none is similar enough.

    `alike` is the least similarity, from 0 to 1, as `difflib` computes it.
    """
    from difflib import get_close_matches  # noqa: PLC0415 - only where a word is wrong

    return next(iter(get_close_matches(word, words, 1, alike)), "")
