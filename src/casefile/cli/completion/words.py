"""Vocabularies of options that no field of a record stands for, for completion."""

from __future__ import annotations

from collections.abc import Iterator

from casefile.cli.completion.place import Place
from casefile.cli.completion.records import countries
from casefile.cli.completion.suggestions import Suggestion
from casefile.exporters import FORMATS
from casefile.model.events import EVENT_TYPES, STANDING
from casefile.model.shape import shape_of
from casefile.operations.asked import WORDS
from casefile.operations.check import SCHEMAS
from casefile.views.listing import COLUMNS
from casefile.views.stats import BY


def columns(place: Place) -> Iterator[Suggestion]:
    """Yield the columns of a list, behind those that are named already."""
    before, comma, last = place.text.rpartition(",")
    minus = "-" if last.startswith("-") else ""
    named = [column.removeprefix("-") for column in before.split(",")]
    for column in COLUMNS:
        if column not in named:
            yield Suggestion(f"{before}{comma}{minus}{column}")


def formats(_place: Place) -> Iterator[Suggestion]:
    """Yield the formats of an export."""
    yield from (Suggestion(each.name, each.line) for each in FORMATS.values())
    yield Suggestion("list", "show the formats")


def types(_place: Place) -> Iterator[Suggestion]:
    """Yield the types of events."""
    for name, event in EVENT_TYPES.items():
        yield Suggestion(name, (event.__doc__ or "").split("\n")[0].strip())


def standings(_place: Place) -> Iterator[Suggestion]:
    """Yield how far an event may be believed."""
    return map(Suggestion, STANDING.split())


def kinds(_place: Place) -> Iterator[Suggestion]:
    """Yield the kinds of files that have a schema."""
    return map(Suggestion, SCHEMAS)


def questions(_place: Place) -> Iterator[Suggestion]:
    """Yield what cases are counted by."""
    return map(Suggestion, BY)


def vocabulary(place: Place) -> Iterator[Suggestion]:
    """Yield the words of an option, by its name."""
    connections = shape_of("source").fields["connection"].words
    return map(Suggestion, {"status": WORDS, "connection": connections}.get(place.param.name, ()))


def codes(place: Place) -> Iterator[Suggestion]:
    """Yield why a case is withdrawn, and elsewhere the countries that the register has cases of."""
    if place.param.name == "reason":
        return map(Suggestion, WITHDRAWN.fields["withdrawn"].fields["reason"].words)
    return countries(place)


WITHDRAWN = shape_of("case").seen({"withdrawn": {}})
