"""The canonical text of a record, as `fmt` writes it and as new records are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from casefile.errors import BrokenData
from casefile.model.shape import Shape
from casefile.model.vocabularies import LEDGER
from casefile.yaml.comments import Where, comments_by_owner, comments_of
from casefile.yaml.emitter import admit, emit, lines_of
from casefile.yaml.fast_parser import read_canonical
from casefile.yaml.field_locations import FieldPlaces
from casefile.yaml.nodes import Data, Path, YamlNode, alike, data_of
from casefile.yaml.parser import parse
from casefile.yaml.reader import BOM, parse_text, read


def write(shape: Shape | None, data: Mapping[str, object]) -> str:
    """Return the canonical text of a new record; without a shape, its keys stay in their present order.

    Raises BadInput for values that a record cannot contain, such as control characters (CF005), fractions and
    dates that are not text (CF022); see `emitter.admit`.
    """
    admit(data)
    return emit(arrange_keys(shape, data))


def canonical(text: str, shape: Shape | None, order: Sequence[str] | None = None) -> str:
    """Return the text that `fmt` writes: model order, one field a line, every value and every comment kept.

    `order` lists ids of events in the wanted order; other events follow them. An unquoted `[a..b]` in the
    place of a date gets its quotes. A byte-order mark is removed. Without a shape the keys stay in their
    order. Raises BrokenData if the text cannot be read, or if a value or comment would be lost (CF023).
    """
    laid_out = read_canonical(text)
    if laid_out is not None and _is_arranged(shape, laid_out):
        moved = _reorder_events({**laid_out}, order) if order is not None else {}
        if all(before == after for before, after in moved.items()):
            return text
    root = parse_text(text.encode()).node
    if root is None or root.kind != "mapping":
        raise _unreadable(text)
    body = text.removeprefix(BOM)
    data = arrange_keys(shape, _data_with_quoted_spans(shape, root))
    moved = _reorder_events(data, order) if order is not None else {}
    groups = {
        (_path_after_move(path, moved), where): lines
        for (path, where), lines in comments_by_owner(body, root).items()
    }
    plain = emit(data)
    result = _with_comments(plain, groups) if groups else plain
    if result != text:
        _check_result(body, root, result, data)
    return result


def is_canonical(
    text: str, data: Mapping[str, Data], shape: Shape | None, order: Sequence[str] | None = None
) -> bool:
    """Return whether `canonical` returns the text unchanged; `data` is the data that was read from it.

    Raises BrokenData as `canonical` does. A canonical text has every line that `emit` writes for its data, in
    this order, and otherwise only comments: in lines of their own, or behind a value and two blanks. This
    rules out most other texts without parsing.
    """
    lines = iter(text.split("\n"))
    if not all(any(_is_written_as(line, wanted) for line in lines) for wanted in lines_of(data)):
        return False
    return canonical(text, shape, order) == text


def _is_written_as(line: str, wanted: str) -> bool:
    """Return whether a line equals `wanted`, with or without a comment behind it."""
    return line.startswith(wanted) and (len(line) == len(wanted) or line.startswith("  #", len(wanted)))


def _is_arranged(shape: Shape | None, data: Data) -> bool:
    if shape is not None and isinstance(data, dict):
        layout = _layout(shape.seen(data), tuple(data))
        if layout is None:
            return False
        for name, inner in layout:
            if not _is_arranged(inner, data[name]):
                return False
    elif shape is not None and isinstance(data, list):
        return all(_is_arranged(shape.inner, item) for item in data)
    return True


@lru_cache(maxsize=1 << 12)  # most groups of fields have the same names as many others
def _layout(shape: Shape, names: tuple[str, ...]) -> tuple[tuple[str, Shape], ...] | None:
    """Return the fields whose content has an order of its own; None if these names are not in model order."""
    if not shape.has_in_order(names):
        return None
    inner = [(name, shape.fields[name]) for name in names if name in shape.fields]
    return tuple(
        (name, known) for name, known in inner if known.models or (known.inner and known.inner.models)
    )


def _unreadable(text: str) -> BrokenData:
    first, *others = read(text.encode()).problems
    return BrokenData(first.code, first.message, first.hint, (first, *others))


def arrange_keys(shape: Shape | None, data: Data) -> Data:
    """Return plain data with the keys in model order at every depth; unknown keys follow in their own order.

    Without a shape, the order of the keys is not changed. Tuples become lists.
    """
    if isinstance(data, Mapping):
        here = shape.seen(data) if shape else None
        names = here.sort_names(data) if here else data
        return {name: arrange_keys(here.key(name) if here else None, data[name]) for name in names}
    if isinstance(data, list | tuple):
        return [arrange_keys(shape.item(item) if shape else None, item) for item in data]
    return data


def _data_with_quoted_spans(shape: Shape | None, node: YamlNode) -> Data:
    """Return the data of a node, with `[a..b]` as text where the model expects a date."""
    if node.kind == "mapping":
        here = shape.seen(data_of(node)) if shape else None
        return {
            str(entry.name): _data_with_quoted_spans(here.key(str(entry.name)) if here else None, entry.node)
            for entry in node.entries
        }
    if node.kind == "list":
        if shape and shape.form == "date" and not shape.is_list and _is_span(node):
            return f"[{node.entries[0].node.value}]"
        return [
            _data_with_quoted_spans(shape.item(data_of(entry.node)) if shape else None, entry.node)
            for entry in node.entries
        ]
    return node.value


def _is_span(node: YamlNode) -> bool:
    """Return whether a list is a date span that lacks its quotes."""
    only = node.entries[0].node if node.is_flow and len(node.entries) == 1 else None
    return only is not None and not only.style and isinstance(only.value, str) and ".." in only.value


def _reorder_events(data: Data, order: Sequence[str]) -> dict[int, int]:
    """Put the events of `data` into the wanted order; return the new index of each by its old index.

    `data` is changed. The result is empty if there is no list of events.
    """
    events = data.get(LEDGER)
    if not isinstance(events, list):
        return {}
    rank = {name: place for place, name in enumerate(order)}
    ids = [event.get("id") if isinstance(event, dict) else None for event in events]
    places = sorted(range(len(events)), key=lambda place: rank.get(str(ids[place]), len(rank)))
    data[LEDGER] = [events[place] for place in places]
    return {before: after for after, before in enumerate(places)}


def _path_after_move(path: Path, moved: Mapping[int, int]) -> Path:
    if moved and len(path) > 1 and path[0] == LEDGER and isinstance(path[1], int):
        return (LEDGER, moved[path[1]], *path[2:])
    return path


def _with_comments(plain: str, groups: Mapping[tuple[Path, Where], list[str]]) -> str:
    """Insert comments into a canonical text that has none, each at the line of its owner.

    `groups` are the comments by owner, as from `comments.comments_by_owner`.
    """
    root, _ = parse(plain)
    lines = plain.removesuffix("\n").split("\n")
    places = _Lines(FieldPlaces(root), plain)
    above: dict[int, list[str]] = {}
    beside: dict[int, str] = {}
    below: dict[int, list[str]] = {}
    for (path, where), comments in sorted(groups.items(), key=_outer_first):
        line, indent = places.find(path, where)
        if where == "end":
            below[line] = [*(indent + each if each else "" for each in comments), *below.get(line, [])]
            continue
        rest = comments
        if where == "beside" and line not in beside:
            beside[line], rest = comments[0], comments[1:]
        above.setdefault(line, []).extend(indent + each if each else "" for each in rest)
    whole: list[str] = []
    for number, text in enumerate(lines, 1):
        whole += above.get(number, [])
        whole.append(f"{text}  {beside[number]}" if number in beside else text)
        whole += below.get(number, [])
    return "\n".join(whole) + "\n"


def _outer_first(group: tuple[tuple[Path, Where], list[str]]) -> tuple[int, int]:
    (path, where), _ = group
    return ("above", "beside", "end").index(where), len(path)


class _Lines:
    """The lines of a canonical text, by the path of their content."""

    def __init__(self, places: FieldPlaces, text: str) -> None:
        self.places = places
        self.text = text
        self.lines = text.split("\n")

    def find(self, path: Path, where: Where) -> tuple[int, str]:
        """Return the number of the line at which comments are inserted, and their indentation."""
        root = self.places.root
        entry = self.places.entry(path) if path else None
        node = entry.node if entry else root
        if where == "end" and node is not None and (node.is_block or not path):
            return self.text.count("\n", 0, node.end) + 1, " " * node.indent
        while entry is None and path:
            path = path[:-1]
            entry = self.places.entry(path)
        line = entry.line if entry else 1
        text = self.lines[line - 1]
        return line, text[: len(text) - len(text.lstrip(" "))]


def _check_result(before: str, root: YamlNode, after: str, data: Data) -> None:
    """Raise BrokenData CF023 if the new text lost a value or a comment: that would be an error of ours."""
    node, problems = parse(after)
    kept = node is not None and not problems and alike(data_of(node), data)
    texts = ((before, root), (after, node))
    comments = [Counter(each.text for each in comments_of(text, top)) for text, top in texts]
    if not kept or comments[0] != comments[1]:
        message = "the canonical form of this file would change its meaning, so the file was not written"
        raise BrokenData("CF023", message, "simplify the layout around its comments, then run: casefile fmt")
