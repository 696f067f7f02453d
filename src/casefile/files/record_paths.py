"""Decide which files of a register are records, and why others are not: on disk, staged or in a commit."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from msgspec import Struct

from casefile.errors import BadInput, Problem

RECORDS = "cases"
GIT = ".git"
LARGEST = 1 << 20
"""The greatest number of bytes of a record; readers return one more, so that its size can be reported."""

Kind = Literal["file", "link", "directory", "repository", "special", "unreadable"]
"""The kind of an entry; a `repository` is a folder with its own `.git`, a submodule in git."""


class DirectoryEntry(NamedTuple):
    """An entry under `cases/`: its path from the register, and its kind.

    `target` is the target of a link. Directories are listed only if they are a problem themselves.
    """

    path: str
    kind: Kind
    target: str = ""


class PathListing(Struct, frozen=True):
    """The paths of the records, sorted, and a problem for each file that looks like a record but is none.

    `strays` are the files among the latter that may contain the data of a record.
    """

    paths: tuple[str, ...]
    problems: tuple[Problem, ...]
    strays: tuple[DirectoryEntry, ...] = ()


def classify_entries(found: Iterable[DirectoryEntry]) -> PathListing:
    """Return the record paths among these entries, and a problem for each that only looks like a record."""
    paths: list[str] = []
    problems: dict[str, Problem] = {}
    strays: list[DirectoryEntry] = []
    folders: set[str] = set()
    for item in found:
        if item.kind == "file" and ORDINARY.fullmatch(item.path):
            paths.append(item.path)
        elif problem := _find_problem(item):
            problems[item.path] = problem
            strays += [] if item.kind == "directory" else [item]
        elif item.kind == "file" and item.path.endswith(".yaml"):
            paths.append(item.path)
        folders.add(item.path.rpartition("/")[0])
    for folder in _like_records(folders):
        problems[folder] = refuse(folder, "CF003", *NOT_A_FILE["directory"])
    return PathListing(tuple(sorted(paths)), tuple(sorted(problems.values())), tuple(sorted(strays)))


ORDINARY = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*\.yaml")
"""The path of nearly every record; one match shows that it has no problem."""
NOT_A_FILE: dict[str, tuple[str, str]] = {
    "link": ("this is a link; a record must be a regular file", "replace the link by the file"),
    "directory": (
        "this is a folder; a record must be a regular file",
        "give the folder a name without .yaml",
    ),
    "repository": (
        "this folder is a separate git repository; only files that the register tracks are read",
        "if its records belong to this register, remove its .git; if not, move the folder out of cases/",
    ),
    "special": ("this is not a regular file", "remove it, or put the record here"),
}
"""The message and the hint for an entry that is not a regular file, by its kind."""


def _find_problem(item: DirectoryEntry) -> Problem | None:
    name = posixpath.basename(item.path)
    if item.kind == "unreadable":
        return refuse(item.path, "CF804", "this cannot be read: permission denied", "check its owner: ls -l")
    if item.kind == "link":
        return None if name.startswith(".#") else refuse_kind(item)
    if item.kind in {"repository", "directory"} or (item.kind == "special" and looks_like_a_record(name)):
        return refuse_kind(item)
    if item.kind == "file" and looks_like_a_record(name):
        return _name_problem(item.path)
    return None


def refuse_kind(item: DirectoryEntry) -> Problem:
    """Return the problem of an entry that is no regular file, and so no record."""
    if item.kind == "link":
        return refuse_link(item.path, item.target)
    return refuse(item.path, "CF003", *NOT_A_FILE[item.kind])


def refuse_link(path: str, target: str) -> Problem:
    """Return the problem of a link, which is no record.

    It is CF004 if the target is outside the register, else CF003.
    """
    there = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
    if there.startswith(("..", "/")):
        return refuse(
            path, "CF004", "this link leads out of the register; it is not read", NOT_A_FILE["link"][1]
        )
    return refuse(path, "CF003", *NOT_A_FILE["link"])


def refuse(path: str, code: str, message: str, hint: str) -> Problem:
    """Return the problem of a whole file; a path that is not valid UTF-8 is shown with question marks."""
    shown = path.encode("utf-8", "replace").decode("utf-8")
    return Problem.of_file(shown, code, message, hint)


def looks_like_a_record(name: str) -> bool:
    """Return whether a file with this name may be meant as a record: it ends in .yaml or .yml.

    Capital letters count as small ones.
    """
    return name.lower().endswith((".yaml", ".yml"))


def _like_records(folders: Iterable[str]) -> Iterable[str]:
    """Yield those of the folders, and of the folders above them, whose names look like records."""
    for folder in folders:
        here = folder
        while here:
            if looks_like_a_record(posixpath.basename(here)):
                yield here
            here = posixpath.dirname(here)


def _name_problem(path: str) -> Problem | None:
    if not path.isprintable() or not is_text(path):
        message, hint = (
            "the name of this file is not plain text; it is not read",
            "use the id of the record as its name",
        )
    elif not path.endswith(".yaml"):
        message, hint = "this file is not read: the name of a record ends in .yaml", "rename it"
    elif any(part.startswith(".") for part in path.split("/")):
        message, hint = (
            "this file is hidden, so it is not read",
            "rename it without the leading dot, or remove it",
        )
    else:
        return None
    return refuse(path, "CF006", message, hint)


def is_text(path: str) -> bool:
    """Return whether a path is valid text; a file name may be any bytes, and such a file is no record."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def checked_path(path: str) -> str:
    """Return the path if it is inside a register; raise BadInput CF603 otherwise.

    Refused are absolute paths, the parts `.` and `..`, empty parts, backslashes, colons, characters that
    Python does not print, invalid UTF-8, parts that begin with a hyphen (git would take one for an option)
    and everything in a `.git`.
    """
    parts = path.split("/")
    bad = not path.isprintable() or "\\" in path or ":" in path or not is_text(path)
    if bad or any(part.startswith("-") or part.lower() in {"", ".", "..", GIT} for part in parts):
        raise BadInput("CF603", f"{path!a} is not a path in a register", "use the ids and names of records")
    return path
