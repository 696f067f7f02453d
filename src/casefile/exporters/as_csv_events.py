"""csv-events: one row an entry of a ledger, for spreadsheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

from casefile.pages.case_tables import events
from casefile.pages.csv_text import write_csv
from casefile.publication.publish import Publication


def write(publication: Publication, out: BinaryIO, options: Mapping[str, str]) -> None:
    """Write the table of events; `bom=yes` puts a byte order mark before it."""
    write_csv(events(publication), out, mark=options.get("bom") == "yes")
