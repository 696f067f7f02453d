"""Write files outside the register: each complete or not at all, and over existing files only if forced."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from casefile.errors import BadInput, Collision, MachineTrouble
from casefile.files.atomic_writes import CREATE, NEW_FILE, temporary_beside
from casefile.files.disk_errors import reason
from casefile.files.record_paths import GIT
from casefile.git import Repository
from casefile.git.repository import REGISTER
from casefile.model.kinds import SCHEMA_PATHS


class OutputFile(Struct, frozen=True):
    """An output file, and the function that writes its content.

    A private file is readable only by its owner.
    """

    path: Path
    write: Callable[[BinaryIO], object]
    private: bool


def check_outside(paths: Sequence[Path], root: Path | None) -> None:
    """Raise BadInput CF623 for an output among the files of a register or of git, or named `-`.

    `root` is the folder of the register; None if there is none.
    """
    kept = [place.resolve() for place in _kept(root)] if root and paths else []
    for path in paths:
        if path.name == "-":
            raise BadInput(
                "CF623", "- is not a file", "give a file name; without -o the output goes to stdout"
            )
        place = path.resolve()
        if GIT in place.parts or any(place.is_relative_to(each) for each in kept):
            raise BadInput(
                "CF623", f"{path} is reserved for files of the register or of git", "choose a different path"
            )


def _kept(root: Path) -> Iterator[Path]:
    """Yield the paths of files and folders that belong to a register, or to the git repository around it."""
    yield from (root / name for name in (*REGISTER, *SCHEMA_PATHS.values()))
    with contextlib.suppress(MachineTrouble):  # an export works without git
        repository = Repository.open(root)
        yield from repository.git_places if repository else ()


def check_free(paths: Sequence[Path], *, force: bool) -> None:
    """Raise early for outputs that could not be written at the end.

    Raises BadInput CF623 for two equal names or a path that is neither a regular file nor a link, Collision
    CF704 for an existing file or link without `force`, and the error of `check_parent`.
    """
    if len({path.absolute() for path in paths}) < len(paths):
        raise BadInput("CF623", "two outputs have the same name", "give each a different file")
    for path in paths:
        check_parent(path)
        if os.path.lexists(path) and not (path.is_file() or path.is_symlink()):
            raise BadInput("CF623", f"{path} is not a regular file", "give a file name with -o")
        if os.path.lexists(path) and not force:
            raise existing_output_error(path)


def check_parent(path: Path) -> None:
    """Raise MachineTrouble CF805 if the folder that an output goes into does not exist."""
    if not path.parent.is_dir():
        raise MachineTrouble(
            "CF805", f"there is no folder {path.parent}", f"create it: mkdir -p {path.parent}"
        )


def write_outputs(outputs: Sequence[OutputFile], *, force: bool) -> None:
    """Write all files to temporary files next to their places, then move each to its place.

    Raises Collision CF704 for an existing file without `force`, MachineTrouble CF805 if the disk refuses.
    Files that were moved before the error stay. On a disk without hard links an existing file is replaced:
    call `check_free` before.
    """
    ready: list[tuple[Path, Path]] = []
    try:
        for output in outputs:
            beside = temporary_beside(output.path)
            ready.append((beside, output.path))
            _write(beside, output)
        for beside, path in ready:
            _move(beside, path, force=force)
    finally:
        for beside, _ in ready:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)


def _write(beside: Path, output: OutputFile) -> None:
    mode = NEW_FILE & stat.S_IRWXU if output.private else NEW_FILE
    try:
        with open(os.open(beside, CREATE, mode), "wb") as file:  # noqa: PTH123
            output.write(file)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise unwritten_output_error(output.path, error) from error


def _move(beside: Path, path: Path, *, force: bool) -> None:
    """Move a file to its place; a hard link, unlike a rename, fails if the file exists meanwhile.

    Where there are no hard links, the file is renamed, and replaces an existing one.
    """
    try:
        if force:
            beside.replace(path)
            return
        try:
            path.hardlink_to(beside)
        except FileExistsError:
            raise existing_output_error(path) from None
        except OSError:
            # Some file systems do not support hard links.
            beside.rename(path)
    except OSError as error:
        raise unwritten_output_error(path, error) from error


def existing_output_error(path: Path) -> Collision:
    """Return the error for an output path that exists and is not replaced without --force."""
    return Collision(
        "CF704", f"{path} already exists and was not changed", "choose a different name, or use --force"
    )


def unwritten_output_error(path: Path, error: OSError) -> MachineTrouble:
    """Return the error for an output that could not be written to the disk."""
    return MachineTrouble("CF805", f"{path} could not be written: {reason(error)}", "fix this and try again")
