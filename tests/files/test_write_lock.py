"""One writer at a time."""

from __future__ import annotations

import errno
import os
import signal
import time

import pytest

from casefile.errors import Collision
from casefile.files.disk_errors import REASONS
from casefile.files.write_lock import WRITER, lock


def test_a_second_writer_gets_the_process_that_has_the_lock(tmp_path, in_a_child):
    def second():
        with pytest.raises(Collision) as caught, lock(tmp_path / "casefile", timeout=0.05):
            pass
        assert caught.value.code == "CF702"
        assert f"process {os.getppid()}" in caught.value.message

    with lock(tmp_path / "casefile"):
        assert in_a_child(second) == 0


def test_a_hook_of_our_own_commit_does_not_wait_for_us(tmp_path, in_a_child, monkeypatch):
    def hook():
        with lock(tmp_path / "casefile", timeout=0):
            pass

    monkeypatch.setenv(WRITER, str(os.getpid()))
    with lock(tmp_path / "casefile"):
        assert in_a_child(hook) == 0
        assert (tmp_path / "casefile" / "lock.holder").exists()
        monkeypatch.setenv(WRITER, "1")
        assert in_a_child(hook) != 0


def test_the_lock_is_free_again_afterwards(tmp_path, in_a_child):
    with pytest.raises(RuntimeError), lock(tmp_path / "casefile"):
        raise RuntimeError

    def second():
        with lock(tmp_path / "casefile", timeout=0):
            pass

    assert in_a_child(second) == 0


def test_the_lock_of_a_killed_process_is_free(tmp_path):
    child = os.fork()
    if child == 0:
        with lock(tmp_path / "casefile"):
            time.sleep(60)
        os._exit(0)
    while not (tmp_path / "casefile" / "lock.holder").exists():
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with lock(tmp_path / "casefile", timeout=1):
        assert (tmp_path / "casefile" / "lock.holder").read_text() == f"{os.getpid()}\n"


def test_a_series_of_writes_lets_another_process_in(tmp_path):
    count, place = tmp_path / "count", tmp_path / "casefile"
    child = os.fork()
    if child == 0:
        for number in range(1, 101):
            with lock(place):
                count.write_text(str(number))
                time.sleep(0.02)
        os._exit(0)
    while not count.exists() or not count.read_text():
        time.sleep(0.01)
    with lock(place):
        written = int(count.read_text())
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert written < 20


@pytest.mark.root
def test_a_folder_that_cannot_be_locked_is_a_system_error(tmp_path, as_nobody):
    said = as_nobody(
        "from casefile.errors import MachineTrouble\n"
        "from casefile.files.write_lock import lock\n"
        "try:\n"
        f"    with lock(Path({str(tmp_path)!r}) / 'casefile'): pass\n"
        "except MachineTrouble as error:\n"
        "    print(error.code, error.message)\n"
    )
    assert said.startswith(f"CF805 {tmp_path}/casefile ")
    assert REASONS[errno.EACCES] in said


def test_a_long_wait_is_reported_once(tmp_path, monkeypatch, in_a_child):
    monkeypatch.setattr("casefile.files.write_lock.QUIET", 0.05)
    said = []

    def second():
        with pytest.raises(Collision), lock(tmp_path, 0.2, lambda: said.append("waiting")):
            pass
        assert said == ["waiting"]

    with lock(tmp_path):
        assert in_a_child(second) == 0
    with lock(tmp_path, 0.2, lambda: said.append("waiting")):
        assert said == []
