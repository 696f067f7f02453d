"""Run git so that it starts no program that the configuration of a repository names, as a rule to read.

Two commands need care by their callers: `git status` starts content filters (see `Repository.changed_paths`),
and `git config` may also write (see `configuration`).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Generator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from casefile.errors import MachineTrouble
from casefile.files.event_log import log_event
from casefile.model.visible_text import visible

FOREIGN = frozenset({
    # `git rev-parse --local-env-vars` without GIT_CONFIG_*: inside a hook they may mean another repository.
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_CONFIG",
    "GIT_OBJECT_DIRECTORY",
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_GRAFT_FILE",
    "GIT_INDEX_FILE",
    "GIT_NO_REPLACE_OBJECTS",
    "GIT_REPLACE_REF_BASE",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_COMMON_DIR",
    "GIT_INTERNAL_SUPER_PREFIX",
    # casefile itself decides how paths are interpreted.
    "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
})  # fmt: skip
"""Environment variables of an enclosing git process that casefile does not pass on to git."""

QUIET = {
    "LC_ALL": "C",
    "LANGUAGE": "C",
    "GIT_TERMINAL_PROMPT": "0",
    # A missing object of a partial clone would be fetched by a program that the configuration names.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "",
    # Replacement objects would put other content into the cache under the id of a blob. Both they and grafts
    # belong to one clone: all clones must show the same history.
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": f"{os.devnull}/none",
}
"""Environment variables of each git process that reads: English messages, no prompt, the real history."""
SETTINGS = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "core.quotePath=false",
    "core.pager=cat",
    "diff.external=",
    "log.showSignature=false",
    "log.showRoot=true",
    "log.follow=false",
    "log.diffMerges=separate",
    "diff.relative=false",
    f"diff.orderFile={os.devnull}",
    "i18n.logOutputEncoding=UTF-8",
)
"""Settings by which git starts no program, and its output does not depend on the configuration."""
READING = (
    "--no-pager",
    "--no-optional-locks",
    "--literal-pathspecs",
    *(word for one in SETTINGS for word in ("-c", one)),
)
"""The options of git before each command that reads."""


class GitAnswer(Struct, frozen=True):
    """The result of a git command: exit code, standard output, standard error."""

    code: int
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        """The standard output as text, without line ends at its end."""
        return os.fsdecode(self.out).rstrip("\n")


def run_git(
    where: Path, *words: str, stdin: bytes = b"", extra: Mapping[str, str] | None = None
) -> GitAnswer:
    """Run a git command in a folder, as a rule one that only reads, and return its result.

    `words` are the command and its arguments, `extra` further environment variables. The caller checks the
    exit code. Raises MachineTrouble CF802 if git is missing.
    """
    began = time.monotonic()
    done = subprocess.run(
        [git_program(), "-C", str(where), *READING, *words],
        input=stdin,
        capture_output=True,
        check=False,
        env={**own_environment(), **QUIET, **(extra or {})},
    )
    result = GitAnswer(done.returncode, done.stdout, done.stderr)
    log_git_command(words, result, began)
    return result


def stream_git_output(where: Path, *words: str) -> Generator[bytes, None, None]:
    """Run a git command that only reads, and yield the fields of its output, separated by NUL, as they come.

    If the generator is closed early, git is stopped. Raises MachineTrouble CF810 if git fails.
    """
    began = time.monotonic()
    with subprocess.Popen(
        [git_program(), "-C", str(where), *READING, *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**own_environment(), **QUIET},
    ) as process:
        assert process.stdout  # noqa: S101 - a pipe, by the call above
        try:
            rest = b""
            while piece := os.read(process.stdout.fileno(), PIECE):
                *whole, rest = (rest + piece).split(b"\0")
                yield from whole
            if rest:
                yield rest
        except BaseException:  # the reader closed the generator, or failed
            process.kill()
            raise
    log_git_command(words, GitAnswer(process.returncode, b"", b""), began)
    if process.returncode:
        git_output(where, *words)  # run again to get the error message
        raise _failed(words, b"it stopped early")


PIECE = 1 << 16
"""The number of bytes read at once from a running git process."""


def log_git_command(words: Sequence[str], result: GitAnswer, began: float) -> None:
    """Log for `-v` which git command was run, its exit code and its time; no value of a record is logged.

    `began` is the start by `time.monotonic`.
    """
    ended = f"ended with {result.code}" if result.code else "done"
    log_event(__name__, "git %s: %s in %.0f ms", words[0], ended, 1000 * (time.monotonic() - began))


def git_output(where: Path, *words: str, stdin: bytes = b"", extra: Mapping[str, str] | None = None) -> bytes:
    """Run a git command that only reads, as `run_git` does, and return its output.

    Raises MachineTrouble CF810 if git fails.
    """
    return require_success(run_git(where, *words, stdin=stdin, extra=extra), words)


def require_success(result: GitAnswer, words: Sequence[str]) -> bytes:
    """Return the output of a finished git command; raise MachineTrouble CF810 if it failed."""
    if result.code:
        raise _failed(words, result.err or f"it ended with {result.code}".encode("ascii"))
    return result.out


def _failed(words: Sequence[str], output: bytes) -> MachineTrouble:
    return MachineTrouble("CF810", f"git {words[0]} failed: {printable_output(output)}", "see: git status")


def git_program() -> str:
    """Return the path of git by `program_path`; MachineTrouble CF802 if there is none."""
    found = program_path("git")
    if found is None:
        raise missing_git_error()
    return found


def program_path(name: str) -> str | None:
    """Return the absolute path of a program; None if the PATH has none or finds it in a relative folder."""
    found = shutil.which(name)
    return found if found is not None and Path(found).is_absolute() else None


def missing_git_error() -> MachineTrouble:
    """Return the error (CF802) that git is missing."""
    return MachineTrouble(
        "CF802", "git is not installed, or not on the PATH", "install it (apt install git, brew install git)"
    )


WHOLE_ID = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")


def whole_id(commit: str) -> str:
    """Return a commit or object id if it is a full one, else raise ValueError.

    Only full ids may reach git's command line; text from a user goes through `Repository.resolve` first.
    """
    if not WHOLE_ID.fullmatch(commit):
        raise ValueError("a commit is named by its whole id; see Repository.resolve")
    return commit


def own_environment() -> dict[str, str]:
    """Return the environment without the variables of an enclosing git, whose hook this process may be."""
    return {name: value for name, value in os.environ.items() if name not in FOREIGN}


def with_settings(settings: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return environment variables that pass these settings to git, after those that are passed already."""
    first = int(os.environ.get("GIT_CONFIG_COUNT") or 0)
    extra = {"GIT_CONFIG_COUNT": str(first + len(settings))}
    for number, (name, value) in enumerate(settings, first):
        extra |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
    return extra


def printable_output(output: bytes, lines: int = 20) -> str:
    """Return the output of a program as safe text: control characters as symbols, tabs as spaces.

    Only the last `lines` lines are kept, after a line with an ellipsis.
    """
    text = output.decode("utf-8", "replace").replace("\r\n", "\n").strip()
    kept = text.split("\n")
    shown = kept if len(kept) <= lines else ["…", *kept[-lines:]]
    return "\n".join(visible(line.replace("\t", " ")) for line in shown)
