"""Decide whether a history only grew since a checkpoint, and compute the digest in a checkpoint."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable

from casefile.errors import BadInput, MachineTrouble
from casefile.git.ancestry import Ancestry
from casefile.history.audit.checkpoint import SHORT, Checkpoint, CheckpointComparison
from casefile.history.audit.trail_reader import WholeTrail
from casefile.views.audit import ELSEWHERE, AuditFinding


def digest(trail: WholeTrail, tip: str) -> str:
    """Return a SHA-256 over the commit `tip`, all its ancestors, and every content of a record in them.

    It is made of these lines, sorted: `commit ID SHA256`, and `record COMMIT BLOB SHA256 PATH` for each file
    of the register that differs from the first parent. A hyphen stands for a removed file, and for the
    SHA-256 of a file that is not a record, such as evidence. The ids of git are made with SHA-1 in most
    repositories, which can be forged at some cost.
    """
    lines: list[bytes] = []
    for commit in trail.ancestry.with_ancestors(tip):
        lines.append(f"commit {commit} {trail.ancestry.commits[commit].digest}".encode("ascii"))
        for each in trail.firsts[commit].touched:
            held = f"{each.after or '-'} {trail.contents.digests.get(each.after or '', '-')}"
            lines.append(f"record {commit} {held} {each.path}".encode("utf-8", "surrogateescape"))
    return hashlib.sha256(b"\n".join(sorted(lines))).hexdigest()


def compare_with_checkpoint(trail: WholeTrail, title: str, checkpoint: Checkpoint) -> CheckpointComparison:
    """Compare today's history with that of a checkpoint; `title` is the register's.

    Raises BadInput CF749 for the checkpoint of another register, MachineTrouble CF816 if a shallow clone does
    not have the commits to decide it.
    """
    known = trail.ancestry
    if checkpoint.head in known.commits:
        grown = len(known.ids) - len(known.with_ancestors(checkpoint.head))
        proven = None if known.cut else digest(trail, checkpoint.head) == checkpoint.digest
        return CheckpointComparison(checkpoint, grown, proven)
    if known.cut:
        raise shallow_clone_error("a checkpoint cannot be compared: this clone lacks its last commit")
    here = {each[:SHORT] for each in known.ids}
    line = checkpoint.line
    missing = [place for place, each in enumerate(line) if each not in here]
    if len(missing) == len(line) and checkpoint.title != title:
        raise BadInput(
            "CF749",
            f"none of the {len(line)} commits of this checkpoint are here; its register has another title",
            "it belongs to a different register, or the whole history was replaced",
        )
    place = missing[0] if missing else len(line) - 1
    return CheckpointComparison(
        checkpoint, None, None, line[place], place + 1, _find_replacement(known, {*line}, bool(place))
    )


def _find_replacement(known: Ancestry, line: Collection[str], begun: bool) -> str | None:
    """Return the first commit that is not in the checkpoint while all its parents are; None for none.

    `line` are the beginnings of the ids in the checkpoint. Unless `begun`, a commit without parents counts
    too.
    """
    for one, commit in known.commits.items():
        new = one[:SHORT] not in line
        if new and all(parent[:SHORT] in line for parent in commit.parents) and (commit.parents or not begun):
            return one
    return None


def history_findings(found: CheckpointComparison) -> Iterable[AuditFinding]:
    """Yield the finding that the history does not continue that of the checkpoint; none if it does."""
    checkpoint = found.checkpoint
    if found.proven is False:
        message = "the ids of these commits match the checkpoint, but their contents do not"
        yield AuditFinding("CF747", checkpoint.head, None, None, message, hint=ELSEWHERE)
    elif found.grown is None:
        where = f"commit {found.place} of {checkpoint.commits} in the checkpoint"
        now = f"{found.instead[:SHORT]} is in its place" if found.instead else "no commit is in its place"
        message = f"{where}, {found.missing}, is no longer in this history; {now}"
        yield AuditFinding("CF747", found.instead or found.missing, None, None, message, hint=ELSEWHERE)


def shallow_clone_error(why: str) -> MachineTrouble:
    """Return the error that this clone does not contain the whole history; `why` is its consequence."""
    return MachineTrouble("CF816", f"this clone is shallow, and {why}", "git fetch --unshallow")
