"""Tables as text that a spreadsheet opens and does not run (RFC 4180)."""

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
    """Write a table as UTF-8 text: commas, CRLF, quotes where needed, a line of column names first.

    `mark` puts a byte order mark before it, without which some spreadsheets misread Cyrillic.
    """
    text = TextIOWrapper(out, encoding="utf-8", newline="")
    text.write(BYTE_ORDER_MARK if mark else "")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([_cell(cell) for cell in row] for row in table.rows)
    text.detach()


def defuse_formula(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run as a formula; numbers and telephones stay."""
    if not text.startswith(STARTS_A_FORMULA) or NUMBER.fullmatch(text) or TELEPHONE.fullmatch(text):
        return text
    return f"'{text}"


def _cell(cell: Cell) -> str:
    return defuse_formula(cell) if isinstance(cell, str) else "" if cell is None else str(cell)
