"""A census tells of every file, and two that are equal tell of the same contents."""

from __future__ import annotations

import os
import sys
import time

import pytest

from casefile.storage import census
from casefile.storage.census import AGED, Census, counted, take


@pytest.fixture
def register(tmp_path):
    (tmp_path / "casefile.yaml").write_text("schema: casefile/settings/1\n")
    folder = tmp_path / "cases" / "kg" / "2025"
    folder.mkdir(parents=True)
    for name in ("kg-2025-a.yaml", "with a blank.yaml", "Ünïcode.yaml", "two\nlines.yaml"):
        (folder / name).write_text(f"id: {name}\n")
    (folder / "empty.yaml").mkdir()
    (folder / "link.yaml").symlink_to("kg-2025-a.yaml")
    return tmp_path


def case(register):
    return register / "cases" / "kg" / "2025" / "kg-2025-a.yaml"


def exact(told):
    """Return what is told of each file with times of nine digits: one program writes ten."""
    lines = (line.split(b" ", 6) for line in told.text.split(b"\0")[:-1])
    return {told.place(path): [each[:20] if b"." in each else each for each in line] for *line, path in lines}


@pytest.mark.skipif(sys.platform != "linux", reason="find of other systems says less")
def test_both_ways_to_count_tell_the_same(register):
    taken = take(register)
    assert taken is not None
    assert taken.text != counted(register).text  # it was the program that counted
    assert exact(taken) == exact(counted(register))
    assert exact(taken).keys() >= {"casefile.yaml", "cases", "cases/kg/2025/two\nlines.yaml"}


def test_it_is_the_same_while_nothing_changes(register):
    assert take(register).digest == take(register).digest


CHANGES = {
    "content": lambda path: path.write_text("id: kg-2025-b.yaml\n"),
    "time": lambda path: os.utime(path, (1, 1)),
    "mode": lambda path: path.chmod(0o600),
    "name": lambda path: path.rename(path.with_name("KG-2025-a.yaml")),
    "gone": lambda path: path.unlink(),
    "another": lambda path: path.with_name("kg-2025-c.yaml").touch(),
    "a folder": lambda path: path.with_name("c.yaml").mkdir(),
    "hidden": lambda path: path.with_name(".kg-2025-c.yaml").touch(),
    "settings": lambda path: (path.parents[3] / "casefile.yaml").touch(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_told(register, change):
    before = take(register)
    CHANGES[change](case(register))
    assert take(register).digest != before.digest


@pytest.mark.parametrize("year", ["2024", "20*5", "[2025]", "a b", "2025\\", "?"])
def test_each_file_is_told_once_whatever_its_folder_is_called(register, year):
    for country in ("kg", "*?", "kyrgyzstan"):
        folder = register / "cases" / country / year / "deeper"
        folder.mkdir(parents=True)
        (folder / "kg-2025-b.yaml").touch()
        (folder.parent / "kg-2025-b.yaml").touch()
    taken = take(register)
    assert exact(taken) == exact(counted(register))
    assert taken.text.count(b"\0") == len(exact(taken))


def test_what_was_written_just_now_may_change_unseen(register):
    os.utime(case(register), (1, 1))  # whatever its times say: the system notes when it was changed
    taken = take(register)
    assert "cases/kg/2025/kg-2025-a.yaml" in {*taken.young()}
    assert "casefile.yaml" in {*taken.young()}
    later = Census(taken.text, taken.began + 2 * AGED, register)
    assert not [*later.young()]


def test_a_name_that_looks_like_a_time_is_told_as_it_is(register):
    name = f"at {time.time_ns() // 10**9}.5 o'clock.yaml"
    os.utime(case(register).rename(case(register).with_name(name)), (1, 1))
    assert f"cases/kg/2025/{name}" in {*take(register).young()}


@pytest.mark.parametrize("lacking", ["cases", "casefile.yaml"])
def test_without_a_register_nobody_can_tell(register, lacking):
    (register / lacking).rename(register / "elsewhere")
    assert take(register) is None


def test_where_no_program_counts_we_do(register, monkeypatch):
    monkeypatch.setattr(census, "FIND", "/nowhere/find")
    assert take(register).text == counted(register).text


def test_what_fails_in_the_program_is_counted_by_ourselves(register, monkeypatch):
    monkeypatch.setattr(census, "TOLD", "%!")
    monkeypatch.setattr(census, "FIND", "/bin/false")
    assert take(register).text == counted(register).text
