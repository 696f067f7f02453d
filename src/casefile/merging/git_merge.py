"""The merge driver that git calls for a file that both branches have changed.

It writes the result over our file.
"""

from __future__ import annotations

from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path, PurePosixPath

from msgspec import Struct

from casefile.errors import CasefileError
from casefile.files.atomic_writes import write_atomically
from casefile.files.register_folder import read
from casefile.files.required_version import NewerRegister, check_version
from casefile.git import Repository
from casefile.git.merge_state import (
    LABELS,
    ByLines,
    find_commits_being_merged,
    find_commits_to_apply,
    merge_base,
    merge_by_lines,
)
from casefile.git.objects import objects
from casefile.git.snapshots import read_files_at_commit
from casefile.loading.source_connections import Connections
from casefile.merging.file_merge import MergedFile, ThreeWayBlobs, merge_file
from casefile.register import SETTINGS, Entry, read_entry
from casefile.yaml.text_merge import Markers

USUAL_SIZE = 7


class MergeDriverArguments(Struct, frozen=True):
    """The arguments that git gives to a merge driver: three files, the marker length, the repository path.

    `top` is the folder in which the driver is started: that of the working tree.
    """

    top: Path
    base: Path
    ours: Path
    theirs: Path
    size: int
    path: str


def merge_driver(arguments: MergeDriverArguments) -> MergedFile:
    """Merge the file and write the result over ours, whole or not at all.

    If merging as a record fails, even by an unexpected exception, the file contains git's merge of the lines
    and is in conflict: `by_lines` is the reason. If a file is missing, or git cannot merge the lines, the
    result is not clean and nothing is written. Errors of reading and writing the files themselves are raised.
    """
    if not all(each.is_file() for each in (arguments.base, arguments.ours, arguments.theirs)):
        return MergedFile(None, clean=False, by_lines="a file is missing")
    lines = merge_by_lines(arguments.base, arguments.ours, arguments.theirs, arguments.size)
    blobs = ThreeWayBlobs(*(each.read_bytes() for each in (arguments.base, arguments.ours, arguments.theirs)))
    try:
        merged = _merge_as_record(arguments, blobs, lines)
    except NewerRegister as error:
        merged = MergedFile(lines.text, clean=False, by_lines=error.message)
    except Exception as error:  # noqa: BLE001 - whatever we stumble over, git's own merge is still there
        why = f"casefile failed ({type(error).__name__}); please report this to the developers of casefile"
        merged = MergedFile(lines.text, clean=False, by_lines=why)
    if merged.blob is not None and merged.blob != blobs.ours:
        write_atomically(arguments.ours.absolute().parent, arguments.ours.name, merged.blob, blobs.ours)
    return merged


def _merge_as_record(arguments: MergeDriverArguments, blobs: ThreeWayBlobs, lines: ByLines) -> MergedFile:
    path, root = _in_register(arguments.top, arguments.path)
    settings, *others = _settings(root) if root else [None]
    markers = Markers(arguments.size, LABELS[0], LABELS[2])
    beside = tuple(filter(None, others))
    with ExitStack() as opened:
        connections = _connections(root, opened) if root else {}
        return merge_file(path, blobs, lines, settings, markers, connections, beside)


def _in_register(top: Path, path: str) -> tuple[str, Path | None]:
    """Return a path relative to the register around it, and the folder of that register.

    Without casefile.yaml around, as in a bare repository, the folder is None, and the register is assumed to
    begin above `cases`.
    """
    place = PurePosixPath(path)
    for folder in place.parents:
        if (top / folder / SETTINGS).is_file():
            return place.relative_to(folder).as_posix(), top / folder
    parts = place.parts
    begin = parts.index("cases") if "cases" in parts else len(parts) - 1
    return "/".join(parts[begin:]), None


def _connections(root: Path, opened: ExitStack) -> Connections:
    """Return the connections of sources to the person, read when asked for, where both sides agree on them.

    While git merges, the working tree has our side. If git does not name one commit of the other side, as in
    a rebase, the sources of that side are not known.
    """
    commits = find_commits_being_merged()
    stored = cache(lambda: opened.enter_context(objects(root)))

    def look(path: str) -> Entry | None:
        theirs = stored().read_at(commits[0], path) if len(commits) == 1 else None
        blobs = dict.fromkeys(filter(None, (_read_ours(root, path), theirs)))
        sound = [each for each in (read_entry(path, blob) for blob in blobs) if not each.broken]
        return sound[0] if len({each.connection for each in sound}) == 1 else None

    return Connections(cache(look))


def _read_ours(root: Path, path: str) -> bytes | None:
    """Return a file of our side; None if it is missing or cannot be read."""
    with suppress(CasefileError):
        return read(root, path)
    return None


def _settings(root: Path) -> list[Entry | None]:
    """Return casefile.yaml of the side that changed it; of both sides if both did.

    So the result is the same whichever side merges the other one. If git does not name one commit of the
    other side, only our side is known; without a file of ours the result is `[None]`. Raises NewerRegister if
    the file requires a later version of casefile.
    """
    ours = _read_ours(root, SETTINGS)
    if ours is None:
        return [None]
    before, theirs = _settings_of_others(root, ours)
    blobs = [each for each in (ours, theirs) if each != before] if theirs else [ours]
    for blob in blobs:
        check_version(blob)
    return [read_entry(SETTINGS, blob) for blob in blobs]


def _settings_of_others(root: Path, ours: bytes) -> tuple[bytes, bytes]:
    """Return casefile.yaml in the common ancestor and on the other side; empty where it does not exist.

    In a rebase the other side is the old tip of the branch. Both are empty if theirs equals ours, or if git
    does not name one commit of the other side.
    """
    repository = Repository.open(root)
    commits = (find_commits_being_merged() or find_commits_to_apply(repository)) if repository else ()
    if repository is None or len(commits) != 1:
        return b"", b""
    theirs = read_files_at_commit(repository, commits[0], [SETTINGS]).get(SETTINGS, b"")
    if theirs == ours:
        return b"", b""
    base = merge_base(repository, repository.head() or "", commits[0])
    return read_files_at_commit(repository, base, [SETTINGS]).get(SETTINGS, b"") if base else b"", theirs
