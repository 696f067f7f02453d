"""A record's text while somebody edits it, beside the text that it began from, until it is written."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from filelock import FileLock, Timeout
from msgspec import Struct

from casefile.errors import SomebodyElse
from casefile.files.atomic_writes import content_of
from casefile.files.disk_errors import unwritable
from casefile.files.drafts import draft_place, drafts, erase_draft, open_private_folder, save_draft

PRIVATE = 0o600


class EditBuffer(Struct, frozen=True):
    """One text on its way: `place` is the file that the editor opens."""

    place: Path

    @property
    def text(self) -> bytes | None:
        """What stands in it now; nothing where the editor took the file away."""
        return content_of(self.place)

    @property
    def began(self) -> bytes:
        """The text of the record that the person began with."""
        return content_of(_began(self.place)) or b""

    @property
    def untouched(self) -> bool:
        """Whether it holds no word that is not in the record too."""
        return self.text in {None, self.began}

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it, or the editor took the file away."""
        return not (self.text or b"").strip()

    @contextlib.contextmanager
    def lent(self) -> Iterator[None]:
        """Let an editor have it: a text that it leaves empty is put back, and others may read none of it."""
        before = self.text
        try:
            yield
        finally:
            if self.empty and before is not None:
                self.write(before, self.began)
            self.shut()

    def write(self, text: bytes, began: bytes) -> None:
        """Put another text on it, that began from another text of the record."""
        save_draft(self.place, text)
        save_draft(_began(self.place), began)

    def shut(self) -> None:
        """Take away from others what an editor may have let them read by writing the file anew."""
        with contextlib.suppress(FileNotFoundError):
            self.place.chmod(PRIVATE)

    def erase(self) -> None:
        """Remove it with all that an editor left beside it: what was deleted there shall not stay here."""
        erase_draft(self.place)


@contextlib.contextmanager
def create_edit_buffer(folder: Path, name: str, began: bytes) -> Iterator[EditBuffer]:
    """Begin a text on a sheet of its own, and hold it: others who edit the same record have others.

    `folder` is casefile's own place in the common git directory.
    """
    for number in count(1):
        sheet = EditBuffer(draft_place(folder, f"{name}.{number}" if number > 1 else name))
        with contextlib.ExitStack() as held:
            try:
                held.enter_context(lock_edit_buffer(sheet))
            except SomebodyElse:
                continue
            if not sheet.place.exists():
                sheet.write(began, began)
                yield sheet
                return


@contextlib.contextmanager
def lock_edit_buffer(sheet: EditBuffer) -> Iterator[EditBuffer]:
    """Hold a sheet; SomebodyElse CF706 where another editor has it open."""
    lock = FileLock(f"{sheet.place}.lock", mode=PRIVATE)
    try:
        with open_private_folder(sheet.place.parent):
            lock.acquire(timeout=0)
    except Timeout as error:
        raise SomebodyElse(
            "CF706", f"another casefile has {sheet.place.name} open", "finish there first"
        ) from error
    except OSError as error:
        raise unwritable(sheet.place.parent, error) from error
    try:
        yield sheet
    finally:
        lock.release()
        if not sheet.place.exists():
            Path(lock.lock_file).unlink(missing_ok=True)


def list_edit_buffers(folder: Path, name: str) -> tuple[EditBuffer, ...]:
    """Return the sheets of a record that nobody has open, oldest first; those that say nothing new go."""
    form = re.compile(rf"{re.escape(name)}(\.[0-9]+)?\.yaml")
    found = (EditBuffer(place) for place in drafts(folder) if form.fullmatch(place.name))
    # What began from no record is a draft of another kind.
    return tuple(sheet for sheet in found if _began(sheet.place).exists() and _is_kept(sheet))


def _is_kept(sheet: EditBuffer) -> bool:
    try:
        with lock_edit_buffer(sheet):
            if sheet.untouched:
                sheet.erase()
                return False
            return True
    except SomebodyElse:
        return False


def _began(place: Path) -> Path:
    return place.with_name(f"{place.name}.began")
