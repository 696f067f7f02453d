"""What a check of `doctor` looks at, and what it answers."""

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
    """What one check found: fine, or what it is and the command that fixes it.

    `asks` marks a question that only a person can answer; nothing is known to be wrong then.
    """

    check: str
    ok: bool
    message: str
    hint: str = ""
    asks: bool = False

    def as_data(self) -> Fields:
        """Return it as the contract's JSON."""
        return pick_fields(self, "check", "ok", "message", "hint")


def fine(message: str) -> DoctorFinding:
    """Say that something is as it should be."""
    return DoctorFinding("", ok=True, message=message)


def bad(message: str, hint: str) -> DoctorFinding:
    """Say what is not as it should be, and the command that fixes it."""
    return DoctorFinding("", ok=False, message=message, hint=hint)


def ask(message: str, hint: str) -> DoctorFinding:
    """Ask what only a person knows."""
    return DoctorFinding("", ok=True, message=message, hint=hint, asks=True)


class CheckedFolder:
    """The folder that is looked at: each part is asked for once, when a check wants it."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    @cached_property
    def root(self) -> Path:
        """The folder of the register; MachineTrouble CF803 where there is none."""
        return find_root(self.directory)

    @cached_property
    def register(self) -> Register:
        """The register, in which a withdrawn case that is here again has an error, as for other commands."""
        return open_register(self.root).shown

    @cached_property
    def repository(self) -> Repository | None:
        """The git work tree around it."""
        return Repository.open(self.root)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What `validate` finds."""
        return validate(self.directory).problems


Check = Callable[[CheckedFolder], Iterator[DoctorFinding]]


def here(place: CheckedFolder) -> Repository:
    """Return the work tree, which checks of git need."""
    if place.repository is None:
        raise MachineTrouble("CF809", "this register is in no git repository", "git init")
    return place.repository
