"""The text of a merge: one side's text with the changes of the other spliced in, not formatted again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from casefile.changes.change import SIDES, field_of, parts_of
from casefile.changes.compare import compare
from casefile.changes.record_merge import Conflict, Merged, choose_sides
from casefile.errors import BrokenData
from casefile.model.shape import Shape
from casefile.yaml.canonical_text import canonical, write
from casefile.yaml.comment_merge import with_comments
from casefile.yaml.comments import comments_at
from casefile.yaml.conflict_markers import take_side
from casefile.yaml.field_locations import locate
from casefile.yaml.line_context import LineContext
from casefile.yaml.nodes import Data
from casefile.yaml.reader import BOM, read
from casefile.yaml.splices import CannotSplice
from casefile.yaml.text_edit import EditRefused, edit


class ThreeWayTexts(Struct, frozen=True):
    """The text of a record on three sides, each readable; `base` is empty if both sides added the record."""

    base: str
    ours: str
    theirs: str


class Markers(Struct, frozen=True):
    """How a conflict is marked: the number of git's marker characters, and the names of the sides."""

    size: int = 7
    ours: str = "ours"
    theirs: str = "theirs"

    def around(self, ours: str, theirs: str) -> str:
        """Return the lines of both sides between conflict markers; each side consists of whole lines."""
        markers = (character * self.size for character in "<=>")
        start, middle, end = markers
        return f"{start} {self.ours}\n{ours}{middle}\n{theirs}{end} {self.theirs}\n"


def merged_text(shape: Shape, texts: ThreeWayTexts, wanted: Mapping[str, object]) -> str:
    """Return a text of the wanted data that keeps the bytes and the comments of both sides.

    It is based on theirs if they changed only the formatting and we changed the data, otherwise on ours; on
    the other side, if that one cannot be edited. If the text of a side cannot be edited as it is, its
    canonical text is edited. Raises EditRefused if no text can be edited in this way, and BrokenData if a
    canonical text is needed and cannot be made.
    """
    refused: EditRefused | None = None
    for text in _texts_to_edit(shape, texts):
        for start in (text, None):
            try:
                return _splice_merge(shape, texts, canonical(text, shape) if start is None else start, wanted)
            except EditRefused as error:
                refused = error
    raise refused or EditRefused("CF022", "no side of this merge can be edited in place")


def _texts_to_edit(shape: Shape, texts: ThreeWayTexts) -> Iterator[str]:
    """Yield the texts to edit, the preferred one first: a change of the formatting alone must not be lost."""
    base, ours, theirs = (read(each.encode()).data for each in (texts.base, texts.ours, texts.theirs))
    only_written = base is not None and not compare(shape, base, theirs) and compare(shape, base, ours)
    yield from (texts.theirs, texts.ours) if only_written else (texts.ours, texts.theirs)


def _splice_merge(shape: Shape, texts: ThreeWayTexts, start: str, wanted: Mapping[str, object]) -> str:
    made = _edit_text(shape, start, wanted)
    try:
        made = with_comments(made, texts.base, texts.ours, texts.theirs)
    except CannotSplice as error:
        raise EditRefused("CF022", f"the comments of both sides conflict: {error}") from None
    if compare(shape, read(made.encode()).data, wanted):
        raise EditRefused("CF022", "the layout of this file prevents merging it in place")
    return made


def _edit_text(shape: Shape, text: str, wanted: Mapping[str, object]) -> str:
    return edit(text, shape, compare(shape, read(text.encode()).data, wanted))


def text_in_conflict(shape: Shape, texts: ThreeWayTexts, merged: Merged, markers: Markers) -> str:
    """Return the canonical text of a merge with git's markers only around the fields in conflict.

    The markers are around the whole text if the record as a whole is in conflict, and around the parent of a
    field that one side would leave empty. Either side between the markers is canonical too, so that a record
    remains whichever is chosen. Raises EditRefused or BrokenData if that is not possible.
    """
    if any(not conflict.field for conflict in merged.conflicts):
        ours, theirs = canonical(texts.ours, shape), canonical(texts.theirs, shape)
        return markers.around(ours, theirs)
    frame = _Frame(canonical(merged_text(shape, texts, merged.data), shape))
    wanted = [*choose_sides(shape, merged)]
    ours, theirs = (
        _text_of_side(shape, *each) for each in zip((texts.ours, texts.theirs), wanted, strict=True)
    )
    text = frame.with_conflicts(merged.conflicts, _Frame(ours), _Frame(theirs), markers)
    _check_sides(shape, text, wanted)
    return text


def _text_of_side(shape: Shape, text: str, wanted: Mapping[str, Data]) -> str:
    """Return the canonical text of the merge with one side chosen, with the comments of that side.

    `text` is the text of the side. If it cannot be edited, the result has no comments.
    """
    for start in (text, canonical(text, shape)):
        try:
            return canonical(_edit_text(shape, start, wanted), shape)
        except EditRefused:
            continue
    return write(shape, wanted)


class _Frame:
    """A canonical text and the lines of its fields, to put the fields of other texts in their place."""

    def __init__(self, text: str) -> None:
        self.text = text.removeprefix(BOM)
        self.around = LineContext(self.text)
        self.places = locate(self.text)

    def span(self, field: str) -> tuple[int, int]:
        """Return where the lines of a field begin and end, with the comments that belong to it.

        Both are 0 if the text does not have the field.
        """
        entry = self.places.entry(parts_of(field))
        return (self.around.begin(entry), self.around.end(entry)) if entry else (0, 0)

    def lines(self, field: str) -> str:
        """Return the lines of a field; empty if the text does not have it."""
        start, end = self.span(field)
        return self.text[start:end]

    def comments(self, field: str) -> list[str]:
        """Return the comments in the lines of a field."""
        return comments_at(self.text, parts_of(field))

    def with_conflicts(
        self, conflicts: tuple[Conflict, ...], ours: _Frame, theirs: _Frame, markers: Markers
    ) -> str:
        """Return the text with both sides of each conflict in the place of the field.

        `ours` and `theirs` are the texts of the sides. A comment that neither side has in the field is placed
        above the markers.
        """
        text = self.text
        marked = dict.fromkeys(_field_to_mark(conflict.path, (ours, theirs)) for conflict in conflicts)
        for field in sorted(marked, key=self.span, reverse=True):
            start, end = self.span(field)
            kept = {*ours.comments(field), *theirs.comments(field)}
            blanks = self.text[start:end][: len(self.text[start:end]) - len(self.text[start:end].lstrip(" "))]
            lost = "".join(f"{blanks}{each}\n" for each in self.comments(field) if each not in kept)
            text = text[:start] + lost + markers.around(ours.lines(field), theirs.lines(field)) + text[end:]
        return text

    def has_content(self, path: tuple[str, ...]) -> bool:
        """Return whether the node at a path has any fields or items."""
        entry = self.places.entry(path)
        return entry is not None and bool(entry.node.entries)


def _field_to_mark(path: tuple[str, ...], sides: tuple[_Frame, _Frame]) -> str:
    """Return the field to mark as a conflict: if a side would leave its parent empty, the parent instead."""
    while path[1:] and not all(side.has_content(path[:-1]) for side in sides):
        path = path[:-1]
    return field_of(path)


def _check_sides(shape: Shape, text: str, wanted: Iterable[Data]) -> None:
    """Raise BrokenData CF023 if either side of the text has other data than the merge."""
    for side, data in zip(SIDES, wanted, strict=True):
        found = read((take_side(text, side) or "").encode()).data
        if found is None or compare(shape, found, data):
            raise BrokenData("CF023", "the conflicts of this file cannot be marked field by field")
