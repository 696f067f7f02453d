"""casefile import FILE --map MAP: take the rows of a spreadsheet as cases, and update them later."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from msgspec.structs import replace

from casefile.cli.combined_options import flag, option
from casefile.cli.progress_line import progress
from casefile.cli.session import Session
from casefile.cli.write_command import Writing, print_problems, writes
from casefile.editing.edits import NotCommitted
from casefile.errors import BadInput, Collision, MachineTrouble
from casefile.files.disk_errors import reason
from casefile.terminal.json_envelope import envelope
from casefile.terminal.safe_text import inert

if TYPE_CHECKING:  # needs git and the readers of spreadsheets, which --help does not
    from casefile.intake.tables.import_command import ImportResult
    from casefile.intake.tables.table_import import ImportReport
    from casefile.intake.tables.table_reader import TableOptions

HELP = """Import a spreadsheet: each row becomes a case, and a newer file updates the cases.

A map says which column fills which field. --suggest prints a first map for a file, to be completed by you.
Import the same file again, and nothing changes. In a newer file, new rows become cases, and a changed cell
changes its field, unless your team changed that field since. Then your value stays, and the other value is
kept as a claim or as a disputed event.

The exit code is 1 if some rows were not imported. --report writes the result of each row.

\b
Example:
  casefile import people.xlsx --suggest > people.map.yaml
  casefile import people.xlsx --map people.map.yaml --dry-run
  casefile import people.xlsx --map people.map.yaml --report result.csv
"""


@writes("import")
def run(
    writing: Writing,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="csv, tsv, xlsx, xls, ods, json or jsonl.")],
    import_map: Annotated[str | None, option("MAP", "The map of the columns, a YAML file.", "--map")] = None,
    suggest: Annotated[
        bool, flag("Print a first map for the file, and import nothing.", "--suggest")
    ] = False,
    sheet: Annotated[str | None, option("NAME", "The sheet of a workbook.")] = None,
    encoding: Annotated[
        str | None, option("NAME", "The encoding of a text file, such as windows-1251.")
    ] = None,
    delimiter: Annotated[
        str | None, option("CHAR", "The character between the cells of a text file.")
    ] = None,
    duplicates: Annotated[
        str, option("WORD", "Probable duplicates: report (not imported), skip, or add.", "--duplicates")
    ] = "report",
    all_or_nothing: Annotated[
        bool, flag("Import nothing if a row cannot be imported.", "--all-or-nothing")
    ] = False,
    report: Annotated[str | None, option("FILE", "Write the result of each row as CSV.", "--report")] = None,
) -> None:
    """Import a spreadsheet, and commit; print the counts and the rows that need attention.

    With --suggest only print a first map for it. With --report write the result of each row to a new file.
    Raises BadInput CF601 for missing or invalid options, Collision CF704 if the report exists, and typer.Exit
    with code 1 if some rows were not imported.
    """
    from casefile.intake.import_files import read_file  # noqa: PLC0415 - see above
    from casefile.intake.tables.import_command import ImportFile, import_table  # noqa: PLC0415
    from casefile.intake.tables.map_suggestion import suggest_map  # noqa: PLC0415
    from casefile.intake.tables.table_import import ImportOptions  # noqa: PLC0415
    from casefile.intake.tables.table_reader import TableOptions, read_table  # noqa: PLC0415

    session = writing.session
    reading = TableOptions(encoding, delimiter, sheet)
    table = ImportFile(*read_file(session.directory, file, sys.stdin.buffer))
    if suggest:
        found = _with_encoding(session, reading, partial(read_table, table.blob, table.name))
        session.out(suggest_map(found))
        return
    if import_map is None:
        raise BadInput(
            "CF601", "--map is missing", f"make a first one: casefile import {file} --suggest > map.yaml"
        )
    if duplicates not in DUPLICATES:
        raise BadInput(
            "CF601",
            f"invalid value for --duplicates: {inert(duplicates)}",
            f"choose from: {', '.join(DUPLICATES)}",
        )
    if report is not None and os.path.lexists(session.directory / report):
        raise Collision("CF704", f"{report} exists and was not replaced", "choose a different name")
    rules = ImportFile(*read_file(session.directory, import_map, sys.stdin.buffer))

    def imported(reading: TableOptions) -> ImportResult:
        with progress(session, wanted=not writing.as_json) as show:
            line = writing.how.message
            options = ImportOptions(duplicates, all_or_nothing, show, line)  # type: ignore[arg-type]
            return import_table(session.directory, table, rules, reading, options, writing.today, writing.how)

    try:
        done = _with_encoding(session, reading, imported)
    except NotCommitted as error:
        session.complain(f"casefile: {inert(error.message)}")
        raise
    if report is not None:
        _write_report(session.directory / report, done.report)
    _print(writing, done)
    if done.report.failed:
        raise typer.Exit(1)


Found = TypeVar("Found")


def _with_encoding(session: Session, reading: TableOptions, read: Callable[[TableOptions], Found]) -> Found:
    """Return the result of `read`; if several encodings fit the file, ask which one, and read again.

    Raises UnclearEncoding if no question can be asked, typer.Abort if the person stops.
    """
    from casefile.intake.tables.table_reader import UnclearEncoding  # noqa: PLC0415 - see above

    try:
        return read(reading)
    except UnclearEncoding as unclear:
        if not session.interactive:
            raise
        from casefile.cli.encoding_question import ask_encoding  # noqa: PLC0415 - rarely asked

        return read(replace(reading, encoding=ask_encoding(session, unclear.readings)))


DUPLICATES = ("report", "skip", "add")


def _print(writing: Writing, done: ImportResult) -> None:
    from casefile.terminal.import_page import as_data, remarks, summary  # noqa: PLC0415 - see above

    session, found = writing.session, done.report
    problems = tuple(each for result in found.results for each in result.problems)
    outcome = f"committed {done.written.commit[:9]}" if done.written.commit else "no file was changed"
    with session.answering(outcome):
        if writing.as_json:
            data = as_data(found) | {"commit": done.written.commit, "notes": [*done.table.notes]}
            session.out(envelope("import", data, problems=done.written.problems))
            return
        for note in (*done.table.notes, *done.written.notes[:MOST]):
            session.note(inert(note))
        print_problems(session, problems[:MOST])
        if len(problems) > MOST:
            session.note(f"and {len(problems) - MOST} more problems: --report FILE lists them")
        print_problems(session, done.written.problems)
        for line in remarks(found):
            session.note(inert(line))
        session.out(summary(found))
        session.note(outcome)


MOST = 20
"""The most problems of rows, and the most notes, that are printed."""


def _write_report(place: Path, found: ImportReport) -> None:
    """Write the report to a new file that only its owner can read: it contains cells of the spreadsheet.

    Raises MachineTrouble CF805 if the file exists or cannot be written.
    """
    from casefile.pages.csv_text import write_csv  # noqa: PLC0415 - see above
    from casefile.terminal.import_page import report_table  # noqa: PLC0415

    out = io.BytesIO()
    write_csv(report_table(found), out)
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as opened:
            opened.write(out.getvalue())
    except OSError as error:
        raise MachineTrouble(
            "CF805", f"{place.name} cannot be written: {reason(error)}", "choose a different path"
        ) from error
