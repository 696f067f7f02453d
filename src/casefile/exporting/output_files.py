"""Files outside the register: written whole or not at all, and never over what is there."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from casefile.errors import BadInput, MachineTrouble, SomebodyElse
from casefile.files.atomic_writes import CREATE, NEW_FILE, temporary_beside
from casefile.files.disk_errors import reason
from casefile.files.unrecognised_files import GIT
from casefile.git import Repository
from casefile.git.repository import REGISTER
from casefile.model.kinds import SCHEMA_PATHS


class Output(Struct, frozen=True):
    """A file to be written, and what writes its content; a private one is readable by its owner alone."""

    path: Path
    write: Callable[[BinaryIO], object]
    private: bool


def check_outside(paths: Sequence[Path], root: Path | None) -> None:
    """Refuse to write among the files of a register or of git: an output would be taken for one of them."""
    kept = [place.resolve() for place in _kept(root)] if root and paths else []
    for path in paths:
        if path.name == "-":
            raise BadInput("CF623", "- is no file", "name a file; without -o the output goes to stdout")
        place = path.resolve()
        if GIT in place.parts or any(place.is_relative_to(each) for each in kept):
            raise BadInput(
                "CF623", f"{path} is a place for files of the register or of git", "write it somewhere else"
            )


def _kept(root: Path) -> Iterator[Path]:
    """Yield the paths of files and folders that belong to a register, or to the git repository around it."""
    yield from (root / name for name in (*REGISTER, *SCHEMA_PATHS.values()))
    with contextlib.suppress(MachineTrouble):  # an export works without git
        repository = Repository.open(root)
        yield from repository.git_places if repository else ()


def check_free(paths: Sequence[Path], *, force: bool) -> None:
    """Refuse early what could not be written at the end."""
    if len({path.absolute() for path in paths}) < len(paths):
        raise BadInput("CF623", "two outputs have the same name", "give each a file of its own")
    for path in paths:
        check_parent(path)
        if os.path.lexists(path) and not (path.is_file() or path.is_symlink()):
            raise BadInput("CF623", f"{path} is no ordinary file", "name a file with -o")
        if os.path.lexists(path) and not force:
            raise there_already(path)


def check_parent(path: Path) -> None:
    """Raise MachineTrouble CF805 if the folder that an output goes into does not exist."""
    if not path.parent.is_dir():
        raise MachineTrouble("CF805", f"there is no folder {path.parent}", f"make it: mkdir -p {path.parent}")


def put(outputs: Sequence[Output], *, force: bool) -> None:
    """Write all files beside their places, then move each into its own."""
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


def _write(beside: Path, output: Output) -> None:
    mode = NEW_FILE & stat.S_IRWXU if output.private else NEW_FILE
    try:
        with open(os.open(beside, CREATE, mode), "wb") as file:  # noqa: PTH123
            output.write(file)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise unwritten(output.path, error) from error


def _move(beside: Path, path: Path, *, force: bool) -> None:
    """Put a file into its place; a link, unlike a rename, fails where somebody was faster."""
    try:
        if force:
            beside.replace(path)
            return
        try:
            path.hardlink_to(beside)
        except FileExistsError:
            raise there_already(path) from None
        except OSError:
            # Some disks know no hard links.
            beside.rename(path)
    except OSError as error:
        raise unwritten(path, error) from error


def there_already(path: Path) -> SomebodyElse:
    """Return the error for an output path that exists and is not replaced without --force."""
    return SomebodyElse(
        "CF704", f"{path} is there already and was kept", "take another name, or give --force"
    )


def unwritten(path: Path, error: OSError) -> MachineTrouble:
    """Return the error for an output that could not be written to the disk."""
    return MachineTrouble("CF805", f"{path} could not be written: {reason(error)}", "mend that and try again")
