"""The columns of an imported spreadsheet, given back with the present values."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.editing.edits import RecordOrigin
from casefile.intake.tables.map_reader import FieldReading, fit_map
from casefile.intake.tables.row_reader import read_row
from casefile.intake.tables.table_export import texts_of
from casefile.intake.tables.table_reader import Table, TableRow, plain_cell
from casefile.model.import_map import ImportMap, MappedField
from casefile.model.record_shapes import shape_of
from intake.tables.test_import_command import HEADERS, ONE, TWO, Desk, changed

TODAY = date(2026, 1, 1)
CASE = shape_of("case").seen({"events": []})
ORDERS = ("day_month_year", "month_day_year", "year_month_day", "excel")


@pytest.fixture
def partner(git, answer):
    assert answer(git.folder, "init", "--identity", "desk-1")[0] == 0
    return Desk(git.folder, answer, git)


def given_back(partner, *options, form="csv"):
    """Return the rows of the spreadsheet that `export --map` writes, and the messages."""
    out = partner.folder.parent / f"back.{form}"
    code, _, err = partner.answer(
        partner.folder, "export", "-f", form, "--map", "partner.map.yaml", "--audience", "internal",
        "-o", str(out), "--force", *options,
    )  # fmt: skip
    assert code == 0, err
    return read_back(out), err


def read_back(path: Path):
    if path.suffix == ".csv":
        return [*csv.reader(io.StringIO(path.read_text()))]
    (sheet,) = openpyxl.load_workbook(path).worksheets
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_mapped_columns_come_back_as_they_were(partner, form):
    partner.imports(ONE, TWO)
    rows, _ = given_back(partner, form=form)
    assert rows == [[*each[:-1]] for each in (HEADERS, ONE, TWO)]  # the last column is not mapped


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_change_of_the_team_is_written_in_the_form_of_its_column(partner, form):
    partner.imports(ONE, TWO)
    options = ("--set", "person.birth=1983-02-01", "--set", "person.gender=male", "--add", "tags=c")
    assert partner.answer(partner.folder, "update", "Asel", *options, "--reason", "passport")[0] == 0
    (event,) = (each["id"] for each in partner.case("Bakyt")["events"] if each["type"] == "release")
    change = f"events.{event}.date=2025-06-04"
    assert partner.answer(partner.folder, "update", "Bakyt", "--set", change, "--reason", "letter")[0] == 0

    (_, one, two), _ = given_back(partner, form=form)

    assert one == [*changed(ONE, Born="01.02.1983", Sex="M", Tags="a;b;c")[:-1]]
    assert two == [*changed(TWO, Released="04.06.2025")[:-1]]


def test_the_returned_file_changes_nothing_when_it_is_imported(partner):
    partner.imports(ONE, TWO)
    change = ("update", "Asel", "--set", "person.birth=1983-02-01", "--reason", "passport")
    assert partner.answer(partner.folder, *change)[0] == 0
    rows, _ = given_back(partner)

    before = partner.case("Asel"), partner.case("Bakyt")
    (partner.folder / "p.csv").write_bytes((partner.folder.parent / "back.csv").read_bytes())
    code, found, _ = partner.run()
    counts = {outcome: count for outcome, count in found["data"]["counts"].items() if count}

    assert (code, len(rows)) == (0, 3)
    assert counts == {"unchanged": 2}
    assert (partner.case("Asel"), partner.case("Bakyt")) == before
    assert before[1]["notes"] == "Comment: called twice"
    assert partner.imports(ONE, changed(TWO, Comment="called again"))[0] == {"changed": 2}
    assert partner.case("Bakyt")["notes"] == "Comment: called again"


def test_an_event_that_the_team_retracted_is_not_stated_any_more(partner):
    partner.imports(TWO)
    (event,) = (each["id"] for each in partner.case("Bakyt")["events"] if each["type"] == "release")
    words = ("mark", "Bakyt", event, "retracted", "--reason", "another person")
    assert partner.answer(partner.folder, *words)[0] == 0
    (_, row), _ = given_back(partner)
    assert row == [*changed(TWO, Released="")[:-1]]


def test_a_value_that_no_cell_can_state_is_reported_and_the_cell_stays(partner):
    partner.imports(ONE)
    change = ("update", "Asel", "--set", "person.gender=other", "--reason", "x")
    assert partner.answer(partner.folder, *change)[0] == 0
    (_, row), err = given_back(partner)
    assert row == [*ONE[:-1]]
    assert "person.gender" in err
    assert partner.case("Asel")["id"] in err


def test_a_formula_is_defused_in_csv_and_comes_back_as_it_was(partner):
    partner.imports(changed(ONE, Name="=1+1"))
    (_, row), _ = given_back(partner)
    assert row[1] == "'=1+1"
    (partner.folder / "p.csv").write_bytes((partner.folder.parent / "back.csv").read_bytes())
    assert partner.run()[1]["data"]["counts"]["unchanged"] == 1
    (_, row), _ = given_back(partner, form="xlsx")
    assert row[1] == "=1+1"


def test_a_cell_with_the_name_of_a_withdrawn_person_is_empty(partner):
    partner.imports(changed(ONE, City="Osh, in the house of Bakyt Vydumov"), TWO)
    assert partner.answer(partner.folder, "withdraw", "Bakyt", "--reason", "safety", "--yes")[0] == 0
    (_, row), _ = given_back(partner)
    assert row == [*changed(ONE, City="")[:-1]]


def test_filters_choose_the_rows(partner):
    partner.imports(ONE, TWO)
    (_, *rows), _ = given_back(partner, "--status", "released")
    assert [row[0] for row in rows] == ["18"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("-f", "csv"), "CF601"),  # the audience is public
        (("-f", "csv", "--audience", "partners"), "CF601"),
        (("-f", "json", "--audience", "internal"), "CF601"),
        (("-f", "csv", "--audience", "internal", "--known-at", "HEAD"), "CF601"),
        (("-f", "csv", "--audience", "internal"), "CF666"),  # nothing was imported
    ],
)
def test_the_columns_are_only_for_the_team_and_only_of_an_import(partner, options, code):
    words = ("export", "--map", "partner.map.yaml", "-o", "../back.csv", "--json", *options)
    ended, out, _ = partner.answer(partner.folder, *words)
    assert ended != 0
    assert f'"code": "{code}"' in out
    assert not (partner.folder.parent / "back.csv").exists()


def reading(path, *, columns=1, **rules):
    """Return how a field is filled from the first columns."""
    mapped = MappedField(field=path, column="X", **rules)
    shape = CASE.field(path)
    words = {
        cell.strip().casefold(): word for cell, _, word in (each.rpartition("=") for each in mapped.values)
    }
    return FieldReading(tuple(path.split(".")), shape, tuple(range(columns)), mapped, words)


@pytest.mark.parametrize(
    ("field", "value", "texts"),
    [
        (reading("person.birth", dates="day_month_year"), "1983-02-01", ["01.02.1983"]),
        (reading("person.birth", dates="month_day_year"), "1983-02-01", ["02/01/1983"]),
        (reading("person.birth", dates="excel"), "1983-02-01", ["30348"]),
        (reading("person.birth", dates="excel"), "1983-02", ["1983-02"]),
        (reading("person.birth", dates="excel"), "1983", None),
        (reading("person.birth", dates="day_month_year"), "1983~", ["1983~"]),
        (reading("person.birth", dates="day_month_year"), None, [""]),
        (reading("person.birth", calendar="solar_hijri"), "1983-02-01", None),
        (reading("person.gender", values=("M=male", "w=female")), "female", ["w"]),
        (reading("person.gender", values=("M=male", "w=female")), "other", None),
        (reading("tags", split=";"), ["a", "b"], ["a;b"]),
        (reading("tags", split=";"), ["a;b"], None),
        (reading("tags", columns=3), ["a", "b"], ["a", "b", ""]),
        (reading("tags", columns=2), ["a", "b", "c"], None),
        (reading("tags", columns=2, split=";"), ["a", "b", "c"], ["a", "b;c"]),
        (reading("tags", split=";"), None, [""]),
        (reading("person.other_names", split=";"), [{"name": "A"}, {"name": "B"}], ["A;B"]),
        (reading("person.other_names", split=";"), [{"name": "A", "kind": "native"}], None),
    ],
)
def test_texts_of_values(field, value, texts):
    assert texts_of(field, value) == texts


DATES = st.dates(date(1900, 1, 1), date(2099, 12, 31)).flatmap(
    lambda day: st.sampled_from([f"{day}", f"{day:%Y-%m}", f"{day:%Y}", f"{day}~", f"[{day}..2100-01-01]"])
)


@given(DATES, st.sampled_from(ORDERS))
def test_a_written_date_is_read_as_the_same_date(text, order):
    field = reading("person.birth", dates=order)
    texts = texts_of(field, text)
    if texts is None:
        assert order == "excel"
        return
    (cell,) = texts
    rules = ImportMap.model_validate(
        {
            "schema": "casefile/import-map/1", "id": "p", "key": {"columns": ["ID"], "scheme": "p"},
            "fields": [{"field": "person.birth", "column": "X", "dates": order}],
            "events": [{"type": "note", "fields": [{"field": "date", "value": "2025"}]}],
        }
    )  # fmt: skip
    table = Table("t.csv", ("ID", "X"), (TableRow(2, ("1", plain_cell(cell))),))
    facts = read_row(table, fit_map(rules, RecordOrigin("m", 1, ""), table), table.rows[0], TODAY)
    assert facts.fields["person", "birth"] == text
