"""Convert YAML with anchors, aliases and tags, which no valid record has, to JSON without them."""

from __future__ import annotations

import binascii
import json
import re
from collections.abc import Iterator

import yaml
from yaml import MappingNode, MarkedYAMLError, Node, ScalarNode, SequenceNode, YAMLError

INDICATORS = re.compile(r"(?:^|[\s\[{,:-])[&*!][^\s*]", re.MULTILINE)
"""The beginning of an anchor, an alias or a tag; ordinary text may match too."""
MAX_NODES = 100_000
"""The largest number of nodes after aliases are replaced: a short text can grow to millions."""
BINARY = "tag:yaml.org,2002:binary"


def without_aliases(text: str) -> str:
    """Return YAML as indented JSON in which each alias is replaced by its value; every scalar is a string.

    The result is empty if the text has no anchor, alias or tag, or cannot be parsed. If YAML has errors, the
    text before the line of the first one is parsed. An alias within its own value becomes an empty string.
    The values of equal keys of a mapping become a list. If the result would have more than MAX_NODES nodes or
    MAX_DEPTH levels, it is a list with the text of each scalar once, below the key `name`.
    """
    if not INDICATORS.search(text):
        return ""
    root = _compose_nodes(text)
    if root is None:
        return ""
    room = [MAX_NODES]
    try:
        data = _plain(root, room, ())
    except OverflowError:
        data = {"name": [*_values(root)]}
    return json.dumps(data, ensure_ascii=False, indent=1)


LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _compose_nodes(text: str) -> Node | None:
    """Return the top node of a text, cut before its first error; None if nothing valid is left."""
    for _ in range(MAX_ATTEMPTS):
        try:
            root: Node | None = yaml.compose(text, Loader=LOADER)
        except MarkedYAMLError as error:
            marks = (error.context_mark, error.problem_mark)
            line = min((each.line for each in marks if each is not None), default=0)
            lines = text.splitlines(keepends=True)
            text = "".join(lines[: min(line, len(lines) - 1)])  # an error at the end is in the last line
        except (YAMLError, ValueError, RecursionError):
            return None
        else:
            return root
    return None


MAX_ATTEMPTS = 5
"""The number of attempts to parse a text; after each, the text is cut at the error."""


def _plain(node: Node, room: list[int], above: tuple[int, ...]) -> object:
    room[0] -= 1
    if room[0] < 0 or len(above) > MAX_DEPTH:
        raise OverflowError
    if isinstance(node, ScalarNode):
        return _text(node)
    if id(node) in above:  # an alias of a node within that node
        return ""
    inside = (*above, id(node))
    if isinstance(node, SequenceNode):
        return [_plain(each, room, inside) for each in node.value]
    pairs = node.value if isinstance(node, MappingNode) else []
    found: dict[str, object] = {}
    for key, value in pairs:
        name = str(_plain(key, room, inside))
        read = _plain(value, room, inside)
        found[name] = [found[name], read] if name in found else read
    return found


MAX_DEPTH = 100
"""The largest depth of nested nodes."""


def _values(root: Node) -> Iterator[str]:
    """Yield the text of each scalar below a node, once."""
    seen, waiting = set[int](), [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, ScalarNode):
            yield _text(node)
        elif isinstance(node, SequenceNode):
            waiting += node.value
        elif isinstance(node, MappingNode):
            waiting += [each for pair in node.value for each in pair]


def _text(node: ScalarNode) -> str:
    """Return a scalar as text; a scalar with the tag for binary is decoded."""
    if node.tag != BINARY:
        return str(node.value)
    try:
        return binascii.a2b_base64(node.value).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return str(node.value)
