"""csv and csv-events: what a spreadsheet opens, and does not run."""

from __future__ import annotations

import csv
import io

import pytest

from casefile.pages.case_tables import CaseTable
from casefile.pages.csv_text import defuse_formula, write_csv


def rows(blob):
    return list(csv.DictReader(io.StringIO(blob.decode(), newline="")))


def test_one_row_a_case_with_the_columns_of_list_the_person_and_the_proceedings(exported, records):
    (row,) = rows(exported("csv", *records))

    assert list(row) == [
        "id", "path", "name", "country", "status", "certainty", "possible", "basis", "since", "until",
        "last_confirmed", "days_held_min", "days_held_max", "situations", "occupation", "authorities",
        "statutes", "tier", "last_event", "other_names", "gender", "birth", "age", "minor", "nationalities",
        "capacity", "affiliations", "charges", "sentences", "proceedings", "source_urls", "external_ids",
    ]  # fmt: skip
    assert (row["name"], row["status"], row["until"]) == ("Айдай Эркебаева", "held", "2025-07-21")
    assert (row["days_held_min"], row["days_held_max"]) == ("14", "14")


def test_the_person_and_the_proceedings_share_the_row(exported, records):
    case, situation, source = records
    person = case["person"] | {
        "other_names": [{"name": "Aiday E."}, {"name": "Айдай"}],
        "gender": "female",
        "birth": "1990-05",
        "nationalities": ["KG", "RU"],
        "capacity": "lawyer",
        "affiliations": [{"organization": "Kloop", "role": "camera", "sources": [source["id"]]}],
        "external_ids": [{"scheme": "hrw", "value": "17"}],
    }
    entry = {"standing": "reported", "proceeding": "main", "sources": [source["id"]]}
    charges = [{"offence": "Calls for unrest"}]
    charged = {
        "id": "c4r9e",
        "type": "charge",
        "date": "2025-06-01",
        "step": "accused",
        "charges": charges,
        **entry,
    }
    given = {"outcome": "convicted", "sentences": [{"penalty": "imprisonment", "term": "P5Y"}]}
    judged = {"id": "v3r8d", "type": "verdict", "date": "2025-06-09", **given, **entry}
    later = judged | {"id": "v4r8d", "date": "2025-06-11"}
    proceedings = [{"id": "main", "kind": "criminal", "numbers": ["12-3"]}]
    data = case | {
        "person": person,
        "proceedings": proceedings,
        "events": [*case["events"], charged, judged, later],
    }
    (row,) = rows(exported("csv", data, situation, source | {"url": "https://news.example/1"}))
    assert (row["other_names"], row["gender"], row["birth"]) == ("Aiday E.; Айдай", "female", "1990-05")
    assert (row["nationalities"], row["capacity"], row["affiliations"]) == (
        "KG; RU",
        "lawyer",
        "Kloop, role: camera",
    )
    assert row["charges"] == "Calls for unrest: accused on 1 June 2025"
    assert row["sentences"] == "2025-06-09: imprisonment, term: 5 years"
    assert row["proceedings"] == "main, kind: criminal, numbers: (12-3)"
    assert (row["source_urls"], row["external_ids"]) == ("https://news.example/1", "hrw:17")


def test_the_address_of_a_source_that_is_withheld_is_in_no_row(exported, records):
    case, situation, source = records
    cited = source | {"url": "https://news.example/1", "tier": "restricted"}
    assert b"news.example" not in exported("csv", case, situation, cited)


def test_one_row_an_entry_in_the_order_of_its_ledger(exported, records):
    found = rows(exported("csv-events", *records))

    assert [(row["event"], row["type"], row["standing"]) for row in found] == [
        ("h2v5t", "detention", "reported"),
        ("k3m9x", "hearing", "reported"),
        ("p5w2z", "release", "disputed"),
    ]
    assert found[0]["place"] == "Ош"
    assert found[1]["what"] == "hearing: remanded until 21 July 2025"
    assert found[2]["reason"] == "Her lawyer denies it."


@pytest.mark.parametrize("form", ["csv", "csv-events"])
def test_lines_end_and_quotes_double_as_in_rfc_4180(exported, hostile, form):
    text = 'a "word", and another'

    blob = exported(form, hostile(text))

    assert blob.count(b"\r\n") == 2
    assert b'""word"", and another"' in blob
    assert rows(blob)[0]["name"] == text


def test_a_cell_of_several_lines_stays_one_cell():
    table = CaseTable(("note", "by"), (("one line, and\nanother", "me"),))
    out = io.BytesIO()

    write_csv(table, out)

    assert rows(out.getvalue()) == [{"note": "one line, and\nanother", "by": "me"}]


def test_a_byte_order_mark_only_where_asked(exported, records):
    assert not exported("csv", *records).startswith(b"\xef\xbb\xbf")
    assert exported("csv", *records, bom="yes") == b"\xef\xbb\xbf" + exported("csv", *records)


RUN = [
    "=1+1", '=HYPERLINK("https://example.org")', "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "=", "-", "--5",
    "-5-", "+1-cmd|' /C calc'!A0",
]  # fmt: skip
PLAIN = [
    "+996 312 66-12-34", "+996312661234", "+1 (202) 555-0101", "-5", "-5.5", "+7", "+996", "00123", "1/2",
    "2025-05-28", " =1+1", "'=1", "", "Айдай",
]  # fmt: skip


@pytest.mark.parametrize("text", RUN)
def test_a_formula_gets_an_apostrophe(text):
    assert defuse_formula(text) == f"'{text}"


@pytest.mark.parametrize("text", PLAIN)
def test_text_that_only_looks_like_a_formula_is_unchanged(text):
    assert defuse_formula(text) == text


@pytest.mark.parametrize("form", ["csv", "csv-events"])
@pytest.mark.parametrize("text", ['=HYPERLINK("https://example.org";"x")', "@SUM(A1)", "+1+1"])
def test_no_cell_of_a_table_begins_a_formula(exported, hostile, form, text):
    blob = exported(form, hostile(text))

    cells = [cell for row in csv.reader(io.StringIO(blob.decode(), newline="")) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert f"'{text}" in cells
