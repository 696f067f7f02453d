"""Imports into real registers: again, newer, by two clones, after a withdrawal, with bad rows."""

from __future__ import annotations

import csv
import json
import os
import subprocess

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

import yaml

MAP = """schema: casefile/import-map/1
id: partner
key: {columns: [ID], scheme: partner-list}
fields:
  - {field: country, value: KG}
  - {field: person.name, column: Name}
  - {field: person.birth, column: Born, dates: day_month_year}
  - {field: person.gender, column: Sex, values: [F=female, M=male]}
  - {field: tags, column: Tags, split: ";"}
events:
  - type: detention
    fields:
      - {field: date, column: Arrested, dates: day_month_year}
      - {field: place, column: City}
  - type: release
    fields:
      - {field: date, column: Released, dates: day_month_year}
sources:
  - {column: Link, every: true}
unmapped: notes
"""
HEADERS = ("ID", "Name", "Born", "Sex", "Tags", "Arrested", "City", "Released", "Link", "Link", "Comment")
ONE = (
    "17",
    "Asel Primerova",
    "12.01.1983",
    "F",
    "a;b",
    "28.05.2025",
    "Osh",
    "",
    "https://example.org/17",
    "",
    "",
)
TWO = ("18", "Bakyt Vydumov", "1979", "M", "", "29.05.2025", "Bishkek", "03.06.2025", "", "", "called twice")


def changed(row, **cells):
    """Return a row with other cells, named by their headers."""
    return tuple(cells.get(header, cell) for header, cell in zip(HEADERS, row, strict=True))


class Desk:
    """A register with a map, and the command that imports rows."""

    def __init__(self, folder, answer, git):
        self.folder, self.answer, self.git = folder, answer, git
        (folder / "partner.map.yaml").write_text(MAP)

    def rows(self, *rows, name="p.csv"):
        with (self.folder / name).open("w", newline="") as out:
            csv.writer(out).writerows([HEADERS, *rows])

    def run(self, *options, name="p.csv"):
        code, out, err = self.answer(
            self.folder, "import", name, "--map", "partner.map.yaml", "--json", *options
        )
        return code, json.loads(out), err

    def imports(self, *rows, options=(), code=0):
        self.rows(*rows)
        ended, found, err = self.run(*options)
        assert ended == code, (found["error"], found["problems"], err)
        return {outcome: count for outcome, count in found["data"]["counts"].items() if count}, found

    def case(self, name):
        (found,) = (
            data
            for path in self.folder.glob("cases/kg/**/*.yaml")
            if name in path.read_text() and (data := yaml.safe_load(path.read_text()))
        )
        return found

    def head(self):
        return self.git("rev-parse", "HEAD").strip()

    def kept(self):
        return [json.loads(line) for line in (self.folder / "imports/partner.jsonl").read_text().splitlines()]


@pytest.fixture
def partner(git, answer):
    assert answer(git.folder, "init", "--identity", "desk-1")[0] == 0
    return Desk(git.folder, answer, git)


def test_rows_become_cases_with_events_sources_and_notes(partner):
    counts, _ = partner.imports(ONE, TWO)
    assert counts == {"added": 2}
    one, two = partner.case("Asel"), partner.case("Bakyt")
    assert one["person"] == {
        "identification": "named", "name": "Asel Primerova", "birth": "1983-01-12", "gender": "female",
        "external_ids": [{"scheme": "partner-list", "value": "17"}],
    }  # fmt: skip
    assert one["tags"] == ["a", "b"]
    assert [(each["type"], each["date"]) for each in two["events"]] == [
        ("detention", "2025-05-29"), ("release", "2025-06-03"),
    ]  # fmt: skip
    assert two["notes"] == "Comment: called twice"
    first, link = one["events"][0]["sources"]
    assert first == "import-partner"
    assert "https://example.org/17" in (partner.folder / f"cases/sources/{link}.yaml").read_text()
    assert partner.answer(partner.folder, "validate")[0] == 0
    assert partner.answer(partner.folder, "audit")[0] == 0


def test_the_commit_has_counts_and_no_name(partner):
    partner.imports(ONE, TWO)
    message = partner.git("log", "-1", "--format=%B")
    assert message.splitlines()[0] == "import partner: 2 cases added, 0 changed"
    assert "Import: partner" in message
    assert not {"Asel", "17", "18"} & {*message.replace(":", " ").split()}
    assert partner.git("status", "--porcelain", "--", "cases", "imports") == ""


def test_a_line_of_the_user_is_in_the_commit_without_names(partner):
    before = partner.head()
    partner.rows(ONE)
    code, found, _ = partner.run("-m", "the list of Primerova")
    assert (code, found["error"]["code"]) == (6, "CF405")
    assert partner.head() == before
    partner.imports(ONE, options=["-m", "the second list of May"])
    assert "the second list of May" in partner.git("log", "-1", "--format=%B").splitlines()


def test_the_same_file_again_changes_nothing(partner):
    partner.imports(ONE, TWO)
    before = partner.head()
    assert partner.imports(ONE, TWO)[0] == {"unchanged": 2}
    assert partner.head() == before


def test_a_dry_run_gives_the_same_counts_and_writes_nothing(partner):
    before = partner.head()
    counts, _ = partner.imports(ONE, TWO, options=["--dry-run"])
    assert counts == {"added": 2}
    assert (partner.head(), [*partner.folder.glob("cases/kg/*")]) == (before, [])
    assert not (partner.folder / "imports").exists()
    assert partner.imports(ONE, TWO)[0] == counts


def test_a_changed_cell_changes_its_field(partner):
    partner.imports(ONE, TWO)
    newer = changed(ONE, Born="13.01.1983", City="Kara-Suu", Released="20.06.2025", Tags="b;c")
    assert partner.imports(newer, TWO)[0] == {"changed": 1, "unchanged": 1}
    case = partner.case("Asel")
    assert case["person"]["birth"] == "1983-01-13"
    assert case["tags"] == ["b", "c"]
    assert [(each["type"], each.get("place")) for each in case["events"]] == [
        ("detention", "Kara-Suu"), ("release", None),
    ]  # fmt: skip
    assert partner.answer(partner.folder, "audit")[0] == 0


def test_a_field_that_both_changed_stays_and_the_other_value_is_a_claim(partner):
    partner.imports(ONE)
    partner.answer(
        partner.folder, "update", "primerova", "--set", "person.birth=1984", "--reason", "passport"
    )
    counts, found = partner.imports(changed(ONE, Born="1985"))
    assert counts == {"conflict": 1}
    assert found["data"]["rows"][0]["differences"] == ["person.birth"]
    case = partner.case("Asel")
    assert case["person"]["birth"] == "1984"
    assert case["claims"] == [{"field": "person.birth", "value": "1985", "sources": ["import-partner"]}]
    assert partner.imports(changed(ONE, Born="1985"))[0] == {"unchanged": 1}
    assert len(partner.case("Asel")["claims"]) == 1


def test_an_event_that_both_changed_stays_and_the_other_one_is_disputed(partner):
    partner.imports(ONE)
    event = partner.case("Asel")["events"][0]["id"]
    partner.answer(
        partner.folder,
        "update",
        "primerova",
        "--set",
        f"events.{event}.date=2025-05-27",
        "--reason",
        "protocol",
    )
    counts, found = partner.imports(changed(ONE, Arrested="30.05.2025"))
    assert counts == {"conflict": 1}
    assert found["data"]["rows"][0]["differences"] == ["detention Arrested.date"]
    ours, theirs = partner.case("Asel")["events"]
    assert (ours["date"], ours.get("standing")) == ("2025-05-27", None)
    assert (theirs["date"], theirs["standing"]) == ("2025-05-30", "disputed")
    assert theirs["sources"][0] == "import-partner"
    assert partner.answer(partner.folder, "validate")[0] == 0


def test_an_event_that_the_file_no_longer_states_is_retracted(partner):
    partner.imports(TWO)
    assert partner.imports(changed(TWO, Released=""))[0] == {"changed": 1}
    assert [each.get("standing") for each in partner.case("Bakyt")["events"]] == [None, "retracted"]


def test_a_row_that_is_gone_is_reported_and_its_case_stays(partner):
    partner.imports(ONE, TWO)
    before = partner.head()
    counts, found = partner.imports(ONE)
    assert counts == {"unchanged": 1, "gone": 1}
    assert [each["key"] for each in found["data"]["rows"]] == ["18"]
    assert partner.head() == before
    assert partner.case("Bakyt")


BAD = {
    "18": (changed(ONE, ID="18a", Name="B", Comment="\x1b[31mred"), "CF005", "Comment"),
    "18b": (changed(ONE, ID="18b", Name="\x1b[31mred"), "CF005", "Name"),
    "18c": (changed(ONE, ID="18c", Name="B", Tags="a\x07"), "CF005", "Tags"),
    "19": (changed(ONE, ID="19", Name="C", Born="19812"), "CF107", "Born"),
    "20": (changed(ONE, ID="20", Name="D", Arrested="15-Jan"), "CF107", "Arrested"),
    "21": (changed(ONE, ID="21", Name="E", Sex="X"), "CF663", "Sex"),
    "22": (changed(ONE, ID="22", Name="F", Arrested="01.01.2027"), "CF644", "Arrested"),
    "23": (changed(ONE, ID="23", Name="G", Arrested="", City=""), "CF664", ""),
    "23a": (changed(ONE, ID="23a", Name="#N/A"), "CF663", "Name"),
    "23b": (changed(ONE, ID="23b", Name="H", Arrested="1404-03-07"), "CF107", "Arrested"),
    "24": (changed(ONE, ID="24", Name="H", Link="not an address"), "CF663", "Link"),
    "24a": (changed(ONE, ID="24a", Name="H", Link="https://example.org/ a b"), "CF663", "Link"),
    "24b": (changed(ONE, ID="24b", Name="H", Link="file:///etc/passwd"), "CF663", "Link"),
    "24c": (changed(ONE, ID="24c", Name="H", Link="no-such-source"), "CF201", ""),
}


@pytest.mark.parametrize("key", BAD)
def test_a_bad_row_is_named_with_its_column_and_the_good_ones_go_in(partner, key):
    row, code, column = BAD[key]
    counts, found = partner.imports(TWO, row, code=1)
    assert counts == {"added": 1, "refused": 1}
    (refused,) = (each for each in found["data"]["rows"] if each["outcome"] == "refused")
    assert refused["row"] == 3
    problem = refused["problems"][0]
    assert (problem["path"], problem["line"]) == ("p.csv", 3)
    assert (problem["code"], problem["field"]) == (code, column or problem["field"])
    assert partner.case("Bakyt")


def test_a_bad_cell_in_a_newer_file_is_an_error_of_its_row(partner):
    partner.imports(ONE, TWO)
    rows = (changed(ONE, City="Naryn"), changed(TWO, Name="Bakyt " * 200))
    counts, found = partner.imports(*rows, code=1)
    assert counts == {"changed": 1, "refused": 1}
    (problem,) = (each for row in found["data"]["rows"] for each in row["problems"])
    assert (problem["line"], problem["field"]) == (3, "Name")
    assert partner.case("Asel")["events"][0]["place"] == "Naryn"


def test_all_or_nothing_writes_nothing_if_a_row_is_bad(partner):
    before = partner.head()
    counts, _ = partner.imports(TWO, BAD["19"][0], options=["--all-or-nothing"], code=1)
    assert "added" not in counts
    assert partner.head() == before


def test_rows_with_one_key_or_none_are_refused_all(partner):
    counts, found = partner.imports(ONE, changed(ONE, Name="Other"), changed(TWO, ID=""), code=1)
    assert counts == {"refused": 3}
    assert {each["problems"][0]["code"] for each in found["data"]["rows"]} == {"CF662"}


def test_the_report_has_a_line_for_each_row_and_only_its_owner_reads_it(partner):
    partner.imports(TWO, BAD["19"][0], options=["--report", "r.csv"], code=1)
    place = partner.folder / "r.csv"
    with place.open(newline="") as opened:
        lines = [*csv.DictReader(opened)]
    assert [(each["row"], each["outcome"], each["column"], each["code"]) for each in lines] == [
        ("2", "added", "", ""), ("3", "refused", "Born", "CF107"),
    ]  # fmt: skip
    assert place.stat().st_mode & 0o077 == 0
    assert partner.run("--report", "r.csv")[0] == 4


def test_no_control_character_of_a_cell_is_in_the_report(partner):
    partner.imports(changed(ONE, ID="\x1b[2J17"), options=["--report", "r.csv"], code=1)
    text = (partner.folder / "r.csv").read_text()
    assert "␛[2J17" in text
    assert all(sign.isprintable() for line in text.splitlines() for sign in line)


def test_a_probable_duplicate_is_reported_skipped_or_added_and_never_merged(partner):
    partner.imports(ONE)
    twin = changed(ONE, ID="99", Name="Асель Примерова")
    counts, found = partner.imports(ONE, twin, code=1)
    assert counts == {"unchanged": 1, "duplicate": 1}
    assert found["data"]["rows"][0]["problems"][0]["code"] == "CF710"
    assert partner.imports(ONE, twin, options=["--duplicates", "skip"])[0] == counts
    assert partner.imports(ONE, twin, options=["--duplicates", "add"])[0] == {"unchanged": 1, "added": 1}
    assert partner.imports(ONE, twin)[0] == {"unchanged": 2}


def test_a_withdrawn_case_does_not_come_back(partner):
    partner.imports(ONE, TWO)
    record = partner.case("Asel")["id"]
    assert partner.answer(partner.folder, "withdraw", record, "--reason", "safety", "--yes")[0] == 0
    assert [each["key"] for each in partner.kept()] == ["18"]
    before = partner.head()
    assert partner.imports(ONE, TWO)[0] == {"unchanged": 1, "withdrawn": 1}
    assert partner.head() == before
    noted = (partner.folder / ".git/casefile/withdrawn-rows.json").read_text()
    assert "17" not in json.loads(noted)["digests"]


def test_a_withdrawn_case_does_not_come_back_in_another_clone(partner, tmp_path):
    partner.imports(ONE, TWO)
    partner.answer(partner.folder, "withdraw", partner.case("Asel")["id"], "--reason", "safety", "--yes")
    subprocess.run(["git", "clone", "-q", partner.folder, tmp_path / "clone"], check=True)
    other = Desk(tmp_path / "clone", partner.answer, partner.git)
    partner.answer(other.folder, "init", "--identity", "desk-2")
    assert other.imports(ONE, TWO)[0] == {"unchanged": 1, "withdrawn": 1}


def test_another_clone_knows_the_rows_by_their_numbers(partner):
    partner.imports(ONE)
    (partner.folder / "imports/partner.jsonl").unlink()
    partner.git("commit", "-qam", "lost")
    assert partner.imports(changed(ONE, Born="1990"))[0] == {"conflict": 1}
    assert partner.case("Asel")["person"]["birth"] == "1983-01-12"


def test_an_import_that_was_reverted_may_be_repeated(partner):
    partner.imports(ONE)
    partner.git("revert", "--no-edit", "HEAD")
    assert partner.imports(ONE)[0] == {"added": 1}


def test_the_rows_of_a_public_register_are_in_no_commit(partner):
    settings = partner.folder / "casefile.yaml"
    settings.write_text(
        settings.read_text().replace("tier: restricted", "tier: public") + "ceiling: public\n"
    )
    partner.git("commit", "-qam", "public")
    row = changed(ONE, Link="https://example.org/17")
    assert partner.imports(row)[0] == {"added": 1}
    assert not (partner.folder / "imports").exists()
    kept = partner.folder / ".git/casefile/imports/partner.jsonl"
    assert kept.stat().st_mode & 0o077 == 0
    assert partner.imports(row)[0] == {"unchanged": 1}
    assert partner.imports(changed(row, City="Talas"))[0] == {"changed": 1}


def test_no_export_has_the_number_of_a_person_whose_name_is_withheld(partner):
    partner.imports(ONE)
    code, out, _ = partner.answer(partner.folder, "export", "-f", "jsonl", "--audience", "internal")
    assert code == 0
    assert "partner-list" in out
    partner.answer(
        partner.folder, "update", "primerova", "--set", "tier=public", "--set", "person.name_tier=restricted"
    )
    _, out, _ = partner.answer(partner.folder, "export", "-f", "jsonl")
    assert "partner-list" not in out
    assert '"17"' not in out


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("column: Name", "column: Nam"),
        ("person.birth", "person.brith"),
        ("type: release", "type: relase"),
        ("{column: Link, every: true}", "{column: Link}"),
        ("columns: [ID]", "columns: [No]"),
        ("unmapped: notes", "unmapped: refuse"),
        ("values: [F=female", "values: [female"),
        ("{field: country, value: KG}", "{field: country}"),
        ("{field: country, value: KG}", "{field: events, value: KG}"),
        ("{field: country, value: KG}", "{field: person, value: KG}"),
        ("dates: day_month_year", "dates: dmy"),
        ("{field: country, value: KG}", "{field: tier, column: Sex}"),
        ("{field: country, value: KG}", "{field: person.name_tier, column: Sex}"),
        ("{field: country, value: KG}", "{field: consent.scope, column: Sex}"),
    ],
)
def test_a_map_for_another_file_is_refused_with_the_line(partner, old, new):
    partner.rows(TWO)
    place = partner.folder / "partner.map.yaml"
    assert old in MAP
    place.write_text(MAP.replace(old, new, 1))
    line = MAP[: MAP.index(old)].count("\n") + 1
    code, found, err = partner.run()
    assert code == 2, err
    problems = found["error"].get("problems") or found["problems"]
    assert [(each["path"], each["line"]) for each in problems] == [("partner.map.yaml", line)], problems


def test_a_first_map_is_made_of_the_headers(partner):
    partner.rows(ONE, TWO)
    code, out, _ = partner.answer(partner.folder, "import", "p.csv", "--suggest")
    assert code == 0
    data = yaml.safe_load(out)
    assert data["key"]["columns"] == ["ID"]
    assert data["fields"] is None, "every guess is a comment"
    confirmed = yaml.safe_load(
        out.replace("# - {", "- {").replace("  # - type", "  - type").replace("  #  ", "   ")
    )
    fields = {each["field"]: each.get("column") for each in confirmed["fields"]}
    assert fields["person.name"] == "Name"
    assert fields["person.birth"] == "Born"


def test_a_first_map_states_any_header(partner):
    headers = ["ID", 'a: "b"]\\', "# x", "\x1b[2J\x9bName", "- {y}, z"]
    (partner.folder / "a\nb.csv").write_text("", newline="")
    with (partner.folder / "a\nb.csv").open("w", newline="") as out:
        csv.writer(out).writerows([headers, range(len(headers))])
    code, out, _ = partner.answer(partner.folder, "import", "a\nb.csv", "--suggest")
    assert code == 0
    assert all(sign.isprintable() for line in out.splitlines() for sign in line)
    named = [line.removeprefix("# column ") for line in out.splitlines() if line.startswith("# column ")]
    assert [yaml.safe_load(f"{{{line}}}") for line in named[:2]] == [
        {header: "1 different value in 1 row"} for header in headers[1:3]
    ]
    assert yaml.safe_load(out.partition("column: ")[2].partition("}")[0]) == headers[3]


def test_two_clones_that_import_the_same_file_merge(partner, tmp_path):
    partner.rows(ONE)
    partner.git("add", "partner.map.yaml")
    partner.git("commit", "-qm", "the map")
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", partner.folder, clone], check=True)
    other = Desk(clone, partner.answer, partner.git)
    partner.answer(clone, "init", "--identity", "desk-2")
    partner.imports(ONE)
    other.imports(TWO)
    pulled = ["git", "-C", partner.folder, "pull", "-q", "--no-rebase", "--no-edit", clone]
    subprocess.run([*pulled, "main"], check=True, capture_output=True)
    assert {each["key"] for each in partner.kept()} == {"17", "18"}
    assert partner.imports(ONE, TWO)[0] == {"unchanged": 2}
    assert partner.answer(partner.folder, "validate")[0] == 0


def test_a_killed_import_is_completed_by_the_next_one(partner, monkeypatch):
    partner.rows(ONE, TWO)
    with monkeypatch.context() as patch:
        moved = []

        def killed(*given, **more):
            if len(moved) == 3:
                raise KeyboardInterrupt
            moved.append(given)
            return real(*given, **more)

        real = os.replace
        patch.setattr("casefile.files.atomic_writes.os.replace", killed)
        assert partner.answer(partner.folder, "import", "p.csv", "--map", "partner.map.yaml")[0] == 130
    assert (partner.folder / ".git/casefile/unfinished.json").exists()
    assert partner.imports(ONE, TWO)[0] == {"unchanged": 2}
    assert len([*partner.folder.glob("cases/kg/**/*.yaml")]) == 2
    assert len(partner.kept()) == 2
    assert partner.git("status", "--porcelain", "--", "cases", "imports") == ""


def test_an_event_that_the_team_changed_is_not_retracted(partner):
    partner.imports(TWO)
    release = next(each["id"] for each in partner.case("Bakyt")["events"] if each["type"] == "release")
    partner.answer(
        partner.folder, "update", "vydumov", "--set", f"events.{release}.date=2025-06-04", "--reason", "photo"
    )
    counts, found = partner.imports(changed(TWO, Released=""))
    assert counts == {"conflict": 1}
    (difference,) = found["data"]["rows"][0]["differences"]
    assert difference.startswith("release Released: ")
    assert all("standing" not in each for each in partner.case("Bakyt")["events"])


def test_a_case_that_was_deleted_by_hand_does_not_come_back(partner):
    partner.imports(ONE, TWO)
    (path,) = (each for each in partner.folder.glob("cases/kg/**/*.yaml") if "Asel" in each.read_text())
    path.unlink()
    partner.git("commit", "-qam", "gone")
    assert partner.imports(ONE, TWO)[0] == {"unchanged": 1, "withdrawn": 1}


def test_a_reverted_import_may_be_repeated_beside_a_withdrawal(partner):
    partner.imports(TWO)
    partner.answer(partner.folder, "withdraw", "vydumov", "--reason", "safety", "--yes")
    partner.imports(ONE)
    partner.git("revert", "--no-edit", "HEAD")
    assert partner.imports(ONE)[0] == {"added": 1}


def test_a_claim_is_added_once(partner):
    partner.imports(ONE)
    partner.answer(
        partner.folder, "update", "primerova", "--set", "person.birth=1984", "--reason", "passport"
    )
    for born in ("1985", "1986", "1985"):
        assert partner.imports(changed(ONE, Born=born))[0] == {"conflict": 1}
    assert [each["value"] for each in partner.case("Asel")["claims"]] == ["1985", "1986"]


def test_a_new_address_is_cited_by_the_events_of_its_row(partner):
    partner.imports(ONE)
    row = (*ONE[:9], "https://example.org/new", *ONE[10:])
    assert partner.imports(row)[0] == {"changed": 1}
    cited = partner.case("Asel")["events"][0]["sources"]
    assert len(cited) == 3
    assert "https://example.org/new" in (partner.folder / f"cases/sources/{cited[2]}.yaml").read_text()


def test_no_source_is_made_for_a_row_that_is_not_imported(partner):
    partner.imports(ONE)
    twin = changed(ONE, ID="99", Link="https://example.org/twin")
    partner.imports(ONE, twin, TWO, options=["--duplicates", "skip"])
    assert not any("twin" in each.read_text() for each in partner.folder.glob("cases/sources/*.yaml"))


def test_an_event_that_is_put_before_another_one_in_the_map_is_added(partner):
    partner.imports(TWO)
    (partner.folder / "partner.map.yaml").write_text(
        MAP.replace(
            "events:\n",
            "events:\n  - type: release\n    when: [{column: Comment, words: [called twice]}]\n"
            '    fields: [{field: date, value: "2025-06-01"}]\n',
        )
    )
    assert partner.imports(TWO)[0] == {"changed": 1}
    assert [each["date"] for each in partner.case("Bakyt")["events"]] == [
        "2025-05-29",
        "2025-06-01",
        "2025-06-03",
    ]
    assert partner.imports(TWO)[0] == {"unchanged": 1}


def test_a_column_that_the_map_names_later_fills_its_field(partner):
    whole = MAP
    (partner.folder / "partner.map.yaml").write_text(
        whole.replace("  - {field: person.birth, column: Born, dates: day_month_year}\n", "")
    )
    partner.imports(ONE)
    assert "Born: 12.01.1983" in partner.case("Asel")["notes"]
    (partner.folder / "partner.map.yaml").write_text(whole)
    assert partner.imports(ONE)[0] == {"changed": 1}
    case = partner.case("Asel")
    assert case["person"]["birth"] == "1983-01-12"


def test_a_map_that_is_corrected_corrects_the_cases(partner):
    place = partner.folder / "partner.map.yaml"
    place.write_text(MAP.replace("day_month_year", "month_day_year"))
    row = changed(ONE, Born="12.01.1983", Arrested="05.02.2025")
    assert partner.imports(row)[0] == {"added": 1}
    assert partner.case("Asel")["person"]["birth"] == "1983-12-01"
    place.write_text(MAP)
    assert partner.imports(row)[0] == {"changed": 1}
    case = partner.case("Asel")
    assert (case["person"]["birth"], case["events"][0]["date"]) == ("1983-01-12", "2025-02-05")


def test_a_field_or_event_that_leaves_the_map_stays_in_the_case(partner):
    partner.imports(TWO)
    place = partner.folder / "partner.map.yaml"
    text = MAP.replace("  - {field: person.birth, column: Born, dates: day_month_year}\n", "")
    start, end = text.index("  - type: release"), text.index("sources:")
    place.write_text(text[:start] + text[end:])
    assert partner.imports(TWO)[0] == {"changed": 1}, "the cells go into the notes"
    case = partner.case("Bakyt")
    assert case["person"]["birth"] == "1979"
    assert [each.get("standing") for each in case["events"]] == [None, None]


def test_day_numbers_of_a_workbook_that_counts_from_1904_are_refused(partner):
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(HEADERS)
    book.active.append(changed(TWO, Arrested=44344))
    book.save(partner.folder / "p.xlsx")
    place = partner.folder / "partner.map.yaml"
    place.write_text(MAP.replace("Arrested, dates: day_month_year", "Arrested, dates: excel"))
    code, found, _ = partner.run(name="p.xlsx")
    assert code == 2
    assert [each["code"] for each in found["problems"]] == ["CF661"]


def test_a_word_of_the_map_is_the_same_in_every_unicode_form(partner):
    place = partner.folder / "partner.map.yaml"
    place.write_text(MAP.replace("M=male", "Ho\u0301=male"))
    assert partner.imports(changed(TWO, Sex="H\u00f3"))[0] == {"added": 1}
    assert partner.case("Bakyt")["person"]["gender"] == "male"
