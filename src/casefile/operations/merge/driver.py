"""What git calls for a file that both branches have changed: the result lies in our file afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from casefile.document.merging import Markers
from casefile.errors import CasefileError
from casefile.operations.merge.file import Blobs, MergedFile, merge_file
from casefile.register import SETTINGS, Entry, kind_by_path, path_of, read_entry
from casefile.storage.atomic import write_atomically
from casefile.storage.folder import read
from casefile.storage.repository.by_lines import ByLines, merge_by_lines
from casefile.storage.requirement import NewerRegister, check_version

USUAL_SIZE = 7
LABELS = ("ours", "base", "theirs")


@dataclass(frozen=True, slots=True)
class Handed:
    """What git hands to a merge driver: three files, the length of markers, the path in the repository.

    `top` is the folder that the driver is started in: that of the work tree.
    """

    top: Path
    base: Path
    ours: Path
    theirs: Path
    size: int
    path: str


def merge_driver(handed: Handed) -> MergedFile:
    """Merge the file and write the result over ours, whole or not at all.

    Where merging by meaning fails, the file contains git's merge of the lines and is in conflict: `by_lines`
    says why. Files that are not there are a conflict, and stay as they are.
    """
    if not all(each.is_file() for each in (handed.base, handed.ours, handed.theirs)):
        return MergedFile(None, clean=False, by_lines="a file that git names is missing")
    lines = merge_by_lines(handed.base, handed.ours, handed.theirs, handed.size, LABELS)
    blobs = Blobs(*(each.read_bytes() for each in (handed.base, handed.ours, handed.theirs)))
    try:
        merged = _by_meaning(handed, blobs, lines)
    except NewerRegister as error:
        merged = MergedFile(lines.text, clean=False, by_lines=error.message)
    except Exception as error:  # noqa: BLE001 - whatever we stumble over, git's own merge is still there
        why = f"casefile failed ({type(error).__name__}); report this to the makers of casefile"
        merged = MergedFile(lines.text, clean=False, by_lines=why)
    if merged.blob is not None and merged.blob != blobs.ours:
        write_atomically(handed.ours.absolute().parent, handed.ours.name, merged.blob, blobs.ours)
    return merged


def _by_meaning(handed: Handed, blobs: Blobs, lines: ByLines) -> MergedFile:
    path, root = _in_register(handed.top, handed.path)
    settings = _settings(root) if root else None
    connections = dict(_connections(root, blobs)) if root and kind_by_path(path) == "case" else {}
    return merge_file(path, blobs, lines, settings, Markers(handed.size, LABELS[0], LABELS[2]), connections)


def _in_register(top: Path, path: str) -> tuple[str, Path | None]:
    """Return a path as the register around it has it, and the folder of that register.

    In a bare repository there are no files around; the register is taken to begin above `cases`.
    """
    place = PurePosixPath(path)
    for folder in place.parents:
        if (top / folder / SETTINGS).is_file():
            return place.relative_to(folder).as_posix(), top / folder
    parts = place.parts
    begin = parts.index("cases") if "cases" in parts else len(parts) - 1
    return "/".join(parts[begin:]), None


def _connections(root: Path, blobs: Blobs) -> Iterator[tuple[str, str | None]]:
    """Yield the connection of each source that either side names, as far as the work tree has it.

    While git merges, it has the sources of our side.
    """
    for file in (root / path_of("source", "any")).parent.glob("*.yaml"):
        name = file.stem.encode()
        if name in blobs.ours or name in blobs.theirs:
            entry = read_entry(path_of("source", file.stem), file.read_bytes())
            if not entry.broken:
                yield entry.id, entry.connection


def _settings(root: Path) -> Entry | None:
    try:
        blob = read(root, SETTINGS)
    except CasefileError:
        return None
    check_version(blob)
    return read_entry(SETTINGS, blob)
