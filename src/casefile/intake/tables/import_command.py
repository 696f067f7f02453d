"""Import a spreadsheet into the register of a folder: read both files, plan, write."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from casefile.dates import Day
from casefile.editing.edits import NotCommitted, Planner, WriteOptions, WriteResult
from casefile.editing.imported_rows import (
    keys_withdrawn_before,
    path_of_rows,
    read_imported,
    withdrawn_rows,
    write_private_file,
)
from casefile.editing.write_records import write
from casefile.errors import CasefileError, NotFound
from casefile.files.atomic_writes import content_of
from casefile.files.register_folder import find_root
from casefile.git import Repository
from casefile.intake.tables.map_reader import fit_map, read_map
from casefile.intake.tables.row_reader import read_rows
from casefile.intake.tables.table_export import FilledTable, fill_table
from casefile.intake.tables.table_import import REASON, Imported, ImportOptions, ImportReport, plan_import
from casefile.intake.tables.table_reader import Table, TableOptions, read_table
from casefile.loading.revision import work_tree
from casefile.model.plain_data import Data
from casefile.register import Register


class ImportFile(Struct, frozen=True):
    """A file to import: its content and its name."""

    blob: bytes
    name: str


class ImportResult(Struct, frozen=True):
    """The result of an import: the table, the results of its rows, and the result of the write."""

    table: Table
    report: ImportReport
    written: WriteResult


def import_table(  # noqa: PLR0913, PLR0917 - two files, how to read them, how to write
    directory: Path,
    file: ImportFile,
    import_map: ImportFile,
    reading: TableOptions,
    options: ImportOptions,
    today: Day,
    how: WriteOptions,
) -> ImportResult:
    """Import a spreadsheet with a map, in one commit; rows that cannot be imported are in the report.

    In a register with `ceiling: public` the imported rows are stored in git's folder. `how` is as for
    `write`, except for the reason. Raises BadInput if a file cannot be read or the map does not fit, and
    those errors of `write` that are not about a row.
    """
    rules, origin = read_map(import_map.blob, import_map.name)
    reading = replace(reading, sheet=reading.sheet or rules.sheet, header=reading.header or rules.header)
    table = read_table(file.blob, file.name, reading)
    fitted = fit_map(rules, origin, table)
    rows = [*read_rows(table, fitted, today)]
    repository = work_tree(find_root(directory))
    planner, report = plan_import(table, fitted, rows, _imported(repository, rules.id), today, options)
    written = _written(directory, planner, report, table.name, replace(how, reason=REASON))
    place = _private_place(repository, rules.id)
    if report.is_private and not how.dry_run and report.rows.encode() != content_of(place):
        write_private_file(place, report.rows)
    return ImportResult(table, report, written)


def _written(
    directory: Path, planner: Planner, report: ImportReport, name: str, how: WriteOptions
) -> WriteResult:
    """Write the rows; if some of them cannot be written, refuse those and write the others."""
    while True:
        try:
            return write(directory, planner, how)
        except NotCommitted:
            raise
        except CasefileError as error:
            if not report.refuse(error.problems, name):
                raise


CaseOf = Callable[[str], Data | None]
"""Returns the data of a case by its id; None if it is left out."""


def columns_back(directory: Path, import_map: ImportFile) -> Callable[[CaseOf], FilledTable]:
    """Return `fill_table` for the last import with a map; its argument returns the data of a case by id.

    Raises BadInput if the map has errors, and NotFound CF666 if nothing was imported with its id.
    """
    rules, origin = read_map(import_map.blob, import_map.name)
    repository = work_tree(find_root(directory))
    path = path_of_rows(rules.id)
    blob = content_of(repository.root / path) or content_of(_private_place(repository, rules.id))
    if blob is None:
        hint = f"casefile import FILE --map {import_map.name}"
        raise NotFound("CF666", f"there is no import with the id {rules.id} in this register", hint)
    return partial(fill_table, rules, origin, read_imported(blob, path))


def _private_place(repository: Repository, import_id: str) -> Path:
    return repository.private / path_of_rows(import_id)


def _imported(repository: Repository, import_id: str) -> Callable[[Register], Imported]:
    """Return the function that reads the rows of the last import."""

    def read(register: Register) -> Imported:
        is_private = register.settings.ceiling == "public"
        path = path_of_rows(import_id)
        place = _private_place(repository, import_id) if is_private else repository.root / path
        blob = content_of(place)
        rows = read_imported(blob, path) if blob is not None else {}
        noted = withdrawn_rows(repository)
        has_notices = any(each.withdrawn for each in register.of_kind("case"))
        before = keys_withdrawn_before(repository, import_id) if has_notices else frozenset()
        return Imported(rows, blob, is_private, lambda key: key in before or noted.has(import_id, key))

    return read
