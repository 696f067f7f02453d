"""Bringing a text that somebody edits up to what others wrote meanwhile, with nothing lost of either."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from casefile.changes.change import Change
from casefile.changes.compare import compare
from casefile.changes.words import tell
from casefile.document.edit import edit as edit_text
from casefile.errors import CasefileError
from casefile.model.shape import Shape
from casefile.operations.editing import NOTE, ToEdit
from casefile.register import Entry, read_entry
from casefile.storage.sheets import Sheet


class CaughtUp(Struct, frozen=True):
    """What others wrote, in words: what was taken into the text, and what it contradicts."""

    taken: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


def catch_up(subject: ToEdit, sheet: Sheet) -> CaughtUp:
    """Take into a kept text what was written since it was begun; it begins from the record as it is then.

    What does not fit the text is noted in lines at its top, which must be taken out before it can be written:
    so nothing is overwritten unseen.
    """
    if sheet.began == subject.blob:
        return CaughtUp()
    text = (sheet.text or b"").decode("utf-8", "surrogateescape")
    began, typed = (read_entry(subject.entry.path, blob) for blob in (sheet.began, sheet.text or b""))
    text, done = _merged(text, began, typed, subject.entry)
    notes = [f"{NOTE}{words}\n" for words in ((MEANWHILE, *done.against, OUT) if done.against else ())]
    sheet.write(("".join(notes) + text).encode("utf-8", "surrogateescape"), subject.blob)
    return done


MEANWHILE = "somebody else wrote meanwhile:"
OUT = "your text says otherwise; when it is as it should be, take these lines out"
UNREADABLE = "the file was written in a way that cannot be compared: see it with git diff"


def _merged(text: str, began: Entry, typed: Entry, now: Entry) -> tuple[str, CaughtUp]:
    """Return the text with the changes of others in it, as far as they fit."""
    if began.data is None or now.data is None:
        return text, CaughtUp(against=(UNREADABLE,))
    shape, others = now.shape, compare(now.shape, began.data, now.data)
    if typed.data is None:
        return text, CaughtUp(against=_words(others, now))
    mine = compare(shape, began.data, typed.data)
    taken: list[Change] = []
    against: list[Change] = []
    for change in others:
        if change not in mine:
            made = _made(text, shape, change)
            (against if made is None else taken).append(change)
            text = text if made is None else made
    return text, CaughtUp(_words(taken, now), _words(against, now))


def _made(text: str, shape: Shape, change: Change) -> str | None:
    """Return the text with a change made to it, nothing where it does not fit."""
    try:
        return edit_text(text, shape, [change])
    except CasefileError:
        return None


def _words(changes: Sequence[Change], now: Entry) -> tuple[str, ...]:
    return tuple(tell(change, now.shape, now.data) for change in changes)
