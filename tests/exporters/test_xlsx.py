"""xlsx: openpyxl reads the cells that we wrote, LibreOffice opens it, and nothing in it runs."""

from __future__ import annotations

import io
import subprocess
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from casefile.exporters.as_xlsx import CUT, LONGEST, sheets, write
from casefile.publication.publish import publish
from casefile.register import Register, read_entry
from support.programs import program


def read(blob):
    book = openpyxl.load_workbook(io.BytesIO(blob), read_only=True)
    found = {
        sheet.title: [tuple(map(as_text, row)) for row in sheet.iter_rows(values_only=True)] for sheet in book
    }
    book.close()
    return found


def as_text(cell):
    return cell.date().isoformat() if isinstance(cell, datetime) else cell


def test_another_reader_finds_the_same_cells(exported, register_of, records):
    found = read(exported("xlsx", *records, epoch="0"))

    publication = publish(register_of(*records), "public", on=date(2025, 6, 10), label="3f2a91c")
    for name, table in sheets(publication):
        assert found[name] == [
            table.columns,
            *(tuple(cell or None if cell == "" else cell for cell in row) for row in table.rows),
        ], name
    assert [*found] == ["cases", "events", "charges", "sources", "about"]


def test_an_exact_day_is_a_date_and_a_less_exact_one_is_text(exported, records):
    case, *others = records
    person = case["person"] | {"birth": "1984-02-29", "occupation": "2025-06-01"}
    blob = exported("xlsx", case | {"person": person}, *others, epoch="0")
    sheet = openpyxl.load_workbook(io.BytesIO(blob))["cases"]
    row = {head.value: cell for head, cell in zip(sheet[1], sheet[2], strict=True)}
    assert as_text(row["birth"].value) == "1984-02-29"
    assert isinstance(row["birth"].value, datetime)
    assert row["birth"].number_format == "yyyy-mm-dd"
    assert row["since"].is_date
    assert row["occupation"].value == "2025-06-01"


@pytest.mark.parametrize("birth", ["1984", "1984-02", "1900-01-01", "[1984-02-01..1984-03-05]", "1984?"])
def test_a_date_that_a_sheet_cannot_hold_exactly_is_text(exported, records, birth):
    case, *others = records
    blob = exported("xlsx", case | {"person": case["person"] | {"birth": birth}}, *others, epoch="0")
    columns, row = (list(each) for each in read(blob)["cases"])
    cell = row[columns.index("birth")]
    assert (cell, type(cell)) == (birth, str)


def test_the_book_has_the_title_of_the_register(register_of, records):
    settings = read_entry("casefile.yaml", b"schema: casefile/settings/1\ntitle: Ours\n")
    register = Register([*register_of(*records).entries.values(), settings])
    for given, title in ((register, "Ours"), (register_of(*records), "Register of detentions")):
        out = io.BytesIO()
        write(publish(given, "public", on=date(2025, 6, 10), label="3f2a91c"), out, {"epoch": "0"})
        assert openpyxl.load_workbook(out).properties.title == title


def test_the_first_row_stays_and_filters(exported, records):
    book = openpyxl.load_workbook(io.BytesIO(exported("xlsx", *records, epoch="0")))
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert all(8 <= dimension.width <= 61 for dimension in sheet.column_dimensions.values())


HOSTILE = [
    '=HYPERLINK("https://evil.example","x")', "+996 312 66 12 34", "-5", "00123", "1/2", "@SUM(A1)", "-1+1",
    "https://example.org", "_x0041_", "1E5", "TRUE", "שלום \U0001f54a </t>", "'quoted",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_unchanged_and_does_nothing(exported, hostile, text):
    blob = exported("xlsx", hostile(text), epoch="0")

    assert read(blob)["cases"][1][2] == text
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert not any(b"<f>" in part or b"<f " in part or b"hyperlink" in part for part in parts.values())


def test_a_cell_longer_than_the_limit_is_cut_with_a_note(exported, records):
    *others, source = records
    found = read(exported("xlsx", *others, source | {"notes": "y" * 40_000}, epoch="0"))["sources"]
    (cell,) = [cell for row in found for cell in row if "yyy" in str(cell)]
    assert len(cell) == LONGEST
    assert cell.endswith(CUT)


def test_the_file_contains_no_author_and_no_time(exported, records):
    with zipfile.ZipFile(io.BytesIO(exported("xlsx", *records, epoch="0"))) as archive:
        core = archive.read("docProps/core.xml").decode()
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert core.count("1970-01-01T00:00:00Z") == 2
    assert "<dc:creator></dc:creator>" in core


def test_libreoffice_opens_it_and_finds_no_formula(exported, hostile, tmp_path):
    (tmp_path / "register.xlsx").write_bytes(exported("xlsx", hostile(HOSTILE[0]), epoch="0"))
    subprocess.run(
        [program("soffice"), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "fods", "--outdir", str(tmp_path), str(tmp_path / "register.xlsx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    text = (tmp_path / "register.fods").read_text("utf-8")
    assert "table:formula" not in text
    assert "HYPERLINK" in text
