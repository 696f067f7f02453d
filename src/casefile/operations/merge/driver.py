"""What git calls for a file that both branches have changed: the result lies in our file afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath, PurePosixPath

from msgspec import Struct

from casefile.document.merging import Markers
from casefile.errors import CasefileError
from casefile.operations.merge.file import Blobs, MergedFile, merge_file
from casefile.register import SETTINGS, Entry, kind_by_path, path_of, read_entry
from casefile.storage.atomic import write_atomically
from casefile.storage.folder import read
from casefile.storage.repository import Repository
from casefile.storage.repository.by_lines import LABELS, ByLines, merge_by_lines
from casefile.storage.repository.merges import merge_base, merged_by_git, still_to_come
from casefile.storage.requirement import NewerRegister, check_version
from casefile.storage.snapshots import held_at

USUAL_SIZE = 7


class Handed(Struct, frozen=True):
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
    lines = merge_by_lines(handed.base, handed.ours, handed.theirs, handed.size)
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
    settings, *others = _settings(root) if root else [None]
    connections = _connections(root, blobs) if root and kind_by_path(path) == "case" else {}
    markers = Markers(handed.size, LABELS[0], LABELS[2])
    beside = tuple(filter(None, others))
    return merge_file(path, blobs, lines, settings, markers, connections, beside)


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


def _connections(root: Path, blobs: Blobs) -> dict[str, str | None]:
    """Return the connection of each source that either side names, as far as the two agree on it."""
    ours, theirs = ({each.id: each.connection for each in side} for side in _sources(root, blobs))
    known = {**theirs, **ours}
    return {name: known[name] for name in known if theirs.get(name, known[name]) == known[name]}


def _sources(root: Path, blobs: Blobs) -> Iterator[list[Entry]]:
    """Yield the sound sources that either side names: those of our side, then those of theirs.

    While git merges, the work tree has our side. Where git does not name one commit of the other side, as in
    a rebase, their sources are not known.
    """
    here = PurePosixPath(path_of("source", "any")).parent
    yield _sound(
        (each.name, each.read_bytes()) for each in (root / here).glob("*.yaml") if _is_named(each, blobs)
    )
    repository = Repository.open(root)
    commits = merged_by_git()
    if repository is None or len(commits) != 1:
        yield []
        return
    files = [
        each
        for each in repository.list_tree(commits[0], [str(here)])
        if _is_named(PurePosixPath(each.path), blobs)
    ]
    texts = repository.read_blobs(each.blob_id for each in files)
    yield _sound((PurePosixPath(file.path).name, text) for file, (_, text) in zip(files, texts, strict=True))


def _is_named(path: PurePath, blobs: Blobs) -> bool:
    name = path.stem.encode()
    return path.suffix == ".yaml" and (name in blobs.ours or name in blobs.theirs)


def _sound(files: Iterable[tuple[str, bytes]]) -> list[Entry]:
    entries = (read_entry(path_of("source", name.removesuffix(".yaml")), text) for name, text in files)
    return [each for each in entries if not each.broken]


def _settings(root: Path) -> list[Entry | None]:
    """Return casefile.yaml of the side that changed it; of both sides where both did.

    So the result is the same whichever side merges the other one. Where git does not name the commits that
    are merged, only our side is known.
    """
    try:
        ours = read(root, SETTINGS)
    except CasefileError:
        return [None]
    before, theirs = _settings_of_others(root, ours)
    held = [each for each in (ours, theirs) if each != before] if theirs else [ours]
    for blob in held:
        check_version(blob)
    return [read_entry(SETTINGS, blob) for blob in held]


def _settings_of_others(root: Path, ours: bytes) -> tuple[bytes, bytes]:
    """Return casefile.yaml in the common ancestor and on the other side; nothing where it is as ours.

    In a rebase the other side is the old tip of the branch.
    """
    repository = Repository.open(root)
    commits = (merged_by_git() or still_to_come(repository)) if repository else ()
    if repository is None or len(commits) != 1:
        return b"", b""
    theirs = held_at(repository, commits[0], [SETTINGS]).get(SETTINGS, b"")
    if theirs == ours:
        return b"", b""
    base = merge_base(repository, repository.head() or "", commits[0])
    return held_at(repository, base, [SETTINGS]).get(SETTINGS, b"") if base else b"", theirs
