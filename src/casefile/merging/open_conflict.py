"""Load a record that a merge has left in conflict: both sides, from git or from the markers in the file."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from casefile.changes.change import SIDES, Side
from casefile.changes.compare import compare
from casefile.changes.equality import ABSENT
from casefile.changes.record_merge import Conflict, Merged, contradiction
from casefile.checks.run_rules import check
from casefile.errors import BadInput, BrokenData, NotFound, Problem, errors_of
from casefile.files.register_folder import find_root, read, read_if_there
from casefile.git import Repository
from casefile.git.merge_state import find_merge_parents, merge_base
from casefile.git.snapshots import Index, read_files_at_commit
from casefile.loading.open_register import load_folder_register
from casefile.loading.record_finder import find_record
from casefile.loading.reinstated_cases import notice_of, withdrawn_ids
from casefile.loading.revision import work_tree
from casefile.loading.unmerged_files import (
    AGAIN,
    JOIN,
    Stages,
    belongs_at,
    is_new,
    renamed_by_both,
    renamed_to,
    unmerged_versions,
)
from casefile.merging.file_merge import Connections, RecordSides, ThreeWayBlobs, attempt_merge, sides_of
from casefile.model.kinds import id_by_path
from casefile.model.record_shapes import shape_of
from casefile.model.shape import Shape
from casefile.register import SETTINGS, Entry, Register, kind_by_path, read_entry
from casefile.yaml.conflict_markers import regions, take_side
from casefile.yaml.reader import read as read_text


class RecordInConflict(Struct, frozen=True):
    """A record that a merge left in conflict, or whose file has to be moved or restored after the merge.

    `blob` is the content of its file, None if the file is gone. `sides` is None if there are not two versions
    to merge, because one side removed the record or git merged another one into its file: then `left` is the
    text of the other side, and `notice` the path of the withdrawal notice if the record was withdrawn.
    `merged` contains the conflicts, and everything else merged. `unmerged` are the files that git still lists
    as unmerged. `renamed`: each side gave the record another id, and git left it under both. `moved_from` is
    the path of the file that one side changed while the other one renamed the record: `path` is that of the
    renamed record, where the change belongs. `beside` is the text of another record that stays in the file
    `moved_from`, if git merged that record with the renamed one. `branches` are the sides in git's staging
    area, if the file has markers: the two sides between the markers already contain the merged fields.
    """

    root: Path
    repository: Repository
    register: Register
    path: str
    blob: bytes | None
    sides: RecordSides | None
    merged: Merged
    unmerged: tuple[str, ...] = ()
    left: str = ""
    notice: str = ""
    renamed: bool = False
    moved_from: str = ""
    beside: str = ""
    branches: RecordSides | None = None

    @property
    def kind(self) -> str:
        """The kind of the record."""
        return self.sides.kind if self.sides else kind_by_path(self.path)

    @property
    def shape(self) -> Shape:
        """The shape of the model of the record, by its kind."""
        return shape_of(self.kind)

    @property
    def name(self) -> str:
        """The id of the record according to its file name."""
        return id_by_path(self.path)

    @property
    def argument(self) -> str:
        """The argument for the record in a command: its id, or the file in conflict if that is of another."""
        return self.moved_from if self.beside else self.name

    def kept_by(self, side: Side) -> Mapping[str, object] | None:
        """Return the whole record of a side, if the first conflict is about the whole record.

        None for a side that removed the record, and if there is no conflict.
        """
        whole: object = getattr(self.merged.conflicts[0], side) if self.merged.conflicts else None
        return whole if isinstance(whole, Mapping) else None

    def wanted(self, field: str | None) -> tuple[Conflict, ...]:
        """Return the conflicts that a field selects: its own, or all below it; all conflicts if it is None.

        `field` is a dotted path. The result is empty if it is None and nothing has to be chosen. Raises
        NotFound CF722, with the fields in conflict, if none matches.
        """
        known = self.merged.conflicts
        if not known and field is None:
            return ()
        found = [each for each in known if field is None or f"{each.field}.".startswith(f"{field}.")]
        if not found:
            there = ", ".join(f"`{each.field}`" for each in known)
            raise NotFound("CF722", "that field is not in conflict", f"in conflict: {there}")
        return tuple(found)

    def problems(self, conflicts: Sequence[Conflict]) -> tuple[Problem, ...]:
        """Return the conflicts as CF021 problems of the file, with the commands that settle them.

        The line is that of the conflict's markers; 0 if it is not known.
        """
        marked = regions((self.blob or b"").decode("utf-8", "replace")) or ()
        fields = [each.field for each in self.merged.conflicts]
        lines = [each.line for each in marked] if len(marked) == len(fields) else [0] * len(fields)
        at = {name: (line, min(line, 1)) for name, line in zip(fields, lines, strict=True)}
        return tuple(
            Problem(
                self.path,
                *at[each.field],
                each.field,
                "CF021",
                "error",
                contradiction(each),
                self._hint(each),
            )
            for each in conflicts
        )

    def _hint(self, conflict: Conflict) -> str:
        """Return the commands that settle a conflict."""
        field = f" --field {shlex.quote(conflict.field)}" if conflict.field else ""
        command = f"casefile resolve {self.argument}{field} --"
        if conflict.is_of_two:
            return f"{command}both; or --ours; or --theirs"
        if conflict.is_about_order:
            return (
                f"the new events of your side last: {command}ours; those of the other side: {command}theirs"
            )
        return f"{command}ours; or {command}theirs"


NESTED = (
    "or start the merge again: git merge --abort; if two records have the same id, first change one: "
    "casefile rename"
)


def find_record_in_conflict(directory: Path, words: str) -> RecordInConflict:
    """Return the record in conflict that the words mean, by id, name or path.

    `directory` is in the register. Reads files and git, and writes nothing. Raises NotFound if there is no
    such record or several match, BadInput CF720 if the record is not in conflict, CF721 if nothing is left to
    choose, CF727 if a change to another record would be lost, BrokenData CF723 if its sides cannot be read.
    """
    root = find_root(directory)
    repository = work_tree(root)
    register = load_folder_register(root)
    held = unmerged_versions(repository)
    path = _find_meant_path(register, held, words)
    blob = read_if_there(root, path)
    subject = RecordInConflict(root, repository, register, path, blob, None, Merged({}), tuple(held))
    text = (blob or b"").decode("utf-8", "replace")
    if regions(text) is None or regions(text):
        return _by_markers(subject, register, text, held.get(path, {}))
    if path not in held:
        return _by_parents(subject, register)
    return _by_stages(subject, register, held[path])


def _find_meant_path(register: Register, held: Mapping[str, Stages], words: str) -> str:
    """Return the path that the words mean: an exact id means its record, others first a file in conflict.

    A file in conflict may not be readable. A record that one side renamed is in conflict under its old path;
    its new id means that path. Raises NotFound if nothing matches, or several records do.
    """
    marked = {
        path: [(take_side(entry.text, side) or "").encode() for side in SIDES]
        for path, entry in register.entries.items()
        if _is_marked(entry.problems)
    }
    known = marked | {path: [*sides.values()] for path, sides in held.items()}
    if words in known or words == SETTINGS:
        return words
    ways: list[Callable[[str], bool]] = [lambda path: id_by_path(path) == words]
    if register.find_by_id(words) is None:
        ways += [
            lambda path: bool(words) and id_by_path(path).startswith(words),
            lambda path: _is_called(path, known[path], words),
        ]
    for is_meant in ways:
        found = [*filter(is_meant, known)]
        if len(found) > 1:
            lines = "".join(f"\n  {path}" for path in sorted(found))
            raise NotFound(
                "CF303", f"{len(found)} records in conflict match{lines}", "type more of the id, or the path"
            )
        if found:
            return found[0]
    path = find_record(register, words).path
    return next((each for each in held if _is_renamed(register, each, held[each], path)), path)


def _is_renamed(register: Register, path: str, held: Stages, new: str) -> bool:
    """Return whether one side changed the record of a file that the other side renamed to another path."""
    entry = renamed_to(register, path)
    return entry is not None and entry.path == new and 1 in held


def _is_called(path: str, sides: Iterable[bytes], words: str) -> bool:
    """Return whether the words would find one of the sides of a record if it were the only record."""
    return any(any(Register([read_entry(path, each)]).find_matches(words)) for each in sides)


def _is_marked(problems: Sequence[Problem]) -> bool:
    return any(each.code == "CF021" for each in problems)


def _by_markers(subject: RecordInConflict, register: Register, text: str, held: Stages) -> RecordInConflict:
    """Read both sides from the markers in the file, so that conflicts already settled there by hand count.

    `held` are the versions in git's staging area. Without a base there, every difference between the sides is
    a conflict. Raises BrokenData CF723 if a side is not a record, and the errors of `_record_of_file`.
    """
    ours, theirs = (take_side(text, "ours"), take_side(text, "theirs"))
    blobs = ThreeWayBlobs(held.get(1, b""), (ours or "").encode(), (theirs or "").encode())
    around = _settings_and_connections(register)
    sides = sides_of(subject.path, blobs, *around) or sides_of(
        subject.path, replace(blobs, base=b""), *around
    )
    if sides is None:
        again = (AGAIN.format(path=subject.path) if regions(text) else NESTED) if held else ""
        problems = read_text((ours or "").encode(), subject.path).problems if ours else ()
        hint = "; ".join(filter(None, ("fix it in your editor", again)))
        raise BrokenData(
            "CF723", f"between its markers {subject.path} is not a record on both sides", hint, problems
        )
    if sides.is_wrong_pair:
        return _record_of_file(subject, register, sides, held)
    subject = replace(subject, renamed=bool(held) and not {2, 3} <= {*held})
    apart = [] if sides.base else [each.path for each in compare(sides.shape, sides.ours, sides.theirs)]
    in_git = ThreeWayBlobs(held.get(1, b""), held[2], held[3]) if {2, 3} <= {*held} else None
    branches = sides_of(subject.path, in_git, *around) if in_git else None
    if branches:
        joins = branches.joins
        sides, apart = replace(sides, base=joins.base, branches=branches), [*apart, *joins.apart]
    merged = attempt_merge(sides, apart=apart).merged
    return replace(subject, sides=sides, merged=merged, branches=branches)


def _settings_and_connections(register: Register) -> tuple[Entry | None, Connections]:
    """Return the settings and the connections of sources of a register, on which conflicts depend."""
    return register.entries.get(SETTINGS), register.connections


def _by_stages(subject: RecordInConflict, register: Register, held: Stages) -> RecordInConflict:
    """Read the sides from git's staging area: the file has no markers, since no merge driver ran.

    Raises BrokenData CF723 if a side is not a record, BadInput CF721 if the file was edited since or has no
    conflict, and the errors of `_removal_conflict` and `_record_of_file`.
    """
    if not {2, 3} <= {*held}:
        return _removal_conflict(subject, register, held)
    sides = sides_of(
        subject.path, ThreeWayBlobs(held.get(1, b""), held[2], held[3]), *_settings_and_connections(register)
    )
    if sides is None:
        theirs = f"git show :3:./{subject.path}"
        hint = f"write both sides into the file (theirs: {theirs}), then: git add {subject.path}"
        raise BrokenData("CF723", f"one side of {subject.path} is not a record", hint)
    if sides.is_wrong_pair:
        return _record_of_file(subject, register, sides, held)
    now = read_text(subject.blob or b"", subject.path).data
    merged = attempt_merge(sides).merged
    untouched = now is not None and not compare(sides.shape, sides.ours, now)
    if not untouched or not merged.conflicts:
        hint = f"if it is as it should be: git add {subject.path}; {AGAIN.format(path=subject.path)}"
        raise BadInput("CF721", f"no field of {subject.path} is in conflict now", hint)
    return replace(subject, sides=sides, merged=merged)


def _removal_conflict(subject: RecordInConflict, register: Register, held: Stages) -> RecordInConflict:
    """Return the conflict of a record that one side removed, renamed or withdrew and the other changed.

    A withdrawal notice stays, and so does a record that one side added. For a withdrawn case, `notice` of the
    result is the path of its notice: the case must not be restored. Raises BadInput CF721 if both sides
    removed or renamed the record, BrokenData CF723 if what is left is not a record.
    """
    if not {2, 3} & {*held}:
        raise BadInput(
            "CF721",
            f"both sides removed or renamed {subject.path}",
            f"nothing is left: git add {subject.path}",
        )
    stage = 2 if 2 in held else 3
    reading = read_text(held[stage], subject.path)
    data: Any = reading.data
    if data is None:
        raise BrokenData(
            "CF723", f"the remaining text of {subject.path} is not a record", "fix it in your editor"
        )
    base = read_text(held.get(1, b"")).data
    sides = (data, ABSENT) if stage == 2 else (ABSENT, data)
    entry = read_entry(subject.path, held[stage])
    if entry.withdrawn:
        return _without_choice(subject, register, entry)
    moved = _rename_conflict(subject, register, held, subject.name)
    if moved is not None:
        return moved
    if copies := renamed_by_both(register, subject.path):
        raise BadInput(
            "CF721", f"each side renamed this record: {copies[0]} and {copies[1]}", JOIN.format(ids=copies)
        )
    away = withdrawn_ids(subject.repository, register)
    notice = notice_of(away, subject.path, entry) or ""
    if is_new(held) and not notice:
        return _without_choice(subject, register, entry)
    whole = Conflict("", ABSENT if base is None else base, *sides)
    return replace(subject, merged=Merged(data, (whole,)), left=reading.text, notice=notice)


def _without_choice(subject: RecordInConflict, register: Register, entry: Entry) -> RecordInConflict:
    """Return a record without anything to choose, at the path that follows from its id.

    If its file is at another path, that is `moved_from`.
    """
    kept = replace(subject, merged=Merged(dict(entry.fields)), left=entry.text)
    path = belongs_at(register, entry)
    return kept if path == subject.path else replace(kept, path=path, blob=None, moved_from=subject.path)


STAGE: Mapping[Side, int] = {"ours": 2, "theirs": 3}
"""The stage number that each side of a file in conflict has in git's staging area."""


def _record_of_file(
    subject: RecordInConflict, register: Register, sides: RecordSides, held: Stages
) -> RecordInConflict:
    """Return the record whose id is the name of this file, if git has merged another record into the file.

    There is no conflict, unless the record was withdrawn. If the change to the other record would be lost,
    the result is the conflict of that record, with the text of this one in `beside`. Raises BadInput CF727 as
    `_misplaced` does.
    """
    side, other = SIDES if sides.ours.get("id") == subject.name else SIDES[::-1]
    data, text = dict(getattr(sides, side)), getattr(sides.texts, side)
    away = withdrawn_ids(subject.repository, register)
    notice = notice_of(away, subject.path, read_entry(subject.path, text.encode()))
    if notice is not None:
        kept = (data, ABSENT) if side == "ours" else (ABSENT, data)
        conflict = Conflict("", ABSENT, *kept)
        return replace(subject, merged=Merged(data, (conflict,)), left=text, notice=notice)
    if not _has_a_place(register, sides, other, held, away):
        return replace(_misplaced(subject, register, sides, other, held), beside=text)
    return replace(subject, merged=Merged(data), left=text)


def _has_a_place(
    register: Register, sides: RecordSides, other: Side, held: Stages, away: Container[str]
) -> bool:
    """Return whether no change of the side `other` to a record that git merged with another file is lost.

    Nothing is lost if the record has a file of its own, is among the withdrawn ids `away`, or was not changed
    by this side. If both sides renamed it, git knows no base for this path.
    """
    data, base = getattr(sides, other), read_text(held.get(1, b""), sides.path).data
    name = str(data.get("id"))
    if name in away or any(id_by_path(path) == name for path in register.entries):
        return True
    return bool(held) and (base is None or not compare(sides.shape, base, data))


def _misplaced(
    subject: RecordInConflict, register: Register, sides: RecordSides, other: Side, held: Stages
) -> RecordInConflict:
    """Return the conflict of a record that git merged with the one of another file.

    Raises BadInput CF727 if no record of the register had its id before: then it is not known where its
    change belongs.
    """
    name, stage = str(getattr(sides, other).get("id")), STAGE[other]
    moved = _rename_conflict(
        subject, register, {each: held[each] for each in (1, stage) if each in held}, name
    )
    if moved is None:
        hint = f"put it into a separate file, and resolve again: git show :{stage}:./{subject.path}"
        raise BadInput("CF727", f"{other} changed {name}, and no valid record here has or had this id", hint)
    return moved


def _rename_conflict(
    subject: RecordInConflict, register: Register, held: Stages, name: str
) -> RecordInConflict | None:
    """Return the conflict, under its new id, of a record that one side renamed and the other one changed.

    `name` is its old id. None if no record of the register had this id before, if git has no base for the
    path, or if a side is not a record.
    """
    entry = renamed_to(register, name)
    if entry is None or 1 not in held:
        return None
    new = read(subject.root, entry.path)
    blobs = ThreeWayBlobs(held[1], held.get(2, new), held.get(3, new))
    sides = sides_of(entry.path, blobs, *_settings_and_connections(register))
    if sides is None:
        return None
    merged = attempt_merge(sides).merged
    return replace(subject, path=entry.path, blob=new, sides=sides, merged=merged, moved_from=subject.path)


def _by_parents(subject: RecordInConflict, register: Register) -> RecordInConflict:
    """Read the sides from the parents of a merge that git made line by line and that left an invalid record.

    Raises BadInput CF720 if there is no such merge, if the record is valid, if its file was written after the
    merge, or if merging the sides again changes nothing.
    """
    repository, path = subject.repository, subject.path
    entry, merge = register.entries.get(path), find_merge_parents(repository)
    wrong = entry is not None and errors_of(check(register, [path]))
    if entry is None or merge is None or not wrong or _is_written_since(subject, merge):
        raise _no_conflict_error(path)
    base = merge_base(repository, *merge)
    commits = [read_files_at_commit(repository, each, [path]) if each else {} for each in (base, *merge)]
    sides = sides_of(
        path, ThreeWayBlobs(*(each.get(path, b"") for each in commits)), *_settings_and_connections(register)
    )
    if sides is None:
        raise _no_conflict_error(path)
    merged = attempt_merge(sides).merged
    if not merged.conflicts and not compare(sides.shape, entry.data, merged.data):
        raise _no_conflict_error(path)
    return replace(subject, sides=sides, merged=merged)


def _is_written_since(subject: RecordInConflict, merge: tuple[str, str]) -> bool:
    """Return whether the file differs from the one that git's merge wrote, staged or in the merge commit."""
    repository, path = subject.repository, subject.path
    head = repository.head() or ""
    made = (
        Index(repository).read_some([path])
        if head in merge
        else read_files_at_commit(repository, head, [path])
    )
    return made.get(path) != subject.blob


def _no_conflict_error(path: str) -> BadInput:
    return BadInput("CF720", f"{path} has no conflict", "to list files in conflict: git status")
