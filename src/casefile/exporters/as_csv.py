"""csv: one row a case, for spreadsheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

from casefile.pages.case_tables import cases
from casefile.pages.csv_text import write_csv
from casefile.publication.publish import Publication


def write(publication: Publication, out: BinaryIO, options: Mapping[str, str]) -> None:
    """Write the table of cases; `bom=yes` puts a byte order mark before it."""
    write_csv(cases(publication), out, mark=options.get("bom") == "yes")
