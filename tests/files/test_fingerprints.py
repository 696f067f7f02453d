"""A census tells of every file, and two that are equal tell of the same contents."""

from __future__ import annotations

import os
import time

import pytest

from casefile.files.fingerprints import AGED, take_fingerprints


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


def fingerprints_by_path(taken):
    """Return what is told of each file, by its path."""
    lines = (line.split(" ", 5) for line in os.fsdecode(taken.text).split("\0")[:-1])
    return {path: line for *line, path in lines}


def test_a_fingerprint_has_the_metadata_of_every_file(register):
    found = fingerprints_by_path(take_fingerprints(register))
    assert found.keys() == {
        "casefile.yaml", "cases", *(str(each.relative_to(register)) for each in register.glob("cases/**/*")),
    }  # fmt: skip
    for path, (mode, size, written, changed, number) in found.items():
        state = os.lstat(register / path)
        assert (int(mode), int(size), int(number)) == (state.st_mode, state.st_size, state.st_ino)
        assert (int(written), int(changed)) == (state.st_mtime_ns, state.st_ctime_ns)


def test_it_is_the_same_while_nothing_changes(register):
    assert take_fingerprints(register).digest == take_fingerprints(register).digest


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
def test_every_change_changes_the_digest(register, change):
    before = take_fingerprints(register)
    CHANGES[change](case(register))
    assert take_fingerprints(register).digest != before.digest


@pytest.mark.parametrize("year", ["2024", "20*5", "[2025]", "a b", "2025\\", "?"])
def test_each_file_is_listed_once_for_any_folder_name(register, year):
    for country in ("kg", "*?", "kyrgyzstan"):
        folder = register / "cases" / country / year / "deeper"
        folder.mkdir(parents=True)
        (folder / "kg-2025-b.yaml").touch()
        (folder.parent / "kg-2025-b.yaml").touch()
    taken = take_fingerprints(register)
    assert fingerprints_by_path(taken).keys() >= {
        str(each.relative_to(register)) for each in register.glob("cases/**/*")
    }
    assert taken.count == len(fingerprints_by_path(taken))


def test_recently_written_files_are_listed_as_young(register, monkeypatch):
    os.utime(case(register), (1, 1))  # whatever its times say: the system notes when it was changed
    assert {"cases/kg/2025/kg-2025-a.yaml", "casefile.yaml"} <= {*take_fingerprints(register).young}
    assert not {"cases/kg", "cases/kg/2025/link.yaml"} & {*take_fingerprints(register).young}
    now = time.time_ns() + 2 * AGED
    monkeypatch.setattr(time, "time_ns", lambda: now)
    assert take_fingerprints(register).young == ()


def test_a_file_name_that_looks_like_a_time_is_kept(register):
    name = f"at {time.time_ns() // 10**9}.5 o'clock.yaml"
    os.utime(case(register).rename(case(register).with_name(name)), (1, 1))
    assert f"cases/kg/2025/{name}" in take_fingerprints(register).young
    assert f"cases/kg/2025/{name}" in fingerprints_by_path(take_fingerprints(register))


@pytest.mark.parametrize("lacking", ["cases", "casefile.yaml"])
def test_without_a_register_there_is_no_fingerprint(register, lacking):
    (register / lacking).rename(register / "elsewhere")
    assert take_fingerprints(register) is None


def test_an_unreadable_folder_gives_no_fingerprint(register, monkeypatch):
    def refuse(path):
        raise PermissionError(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert take_fingerprints(register) is None
