"""Edits in block style: the smallest set of splices by which a text contains the wanted data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile

from casefile.model.shape import Shape
from casefile.yaml.canonical_text import arrange_keys
from casefile.yaml.emitter import emit, in_flow, indent_text
from casefile.yaml.flow_edits import change_flow
from casefile.yaml.list_alignment import Alignment, align
from casefile.yaml.nodes import Data, YamlEntry, YamlNode, alike, data_of
from casefile.yaml.scalars import inline, is_literal, literal
from casefile.yaml.splices import Splicer

_HEADER = re.compile(r"[|>][-+0-9]*")


def splice_text(text: str, root: YamlNode, wanted: dict[str, Data], shape: Shape | None) -> str:
    """Return the text whose top node is `root`, changed where needed so that it contains the wanted data.

    Raises CannotSplice if a comment would be overwritten or two changes overlap.
    """
    blocks = _Blocks(text, root)
    if not blocks.change_inside(root, wanted, shape):
        blocks.forbid_comments(root.start, root.end)
        blocks.put(root.start, root.end, emit(arrange_keys(shape, wanted)).removesuffix("\n"))
    return blocks.result(0, len(text))


class _Blocks(Splicer):
    """Makes the splices by which block collections of a text get the wanted data."""

    def change_inside(self, node: YamlNode, wanted: Data, shape: Shape | None) -> bool:
        """Add the changes inside a collection; return False if the node must be replaced as a whole."""
        if not node.entries or not wanted or not node.takes(wanted):
            return False
        if node.is_flow:
            change_flow(self, node, wanted, shape)
            return True
        return (
            self.change_fields(node, wanted, shape)
            if node.kind == "mapping"
            else self.change_items(node, wanted, shape)
        )

    def change_value(self, parent: YamlNode, entry: YamlEntry, wanted: Data, shape: Shape | None) -> None:
        """Give an entry of a block collection another value, by the smallest change; none if it has it."""
        if not alike(data_of(entry.node), wanted) and not self.change_inside(entry.node, wanted, shape):
            self.replace(parent, entry, wanted, shape)

    def change_fields(self, node: YamlNode, wanted: dict[str, Data], shape: Shape | None) -> bool:
        """Change, remove and insert fields of a block mapping; return False if no field would stay."""
        kept = {str(entry.name): entry for entry in node.entries if entry.name in wanted}
        if not kept:
            return False
        here = shape.seen(wanted) if shape else None
        for name, entry in kept.items():
            self.put_name(entry, wanted)
            self.change_value(node, entry, wanted[name], here.key(name) if here else None)
        self.remove_fields(node, wanted)
        names = here.sort_names(wanted) if here else [*wanted]
        for place, name in enumerate(names):
            if name not in kept:
                field = {name: arrange_keys(here.key(name) if here else None, wanted[name])}
                self.insert(node, _last(kept, names[:place]), indent_text(emit(field), node.indent))
        return True

    def remove_fields(self, node: YamlNode, wanted: dict[str, Data]) -> None:
        """Remove the fields of a block mapping that are not wanted; at least one stays."""
        entries = node.entries
        leading: list[YamlEntry] = []
        if not self.around.begins_line(entries[0]):  # right behind the dash of an item
            leading = list(takewhile(lambda entry: entry.name not in wanted, entries))
        if leading:
            following = entries[len(leading)]
            between = self.text[self.around.end(leading[-1]) : following.start]
            end = self.around.line_end(leading[-1].node.end) if between.strip() else following.start
            self.put(leading[0].start, end, "")
        for entry in entries[len(leading) :]:
            if entry.name not in wanted:
                self.remove(node, entry)

    def remove(self, node: YamlNode, entry: YamlEntry) -> None:
        """Remove the lines of an entry of a collection, with its comments.

        Empty lines before it are removed too if an empty line or the end of the text follows, or if it is the
        last of entries that are separated by empty lines.
        """
        start, end = self.around.begin(entry), self.around.end(entry)
        apart = entry is node.entries[-1] and self.around.is_spaced(node)
        if apart or self.around.is_blank(end):
            start = self.around.skip_blanks_above(start)
        self.put(start, end, "")

    def insert(self, node: YamlNode, after: YamlEntry | None, lines: str) -> None:
        """Insert lines after an entry of a collection and all that belongs to it, or before the first entry.

        `after` is None for the latter.
        """
        gap = "\n" if self.around.is_spaced(node) else ""
        first = node.entries[0]
        if after is not None:
            self.put_lines(self.around.end(after), gap + lines)
        elif self.around.begins_line(first):
            self.put(self.around.begin(first), self.around.begin(first), lines + gap)
        else:
            self.put(first.start, first.start, lines.lstrip(" ") + " " * node.indent)

    def change_items(self, node: YamlNode, wanted: list[Data], shape: Shape | None) -> bool:
        """Change, move, remove and insert items of a block list; return False if it begins within a line."""
        if not self.around.begins_line(node.entries[0]):
            return False
        aligned = align([data_of(entry.node) for entry in node.entries], wanted)
        moved = self.take_moved_items(node, wanted, aligned, shape)
        for new, old in aligned.pairs.items():
            if old not in aligned.moved:
                self.change_value(node, node.entries[old], wanted[new], _item(shape, wanted[new]))
        anchor: YamlEntry | None = None
        for new, data in enumerate(wanted):
            old_place = aligned.pairs.get(new, -1)
            if old_place in moved:
                self.insert(node, anchor, moved[old_place])
            elif old_place < 0:
                lines = emit([arrange_keys(_item(shape, data), data)])
                self.insert(node, anchor, indent_text(lines, node.indent - 2))
            else:
                anchor = node.entries[old_place]
        for old in (*aligned.gone, *moved):
            self.remove(node, node.entries[old])
        return True

    def take_moved_items(
        self, node: YamlNode, wanted: list[Data], aligned: Alignment, shape: Shape | None
    ) -> dict[int, str]:
        """Return the text of each list item that moves, by its old index, with changes inside it applied."""
        lines: dict[int, str] = {}
        for new, old in aligned.pairs.items():
            if old in aligned.moved:
                entry = node.entries[old]
                self.change_value(node, entry, wanted[new], _item(shape, wanted[new]))
                text = self.result(self.around.begin(entry), self.around.end(entry)).replace("\r\n", "\n")
                lines[old] = text if text.endswith("\n") else text + "\n"
        return lines

    def replace(self, parent: YamlNode, entry: YamlEntry, wanted: Data, shape: Shape | None) -> None:
        """Replace the value of an entry by another one, whatever their styles are.

        Raises CannotSplice if a comment would be overwritten.
        """
        node = entry.node
        first, below = _value_layout(parent, entry, wanted, shape)
        start, end, lines_from, lines_to = self.spans_of_value(parent, entry)
        comments = lines_from > self.around.next_line(end) or self.around.end(entry) > lines_to
        if first and below and comments:
            first, below = inline(wanted), ""  # or the comments would become lines of the text
        if (
            node.end > node.start
            and not node.is_block
            and node.style not in {"|", ">"}
            and first
            and not below
        ):
            self.forbid_comments(node.start, node.end)
            self.put(node.start, node.end, first)
            return
        self.forbid_comments(start, end)
        self.put(start, end, f" {first}" if first else "")
        if lines_from < lines_to:
            self.put(lines_from, lines_to, below)
        elif below:
            self.put_lines(lines_from, below)

    def spans_of_value(self, parent: YamlNode, entry: YamlEntry) -> tuple[int, int, int, int]:
        """Return the two spans of a value, as four indexes: behind its key or dash, and the lines below."""
        node, head = entry.node, self.around.after_head(parent, entry)
        if header := _HEADER.match(self.text, node.start) if node.style in {"|", ">"} else None:
            return head, header.end(), self.around.next_line(node.start), self.around.next_line(node.end)
        if node.is_block and self.around.begins_line(node.entries[0]):
            first, last = node.entries[0], node.entries[-1]
            return head, head, self.around.begin(first), self.around.end(last)
        end = max(head, node.end)
        return head, end, self.around.next_line(end), self.around.next_line(end)


def _last(entries: Mapping[str, YamlEntry], names: Sequence[str]) -> YamlEntry | None:
    """Return the entry of the last of the names that has an entry; None if none has."""
    return next((entries[name] for name in reversed(names) if name in entries), None)


def _item(shape: Shape | None, data: object) -> Shape | None:
    return shape.item(data) if shape else None


def _value_layout(parent: YamlNode, entry: YamlEntry, wanted: Data, shape: Shape | None) -> tuple[str, str]:
    """Return how a value is written: the text after its key or dash, and the lines below."""
    if isinstance(wanted, str) and is_literal(wanted):
        header, lines = literal(wanted)
        return header, indent_text("\n".join(lines) + "\n", entry.indent + 2)
    if not isinstance(wanted, dict | list):
        return inline(wanted), ""
    data = arrange_keys(shape, wanted)
    if not data or (parent.kind == "list" and isinstance(data, list)):
        return in_flow(data), ""
    block = indent_text(emit(data), entry.indent + (0 if isinstance(data, list) else 2))
    return ("", block) if parent.kind == "mapping" else (block.strip(" ").removesuffix("\n"), "")
