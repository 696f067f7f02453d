"""Edit a text: apply changes to its data, then change the text only where its data differs."""

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
    """A text cannot be edited in place without other changes than the wanted ones (CF022)."""


def edit(text: str, shape: Shape, changes: Iterable[Change]) -> str:
    """Return the text with the changes made and every other byte unchanged.

    Line ends, a byte-order mark, quotes, comments and the order of keys stay. An entry is removed together
    with the comment block directly above it. The result is read again and compared with the changed data; if
    it differs, nothing is returned. Raises EditRefused (CF022) then, BrokenData if the text cannot be read,
    ChangeRefused if a change does not fit it, BadInput for a value that a record cannot contain.
    """
    reading = read(text.encode())
    if reading.data is None:
        problem = reading.problems[0]
        raise BrokenData(problem.code, problem.message, problem.hint, reading.problems)
    wanted = apply(shape, reading.data, changes)
    if wanted is None:
        raise EditRefused("CF022", "a whole record cannot be removed from its text", "remove the file")
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
        raise EditRefused("CF022", "the layout of this file prevents editing it in place", HINT)
    return edited
