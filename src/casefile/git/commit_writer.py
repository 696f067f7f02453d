"""Commit exactly the given paths, with the user's own hooks, signing and identity.

GitPython is used only to create a repository. Its `index.commit()` would leave out signing and filters, and
its import takes a tenth of the time of `record`. So git itself commits: options are constants, paths follow
`--`.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from subprocess import PIPE, Popen

from casefile.errors import MachineTrouble
from casefile.files.record_paths import checked_path
from casefile.files.write_lock import WRITER
from casefile.git.git_locks import AGAIN, reason_of_lock
from casefile.git.repository import Repository
from casefile.git.runner import (
    FOREIGN,
    GitAnswer,
    git_program,
    log_git_command,
    missing_git_error,
    own_environment,
    printable_output,
)

SETTINGS = ("-c", "user.useConfigOnly=true", "-c", "i18n.commitEncoding=UTF-8")
"""Options of git: refuse a guessed identity, write the message in UTF-8."""


def commit_only(
    repository: Repository, paths: Sequence[str], message: str, known: Collection[str] = ()
) -> str:
    """Commit exactly these paths as they are on the disk, new and removed ones too; return the commit's id.

    Other changes, staged or not, stay as they are. Hooks and signing run as configured; the time is written
    in UTC; an identity that git would guess is refused. If it fails, the files stay written, a new path is
    unstaged again, and MachineTrouble states the reason and what to do next: CF811 to CF815, CF818, or CF810
    if another git command fails. Raises BadInput CF603 for a path outside the register. `known` are
    paths of the last commit; for others git is asked whether it tracks them.
    """
    unknown = {checked_path(path) for path in paths}.difference(known)
    unknown -= repository.tracked(sorted(unknown)) if unknown else frozenset()
    new = sorted(path for path in unknown if os.path.lexists(repository.root / path))
    specs = [_literal(path) for path in paths if path not in unknown or path in new]
    if not specs:
        raise MachineTrouble(*NOTHING_TO_COMMIT)
    try:
        if new:
            _require_success(repository, paths, _run(repository, "add", "-N", "--", *map(_literal, new)))
        words = ("commit", "--only", "--quiet", "--cleanup=whitespace", "--file=-", "--", *specs)
        _require_success(repository, paths, _run(repository, *words, stdin=message.encode("utf-8")))
    except BaseException:
        _unstage(repository, new)
        raise
    return repository.head() or ""


def stage(repository: Repository, path: str) -> None:
    """Stage a file as it is on the disk, or its removal; this ends a conflict of the file.

    Raises MachineTrouble CF810 if git fails.
    """
    result = _run(repository, "add", "--all", "--", _literal(checked_path(path)))
    if result.code:
        hint = "see git status; the file was written"
        raise MachineTrouble("CF810", f"git add failed: {printable_output(result.err)}", hint)


def renew_index(repository: Repository, paths: Sequence[str]) -> None:
    """Reset these paths in the staging area to the last commit; the files stay as they are.

    Raises MachineTrouble CF813 or CF818 if a lock file prevents it, else CF810.
    """
    result = _run(repository, "reset", "--quiet", "--", *map(_literal, paths))
    if result.code:
        locked = reason_of_lock(repository)
        raise MachineTrouble(
            *(locked or ("CF810", f"git reset failed: {printable_output(result.err)}", "git status"))
        )


def _literal(path: str) -> str:
    """Return the pathspec of git for exactly this path, without wildcards.

    Git's global option for that would be passed on to the hooks.
    """
    return f":(literal){path}"


def initialise(folder: Path) -> Repository:
    """Create a git work tree in a folder, on a branch named main unless the user configured another name.

    Raises MachineTrouble CF802 if git is missing, CF810 if it fails, and the errors of `Repository.open`.
    """
    try:
        from git import GitCommandError, Repo  # noqa: PLC0415 - see above
    except ImportError as error:  # GitPython looks for git as soon as it is imported
        raise missing_git_error() from error

    configured = _git(folder, "config", "--get", "init.defaultBranch")
    branch = None if configured.code == 0 else "main"
    failed = "it created no repository"
    try:
        with _without_foreign_variables():
            Repo.init(folder, initial_branch=branch).close()
        repository = Repository.open(folder)
    except GitCommandError as error:
        repository, failed = None, str(error.stderr)
    if repository is None:
        raise MachineTrouble(
            "CF810", f"git init failed: {printable_output(failed.encode())}", "fix the reported problem"
        )
    return repository


def set_identity(repository: Repository, name: str, mail: str) -> None:
    """Set the committer's name and address for this clone only: a role, so that users stay unnamed.

    Raises MachineTrouble CF810 if git fails.
    """
    for key, value in (("user.name", name), ("user.email", mail)):
        result = _run(repository, "config", "--local", "--replace-all", key, value)
        if result.code:
            raise MachineTrouble(
                "CF810", f"git config failed: {printable_output(result.err)}", "fix the reported problem"
            )


def _unstage(repository: Repository, paths: Sequence[str]) -> None:
    """Unstage paths that were added with `add -N`; if they stayed, they would break `git stash`."""
    if paths:
        listed = "".join(f"{path}\0" for path in paths).encode("utf-8", "surrogateescape")
        _run(repository, "update-index", "--force-remove", "-z", "--stdin", stdin=listed)


def _run(repository: Repository, *words: str, stdin: bytes = b"") -> GitAnswer:
    return _git(repository.root, *SETTINGS, *words, stdin=stdin)


def _git(where: Path, *words: str, stdin: bytes = b"") -> GitAnswer:
    command = [git_program(), "-C", str(where), *words]
    environment = {**own_environment(), "TZ": "UTC", WRITER: str(os.getpid())}
    began = time.monotonic()
    with Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment) as process:
        try:
            out, err = process.communicate(stdin)
        except BaseException:
            process.terminate()  # on SIGTERM git removes its lock files
            raise
    result = GitAnswer(process.returncode, out, err)
    log_git_command([word for word in words if word not in SETTINGS], result, began)
    return result


@contextlib.contextmanager
def _without_foreign_variables() -> Iterator[None]:
    """Hide, in a block, the variables of an enclosing git whose hook this process may be.

    GitPython passes on all variables.
    """
    hidden = {name: os.environ.pop(name) for name in FOREIGN if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(hidden)


def _require_success(repository: Repository, paths: Sequence[str], result: GitAnswer) -> None:
    """Raise MachineTrouble, with the first reason that applies, if a git command of a commit failed."""
    if result.code == 0:
        return
    if not set(paths) & set(repository.changed_paths()):
        raise MachineTrouble(*NOTHING_TO_COMMIT)
    code, why, hint = _reason(repository)
    words = printable_output(b"\n".join(filter(None, (result.err.strip(), result.out.strip()))))
    # For a missing identity git suggests a global one with the person's name. That must not happen.
    output = f"\n{words}" if words and code != "CF811" else ""
    raise MachineTrouble(code, f"the files are written, but not committed: {why}{output}", hint)


A_ROLE = "git config user.name desk-2; git config user.email desk-2@register.invalid"
NO_NAME = "git has no author configured, and a guessed one could show your name"
NOTHING_TO_COMMIT = ("CF815", "nothing to commit: these files are as in the last commit", "see git status")
NO_PARTIAL_COMMIT = ("MERGE_HEAD", "CHERRY_PICK_HEAD")
"""Files in the git directory; while one of them exists, git makes no commit of chosen paths."""


def _reason(repository: Repository) -> tuple[str, str, str]:
    if any((repository.git_dir / name).exists() for name in NO_PARTIAL_COMMIT):
        return (
            "CF812",
            f"a git {repository.state()} is not finished",
            f"finish it (git status says how), {AGAIN}",
        )
    locked = reason_of_lock(repository)
    if locked is not None:
        return locked
    if repository.identity() is None:
        return "CF811", NO_NAME, f"set a role: {A_ROLE}; {AGAIN}"
    return (
        "CF814",
        "git or a hook of this repository rejected the commit",
        f"fix the reported problem, {AGAIN}",
    )
