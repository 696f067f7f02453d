"""What differs from a commit: the files to check anew, and the unchanged ones that cite them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from casefile.checks.mentions import mentioning
from casefile.errors import BrokenData, NotFound
from casefile.git import Repository
from casefile.git.ancestry import git_id
from casefile.git.runner import WHOLE_ID
from casefile.git.snapshots import Revision, Snapshot
from casefile.loading.revision import work_tree
from casefile.register import SETTINGS, Register, read_entry

EVERYTHING = "git fetch --unshallow origin '+refs/heads/*:refs/remotes/origin/*'"
"""Brings the history, and every branch too: a shallow clone mostly follows one."""


class Differing(Struct, frozen=True):
    """The paths that are not as in a commit, in the order of their places; `label` says which commit.

    `citing` are records that are as they were, but name one that is not, or that is gone, by its id or in
    words. Where everything counts as changed `whole` says why.
    """

    label: str
    changed: tuple[str, ...] = ()
    citing: tuple[str, ...] = ()
    whole: str = ""

    @property
    def paths(self) -> frozenset[str] | None:
        """The files to check; None stands for all of them."""
        return None if self.whole else frozenset((*self.changed, *self.citing))

    def includes(self, path: str) -> bool:
        """Tell whether a file is to be checked."""
        return bool(self.whole) or path in self.changed or path in self.citing


def differing(
    root: Path, now: Snapshot, register: Register, revision: str, beside: Iterable[str] = ()
) -> Differing:
    """Compare the register of a snapshot with that of a commit; `beside` are files that are no records.

    Only the two contents count, as for `git diff REV`: no history between them is needed. Raises NotFound
    CF302 where the revision names no commit, CF650 where the clone is shallow and may lack it.
    """
    repository = work_tree(root)
    if revision == "HEAD" and repository.head() is None:
        return Differing("HEAD", whole="there is no commit yet")
    then = _commit(repository, revision)
    if content(now, SETTINGS) != content(then, SETTINGS):
        # Other settings may change what any record is held to.
        return Differing(then.label, whole=f"{SETTINGS} is not as in {then.label}")
    held, before = _blob_ids(now, len(then.commit)), _blob_ids(then, len(then.commit))
    moved = {path for path in held.keys() | before.keys() if held.get(path) != before.get(path)}
    unread = {problem.path for problem in {*now.problems} - {*then.problems}}
    others = {path for path in beside if content(now, path) != content(then, path)}
    earlier = Register(read_entry(path, blob) for path, blob in then.read_some(moved & before.keys()).items())
    later = Register(register.entries[path] for path in moved if path in register.entries)
    citing = _citing(register, earlier, later)
    changed = (moved & held.keys()) | unread | others
    return Differing(then.label, tuple(sorted(changed)), tuple(sorted(citing - changed)))


def _commit(repository: Repository, revision: str) -> Revision:
    try:
        return Revision(repository, revision)
    except NotFound as error:
        if not repository.shallow:
            raise
        # A server gives out one commit by its whole id alone; whatever else was typed needs the history.
        is_whole = WHOLE_ID.fullmatch(revision)
        alone = f"fetch it: git fetch --depth=1 origin {revision}; or " if is_whole else "fetch "
        raise NotFound(
            "CF650",
            f"this clone is shallow and does not hold {revision}; nothing was compared, nothing checked",
            f"{alone}everything, after which a branch is called origin/BRANCH: {EVERYTHING}",
        ) from error


def content(snapshot: Snapshot, path: str) -> bytes | None:
    """Return what a file of a snapshot holds; None where there is none, or only something like a link."""
    try:
        return snapshot.read(path)
    except (NotFound, BrokenData):
        return None


def _blob_ids(snapshot: Snapshot, digits: int) -> dict[str, str]:
    """Return the id of every record's content; of files on the disk the one that git would give it."""
    known = {entry.path: entry.blob_id for entry in snapshot.entries()}
    stored = {path: blob_id for path, blob_id in known.items() if blob_id is not None}
    return stored or {path: git_id(b"blob", blob, digits) for path, blob in snapshot.read_all()}


def _citing(register: Register, *moved: Register) -> set[str]:
    """Return the paths of the records that name one of those that moved, as it was or as it is.

    By its id, for that may be gone; or in words, for a name that is new, gone or closed now changes what may
    stand there.
    """
    ids = {entry.id for each in moved for entry in each.entries.values()}
    return {row.path for row in register.linked(ids)} | mentioning(
        register, (row for each in moved for row in each.rows)
    )
