"""Add casefile's drivers and rule for records to git's settings and attributes, and undo exactly that."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Literal, get_args

from msgspec import Struct

from casefile.errors import MachineTrouble
from casefile.files.atomic_writes import FileWrite, write_all
from casefile.files.clone_paths import has_mark, mark_once, private_folder
from casefile.files.disk_errors import reason
from casefile.files.register_folder import find_root
from casefile.files.write_lock import lock
from casefile.git import Repository
from casefile.git.configuration import (
    Scope,
    add_value,
    attributes,
    attributes_file,
    effective_values,
    file_of,
    has_file,
    list_values,
    remove_value,
)
from casefile.loading.revision import work_tree

ATTRIBUTES = ".gitattributes"
RULE = "cases/**/*.yaml diff=casefile merge=casefile"
PROGRAM = "casefile"

TEXTCONV = 'f() { casefile textconv "$1" 2>/dev/null || cat "$1"; }; f'
"""The shell command of `textconv`; it prints the file unchanged if casefile fails or cannot be run.

Otherwise git would end a diff with an error.
"""
HUNKS = (
    "^  - ([^ ]+ [a-z_]+ [0-9a-z]{5})$\n"  # an entry as textconv writes it: its date, type and id
    "^  - ([a-z_]+: .+)$\n"  # the first field of an item, if the file is shown unchanged
    "^([a-z_]+):$"  # a group of fields
)
"""Patterns, one a line: git writes above a hunk the nearest line before it that matches one of them."""
DRIVER = (
    'f() { casefile merge-driver "$@"; r=$?; [ $r -eq 0 ] && return 0; '
    "[ $r -eq 1 ] && casefile --version >/dev/null 2>&1 && return 1; "
    'echo "casefile cannot be run: a record is merged line by line" >&2; '
    'git merge-file -q --marker-size="$4" -L ours -L base -L theirs "$2" "$1" "$3" || return 1; }; '
    "f %O %A %B %L %P"
)
"""Merges by lines if casefile cannot be run; otherwise git would keep our side without markers. A Python that
cannot load casefile exits with 1, which for git is a conflict that casefile has marked: so the version is
checked too.
"""

SETTINGS = (
    ("diff.casefile.textconv", TEXTCONV),
    ("diff.casefile.xfuncname", HUNKS),
    ("merge.casefile.name", "records of casefile, merged field by field"),
    ("merge.casefile.driver", DRIVER),
    ("merge.directoryrenames", "false"),
)
"""The settings that are written to git's configuration.

If all cases of a folder were renamed or withdrawn, git would otherwise move files that the other side added
to that folder; but a record belongs in the folder that its id names.

No `cachetextconv`: git would keep the text of every record that was ever shown under refs/notes, which a
mirror copies, which outlives a withdrawal, and which another version of casefile would not renew.
"""
ONLY_IN_CLONES = frozenset({"merge.directoryrenames"})
"""Settings for files of every kind: they are not written for all repositories of a user."""
OURS = r"(diff\.casefile\.|merge\.casefile\.|merge\.directoryrenames$|casefile\.wrote$)"
"""The pattern of the keys in git's configuration that casefile writes."""
WROTE = "casefile.wrote"
"""The key in git's configuration for our notes: `KEY DIGEST` of a setting, or `attributes HOW PLACE`."""
WORKING = ("diff.casefile.textconv", "merge.casefile.driver")
"""The settings without which git compares or merges records by lines."""
NEW_RECORD = "cases/kg/2025/kg-2025-00000.yaml"
"""The path of a record, for questions about records that do not exist yet."""
CHECKED = "drivers-checked"
"""The mark of a clone whose drivers were checked once, for the warning that they are missing."""
MADE = "config made"
"""The note that there was no configuration file before."""

Act = Literal["add", "remove"]
How = Literal["made", "line", "end"]
HOWS: tuple[How, ...] = get_args(How)
"""How RULE was added to a file of attributes: with the file, as a line, or with a line end before it."""


class _Rules(Struct, frozen=True):
    """A file of attributes (`.gitattributes`), and its name in the notes that an undo reads (`called`).

    Within a clone the name is a relative path, because a clone may be moved or copied.
    """

    path: Path
    called: str


class SetupStep(Struct, frozen=True):
    """One setting of git, or the rule for records (RULE), that is added or removed.

    `key` names a setting with its `value`, or is empty if the rule goes into a `file` in the way `how`.
    `beside` is True if the user has another value for the key, which stays.
    """

    act: Act
    key: str
    value: str
    file: _Rules | None = None
    how: How = "line"
    beside: bool = False

    def as_data(self) -> dict[str, object]:
        """Return the step as JSON data."""
        place = {"file": str(self.file.path)} if self.file else {"key": self.key}
        return {"act": self.act, **place, "value": self.value}


class GitSetupResult(Struct, frozen=True):
    """The result of `set_up`: the steps that were taken, or on a dry run would be.

    `found` is True if git would find the program casefile now. `kept` are the keys of settings that an undo
    left, because they were changed after casefile wrote them.
    """

    scope: Scope
    steps: tuple[SetupStep, ...]
    found: bool
    kept: tuple[str, ...] = ()


def set_up(
    directory: Path,
    scope: Scope,
    *,
    undo: bool = False,
    dry: bool = False,
    overrides: bool = True,
) -> GitSetupResult:
    """Add casefile's settings and its rule to git, in this clone or for one user everywhere, or undo that.

    A user's own values stay in git's files: casefile's take precedence until an undo. Values that only an
    earlier version of casefile wrote are removed. Without `overrides`, write only settings that git has no
    other value for, and no rule. `dry` writes nothing. Raises MachineTrouble: CF820 if git's configuration
    cannot be written, CF804 if a file cannot be read, CF803 and CF809 if a clone is meant and there is none;
    and for a clone the errors of `lock`.
    """
    found = shutil.which(PROGRAM) is not None
    if scope == "global":
        path = attributes_file(directory).resolve()
        user_rules = _Rules(path, str(path))
        steps, kept = _carry_out(directory, scope, user_rules, undo=undo, dry=dry, overrides=overrides)
        return GitSetupResult(scope, steps, found, kept)
    root = find_root(directory)
    repository = work_tree(root)
    tree = os.path.relpath(repository.git_dir, repository.common_dir)
    rules = _Rules(root / ATTRIBUTES, f"{tree} {repository.prefix}{ATTRIBUTES}")
    with nullcontext() if dry else lock(repository.private):
        steps, kept = _carry_out(root, scope, rules, undo=undo, dry=dry, overrides=overrides)
    return GitSetupResult(scope, steps, found, kept)


def compare_settings(held: Mapping[str, str]) -> dict[str, Literal["ours", "other", "missing"]]:
    """Return for each key in SETTINGS whether git uses our value, another one, or none (`missing`).

    `held` are the values that git uses, by key.
    """
    return {
        key: "missing" if key not in held else "ours" if held[key] == value else "other"
        for key, value in SETTINGS
    }


def gives_records(repository: Repository) -> bool:
    """Return whether git's attributes in this repository assign a new record to the drivers."""
    (found,) = attributes(repository, ("diff", "merge"), [NEW_RECORD]).values()
    return found == [PROGRAM, PROGRAM]


def lacks_drivers(directory: Path) -> bool:
    """Check once per clone whether git has the drivers for records; return whether one is missing.

    The clone is then marked as checked, in casefile's folder of the clone. Return False whenever it was
    checked before, cannot be marked, or is no clone.
    """
    root = find_root(directory)
    private = private_folder(root)
    if private is None or has_mark(private, CHECKED):
        return False
    states = compare_settings(effective_values(root, OURS))
    missing = any(states[key] == "missing" for key in WORKING)
    return mark_once(private, CHECKED) and missing


def _carry_out(  # noqa: PLR0913 - the place, and the options for writing
    where: Path, scope: Scope, rules: _Rules, *, undo: bool, dry: bool, overrides: bool
) -> tuple[tuple[SetupStep, ...], tuple[str, ...]]:
    held = list_values(where, OURS, scope)
    steps = tuple(_undo_steps(held, rules) if undo else _setup_steps(held, rules))
    if scope == "global":
        steps = tuple(each for each in steps if each.act == "remove" or each.key not in ONLY_IN_CLONES)
    if not overrides:
        steps = tuple(_without_overrides(where, held, steps))
    kept = tuple(_changed_since(held, steps)) if undo else ()
    if dry:
        return steps, kept
    if steps and not undo and not has_file(where, scope):
        add_value(where, scope, WROTE, MADE)
    for step in steps:
        (_add if step.act == "add" else _remove)(where, scope, step)
    if undo:
        made = file_of(where, scope, WROTE) if (WROTE, MADE) in held else None
        for note in _obsolete_notes(held, rules):
            remove_value(where, scope, WROTE, note)
        if made and not (_read(made) or "").strip():
            _write(made, _read(made), None)
    return steps, kept


def _changed_since(held: Sequence[tuple[str, str]], steps: Sequence[SetupStep]) -> Iterator[str]:
    """Yield the keys of settings that casefile wrote and that have another value now.

    `held` are the pairs of key and value in git's configuration, also in the functions below.
    """
    written = {note.partition(" ")[0] for note in _notes(held)} - {step.key for step in steps}
    yield from dict.fromkeys(key for key, _ in _foreign_settings(held) if key in written)


def _setup_steps(held: Sequence[tuple[str, str]], rules: _Rules) -> Iterator[SetupStep]:
    """Yield the steps to set up, and the removal of settings that only an earlier version wrote."""
    for step in _undo_steps(held, rules):
        if step.key and (step.key, step.value) not in SETTINGS:
            yield step
    text = _read(rules.path)
    if not any(line.split() == RULE.split() for line in (text or "").splitlines()):
        how: How = "made" if text is None else "line" if not text or text.endswith("\n") else "end"
        yield SetupStep("add", "", RULE, rules, how)
    keys = {key for key, _ in _foreign_settings(held)}
    for key, value in SETTINGS:
        if (key, value) not in held:
            yield SetupStep("add", key, value, beside=key in keys)


def _without_overrides(
    where: Path, held: Sequence[tuple[str, str]], steps: Sequence[SetupStep]
) -> Iterator[SetupStep]:
    """Yield the steps with settings for which git has no value at `where`, or one that casefile wrote."""
    marks = _notes(held)
    taken = {
        key for key, value in effective_values(where, OURS).items() if _digest_note(key, value) not in marks
    }
    yield from (step for step in steps if step.key and step.key not in taken)


def _notes(held: Sequence[tuple[str, str]]) -> set[str]:
    """Return the notes in the configuration about settings that casefile wrote."""
    return {value for key, value in held if key == WROTE}


def _foreign_settings(held: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the settings in `held` (key and value) that casefile did not write, according to its notes."""
    marks = _notes(held)
    return (pair for pair in held if pair[0] != WROTE and _digest_note(*pair) not in marks)


def _undo_steps(held: Sequence[tuple[str, str]], rules: _Rules) -> Iterator[SetupStep]:
    """Yield the removal of the settings and the rule that casefile wrote according to its notes."""
    notes = _notes(held)
    keys = {key for key, _ in _foreign_settings(held)}
    for key, value in held:
        if key != WROTE and _digest_note(key, value) in notes:
            yield SetupStep("remove", key, value, beside=key in keys)
    if RULE in (_read(rules.path) or "").splitlines():
        steps = (SetupStep("remove", "", RULE, rules, how) for how in HOWS)
        yield from (step for step in steps if _note_of(step) in notes)


def _obsolete_notes(held: Sequence[tuple[str, str]], rules: _Rules) -> Iterator[str]:
    """Yield the notes that an undo removes: all but those of other working trees of the clone."""
    for key, note in held:
        if key == WROTE and (not note.startswith("attributes ") or note.endswith(f" {rules.called}")):
            yield note


def _digest_note(key: str, value: str) -> str:
    return f"{key} {hashlib.sha256(value.encode('utf-8', 'surrogateescape')).hexdigest()[:12]}"


def _note_of(step: SetupStep) -> str:
    return f"attributes {step.how} {step.file.called}" if step.file else _digest_note(step.key, step.value)


def _add(where: Path, scope: Scope, step: SetupStep) -> None:
    """Add a setting or the rule, after a note about it.

    A note too many is harmless, one too few would prevent the undo.
    """
    add_value(where, scope, WROTE, _note_of(step))
    if step.file is None:
        add_value(where, scope, step.key, step.value)
        return
    text = _read(step.file.path)
    rest = "\n" if step.how == "end" else ""
    _write(step.file.path, text, f"{text or ''}{rest}{RULE}\n")


def _remove(where: Path, scope: Scope, step: SetupStep) -> None:
    if step.file is None:
        remove_value(where, scope, step.key, step.value)
    else:
        text = _read(step.file.path) or ""
        left = _without(text, step.how)
        _write(step.file.path, text, None if step.how == "made" and not left else left)
    remove_value(where, scope, WROTE, _note_of(step))


def _without(text: str, how: How) -> str:
    """Return the text of a file of attributes without RULE, removed in the way in which it was added."""
    tail = f"\n{RULE}\n"
    if how == "end" and text.endswith(tail):
        return text.removesuffix(tail)
    lines = text.splitlines(keepends=True)
    place = max(at for at, line in enumerate(lines) if line.rstrip("\r\n") == RULE)
    return "".join(lines[:place] + lines[place + 1 :])


def _read(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise MachineTrouble(
            "CF804", f"{path} cannot be read: {reason(error)}", "check its owner: ls -l"
        ) from error


def _write(path: Path, before: str | None, after: str | None) -> None:
    was, now = (None if text is None else text.encode("utf-8", "surrogateescape") for text in (before, after))
    write_all(path.parent, [FileWrite(path.name, now, was)])
