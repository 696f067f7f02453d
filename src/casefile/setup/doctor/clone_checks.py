"""Checks of the clone: git, its drivers and attributes for records, identity, history, hooks."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

from casefile.errors import MachineTrouble
from casefile.git.commit_writer import A_ROLE
from casefile.git.configuration import attributes, effective_values, git_version, hooks_folder
from casefile.plural import number
from casefile.setup.commit_roles import are_roles
from casefile.setup.doctor.doctor_check import (
    CheckedFolder,
    DoctorFinding,
    ask,
    bad,
    fine,
    require_repository,
)
from casefile.setup.exposed_folders import commands_to_close
from casefile.setup.git_drivers import NEW_RECORD, OURS, PROGRAM, RULE, SETTINGS, compare_settings

OLDEST_GIT = (2, 31)
"""The first version of git that has all options that casefile uses."""
COMMIT_HOOKS = ("pre-commit", "prepare-commit-msg", "commit-msg", "post-commit", "pre-merge-commit")


def git(place: CheckedFolder) -> Iterator[DoctorFinding]:
    """Check the version of git."""
    version = git_version(place.directory)
    version_text = ".".join(map(str, version))
    if version < OLDEST_GIT:
        least = ".".join(map(str, OLDEST_GIT))
        yield bad(f"git {version_text} is too old: casefile needs {least}", "update git")
    else:
        yield fine(f"git {version_text}")


def program(_: CheckedFolder) -> Iterator[DoctorFinding]:
    """Check that the program casefile is on the PATH, where git looks for it."""
    if shutil.which(PROGRAM):
        yield fine("git finds casefile on the PATH")
    else:
        message = "casefile is not on the PATH: git does not find it, and compares lines"
        yield bad(message, "run pipx ensurepath, or add its folder to the PATH")


def work_tree(place: CheckedFolder) -> Iterator[DoctorFinding]:
    """Check that the register is in a git repository."""
    if place.repository is None:
        yield bad("the register is not in a git repository, so it has no history", "git init")
    else:
        linked = ", in a linked work tree" if place.repository.linked else ""
        yield fine(f"in a git repository{linked}")


def access(place: CheckedFolder) -> Iterator[DoctorFinding]:
    """Check that other users of this computer cannot read records that may not be public."""
    if place.register.settings.ceiling == "public":
        yield fine("every record here may be public")
        return
    repository = None
    with contextlib.suppress(MachineTrouble):  # the check of the repository reports it
        repository = place.repository
    commands = commands_to_close(place.root, repository)
    if commands:
        message = "other users of this computer can read the records or their history"
        yield bad(message, "; ".join(commands))
    else:
        yield fine("no other user of this computer can read the records")


def history(place: CheckedFolder) -> Iterator[DoctorFinding]:
    """Check that the clone has the whole history, and is not shallow."""
    if require_repository(place).shallow:
        message = "this clone is shallow: log, blame and audit see its newest commits only"
        yield bad(message, "git fetch --unshallow")
    else:
        yield fine("the clone has the whole history")


def identity(place: CheckedFolder) -> Iterator[DoctorFinding]:
    """Check in whose name git commits, and report only whether it is a role.

    The output of doctor is often passed on to others.
    """
    names = require_repository(place).identities()
    if not names:
        yield bad("git has no author for commits, and casefile does not use a guessed one", A_ROLE)
    elif are_roles(names):
        yield fine("the author of commits is a role")
    else:
        yield ask(
            "commits may show the name of a person, permanently in every clone",
            f"to use a role instead: {A_ROLE}",
        )


def drivers(place: CheckedFolder) -> Iterator[DoctorFinding]:
    """Check that git's settings in this clone are those that `setup-git` writes."""
    states = compare_settings(effective_values(require_repository(place).root, OURS))
    missing = [key for key, _ in SETTINGS if states[key] == "missing"]
    others = [key for key, _ in SETTINGS if states[key] == "other"]
    if len(missing) == len(SETTINGS):
        message = "this clone has no drivers for records: git compares and merges them by lines"
        yield bad(message, "casefile setup-git")
    elif missing:
        yield bad(f"the git drivers for records lack {', '.join(missing)}", "casefile setup-git")
    if others:
        message = f"git uses different settings from casefile: {', '.join(others)}"
        yield bad(message, "casefile setup-git, or keep them if you set them")
    if not missing and not others:
        yield fine("git compares records by event and merges them field by field")


def rule(place: CheckedFolder) -> Iterator[DoctorFinding]:
    """Check that git's attributes give the cases, and any new record, to the drivers of casefile.

    A later line of the attributes may override the rule.
    """
    paths = [path for path in place.register.entries if path.startswith("cases/")]
    wanted = [PROGRAM, PROGRAM]
    found = attributes(require_repository(place), ("diff", "merge"), [*paths, NEW_RECORD])
    without = [path for path, values in found.items() if values != wanted]
    if len(without) == len(found):
        yield bad(f".gitattributes has no rule for records: {RULE}", "casefile setup-git")
    elif without:
        message = (
            f"{number(len(without), 'record')} not covered by the rule in .gitattributes: {without[0]} …"
        )
        yield bad(message, f"git check-attr -a {shlex.quote(without[0])}")
    else:
        yield fine(".gitattributes has the rule for records")


def hooks(place: CheckedFolder) -> Iterator[DoctorFinding]:
    """Check that git can run the hooks of a commit: they are executable, and their interpreter exists.

    They are not run.
    """
    folder = hooks_folder(require_repository(place))
    found = [hook for hook in (folder / name for name in COMMIT_HOOKS) if hook.is_file()]
    broken = [*filter(None, map(_broken, found))]
    yield from broken
    if not broken:
        yield fine(f"{number(len(found), 'hook')} that commits run" if found else "no hooks that commits run")


def _broken(hook: Path) -> DoctorFinding | None:
    if not os.access(hook, os.X_OK):
        message = f"git cannot run the hook {hook.name}: it is not executable"
        return bad(message, f"chmod +x {shlex.quote(str(hook))}")
    with hook.open("rb") as text:
        first = text.readline(500).decode("utf-8", "replace")
    words = first.removeprefix("#!").split() if first.startswith("#!") else []
    by_env = len(words) > 1 and words[0].endswith("/env")
    wanted = words[1] if by_env and not words[1].startswith("-") else next(iter(words), "")
    if wanted and not shutil.which(wanted):
        message = f"the hook {hook.name} needs {wanted}, which is missing: commits will fail"
        return bad(message, f"install it, or check {shlex.quote(str(hook))}")
    return None
