"""Collect replacements of parts of one text (splices), and apply them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from casefile.yaml.comments import comments_of
from casefile.yaml.line_context import LineContext
from casefile.yaml.nodes import YamlEntry, YamlNode, alike, data_of


class CannotSplice(Exception):
    """No splice would keep all other text; the message completes "cannot be edited in place: …"."""


class Splice(NamedTuple):
    """Text that replaces the span from `start` to `end`."""

    start: int
    end: int
    text: str


class Splicer:
    """Collects splices for one text; changes inside an entry must be added before insertions behind it."""

    def __init__(self, text: str, root: YamlNode) -> None:
        self.text = text
        self.around = LineContext(text)
        self.comments = [comment.start for comment in comments_of(text, root)]
        self.splices: list[Splice] = []

    def result(self, start: int, end: int) -> str:
        """Return a part of the text with the splices inside it applied; these are then removed.

        Raises CannotSplice if two of them overlap.
        """
        mine = [each for each in self.splices if start <= each.start and each.end <= end]
        self.splices = [each for each in self.splices if each.start < start or end < each.end]
        parts, at = [], start
        for each in sorted(mine, key=lambda splice: splice[:2]):
            if each.start < at and each.start < each.end:
                raise CannotSplice("two changes overlap")
            parts += [
                self.text[at : each.start],
                each.text,
            ]  # an insertion inside a replaced span is kept in its place
            at = max(at, each.end)
        return "".join([*parts, self.text[at:end]])

    def put(self, start: int, end: int, text: str) -> None:
        r"""Add a splice; `\n` in its text becomes the line end of the file."""
        self.splices.append(Splice(start, end, text.replace("\n", self.around.eol)))

    def put_name(self, entry: YamlEntry, wanted: Mapping[str, object]) -> None:
        """Write the present name of a field with a former name, if its value changes or that name is taken.

        Otherwise the former name stays in the text.
        """
        changed = not alike(data_of(entry.node), wanted[str(entry.name)])
        if entry.former and (changed or entry.former in wanted):
            self.put(entry.start, entry.head, str(entry.name))

    def put_lines(self, place: int, lines: str) -> None:
        """Add whole lines before the line that begins at `place`, or at the end of the text.

        A last line without a line end gets one.
        """
        size = len(self.text)
        ended = self.text.endswith("\n") or any(
            each.start == size and each.text.endswith("\n") for each in self.splices
        )
        if place == size and not ended:
            lines = "\n" + lines
        self.put(place, place, lines)

    def forbid_comments(self, start: int, end: int) -> None:
        """Raise CannotSplice if a comment begins in the span: it would be overwritten."""
        if any(start <= each < end for each in self.comments):
            raise CannotSplice("a comment is inside what would be rewritten")
