"""Broken and hostile files: each is told with its line, none hides the others, nothing is lost."""

from __future__ import annotations

import json
import os

import pytest

GOOD = "schema: casefile/source/1\nid: {id}\nkind: letter\n"
NOT_YAML_1_2 = "%YAML 1.1\n---\n"
CASE = (
    "schema: casefile/case/1\nid: {id}\ncountry: KG\n"
    "person:\n  identification: unnamed\n  descriptor: a man\nevents:\n"
    "  - id: a1a1a\n    type: detention\n    sources:\n      - occrp-2025-06-04\n"
)


BAD = {
    # name of the file: content, code, line
    "alias": (GOOD + "title: &a x\npublisher: *a\n", "CF011", 4),
    "laughs": (GOOD + "tags:\n  - &a [x, x]\n  - &b [*a, *a]\n  - [*b, *b]\n", "CF011", 5),
    "nesting": (GOOD + "title: " + "[" * 100_000 + "\n", "CF017", 4),
    "tag": (GOOD + "title: !!python/object:os.system x\n", "CF012", 4),
    "duplicate": (GOOD + "kind: video\n", "CF015", 4),
    "directive": (NOT_YAML_1_2 + GOOD, "CF013", 1),
    "documents": (GOOD + "---\n" + GOOD, "CF014", 4),
    "nul": (GOOD + "title: a\0b\n", "CF001", 4),
    "utf16": ((GOOD).encode("utf-16"), "CF001", 1),
    "latin": ((GOOD + "title: caf\xe9\n").encode("latin-1"), "CF001", 4),
    "bidi": (GOOD + "title: a\u202eb\n", "CF005", 4),
    "escape": (GOOD + "title: a\x1b[31mb\n", "CF005", 4),
    "syntax": (GOOD + "title: [a\n", "CF010", None),
    "large": (GOOD + "notes: " + "x" * 20_000_000 + "\n", "CF002", 0),
    "empty": ("", "CF018", 0),
    "list": ("- a\n", "CF019", 1),
    "conflict": (GOOD + "<<<<<<< ours\ntitle: a\n=======\ntitle: b\n>>>>>>> theirs\n", "CF021", 4),
    "field": (GOOD + "titel: x\n", "CF102", 4),
    "word": (GOOD.replace("letter", "leter"), "CF103", 3),
    "type": (GOOD + "title:\n  - a\n", "CF105", 4),
}
BAD_CASES = {
    "kg-2025-bad01": (CASE + '    date: "2025-02-30"\n', "CF107", 12),
    "kg-2025-bad02": (CASE + "    date: [2025-05-28..2025-06-04]\n", "CF107", 12),
    "kg-2025-bad03": (CASE + '    date: "2025-05-28"\nsituations:\n  - nowhere\n', "CF201", 14),
}


@pytest.fixture
def bad(register):
    """Put all bad files into the register at once."""
    for name, (text, _, _) in BAD.items():
        blob = (
            text
            if isinstance(text, bytes)
            else text.format(id=name).encode()
            if "{id}" in text
            else text.encode()
        )
        (register / f"cases/sources/{name}.yaml").write_bytes(blob)
    for name, (text, _, _) in BAD_CASES.items():
        (register / f"cases/kg/2025/{name}.yaml").write_text(text.format(id=name))
    (register / "cases/sources/folder.yaml").mkdir()
    (register / "cases/sources/dangling.yaml").symlink_to("nowhere.yaml")
    (register / "cases/sources/passwd.yaml").symlink_to("/etc/passwd")
    os.mkfifo(register / "cases/sources/pipe.yaml")
    return register


def test_every_bad_file_is_reported_with_line_and_code(casefile, bad):
    done = casefile("validate", "--json")
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    told = {}
    for problem in answer["problems"]:
        if problem["level"] == "error":
            told.setdefault(problem["path"], []).append((problem["code"], problem["line"]))
    for folder, files in (("sources", BAD), ("kg/2025", BAD_CASES)):
        for name, (_, code, line) in files.items():
            found = told[f"cases/{folder}/{name}.yaml"]
            assert code in dict(found), (name, found)
            assert line is None or (code, line) in found, (name, found)
    for name in ("folder", "dangling", "passwd", "pipe"):
        assert told[f"cases/sources/{name}.yaml"], name
    assert "root:" not in done.stdout
    without = {each["code"] for each in answer["problems"] if each["level"] == "error" and not each["hint"]}
    assert without <= {"CF105"}, "what should stand there is said; anything else needs a word on what to do"


def test_good_records_are_read_and_written_beside_bad_ones(casefile, bad, git):
    listed = casefile("list", "--json")
    assert listed.returncode == 0
    assert len(json.loads(listed.stdout)["data"]) >= 11
    assert json.loads(listed.stdout)["problems"]
    written = casefile("update", "aleksandrov", "--add", "tags=urgent")
    assert written.returncode == 0, written.stderr
    assert git(bad, "show", "--name-only", "--format=").split() == [
        "cases/kg/2025/kg-2025-aleksander-aleksandrov.yaml"
    ]


def test_a_record_that_is_itself_broken_is_1_and_is_left(casefile, bad):
    path = bad / "cases/kg/2025/kg-2025-bad01.yaml"
    before = path.read_bytes()
    for words in (["show", "kg-2025-bad01"], ["update", "kg-2025-bad01", "--add", "tags=x"]):
        done = casefile(*words)
        assert done.returncode == 1
        assert "cases/kg/2025/kg-2025-bad01.yaml:12:" in done.stderr
    assert path.read_bytes() == before


def test_hand_edits_with_errors_are_not_committed(casefile, bad, git):
    done = casefile("commit")
    assert done.returncode == 1
    assert done.stderr.count("error: cases/") >= len(BAD)
    committed = git(bad, "ls-tree", "-r", "--name-only", "HEAD").split()
    for name in BAD:
        assert f"cases/sources/{name}.yaml" not in committed


@pytest.mark.parametrize("form", ["bom", "crlf"])
def test_a_byte_order_mark_and_dos_line_ends_are_read_and_kept(casefile, casefile_json, register, form):
    path = register / "cases/kg/2025/kg-2025-aleksander-aleksandrov.yaml"
    blob = path.read_bytes()
    blob = b"\xef\xbb\xbf" + blob if form == "bom" else blob.replace(b"\n", b"\r\n")
    path.write_bytes(blob)
    assert casefile_json("validate")["data"]["errors"] == 0
    casefile_json("update", "aleksandrov", "--set", "person.gender=male")
    left = path.read_bytes()
    assert left.startswith(blob[:50])
    assert form == "bom" or left.count(b"\n") == left.count(b"\r\n")


def test_names_cannot_control_a_terminal(casefile, register):
    path = register / "cases/organizations/kloop.yaml"
    path.write_text(path.read_text().replace("name: Kloop", 'name: "[red]Kloop[/red] \\e[31m"'))
    for words in (["organization", "list"], ["validate"]):
        done = casefile(*words)
        assert "\x1b" not in done.stdout + done.stderr
