"""Completion of options that no field of a record defines; the model is loaded only for vocabularies."""

from __future__ import annotations

from collections.abc import Iterator

from casefile.cli.completion.cursor_place import CursorPlace
from casefile.cli.completion.suggestions import Suggestion
from casefile.custody.state import ALL_STATUSES
from casefile.files.register_folder import find_root
from casefile.model.kinds import kind_by_path
from casefile.views.case_rows import COLUMNS


def columns(place: CursorPlace) -> Iterator[Suggestion]:
    """Yield the columns of `list` that are not in the typed text yet, after that text."""
    before, comma, last = place.text.rpartition(",")
    minus = "-" if last.startswith("-") else ""
    named = [column.removeprefix("-") for column in before.split(",")]
    for column in COLUMNS:
        if column not in named:
            yield Suggestion(f"{before}{comma}{minus}{column}")


def vocabulary(place: CursorPlace) -> Iterator[Suggestion]:
    """Yield the vocabulary of the option being completed, by its name; nothing if the option has none."""
    if place.param.name == "status":
        return map(Suggestion, ALL_STATUSES)
    from casefile.cli.completion.complete_vocabularies import words_of  # noqa: PLC0415 - the model

    return words_of(place.param.name)


def codes(place: CursorPlace) -> Iterator[Suggestion]:
    """Yield the reasons of a withdrawal for --reason, else the countries that have cases in the register."""
    if place.param.name != "reason":
        return countries(place)
    from casefile.cli.completion.complete_vocabularies import words_of  # noqa: PLC0415 - the model

    return words_of("reason")


def countries(place: CursorPlace) -> Iterator[Suggestion]:
    """Yield the codes of the countries that have cases in the register."""
    from casefile.git.snapshots import WorkingTree  # noqa: PLC0415 - most completions need no record

    paths = WorkingTree(find_root(place.directory)).paths
    found = {path.split("/")[1].upper() for path in paths if kind_by_path(path) == "case"}
    return map(Suggestion, sorted(found))
