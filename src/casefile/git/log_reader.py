"""Read commits in order, with the files they touched: from one `git log`, however many commits they are."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Container, Generator, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, groupby

from msgspec import Struct
from msgspec.structs import asdict, replace

from casefile.git.commit_parser import CommitContent, parse_commit
from casefile.git.repository import Repository
from casefile.git.runner import WHOLE_ID, git_output, run_git, stream_git_output, whole_id

START = re.compile(rb"commit ([0-9a-f]{40,64})((?: [0-9a-f]{40,64})*)(?: \(from [0-9a-f]+\))?\n")
"""The first line of a commit in a log; with `-m` it has the parent from which the files differ."""
FIRST_FILE = re.compile(rb"^:", re.MULTILINE)
"""The beginning of the list of files of a commit in a log; git indents the message before it."""


class TouchedPath(Struct, frozen=True):
    """A path that a commit changed, with its blob ids in each parent and after; None for no file.

    A merge touches only files that differ from all of its parents; `before` has one blob for each parent, in
    their order. Of a log with `each_parent`, the blobs that differ come first. `mode` is that of the new
    file, 000000 if it was removed; `modes` are those of the old ones. Both are empty if they are not known.
    """

    path: str
    before: tuple[str | None, ...]
    after: str | None
    mode: str
    modes: tuple[str, ...] = ()

    @property
    def blobs(self) -> tuple[str, ...]:
        """The ids of the blobs after and before, without those that are None."""
        return tuple(filter(None, (self.after, *self.before)))


class Commit(CommitContent, frozen=True):
    """One commit, with the files that it touched.

    Its parents may be the nearest commits that a log contains (`log_pass` with `linked`).
    """

    touched: tuple[TouchedPath, ...]


def log_pass(  # noqa: PLR0913 - each narrows or orders the pass in its own way
    repository: Repository,
    tips: Sequence[str],
    paths: Sequence[str] = (),
    *,
    linked: bool = False,
    whole: bool = False,
    each_parent: bool = False,
) -> Generator[Commit, None, None]:
    """Yield the commits that the tips reach, newest first.

    Tips are full commit ids (`Repository.resolve`); without any, git begins at HEAD. With `paths`, only
    commits that touched one of them; without, those that touched the folder of the register. The paths in a
    commit are relative to the register. With `linked` no commit comes before its children,
    whatever its date, and parents are the nearest ones among the commits yielded. With `whole` a commit that
    touched one of the paths has all files that it touched. With `each_parent` a merge touches files that
    differ from any of its parents. git reads only as far as commits are consumed. Raises MachineTrouble CF810
    if git fails.
    """
    words = [*PASS]
    words += ["-m"] if each_parent else []
    words += LINKED if linked else []
    words += ["--full-diff"] if whole else []
    narrowed = list(paths) or (["."] if repository.prefix else [])
    output = stream_git_output(
        repository.root, *words, "--end-of-options", *map(whole_id, tips), "--", *narrowed
    )
    with contextlib.closing(output):
        commits = _commits(output, repository.prefix, cut_at(repository), linked=linked)
        yield from _join_parents(commits) if each_parent else commits


PASS = (
    "log", "-c", "--raw", "-z", "--no-abbrev", "--no-renames", "--full-history",
    "--format=raw", "--encoding=none", "--no-color",
)  # fmt: skip
"""The words of `git log` that show each commit as it is stored, whatever is configured."""
LINKED = ("--date-order", "--parents")
"""Options of `git log`: no commit before its children, parents among the commits listed."""


def committed_on(repository: Repository, commit: str) -> date | None:
    """Return the day of a commit in UTC by its committer date; None if that cannot be read.

    Raises MachineTrouble CF810 if this clone lacks the commit.
    """
    return parse_commit(commit, git_output(repository.root, "cat-file", "commit", whole_id(commit))).day


def label_of(commit: str, day: date | None) -> str:
    """Return the name of a commit for a heading, such as "commit 1a2b3c4 of 2025-06-05"."""
    return f"commit {commit[:7]} of {day or 'not a readable date'}"


def read_raw(tokens: Sequence[bytes], prefix: str) -> tuple[TouchedPath, ...]:
    """Parse the output of `--raw -z` for one commit, whose tokens are in turn a line with ids and a path.

    Only paths below the prefix (of the register in the repository) are included, relative to it.
    """
    touched = [_touched(raw, path) for raw, path in zip(tokens[::2], tokens[1::2], strict=False)]
    return tuple(_below_prefix(touched, prefix))


def find_adding_commits(repository: Repository, tip: str, paths: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of the commits up to `tip` that added a file at one of these paths of the register.

    Merges are left out, and commits without a parent, in which all files are new. Raises MachineTrouble CF810
    if git fails.
    """
    words = ("log", "--min-parents=1", "--max-parents=1", "--full-history", "--no-renames", "--diff-filter=A")
    ends = ("--format=%H", "--end-of-options", whole_id(tip), "--")
    output = git_output(repository.root, *words, *ends, *paths)
    return tuple(output.decode("ascii").split())


def removed_files(
    repository: Repository, tips: Sequence[str], without: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Yield the path and the blob id of each file of the repository that a commit or a merge removed.

    The commits are those that the tips reach, but not those that `without` reaches. Paths start at the top of
    the repository, because a register may have been moved. A merge removed each file that one of its parents
    has and the merge has not. If a path was removed several times, the last time comes last. Raises
    MachineTrouble CF810 if git fails.
    """
    words = ("log", "-m", "--raw", "-z", "--no-abbrev", "--no-renames", "--diff-filter=D", "--format=")
    ends = [*map(whole_id, tips), *(f"^{whole_id(one)}" for one in without)]
    output = git_output(repository.top, *words, "--reverse", "--end-of-options", *ends, "--")
    tokens = [token.lstrip(b"\n") for token in output.split(b"\0")]
    for each in read_raw([token for token in tokens if token], ""):
        yield from ((each.path, blob) for blob in each.before if blob)


def is_published(repository: Repository, commit: str, remote: str) -> bool:
    """Return whether the branches of a remote had a commit when they were last fetched."""
    words = ("for-each-ref", "--count=1", "--format=x", f"--contains={whole_id(commit)}")
    return bool(run_git(repository.root, *words, "--", f"refs/remotes/{remote}/").text)


def cut_at(repository: Repository) -> frozenset[str]:
    """Return the ids of the commits at which a shallow clone ends: their parents are not in it."""
    if not repository.shallow:
        return frozenset()
    text = (repository.common_dir / "shallow").read_text(encoding="ascii", errors="replace")
    return frozenset(line for line in text.split("\n") if WHOLE_ID.fullmatch(line))


def _commits(tokens: Iterator[bytes], prefix: str, cut: Container[str], *, linked: bool) -> Iterator[Commit]:
    start = next(tokens, b"")
    while first := START.match(start):
        content, raw = _parts(start[first.end() :])
        touched: list[TouchedPath] = [_touched(raw, next(tokens))] if raw else []
        for token in tokens:
            if START.match(token):
                start = token
                break
            if token.startswith(b":"):
                touched.append(_touched(token, next(tokens)))
        else:
            start = b""
        read = parse_commit(first[1].decode("ascii"), content)
        own = () if read.id in cut else read.parents
        parents = tuple(first[2].decode("ascii").split()) if linked else own
        yield Commit(**(asdict(read) | {"parents": parents}), touched=tuple(_below_prefix(touched, prefix)))


def _parts(shown: bytes) -> tuple[bytes, bytes]:
    """Return the content of a commit from its form in a log, and the line of the first file that it touched.

    The line is empty if the commit touched none.
    """
    head, _, rest = shown.partition(b"\n\n")
    found = FIRST_FILE.search(rest)
    message, raw = (rest[: found.start()], rest[found.start() :]) if found else (rest, b"")
    return b"\n\n".join((head, INDENT.sub(b"", message))), raw


INDENT = re.compile(rb"^ {4}", re.MULTILINE)


def _join_parents(commits: Iterator[Commit]) -> Iterator[Commit]:
    """Yield each commit once, from a log with `-m`.

    In it a merge is listed once for each parent, with its differences from that parent. A parent that does
    not differ in a file has the same blob as the merge; these come last in `before`.
    """
    for _, parts in groupby(commits, key=lambda each: each.id):
        first, *others = parts
        found: dict[str, TouchedPath] = {}
        for each in chain(first.touched, *(other.touched for other in others)):
            known = found.get(each.path)
            found[each.path] = replace(each, before=(*known.before, *each.before)) if known else each
        count = max(1, len(first.parents))
        filled = (
            replace(each, before=(*each.before, *[each.after] * (count - len(each.before))))
            for each in found.values()
        )
        yield replace(first, touched=tuple(filled))


def _touched(raw: bytes, path: bytes) -> TouchedPath:
    """Parse `:mode mode id id status`, with one more colon, mode and id for each further parent."""
    parents = len(raw) - len(raw.lstrip(b":"))
    words = raw.lstrip(b":").decode("ascii").split(" ")
    ids = [one if one.strip("0") else None for one in words[parents + 1 : 2 * parents + 2]]
    return TouchedPath(os.fsdecode(path), tuple(ids[:-1]), ids[-1], words[parents], tuple(words[:parents]))


def _below_prefix(touched: list[TouchedPath], prefix: str) -> Iterator[TouchedPath]:
    for one in touched:
        if one.path.startswith(prefix):
            yield replace(one, path=one.path.removeprefix(prefix)) if prefix else one
