"""What is remembered of a large register is the same, whether one process read its files or several."""

from __future__ import annotations

import sqlite3

import pytest

from casefile.files import worker_processes
from casefile.files.clone_paths import NAME
from casefile.index import key_of
from casefile.loading import open_register
from support.cached import same_without_cache

DAY = ["--on", "2025-06-10"]
ASKED = (
    ["list", *DAY],
    ["due", *DAY],
    ["stats", "--by", "month", *DAY],
    ["search", "Kloop"],
    ["timeline", "kloop-2025", *DAY],
    ["today", *DAY],
    ["validate"],
)


@pytest.fixture
def shared(monkeypatch):
    """Share out a register of any size."""
    monkeypatch.setattr(worker_processes, "PAYS", 1)
    monkeypatch.setattr(worker_processes, "AT_ONCE", 3)
    monkeypatch.setattr(worker_processes, "process_count", lambda: 3)


def kept(folder):
    database = sqlite3.connect(folder / ".git/casefile" / NAME)
    found = sorted(database.execute("SELECT key, sum, entry, summary FROM contents").fetchall())
    database.close()
    return found


def forget(folder):
    (folder / ".git/casefile" / NAME).unlink()


def test_the_same_is_remembered(register, answer, monkeypatch):
    answer(register, "list")
    settings_key = key_of("casefile.yaml", (register / "casefile.yaml").read_bytes())
    alone = [row for row in kept(register) if row[0] != settings_key]  # which are read in any case
    forget(register)
    monkeypatch.setattr(worker_processes, "PAYS", 1)
    monkeypatch.setattr(worker_processes, "AT_ONCE", 3)
    monkeypatch.setattr(
        open_register, "read_register", lambda *_: pytest.fail("it would read them by itself")
    )
    with pytest.raises(pytest.fail.Exception):
        open_register.open_register(register)
    assert kept(register) == alone


@pytest.mark.sample(3)
@pytest.mark.parametrize("first", ASKED, ids=lambda words: words[0])
def test_any_first_command_answers_as_without_a_cache(register, answer, shared, first):
    same_without_cache(answer, register, [first, *ASKED])


def test_broken_and_unusual_files_are_cached_too(register, answer, shared):
    case = next(register.glob("cases/kg/2025/*.yaml"))
    (register / "cases/kg/2025/kg-2025-zzzzz.yaml").write_text("id: [\n")
    (register / "cases/kg/2025/kg-2025-yyyyy.yaml").write_bytes(b"\xff\xfe")
    (register / "cases/kg/2025/kg-2025-xxxxx.yaml").write_text(case.read_text())
    (register / "cases/kg/2025/kg-2025-wwwww.yaml").write_text(
        "schema: casefile/source/1\nid: kg-2025-wwwww\nkind: letter\nconnection: relative\n"
    )
    same_without_cache(answer, register, ASKED)


@pytest.mark.parametrize("many", [1, 500])
def test_settings_in_the_place_of_a_case_are_remembered_too(register, answer, shared, monkeypatch, many):
    monkeypatch.setattr(worker_processes, "PAYS", many)
    misplaced = "schema: casefile/settings/1\ntitle: Another\n"
    (register / "cases/kg/2025/kg-2025-settings.yaml").write_text(misplaced)
    same_without_cache(answer, register, [["validate"], ["list", *DAY]])
