"""The table of export formats. A module or package for each writes a `Publication`; it is imported on use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import BinaryIO, Protocol, cast

from msgspec import Struct

from casefile.model.kinds import LEDGER_KINDS
from casefile.pages.case_tables import CaseTable
from casefile.publication.audience import Scope
from casefile.publication.publish import Publication
from casefile.views.case_counts import BY


class FileWriter(Protocol):
    """Writes a publication to one file; the same publication and options give the same bytes.

    Only the bytes of pdf also depend on the fonts of the machine. `options` contains the options of the
    format; for an option that names a file, the content of the file. It also contains `epoch`, the time of
    writing in seconds since 1970, for formats that must state one; `suffix`, the end of the file name; and
    `scratch`, for formats that need one, the path of an empty folder that is removed afterwards.
    """

    def __call__(self, publication: Publication, out: BinaryIO, options: Mapping[str, str]) -> None:
        """Write the whole publication to `out`."""


class TableWriter(Protocol):
    """Writes a table to one file; options as for `FileWriter`."""

    def __call__(self, table: CaseTable, out: BinaryIO, options: Mapping[str, str]) -> None:
        """Write the table to `out`."""


class FolderWriter(Protocol):
    """Makes the files of a folder, each with its path in the folder; options as for `FileWriter`.

    There is no `scratch`. `downloads` is a JSON list of the files that other formats make for the folder:
    path, description, size in bytes.
    """

    def __call__(self, publication: Publication, options: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
        """Yield the path and the content of each file."""


class Option(Struct, frozen=True):
    """The values that an option of a format takes: `values`, those that `fits` accepts, or any.

    `takes` describes the values of `fits` in a refusal. With `is_file` the value is the name of a file, and
    the format gets the content of the file.
    """

    values: tuple[str, ...] = ()
    takes: str = ""
    fits: Callable[[str], bool] | None = None
    is_file: bool = False

    def allows(self, value: str) -> bool:
        """Return whether the option takes this value."""
        return value in self.values if self.values else self.fits is None or self.fits(value)


PART = re.compile(r"([1-9][0-9]{0,4})/([1-9][0-9]{0,4})")


def _is_part(text: str) -> bool:
    """Return whether a value is the number of a part and the number of all parts."""
    found = PART.fullmatch(text)
    return found is not None and int(found[1]) <= int(found[2])


class Format(Struct, frozen=True):
    """A format: its name, its module, the suffix of its file, and a `line` that describes it.

    `extra` is the optional part of the installation that it needs; `options` are the names that `--option`
    takes. `scope` is what a consent must cover for this format (None: the audience decides). `kinds` are the
    kinds of records that it contains (empty: all). A `binary` format is not printed on a terminal. To a file
    with one of the suffixes `as_text` it writes text. With `scratch` it needs a folder for a temporary file.
    A `folder` format writes many files; `downloads` are the other formats whose files it contains. A format
    with `tables` also writes the columns of an imported spreadsheet (`write_table`).
    """

    name: str
    module: str
    suffix: str
    line: str
    extra: str = ""
    binary: bool = False
    folder: bool = False
    scratch: bool = False
    downloads: tuple[str, ...] = ()
    as_text: tuple[str, ...] = ()
    scope: Scope | None = None
    options: Mapping[str, Option] = MappingProxyType({})
    kinds: tuple[str, ...] = ()
    tables: bool = False


YES_OR_NO = Option(("yes", "no"))
A_TEXT = Option()
A_FILE = Option(is_file=True)
A_PART = Option(takes="for example 2/5, the second of five parts", fits=_is_part)
FORMATS: Mapping[str, Format] = {
    each.name: each
    for each in (
        Format("json", "as_json", ".json", "Every record with its derived values, in one object."),
        Format(
            "jsonl",
            "as_jsonl",
            ".jsonl",
            "Every record as it is stored, one per line, ready for `add --from`.",
        ),
        Format(
            "csv",
            "as_csv",
            ".csv",
            "One row per case.",
            options={"bom": YES_OR_NO},
            kinds=("case",),
            tables=True,
        ),
        Format(
            "csv-events",
            "as_csv_events",
            ".csv",
            "One row per event.",
            options={"bom": YES_OR_NO},
            kinds=LEDGER_KINDS,
        ),
        Format("md", "as_md", ".md", "A readable dossier of each record, in Markdown."),
        Format(
            "html",
            "as_html",
            ".html",
            "The same dossiers with pictures, in one file to read or print.",
            extra="charts",
        ),
        Format(
            "pdf",
            "as_pdf",
            ".pdf",
            "The same dossiers on paper, tagged for screen readers.",
            extra="pdf",
            binary=True,
            options={"part": A_PART},
        ),
        Format(
            "pdf-parts",
            "as_pdf",
            "",
            "A folder of dossiers on paper, 30 records per file.",
            extra="pdf",
            binary=True,
            folder=True,
        ),
        Format(
            "svg",
            "as_svg",
            ".svg",
            "The timeline of the records as a picture, or the chart of `stats`.",
            extra="charts",
            options={"stats": Option(tuple(BY))},
        ),
        Format(
            "xlsx",
            "as_xlsx",
            ".xlsx",
            "A workbook: cases, events, charges, sources.",
            binary=True,
            tables=True,
        ),
        Format(
            "sqlite",
            "as_sqlite",
            ".sqlite",
            "An SQLite database with full-text search and views.",
            binary=True,
            scratch=True,
        ),
        Format(
            "parquet",
            "as_parquet",
            "",
            "A folder with one Parquet file for each table, for data analysis.",
            extra="parquet",
            binary=True,
            folder=True,
        ),
        Format("ics", "as_ics", ".ics", "A calendar of deadlines.", kinds=LEDGER_KINDS),
        Format(
            "ftm",
            "as_ftm",
            ".ftm.json",
            "Entities of FollowTheMoney, one per line, for Aleph and similar tools.",
            scope="ftm",
            options={"statements": YES_OR_NO},
        ),
        Format(
            "wgad",
            "as_wgad",
            ".docx",
            "The questionnaire of the UN Working Group on Arbitrary Detention; Markdown for a PATH in .md.",
            binary=True,
            as_text=(".md",),
            scope="un_government",
            options={"submitter": A_FILE, "identity": A_FILE, "period": A_TEXT},
            kinds=("case",),
        ),
        Format(
            "site",
            "as_site",
            "",
            "A website: one page for each record, also offline and for print.",
            extra="charts",
            binary=True,
            folder=True,
            options={"method": A_FILE, "url": A_TEXT},
            downloads=("csv", "csv-events", "json", "jsonl", "xlsx", "sqlite"),
        ),
    )
}
"""The formats by name, in the order in which `-f list` shows them."""


def load(form: Format) -> FileWriter:
    """Import and return the writer of a format of one file.

    Raises ImportError if the extra of the format is not installed.
    """
    return cast("FileWriter", import_module(f"{__name__}.{form.module}").write)


def load_table(form: Format) -> TableWriter:
    """Import and return the function of a format that writes any table; `form.tables` must be true."""
    return cast("TableWriter", import_module(f"{__name__}.{form.module}").write_table)


def load_folder(form: Format) -> FolderWriter:
    """Import and return the writer of a format that is a folder.

    Raises ImportError if the extra of the format is not installed.
    """
    return cast("FolderWriter", import_module(f"{__name__}.{form.module}").files)
