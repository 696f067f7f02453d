"""Files that git has as conflicts and that contain no conflict markers."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from casefile.errors import Problem
from casefile.git import Repository
from casefile.git.snapshots import KINDS, have_same_lines
from casefile.model.kinds import id_by_path
from casefile.model.plain_data import former_ids
from casefile.register import Entry, Register, path_of
from casefile.yaml.reader import read as read_text

Stages = Mapping[int, bytes]
"""The staged versions of a file in conflict: 1 the base, 2 ours, 3 theirs."""
FolderState = Literal["ours", "theirs", "another", "nothing"]
"""The side whose text the file in the folder has; `another` is a text that was merged or corrected there."""
IN_CONFLICT = "this file has a merge conflict in git"
RESOLVE = "casefile resolve {path}"
ADD = "if it is correct: git add {path}"
AGAIN = "to start again: git checkout --merge -- {path}"
KEEP = "--{side} keeps it, but never keep a withdrawn case"
REMOVED_THERE = f"{RESOLVE} --theirs keeps it removed; {KEEP.format(side='ours')}"
REMOVED_HERE = f"{RESOLVE} --ours keeps it removed; {KEEP.format(side='theirs')}"


class UnmergedState(NamedTuple):
    """The message and hint for a file with these sides (2 ours, 3 theirs), by the text in the folder."""

    sides: frozenset[int]
    folder_states: tuple[FolderState, ...]
    message: str
    hint: str


BOTH, OURS, THEIRS, NONE = (frozenset(each) for each in ({2, 3}, {2}, {3}, {*()}))
RENAMED_HERE = f"{IN_CONFLICT}: one side renamed this record, and the other side changed it"
ANYTHING: tuple[FolderState, ...] = ("ours", "theirs", "another", "nothing")
STATES = (
    UnmergedState(BOTH, ("ours",), f"{IN_CONFLICT}, and only our side is here", f"{RESOLVE}; {ADD}"),
    UnmergedState(BOTH, ("theirs",), f"{IN_CONFLICT}, and only their side is here", f"{RESOLVE}; {ADD}"),
    UnmergedState(
        BOTH, ("another",), f"{IN_CONFLICT}; it was merged or fixed, and not added", f"{ADD}; {AGAIN}"
    ),
    UnmergedState(BOTH, ("nothing",), f"{IN_CONFLICT}, and no file is here", AGAIN),
    UnmergedState(
        OURS, ANYTHING, f"{IN_CONFLICT}: their side removed, renamed or withdrew this record", REMOVED_THERE
    ),
    UnmergedState(
        THEIRS, ANYTHING, f"{IN_CONFLICT}: our side removed, renamed or withdrew this record", REMOVED_HERE
    ),
    UnmergedState(
        NONE, ANYTHING, f"{IN_CONFLICT}: both sides removed or renamed this record", "git add {path}"
    ),
)
"""Every state in which git leaves a file; the first that matches is reported."""
NEW = UnmergedState(
    BOTH, ANYTHING, f"{IN_CONFLICT}: git treated this new record as a different one", f"{RESOLVE} keeps it"
)
MOVED = UnmergedState(
    BOTH,
    ANYTHING,
    f"{IN_CONFLICT}: git moved this new record to a different folder",
    f"{RESOLVE} moves it back",
)
NOTICE = UnmergedState(
    BOTH, ANYTHING, f"{IN_CONFLICT}: a case was withdrawn, and this notice stays", f"{RESOLVE} keeps it"
)
RENAMED = UnmergedState(BOTH, ANYTHING, RENAMED_HERE, f"{RESOLVE} applies the change")
RENAMED_BY_BOTH = f"{IN_CONFLICT}: each side renamed this record"
JOIN = "casefile resolve {ids[0]} --join {ids[1]}"


def find_unmerged_files(
    repository: Repository, register: Register, wanted: Container[str] | None
) -> Iterator[Problem]:
    """Yield a problem (CF021) for each file that git has as a conflict and that has no conflict markers.

    The file is then complete and valid, and the changes of the other side could be lost unnoticed. `wanted`
    limits the files to these paths.
    """
    for path, held in unmerged_versions(repository).items():
        entry = register.entries.get(path)
        marked = entry is not None and any(each.code == "CF021" for each in entry.problems)
        if not marked and (wanted is None or path in wanted):
            state = state_of(held, _folder_state(repository.root, path, entry, held))
            if state.sides in {OURS, THEIRS}:
                state = _state_of_one_side(state, register, path, held)
            yield Problem.of_file(path, "CF021", state.message, state.hint.format(path=path))


def _state_of_one_side(state: UnmergedState, register: Register, path: str, held: Stages) -> UnmergedState:
    """Return the state to report for a file that only one side has."""
    entry = register.entries.get(path)
    if entry is not None and entry.withdrawn:
        return NOTICE
    if copies := renamed_by_both(register, path):
        return UnmergedState(state.sides, ANYTHING, RENAMED_BY_BOTH, JOIN.format(ids=copies))
    if renamed_to(register, path):
        return RENAMED
    if is_new(held):
        return NEW if entry is None or belongs_at(register, entry) == path else MOVED
    return state


def is_new(held: Stages) -> bool:
    """Return whether a file that only one side has is a new record, not one that the other side removed.

    Git takes it for another record if a file was removed and a similar one was added; the base is then the
    removed record. Without a base, git moved it to the folder to which the other side moved all files of its
    folder.
    """
    sides = [read_text(held[each]).data for each in (2, 3) if each in held]
    if len(sides) != 1 or sides[0] is None:
        return False
    base = read_text(held.get(1, b"")).data
    return 1 not in held or (
        base is not None and base.get("id") not in {sides[0].get("id"), *former_ids(sides[0])}
    )


def belongs_at(register: Register, entry: Entry) -> str:
    """Return the path that follows from the id of a record; its own path if there is another file."""
    right = entry.path if entry.broken or entry.kind == "settings" else path_of(entry.kind, entry.id)
    return entry.path if right in register.entries else right


def renamed_to(register: Register, path: str) -> Entry | None:
    """Return the record without errors that had the id in the name of this file before.

    The result is None if there is none.
    """
    name = id_by_path(path)
    entry = register.by_id.get(register.formerly.get(name, ""))
    return None if entry is None or entry.broken or entry.withdrawn else entry


def renamed_by_both(register: Register, path: str) -> tuple[str, ...]:
    """Return the ids of this record and of another one that had the same id before, sorted.

    Empty if there is no such record.
    """
    entry = register.entries.get(path)
    had = set(entry.formerly) if entry and not entry.broken else set()
    others = {owner for each in had for owner in register.owners.get(each, ())} - {entry.id if entry else ""}
    return tuple(sorted([entry.id, *sorted(others)[:1]])) if entry and others else ()


def unmerged_versions(repository: Repository) -> dict[str, Stages]:
    """Return the register's files that git has as conflicts, by path, with the content of each side.

    The content is empty if the path is a submodule on that side. Raises MachineTrouble CF816 if this clone
    lacks a blob.
    """
    entries = repository.unmerged()
    files = (each.blob_id for each in entries if KINDS.get(each.mode) != "repository")
    blobs = dict(repository.read_blobs(dict.fromkeys(files)))
    found: dict[str, dict[int, bytes]] = {}
    for each in entries:
        found.setdefault(each.path, {})[each.stage] = blobs.get(each.blob_id, b"")
    return dict(sorted(found.items()))


def state_of(held: Stages, folder_state: FolderState) -> UnmergedState:
    """Return the state to report for a file in conflict."""
    sides = BOTH & {*held}
    return next(each for each in STATES if each.sides == sides and folder_state in each.folder_states)


def _folder_state(root: Path, path: str, entry: Entry | None, held: Stages) -> FolderState:
    """Return the side whose text is in the folder; line ends do not count, because git may change them."""
    if entry is None:
        return "another" if (root / path).exists() else "nothing"
    sides: tuple[tuple[FolderState, int], ...] = (("ours", 2), ("theirs", 3))
    sides_here = (side for side, at in sides if at in held and have_same_lines(held[at], entry.text.encode()))
    return next(sides_here, "another")
