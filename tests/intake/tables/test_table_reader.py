"""Every kind of spreadsheet gives the same rows; everything else is refused."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import json
import random
import subprocess
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from casefile.errors import BadInput
from casefile.intake.tables.table_reader import TableOptions, column_name, plain_cell, read_table
from support.programs import program

PLAIN = TableOptions()
HEADERS = ("ID", "Name", "Дата")
ROWS = [("1", "Асель Примерова", "2013-01-12"), ("2", "Bakyt", "")]


def rows(table):
    return [row.cells for row in table.rows]


def workbook(*lines, sheet="People"):
    book = Workbook()
    book.active.title = sheet
    for line in lines:
        book.active.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text(delimiter, newline="\r\n"):
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=newline)
    writer.writerows([HEADERS, *ROWS])
    return out.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "windows-1251"]
)
def test_texts_in_any_delimiter_and_encoding_give_the_same_rows(delimiter, encoding):
    table = read_table(text(delimiter).encode(encoding), "people.csv", PLAIN)
    assert table.headers == HEADERS
    assert rows(table) == ROWS


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_first_line_that_states_the_delimiter_is_not_a_header(delimiter, newline):
    blob = f"sep={delimiter}{newline}{text(delimiter, newline)}".encode()
    table = read_table(blob, "people.csv", PLAIN)
    assert (table.headers, rows(table)) == (HEADERS, ROWS)
    assert [row.number for row in table.rows] == [3, 4]


@pytest.mark.parametrize("given", ["tab", "\t", "\\t"])
def test_a_given_delimiter_counts_more_than_the_stated_one(given):
    blob = f"sep=;\r\n{text(chr(9))}".encode()
    table = read_table(blob, "people.csv", TableOptions(delimiter=given))
    assert (table.headers, rows(table)) == (HEADERS, ROWS)


@pytest.mark.parametrize("start", ["", "sep=;\n"])
@pytest.mark.parametrize("given", ["ab", '"', "\n", "🙂🙂"])
def test_a_delimiter_of_other_than_one_character_is_refused(start, given):
    with pytest.raises(BadInput):
        list(read_table(f"{start}{text(';')}".encode(), "people.csv", TableOptions(delimiter=given)).rows)


@pytest.mark.parametrize("suffix", ["xlsx", "ods", "xls"])
def test_workbooks_give_the_same_rows(suffix, tmp_path):
    blob = workbook(HEADERS, ("1", "Асель Примерова", "2013-01-12"), (2, "Bakyt", None))
    if suffix != "xlsx":
        (tmp_path / "people.xlsx").write_bytes(blob)
        words = [
            program("soffice"),
            f"-env:UserInstallation=file://{tmp_path}/office",
            "--headless",
            "--convert-to",
        ]
        subprocess.run(
            [*words, suffix, "--outdir", tmp_path, tmp_path / "people.xlsx"], check=True, capture_output=True
        )
        blob = (tmp_path / f"people.{suffix}").read_bytes()
    table = read_table(blob, f"people.{suffix}", PLAIN)
    assert table.headers == HEADERS
    assert rows(table) == ROWS


def test_json_in_a_list_or_in_lines_gives_the_same_rows():
    items = [dict(zip(HEADERS, row, strict=True)) for row in ROWS]
    whole = json.dumps(items).encode()
    lines = "\n".join(map(json.dumps, items)).encode()
    assert (
        rows(read_table(whole, "people.json", PLAIN))
        == rows(read_table(lines, "people.jsonl", PLAIN))
        == ROWS
    )


def test_cells_of_other_types_become_exact_texts():
    blob = workbook(
        ("a", "b", "c", "d", "e"),
        (2023, 2.5, True, dt.date(2013, 1, 12), dt.datetime.fromisoformat("2013-01-12T10:30")),
    )
    assert rows(read_table(blob, "a.xlsx", PLAIN)) == [
        ("2023", "2.5", "TRUE", "2013-01-12", "2013-01-12T10:30")
    ]


def test_a_formula_is_never_run():
    blob = workbook(("ID", "Name"), ("1", '=HYPERLINK("http://example.org")'))
    assert rows(read_table(blob, "a.xlsx", PLAIN)) == [("1", "#FORMULA!")]
    assert rows(read_table(b"ID,Name\n1,=1+1\n", "a.csv", PLAIN)) == [("1", "=1+1")]


def test_the_numbers_of_rows_are_those_of_the_file():
    blob = b'ID,Name\n\n1,"two\nlines"\n\n2,B\n'
    assert [row.number for row in read_table(blob, "a.csv", PLAIN).rows] == [3, 6]
    assert [row.number for row in read_table(workbook(("a",), (), ("1",)), "a.xlsx", PLAIN).rows] == [3]


def test_the_numbers_of_rows_are_right_if_a_sheet_begins_lower():
    book = Workbook()
    book.active["C3"], book.active["C5"] = "ID", "1"
    out = io.BytesIO()
    book.save(out)
    table = read_table(out.getvalue(), "a.xlsx", PLAIN)
    assert [(row.number, row.cells[2:]) for row in table.rows] == [(5, ("1",))]


def test_a_cell_without_a_value_is_not_empty():
    blob = workbook((None, "ID", "Name"), (None, 10**16, "#N/A"))
    book = load_workbook(io.BytesIO(blob))
    book.active["C2"].data_type = "e"
    out = io.BytesIO()
    book.save(out)
    assert rows(read_table(out.getvalue(), "a.xlsx", PLAIN)) == [("", "#ROUNDED!", "#N/A")]


def test_the_first_visible_sheet_is_read():
    book = Workbook()
    book.active.append(["Draft"])
    book.active.sheet_state = "hidden"
    book.create_chartsheet("Chart", 0)
    people = book.create_sheet("People")
    people.append(["ID"])
    people.append(["1"])
    book.active = 2
    out = io.BytesIO()
    book.save(out)
    table = read_table(out.getvalue(), "a.xlsx", PLAIN)
    assert (table.headers, rows(table)) == (("ID",), [("1",)])


@pytest.mark.parametrize("epoch", [CALENDAR_WINDOWS_1900, CALENDAR_MAC_1904])
def test_dates_are_right_for_both_first_days_of_a_workbook(epoch):
    book = Workbook()
    book.epoch = epoch
    book.active.append(["Date"])
    book.active.append([dt.date(2013, 1, 12)])
    out = io.BytesIO()
    book.save(out)
    table = read_table(out.getvalue(), "a.xlsx", PLAIN)
    assert rows(table) == [("2013-01-12",)]
    assert table.from_1904 == (epoch == CALENDAR_MAC_1904)


def test_a_workbook_with_far_cells_is_refused_without_filling_the_memory():
    book = Workbook()
    book.active["A1"] = "ID"
    book.active.cell(1048576, 16384, "far")
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(BadInput) as refusal:
        read_table(out.getvalue(), "a.xlsx", PLAIN)
    assert refusal.value.code == "CF660"


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_xls_is_read_or_refused(seed, spoiled_xls):
    blob, chance = bytearray(spoiled_xls), random.Random(seed)
    for _ in range(8):
        blob[chance.randrange(len(blob))] = chance.randrange(256)
    with contextlib.suppress(BadInput):
        read_table(bytes(blob), "a.xls", PLAIN)


@pytest.fixture(scope="module")
def spoiled_xls(tmp_path_factory):
    """An xls file of LibreOffice, to be damaged."""
    folder = tmp_path_factory.mktemp("xls")
    (folder / "a.xlsx").write_bytes(workbook(HEADERS, *ROWS))
    office = [program("soffice"), f"-env:UserInstallation=file://{folder}/office", "--headless"]
    words = [*office, "--convert-to", "xls", "--outdir", folder, folder / "a.xlsx"]
    subprocess.run(words, check=True, capture_output=True)
    return (folder / "a.xls").read_bytes()


def test_a_header_with_a_line_break_is_one_line():
    table = read_table(b'ID,"Full\n name"\n1,A\n', "a.csv", PLAIN)
    assert table.headers == ("ID", "Full name")
    assert table.columns("Full name") == (1,)


def test_a_line_of_json_may_contain_other_line_breaks_and_any_number():
    blob = '{"ID": 17.0, "No": 12345678901234567890, "Note": "a\u2028b"}'.encode()
    assert rows(read_table(blob, "a.jsonl", PLAIN)) == [("17", "12345678901234567890", "a\u2028b")]
    assert rows(read_table(b'[{"ID": "1"}]', "standard input", PLAIN)) == [("1",)]


def test_ragged_rows_and_blank_or_repeated_headers_are_kept_apart():
    table = read_table(b"ID,,Link,Link\n1,x\n2,,a,b,c\n", "a.csv", PLAIN)
    assert table.headers == ("ID", "column B", "Link", "Link")
    assert [(row.cells, row.beyond) for row in table.rows] == [
        (("1", "x", "", ""), 0),
        (("2", "", "a", "b"), 1),
    ]
    assert table.columns("Link") == (2, 3)


def test_the_header_row_and_the_sheet_can_be_named():
    blob = workbook(("A list of people",), (), ("ID", "Name"), ("1", "A"))
    assert read_table(blob, "a.xlsx", TableOptions(header=3)).headers == ("ID", "Name")
    with pytest.raises(BadInput) as refusal:
        read_table(blob, "a.xlsx", TableOptions(sheet="Other"))
    assert "People" in refusal.value.hint
    with pytest.raises(BadInput):
        read_table(blob, "a.xlsx", TableOptions(header=2))


def test_marks_of_a_spreadsheet_are_left_out():
    assert plain_cell("\u200fA\u030a\u202c \0\0") == "Å"
    table = read_table(b"sep=;\nID;Name\n1;A\n\0\0\0", "a.csv", PLAIN)
    assert rows(table) == [("1", "A")]
    assert len(table.notes) == 1
    assert table.rows[0].number == 3
    assert rows(read_table(b"ID,Name\n1,A\n" + bytes(5000), "a.csv", PLAIN)) == [("1", "A")]


PROTECTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
TRUNCATED = workbook(HEADERS, *ROWS)[:3000]
OF_THE_FUTURE = workbook(HEADERS, *ROWS).replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\xf6")


@pytest.mark.parametrize(
    ("name", "blob"),
    [
        ("a.csv", b""),
        ("a.csv", b" \n\0\0"),
        ("a.xlsx", b"ID,Name\n1,A\n"),
        ("a.xlsx", TRUNCATED),
        ("a.xlsx", OF_THE_FUTURE),
        ("a.xls", PROTECTED),
        ("a.csv", b"%PDF-1.7"),
        ("a.xlsx", b"\x89PNG\r\n"),
        ("a.json", b'{"a": '),
        ("a.json", b"[1, 2]"),
        ("a.json", b'[{"a": {"b": 1}}]'),
        ("a.csv", b'ID,Name\n1,"open\n'),
        ("a.json", b'[{"ID": "1", "ID": "2"}]'),
        ("a.json", b'[{"ID": NaN}]'),
        ("a.csv", "ID,Имя\n1,Асель\n".encode() + b"2,Ivan\xe9\n"),
    ],
    ids=[
        "empty",
        "blank",
        "text",
        "truncated",
        "future-zip",
        "protected",
        "pdf",
        "png",
        "broken",
        "numbers",
        "nested",
        "quote",
        "key-twice",
        "nan",
        "one-wrong-byte",
    ],
)
def test_any_other_file_is_refused(name, blob):
    with pytest.raises(BadInput) as refusal:
        read_table(blob, name, PLAIN)
    assert refusal.value.code == "CF660"
    assert refusal.value.hint


def test_a_workbook_that_would_fill_the_memory_is_not_unpacked(monkeypatch):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", bytes(200 << 20))
    with pytest.raises(BadInput) as refusal:
        read_table(out.getvalue(), "bomb.xlsx", PLAIN)
    assert "600 MiB" in refusal.value.message


@pytest.mark.parametrize("encoding", ["undefined", "idna", "rot13", "nonsense"])
def test_an_encoding_that_is_none_is_refused(encoding):
    with pytest.raises(BadInput) as refusal:
        read_table("ID\nАсель\n".encode(), "a.csv", TableOptions(encoding=encoding))
    assert refusal.value.code == "CF660"


@pytest.mark.parametrize(("delimiter", "right"), [("tab", True), ("\\t", True), ('"', False), ("\n", False)])
def test_a_delimiter_is_one_character_or_tab(delimiter, right):
    options = TableOptions(delimiter=delimiter)
    if right:
        assert rows(read_table(b"ID\tName\n1\tA\n", "a.csv", options)) == [("1", "A")]
        return
    with pytest.raises(BadInput):
        read_table(b"ID\tName\n1\tA\n", "a.csv", options)


@given(st.lists(st.lists(st.text(max_size=5), min_size=1, max_size=4), min_size=1, max_size=5))
def test_any_rows_are_read_or_refused(lines):
    out = io.StringIO(newline="")
    csv.writer(out).writerows(lines)
    blob = out.getvalue().encode("utf-8", "surrogatepass")
    with contextlib.suppress(BadInput):
        table = read_table(blob, "a.csv", TableOptions(delimiter=","))
        assert all(len(row.cells) == len(table.headers) for row in table.rows)


def test_columns_have_the_letters_of_a_spreadsheet():
    assert [column_name(at) for at in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]
