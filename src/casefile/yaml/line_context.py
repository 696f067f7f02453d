"""The lines of a text around an entry: its comments, its end, and blank lines."""

from __future__ import annotations

import re

from casefile.yaml.nodes import YamlEntry, YamlNode

_COLON = re.compile(r"[ \t]*:")
_COMMENT_LINE = re.compile(r"([ \t]*)#")


class LineContext:
    """Finds where lines begin and end in one text, and which of them belong to an entry."""

    def __init__(self, text: str) -> None:
        self.text = text
        first = text.find("\n")
        self.eol = "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"

    def line_start(self, index: int) -> int:
        """Return the index at which the line of an index begins."""
        return self.text.rfind("\n", 0, index) + 1

    def line_end(self, index: int) -> int:
        """Return the index at which the line of an index ends, before its line break."""
        end = self.text.find("\n", index)
        if end < 0:
            return len(self.text)
        return end - 1 if end > index and self.text[end - 1] == "\r" else end

    def next_line(self, index: int) -> int:
        """Return the index at which the next line begins; the end of the text if there is none."""
        end = self.text.find("\n", index)
        return len(self.text) if end < 0 else end + 1

    def begins_line(self, entry: YamlEntry) -> bool:
        """Return whether only spaces or tabs come before an entry in its line."""
        return not self.text[self.line_start(entry.start) : entry.start].strip()

    def after_head(self, parent: YamlNode, entry: YamlEntry) -> int:
        """Return the index after the dash of an item or the colon of a field.

        That is the start of an item in a flow list, and the end of the key of a field without a colon.
        """
        if parent.kind == "list":
            return entry.head
        colon = _COLON.match(self.text, entry.head)
        return colon.end() if colon else entry.head

    def begin(self, entry: YamlEntry) -> int:
        """Return where the lines of an entry begin, with the comment lines directly above it.

        Comments that are indented deeper than the entry are not included. If something is before the entry in
        its line, return the start of the entry.
        """
        if not self.begins_line(entry):
            return entry.start
        start = self.line_start(entry.start)
        while start > 0:
            above = self.line_start(start - 1)
            comment = _COMMENT_LINE.match(self.text, above)
            if not comment or len(comment.group(1)) > entry.indent:
                break
            start = above
        return start

    def end(self, entry: YamlEntry) -> int:
        """Return where the lines of an entry end, with deeper indented comment lines after it."""
        at = end = self.next_line(max(entry.node.end, entry.head))
        while at < len(self.text):
            after = self.next_line(at)
            comment = _COMMENT_LINE.match(self.text, at)
            if comment and len(comment.group(1)) > entry.indent:
                end = after
            elif comment or self.text[at:after].strip():
                break
            at = after
        return end

    def is_blank(self, index: int) -> bool:
        """Return whether the line that begins at an index is empty; True at the end of the text."""
        return not self.text[index : self.next_line(index)].strip()

    def skip_blanks_above(self, start: int) -> int:
        """Return where the empty lines above a line begin; the line itself if there are none."""
        while start > 0 and self.is_blank(self.line_start(start - 1)):
            start = self.line_start(start - 1)
        return start

    def is_spaced(self, node: YamlNode) -> bool:
        """Return whether all entries of a collection are separated by empty lines; False for only one."""
        pairs = list(zip(node.entries, node.entries[1:], strict=False))
        return bool(pairs) and all(
            self.end(one) < len(self.text) and self.is_blank(self.end(one)) for one, _ in pairs
        )
