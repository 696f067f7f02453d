"""pdf: the dossiers on paper, with a cover, pictures and page numbers, tagged for screen readers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib import resources
from typing import Any, BinaryIO

import typst

from casefile.errors import BadInput
from casefile.exporters.as_pdf.pdf_content import content
from casefile.exporters.as_pdf.pdf_fonts import settable
from casefile.pages.dossier import chosen_records
from casefile.publication.publish import Publication, Published

MOST_RECORDS = 250
"""The most records in one file: it is typeset as a whole, which takes about 2 MB of memory per record."""


def write(publication: Publication, out: BinaryIO, options: Mapping[str, str]) -> None:
    """Write the dossiers of the chosen records, cases first.

    The option `part`, as "2/5", takes one of several equal parts of them. Raises BadInput CF621 for more
    records than MOST_RECORDS, and for more parts than records.

    Fonts are those of the machine, so the bytes are the same only on machines with the same fonts. A
    character that no font has is written as its number. The date of the document comes from the option
    `epoch`; it contains no name of a user or a file.
    """
    made = datetime.fromtimestamp(int(options.get("epoch", "0")), UTC)
    part = options.get("part", "")
    records = _records_of(part, chosen_records(publication))
    out.write(_set(content(publication, records, part.replace("/", " of "), made.date()), made))


def _records_of(part: str, records: Sequence[Published]) -> Sequence[Published]:
    """Return the records of a part such as "2/5", or all records if it is empty.

    Each record is in exactly one of the parts. Raises BadInput CF621 if there are more parts than records, or
    more than MOST_RECORDS records in the part.
    """
    at, parts = map(int, part.split("/")) if part else (1, 1)
    if parts > max(len(records), 1):
        raise BadInput(
            "CF621", f"there is no such part of {len(records)} records", "the second of five is part=2/5"
        )
    chosen = records[len(records) * (at - 1) // parts : len(records) * at // parts]
    if len(chosen) > MOST_RECORDS:
        needed = -(-len(records) // MOST_RECORDS)
        message = f"{len(chosen)} records are too many for one pdf, which holds up to {MOST_RECORDS}"
        raise BadInput(
            "CF621", message, f"write {needed} files: --option part=1/{needed} and so on; or -f html"
        )
    return chosen


def _set(given: dict[str, Any], made: datetime) -> bytes:
    """Return the PDF; if a character cannot be typeset on this machine, try again without it.

    Raises typst.TypstError if nothing can be replaced any more.
    """
    template = resources.files(__package__ or "").joinpath("dossiers.typ").read_bytes()
    while True:
        try:
            return typst.compile(
                template,
                sys_inputs={"given": json.dumps(given, ensure_ascii=False)},
                format="pdf",
                pdf_standards=["ua-1"],
                timestamp=made,
            )
        except typst.TypstError as error:
            changed = settable(given, error.diagnostic)
            if changed == given:
                raise
            given = changed
