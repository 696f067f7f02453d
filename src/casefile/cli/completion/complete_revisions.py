"""Revisions by name, for completion."""

from __future__ import annotations

from collections.abc import Iterator

from casefile.cli.completion.complete_records import records
from casefile.cli.completion.cursor_place import Place
from casefile.cli.completion.suggestions import Suggestion
from casefile.loading.revision import revisions


def named(place: Place) -> Iterator[Suggestion]:
    """Yield branches and tags; behind the dots of a range too."""
    before, dots, _ = place.text.rpartition("..")
    for name in ("HEAD", *revisions(place.directory)):
        yield Suggestion(f"{before}{dots}{name}")


def or_records(place: Place) -> Iterator[Suggestion]:
    """Yield the revisions that the first word may be, and records."""
    if not place.arguments and not place.bare:
        yield from named(place)
    yield from records(place)
