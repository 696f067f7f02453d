"""`add --from`: whole records come in all together or not at all, and each refusal has its line."""

from __future__ import annotations

import json

import pytest

from casefile.editing.write_records import write
from casefile.errors import BadInput, CasefileError, Collision, NotFound
from casefile.intake.new_records import take_in
from support.taking_in import incoming

CASE = {
    "schema": "casefile/case/1",
    "id": "kz-2025-ccccc",
    "country": "KZ",
    "person": {"identification": "unnamed", "descriptor": "an accountant"},
    "events": [{"id": "d3d3d", "type": "detention", "date": "2025-05-30", "sources": ["24-kg-2025-06-28"]}],
}
SOURCE = {"schema": "casefile/source/1", "id": "24-kg-2025-06-28", "kind": "press_article"}


def lines(*records):
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def taken(desk, blob):
    return write(desk, take_in(incoming(blob, "in.jsonl")))


@pytest.mark.parametrize("form", ["lines", "list", "crlf", "bom"])
def test_records_in_any_order_are_imported_in_one_commit(desk, git_in, form):
    blob = lines(CASE, SOURCE)
    if form == "list":
        blob = json.dumps([CASE, SOURCE], indent=1).encode()
    elif form == "crlf":
        blob = blob.replace(b"\n", b"\r\n")
    elif form == "bom":
        blob = b"\xef\xbb\xbf" + blob
    written = taken(desk, blob)
    assert [record.path for record in written.records] == [
        "cases/kz/2025/kz-2025-ccccc.yaml",
        "cases/sources/24-kg-2025-06-28.yaml",
    ]
    assert git_in(desk)("rev-list", "--count", "HEAD") == "3"
    assert git_in(desk)("show", "-s", "--format=%s").startswith("case kz-2025-ccccc: added")


def test_yaml_is_imported_with_its_comments(desk):
    text = "# from the lawyer\nschema: casefile/source/1\nid: letter-x7k3m  # ours\nkind: letter\n"
    write(desk, take_in(incoming(text.encode(), "in.yaml")))
    assert (desk / "cases/sources/letter-x7k3m.yaml").read_text() == text


REFUSED = {
    "a syntax error": (lines(SOURCE) + b'{"schema": \n', BadInput, 2),
    "no record": (lines(SOURCE, {"a": 1}), BadInput, 2),
    "no object": (lines(SOURCE) + b"[1]\n", BadInput, 2),
    "settings": (lines(SOURCE, {"schema": "casefile/settings/1"}), BadInput, 2),
    "a key twice": (lines(SOURCE) + b'{"schema": "casefile/source/1", "schema": "x"}\n', BadInput, 2),
    "a word that is none": (lines(SOURCE, {**SOURCE, "id": "b", "kind": "rumour"}), BadInput, 2),
    "an unknown field": (lines(SOURCE, {**SOURCE, "id": "b", "nmae": "x"}), BadInput, 2),
    "a fraction": (lines(SOURCE, {**SOURCE, "id": "b", "title": 1.5}), BadInput, 2),
    "a control character": (lines(SOURCE, {**SOURCE, "id": "b", "title": "\x00"}), BadInput, 2),
    "half a character": (
        b'{"schema": "casefile/source/1", "id": "b", "kind": "letter", "title": "\\ud800"}',
        BadInput,
        1,
    ),
    "an unknown reference": (lines(SOURCE, {**CASE, "situations": ["nowhere"]}), NotFound, 2),
    "an impossible path": (lines(SOURCE, {**SOURCE, "id": "../../x"}), BadInput, 2),
    "not UTF-8": (b'{"schema": "\xff"}', BadInput, 1),
    "nothing": (b"", CasefileError, 0),
    "blank lines": (b"\n\n", CasefileError, 0),
    "deep nesting": (b"[" * 100_000, BadInput, 1),
}


@pytest.mark.parametrize(("blob", "kind", "line"), REFUSED.values(), ids=REFUSED)
def test_one_refused_record_stops_the_import(desk, git_in, blob, kind, line):
    with pytest.raises(kind) as refused:
        taken(desk, blob)
    assert not line or (refused.value.problems[0].path, refused.value.problems[0].line) == ("in.jsonl", line)
    assert git_in(desk)("status", "--porcelain") == ""


def test_all_errors_of_a_file_are_reported_at_once():
    with pytest.raises(BadInput) as refused:
        incoming(lines({"a": 1}, SOURCE, {**SOURCE, "kind": "x"}) + b"{\n", "in.jsonl")
    assert [problem.line for problem in refused.value.problems] == [1, 3, 4]


def test_a_refusal_in_yaml_points_at_the_field():
    text = "schema: casefile/case/1\nid: kg-2025-ddddd\ncountry: KG\nperson:\n  identification: nobody\n"
    with pytest.raises(BadInput) as refused:
        incoming(text.encode(), "in.yaml")
    problem = refused.value.problems[0]
    assert (problem.path, problem.line, problem.column) == ("in.yaml", 5, 3)


def test_a_reference_in_yaml_points_at_the_field(desk):
    text = (
        "schema: casefile/case/1\nid: kg-2025-ddddd\ncountry: KG\nsituations:\n  - nowhere\n"
        "person:\n  identification: unnamed\n  descriptor: a man\n"
    )
    with pytest.raises(NotFound) as refused:
        write(desk, take_in(incoming(text.encode(), "in.yaml")))
    assert (refused.value.problems[0].path, refused.value.problems[0].line) == ("in.yaml", 5)


def test_an_id_that_is_taken_is_kept(desk, git_in):
    for record in ({**CASE, "id": "kg-2025-aaaaa", "country": "KG"}, {**SOURCE, "id": "scns"}):
        with pytest.raises(Collision):
            taken(desk, lines(SOURCE, record))
    assert git_in(desk)("status", "--porcelain") == ""


def test_an_id_given_twice_in_the_file_is_refused(desk):
    with pytest.raises(BadInput, match=r"in\.jsonl:2"):
        taken(desk, lines(SOURCE, SOURCE))
