"""The input and the result of a check of `doctor`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from casefile.errors import MachineTrouble, Problem
from casefile.files.register_folder import find_root
from casefile.git import Repository
from casefile.loading.open_register import open_register
from casefile.model.plain_data import Fields, pick_fields
from casefile.register import Register
from casefile.validation.validation_run import validate


class DoctorFinding(Struct, frozen=True):
    """One result of a check: that all is well, or a problem (`ok` is False), and how to fix it (`hint`).

    `check` is the name of the check. `asks` marks a question that only a person can answer; then no problem
    is known.
    """

    check: str
    ok: bool
    message: str
    hint: str = ""
    asks: bool = False

    def as_data(self) -> Fields:
        """Return the finding as data for JSON."""
        return pick_fields(self, "check", "ok", "message", "hint")


def fine(message: str) -> DoctorFinding:
    """Return the finding that there is no problem; `doctor` adds the name of the check."""
    return DoctorFinding("", ok=True, message=message)


def bad(message: str, hint: str) -> DoctorFinding:
    """Return a finding with a problem, and a hint how to fix it, mostly a command."""
    return DoctorFinding("", ok=False, message=message, hint=hint)


def ask(message: str, hint: str) -> DoctorFinding:
    """Return a finding with a question that only a person can answer; it is not a problem."""
    return DoctorFinding("", ok=True, message=message, hint=hint, asks=True)


class CheckedFolder:
    """The folder that is checked; each property is computed when a check first uses it."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    @cached_property
    def root(self) -> Path:
        """The folder of the register; raises MachineTrouble CF803 if there is none."""
        return find_root(self.directory)

    @cached_property
    def register(self) -> Register:
        """The register as other commands show it. A withdrawn case that was added again has an error."""
        return open_register(self.root).shown

    @cached_property
    def repository(self) -> Repository | None:
        """The git work tree around the register; None if there is none."""
        return Repository.open(self.root)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """The problems that `validate` reports."""
        return validate(self.directory).problems


Check = Callable[[CheckedFolder], Iterator[DoctorFinding]]
"""A check: it yields a finding for each problem, or one that there is none; it may raise CasefileError."""


def require_repository(place: CheckedFolder) -> Repository:
    """Return the git work tree around the register; raise MachineTrouble CF809 if there is none."""
    if place.repository is None:
        raise MachineTrouble("CF809", "this register is not in a git repository", "git init")
    return place.repository
