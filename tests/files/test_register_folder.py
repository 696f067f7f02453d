"""Finding a register, listing its records, reading them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from casefile.errors import BadInput, BrokenData, MachineTrouble, NotFound
from casefile.files.record_paths import LARGEST, checked_path
from casefile.files.register_folder import find_root, read, read_if_there, record_paths, record_paths_of

ONE = "cases/kg/2025/kg-2025-one.yaml"
TWO = "cases/kg/2025/kg-2025-two.yaml"


def codes(root):
    return {problem.path: problem.code for problem in record_paths(root).problems}


def test_the_register_is_found_from_any_folder_inside(register):
    assert find_root(register / "cases" / "kg") == register.resolve()
    assert find_root(register) == register.resolve()


def test_without_a_register_the_way_to_make_one_is_named(tmp_path):
    with pytest.raises(MachineTrouble) as caught:
        find_root(tmp_path)
    assert caught.value.code == "CF803"
    assert "casefile init" in caught.value.hint


def test_a_register_in_a_folder_below_is_named(register):
    with pytest.raises(MachineTrouble) as caught:
        find_root(register.parent)
    assert caught.value.code == "CF803"
    assert f"casefile -C {register.name}," in caught.value.hint
    register.rename(register.with_name("a register"))
    with pytest.raises(MachineTrouble) as caught:
        find_root(register.parent)
    assert caught.value.code == "CF803"
    assert "casefile -C 'a register'," in caught.value.hint


def test_a_missing_folder_is_reported(tmp_path):
    with pytest.raises(MachineTrouble) as refused:
        find_root(tmp_path / "nowhere")
    assert refused.value.code == "CF803"


def test_records_are_listed_in_order_and_other_files_left_alone(register):
    (register / "cases" / "kg" / "notes.txt").write_text("x")
    (register / "cases" / ".#kg-2025-one.yaml").symlink_to("editor@host.123")
    assert record_paths(register) == record_paths(register)
    assert record_paths(register).paths == (ONE, TWO)
    assert record_paths(register).problems == ()


def test_a_register_without_cases_is_empty(tmp_path):
    assert record_paths(tmp_path).paths == ()


def test_a_file_that_only_looks_like_a_record_is_reported(register):
    folder = register / "cases"
    (folder / "a.yml").write_text("x")
    (folder / "b.YAML").write_text("x")
    (folder / ".c.yaml").write_text("x")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "d.yaml").write_text("x")
    (folder / "e.yaml").mkdir()
    (folder / "f.yaml").symlink_to("nowhere.yaml")
    (folder / "g.yaml").symlink_to("/etc/hostname")
    (folder / "h").symlink_to("../../outside")
    (folder / "i").symlink_to("kg")
    os.mkfifo(folder / "j.yaml")
    (folder / "k\nl.yaml").write_text("x")
    assert codes(register) == {
        "cases/a.yml": "CF006",
        "cases/b.YAML": "CF006",
        "cases/.c.yaml": "CF006",
        "cases/.hidden/d.yaml": "CF006",
        "cases/e.yaml": "CF003",
        "cases/f.yaml": "CF003",
        "cases/g.yaml": "CF004",
        "cases/h": "CF004",
        "cases/i": "CF003",
        "cases/j.yaml": "CF003",
        "cases/k\nl.yaml": "CF006",
    }
    assert record_paths(register).paths == (ONE, TWO)


def test_records_in_a_folder_named_like_a_record_are_still_read(register):
    (register / "cases" / "x.yaml").mkdir()
    (register / "cases" / "x.yaml" / "y.yaml").write_text("x")
    assert codes(register) == {"cases/x.yaml": "CF003"}
    assert "cases/x.yaml/y.yaml" in record_paths(register).paths


def test_the_records_of_one_file_name_are_those_in_the_list_of_all(register):
    for path in ("cases/kg/2024/kg-2025-one.yaml", "cases/kg/2023/kg-2025-one.yaml/inside.yaml"):
        (register / path).parent.mkdir(parents=True, exist_ok=True)
        (register / path).write_text("x\n")
    (register / "cases/kg/kg-2025-one.yaml").symlink_to(register / ONE)
    (register / "cases/kg/kg-2025-one.yml").write_text("x\n")
    listed = record_paths(register).paths
    found = record_paths_of(register, "kg-2025-one.yaml")
    assert found == tuple(each for each in listed if each.endswith("/kg-2025-one.yaml"))
    assert found == ("cases/kg/2024/kg-2025-one.yaml", ONE)
    assert record_paths_of(register, "one.yaml") == ()


def test_a_name_that_is_no_text_is_a_problem_that_can_be_shown(register):
    (Path(os.fsdecode(os.fsencode(register) + b"/cases/\xff.yaml"))).write_text("x")
    assert codes(register) == {"cases/?.yaml": "CF006"}


def test_cases_as_a_link_is_not_followed(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "register").mkdir()
    (tmp_path / "elsewhere" / "x.yaml").write_text("x")
    (tmp_path / "register" / "cases").symlink_to("../elsewhere")
    listing = record_paths(tmp_path / "register")
    assert listing.paths == ()
    assert [problem.code for problem in listing.problems] == ["CF004"]


def test_a_repository_inside_is_reported(register, git_in):
    git_in(register / "cases" / "kg")("init", "-q")
    assert codes(register) == {"cases/kg": "CF003"}


@pytest.mark.root
def test_an_unreadable_file_or_folder_is_reported_and_hides_nothing(register, as_nobody):
    (register / ONE).chmod(0)
    closed = register / "cases" / "ru"
    closed.mkdir(mode=0)
    said = as_nobody(
        "from casefile.files.register_folder import record_paths\n"
        f"listing = record_paths(Path({str(register)!r}))\n"
        "print(listing.paths, [(p.path, p.code) for p in listing.problems])"
    )
    assert said == f"('{TWO}',) [('{ONE}', 'CF804'), ('cases/ru', 'CF804')]\n"


def test_reading_gives_the_bytes(register):
    assert read(register, ONE) == f"id: {ONE}\n".encode()


def test_reading_stops_a_byte_after_the_largest_record(register):
    (register / ONE).write_bytes(b"x" * (LARGEST + 1000))
    assert len(read(register, ONE)) == LARGEST + 1


def test_reading_a_missing_file_is_not_found(register):
    with pytest.raises(NotFound) as refused:
        read(register, "cases/nothing.yaml")
    assert refused.value.code == "CF304"


@pytest.mark.parametrize("place", ["cases/link.yaml", "cases/folder/x.yaml"])
def test_reading_follows_no_link(register, place):
    (register.parent / "folder").mkdir()
    (register.parent / "folder" / "x.yaml").write_text("secret")
    (register / "cases" / "link.yaml").symlink_to("../../folder/x.yaml")
    (register / "cases" / "folder").symlink_to("../../folder")
    with pytest.raises(BrokenData) as caught:
        read(register, place)
    assert caught.value.code == "CF004"


def test_reading_does_not_wait_for_a_pipe(register):
    os.mkfifo(register / "cases" / "pipe.yaml")
    with pytest.raises(BrokenData) as refused:
        read(register, "cases/pipe.yaml")
    assert refused.value.code == "CF003"


@pytest.mark.parametrize(
    "path",
    ["", "../x", "cases/../../x", "/etc/passwd", "cases//x", "./x", "-x", "cases/--output=x", "a\\b", "c:x",
     "cases/x\0", "cases/x\n", "cases/\u202ex", "cases/\udcff", ".git/config", "cases/.GIT/x"],
)  # fmt: skip
def test_a_path_that_escapes_is_refused(path, register):
    with pytest.raises(BadInput) as caught:
        read(register, path)
    assert caught.value.code == "CF603"


def test_a_path_inside_the_register_is_accepted():
    assert checked_path("cases/kg/2025/kg-2025-айдай.yaml") == "cases/kg/2025/kg-2025-айдай.yaml"


def test_reading_loads_neither_gitpython_nor_the_lock():
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, casefile.git.snapshots; print({'git', 'filelock'} & set(sys.modules))",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout == "set()\n"


def test_a_file_that_may_be_missing_is_read_as_any_other(tmp_path):
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases/a.yaml").write_text("a")
    (tmp_path / "cases/link.yaml").symlink_to("nowhere")
    (tmp_path / "cases/b.yaml").mkdir()

    assert read_if_there(tmp_path, "cases/a.yaml") == b"a"
    assert read_if_there(tmp_path, "cases/gone.yaml") is read_if_there(tmp_path, "gone/x.yaml") is None
    for path in ("cases/link.yaml", "cases/b.yaml"):
        with pytest.raises(BrokenData):
            read_if_there(tmp_path, path)
