"""csv: one row for each case, for spreadsheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

from casefile.pages.case_tables import CaseTable, cases
from casefile.pages.csv_text import write_csv
from casefile.publication.publish import Publication


def write(publication: Publication, out: BinaryIO, options: Mapping[str, str]) -> None:
    """Write the table of cases; with the option `bom=yes` the file begins with a byte order mark."""
    write_table(cases(publication), out, options)


def write_table(table: CaseTable, out: BinaryIO, options: Mapping[str, str]) -> None:
    """Write any table; with the option `bom=yes` the file begins with a byte order mark."""
    write_csv(table, out, mark=options.get("bom") == "yes")
