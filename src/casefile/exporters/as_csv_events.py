"""csv-events: one row for each entry of a ledger, for spreadsheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

from casefile.pages.case_tables import events
from casefile.pages.csv_text import write_csv
from casefile.publication.publish import Publication


def write(publication: Publication, out: BinaryIO, options: Mapping[str, str]) -> None:
    """Write the table of events; with the option `bom=yes` the file begins with a byte order mark."""
    write_csv(events(publication), out, mark=options.get("bom") == "yes")
