"""Lock files of git: which one prevents a commit, and whether a running git process has it."""

from __future__ import annotations

import contextlib
import os
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from casefile.git.repository import Repository
from casefile.git.runner import run_git

PROCESSES = Path("/proc")
AGAIN = "then commit them: casefile commit"
"""The end of a hint of an error after which files are written, but not committed."""
Holder = Literal["git", "nobody", "unknown"]
"""The process that has a lock file: a running git process, none, or not known."""


def reason_of_lock(repository: Repository) -> tuple[str, str, str] | None:
    """Return code, message and hint for a lock file that keeps git from writing; None if there is none."""
    place = next(filter(os.path.lexists, _lock_files(repository)), None)
    if place is None:
        return None
    remove = f"rm {shlex.quote(str(place))}"
    holder = _holder(repository)
    if holder == "git":
        return "CF813", "another git process is running here", f"wait until it ends, {AGAIN}"
    if holder == "nobody":
        message = f"an interrupted git process left {place.name}"
        return "CF818", message, f"no git process is running here: {remove}; {AGAIN}"
    message = f"another git process is running here, or an interrupted one left {place.name}"
    return "CF813", message, f"if no git is running (ps -A | grep git): {remove}; {AGAIN}"


def _lock_files(repository: Repository) -> Iterator[Path]:
    """Yield the lock files that a commit needs: of the staging area, of HEAD, of the branch."""
    yield repository.git_dir / "index.lock"
    yield repository.git_dir / "HEAD.lock"
    branch = run_git(repository.root, "symbolic-ref", "--quiet", "HEAD").text
    if branch:
        yield repository.common_dir / f"{branch}.lock"


def _holder(repository: Repository) -> Holder:
    """Return who has a lock file, by the git processes that run in a folder of the repository.

    "unknown" if the system does not show all processes.
    """
    # Where /proc hides the processes of other users, it hides the first one too.
    if sys.platform != "linux" or not os.access(PROCESSES / "1" / "comm", os.R_OK):
        return "unknown"
    folders = [folder.resolve() for folder in (repository.top, repository.git_dir, repository.common_dir)]
    unknown = False
    for process in PROCESSES.iterdir():
        if not process.name.isdigit() or not _is_git(process):
            continue
        try:
            here = (process / "cwd").readlink()
        except PermissionError:
            unknown = True
        except OSError:  # it has ended
            continue
        else:
            if any(here.is_relative_to(folder) for folder in folders):
                return "git"
    return "unknown" if unknown else "nobody"


def _is_git(process: Path) -> bool:
    with contextlib.suppress(OSError):
        return (process / "comm").read_text("utf-8", "replace").startswith("git")
    return False
