"""Read commits in order, with the files they touched: one `git log` for a command, however many cases."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import chain, groupby, islice

from msgspec import Struct
from msgspec.structs import replace

from casefile.git.repository import Repository
from casefile.git.runner import WHOLE_ID, answer, ask, stream, whole_id

FIELDS = ("%H", "%P", "%an", "%at", "%cn", "%ct", "%B")
FORMAT = "--format=%x01" + "%x00".join(FIELDS) + "%x00"
START = re.compile(rb"\x01[0-9a-f]{40,64}")
SECONDS = re.compile(rb"-?[0-9]{1,12}")


class Touched(Struct, frozen=True):
    """A path that a commit changed, with its blob in each parent and after; None if the file is not there.

    A merge touches only files that differ from all of its parents; `before` has one blob for each parent.
    `mode` is that of the new file, 000000 if it was removed; `modes` are those of the old ones.
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


class Commit(Struct, frozen=True):
    """One commit; times are seconds since 1970 in UTC, 0 if the commit has no readable time."""

    id: str
    parents: tuple[str, ...]
    author: str
    authored: int
    committer: str
    committed: int
    message: str
    touched: tuple[Touched, ...]

    @property
    def subject(self) -> str:
        """The first line of the message."""
        return self.message.partition("\n")[0]

    @property
    def day(self) -> date | None:
        """The day in UTC of the commit; None if the commit has no readable date."""
        return day_of(self.committed)


def log_pass(  # noqa: PLR0913 - each narrows or orders the pass in its own way
    repository: Repository,
    tips: Sequence[str],
    paths: Sequence[str] = (),
    *,
    without: Sequence[str] = (),
    limit: int | None = None,
    linked: bool = False,
    whole: bool = False,
    each_parent: bool = False,
) -> Generator[Commit, None, None]:
    """Yield the commits that the tips reach, newest first, but not those that `without` reaches.

    Tips are full commit ids (`Repository.resolve`). With `paths`, only commits that touched one of them; the
    paths in a commit are relative to the register. With `linked` no commit comes before its children,
    whatever its date, and parents are the nearest ones among the commits yielded. With `whole` a commit that
    touched one of the paths has all files that it touched. With `each_parent` a merge touches files that
    differ from any of its parents. git reads only as far as commits are consumed.
    """
    words = [*PASS]
    words += ["-m"] if each_parent else []
    words += [f"--max-count={limit}"] if limit is not None else []
    words += LINKED if linked else []
    words += ["--full-diff"] if whole else []
    ends = [*map(whole_id, tips), *(f"^{whole_id(one)}" for one in without)]
    narrowed = list(paths) or (["."] if repository.prefix else [])
    output = stream(repository.root, *words, "--end-of-options", *ends, "--", *narrowed)
    with contextlib.closing(output):
        commits = _commits(output, repository.prefix)
        yield from _joined(commits) if each_parent else commits


PASS = ("log", "-c", "--raw", "-z", "--no-abbrev", "--no-renames", "--full-history", FORMAT)
LINKED = ("--date-order", "--parents")


def committed_on(repository: Repository, commit: str) -> date | None:
    """Return the day of a commit in UTC by its committer date; None if that cannot be read."""
    words = ("log", "-1", "--format=%ct", "--end-of-options", whole_id(commit), "--")
    return day_of(seconds_of(answer(repository.root, *words)))


def label_of(commit: str, day: date | None) -> str:
    """Return the name of a commit for a heading, such as "commit 1a2b3c4 of 2025-06-05"."""
    return f"commit {commit[:7]} of {day or 'no day that can be read'}"


def read_raw(tokens: Sequence[bytes], prefix: str) -> tuple[Touched, ...]:
    """Parse the output of `--raw -z` for one commit; only paths below the prefix are kept, relative to it."""
    touched = [_touched(raw, path) for raw, path in zip(tokens[::2], tokens[1::2], strict=False)]
    return tuple(_within(touched, prefix))


def added_in(repository: Repository, tip: str, paths: Iterable[str]) -> tuple[str, ...]:
    """Return the commits that added a file at one of these paths of the register.

    Merges are left out, and commits without a parent, in which all files are new.
    """
    words = ("log", "--min-parents=1", "--max-parents=1", "--full-history", "--no-renames", "--diff-filter=A")
    ends = ("--format=%H", "--end-of-options", whole_id(tip), "--")
    output = answer(repository.root, *words, *ends, *paths)
    return tuple(output.decode("ascii").split())


def removed_files(
    repository: Repository, tips: Sequence[str], without: Sequence[str] = ()
) -> Iterator[tuple[str, str]]:
    """Yield the path and the blob id of each file of the repository that a commit or a merge removed.

    The commits are those that the tips reach, but not those that `without` reaches. Paths start at the top of
    the repository, because a register may have been moved. A merge removed each file that one of its parents
    has and the merge has not. If a path was removed several times, the last time comes last.
    """
    words = ("log", "-m", "--raw", "-z", "--no-abbrev", "--no-renames", "--diff-filter=D", "--format=")
    ends = [*map(whole_id, tips), *(f"^{whole_id(one)}" for one in without)]
    output = answer(repository.top, *words, "--reverse", "--end-of-options", *ends, "--")
    tokens = [token.lstrip(b"\n") for token in output.split(b"\0")]
    for each in read_raw([token for token in tokens if token], ""):
        yield from ((each.path, blob) for blob in each.before if blob)


def is_published(repository: Repository, commit: str, remote: str) -> bool:
    """Return whether a remote had a commit when it was last fetched."""
    words = ("for-each-ref", "--count=1", "--format=x", f"--contains={whole_id(commit)}")
    return bool(ask(repository.root, *words, "--", f"refs/remotes/{remote}/").text)


def cut_at(repository: Repository) -> frozenset[str]:
    """Return the commits at which a shallow clone ends: their parents are not here."""
    if not repository.shallow:
        return frozenset()
    text = (repository.common_dir / "shallow").read_text(encoding="ascii", errors="replace")
    return frozenset(line for line in text.split("\n") if WHOLE_ID.fullmatch(line))


def _commits(tokens: Iterator[bytes], prefix: str) -> Iterator[Commit]:
    start = next(tokens, b"")
    while START.fullmatch(start):
        head = [start, *islice(tokens, len(FIELDS) - 1)]
        touched: list[Touched] = []
        for token in tokens:
            if START.fullmatch(token):
                start = token
                break
            raw = token.lstrip(b"\n")
            if raw.startswith(b":"):
                touched.append(_touched(raw, next(tokens)))
        else:
            start = b""
        yield _commit(head, tuple(_within(touched, prefix)))


def _joined(commits: Iterator[Commit]) -> Iterator[Commit]:
    """Yield each commit once: git lists the differences of a merge from each parent as a commit of its own.

    A parent that does not differ in a file has the same blob as the merge; these come last in `before`.
    """
    for _, parts in groupby(commits, key=lambda each: each.id):
        first, *others = parts
        found: dict[str, Touched] = {}
        for each in chain(first.touched, *(other.touched for other in others)):
            known = found.get(each.path)
            found[each.path] = replace(each, before=(*known.before, *each.before)) if known else each
        count = max(1, len(first.parents))
        filled = (
            replace(each, before=(*each.before, *[each.after] * (count - len(each.before))))
            for each in found.values()
        )
        yield replace(first, touched=tuple(filled))


def _touched(raw: bytes, path: bytes) -> Touched:
    """Parse `:mode mode id id status`, with one more colon, mode and id for each further parent."""
    parents = len(raw) - len(raw.lstrip(b":"))
    words = raw.lstrip(b":").decode("ascii").split(" ")
    ids = [one if one.strip("0") else None for one in words[parents + 1 : 2 * parents + 2]]
    return Touched(os.fsdecode(path), tuple(ids[:-1]), ids[-1], words[parents], tuple(words[:parents]))


def _within(touched: list[Touched], prefix: str) -> Iterator[Touched]:
    for one in touched:
        if one.path.startswith(prefix):
            yield replace(one, path=one.path.removeprefix(prefix)) if prefix else one


def _commit(head: list[bytes], touched: tuple[Touched, ...]) -> Commit:
    # Names and messages of old commits need not be UTF-8; they are shown, never compared.
    texts = [field.decode("utf-8", "replace") for field in head]
    return Commit(
        id=texts[0].removeprefix("\x01"),
        parents=tuple(texts[1].split()),
        author=texts[2],
        authored=seconds_of(head[3]),
        committer=texts[4],
        committed=seconds_of(head[5]),
        message=texts[6].rstrip("\n"),
        touched=touched,
    )


def day_of(seconds: int) -> date | None:
    """Return the day in UTC of a time in seconds since 1970; None for 0, which stands for no time."""
    return datetime.fromtimestamp(seconds, UTC).date() if seconds else None


def seconds_of(field: bytes) -> int:
    """Parse a time in seconds; return 0 if it is malformed, or outside the years that a date can have."""
    text = field.strip()
    seconds = int(text) if SECONDS.fullmatch(text) else 0
    return seconds if -30_000_000_000 < seconds < 250_000_000_000 else 0
