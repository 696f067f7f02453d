"""Completion of revisions: HEAD, branches and tags."""

from __future__ import annotations

from collections.abc import Iterator

from casefile.cli.completion.complete_records import records
from casefile.cli.completion.cursor_place import CursorPlace
from casefile.cli.completion.suggestions import Suggestion
from casefile.loading.revision import revisions


def complete_revision(place: CursorPlace) -> Iterator[Suggestion]:
    """Yield HEAD, branches and tags; in a range such as `main..`, with the typed part before them."""
    before, dots, _ = place.text.rpartition("..")
    for name in ("HEAD", *revisions(place.directory)):
        yield Suggestion(f"{before}{dots}{name}")


def complete_revision_or_record(place: CursorPlace) -> Iterator[Suggestion]:
    """Yield records, and before them revisions if this is the first argument and there was no `--`."""
    if not place.arguments and not place.bare:
        yield from complete_revision(place)
    yield from records(place)
