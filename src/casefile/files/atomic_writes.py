"""Write files atomically: at any time a file is completely the old one or completely the new one."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from casefile.errors import BadInput, Collision, MachineTrouble
from casefile.files.disk_errors import reason
from casefile.files.event_log import log_event
from casefile.files.leftovers import is_temporary
from casefile.files.record_paths import NOT_A_FILE, checked_path
from casefile.files.register_folder import is_behind_link

NEW_FOLDER, NEW_FILE = 0o777, 0o666
"""Modes of a new folder and a new file, before the umask and the folders around them restrict them."""
CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
"""Flags to create a file that does not exist yet; a link in its place is not followed."""


class FileWrite(Struct, frozen=True):
    """One file to write: its path, its new content, and the content that it must still have (None: no file).

    If `blob` is None, the file is removed. `path` is relative to the register.
    """

    path: str
    blob: bytes | None
    expected: bytes | None


def write_atomically(root: Path, path: str, blob: bytes, expected: bytes | None) -> None:
    """Write one file of a register, as `write_all` does.

    `expected` is the content that it must still have, None for a file that must not exist.
    """
    write_all(root, [FileWrite(path, blob, expected)])


Begin = Callable[[Sequence[FileWrite]], None]
"""A callback that gets all files of a write when they are ready, before the first replaces another one."""


def write_no_journal(_writes: Sequence[FileWrite]) -> None:
    """Do nothing: a callback for `write_all` that writes no journal."""


def write_all(root: Path, writes: Sequence[FileWrite], begin: Begin = write_no_journal) -> None:
    """Write several files: first all under temporary names, then each renamed into its place, removals last.

    A file that exists keeps its mode and its group. A new file is readable for no more people than the
    folders around it, nor than the files that the same call removes: it may contain the same text. Raises
    Collision CF701 if a file is no longer as it was read, MachineTrouble CF805 if the disk refuses, and
    BadInput CF004 for a path behind a link, CF603 for one outside the register; no file is changed then. Only
    a failure between two renames can leave some files new and some old, each complete; the message names the
    new ones. With a journal (`begin`) a later write renames the rest. Missing folders are created, and files
    that killed writes left next to these are removed, even if the write fails.
    """
    for write in writes:
        _check_place(root, write.path)
    remove_leftovers(root, [write.path for write in writes if write.blob is not None])
    most = _mode_of_removed(root, writes)
    ready: list[tuple[Path, FileWrite]] = []
    try:
        for write in writes:
            # Added one by one: if a later file fails, the ones before it are known and can be removed.
            ready += [(_write_beside(root, write, most), write)] if write.blob is not None else []
        for write in writes:
            _check_unchanged(root, write)
        begin(writes)
        _move_into_place(root, ready, [write for write in writes if write.blob is None])
    finally:
        for temporary, _ in ready:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def _check_place(root: Path, path: str) -> None:
    """Raise BadInput CF603 for a path outside the register, CF004 for a link or a path behind one."""
    checked_path(path)
    if is_behind_link(root, path) or (root / path).is_symlink():
        raise BadInput(
            "CF004", f"{path} is behind a link; casefile does not write through links", NOT_A_FILE["link"][1]
        )


def _mode_of_removed(root: Path, writes: Sequence[FileWrite]) -> int:
    """Return the permissions that all files to be removed have in common, as a mode."""
    most = NEW_FOLDER
    for write in writes:
        if write.blob is None:
            with contextlib.suppress(OSError):
                most &= _for_others(root / write.path)
    return most


def _write_beside(root: Path, write: FileWrite, most: int) -> Path:
    """Write the content to a hidden temporary file in the same folder, and flush it to the disk.

    `most` are the greatest permissions of a new file. Returns the path of the temporary file. Raises
    Collision CF701 if the file to replace is gone, MachineTrouble CF805 if the disk refuses; the temporary
    file is removed then.
    """
    target = root / write.path
    temporary = temporary_beside(target)
    try:
        limit = make_folders(root, Path(write.path).parent)
        before = target.stat() if write.expected is not None else None
        # Never wider than the final mode: a process that opens the empty file could read the content later.
        mode = stat.S_IRUSR | stat.S_IWUSR if before else NEW_FILE & limit & most
        handle = os.open(temporary, CREATE, mode)
        try:
            if before is not None:
                _keep_access(handle, before)
            _write_out(handle, write.blob or b"")
        finally:
            os.close(handle)
    except BaseException as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        if isinstance(error, FileNotFoundError):
            raise _changed_error(write.path) from error
        if isinstance(error, OSError):
            raise _disk_error(write.path, error) from error
        raise
    return temporary


def temporary_beside(place: Path) -> Path:
    """Return a random hidden path next to a file, to which its content is written first."""
    return place.with_name(temporary_name(place.name))


def temporary_name(name: str) -> str:
    """Return a random hidden name for a file that is renamed to this name once it is written."""
    return f".{name}.tmp-{os.urandom(4).hex()}"


def make_folders(root: Path, below: Path) -> int:
    """Create the register's folder `root` and the folders of the path `below` in it, where they are missing.

    Returns the permissions that all of them have in common, as a mode. A new folder is open to no more people
    than the folders above it. Raises OSError if that fails.
    """
    root.mkdir(parents=True, exist_ok=True)
    limit = _for_others(root)
    for folder in (*reversed(below.parents), below):
        place = root / folder
        with contextlib.suppress(FileExistsError):
            place.mkdir(mode=NEW_FOLDER & limit)
        limit &= _for_others(place)
    return limit


def _for_others(place: Path) -> int:
    """Return the mode of a path, with all permissions set for its owner, who can change them at any time."""
    return place.stat().st_mode | stat.S_IRWXU


def _keep_access(handle: int, before: os.stat_result) -> None:
    """Give a new file the group and the mode of the file it replaces.

    If this user may not set that group, the file's own group gets no more rights than everybody has.
    """
    mode = stat.S_IMODE(before.st_mode)
    if os.fstat(handle).st_gid != before.st_gid:
        try:
            os.fchown(handle, -1, before.st_gid)
        except OSError:
            mode &= ~stat.S_IRWXG | (mode & stat.S_IRWXO) << 3
    os.fchmod(handle, mode)


def remove_leftovers(root: Path, paths: Iterable[str]) -> None:
    """Remove temporary files that killed processes left next to these files.

    They contain text that was never written to the files and may be unwanted. Raises MachineTrouble CF805 if
    the disk refuses.
    """
    names: dict[str, set[str]] = {}
    for path in paths:
        folder, _, name = path.rpartition("/")
        names.setdefault(folder, set()).add(f".{name}")
    for folder, own in names.items():
        try:
            with os.scandir(root / folder) as inside:
                found = [each for each in inside if each.name.rpartition(".tmp-")[0] in own]
            for left in filter(is_temporary, found):
                Path(left).unlink(missing_ok=True)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise _disk_error(folder or ".", error) from error


def _write_out(handle: int, blob: bytes) -> None:
    rest = memoryview(blob)
    while rest:
        rest = rest[os.write(handle, rest) :]
    os.fsync(handle)


def _check_unchanged(root: Path, write: FileWrite) -> None:
    """Raise Collision CF701 if the file changed after it was read: a person may have saved it."""
    try:
        now = content_of(root / write.path)
    except OSError as error:
        raise _disk_error(write.path, error) from error
    if now != write.expected:
        raise _changed_error(write.path)


def content_of(place: Path) -> bytes | None:
    """Return the content of a file; None if there is no file. Raises OSError if it cannot be read."""
    try:
        return place.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _changed_error(path: str) -> Collision:
    return Collision(
        "CF701",
        f"{path} changed while casefile was working; it was not overwritten",
        "check it (git diff) and run the command again",
    )


def _move_into_place(
    root: Path, ready: Sequence[tuple[Path, FileWrite]], removals: Sequence[FileWrite]
) -> None:
    done: list[str] = []
    folders: set[Path] = set()
    for temporary, write in [*ready, *((None, write) for write in removals)]:
        target = root / write.path
        try:
            if temporary:
                temporary.replace(target)
            else:
                target.unlink()
        except OSError as error:
            raise _disk_error(write.path, error, done) from error
        done.append(write.path)
        log_event(__name__, "%s %s", "wrote" if temporary else "removed", write.path)
        folders.add(target.parent)
    for folder in sorted(folders):
        flush_folder(folder)


def write_private(folder: int, name: str, blob: bytes) -> None:
    """Write a file that only its owner can read into an open folder, and flush both to the disk.

    `folder` is the file descriptor of the folder. Raises OSError if that fails; an earlier file of this name
    is then unchanged.
    """
    temporary = temporary_name(name)
    try:
        handle = os.open(temporary, CREATE, stat.S_IRUSR | stat.S_IWUSR, dir_fd=folder)
        try:
            os.fchmod(handle, stat.S_IRUSR | stat.S_IWUSR)  # independent of the umask
            _write_out(handle, blob)
        finally:
            os.close(handle)
        os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    finally:
        with contextlib.suppress(OSError):
            os.unlink(temporary, dir_fd=folder)
    with contextlib.suppress(OSError):
        os.fsync(folder)


def flush_folder(folder: Path) -> None:
    """Flush the file names in a folder to the disk; errors are ignored, as the files are already in place."""
    with contextlib.suppress(OSError), open_folder(folder) as handle:
        os.fsync(handle)


@contextlib.contextmanager
def open_folder(folder: Path) -> Iterator[int]:
    """Open a folder, and yield its file descriptor; it is closed at the end."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield handle
    finally:
        os.close(handle)


def _disk_error(path: str, error: OSError, done: Sequence[str] = ()) -> MachineTrouble:
    before = f"already written: {', '.join(done)}; the others are" if done else "the file is"
    return MachineTrouble(
        "CF805",
        f"{path} could not be written: {reason(error)}; {before} as before",
        "fix this and run the command again",
    )
