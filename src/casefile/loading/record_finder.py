"""Find the record that a person means, by id, name or path, also if it has errors."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from casefile.errors import BrokenData, NotFound
from casefile.files.typed_paths import LONGEST_PATH, path_below
from casefile.model.visible_text import shorten_text, visible
from casefile.register import SETTINGS, Entry, Register


def find_record(register: Register, words: str) -> Entry:
    """Return the record that an id, a name or a path in the register means, also one with errors.

    Raises NotFound CF301 if there is none, CF303 if there are several; BrokenData CF305 for the path of a
    file that only looks like a record, such as a link.
    """
    if words in register.entries and words != SETTINGS:
        return register.entries[words]
    problems = tuple(each for each in register.problems if each.path == words)
    if problems:
        raise BrokenData("CF305", f"{words} is not a record", problems[0].hint, problems)
    try:
        return register.find(words)
    except BrokenData as error:
        return _find_only_file(register, error)


def list_record_paths(
    register: Register, root: Path, directory: Path, files: Iterable[Path], more: Iterable[str] = ()
) -> frozenset[str]:
    """Return the paths of the records that the given files and folders are or contain.

    They include files that only look like records, and the paths in `more`, of files that may be deleted.
    Raises NotFound CF304 for a file or folder without records, unless it is the folder of the register.
    """
    known = {*register.entries, *(problem.path for problem in register.problems), *more}
    found: set[str] = set()
    for file in files:
        path = path_below(root, directory, file)
        inside = known if path == "." else [each for each in known if f"{each}/".startswith(f"{path}/")]
        if not inside and path != ".":
            message = f"{shorten_text(visible(str(file)), LONGEST_PATH)} is not a record of this register"
            raise NotFound("CF304", message, "records are YAML files under cases/")
        found.update(inside)
    return frozenset(found)


def _find_only_file(register: Register, error: BrokenData) -> Entry:
    """Return the file with these errors; raise NotFound CF303 if it is not the only one with the id."""
    paths = sorted({problem.path for problem in error.problems} & {*register.entries})
    if len(paths) != 1:
        lines = "".join(f"\n  {path}" for path in paths)
        raise NotFound("CF303", f"{len(paths)} files state this id{lines}", "choose one by its path")
    return register.entries[paths[0]]
