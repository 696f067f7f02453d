"""Lines of text in pieces, each with its form, from which the formats make dossiers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

Form = Literal["text", "address", "record", "source"]
"""The form of a piece of text: words, a web address, another record by its name, or a source."""


class Run(NamedTuple):
    """A piece of text in one form; `target` is the id of a record or a source."""

    text: str
    form: Form = "text"
    target: str = ""


TextLine = tuple[Run, ...]
"""A line of text; none of it is markup."""


def plain_text(line: TextLine) -> str:
    """Return the text of a line, without the forms of its pieces."""
    return "".join(run.text for run in line)


class NamedLine(NamedTuple):
    """A line with a name before it; the name may be empty."""

    name: str
    text: TextLine


def join_runs(parts: Iterable[TextLine | str], between: str = ", ") -> TextLine:
    """Return pieces of text joined on one line, with `between` between each two of them, also empty ones."""
    return tuple(_joined(parts, between))


def _joined(parts: Iterable[TextLine | str], between: str) -> Iterator[Run]:
    for at, part in enumerate(parts):
        if at:
            yield Run(between)
        if isinstance(part, str):
            yield Run(part)
        else:
            yield from part
