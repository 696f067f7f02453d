"""The commits that lead to a commit, read from the commit objects themselves, and the changes of each.

Git's caches, such as the commit-graph, can show another history. So `read_ancestry` reads each commit,
compares it with its id and takes the parents from its content. Only the end of a shallow clone is taken from
git's own file.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import asdict

from casefile.errors import MachineTrouble
from casefile.files.record_paths import LARGEST
from casefile.git.commit_parser import CommitContent, parse_commit
from casefile.git.log_reader import TouchedPath, cut_at, read_raw
from casefile.git.objects import Objects
from casefile.git.repository import OURS, Repository
from casefile.git.runner import git_output, whole_id
from casefile.names.groups_by_key import grouped


class Ancestor(CommitContent, frozen=True):
    """One commit, parsed from its content.

    `digest` is the SHA-256 of its content, cut as in `Objects.read`; `sound` is the result of `is_id_of`.
    """

    digest: str
    sound: bool


class Ancestry(Struct, frozen=True, dict=True):
    """A commit and all its ancestors, by their ids, parents first.

    `cut` are the ids of those whose parents are missing because the clone is shallow.
    """

    commits: Mapping[str, Ancestor]
    cut: frozenset[str]

    def with_ancestors(self, tip: str) -> frozenset[str]:
        """Return the ids of a commit and its ancestors; empty if the commit is not in this ancestry."""
        found: set[str] = set()
        waiting = [tip]
        while waiting:
            one = waiting.pop()
            if one in self.commits and one not in found:
                found.add(one)
                waiting += self.commits[one].parents
        return frozenset(found)

    def merge_bases(self, one: str, other: str) -> tuple[str, ...]:
        """Return the ids of the best common ancestors of two commits, newest first; empty if none."""
        if (one, other) not in self._bases:
            found = merge_bases(lambda each: self.commits[each].parents, self._places.get, one, other)
            self._bases[one, other] = tuple(found)
        return self._bases[one, other]

    def bases_of_merge(self, commit: str) -> tuple[str, ...]:
        """Return the ids of the best common ancestors of the two parents of a merge commit.

        Raises TypeError if the commit has not exactly two parents.
        """
        return self.merge_bases(*self.commits[commit].parents)

    @cached_property
    def _bases(self) -> dict[tuple[str, str], tuple[str, ...]]:
        return {}

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {commit: place for place, commit in enumerate(reversed(self.ids))}

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of the commits, parents first."""
        return tuple(self.commits)


class CommitComparison(NamedTuple):
    """A commit, the commit to which it is compared (as a rule a parent), and the files that differ.

    `parent` is None in the cases of `compare_with_parents` and `differing_files`.
    """

    commit: str
    parent: str | None
    touched: tuple[TouchedPath, ...]


def merge_bases(
    parents: Callable[[str], Sequence[str]], place: Callable[[str], int | None], one: str, other: str
) -> Iterator[str]:
    """Yield the best common ancestors of the commits `one` and `other`, newest first.

    They are those of `git merge-base --all`. `parents` returns the parents of a commit. `place` returns a
    number for each commit to consider, smaller than those of all its parents; None for any other commit.
    """
    reached: dict[str, set[int]] = {}
    for side, tip in enumerate((one, other)):
        reached.setdefault(tip, set()).add(side)
    done: set[str] = set()  # ancestors of a base are common too, but not the best: skip them
    waiting = sorted((at, each) for each in reached if (at := place(each)) is not None)
    while any(each not in done for _, each in waiting):
        _, here = heapq.heappop(waiting)
        common = len(reached[here]) > 1
        if common and here not in done:
            yield here
        for parent in parents(here):
            at = place(parent)
            if at is not None:
                if parent not in reached:
                    heapq.heappush(waiting, (at, parent))
                reached[parent] = reached.get(parent, set()) | reached[here]
                done |= {parent} if common else set()


def read_ancestry(repository: Repository, stored: Objects, tip: str) -> Ancestry:
    """Read the commit `tip` and all its ancestors.

    Raises MachineTrouble CF816 if one is missing and no end of a shallow clone explains it.
    """
    shallow = cut_at(repository)
    found: dict[str, Ancestor] = {}
    cut: set[str] = set()
    waiting = [tip]
    while waiting:
        some = [*dict.fromkeys(one for one in waiting if one not in found)]
        waiting = []
        for one, raw in zip(some, stored.read(some, b"commit"), strict=True):
            if raw is None:
                raise _missing_commit_error(one)
            found[one] = _read(one, raw)
            if one in shallow:
                cut.add(one)
            else:
                waiting += found[one].parents
    return Ancestry({one: found[one] for one in _parents_first(found, cut)}, frozenset(cut))


def compare_with_parents(
    repository: Repository, known: Ancestry, paths: Sequence[str]
) -> Iterator[CommitComparison]:
    """Yield each commit with each of its parents, and the files among these paths in which they differ.

    Parents come before children. The parent is None for a commit without parents in this clone; all its files
    are new.
    """
    pairs = [
        (commit.id, parent)
        for commit in known.commits.values()
        for parent in ((None,) if commit.id in known.cut else commit.parents or (None,))
    ]
    return differing_files(repository, pairs, paths)


def list_differing_files(
    repository: Repository, old: str, new: str, paths: Sequence[str] = OURS
) -> tuple[TouchedPath, ...]:
    """Return the files that differ from the commit `old` to the commit `new`.

    They are the records and settings of the register, or the files under `paths`. Both ids are full ones.
    """
    return next(differing_files(repository, [(whole_id(new), whole_id(old))], paths)).touched


def find_removed_files(
    repository: Repository, commits: Iterable[str]
) -> Mapping[str, tuple[TouchedPath, ...]]:
    """Return the files of the register that each of these commits removed, by the id of the commit.

    The commits are given by full ids. A merge, or a commit that removed none, is not included.
    """
    pairs = [(whole_id(each), None) for each in commits]
    removed = differing_files(repository, pairs, OURS, "--diff-filter=D")
    return {step.commit: step.touched for step in removed if step.touched}


def differing_files(
    repository: Repository, pairs: Sequence[tuple[str, str | None]], paths: Sequence[str], *options: str
) -> Iterator[CommitComparison]:
    """Yield pairs of commits, and the files among these paths in which the first differs from the second.

    Each `TouchedPath` has the blob of the second commit as `before`, that of the first as `after`. If the
    second is None, the first is compared with its parent; in a commit without parents all files are new, and
    for a merge no file is listed. `options` are further words for `git diff-tree`. Raises MachineTrouble
    CF810 if git fails or its output cannot be parsed.
    """
    if not pairs:
        return
    lines = "".join(f"{one} {parent}\n" if parent else f"{one}\n" for one, parent in pairs)
    words = ("diff-tree", "--stdin", "--root", "--always", "-r", "-z", "--raw", "--no-abbrev", "--no-renames")
    tokens = git_output(repository.root, *words, *options, "--", *paths, stdin=lines.encode("ascii")).split(
        b"\0"
    )
    at = 0
    for one, parent in pairs:
        if tokens[at] != one.encode("ascii"):
            raise MachineTrouble("CF810", "git diff-tree gave no valid answer", "see: git fsck")
        end = at + 1
        while tokens[end].startswith(b":"):
            end += 2
        yield CommitComparison(one, parent, read_raw(tokens[at + 1 : end], repository.prefix))
        at = end


def _read(commit: str, raw: bytes) -> Ancestor:
    import hashlib  # noqa: PLC0415 - OpenSSL, which `log` does not need

    return Ancestor(
        **asdict(parse_commit(commit, raw)),
        digest=hashlib.sha256(raw).hexdigest(),
        sound=is_id_of(commit, b"commit", raw),
    )


def is_id_of(object_id: str, kind: bytes, content: bytes) -> bool:
    """Return whether an object id belongs to this content; True for content too large to be read whole.

    `kind` is git's type of the object, such as `b"blob"`.
    """
    if len(content) > LARGEST:
        return True
    return git_id(kind, content, len(object_id)) == object_id


def git_id(kind: bytes, content: bytes, digits: int) -> str:
    """Return the id of git for a content of type `kind`: SHA-1 for ids of 40 digits, else SHA-256."""
    import hashlib  # noqa: PLC0415 - OpenSSL, which `log` does not need

    made = hashlib.new("sha1" if digits == 40 else "sha256", usedforsecurity=False)
    made.update(b"%s %d\0%s" % (kind, len(content), content))
    return made.hexdigest()


def _parents_first(found: Mapping[str, Ancestor], cut: set[str]) -> Iterator[str]:
    """Yield the ids of the commits so that parents come before children; then by time, then by id."""
    open_parents = {one: 0 if one in cut else len(set(commit.parents)) for one, commit in found.items()}
    children = grouped(
        (parent, one) for one, commit in found.items() if one not in cut for parent in {*commit.parents}
    )
    ready = [(found[one].committer.time, one) for one, count in open_parents.items() if count == 0]
    heapq.heapify(ready)
    while ready:
        _, one = heapq.heappop(ready)
        yield one
        for child in children.get(one, ()):
            open_parents[child] -= 1
            if open_parents[child] == 0:
                heapq.heappush(ready, (found[child].committer.time, child))


def _missing_commit_error(commit: str) -> MachineTrouble:
    return MachineTrouble(
        "CF816",
        f"this clone is partial or damaged: it lacks the commit {commit[:12]}",
        "fetch it: git fetch --refetch; or see: git fsck",
    )
