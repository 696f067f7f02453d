"""Read the cells of a workbook (xlsx, xls, ods) in a process of its own, with a limit for its memory."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from casefile.errors import BadInput
from casefile.plural import number

LARGEST_UNPACKED = 1 << 29
"""The most bytes that a workbook may contain when it is unpacked: 512 MiB."""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of an xls file, and of a workbook that is protected by a password."""
ZIP = b"PK\x03\x04"
PROGRAM = Path(__file__).with_name("workbook_cells.py")


class WorkbookRows(Struct, frozen=True):
    """The rows of a sheet, each with its number and the texts of its cells, and notes for the user.

    `from_1904` means that day numbers count from 1904 and not from 1900.
    """

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    notes: tuple[str, ...]
    from_1904: bool


def unreadable(name: str, message: str, hint: str) -> BadInput:
    """Return the error for a file that cannot be read as a table."""
    return BadInput("CF660", f"{name}: {message}", hint)


def read_workbook(blob: bytes, name: str, sheet: str | None) -> WorkbookRows:
    """Return the rows of a sheet, read by another process; of the first visible sheet if `sheet` is None.

    Raises BadInput CF660 if the workbook cannot be read, or has no such sheet.
    """
    if blob.startswith(ZIP):
        _refuse_bomb(blob, name)
    # -P: a file in the present folder must not take the place of a library.
    done = subprocess.run(
        [sys.executable, "-P", PROGRAM, sheet or ""], input=blob, capture_output=True, check=False
    )
    lines = done.stdout.splitlines()
    if done.returncode or len(lines) < TWO or lines[-1] != b"null":
        raise unreadable(name, "the workbook is damaged or too large", SAVE_AGAIN)
    head: Mapping[str, Any] = json.loads(lines[0])
    if "error" in head:
        raise _refusal(name, head, sheet)
    rows = ((each[0], tuple(each[1])) for each in map(json.loads, lines[1:-1]))
    return WorkbookRows(tuple(rows), tuple(_notes(head, sheet)), bool(head["from_1904"]))


TWO = 2
"""The least number of lines of a complete output: the head and the end."""
SAVE_AGAIN = "open it in a spreadsheet, and save it as xlsx"


def _refusal(name: str, head: Mapping[str, Any], sheet: str | None) -> BadInput:
    if head["error"] == "password":
        return unreadable(name, "the workbook is protected by a password", "save a copy without one")
    if head["error"] == "no sheet":
        return unreadable(name, f"there is no sheet {sheet}", f"its sheets are {', '.join(head['sheets'])}")
    if head["error"] == "empty":
        return unreadable(name, "the workbook has no sheet with cells", SAVE_AGAIN)
    return unreadable(name, "the workbook is damaged or incomplete", SAVE_AGAIN)


def _notes(head: Mapping[str, Any], sheet: str | None) -> list[str]:
    notes = []
    if sheet is None and len(head["sheets"]) > 1:
        notes.append(f"sheet {head['sheet']} of {len(head['sheets'])}; for a different one: --sheet NAME")
    if head["merged"]:
        notes.append(f"merged cells, the first in row {head['merged']}: only the top left cell has the text")
    if head["hidden"]:
        notes.append(f"{number(head['hidden'], 'hidden row')} of the sheet read like the others")
    if head["errors"]:
        notes.append(f"{number(head['errors'], 'cell')} with an error (such as #N/A) read as empty")
    return notes


def _refuse_bomb(blob: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(blob)) as archive:
            size = sum(each.file_size for each in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise unreadable(name, "the workbook is damaged or incomplete", SAVE_AGAIN) from error
    if size > LARGEST_UNPACKED:
        raise unreadable(name, f"it would unpack to {size >> 20} MiB", "save only the sheet with the rows")
