"""The rules of an audit, by code: each rule is a function whose docstring is its page of the manual."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from string import Formatter
from typing import NamedTuple

from casefile.model.kinds import SIGNERS
from casefile.model.vocabularies import word
from casefile.views.audit.commit_dates import find_impossible_dates
from casefile.views.audit.lost_records import LostEntry
from casefile.views.audit.rewritten_events import Rewrite
from casefile.views.audit.trail_facts import AuditFinding, Level, Signature, Trail

GUESSED = re.compile(r"[^@]*@([^.]*|localhost\..*|.*\.(local|localdomain|lan|home|\(none\)))")
"""Mail addresses that git guesses from a login and the name of a computer."""
UNSIGNED: dict[Signature, str] = {
    "none": "this commit is not signed",
    "other": "this commit is signed with PGP or X.509, which casefile does not check; it checks ssh keys",
    "unknown key": "this commit is signed by a key that is not allowed, or was not at that time",
    "bad": "the signature does not match this commit: it was changed after signing",
    "of another": "this commit is signed by the key of {holder}, but its committer is {committer}",
}
REMOVED_BEFORE = "a case that was withdrawn"


def event_vanished(trail: Trail) -> Iterator[AuditFinding]:
    """A commit removed an event from a ledger.

    An event that is wrong is marked (`casefile mark`), never removed. An event that was joined to another one
    (`casefile resolve --join`) is not gone. Events of a withdrawn case do not count, and those of a renamed
    record are searched under its new id. If the event was removed by mistake, copy it from the commit before:
    `git show COMMIT`.
    """
    for loss in trail.losses.lasting:
        if loss.event is not None and not loss.merge:
            yield _loss_finding(
                "CF740", trail, loss, f"the event {loss.event} was removed; it was not marked"
            )


def event_turned(trail: Trail) -> Iterator[AuditFinding]:
    """A commit changed the type of an event under the same id, so its earlier statement is in no ledger.

    Mark an event that is wrong, and record the right one as a new event. A reason does not excuse the change;
    a commit that restores the type does not count.
    """
    for each in _rewrites(trail):
        if "type" in each.fields:
            was, now = word(each.was.type), word(each.now.type)
            message = f"the event {each.event} was a {was} and is a {now} now"
            yield AuditFinding("CF751", each.commit, each.record, each.event, message, path=each.path)


def event_rewritten(trail: Trail) -> Iterator[AuditFinding]:
    """A date, a duration, a source or the verification status of an event was changed without a reason.

    `casefile mark` and `casefile update --reason` give one; so does a new `resolution.reason` in the event,
    or a line `Reason: TEXT` in the commit message. In a list of sentences, end, term and penalty of one
    belong together; the day and the sources of a resolution count too, and of a source its kind, its
    addresses and its date. A source that is cited for a single field (`cites`) may go with that field. A
    source under a new id is the same one if these and its digest are the same, or, without an address and a
    digest, all of it. Additions need no reason: a date that was not stated, one more source, a locator. These
    do not count: another way of writing (`fmt`), a source that was renamed, a value that a merge took from
    one side or that settles a conflict, and a commit that takes back in a record exactly what one earlier
    commit did (`git revert`).
    """
    for each in _rewrites(trail):
        fields = [name for name in each.fields if name != "type"]
        if fields:
            named = " and ".join(f"`{name}`" for name in fields)
            what = f"the event {each.event}" if each.event else "this source"
            message = f"{what} got a new {named} without a reason"
            yield AuditFinding("CF752", each.commit, each.record, each.event or None, message, path=each.path)


def _rewrites(trail: Trail) -> Iterator[Rewrite]:
    for each in (*trail.rewrites.found, *trail.merged):
        if not trail.losses.is_withdrawn(each.record):
            yield each


def date_wrong(trail: Trail) -> Iterator[AuditFinding]:
    """The date of a commit is before that of an ancestor or of the checkpoint, or in the future.

    Clocks may differ by 24 hours. A commit that the checkpoint does not contain and that is dated before it
    was either not pushed for longer than that, or given a false date.
    """
    for commit, message in find_impossible_dates(trail.dated, trail.now, trail.sealed):
        yield AuditFinding("CF753", commit, None, None, message)


def record_deleted(trail: Trail) -> Iterator[AuditFinding]:
    """A file was deleted instead of being withdrawn or renamed.

    Remove a case with `casefile withdraw`: it leaves a notice that the case existed, with the reason. A
    record without events that is not a case, such as a source, may be deleted: that is only a hint.
    """
    for loss in trail.losses.lasting:
        if loss.event is None and not loss.merge:
            message = "this record was deleted, not withdrawn" if loss.is_case else "this record was deleted"
            back = "" if loss.is_case else BROUGHT_BACK.format(commit=loss.commit[:SHOWN], path=loss.path)
            yield _loss_finding("CF741", trail, loss, message)._replace(hint=back)


def merge_dropped(trail: Trail) -> Iterator[AuditFinding]:
    """A merge dropped an event or a record of one of its sides.

    No commit of its own removed it, so no review has seen the change. It is still in a parent of the merge:
    `git show COMMIT^1`, `git show COMMIT^2`.
    """
    for loss in trail.losses.lasting:
        if loss.merge:
            what = f"the event {loss.event}" if loss.event else "this record"
            yield _loss_finding("CF742", trail, loss, f"this merge dropped {what} of one of its sides")


def came_back(trail: Trail) -> Iterator[AuditFinding]:
    """A case was withdrawn, and a later commit restored it: it is in the register today.

    A merge does that if one side withdrew the case and the other side changed it. Remove its file again
    (`git rm`, then `casefile commit`), and find out who has read it since: what was pushed cannot be undone.
    """
    for record, (commit, path) in trail.losses.returned.items():
        if record in trail.present:
            message = "this case was withdrawn, and this commit restored it"
            yield AuditFinding("CF750", commit, record, None, message, path=path)


def not_valid(trail: Trail) -> Iterator[AuditFinding]:
    """A commit added or changed a file that is not valid by itself: by YAML, by the schema or by a rule.

    The rules are those of this version of casefile. Rules that depend on other records are only checked by
    `casefile validate`.
    """
    for commit, state in trail.fresh:
        errors = state.excerpt.errors
        if errors:
            more = f" and {len(errors) - 1} more" if len(errors) > 1 else ""
            record = None if trail.losses.is_withdrawn(state.excerpt.id) else state.excerpt.id
            message = f"{'this file' if record else REMOVED_BEFORE} does not validate: {errors[0]}{more}"
            yield AuditFinding("CF743", commit, record, None, message, path=state.path if record else None)


def not_signed(trail: Trail) -> Iterator[AuditFinding]:
    """A commit that changed the register is not signed by a key that `allowed_signers` gives its committer.

    The author may be another person: only the committer signs. Commits from before that file existed do not
    count. Do not remove a key that is no longer used from the file, but give it an end:
    `valid-before="20260101"`.
    """
    for act in trail.acts:
        if act.must and act.signature in UNSIGNED:
            holder = " or ".join(dict.fromkeys(act.holders))
            message = UNSIGNED[act.signature].format(holder=holder, committer=act.mails[1])
            yield AuditFinding("CF744", act.commit, None, None, message)


def list_changed(trail: Trail) -> Iterator[AuditFinding]:
    """The list of allowed keys was changed without the signature of a key that was in it, or was removed.

    Everyone who can write to the register can add a key of their own to `allowed_signers`. Therefore a key
    that was in the list before must sign each change of it.
    """
    for act in trail.acts:
        if act.listed is False:
            message = "allowed_signers was changed here, but no key that was in it before signed this commit"
            yield AuditFinding("CF745", act.commit, None, None, message, path=SIGNERS)
    if trail.unlisted:
        message = "allowed_signers was removed here: signatures can no longer be checked"
        yield AuditFinding("CF745", trail.unlisted, None, None, message, path=SIGNERS)


def kept_differs(trail: Trail) -> Iterator[AuditFinding]:
    """A kept file that a source names is missing below evidence/, or does not match its sha256.

    Compare it with another copy. Record a file that was replaced for a reason as a new source.
    """
    for kept in trail.kept:
        yield AuditFinding("CF746", None, kept.source, None, kept.wrong, path=kept.path)


def kept_swapped(trail: Trail) -> Iterator[AuditFinding]:
    """The sha256 of a source was changed or removed, so that another file is accepted as the kept one.

    Or its `file` was removed, so that nothing shows any more that the file is missing; with a reason that is
    a hint. Record a file that was replaced as a new source. If git contains only one content of the kept
    file, under every path that the source ever named, and the commit gives a reason, a wrong digest was
    corrected: that is a hint.
    """
    for swap in trail.rewrites.swaps:
        contents = frozenset[str]().union(*(trail.files.get(file, ()) for file in swap.files))
        is_explained = swap.reasoned and (swap.unnamed or len(contents) == 1)
        level: Level = "hint" if is_explained else "finding"
        message = "the sha256 of its kept file was changed here"
        if swap.unnamed:
            message = "the path of its kept file was removed here"
        yield AuditFinding("CF754", swap.commit, swap.source, None, message, level, path=swap.path)


def other_history(trail: Trail) -> Iterator[AuditFinding]:
    """The history was replaced: commits of a checkpoint are gone, or content does not match its git id.

    Commits that others had already were amended, rebased, filtered or reset. The first commit that differs is
    named; compare with another clone, or with the person who keeps the checkpoint. It is a hint if grafts or
    replacement refs in this clone make git show another history, which an audit does not follow.
    """
    for commit in trail.broken:
        yield AuditFinding("CF747", commit, None, None, "the content does not match its git id")
    if trail.masked:
        message = "this clone hides the real history (grafts or refs/replace); the audit reads the real one"
        yield AuditFinding("CF747", None, None, None, message, "hint")


def guessed_identity(trail: Trail) -> Iterator[AuditFinding]:
    """A commit names an e-mail address that git made from a login and the name of a computer.

    It may reveal who documents, and proves nothing. Set the address of a role:
    `git config user.email desk-2@register.invalid`.
    """
    mails = [(mail, act.commit) for act in trail.acts for mail in dict.fromkeys(act.mails)]
    counted = Counter(mail for mail, _ in mails)
    for mail, commit in dict(reversed(mails)).items():
        if GUESSED.fullmatch(mail):
            number = f"{counted[mail]} commits name" if counted[mail] > 1 else "the author of this commit is"
            message = f"{number} an identity that looks guessed from a login and a computer's name"
            yield AuditFinding("CF748", commit, None, None, message, "hint")


class AuditRule(NamedTuple):
    """One row of the table of rules; `hint` contains the commands that show, explain or fix a finding."""

    code: str
    name: str
    find: Callable[[Trail], Iterator[AuditFinding]]
    hint: str

    @property
    def manual(self) -> str:
        """The text of the manual page: the docstring of the rule, on one line."""
        return " ".join((self.find.__doc__ or "").split())

    def advice(self, finding: AuditFinding) -> str:
        """Return the commands for one finding; empty if they need a value that the finding does not have."""
        names = {**finding.as_data(), "commit": finding.commit and finding.commit[:SHOWN]}
        needed = [name for _, name, _, _ in Formatter().parse(self.hint) if name]
        return "" if any(names[name] is None for name in needed) else self.hint.format_map(names)


SHOWN = 12
"""The number of digits of a commit id that is shown in a command."""
ELSEWHERE = "in another clone: git log --format=fuller"
SHOW = "git show {commit}"
SHOW_FILE = "git show {commit} -- {path}"
BACK = "git revert {commit}; then: casefile"
BROUGHT_BACK = f"{SHOW_FILE}; restore it: git revert {{commit}}"
"""The advice for a deleted record that is not a case: such a record cannot be withdrawn."""
RETRACTED = f"{BACK} mark {{record}} {{event}} retracted --reason TEXT"
RULES: tuple[AuditRule, ...] = (
    AuditRule("CF747", "other history", other_history, ELSEWHERE),
    AuditRule(
        "CF740",
        "event vanished",
        event_vanished,
        f"{SHOW_FILE}; restore it: {RETRACTED}",
    ),
    AuditRule(
        "CF751",
        "event turned",
        event_turned,
        f"{SHOW_FILE}; restore it: {RETRACTED}, and casefile record",
    ),
    AuditRule(
        "CF752",
        "event rewritten",
        event_rewritten,
        f"{SHOW_FILE}; restore it: {BACK} update {{record}} --set FIELD=VALUE --reason TEXT",
    ),
    AuditRule(
        "CF741",
        "record deleted",
        record_deleted,
        f"{SHOW_FILE}; restore it: {BACK} withdraw {{record}} --reason CODE",
    ),
    AuditRule("CF742", "merge dropped", merge_dropped, "git show -m {commit} -- {path}"),
    AuditRule("CF750", "withdrawn case restored", came_back, "git rm {path}; then: casefile commit"),
    AuditRule("CF743", "does not validate", not_valid, f"{SHOW_FILE}; today: casefile validate"),
    AuditRule("CF744", "not signed", not_signed, "git log --show-signature -1 {commit}"),
    AuditRule("CF745", "allowed keys changed", list_changed, SHOW_FILE),
    AuditRule("CF746", "kept file differs", kept_differs, "git log --stat -- evidence {path}"),
    AuditRule(
        "CF754",
        "kept file swapped",
        kept_swapped,
        f"{SHOW} -- evidence {{path}}; restore it: git revert {{commit}}; other file: casefile source add",
    ),
    AuditRule("CF753", "date wrong", date_wrong, "git log --format=fuller -1 {commit}"),
    AuditRule("CF748", "guessed identity", guessed_identity, "git config user.email desk-2@register.invalid"),
)
"""Every rule, in the order in which its findings are shown."""


def judge_trail(trail: Trail) -> tuple[AuditFinding, ...]:
    """Return the findings of every rule, findings before hints, each with its advice in `hint`."""
    found = [
        finding._replace(hint=finding.hint or rule.advice(finding))
        for rule in RULES
        for finding in rule.find(trail)
    ]
    return tuple(sorted(found, key=lambda finding: finding.level == "hint"))


def _loss_finding(code: str, trail: Trail, loss: LostEntry, message: str) -> AuditFinding:
    ledger = trail.present.get(loss.record)
    mended = ledger is not None and (loss.event is None or loss.event in ledger)
    level: Level = "finding" if loss.grave else "hint"
    return AuditFinding(code, loss.commit, loss.record, loss.event, message, level, mended, path=loss.path)
