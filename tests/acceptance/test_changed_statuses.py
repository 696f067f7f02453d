"""`list --compare` names the cases whose status is another than in an earlier list, and the rule."""

from __future__ import annotations

import json

import pytest

CASE = "kg-2025-aleksander-aleksandrov"


@pytest.fixture
def before(casefile, tmp_path):
    """Return the file with the list of the sample register on 4 June 2025."""
    path = tmp_path / "before.json"
    path.write_text(casefile("list", "--on", "2025-06-04", "--json").stdout, encoding="utf-8")
    return path


def test_the_same_list_has_no_change(casefile, casefile_json, before):
    assert casefile_json("list", "--on", "2025-06-04", "--compare", str(before))["data"] == []
    assert "0 cases" in casefile("list", "--on", "2025-06-04", "--compare", str(before)).stdout


def test_a_changed_status_is_named_with_its_rule(casefile, casefile_json, before):
    rows = casefile_json("list", "--on", "2025-12-01", "--compare", str(before))["data"]
    (row,) = [each for each in rows if each["id"] == CASE]
    held = {"status": "held", "certainty": "stated", "possible": ["held"], "basis": "pretrial"}
    released = {"status": "released", "certainty": "stated", "possible": ["released"], "basis": None}
    assert (row["before"], row["after"]) == (held, released)
    assert row["rule"] == "released"
    assert "released" in casefile("list", "--on", "2025-12-01", "--compare", str(before)).stdout


def test_a_status_has_the_words_of_list(casefile, before):
    data = json.loads(before.read_text(encoding="utf-8"))
    for row in data["data"]:
        row.update(status="missing", certainty="presumed", possible=["missing"], basis=None)
    before.write_text(json.dumps(data), encoding="utf-8")
    words = ("list", "--on", "2025-08-15", "--format", "md")
    changes = cells(casefile(*words, "--compare", str(before)).stdout)
    listed = cells(casefile(*words, "--columns", "name,id,status").stdout)

    assert [CASE, "**missing, presumed**"] in [[each[0].partition("<br>")[2], each[1]] for each in changes]
    assert sorted(each[:1] + each[2:3] for each in changes) == sorted(
        [f"{name}<br>{id_}", status] for name, id_, status in listed
    )


def cells(page):
    """Return the cells of the rows of a table in Markdown, without its header."""
    return [line[2:-2].split(" | ") for line in page.splitlines() if line.startswith("| ")][2:]


def test_a_former_word_for_a_status_is_no_change(casefile_json, before):
    data = json.loads(before.read_text(encoding="utf-8"))
    for row in data["data"]:
        row["status"] = "exiled" if row["status"] == "abroad" else row["status"]
        row["possible"] = ["exiled" if each == "abroad" else each for each in row["possible"]]
    assert any(row["status"] == "exiled" for row in data["data"])
    before.write_text(json.dumps(data), encoding="utf-8")
    assert casefile_json("list", "--on", "2025-06-04", "--compare", str(before))["data"] == []


def test_a_case_that_one_list_lacks_is_named(casefile_json, before):
    data = json.loads(before.read_text(encoding="utf-8"))
    data["data"] = [each for each in data["data"] if each["id"] != CASE]
    data["data"].append({**data["data"][0], "id": "kg-2020-gone9"})
    before.write_text(json.dumps(data), encoding="utf-8")
    rows = {
        each["id"]: each
        for each in casefile_json("list", "--on", "2025-06-04", "--compare", str(before))["data"]
    }
    assert rows.keys() == {CASE, "kg-2020-gone9"}
    assert rows[CASE]["before"] is None
    assert rows["kg-2020-gone9"]["after"] is None


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"data": [{"id": 1}]}'])
def test_another_file_is_refused(casefile, before, text):
    before.write_text(text, encoding="utf-8")
    done = casefile("list", "--compare", str(before), "--json")
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] == "CF608"
