"""What may be wrong: problems in the data are values, failures of a command are exceptions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from msgspec import Struct
from msgspec.structs import asdict

Level = Literal["error", "warning"]


class Problem(Struct, frozen=True, order=True):
    """One thing wrong in one file: where it is, what it is and how to mend it.

    `path` is relative to the register with forward slashes; `line` and `column` count from 1, 0 where the
    whole file is meant; `field` is a dotted path. `message` and `hint` never quote a value of a record that
    is not public: they name fields, codes and places.
    """

    path: str
    line: int
    column: int
    field: str
    code: str
    level: Level
    message: str
    hint: str = ""

    @classmethod
    def of_file(cls, path: str, code: str, message: str, hint: str, level: Level = "error") -> Problem:
        """Make a problem of a whole file."""
        return cls(path, 0, 0, "", code, level, message, hint)

    @property
    def place(self) -> str:
        """`path:line:column`, without the numbers where the whole file is meant."""
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path

    def as_data(self) -> dict[str, object]:
        """Return the problem as the JSON envelope shows it."""
        return asdict(self)


def errors_of(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return those of these problems that are errors."""
    return tuple(each for each in problems if each.level == "error")


class CasefileError(Exception):
    """A command cannot do what was asked; the class carries the exit code, the code names the reason."""

    exit_code: ClassVar[int] = 70

    def __init__(self, code: str, message: str, hint: str = "", problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.problems = problems

    def as_problem(self, path: str = "", line: int = 0, column: int = 0, field: str = "") -> Problem:
        """Return the error as a problem at a place."""
        return Problem(path, line, column, field, self.code, "error", self.message, self.hint)


class BrokenData(CasefileError):
    """The record that was asked for has errors (exit 1)."""

    exit_code = 1


class BadInput(CasefileError):
    """What was typed does not fit: an option, a value the model refuses (exit 2)."""

    exit_code = 2


class NotFound(CasefileError):
    """No such record, event, revision or reference, or several (exit 3)."""

    exit_code = 3


class SomebodyElse(CasefileError):
    """The file changed underneath, is locked, would be overwritten, or is probably a duplicate (exit 4)."""

    exit_code = 4


class MachineTrouble(CasefileError):
    """Git, the disk, a missing extra, no register (exit 5)."""

    exit_code = 5


class TierForbids(CasefileError):
    """The tier does not allow it (exit 6)."""

    exit_code = 6


class Interrupted(CasefileError):
    """The person stopped; what they typed by then is kept as a draft (exit 130)."""

    exit_code = 130


def nearest(word: str, words: Iterable[str], alike: float = 0.6) -> str:
    """Return the most similar of these words; an empty text if none is similar enough (0 to 1)."""
    from difflib import get_close_matches  # noqa: PLC0415 - only where a word is wrong

    return next(iter(get_close_matches(word, words, 1, alike)), "")
