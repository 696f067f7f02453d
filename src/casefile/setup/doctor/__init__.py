"""The command `doctor`: run checks around a register, and report the command that fixes each problem."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from casefile.errors import CasefileError, errors_of
from casefile.files.disk_errors import reason
from casefile.files.register_folder import find_root
from casefile.index import forget_failures
from casefile.loading.entry_cache import forget_cached
from casefile.loading.revision import work_tree
from casefile.setup.doctor import clone_checks, data_checks, signing_check, speed_checks
from casefile.setup.doctor.doctor_check import Check, CheckedFolder, DoctorFinding, bad

__all__ = ["CHECKS", "DoctorFinding", "DoctorReport", "doctor", "purge"]


class DoctorReport(Struct, frozen=True):
    """The result of `doctor`: all findings, and the number of errors that `validate` reports.

    `errors` is 0 if there is no register.
    """

    findings: tuple[DoctorFinding, ...]
    errors: int


def doctor(directory: Path) -> DoctorReport:
    """Run the checks for the register around a folder; no file of the register and no setting is changed.

    A check is left out if another one that it needs has failed: the finding of that one explains it. A
    CasefileError or OSError in one check becomes a finding, and the others still run.
    """
    place = CheckedFolder(directory)
    findings: list[DoctorFinding] = []
    for name, (check, needs) in CHECKS.items():
        failed = {finding.check for finding in findings if not finding.ok}
        if not failed & set(needs):
            findings += [replace(finding, check=name) for finding in _run_check(check, place)]
    has_register = all(finding.ok for finding in findings if finding.check == "register")
    errors = len(errors_of(place.problems)) if has_register else 0
    return DoctorReport(tuple(findings), errors)


def purge(directory: Path) -> bool:
    """Delete the index of the clone, which caches files, and the count of its failures.

    Return whether there was an index. Raises MachineTrouble if there is no register or no git repository.
    """
    repository = work_tree(find_root(directory))
    forget_failures(repository.private)
    return forget_cached(repository)


def _run_check(check: Check, place: CheckedFolder) -> list[DoctorFinding]:
    """Run a check and return its findings; an error that it raises becomes a finding."""
    try:
        return [*check(place)]
    except CasefileError as error:
        return [bad(error.message, error.hint)]
    except OSError as error:
        return [bad(f"this cannot be checked: {reason(error)}", "check the owner: ls -la .git .git/casefile")]


IN_GIT = ("git", "register", "repository")
CHECKS: dict[str, tuple[Check, tuple[str, ...]]] = {
    "git": (clone_checks.git, ()),
    "program": (clone_checks.program, ()),
    "register": (data_checks.register, ()),
    "records": (data_checks.records, ("register",)),
    "unfinished": (data_checks.check_unfinished, ("register",)),
    "schemas": (data_checks.schemas, ("register",)),
    "repository": (clone_checks.work_tree, ("git", "register")),
    "access": (clone_checks.access, ("git", "register")),
    "conflicts": (data_checks.conflicts, IN_GIT),
    "identity": (clone_checks.identity, IN_GIT),
    "signing": (signing_check.signing, IN_GIT),
    "drivers": (clone_checks.drivers, IN_GIT),
    "attributes": (clone_checks.rule, IN_GIT),
    "hooks": (clone_checks.hooks, IN_GIT),
    "history": (clone_checks.history, IN_GIT),
    "graph": (speed_checks.graph, IN_GIT),
    "cache": (speed_checks.cache, IN_GIT),
    "extras": (speed_checks.extras, ()),
    "drafts": (data_checks.kept_drafts, IN_GIT),
    "remotes": (data_checks.remotes, IN_GIT),
}
"""The checks in the order in which they run, each with the names of checks that must succeed first."""
