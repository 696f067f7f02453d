"""Write plain data as YAML text, quoted by the rules in `scalars`: one field a line, or all on one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from casefile.errors import BadInput
from casefile.yaml.scalars import HOSTILE_IN_VALUE, inline, is_literal, is_plain, literal, value_of


def emit(data: Mapping[str, object] | Sequence[object]) -> str:
    """Return plain data as canonical block text with a line end, its keys in their present order.

    The items of a list are indented by two blanks, also at the top. No line is folded. An empty mapping or
    list is `{}` or `[]`.
    """
    return "".join(f"{line}\n" for line in lines_of(data))


def lines_of(data: Mapping[str, object] | Sequence[object]) -> Iterator[str]:
    """Yield the lines of the text that `emit` returns."""
    yield from _lines(data, 0 if isinstance(data, Mapping) else 2) if data else [in_flow(data)]


def _lines(data: object, indent: int) -> Iterator[str]:
    """Yield the lines of a group of fields or a list that is not empty."""
    pad = " " * indent
    if isinstance(data, Mapping):
        for name, value in data.items():
            yield from _value(f"{pad}{inline(str(name))}:", value, indent + 2)
    elif isinstance(data, list | tuple):
        for item in data:
            if item and isinstance(item, Mapping | list | tuple):
                first, *rest = _lines(item, indent + (2 if isinstance(item, Mapping) else 4))
                yield f"{pad}- {first[indent + 2 :]}"
                yield from rest
            else:
                yield from _value(f"{pad}-", item, indent + 2)


def _value(head: str, value: object, indent: int) -> Iterator[str]:
    """Yield the lines of a value behind its key or hyphen (`head`); nested values follow below, indented."""
    if isinstance(value, str) and not is_plain(value) and is_literal(value):
        header, lines = literal(value)
        yield f"{head} {header}"
        yield from (" " * indent + line if line else "" for line in lines)
    elif value and isinstance(value, Mapping | list | tuple):
        yield head
        yield from _lines(value, indent)
    else:
        yield f"{head} {in_flow(value) if isinstance(value, Mapping | list | tuple) else inline(value)}"  # type: ignore[arg-type]


def indent_text(block: str, blanks: int) -> str:
    """Return block text indented by a number of blanks; a negative one removes as many characters per line.

    Empty lines stay empty.
    """
    lines = block.split("\n")
    if blanks < 0:
        return "\n".join(line[-blanks:] for line in lines)
    return "\n".join(" " * blanks + line if line else line for line in lines)


def in_flow(data: object) -> str:
    """Return plain data on one line, in brackets and braces."""
    if isinstance(data, Mapping):
        fields = (f"{inline(str(name), flow=True)}: {in_flow(value)}" for name, value in data.items())
        return "{" + ", ".join(fields) + "}"
    if isinstance(data, list | tuple):
        return "[" + ", ".join(map(in_flow, data)) + "]"
    return inline(data, flow=True)  # type: ignore[arg-type]


def admit(data: object) -> None:
    """Raise BadInput for data that a text cannot contain so that every YAML reader reads it back unchanged.

    CF005 is for control and bidi characters, CF022 for numbers of more than 15 digits and for values of other
    types than text, integer, boolean, None, mapping and list, such as fractions and dates.
    """
    if isinstance(data, str):
        found = HOSTILE_IN_VALUE.search(data)
        if found:
            message = f"a text contains a control or bidi character (U+{ord(found.group()):04X})"
            raise BadInput("CF005", message, "remove it; such characters hide or reorder text")
    elif isinstance(data, Mapping):
        for name, value in data.items():
            admit(name)
            admit(value)
    elif isinstance(data, list | tuple):
        for item in data:
            admit(item)
    elif not isinstance(data, int | None):
        raise BadInput(
            "CF022", f"a record cannot contain a value of the type {type(data).__name__}", "write it as text"
        )
    elif not isinstance(data, bool | None) and not isinstance(value_of(str(data)), int):
        raise BadInput("CF022", "a number has more than 15 digits", "write it as text")
