"""Merge a text that a person is editing with later changes of the file, as git merges two branches."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from casefile.changes.change import Change, Path
from casefile.changes.change_text import describe_change
from casefile.changes.compare import compare
from casefile.changes.record_merge import choose_sides
from casefile.editing.editor_text import NOTE, RecordToEdit
from casefile.errors import CasefileError
from casefile.files.edit_buffers import EditBuffer
from casefile.loading.open_register import load_folder_register
from casefile.merging.file_merge import ThreeWayBlobs, attempt_merge, sides_of
from casefile.register import SETTINGS
from casefile.yaml.reader import read
from casefile.yaml.text_merge import merged_text


class RebasedEdit(Struct, frozen=True):
    """The changes of others in words: `taken` are in the edited text now, `against` are not.

    Those in `against` contradict the edited text, or could not be merged into it.
    """

    taken: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


def catch_up(subject: RecordToEdit, buffer: EditBuffer) -> RebasedEdit:
    """Merge changes that others wrote since a text was begun into that text, and return them in words.

    `buffer` is the buffer of the text: it is written, and its base is then the present record. Where both
    changed a field, the text keeps the typed value, and lines at its top name the changes of others. These
    lines must be removed before the text can be written: so no change is overwritten unseen. Without changes
    of others nothing is written, and the result is empty.
    """
    if buffer.began == subject.blob:
        return RebasedEdit()
    text, done = _merge_text(subject, buffer)
    notes = [
        f"{NOTE}{words}\n".encode() for words in ((MEANWHILE, *done.against, OUT) if done.against else ())
    ]
    buffer.write(b"".join(notes) + text, subject.blob)
    return done


MEANWHILE = "the value that someone else wrote in the meantime:"
OUT = "your text differs; when it is correct, delete these lines"
UNREADABLE = "the change to the file cannot be compared: see git diff"


def _merge_text(subject: RecordToEdit, buffer: EditBuffer) -> tuple[bytes, RebasedEdit]:
    """Return the text with the changes of others in it, and these changes in words.

    The text is as it was typed if it cannot be merged.
    """
    typed, now = buffer.text or b"", subject.entry
    began = read(buffer.began).data
    if began is None or now.data is None:
        return typed, RebasedEdit(against=(UNREADABLE,))

    def words(changes: Iterable[Change]) -> tuple[str, ...]:
        return tuple(describe_change(change, now.shape, now.data) for change in changes)

    others = compare(now.shape, began, now.data)
    register = load_folder_register(subject.root)
    blobs = ThreeWayBlobs(buffer.began, typed, subject.blob)
    sides = sides_of(now.path, blobs, register.entries.get(SETTINGS), register.connections)
    if sides is None:
        return typed, RebasedEdit(against=words(others))
    merged = attempt_merge(sides).merged
    wanted = next(choose_sides(now.shape, merged))
    try:
        text = merged_text(now.shape, sides.texts, wanted)
    except CasefileError:
        return typed, RebasedEdit(against=words(others))
    contested = _within(others, [each.path for each in merged.conflicts])
    left = _within(contested, [each.path for each in compare(now.shape, wanted, now.data)])
    return text.encode(), RebasedEdit(words(compare(now.shape, sides.ours, wanted)), words(left or contested))


def _within(changes: Iterable[Change], paths: list[Path]) -> list[Change]:
    """Return the changes at, below or above one of these paths."""
    return [each for each in changes if any(_overlap(each.path, path) for path in paths)]


def _overlap(one: Path, other: Path) -> bool:
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]
