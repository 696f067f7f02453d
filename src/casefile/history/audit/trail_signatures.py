"""Check who signed the commits of a trail, by the keys that the register allows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from msgspec import Struct

from casefile.errors import NotFound
from casefile.files import register_folder
from casefile.git import Repository
from casefile.git.objects import Objects
from casefile.git.signatures import CheckedSignature, is_held_by, signatures
from casefile.history.audit.trail_reader import WholeTrail
from casefile.model.kinds import SIGNERS
from casefile.views.audit import Signature, TrailCommit


class TrailSignatures(Struct, frozen=True):
    """The commits of a trail with their signatures, and whether the register has a list of allowed keys.

    `acts` are the commits that touched the register. `before` is the number of those that need no signature,
    because they are older than the list. `unlisted` is the last commit that removed the list, if there is
    none now.
    """

    acts: tuple[TrailCommit, ...]
    listed: bool
    before: int = 0
    unlisted: str | None = None


def read_signatures(repository: Repository, stored: Objects, trail: WholeTrail) -> TrailSignatures:
    """Return the commits that touched the register with the results for their signatures.

    Without a list of allowed keys no signature is checked. Raises MachineTrouble CF806 if ssh-keygen is
    needed and not installed.
    """
    allowed = _read_allowed_keys(repository, stored, trail)
    if allowed is None:
        acts = tuple(_check_commits(trail, {}, frozenset(trail.acts), {}))
        return TrailSignatures(acts, listed=False, unlisted=_find_list_removal(trail))
    commits = trail.ancestry.commits
    signed = [commit for commit in trail.acts if commits[commit].signature == "ssh"]
    early = _commits_before_list(trail)
    acts = tuple(
        _check_commits(
            trail,
            signatures(repository, signed, allowed),
            early,
            _check_list_changes(repository, stored, trail),
        )
    )
    return TrailSignatures(acts, listed=True, before=sum(not act.must for act in acts))


def _check_commits(
    trail: WholeTrail, found: dict[str, CheckedSignature], early: frozenset[str], changes: dict[str, bool]
) -> Iterator[TrailCommit]:
    for one in trail.acts:
        commit = trail.ancestry.commits[one]
        unchecked = "unchecked" if commit.signature == "ssh" else commit.signature
        checked = found.get(one, CheckedSignature(unchecked))
        signature = cast("Signature", checked.result)
        mails = (commit.author.mail, commit.committer.mail)
        if signature == "allowed" and not is_held_by(checked.holders, commit.committer.mail):
            signature = "of another"
        yield TrailCommit(one, mails, signature, one not in early, changes.get(one), checked.holders)


def _read_allowed_keys(repository: Repository, stored: Objects, trail: WholeTrail) -> bytes | None:
    """Return the list of allowed keys in the register's folder, else the one in the last commit, or None."""
    try:
        return register_folder.read(repository.root, SIGNERS)
    except NotFound:
        blob = trail.lists[trail.ancestry.ids[-1]]
        return stored.read([blob])[0] if blob else None


def _commits_before_list(trail: WholeTrail) -> frozenset[str]:
    """Return the commits before the first one with a list of allowed keys: they need no signature.

    If the list was never committed, every commit needs one, and the result is empty.
    """
    first = next((commit for commit, blob in trail.lists.items() if blob), None)
    return trail.ancestry.with_ancestors(first) - {first} if first else frozenset()


def _check_list_changes(repository: Repository, stored: Objects, trail: WholeTrail) -> dict[str, bool]:
    """Return for each commit that changed the list of allowed keys whether an allowed key signed it.

    The key must be in every list that the commit changed, as it was before.
    """
    found: dict[str, bool] = {}
    for commit in trail.lists:
        signed = trail.ancestry.commits[commit].signature == "ssh"
        for text in stored.read([*_lists_before(trail, commit)]):
            checked = signatures(repository, [commit], text or b"") if signed else {}
            is_allowed = commit in checked and checked[commit].result == "allowed"
            found[commit] = found.get(commit, True) and is_allowed
    return found


def _lists_before(trail: WholeTrail, commit: str) -> frozenset[str]:
    """Return the blob ids of the lists of keys that a commit changed.

    They are those of its parents; for a commit that adds the list anew, the first list of all. In a merge, a
    list is not changed here if the parent that has the new list had that one before.
    """
    new = trail.lists[commit]
    held = {parent: trail.lists.get(parent) for parent in trail.ancestry.commits[commit].parents}
    if new and not any(held.values()):
        return frozenset({next(filter(None, trail.lists.values()))}) - {new}
    changed = frozenset(blob for blob in held.values() if blob) - {new}
    takers = [parent for parent, blob in held.items() if blob == new] if changed else []
    return changed - {
        trail.lists[each] for parent in takers for each in trail.ancestry.with_ancestors(parent)
    }


def _find_list_removal(trail: WholeTrail) -> str | None:
    """Return the last commit that removed the list of allowed keys; None if there is none."""
    gone = None
    for commit, blob in trail.lists.items():
        parents = trail.ancestry.commits[commit].parents
        if blob is None and any(trail.lists.get(parent) for parent in parents):
            gone = commit
    return gone
