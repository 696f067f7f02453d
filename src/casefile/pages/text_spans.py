"""Lines of text in pieces, each with its form, from which every format makes its pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

Form = Literal["text", "address", "record", "source"]
"""What a piece of text is: words, an address on the web, another record by its name, a source."""


class Run(NamedTuple):
    """A piece of text in one form; of a record or a source `target` is the id."""

    text: str
    form: Form = "text"
    target: str = ""


TextLine = tuple[Run, ...]
"""A line of text; none of it is markup."""


def plain_text(said: TextLine) -> str:
    """Return the text of a line, without the forms of its pieces."""
    return "".join(run.text for run in said)


class NamedLine(NamedTuple):
    """A line with its name before it; one without a name speaks for itself."""

    name: str
    said: TextLine


def join_runs(parts: Iterable[TextLine | str], between: str = ", ") -> TextLine:
    """Set pieces of text one after the other on one line."""
    return tuple(_joined(parts, between))


def _joined(parts: Iterable[TextLine | str], between: str) -> Iterator[Run]:
    for at, part in enumerate(parts):
        if at:
            yield Run(between)
        if isinstance(part, str):
            yield Run(part)
        else:
            yield from part
