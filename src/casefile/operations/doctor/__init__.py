"""The verb `doctor`: what is set up around a register, and the command that mends each of the rest."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from casefile.errors import CasefileError, errors_of
from casefile.operations.doctor import around, data, signing, speed
from casefile.operations.doctor.finding import Check, Finding, Place, bad
from casefile.operations.remembering import forget
from casefile.operations.revision import work_tree
from casefile.storage.folder import find_root
from casefile.storage.index import forget_failures
from casefile.storage.reasons import reason

__all__ = ["CHECKS", "Finding", "Health", "doctor", "purge"]


class Health(Struct, frozen=True):
    """The answer of `doctor`: every finding, and how many errors the records have."""

    findings: tuple[Finding, ...]
    errors: int


def doctor(directory: Path) -> Health:
    """Look at everything that a register needs around it, change nothing; one fault hides no other.

    What cannot be asked, since something before it is missing, is left out: the finding that names what is
    missing stands for it.
    """
    place = Place(directory)
    findings: list[Finding] = []
    for name, (check, needs) in CHECKS.items():
        failed = {finding.check for finding in findings if not finding.ok}
        if not failed & set(needs):
            findings += [replace(finding, check=name) for finding in _asked(check, place)]
    has_register = all(finding.ok for finding in findings if finding.check == "register")
    errors = len(errors_of(place.problems)) if has_register else 0
    return Health(tuple(findings), errors)


def purge(directory: Path) -> bool:
    """Forget what is remembered of the files of this clone; tell whether there was anything to forget."""
    repository = work_tree(find_root(directory))
    forget_failures(repository.private)
    return forget(repository)


def _asked(check: Check, place: Place) -> list[Finding]:
    """Run a check; what it stumbles over is its finding."""
    try:
        return [*check(place)]
    except CasefileError as error:
        return [bad(error.message, error.hint)]
    except OSError as error:
        return [
            bad(f"this cannot be looked at: {reason(error)}", "see who owns it: ls -la .git .git/casefile")
        ]


IN_GIT = ("git", "register", "repository")
CHECKS: dict[str, tuple[Check, tuple[str, ...]]] = {
    "git": (around.git, ()),
    "program": (around.program, ()),
    "register": (data.register, ()),
    "records": (data.records, ("register",)),
    "unfinished": (data.unfinished, ("register",)),
    "schemas": (data.schemas, ("register",)),
    "repository": (around.work_tree, ("git", "register")),
    "access": (around.access, ("git", "register")),
    "conflicts": (data.conflicts, IN_GIT),
    "identity": (around.identity, IN_GIT),
    "signing": (signing.signing, IN_GIT),
    "drivers": (around.drivers, IN_GIT),
    "attributes": (around.rule, IN_GIT),
    "hooks": (around.hooks, IN_GIT),
    "history": (around.history, IN_GIT),
    "graph": (speed.graph, IN_GIT),
    "cache": (speed.cache, IN_GIT),
    "extras": (speed.extras, ()),
    "drafts": (data.kept_drafts, IN_GIT),
    "remotes": (data.remotes, IN_GIT),
}
"""What is looked at, in this order, and which findings must be fine before it can be asked."""
