"""Vocabularies that the model and the formats hold, for completion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casefile.cli.completion.cursor_place import CursorPlace
from casefile.cli.completion.suggestions import Suggestion
from casefile.exporters import FORMATS
from casefile.model.events import EVENT_TYPES
from casefile.model.record_shapes import shape_of


def formats(_place: CursorPlace) -> Iterator[Suggestion]:
    """Yield the formats of an export."""
    yield from (Suggestion(each.name, each.line) for each in FORMATS.values())
    yield Suggestion("list", "show the formats")


def types(_place: CursorPlace) -> Iterator[Suggestion]:
    """Yield the types of events."""
    for name, event in EVENT_TYPES.items():
        yield Suggestion(name, (event.__doc__ or "").split("\n")[0].strip())


def words_of(option: str) -> Iterator[Suggestion]:
    """Yield the words of the field that an option is for, though no option was made from it."""
    return map(Suggestion, OPTIONS.get(option, ()))


OPTIONS: Mapping[str, tuple[str, ...]] = {
    "connection": shape_of("source").fields["connection"].words,
    "reason": shape_of("case").seen({"withdrawn": {}}).fields["withdrawn"].fields["reason"].words,
}
"""The words by the name of the option."""
