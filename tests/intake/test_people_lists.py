"""`add --from` with a list of people: all become cases in one commit, or none; refusals have lines."""

from __future__ import annotations

import json
import re
import time
from itertools import product

import pytest

from casefile.editing.edits import WriteOptions
from casefile.editing.write_records import write
from casefile.errors import BadInput, Collision, NotFound
from casefile.intake.list_items import ForAll, slots
from casefile.intake.people_lists import from_file
from casefile.register import read_entry

RAID = ForAll(
    case={"country": "KG"},
    event={"date": "2025-05-28", "by": ["scns"], "sources": ["occrp-2025-06-04"], "kind": "arrest"},
)
THREE = """# as the lawyer dictated
people:
  - name: Aibek Testov
    occupation: cameraman
    affiliation: scns,role=guard,relation=staff
  - name: Bermet Testova
    affiliations:
      - organization: scns
        role: editor
      - Some Outlet
    other-names:
      - name: Бермет Тестова
        lang: ky
    date: 2025-05-30
    sources: https://example.org/bermet
  - descriptor: accountant
    event: search
    kind: home
"""


@pytest.fixture
def take(desk, today):
    """Write a list into the register."""

    def written(text, for_all=RAID, name="people.yaml", how=None, **options):
        blob = text if isinstance(text, bytes) else text.encode()
        planner = from_file(blob, name, for_all, today, **options)
        return write(desk, planner, how or WriteOptions())

    return written


@pytest.fixture
def cases(desk):
    """Return the data of each case that was written, in the order of the list."""

    def read(written):
        return [read_entry(each.path, (desk / each.path).read_bytes()).data for each in written.records]

    return read


def places_of(error):
    return [(each.line, each.column, each.field, each.code) for each in error.problems]


def test_each_person_becomes_a_case_and_all_are_one_commit(desk, git_in, take, cases):
    written = take(THREE.replace("    kind: home\n", "").replace("    event: search\n", ""))
    first, second, third = cases(written)
    assert git_in(desk)("rev-list", "--count", "HEAD") == "3"
    assert first["person"]["affiliations"] == [{"organization": "scns", "role": "guard", "relation": "staff"}]
    assert [each["organization"] for each in second["person"]["affiliations"]] == ["scns", "Some Outlet"]
    assert second["person"]["other_names"] == [{"name": "Бермет Тестова", "lang": "ky"}]
    assert [each["person"]["identification"] for each in (first, second, third)] == [
        "named", "named", "unnamed",
    ]  # fmt: skip


def test_options_apply_to_all_and_an_item_overrides_them(take, cases):
    first, second = cases(take("- name: Aibek Testov\n- name: B C\n  date: 2025-06\n  by: City Police\n"))
    assert [each["events"][0]["date"] for each in (first, second)] == ["2025-05-28", "2025-06"]
    assert [each["events"][0]["by"] for each in (first, second)] == [["scns"], ["City Police"]]
    assert {each["events"][0]["kind"] for each in (first, second)} == {"arrest"}


def test_ids_are_opaque_and_all_distinct(take):
    written = take("".join(f"- descriptor: person {number}\n" for number in range(40)))
    ids = {each.record for each in written.records}
    assert len(ids) == 40
    assert all(len(each) == len("kg-2025-7k3mq") for each in ids)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.yaml", "- name: Aibek Testov\n  affiliation: scns\n"),
        ("mapping.yaml", "people:\n- name: Aibek Testov\n  affiliation: scns\n"),
        ("one.yaml", "name: Aibek Testov\naffiliation: scns\n"),
        ("list.json", '[{"name": "Aibek Testov", "affiliation": "scns"}]'),
        ("mapping.json", '{"people": [{"name": "Aibek Testov", "affiliations": ["scns"]}]}'),
        ("lines.jsonl", '{"name": "Aibek Testov", "affiliations": [{"organization": "scns"}]}\n\n'),
        ("bom.yaml", "\ufeff- name: Aibek Testov\n  affiliation: scns\n"),
        ("crlf.yaml", "- name: Aibek Testov\r\n  affiliation: scns\r\n"),
    ],
)
def test_a_list_may_be_yaml_json_or_json_lines(take, cases, name, text):
    (case,) = cases(take(text, name=name))
    assert case["person"] == {
        "identification": "named",
        "name": "Aibek Testov",
        "affiliations": [{"organization": "scns"}],
    }


@pytest.mark.parametrize("word", ["source", "sources", "other-name", "other_names", "note", "notes", "tag"])
def test_a_field_goes_by_its_option_and_by_its_own_name(word):
    assert word.replace("-", "_") in slots("detention")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("bare.yaml", "- name: Aibek Testov\n  age: 15\n"),
        ("quoted.yaml", '- name: Aibek Testov\n  age: "15"\n'),
        ("group.yaml", "- name: Aibek Testov\n  age:\n    years: 15\n"),
        ("bare.json", '[{"name": "Aibek Testov", "age": 15}]'),
    ],
)
def test_the_first_field_of_a_group_may_be_a_plain_number(take, cases, name, text):
    (case,) = cases(take(text, name=name))
    assert case["person"]["age"] == {"years": 15}


@pytest.mark.parametrize("age", ["true", "[15]"])
def test_a_value_that_is_no_group_is_refused_with_its_fields(take, age):
    with pytest.raises(BadInput) as refused:
        take(f"- name: Aibek Testov\n  age: {age}\n")
    assert places_of(refused.value) == [(2, 3, "age", "CF105")]
    assert "years, as_of" in refused.value.hint


def test_a_hint_is_in_the_notation_of_a_list(take):
    with pytest.raises(BadInput) as refused:
        take("- occupation: cameraman\n")
    assert places_of(refused.value) == [(1, 3, "name", "CF342")]
    assert re.fullmatch('descriptor: ".+"', refused.value.hint)


def test_a_hint_for_a_written_case_is_a_command_with_its_ids(take):
    written = take("- name: Aibek Testov\n", for_all=ForAll(case={"country": "KG"}, event={"date": "2025"}))
    (record,), (problem,) = written.records, written.problems
    assert problem.code == "CF324"
    assert problem.hint == f"casefile update {record.record} --add events.{record.event}.sources=URL"


def test_the_remark_on_the_event_and_the_notes_of_the_case_are_two(take, cases):
    (case,) = cases(take("- name: Aibek Testov\n  note: by telephone\n  notes: |\n    long\n    text\n"))
    assert (case["events"][0]["note"], case["notes"]) == ("by telephone", "long\ntext")


def test_an_address_becomes_one_source_for_all_who_cite_it(take, cases):
    url = "https://example.org/list"
    written = take(f"- name: Aibek Testov\n  source: {url}\n- name: B C\n  sources:\n    - {url}\n")
    assert len(written.beside) == 1
    assert {each["events"][0]["sources"][0] for each in cases(written)} == {written.beside[0].record}


def test_one_caller_is_the_source_of_all_without_another(take, cases):
    typed = ForAll(RAID.kind, RAID.case, {}, {"date": "2025-05-28"}, "relative")
    written = take("- name: A B\n- name: C D\n- name: E F\n  connection: lawyer\n", for_all=typed)
    calls = [case["events"][0]["sources"][0] for case in cases(written)]
    assert calls[0] == calls[1] != calls[2]
    assert len(written.beside) == 2


def test_all_errors_of_a_list_are_reported_with_their_places(take, git_in, desk):
    text = """- nmae: Aibek Testov
- name: Bermet Testova
  affiliation: scns,realtion=staff
  dat: 2025-05-30
- descriptor: accountant
  date: 2025-13-30
  tier: secret
- Just A Name
- name: Someone Else
  event: serach
  minor: [minor]
  affiliations:
    - organization: nowhere-x
    - {organization: scns, relation: boss-x}
- name: Last One
  source: nowhere-2025
"""
    with pytest.raises(BadInput) as refused:
        take(text)
    assert places_of(refused.value) == [
        (1, 3, "nmae", "CF102"),
        (3, 3, "affiliation.0.realtion", "CF102"),
        (4, 3, "dat", "CF102"),
        (6, 3, "date", "CF107"),
        (7, 3, "tier", "CF103"),
        (8, 3, "", "CF606"),
        (10, 3, "event", "CF104"),
        (11, 3, "minor", "CF105"),
        (14, 28, "affiliations.1.relation", "CF103"),
        (16, 3, "source.0", "CF201"),
    ]
    assert {each.path for each in refused.value.problems} == {"people.yaml"}
    assert git_in(desk)("status", "--porcelain") == ""


def test_a_misspelt_field_gets_a_suggestion(take):
    with pytest.raises(BadInput) as refused:
        take("- name: A B\n  ocupation: cameraman\n- name: C D\n  zzz: 1\n- name: E F\n  person: {}\n")
    hints = [each.hint for each in refused.value.problems]
    wanted = ("`occupation`", "casefile add --help", "schema: casefile/case/1")
    assert [part in hint for part, hint in zip(wanted, hints, strict=True)] == [True] * 3


def test_a_wrong_option_is_refused_once_without_a_line(take):
    typed = ForAll(RAID.kind, {**RAID.case, "situations": ["nowhere"]}, {}, dict(RAID.event))
    with pytest.raises(NotFound) as refused:
        take("- name: A B\n- name: C D\n- name: E F\n", for_all=typed)
    assert [(each.path, each.line, each.field) for each in refused.value.problems] == [("", 0, "situations")]


def test_a_field_that_was_typed_for_all_and_does_not_fit_the_event_is_refused(take):
    typed = ForAll("detention", RAID.case, {}, {**RAID.event, "warrant": "shown", "force": "none"})
    with pytest.raises(BadInput) as refused:
        take("- name: A B\n  event: note\n  summary: x\n", for_all=typed)
    named = {name for each in refused.value.problems for name in re.findall(r"`(\w+)`", each.message)}
    assert named == {"kind", "warrant", "force"}


def test_a_name_given_twice_is_refused_with_both_lines(take):
    text = "- name: Aibek Testov\n- name: B C\n- name: TESTOV, Aibek\n"
    with pytest.raises(Collision) as refused:
        take(text)
    (problem,) = refused.value.problems
    assert (problem.line, re.findall(r"\d+", problem.message)) == (3, ["1"])
    assert "Aibek" not in str(problem)
    assert len(take(text, duplicate_ok=True).records) == 3


def test_persons_are_counted_who_are_like_others_and_not_how_often(take):
    people = ("Nurlan Beishenov", "Нурлан Бейшенов", "Nurlan Bejšenov")
    with pytest.raises(Collision) as refused:
        take("".join(f"- name: {each}\n" for each in people))
    assert [each.line for each in refused.value.problems] == [2, 3, 3]
    assert re.findall(r"\d+", refused.value.message) == ["2"]


def test_one_person_in_two_spellings_of_one_list_is_refused_with_both_lines(desk, git_in, take):
    text = "- name: Nurlan Beishenov\n- name: Aigul Bekova\n- name: Нурлан Бейшенов\n"
    with pytest.raises(Collision) as refused:
        take(text)
    (problem,) = refused.value.problems
    assert (refused.value.exit_code, problem.code, problem.line) == (4, "CF710", 3)
    assert re.findall(r"\d+", problem.message) == ["1"]
    assert git_in(desk)("status", "--porcelain") == ""
    written = take(text, duplicate_ok=True)
    assert len(written.records) == 3
    (note,) = written.notes
    assert re.match(r"people\.yaml:3: .* 1: ", note)


def test_a_public_list_shows_the_names_that_are_alike(take):
    text = "- name: Nurlan Beishenov\n  tier: public\n- name: Нурлан Бейшенов\n  tier: public\n"
    with pytest.raises(Collision) as refused:
        take(text)
    (problem,) = refused.value.problems
    assert "Нурлан Бейшенов and Nurlan Beishenov" in problem.message


APART = {
    "brothers": "- name: Nurlan Saparov\n- name: Daniyar Saparov\n",
    "people without names": "- descriptor: a reporter\n- descriptor: a reporter\n",
}


@pytest.mark.parametrize("text", APART.values(), ids=APART)
def test_people_of_one_list_who_are_not_alike_are_added_without_a_note(take, text):
    assert take(text).notes == ()


WEAKER = {
    "detained in other years": "- name: Nurlan Beishenov\n- name: Нурлан Бейшенов\n  date: 2023-05-28\n",
    "a sister, perhaps": "- name: Nurlan Saparov\n- name: Nurlana Saparova\n",
}


@pytest.mark.parametrize("text", WEAKER.values(), ids=WEAKER)
def test_people_of_one_list_who_are_somewhat_alike_are_a_note(take, text):
    (note,) = take(text).notes
    assert re.match(r"people\.yaml:2: .* 1: ", note)


def test_errors_and_duplicates_of_a_list_are_reported_together(take):
    text = "- name: Nurlan Beishenov\n- name: Нурлан Бейшенов\n- name: Aleksandr Aleksandrov\n- nmae: x\n"
    with pytest.raises(BadInput) as refused:
        take(text)
    assert [each.line for each in refused.value.problems] == [2, 3, 4]


def test_a_person_who_is_probably_recorded_is_refused_with_the_line(take):
    text = "- name: Somebody Else\n- name: Александр Александров\n"
    with pytest.raises(Collision) as refused:
        take(text)
    assert [(each.path, each.line) for each in refused.value.problems] == [("people.yaml", 2)]
    assert "kg-2025-aaaaa" in refused.value.problems[0].message
    assert len(take(text, duplicate_ok=True).records) == 2


def test_a_missing_country_is_reported_once(desk, take):
    (desk / "cases/kg/2025/kg-2025-aaaaa.yaml").unlink()
    (desk / "cases/kg/2025/kg-2025-bbbbb.yaml").unlink()
    with pytest.raises(BadInput) as refused:
        take("- name: A B\n- name: C D\n", for_all=ForAll(event=RAID.event))
    assert [each.code for each in refused.value.problems] == ["CF609"]


IDS = {
    "given twice": ("- name: A B\n  id: kg-2025-x1\n- name: C D\n  id: kg-2025-x1\n", 4),
    "of another form": ("- name: A B\n  id: ../../x\n", 2),
    "taken": ("- name: A B\n  id: kg-2025-aaaaa\n", 2),
}


@pytest.mark.parametrize(("text", "line"), IDS.values(), ids=IDS)
def test_a_wrong_id_is_refused_at_its_line(take, text, line):
    with pytest.raises(BadInput) as refused:
        take(text)
    assert [each.line for each in refused.value.problems] == [line]


RECORDS = "- schema: casefile/source/1\n  id: letter-a\n  kind: letter\n"


def test_a_list_of_whole_records_is_taken_in_as_it_is(take):
    assert [each.record for each in take(RECORDS, for_all=ForAll()).records] == ["letter-a"]


def test_options_with_a_list_of_whole_records_are_refused(take):
    with pytest.raises(BadInput) as refused:
        take(RECORDS)
    assert refused.value.code == "CF601"


@pytest.mark.parametrize("first", [True, False])
def test_whole_records_and_people_do_not_mix(take, first):
    text = f"- name: A B\n{RECORDS}" if first else f"{RECORDS}- name: A B\n"
    with pytest.raises(BadInput) as refused:
        take(text)
    assert [(each.line, each.code) for each in refused.value.problems] == [(1 if first else 4, "CF606")]


BAD = {
    "an empty file": (b"", 0, "CF606"),
    "only comments": (b"# nobody\n", 0, "CF606"),
    "an empty list": (b"people: []\n", 0, "CF606"),
    "no list": (b"people: Aibek\n", 1, "CF606"),
    "something beside the list": (b"people:\n- name: A B\ncountry: KG\n", 3, "CF606"),
    "UTF-16": ("- name: A B\n".encode("utf-16"), 1, "CF001"),
    "a tab": (b"- name: A B\n\tdate: 2025\n", 2, "CF010"),
    "more than a mebibyte": (b"- name: A B\n  notes: " + b"a" * 1_100_000, 0, "CF002"),
    "one text": (b"hello\n", 1, "CF606"),
    "a key twice": (b"- name: A B\n  name: C D\n", 2, "CF015"),
    "a key twice in JSON": (b'[\n {"name": "NaN",\n  "name": "y"}]', 3, "CF606"),
    "no number in JSON": (b'[\n {"name": "NaN",\n  "minor": NaN}]', 3, "CF606"),
    "no number in a line": (b'{"name": "A B"}\n{"name": "NaN", "minor": -Infinity}\n', 2, "CF606"),
    "a fraction": (b'{"name": "A B"}\n{"name": "C D", "place": 1.5}\n', 2, "CF105"),
    "a broken line": (b'{"name": "A B"}\n{"name": \n', 2, "CF606"),
    "an alias": (b"- &a\n  name: A B\n- *a\n", 1, "CF011"),
    "half a character": (b'{"name": "\\ud800"}', 1, "CF005"),
    "a control character": (b'{"name": "A B"}\n{"name": "A\\u001bB"}', 2, "CF005"),
    "deep nesting": (b"[" * 100_000, 1, "CF606"),
}


@pytest.mark.parametrize(("blob", "line", "code"), BAD.values(), ids=BAD)
def test_a_list_that_cannot_be_read_is_refused_at_its_line(take, blob, line, code):
    with pytest.raises(BadInput) as refused:
        take(blob, name="in")
    problem = refused.value.problems[0]
    assert (problem.path, problem.line, problem.code) == ("in", line, code)


def test_places_in_json_are_those_of_its_lines(take):
    pretty = json.dumps(
        [{"name": "A B"}, {"name": "C D", "minor": "x", "affiliation": "scns,relation=x"}], indent=2
    )
    with pytest.raises(BadInput) as refused:
        take(pretty)
    assert [(each.line, each.field) for each in refused.value.problems] == [
        (7, "minor"),
        (8, "affiliation.0.relation"),
    ]


GIVEN = """Azamat Bermet Chyngyz Daniyar Elmira Farida Gulnara Ivan Jamilya Kanykei Leila Maksat Nazgul Oleg
Petr Rustam Svetlana Tolkun Umar Viktor Yrys Zarina Hasan Fyodor Boris"""
SURNAMES = """Abdyldaev Bekov Chernov Duulatov Erkebaev Fokin Gaparov Hamidov Ibragimov Jumabaev Kozlov Lavrov
Mamytov Nurmatov Osmonov Petrenko Rakhimov Sydykov Temirov Usenov Vasiliev Yakovlev Zhumaliev Popov Tsoi
Shevchenko Karimov Tashmatov Moldokulov Dzhaparov Bragin Sultanov Fedotov Gromyko Pak Kim Ismailov Orlov
Saparov Testov"""


def test_a_thousand_people_take_seconds(take):
    names = (f"{given} {surname}" for given, surname in product(GIVEN.split(), SURNAMES.split()))
    cites = {"affiliation": "scns", "source": "occrp-2025-06-04"}
    lines = [json.dumps({"name": name, **cites}) for name in names]
    start = time.process_time()
    assert len(take("\n".join(lines), how=WriteOptions(dry_run=True)).records) == 1000
    assert time.process_time() - start < 10


def test_a_dry_run_writes_nothing(take, desk, git_in):
    written = take("- name: A B\n- name: C D\n", how=WriteOptions(dry_run=True))
    assert all(each.diff.startswith("--- /dev/null") for each in written.records)
    assert git_in(desk)("status", "--porcelain") == ""
