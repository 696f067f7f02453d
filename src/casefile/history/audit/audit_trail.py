"""The command `audit`: read the trail, apply the rules, compare it with a checkpoint, write a checkpoint."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from casefile.errors import BadInput
from casefile.exporting.output_files import OutputFile, check_free, check_outside, write_outputs
from casefile.files.register_folder import find_root
from casefile.git import Repository
from casefile.git.ancestry import Ancestor
from casefile.git.objects import Objects, objects
from casefile.history.audit.append_only import (
    compare_with_checkpoint,
    digest,
    history_findings,
    shallow_clone_error,
)
from casefile.history.audit.audit_joins import (
    find_joined_events,
    find_joined_records,
    find_separated_events,
    find_split_records,
)
from casefile.history.audit.audit_merges import find_unexplained_values
from casefile.history.audit.checkpoint import (
    VERSION,
    WRITTEN,
    Checkpoint,
    CheckpointComparison,
    read_checkpoint,
    rows,
)
from casefile.history.audit.evidence_digests import find_evidence_mismatches
from casefile.history.audit.remade_merges import RemadeMerges
from casefile.history.audit.trail_reader import WholeTrail, read_trail
from casefile.history.audit.trail_signatures import TrailSignatures, read_signatures
from casefile.loading.revision import work_tree
from casefile.model.plain_data import Fields, pick_fields
from casefile.progress import Progress, no_progress
from casefile.register import SETTINGS, read_entry
from casefile.views.audit import (
    RULES,
    AuditFinding,
    DatedCommit,
    Losses,
    Rewrites,
    SealedCommits,
    Trail,
    judge_trail,
)


class AuditOrder(Struct, frozen=True):
    """The options of an audit: the checkpoint files to compare with and to write, and the present time.

    `force` permits to overwrite a file. `stated` is the time that the written checkpoint states; None for the
    present time.
    """

    compare: Path | None = None
    write: Path | None = None
    force: bool = False
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    stated: datetime | None = None


class AuditResult(Struct, frozen=True):
    """The result of an audit.

    `commits` is the number of commits that touched the register, `history` that of all commits. `days` are
    those of the first and last of the former whose dates can be read, `undated` is the number of the others.
    `authors` is the number of different addresses of their authors, `records` that of records in the last
    commit. `head` is None if nothing is committed, else the id of the last commit.
    `listed` is whether the register has a list of allowed keys; then `signed` is the number of commits signed
    by such a key and `before` that of commits older than the list, else `signed` is the number of unchecked
    signatures. `kept` is the number of kept files of sources. `made` are the commits in findings, by id.
    `written` is the checkpoint that was written, `inside` whether its file is in the register's own folder.
    """

    title: str
    head: str | None
    commits: int = 0
    history: int = 0
    authors: int = 0
    days: tuple[date, date] | None = None
    undated: int = 0
    records: int = 0
    kept: int = 0
    listed: bool = False
    signed: int = 0
    before: int = 0
    shallow: bool = False
    findings: tuple[AuditFinding, ...] = ()
    made: Mapping[str, Ancestor] = field(default_factory=dict)
    compared: CheckpointComparison | None = None
    written: Checkpoint | None = None
    inside: bool = False

    @property
    def standing(self) -> tuple[AuditFinding, ...]:
        """The findings for which the audit fails: no hints, and none that a checkpoint contains already."""
        return tuple(each for each in self.findings if each.level == "finding" and not each.known)

    def as_data(self, path: Path | None = None) -> Fields:
        """Return the audit as JSON data for command output; `path` is that of the checkpoint to write."""
        compared_with = self.compared.as_data() if self.compared else None
        written = None
        if self.written:
            written = {
                "path": str(path),
                **self.written.model_dump(exclude={"checkpoint", "history", "findings", "rules"}),
            }
        asked = self.compared or path
        return {
            **pick_fields(self, "commits", "history", "undated", "authors", "records", "signed"),
            "allowed_signers": self.listed,
            "unsigned_before": self.before,
            "shallow": self.shallow,
            "findings": [finding.as_data() | self._made_by(finding) for finding in self.findings],
            "checkpoint": {"compared": compared_with, "written": written} if asked else None,
        }

    def _made_by(self, finding: AuditFinding) -> Fields:
        made = self.made.get(finding.commit or "")
        return {
            "author": made.author.name if made else None,
            "committer": made.committer.name if made else None,
            "date": made.day.isoformat() if made and made.day else None,
        }

    @property
    def another_past(self) -> bool:
        """Whether a finding is that the history does not continue that of the checkpoint (CF747)."""
        return any(each.code == "CF747" for each in self.standing)


def audit(directory: Path, order: AuditOrder, progress: Progress = no_progress) -> AuditResult:
    """Audit the register in a folder or around it; write a checkpoint if the order names a file for it.

    None is written if the history does not continue that of the checkpoint to compare with. Raises the errors
    of reading and writing a checkpoint: NotFound CF304, BadInput CF749 if the file is no checkpoint or one of
    another register, Collision CF704 if a file exists already; MachineTrouble CF816 if a shallow or partial
    clone contains too little, CF806 if signatures must be checked and ssh-keygen is not installed, CF809
    outside of git.
    """
    root = find_root(directory)
    repository = work_tree(root)
    if order.write:
        check_outside([order.write], root)
        check_free([order.write], force=order.force)
    checkpoint = read_checkpoint(order.compare) if order.compare else None
    if order.write and repository.shallow:
        raise shallow_clone_error("a checkpoint would not include the earlier commits")
    head = repository.head()
    if head is None:
        if order.write or checkpoint:
            raise BadInput("CF749", "nothing is committed here yet", "casefile commit, then audit")
        return AuditResult("", None)
    with objects(root) as stored:
        trail = read_trail(repository, stored, head, progress)
        title = _title(stored, head)
        found = compare_with_checkpoint(trail, title, checkpoint) if checkpoint else None
        signed = read_signatures(repository, stored, trail)
        judged_by = _collect_facts(repository, stored, trail, signed, order.now, found)
        result = _make_result(trail, title, judged_by, signed, found)
    if order.write and not result.another_past:
        written = _checkpoint(result, trail, order.stated or order.now)
        text = written.as_text().encode()
        write_outputs(
            [OutputFile(order.write, lambda out: out.write(text), private=False)],
            force=order.force,
        )
        inside = order.write.resolve().is_relative_to(root.resolve())
        return replace(result, written=written, inside=inside)
    return result


def _make_result(
    trail: WholeTrail,
    title: str,
    judged_by: Trail,
    signed: TrailSignatures,
    found: CheckpointComparison | None,
) -> AuditResult:
    findings = (*(history_findings(found) if found else ()), *judge_trail(judged_by))
    if found and found.same:
        sealed = trail.ancestry.with_ancestors(found.checkpoint.head)
        findings = tuple(each._replace(known=_is_known(each, found.checkpoint, sealed)) for each in findings)
    named = {each.commit for each in findings if each.commit}
    commits = [trail.ancestry.commits[one] for one in trail.acts]
    days = [day for commit in commits if (day := commit.day)]
    return AuditResult(
        title=title,
        head=trail.ancestry.ids[-1],
        commits=len(commits),
        history=len(trail.ancestry.ids),
        authors=len({commit.author.mail for commit in commits}),
        days=(min(days), max(days)) if days else None,
        undated=len(commits) - len(days),
        records=len(trail.today),
        kept=sum(state.excerpt.file is not None for state in trail.today),
        listed=signed.listed,
        signed=sum(act.signature == ("allowed" if signed.listed else "unchecked") for act in signed.acts),
        before=signed.before,
        shallow=bool(trail.ancestry.cut),
        findings=findings,
        made={one: trail.ancestry.commits[one] for one in named & trail.ancestry.commits.keys()},
        compared=found,
    )


def _collect_facts(  # noqa: PLR0913, PLR0917 - what is judged, and by what
    repository: Repository,
    stored: Objects,
    trail: WholeTrail,
    signed: TrailSignatures,
    now: datetime,
    found: CheckpointComparison | None,
) -> Trail:
    """Return the facts about a history that the audit rules need."""
    unsound = [one for one, commit in trail.ancestry.commits.items() if not commit.sound]
    held = [
        raw.commit for raw in trail.raw if any(each.after in trail.contents.unsound for each in raw.touched)
    ]
    losses = Losses.of(trail.steps)
    losses.leave_out_earlier(trail.is_added)
    merges = RemadeMerges(stored, trail)
    joined = find_joined_events(stored, trail, losses, merges)
    records = find_joined_records(stored, trail, merges)
    losses.leave_out(joined | find_separated_events(stored, trail, losses, records))
    splits = find_split_records(stored, trail)
    losses.leave_out_records(splits)
    joined |= records
    rewrites = Rewrites(joined=joined, splits=splits, cites=trail.cites).read(trail.steps)
    return Trail(
        steps=trail.steps,
        acts=signed.acts,
        present=trail.present,
        kept=tuple(find_evidence_mismatches(repository.root, trail.today)),
        broken=tuple(dict.fromkeys((*unsound, *held))),
        masked=repository.has_replacements(),
        unlisted=signed.unlisted,
        dated=tuple(_dated_commits(trail)),
        now=int(now.timestamp()),
        sealed=_sealed_commits(trail, found),
        files=trail.files,
        merged=tuple(find_unexplained_values(merges, rewrites)),
        rewrites=rewrites,
        losses=losses,
    )


def _dated_commits(trail: WholeTrail) -> Iterator[DatedCommit]:
    acts = frozenset(trail.acts)
    for one, commit in trail.ancestry.commits.items():
        yield DatedCommit(one, commit.parents, commit.author.time, commit.committer.time, one in acts)


def _sealed_commits(trail: WholeTrail, found: CheckpointComparison | None) -> SealedCommits | None:
    """Return the time and the commits of a checkpoint, to check dates.

    None if there is no checkpoint, if its time cannot be read, or if the history is another one.
    """
    written_at = found.checkpoint.written_at if found and found.same else None
    if found is None or written_at is None:
        return None
    return SealedCommits(int(written_at.timestamp()), trail.ancestry.with_ancestors(found.checkpoint.head))


def _is_known(finding: AuditFinding, checkpoint: Checkpoint, sealed: Container[str]) -> bool:
    """Return whether a finding does not count because of the checkpoint.

    The checkpoint lists the finding, or it contains the commit and is older than the rule.
    """
    is_later_rule = finding.code not in checkpoint.rules and finding.commit in sealed
    return is_later_rule or _key(finding) in checkpoint.findings


def _title(stored: Objects, head: str) -> str:
    blob = stored.read_at(head, SETTINGS)
    record = read_entry(SETTINGS, blob).record if blob is not None else None
    return getattr(record, "title", None) or ""


def _checkpoint(result: AuditResult, trail: WholeTrail, now: datetime) -> Checkpoint:
    head = result.head or ""
    return Checkpoint(
        checkpoint=VERSION,
        title=result.title,
        written=now.astimezone(UTC).strftime(WRITTEN),
        head=head,
        commits=result.history,
        records=result.records,
        digest=digest(trail, head),
        rules=sorted(rule.code for rule in RULES),
        findings=sorted({_key(each) for each in result.findings if each.level == "finding"}),
        history=rows(trail.ancestry.ids),
    )


def _key(finding: AuditFinding) -> str:
    """Return the digest of a finding for a checkpoint: enough to recognise it, too little to read it."""
    in_a_commit = (finding.code, finding.commit, finding.event)
    parts = in_a_commit if finding.commit else (finding.code, finding.record, finding.message)
    return hashlib.sha256("\0".join(each or "" for each in parts).encode()).hexdigest()[:16]
