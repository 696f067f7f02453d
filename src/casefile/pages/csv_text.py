"""Tables as CSV text (RFC 4180) in which no cell is a formula for a spreadsheet."""

from __future__ import annotations

import csv
import re
from io import TextIOWrapper
from typing import BinaryIO

from casefile.pages.case_tables import CaseTable, Cell

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
TELEPHONE = re.compile(r"\+[0-9](?:[ .()/-]{0,2}[0-9]){5,14}")
BYTE_ORDER_MARK = "\ufeff"


def write_csv(table: CaseTable, out: BinaryIO, *, mark: bool = False) -> None:
    """Write a table as UTF-8 CSV: commas, CRLF, quotes where needed, the column names in the first line.

    `mark` writes a byte order mark first, without which some spreadsheets misread Cyrillic.
    """
    text = TextIOWrapper(out, encoding="utf-8", newline="")
    text.write(BYTE_ORDER_MARK if mark else "")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([_cell(cell) for cell in row] for row in table.rows)
    text.detach()


def defuse_formula(text: str) -> str:
    """Return a text with an apostrophe before it if a spreadsheet may run it as a formula.

    Numbers and telephone numbers are returned unchanged.
    """
    if not text.startswith(STARTS_A_FORMULA) or NUMBER.fullmatch(text) or TELEPHONE.fullmatch(text):
        return text
    return f"'{text}"


def _cell(cell: Cell) -> str:
    return defuse_formula(cell) if isinstance(cell, str) else "" if cell is None else str(cell)
