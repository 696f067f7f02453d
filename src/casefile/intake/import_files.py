"""Import from a file in YAML, JSON or JSON lines: whole records unchanged, or a list of people."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from casefile.editing.consequences import combine_problems
from casefile.editing.edits import RecordOrigin
from casefile.errors import BadInput, BrokenData, NotFound, Problem, errors_of
from casefile.files.disk_errors import reason
from casefile.intake.json_pieces import import_problem_at, read_json
from casefile.model.kinds import KINDS, kind_of
from casefile.model.plain_data import Fields
from casefile.model.record_parser import admit
from casefile.model.record_shapes import shape_of
from casefile.register import dotted_path
from casefile.yaml.canonical_text import canonical, write
from casefile.yaml.field_locations import FileContents, locate, read_any


class ImportedRecord(Struct, frozen=True):
    """An imported record: its kind, its data, and its place in the file that it comes from (`origin`).

    `text` is the text to write; it has the comments of the file if that contains only this record.
    """

    kind: str
    data: Fields
    origin: RecordOrigin
    text: str


class ImportedFile(Struct, frozen=True):
    """The content of a file to import: its values, each with its place, and the problems of the file itself.

    `listed` is True if the file itself has a list under `people`.
    """

    name: str
    pieces: tuple[tuple[RecordOrigin, object], ...]
    problems: tuple[Problem, ...]
    listed: bool = False

    @property
    def are_records(self) -> bool:
        """Whether the file contains whole records: at least one value states its kind in `schema`."""
        return not self.listed and any(
            isinstance(value, dict) and "schema" in value for _, value in self.pieces
        )


def read_import(blob: bytes, name: str) -> ImportedFile:
    """Read a file of whole records or of people, in YAML, JSON or JSON lines; errors become problems.

    `name` is the name of the file for messages. The values are the items of a list, of lines or of the key
    `people`, or else the one value of the file; none of them is checked here.
    """
    text = _decoded(blob)
    problems: list[Problem] = []
    if text.lstrip().startswith(("{", "[")):
        pieces = [*read_json(text, name, problems)]
    else:
        contents = read_any(blob, name)
        found = errors_of(contents.problems)
        problems += [replace(each, hint=HINTS.get(each.code, each.hint)) for each in found]
        pieces = [*_yaml(contents, name)]
    (origin, value), *more = pieces or [(RecordOrigin(name, 1), None)]
    if more or not isinstance(value, dict) or PEOPLE not in value or "schema" in value:
        return ImportedFile(name, tuple(pieces), tuple(problems))
    return ImportedFile(name, tuple(_people(origin, value, problems)), tuple(problems), listed=True)


PEOPLE = "people"
"""The only key of a file that has a list of people under it."""


HINTS = {"CF002": "give the list in several files, or as JSON lines"}
"""Hints for problems of a file, by code, where the fix is not the same as for a record."""


def _yaml(contents: FileContents, name: str) -> Iterator[tuple[RecordOrigin, object]]:
    """Yield the items of a list, or the single value of a YAML file, each with its place."""
    if not isinstance(contents.data, list):
        if contents.data is not None:
            yield RecordOrigin(name, 1, contents.text), contents.data
        return
    for at, value in enumerate(contents.data):
        line, _ = contents.places.position((at,))
        yield RecordOrigin(name, line, where=partial(contents.places.below, (at,))), value


def _people(
    origin: RecordOrigin, holder: Fields, problems: list[Problem]
) -> Iterator[tuple[RecordOrigin, object]]:
    """Yield the items of the list under `people:`, which must be the only key, each with its place.

    Errors are added to `problems`.
    """
    for key in holder.keys() - {PEOPLE}:
        message = f"`{PEOPLE}:` must be the only key"
        problems.append(import_problem_at(origin, (key,), message, "give values for all records as options"))
    items = holder[PEOPLE]
    if not isinstance(items, list):
        message = f"`{PEOPLE}` should be a list"
        problems.append(import_problem_at(origin, (PEOPLE,), message, "start each person with a hyphen"))
        return
    places = origin.where() if origin.where else locate(origin.text)
    for at, value in enumerate(items):
        line, _ = places.position((PEOPLE, at))
        yield (
            RecordOrigin(origin.name, line, where=partial(places.below, (PEOPLE, at)), alone=origin.alone),
            value,
        )


def take_records(found: ImportedFile) -> list[ImportedRecord]:
    """Return the whole records of a file, with their texts and comments.

    Raises BadInput CF606 if it has none, and if one is invalid an error with all problems and their lines.
    """
    problems = [*found.problems]
    records = [*_taken(found, problems)]
    if problems:
        raise combine_problems(sorted(problems), "no record was added")
    if not records:
        raise BadInput(
            "CF606", f"{found.name} contains no record", "use YAML, JSON, or one JSON record per line"
        )
    return records


def _taken(found: ImportedFile, problems: list[Problem]) -> Iterator[ImportedRecord]:
    for origin, value in found.pieces:
        kind = kind_of(value) if isinstance(value, dict) else None
        if not isinstance(value, dict) or kind not in KINDS:
            problems.append(import_problem_at(origin, "schema", *_no_record(value)))
            continue
        refused = [*_refused(kind, value, origin)]
        problems += refused
        if not refused:
            yield from _as_text(kind, value, origin, problems)


def _no_record(value: object) -> tuple[str, str]:
    if isinstance(value, dict) and "schema" not in value:
        return "this is not a record: the key `schema` with its kind is missing", MIXED
    return (
        "this is not a record",
        f"a record starts with its kind, such as schema: casefile/case/1; the kinds are {', '.join(KINDS)}",
    )


MIXED = "a whole record starts with schema: casefile/case/1; use a separate file for a list of people"


def _refused(kind: str, data: Fields, origin: RecordOrigin) -> Iterator[Problem]:
    for each in admit(kind, data).refusals:
        yield origin.problem(dotted_path(each.field, data), each.code, each.message, each.hint)


def _as_text(
    kind: str, data: Fields, origin: RecordOrigin, problems: list[Problem]
) -> Iterator[ImportedRecord]:
    shape = shape_of(kind)
    try:
        text = canonical(origin.text, shape) if origin.text else write(shape, data)
    except (BadInput, BrokenData) as error:
        problems.append(error.as_problem(origin.name, origin.line, 1))
    else:
        yield ImportedRecord(kind, data, origin, text)


def read_file(directory: Path, file: str, stdin: BinaryIO) -> tuple[bytes, str]:
    """Return the content of a file to import, and its name for messages; `-` is standard input.

    A relative path starts at `directory`. Raises NotFound CF304 if the file cannot be read, BadInput CF606 if
    it is larger than 256 MiB.
    """
    try:
        if file == "-":
            blob, name = stdin.read(LARGEST + 1), "standard input"
        else:
            with (directory / file).open("rb") as opened:
                blob, name = opened.read(LARGEST + 1), file
    except OSError as error:
        message = f"the file to import cannot be read: {reason(error)}"
        raise NotFound("CF304", message, "give a path, or - for stdin") from error
    if len(blob) > LARGEST:
        raise BadInput("CF606", f"{name} is larger than 256 MiB", "give it in several files")
    return blob, name


LARGEST = 256 * 1024 * 1024


def _decoded(blob: bytes) -> str:
    """Return the text of a file; empty if it is not UTF-8: then the YAML reader reports the place."""
    try:
        return blob.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        return ""
