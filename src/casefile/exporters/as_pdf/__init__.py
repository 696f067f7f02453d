"""pdf, pdf-parts: the dossiers on paper, with a cover, pictures and page numbers, for screen readers too."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from importlib import resources
from typing import Any, BinaryIO

import typst

from casefile.errors import BadInput
from casefile.exporters.as_pdf.pdf_content import content
from casefile.exporters.as_pdf.pdf_fonts import characters_of, replace_characters
from casefile.pages.dossier import chosen_records
from casefile.publication.publish import Publication, Published

MOST_RECORDS = 250
"""The most records in one file: it is typeset as a whole, which takes about 4 MB of memory per record."""
FONTS = ("Noto Serif", "Libertinus Serif")
"""The fonts of the text, the preferred one first."""
RECORDS_OF_A_PART = 30
"""The most records in a file of `pdf-parts`; more records take more memory, and no less time."""


def write(publication: Publication, out: BinaryIO, options: Mapping[str, str]) -> None:
    """Write the dossiers of the chosen records, cases first.

    The option `part`, as "2/5", takes one of several equal parts of them. Raises BadInput CF621 for more
    records than MOST_RECORDS, and for more parts than records.

    Fonts are those of the machine, so the bytes are the same only on machines with the same fonts. A
    character that no font has is written as its number. The date of the document comes from the option
    `epoch`; it contains no name of a user or a file.
    """
    at, parts = map(int, options.get("part", "1/1").split("/"))
    records = _records_of(at, parts, chosen_records(publication))
    out.write(_typeset(publication, records, at, parts, options))


def files(publication: Publication, options: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a folder, each with the dossiers of up to RECORDS_OF_A_PART records.

    Together they contain each chosen record once. Without records there is one file. A file has the content
    of `write` with the option `part`, and the typesetter forgets it before the next one, so the memory does
    not grow with the number of files.
    """
    records = chosen_records(publication)
    parts = max(-(-len(records) // RECORDS_OF_A_PART), 1)
    for at in range(1, parts + 1):
        name = f"dossiers-{at:0{len(str(parts))}}-of-{parts}.pdf"
        yield name, _typeset(publication, _records_of(at, parts, records), at, parts, options)
        _forget_typeset()


def _records_of(at: int, parts: int, records: Sequence[Published]) -> Sequence[Published]:
    """Return the records of one of several parts; each record is in exactly one of them.

    Raises BadInput CF621 if there are more parts than records, or more than MOST_RECORDS records in the part.
    """
    if parts > max(len(records), 1):
        raise BadInput(
            "CF621",
            f"{len(records)} records have no such part",
            "for example, part=2/5 is the second of five",
        )
    chosen = records[len(records) * (at - 1) // parts : len(records) * at // parts]
    if len(chosen) > MOST_RECORDS:
        needed = -(-len(records) // MOST_RECORDS)
        message = f"{len(chosen)} records are too many for one pdf (at most {MOST_RECORDS})"
        hint = f"a folder of several files: -f pdf-parts; or one part of {needed}: --option part=1/{needed}"
        raise BadInput("CF621", message, hint)
    return chosen


def _typeset(
    publication: Publication, records: Sequence[Published], at: int, parts: int, options: Mapping[str, str]
) -> bytes:
    """Return the PDF of one part, in which a character that cannot be typeset here is replaced.

    Most such characters are found beforehand, in a line of single characters: to typeset the dossiers once
    more takes as long again, and as much memory.
    """
    made = datetime.fromtimestamp(int(options.get("epoch", "0")), UTC)
    given = content(publication, records, f"{at} of {parts}" if parts > 1 else "", made.date())
    template = resources.files(__package__ or "").joinpath("dossiers.typ").read_bytes()
    given, _ = _typeset_with_replacements(SIGNS, given, characters_of, made)
    return _typeset_with_replacements(template, given, partial(json.dumps, ensure_ascii=False), made)[1]


SIGNS = b"""#set document(title: "signs")
#set text(font: json(bytes(sys.inputs.fonts)))
#sys.inputs.given"""
"""A template in the language of Typst that shows a text in the fonts of the dossiers."""


def _typeset_with_replacements(
    template: bytes, given: dict[str, Any], as_text: Callable[[dict[str, Any]], str], made: datetime
) -> tuple[dict[str, Any], bytes]:
    """Return the data without characters that cannot be typeset, and the PDF that the template makes of it.

    Raises typst.TypstError if nothing can be replaced any more.
    """
    while True:
        try:
            return given, typst.compile(
                template,
                sys_inputs={"given": as_text(given), "fonts": json.dumps(FONTS)},
                format="pdf",
                pdf_standards=["ua-1"],
                timestamp=made,
            )
        except typst.TypstError as error:
            changed = replace_characters(given, error.diagnostic)
            if changed == given:
                raise
            given = changed


def _forget_typeset() -> None:
    """Let the typesetter free its memory: it forgets what the last ten documents did not use."""
    typesetter = typst.Compiler()
    for _ in range(11):
        typesetter.compile(b".", format="pdf")
