"""Edit buffers: the text of a record while a user edits it, and the text before, until it is written."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from filelock import FileLock, Timeout
from msgspec import Struct

from casefile.errors import Collision
from casefile.files.atomic_writes import content_of
from casefile.files.disk_errors import unwritable_folder_error
from casefile.files.drafts import draft_place, drafts, erase_draft, open_private_folder, save_draft

PRIVATE = 0o600


class EditBuffer(Struct, frozen=True):
    """One text that a user edits; `place` is the path of the file that the editor opens."""

    place: Path

    @property
    def text(self) -> bytes | None:
        """The present content of the file; None if the editor removed it."""
        return content_of(self.place)

    @property
    def began(self) -> bytes:
        """The text of the record when the user began to edit it; empty if it is not stored."""
        return content_of(_began_path(self.place)) or b""

    @property
    def untouched(self) -> bool:
        """Whether the text is the one that the user began with, or the file was removed."""
        return self.text in {None, self.began}

    @property
    def empty(self) -> bool:
        """Whether the file is empty or blank, or was removed by the editor."""
        return not (self.text or b"").strip()

    @contextlib.contextmanager
    def lent(self) -> Iterator[None]:
        """Let an editor change the file in a block; then make it private.

        If the editor emptied or removed the file, it gets the text from before the block again.
        """
        before = self.text
        try:
            yield
        finally:
            if self.empty and before is not None:
                self.write(before, self.began)
            self.shut()

    def write(self, text: bytes, began: bytes) -> None:
        """Replace the text in the file, and the stored text that the user began with.

        Raises MachineTrouble CF805 if the disk refuses.
        """
        save_draft(self.place, text)
        save_draft(_began_path(self.place), began)

    def shut(self) -> None:
        """Make the file private (0600) again: an editor that replaces it may have changed its mode."""
        with contextlib.suppress(FileNotFoundError):
            self.place.chmod(PRIVATE)

    def erase(self) -> None:
        """Remove the file and its other files (`erase_draft`): deleted text must not stay on the disk."""
        erase_draft(self.place)


@contextlib.contextmanager
def create_edit_buffer(folder: Path, name: str, began: bytes) -> Iterator[EditBuffer]:
    """Create and lock an edit buffer with the text `began`, for a record with this name (id).

    A second one for the same record gets a number in its name. `folder` is casefile's own folder in the
    common git directory. Raises MachineTrouble CF805 if it cannot be written. The buffer stays after the
    block; only its lock ends.
    """
    for number in count(1):
        buffer = EditBuffer(draft_place(folder, f"{name}.{number}" if number > 1 else name))
        with contextlib.ExitStack() as held:
            try:
                held.enter_context(lock_edit_buffer(buffer))
            except Collision:
                continue
            if not buffer.place.exists():
                buffer.write(began, began)
                yield buffer
                return


@contextlib.contextmanager
def lock_edit_buffer(buffer: EditBuffer) -> Iterator[EditBuffer]:
    """Lock an edit buffer for a block, and yield it.

    Raises Collision CF706 if another process of casefile has it open, MachineTrouble CF805 if its folder
    cannot be written.
    """
    lock = FileLock(f"{buffer.place}.lock", mode=PRIVATE)
    try:
        with open_private_folder(buffer.place.parent):
            lock.acquire(timeout=0)
    except Timeout as error:
        raise Collision(
            "CF706", f"another casefile process has {buffer.place.name} open", "finish that edit first"
        ) from error
    except OSError as error:
        raise unwritable_folder_error(buffer.place.parent, error) from error
    try:
        yield buffer
    finally:
        lock.release()
        if not buffer.place.exists():
            Path(lock.lock_file).unlink(missing_ok=True)


def list_edit_buffers(folder: Path, name: str) -> tuple[EditBuffer, ...]:
    """Return the edit buffers of a record that no process has open, oldest first; remove unchanged ones.

    `folder` is casefile's own folder, `name` the record's id. Raises MachineTrouble CF805 if the folder
    cannot be written.
    """
    form = re.compile(rf"{re.escape(name)}(\.[0-9]+)?\.yaml")
    found = (EditBuffer(place) for place in drafts(folder) if form.fullmatch(place.name))
    # A draft without a text that it began with is of another kind.
    return tuple(
        buffer for buffer in found if _began_path(buffer.place).exists() and _keep_if_changed(buffer)
    )


def _keep_if_changed(buffer: EditBuffer) -> bool:
    """Return whether an edit buffer has changes and no process has it open; erase it if it has none."""
    try:
        with lock_edit_buffer(buffer):
            if buffer.untouched:
                buffer.erase()
                return False
            return True
    except Collision:
        return False


def _began_path(place: Path) -> Path:
    return place.with_name(f"{place.name}.began")
