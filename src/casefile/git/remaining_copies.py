"""Find where a repository still has files that were removed: commits, branches, remotes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import urlsplit

from msgspec import Struct

from casefile.git.commit_parser import day_of, seconds_of
from casefile.git.repository import Repository
from casefile.git.runner import git_output, run_git

MOST_COMMITS = 100
"""The greatest number of commits for which the branches that contain them are searched."""


class RemainingCopies(Struct, frozen=True):
    """The copies of some files in a clone: the number of commits that touched them, and where these are.

    `since` is the day of the first commit, None if no commit has a date that can be read. `refs` are
    branches, tags and stashes that contain one of the oldest `MOST_COMMITS` of these commits, also of
    remotes, as far as this clone knows. `remotes` are the remotes it fetches from and pushes to, as "name
    (host)".
    """

    commits: int
    since: date | None
    refs: tuple[str, ...]
    remotes: tuple[str, ...]


def find_remaining_copies(repository: Repository, paths: Sequence[str]) -> RemainingCopies:
    """Return the copies of these files in this clone, including those that only the reflog reaches.

    The paths are from the register. Raises MachineTrouble CF810 if git fails.
    """
    words = ("--all", "--reflog", "--full-history", "--no-renames", "--format=%H %ct")
    tips = ("HEAD",) if repository.head() else ()
    lines = git_output(repository.root, "log", *words, *tips, "--", *paths).splitlines()
    touched = [line.partition(b" ") for line in lines]
    since = day_of(min(filter(None, (seconds_of(when) for *_, when in touched)), default=0))
    commits = [one.decode("ascii") for one, *_ in touched]
    refs = (
        repository.names_of(*(f"--contains={commit}" for commit in commits[-MOST_COMMITS:]))
        if commits
        else ()
    )
    remotes = (f"{name} ({host})" for name, host in remote_hosts(repository))
    return RemainingCopies(len(commits), since, refs, tuple(remotes))


def all_paths(repository: Repository, *, of_head: bool = False) -> frozenset[str]:
    """Return the paths of all files that a commit of this clone touched, from the top of the repository.

    Commits that only the reflog reaches count too; with `of_head` only those that lead to HEAD. Raises
    MachineTrouble CF810 if git fails.
    """
    words = ("log", "-m", "--no-renames", "--format=", "--name-only", "-z")
    every = () if of_head else ("--all", "--reflog")
    tips = ("HEAD",) if repository.head() else ()
    if of_head and not tips:
        return frozenset()
    output = git_output(repository.top, *words, *every, *tips, "--")
    return frozenset(os.fsdecode(path) for path in output.split(b"\0") if path)


def remote_hosts(repository: Repository) -> Iterator[tuple[str, str]]:
    """Yield the name of each remote, and its host or folder, once for each of its addresses (`_host`)."""
    output = run_git(repository.root, "config", "-z", "--get-regexp", r"^remote\..*\.(push)?url$").out
    for line in dict.fromkeys(os.fsdecode(each) for each in output.split(b"\0") if each):
        key, _, url = line.partition("\n")
        yield key.split(".", 1)[1].rpartition(".")[0], _host(url)


def _host(url: str) -> str:
    """Return the host of a remote's address, without user, password and path; a folder unchanged.

    An address that cannot be parsed is replaced by words.
    """
    if "://" in url:
        try:
            return urlsplit(url).hostname or urlsplit(url).path
        except ValueError:
            return "an address that cannot be read"
    before, colon, _ = url.partition(":")
    return before.rpartition("@")[2] if colon and "/" not in before else url
