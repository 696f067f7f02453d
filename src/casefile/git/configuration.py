"""Read git's configuration, of one clone or of a user; add and remove values, never replace them.

`git config` starts no program that a configuration names, so the read-only runner is used here as well.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

from casefile.errors import MachineTrouble
from casefile.git.repository import Repository
from casefile.git.runner import GitAnswer, printable_output, run_git
from casefile.names.groups_by_key import grouped

Scope = Literal["local", "global"]
NOTHING_THERE = 1
"""The exit code of git config if a key has no value, or there is no file yet."""
NOT_UNSET = 5
"""The exit code of git config if there was nothing to remove."""


def list_values(where: Path, prefix: str, scope: Scope | None = None) -> list[tuple[str, str]]:
    """Return the configuration keys with a prefix and their values, in order.

    They are those of one scope, or of all files, in the order in which git reads them. `prefix` is a regular
    expression. A key without a value, which means true, has an empty one. Raises MachineTrouble CF820 if git
    fails.
    """
    words = ("config", *([f"--{scope}"] if scope else []), "-z", "--get-regexp", f"^{prefix}")
    lines = os.fsdecode(_require_code(run_git(where, *words), NOTHING_THERE).out).split("\0")[:-1]
    return [(key, value) for key, _, value in (line.partition("\n") for line in lines)]


def effective_values(where: Path, prefix: str) -> Mapping[str, str]:
    """Return the values that git uses in a folder, by key, for the configuration keys with a prefix.

    They are the last ones of `list_values`, which raises the same errors.
    """
    return dict(list_values(where, prefix))


def add_value(where: Path, scope: Scope, key: str, value: str) -> None:
    """Add a value to a configuration key, after those that it has already: git uses the last one.

    Raises MachineTrouble CF820 if git fails.
    """
    _require_code(run_git(where, "config", f"--{scope}", "--add", key, value))


def remove_value(where: Path, scope: Scope, key: str, value: str) -> None:
    """Remove exactly this value of a configuration key, if it is there; other values of the key stay.

    Raises MachineTrouble CF820 if git fails.
    """
    _require_code(
        run_git(where, "config", f"--{scope}", "--fixed-value", "--unset-all", key, value), NOT_UNSET
    )


def has_file(where: Path, scope: Scope) -> bool:
    """Return whether git can read a configuration file of this scope, even an empty one."""
    return run_git(where, "config", f"--{scope}", "-z", "--list").code == 0


def file_of(where: Path, scope: Scope, key: str) -> Path | None:
    """Return the first configuration file of a scope that contains a key; None if no file does.

    Raises MachineTrouble CF820 if git fails.
    """
    words = ("config", f"--{scope}", "-z", "--show-origin", "--get-all", key)
    origin = os.fsdecode(_require_code(run_git(where, *words), NOTHING_THERE).out).partition("\0")[0]
    return where / origin.removeprefix("file:") if origin.startswith("file:") else None


def attributes_file(where: Path) -> Path:
    """Return the path of the user's attributes file for all repositories; it may not exist.

    It is `core.attributesFile` of the user's configuration, else git's usual place. Raises MachineTrouble
    CF820 if git fails.
    """
    words = ("config", "--global", "--includes", "--type=path", "--get", "core.attributesFile")
    named = _require_code(run_git(where, *words), NOTHING_THERE).text
    home = Path(os.environ.get("HOME") or Path.home())
    folder = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    return Path(named) if named else folder / "git" / "attributes"


def attributes(repository: Repository, names: Iterable[str], paths: Iterable[str]) -> Mapping[str, list[str]]:
    """Return for each path of the register the values of these git attributes, in the order of the names.

    Values are those of `git check-attr`, such as "unspecified". Raises MachineTrouble CF820 if git fails.
    """
    listed = "".join(f"{path}\0" for path in paths).encode("utf-8", "surrogateescape")
    result = _require_code(run_git(repository.root, "check-attr", "-z", "--stdin", *names, stdin=listed))
    fields = os.fsdecode(result.out).split("\0")[:-1]
    return grouped(zip(fields[::3], fields[2::3], strict=True))


def hooks_folder(repository: Repository) -> Path:
    """Return the folder of the hooks that a commit here would run.

    The setting `core.hooksPath` of casefile's own git runner is ignored. Raises MachineTrouble CF820 if git
    fails.
    """
    words = ("config", "-z", "--show-scope", "--type=path", "--get-all", "core.hooksPath")
    fields = os.fsdecode(_require_code(run_git(repository.root, *words), NOTHING_THERE).out).split("\0")[:-1]
    named = [path for scope, path in zip(fields[::2], fields[1::2], strict=True) if scope != "command"]
    return repository.top / named[-1] if named else repository.common_dir / "hooks"


def git_version(where: Path) -> tuple[int, ...]:
    """Return git's version as numbers, such as (2, 39, 5); empty if git prints no version.

    Raises MachineTrouble CF802 if git is missing.
    """
    words = run_git(where, "version").text.split()
    numbers = words[2].split(".") if len(words) > 2 else []
    return tuple(int(number) for number in numbers if number.isdecimal())


def _require_code(result: GitAnswer, *allowed: int) -> GitAnswer:
    if result.code in {0, *allowed}:
        return result
    raise MachineTrouble(
        "CF820",
        f"git config failed: {printable_output(result.err)}",
        "check who may write the configuration of git: ls -l",
    )


def commit_graph(repository: Repository) -> tuple[int, bool]:
    """Return the number of commits up to HEAD (0 if none), and whether git has Bloom filters for their paths.

    By these filters git knows which commits cannot have touched a path.
    """
    count = run_git(repository.root, "rev-list", "--count", "--end-of-options", "HEAD").text
    place = repository.common_dir / "objects" / "info"
    files = [place / "commit-graph", *sorted((place / "commit-graphs").glob("graph-*.graph"))]
    return int(count or 0), any(_has_filters(file) for file in files if file.is_file())


def _has_filters(graph: Path) -> bool:
    """Return whether a commit-graph file has Bloom filters, by its table of contents.

    The format is described in gitformat-commit-graph.
    """
    with graph.open("rb") as file:
        return b"BIDX" in file.read(256)
