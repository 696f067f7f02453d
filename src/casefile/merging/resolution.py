"""Write the decisions about a record in conflict to its file, and stage it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from casefile.changes.change import SIDES
from casefile.changes.change_text import describe_change
from casefile.changes.compare import compare
from casefile.changes.equality import ABSENT, ids_of, is_ledger, shape_at
from casefile.changes.record_merge import Conflict, Merged, apply_settlements
from casefile.checks.run_rules import check
from casefile.editing.consequences import combine_problems
from casefile.editing.edits import Edit, Plan, Planner, WriteOptions, WriteResult, WrittenRecord
from casefile.editing.field_edits import append_missing
from casefile.editing.write_records import diff_lines, write
from casefile.editing.write_recovery import hold_write_lock
from casefile.errors import BadInput, CasefileError, Problem, errors_of
from casefile.files.atomic_writes import FileWrite, write_all
from casefile.files.register_folder import read_if_there
from casefile.git import Repository
from casefile.git.commit_writer import stage
from casefile.git.merge_state import find_squashed_commit
from casefile.loading.unmerged_files import AGAIN, unmerged_versions
from casefile.merging.file_merge import RecordSides, outcomes
from casefile.merging.open_conflict import RecordInConflict
from casefile.merging.status_order import has_event_conflict
from casefile.model.plain_data import Data, KnownData, KnownFields, former_ids
from casefile.model.shape import Shape
from casefile.model.visible_text import in_short
from casefile.model.vocabularies import LEDGER
from casefile.register import SETTINGS, Register, read_entry
from casefile.yaml.reader import read as read_text
from casefile.yaml.text_merge import Markers, merged_text, text_in_conflict

Decisions = Data
"""The value to write for fields in conflict, by the `field` of the conflict; ABSENT removes the field."""


class ResolveResult(Struct, frozen=True):
    """The files that `write_decisions` wrote, the conflicts left in the record, and the next step in words.

    `subject` is the record as it is in the file now.
    """

    subject: RecordInConflict
    written: WriteResult
    left: tuple[Conflict, ...] = ()
    go_on: str = ""


class KeepBoth(Enum):
    """The decision to keep both of two records or proceedings that got one id."""

    BOTH = "both"


def combine_both(shape: Shape, conflict: Conflict) -> list[object] | KeepBoth | None:
    """Return the value that keeps both sides of a conflict; None if only one can be kept.

    `shape` is that of the record. For a list it is our list followed by the items that only theirs has. For
    two records or proceedings with one id it is BOTH. It is None for other values, for a list that one side
    removed, and if the sides have the same entries in two orders: one must be chosen.
    """
    if conflict.is_of_two:
        return KeepBoth.BOTH
    node = shape_at(shape, conflict.path)
    ours, theirs = conflict.ours, conflict.theirs
    if not (node.is_list and isinstance(ours, list) and isinstance(theirs, list)) or conflict.is_about_order:
        return None
    if is_ledger(node) and ids_of(ours) is not None and ids_of(theirs) is not None:
        known = set(ids_of(ours) or ())
        return [*ours, *(each for each in theirs if each["id"] not in known)]
    return append_missing(node, ours, theirs)


def write_decisions(subject: RecordInConflict, decisions: Decisions, how: WriteOptions) -> ResolveResult:
    """Write these decisions to the file of the record.

    While fields are left in conflict, the file contains them with markers, as a merge leaves it, and is not
    staged. After the last one it is written like every record. While git merges, or is in a similar
    operation, the file is staged and git itself makes the commit; otherwise this makes it. Raises the errors
    of `write`, BadInput CF726 if a case that was withdrawn would be restored, CF724 if not all fields of a
    renamed record are decided, and the errors that either choice in the fields left would add to the record.
    Nothing is changed then.
    """
    left = tuple(each for each in subject.merged.conflicts if each.field not in decisions)
    if left and subject.moved_from:
        hint = "omit --field: use --ours or --theirs; for two proceedings --both --ours or --both --theirs"
        raise BadInput("CF724", f"{len(left)} fields of a renamed record must be resolved together", hint)
    unsettled = _unsettled_conflicts(subject, decisions, left)
    if unsettled:
        return _write_with_markers(subject, unsettled, decisions, how)
    data, text = _decided_record(subject, decisions)
    by_git = bool(subject.unmerged) or subject.repository.state() is not None
    written = _write_record(subject, data, text, replace(how, commit=False) if by_git else how)
    branches = subject.branches or subject.sides
    turned = branches is not None and bool(text) and branches.gives_new_status(data)
    notes = (*written.notes, *_notes(subject, text, decisions, how, by_git=by_git))
    notes += (f"the status now differs from both sides: casefile show {subject.name}",) if turned else ()
    resolved = _resolved_record(subject, data, text, decisions)
    done = ResolveResult(subject, replace(written, records=(resolved,), notes=notes))
    paths = [*filter(None, (subject.path, subject.moved_from))]
    return replace(done, go_on=stage_files(subject.repository, paths, how)) if by_git else done


def _unsettled_conflicts(
    subject: RecordInConflict, decisions: Decisions, left: tuple[Conflict, ...]
) -> Merged | None:
    """Return the data as decided with the conflicts left; None if no conflict is left.

    The order of the events is a new conflict if their content is settled now, and only the order is open.
    """
    branches = subject.branches or subject.sides
    is_order_open = (
        branches is not None
        and not subject.moved_from
        and has_event_conflict(subject.merged.conflicts)
        and not has_event_conflict(left)
        and all(each.field != LEDGER for each in subject.merged.conflicts)
    )
    if not left and not is_order_open:
        return None
    merged = Merged(_apply_decisions(subject, decisions), left)
    if branches is not None and is_order_open:
        merged = branches.with_order(merged)
    return merged if merged.conflicts else None


def _decided_record(subject: RecordInConflict, decisions: Decisions) -> tuple[KnownFields, str]:
    """Return the record and its text; both are empty if its file is removed.

    Raises BadInput CF726 if a case that was withdrawn would be restored.
    """
    removed = decisions.get("") is ABSENT
    data = {} if removed else _apply_decisions(subject, decisions)
    if removed or _has_other_file(subject, data):
        return {}, ""
    _refuse_restoring(subject, data)
    return data, _text(subject, data, decisions)


def _refuse_restoring(subject: RecordInConflict, data: KnownData) -> None:
    """Raise BadInput CF726 if a case would be written that a side withdrew or that has a notice."""
    sides = subject.sides
    noticed = [each for each in SIDES if sides and "withdrawn" in getattr(sides, each)]
    if noticed and "withdrawn" not in data:
        message = f"{subject.name} was withdrawn, and must not come back"
        raise BadInput("CF726", message, f"casefile resolve {subject.name} --{noticed[0]} keeps it away")
    if subject.notice:
        away = "theirs" if subject.kept_by("ours") else "ours"
        hint = f"casefile resolve {subject.name} --{away} keeps it away"
        mistaken = f"only if the withdrawal was a mistake, first: git rm {subject.notice}"
        raise BadInput(
            "CF726", f"{subject.name} was withdrawn, and must not come back", f"{hint}; {mistaken}"
        )


def _apply_decisions(subject: RecordInConflict, decisions: Decisions) -> KnownFields:
    """Return the record as decided; a record that each side renamed gets the other id as a former id."""
    data = apply_settlements(subject.shape, subject.merged, decisions)
    if not subject.renamed or subject.sides is None or not {"", "id"} & {*decisions}:
        return data
    ids = (str(each.get("id")) for each in (subject.sides.ours, subject.sides.theirs))
    before = [*dict.fromkeys((*former_ids(data), *(each for each in ids if each != data.get("id"))))]
    return subject.shape.sort_fields({**data, "formerly": before}) if before else data


def _has_other_file(subject: RecordInConflict, data: KnownData) -> bool:
    """Return whether the record is in another file: each side renamed it, and the other new id was chosen."""
    here, there = f"/{subject.name}.yaml", f"/{data.get('id')}.yaml"
    return (subject.renamed and here != there) and any(
        path.endswith(there) for path in (*subject.register.entries, *subject.unmerged)
    )


def _notes(
    subject: RecordInConflict, text: str, decisions: Decisions, how: WriteOptions, *, by_git: bool
) -> Iterator[str]:
    """Yield remarks about effects that a person may not expect; `text` is empty if the file is removed."""
    if by_git and how.message:
        yield "--message is ignored, because git makes this commit"
    if subject.moved_from and subject.sides is None:
        yield f"git had moved this file; it was moved back: {subject.path}"
    elif subject.moved_from:
        yield f"one side renamed this record to {subject.name}; the change of the other side is in it now"
    if subject.renamed and not text:
        name = apply_settlements(subject.shape, subject.merged, decisions).get("id")
        yield f"only the id {subject.name} was removed: the record stays as {name}"
    if subject.sides is None and text and subject.merged.conflicts:
        back = f"{subject.name} is in the register again"
        yield f"{back}; the other side had deleted, renamed or withdrawn it: check that it may stay"


def _text(subject: RecordInConflict, data: KnownData, decisions: Decisions) -> str:
    """Return the text of the record; a side that was chosen as a whole keeps its own text."""
    if subject.sides is None:
        return subject.left
    texts = subject.sides.texts
    for value, text in ((subject.sides.ours, texts.ours), (subject.sides.theirs, texts.theirs)):
        if "" in decisions and decisions[""] is value:
            return text
    return merged_text(subject.shape, texts, data)


def _write_record(subject: RecordInConflict, data: KnownFields, text: str, how: WriteOptions) -> WriteResult:
    """Write the record; to an error with problems in it, add the command that restores the conflict."""
    try:
        written = write(
            subject.root, _planner(subject, data, text), how, repairs_settings=subject.path == SETTINGS
        )
    except CasefileError as error:
        if not error.problems or subject.path not in subject.unmerged:
            raise
        hint = "; ".join(filter(None, (error.hint, AGAIN.format(path=subject.path))))
        raise type(error)(error.code, error.message, hint, error.problems) from error
    if not subject.renamed:
        return written
    # CF312 is wrong here: the other name still belongs to a file in conflict, not to a second record.
    return replace(written, problems=tuple(each for each in written.problems if each.code != "CF312"))


def _planner(subject: RecordInConflict, data: KnownFields, text: str) -> Planner:
    def plan(_register: Register) -> Plan:
        if not text:
            return Plan((), gone=(subject.path,) if subject.blob is not None else ())
        edit = Edit(subject.path, subject.kind, data, text=text, over=subject.blob)
        if subject.beside:
            return Plan((edit, _edit_of_other_record(subject)), merges=True)
        gone = (subject.moved_from,) if subject.moved_from else ()
        return Plan((edit,), gone=gone, merges=True)

    return plan


def _edit_of_other_record(subject: RecordInConflict) -> Edit:
    """Return the edit that leaves in the file `moved_from` its own record, without the one merged into it."""
    path, text = subject.moved_from, subject.beside
    present = read_if_there(subject.root, path)
    return Edit(path, subject.kind, read_text(text.encode(), path).data or {}, text=text, over=present)


def _write_with_markers(
    subject: RecordInConflict, merged: Merged, decisions: Decisions, how: WriteOptions
) -> ResolveResult:
    """Write the file with the conflicts of `merged` as markers; on a dry run, only return the result.

    Raises the errors of `_refuse_new_errors`.
    """
    assert subject.sides is not None  # noqa: S101 - of a removed record there is one conflict only
    _refuse_new_errors(subject, subject.sides, merged)
    text = text_in_conflict(subject.shape, subject.sides.texts, merged, Markers())
    if not how.dry_run:
        with hold_write_lock(subject.repository, how.patience, how.waiting, how.note):
            write_all(subject.root, [FileWrite(subject.path, text.encode(), subject.blob)])
    written = WriteResult((_resolved_record(subject, merged.data, text, decisions),), dry_run=how.dry_run)
    names = ", ".join(f"`{each.field}`" for each in merged.conflicts)
    left = f"still in conflict: {names}\n    casefile resolve {subject.name}"
    return ResolveResult(replace(subject, blob=text.encode()), written, merged.conflicts, left)


def _refuse_new_errors(subject: RecordInConflict, sides: RecordSides, merged: Merged) -> None:
    """Raise a CasefileError for errors that the record has with either side of all conflicts in `merged`.

    Errors that a side had before do not count.
    """
    ours, theirs = (_errors(subject, text) for text in outcomes(sides, merged))
    known = {*_errors(subject, sides.texts.ours), *_errors(subject, sides.texts.theirs)}
    wrong = [replace(ours[each], path="", line=0, column=0) for each in ours if each in theirs]
    fresh = tuple(each for each in wrong if (each.field, each.code) not in known)
    if fresh:
        raise combine_problems(fresh)


def _errors(subject: RecordInConflict, text: str) -> dict[tuple[str, str], Problem]:
    """Return the errors that the record would have in the register with this text, by field and code."""
    entry = read_entry(subject.path, text.encode())
    found = check(subject.register.replacing(entry), [subject.path])
    return {(each.field, each.code): each for each in errors_of(found)}


def _resolved_record(
    subject: RecordInConflict, data: KnownFields, text: str, decisions: Decisions
) -> WrittenRecord:
    """Return the result for a written record: its changes from our side, and the fields that keep ours."""
    before = subject.sides.ours if subject.sides else subject.kept_by("ours")
    changes = compare(subject.shape, before, data or None)
    texts = tuple(describe_change(change, subject.shape, data or before) for change in changes)
    ours = [each for each in subject.merged.conflicts if decisions.get(each.field, each) == each.ours]
    kept = tuple(_remark_on_ours(each) for each in ours) if data or not before else ()
    text_before = (subject.blob or b"").decode("utf-8", "replace")
    diff = diff_lines(text_before, text, subject.path, subject.path)
    name = str(data.get("id", subject.name))
    return WrittenRecord(name, subject.path, None, changes, texts, diff, kept=kept)


def _remark_on_ours(conflict: Conflict) -> str:
    """Return the remark that our side of a conflict was chosen, with its value if that is a single one."""
    if not conflict.field:
        return "ours (the record stays removed)" if conflict.ours is ABSENT else "ours (the whole record)"
    field = f"`{in_short(conflict.field)}`: ours"
    if isinstance(conflict.ours, list | Mapping):
        return f"{field} kept"
    value = "nothing" if conflict.ours is ABSENT else in_short(conflict.ours)
    return f"{field}, {value}, kept"


GO_ON = {
    "merge": "git commit",
    "rebase": "git rebase --continue",
    "am": "git am --continue",
    "cherry-pick": "git cherry-pick --continue",
    "revert": "git revert --continue",
}


def stage_files(repository: Repository, paths: Sequence[str], how: WriteOptions) -> str:
    """Stage written files; return in words how to end the merge, or which file is still in conflict.

    With `how.commit` off they are not staged, and the command that stages them is returned. On a dry run
    nothing is staged, and the text is empty.
    """
    if how.dry_run:
        return ""
    if not how.commit:
        return f"written, not staged: git add {shlex.join(paths)}"
    for path in paths:
        stage(repository, path)
    others = [path for path in unmerged_versions(repository) if path not in paths]
    if others:
        more = f" and {len(others) - 1} more" if others[1:] else ""
        return f"resolved and staged; still in conflict: {others[0]}{more}"
    state = repository.state()
    if state in GO_ON:
        return f"resolved and staged; to continue: {GO_ON[state]}"
    if find_squashed_commit(repository):
        return "resolved and staged; to continue: git commit"
    return "resolved and staged; if it was a stash, git still keeps it: git stash drop; then: casefile commit"
