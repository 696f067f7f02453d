"""Completion of vocabularies from the model and of export formats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from casefile.cli.completion.cursor_place import CursorPlace
from casefile.cli.completion.suggestions import Suggestion
from casefile.exporters import FORMATS
from casefile.model.events import EVENT_TYPES
from casefile.model.record_shapes import shape_of


def formats(_place: CursorPlace) -> Iterator[Suggestion]:
    """Yield the export formats with their descriptions, and the word `list`."""
    yield from (Suggestion(each.name, each.line) for each in FORMATS.values())
    yield Suggestion("list", "show the formats")


def types(_place: CursorPlace) -> Iterator[Suggestion]:
    """Yield the types of events with their descriptions."""
    for name, event in EVENT_TYPES.items():
        yield Suggestion(name, (event.__doc__ or "").split("\n")[0].strip())


def words_of(option: str) -> Iterator[Suggestion]:
    """Yield the vocabulary of an option that is not made from a field; nothing for an unknown option."""
    return map(Suggestion, OPTIONS.get(option, ()))


OPTIONS: Mapping[str, tuple[str, ...]] = {
    "connection": shape_of("source").fields["connection"].words,
    "reason": shape_of("case").seen({"withdrawn": {}}).fields["withdrawn"].fields["reason"].words,
}
"""The vocabularies of options that are not made from a field, by the name of the option."""
