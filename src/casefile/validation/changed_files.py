"""Compare files with a commit: find the files to check again, and the unchanged ones that cite them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from casefile.checks.mentions import mentioning
from casefile.errors import BrokenData, NotFound
from casefile.git import Repository
from casefile.git.ancestry import list_differing_files
from casefile.git.repository import OURS
from casefile.git.runner import WHOLE_ID
from casefile.git.snapshots import Index, Revision, Snapshot
from casefile.loading.revision import work_tree
from casefile.register import SETTINGS, Register, read_entry
from casefile.register.record_summary import RecordSummary

EVERYTHING = "git fetch --unshallow origin '+refs/heads/*:refs/remotes/origin/*'"
"""The command that fetches the history and every branch: a shallow clone usually follows only one."""


class ChangedPaths(Struct, frozen=True):
    """The paths that differ from a commit, in order; `label` names the commit.

    `citing` are unchanged records about which a changed or removed one may cause a problem: see
    `affected_paths`. If everything counts as changed, `whole` is the reason.
    """

    label: str
    changed: tuple[str, ...] = ()
    citing: tuple[str, ...] = ()
    whole: str = ""

    @property
    def paths(self) -> frozenset[str] | None:
        """Return the files to check; None means all files."""
        return None if self.whole else frozenset((*self.changed, *self.citing))

    def includes(self, path: str) -> bool:
        """Return whether a file is to be checked."""
        return bool(self.whole) or path in self.changed or path in self.citing


def find_changed_paths(
    root: Path, now: Snapshot, register: Register, revision: str, beside: Iterable[str] = ()
) -> ChangedPaths:
    """Compare the register of the snapshot `now` with that of a commit.

    `beside` are the paths of other files to compare, such as schemas. Only the two contents count, as for
    `git diff REV`: the history between them is not needed. A file on the disk differs if it does for git. All
    files count as changed if casefile.yaml differs, or if the revision is `HEAD` and there is no commit yet.
    Raises NotFound CF302 if the revision names no commit, CF650 if the clone is shallow and may lack it, and
    the error of `work_tree`.
    """
    repository = work_tree(root)
    if revision == "HEAD" and repository.head() is None:
        return ChangedPaths("HEAD", whole="there is no commit yet")
    then = _commit(repository, revision)
    others = (SETTINGS, *beside)
    held, before = _files(now, others), _files(then, others)
    both = held.keys() & before.keys()
    if isinstance(now, Index):
        altered = {path for path in both if held[path] != before[path]}
    else:
        altered = both & _altered_on_disk(repository, now, then, (*OURS, *others))
    moved = (held.keys() ^ before.keys()) | altered
    if SETTINGS in moved:
        # Changed settings may change the requirements for any record.
        return ChangedPaths(then.label, whole=f"{SETTINGS} has changed since {then.label}")
    unread = {problem.path for problem in {*now.problems} - {*then.problems}}
    gone = (moved & before.keys()).difference(others)
    earlier = Register(read_entry(path, blob) for path, blob in then.read_some(gone).items())
    later = Register(register.entries[path] for path in moved if path in register.entries)
    citing = affected_paths(register, earlier, later)
    changed = (moved & {*held, *others}) | unread
    return ChangedPaths(then.label, tuple(sorted(changed)), tuple(sorted(citing - changed)))


def _commit(repository: Repository, revision: str) -> Revision:
    try:
        return Revision(repository, revision)
    except NotFound as error:
        if not repository.shallow:
            raise
        # A server sends a single commit only by its whole id; any other revision needs the history.
        is_whole = WHOLE_ID.fullmatch(revision)
        alone = f"fetch it: git fetch --depth=1 origin {revision}; or " if is_whole else "fetch "
        raise NotFound(
            "CF650",
            f"this clone is shallow and does not contain {revision}; nothing was checked",
            f"{alone}everything; branches are then called origin/BRANCH: {EVERYTHING}",
        ) from error


def content(snapshot: Snapshot, path: str) -> bytes | None:
    """Return the content of a file in a snapshot; None if it does not exist or is not a regular file."""
    try:
        return snapshot.read(path)
    except (NotFound, BrokenData):
        return None


def _files(snapshot: Snapshot, others: Iterable[str]) -> dict[str, str | bytes | None]:
    """Return the blob id of each record by path, None for files on disk, and the content of `others`.

    Those of `others` that do not exist are left out.
    """
    found = ((path, content(snapshot, path)) for path in others)
    records = {entry.path: entry.blob_id for entry in snapshot.entries()}
    return records | {path: blob for path, blob in found if blob is not None}


def _altered_on_disk(
    repository: Repository, now: Snapshot, then: Revision, paths: Iterable[str]
) -> frozenset[str]:
    """Return the files on the disk, below these paths, that differ from a commit for git.

    A file that differs from HEAD, and HEAD from the commit, may be as in the commit again.
    """
    head, paths = repository.head(), [*paths]
    since = list_differing_files(repository, then.commit, head, paths) if head else ()
    here, there = {*repository.changed_paths(paths)}, {each.path for each in since}
    back = (path for path in here & there if content(now, path) == content(then, path))
    return frozenset((here | there).difference(back))


def affected_paths(register: Register, earlier: Register, later: Register) -> set[str]:
    """Return the paths of the records in which changed ones, in their old or new state, may cause problems.

    `earlier` and `later` contain the two states of the changed records. Others refer to a changed record by
    an id, which may be gone, or have something in common with it that only one record may have. They may also
    contain its name in words: a name that is new, gone or newly protected changes which words are allowed
    there.
    """
    ids = {key for each in (earlier, later) for entry in each.entries.values() for key in entry.ids}
    before, after = ({_mention_values(row): row for row in each.rows} for each in (earlier, later))
    renamed = [(before.get(key) or after[key]) for key in before.keys() ^ after.keys()]
    citing = {row.path for row in register.linked(ids)}
    return citing.union(_in_common(register, later), mentioning(register, renamed))


def _in_common(register: Register, changed: Register) -> Iterator[str]:
    """Yield the paths of the records that have an id, a former id or an address of a changed record.

    Of a changed situation, these are also the situations that are part of it: they may form a circle with it.
    """
    entries = [*changed.entries.values()]
    keys, addresses = {key for entry in entries for key in entry.ids}, register.addresses
    owners = {owner for key in keys for owner in register.owners.get(key, ())}
    owners |= {owner for entry in entries for key in entry.addresses for owner in addresses.get(key, ())}
    owners |= register.with_parts(row.id for row in changed.rows_of("situation") if row.situations)
    yield from (path for key in keys | owners for path in register.stated.get(key, ()))


def _mention_values(row: RecordSummary) -> tuple[object, ...]:
    """Return the values of a record that decide whether texts and names of other records are permitted."""
    return row.kind, row.names, row.country, row.person_names, row.tier, row.known, row.lasting
