"""Editing a text: the changes are made in its data, then the text where its nodes say something else."""

from __future__ import annotations

from collections.abc import Iterable

from casefile.changes.apply import apply
from casefile.changes.change import Change
from casefile.errors import BrokenData
from casefile.model.shape import Shape
from casefile.yaml.block_edits import splice_text
from casefile.yaml.emitter import admit
from casefile.yaml.nodes import alike
from casefile.yaml.parser import parse
from casefile.yaml.reader import BOM, read
from casefile.yaml.splices import CannotSplice

HINT = "run: casefile fmt, and try again"


class EditRefused(BrokenData):
    """A text cannot be edited in place without touching more than was asked (CF022)."""


def edit(text: str, shape: Shape, changes: Iterable[Change]) -> str:
    """Return the text with the changes made and every other byte as it was.

    Line ends, a byte-order mark, quotes, comments and the order of keys stay. What is removed takes the
    comment block directly above it along. The result is read again and compared with what the changes make of
    the data; if it differs, nothing is returned. Raises EditRefused (CF022) then, BrokenData where the text
    cannot be read, ChangeRefused where a change does not fit it, BadInput for a value that no record holds.
    """
    reading = read(text.encode())
    if reading.data is None:
        problem = reading.problems[0]
        raise BrokenData(problem.code, problem.message, problem.hint, reading.problems)
    wanted = apply(shape, reading.data, changes)
    if wanted is None:
        raise EditRefused("CF022", "a record as a whole is not removed from its text", "remove its file")
    if alike(reading.data, wanted):
        return text
    admit(wanted)
    body = text.removeprefix(BOM)
    root, _ = parse(body)
    assert root is not None  # noqa: S101 - it was read just above
    try:
        edited = text[: len(text) - len(body)] + splice_text(body, root, wanted, shape)
    except CannotSplice as error:
        raise EditRefused("CF022", f"this file cannot be edited in place: {error}", HINT) from None
    if not alike(read(edited.encode()).data, wanted):
        raise EditRefused("CF022", "the layout of this file does not allow to edit it in place", HINT)
    return edited
