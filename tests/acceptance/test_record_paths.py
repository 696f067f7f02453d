"""Every command that names a record takes the path of its file, from any folder of the register."""

from __future__ import annotations

import json

import pytest

CASE = "kg-2025-aleksander-aleksandrov"
FOLDER = "cases/kg/2025"
FILE = f"{FOLDER}/{CASE}.yaml"
SITUATION = "kloop-2025"
DAY = ("--on", "2025-06-10")
READING = {
    "show": ["show", FILE, *DAY],
    "list": ["list", FILE, *DAY],
    "due": ["due", FILE, *DAY],
    "timeline": ["timeline", FILE, *DAY],
    "stats": ["stats", FILE, *DAY],
    "export": ["export", "-f", "json", FILE, *DAY],
    "log": ["log", FILE],
    "blame": ["blame", FILE, "person.name"],
    "diff": ["diff", "HEAD", "--", FILE],
}
WRITING = {
    "record": [
        "record",
        "note",
        FILE,
        "--date",
        "2025-06-09",
        "--summary",
        "A note.",
        "--tier",
        "restricted",
    ],
    "mark": ["mark", FILE, "h1462", "confirmed"],
    "update": ["update", FILE, "--add", "tags=x"],
    "rename": ["rename", FILE, "kg-2025-other"],
    "withdraw": ["withdraw", FILE, "--reason", "safety"],
}


def with_word(words, word):
    return [word if each == FILE else each for each in words]


@pytest.mark.parametrize("words", READING.values(), ids=READING)
def test_a_path_means_the_record_of_its_file(casefile, register, words):
    expected = casefile(*with_word(words, CASE))
    assert expected.returncode == 0, expected.stderr

    for word, folder in {
        FILE: register,
        f"./{FILE}": register,
        f"{CASE}.yaml": register / FOLDER,
        f"../2025/{CASE}.yaml": register / FOLDER,
        str(register / FILE): register.parent,
    }.items():
        more = ["-C", str(register)] if folder == register.parent else []
        done = casefile(*more, *with_word(words, word), cwd=folder)
        assert (done.returncode, done.stdout) == (0, expected.stdout), (word, done.stderr)


@pytest.mark.parametrize("words", WRITING.values(), ids=WRITING)
def test_a_command_that_writes_takes_a_path(casefile, register, words):
    done = casefile(*with_word(words, f"2025/{CASE}.yaml"), "--dry-run", "--json", cwd=register / "cases/kg")

    assert done.returncode == 0, done.stdout
    data = json.loads(done.stdout)["data"]
    assert CASE in data["record"] or words[0] in {"rename", "withdraw"}


def test_a_filter_takes_a_path(casefile, register):
    (path,) = register.glob(f"cases/**/{SITUATION}.yaml")
    expected = casefile("list", "--situation", SITUATION, *DAY)

    found = casefile("list", "--situation", path.name, *DAY, cwd=path.parent)
    assert found.stdout == expected.stdout


def test_the_path_of_another_kind_of_record_is_refused_by_a_filter(casefile):
    done = casefile("list", "--situation", FILE, *DAY, "--json")

    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (3, "CF301")


@pytest.mark.parametrize("path", ["cases/kg/2025/none.yaml", "/etc/none.yaml", "casefile.yaml", "../x.yaml"])
def test_a_path_without_a_record_is_not_found(casefile, path):
    done = casefile("show", path, "--json")

    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (3, "CF301")


def test_a_file_with_errors_is_reported_by_its_path(casefile, register):
    file = register / FILE
    file.write_text(file.read_text("utf-8").replace("country: KG", "country: 5"), "utf-8")
    done = casefile("show", file.name, "--json", cwd=file.parent)

    assert json.loads(done.stdout)["error"]["code"] == "CF305"
