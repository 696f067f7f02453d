"""Writing: the old file or the new one, never a part, whatever goes wrong."""

from __future__ import annotations

import errno
import os
import random
import resource
import shutil
import signal
import stat
import subprocess
import sys
import time

import pytest

from casefile.errors import BadInput, Collision, MachineTrouble
from casefile.files.atomic_writes import FileWrite, write_all, write_atomically
from casefile.files.disk_errors import REASONS
from casefile.files.register_folder import record_paths
from support.modes import mode, umask

ONE = "cases/kg/2025/kg-2025-one.yaml"
TWO = "cases/kg/2025/kg-2025-two.yaml"
OLD = f"id: {ONE}\n".encode()


def leftovers(root):
    return [path.name for path in root.rglob("*") if ".tmp-" in path.name]


def test_a_file_is_replaced_and_keeps_its_mode(register):
    (register / ONE).chmod(0o640)
    write_atomically(register, ONE, b"new\n", OLD)
    assert (register / ONE).read_bytes() == b"new\n"
    assert mode(register / ONE) == 0o640
    assert leftovers(register) == []


OPEN = {
    # root folder, umask: the mode of a new file, and of the new folders that it is in
    (0o700, 0o022): (0o600, 0o700),
    (0o700, 0o002): (0o600, 0o700),
    (0o755, 0o022): (0o644, 0o755),
    (0o755, 0o077): (0o600, 0o700),
    (0o755, 0o002): (0o644, 0o755),
    (0o750, 0o022): (0o640, 0o750),
    (0o2775, 0o002): (0o664, 0o2775),
    (0o2770, 0o022): (0o640, 0o2750),
}


@pytest.mark.parametrize(("folder", "mask"), OPEN, ids=lambda number: f"{number:o}")
def test_a_new_file_is_no_more_open_than_its_folders_and_the_umask(register, folder, mask):
    register.chmod(folder)
    (register / "cases").chmod(0o2775)  # git made it by another umask
    before = mode(register / "cases")
    with umask(mask):
        write_atomically(register, "cases/no/2024/no-2024-x.yaml", b"new\n", None)
    place = register / "cases/no/2024/no-2024-x.yaml"
    file, above = OPEN[folder, mask]
    assert place.read_bytes() == b"new\n"
    assert mode(place) == file
    assert {mode(each) & 0o777 for each in place.parents[:2]} == {above & 0o777}
    assert (mode(register), mode(register / "cases")) == (folder, before)


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002], ids=oct)
@pytest.mark.parametrize("kept", [0o600, 0o640, 0o644, 0o664])
def test_a_replaced_file_keeps_its_mode_with_any_umask(register, kept, mask):
    register.chmod(0o755)
    (register / ONE).chmod(kept)
    with umask(mask):
        write_atomically(register, ONE, b"new\n", OLD)
    assert mode(register / ONE) == kept


@pytest.mark.parametrize("kept", [0o600, 0o640])
def test_a_file_that_takes_the_place_of_another_is_no_more_open(register, kept):
    register.chmod(0o755)
    (register / ONE).chmod(kept)
    with umask(0o022):
        write_all(register, [FileWrite("cases/kg/2025/new.yaml", OLD, None), FileWrite(ONE, None, OLD)])
    assert mode(register / "cases/kg/2025/new.yaml") == kept


@pytest.mark.root
def test_a_replaced_file_keeps_its_group(register):
    (register / ONE).chmod(0o660)
    os.chown(register / ONE, -1, 65534)
    write_atomically(register, ONE, b"new\n", OLD)
    assert ((register / ONE).stat().st_gid, mode(register / ONE)) == (65534, 0o660)


@pytest.mark.root
@pytest.mark.parametrize(("kept", "given"), [(0o660, 0o600), (0o664, 0o644)])
def test_another_group_gets_nothing_that_only_the_former_one_had(register, as_nobody, kept, given):
    (register / ONE).chmod(kept)
    for place in (register / ONE, (register / ONE).parent):
        os.chown(place, 65534, -1)
    as_nobody(
        "from casefile.files.atomic_writes import write_atomically\n"
        f"write_atomically(Path({str(register)!r}), {ONE!r}, b'new', {OLD!r})\n"
    )
    assert ((register / ONE).stat().st_gid, mode(register / ONE)) == (65534, given)


def test_a_private_file_is_never_readable_during_a_write(register, monkeypatch):
    """Who opens a file while it is empty reads all that is written into it later."""
    seen, opened = [], os.open

    def watched(path, flags, mode=0o777, **how):
        handle = opened(path, flags, mode, **how)
        if flags & os.O_CREAT:
            seen.append(stat.S_IMODE(os.fstat(handle).st_mode))
        return handle

    monkeypatch.setattr(os, "open", watched)
    register.chmod(0o755)
    (register / ONE).chmod(0o600)
    with umask(0):
        write_atomically(register, ONE, b"new\n", OLD)
    assert seen == [0o600]


@pytest.mark.parametrize("now", [b"somebody's\n", None])
def test_a_file_that_changed_in_the_meantime_is_left_as_it_is(register, now):
    if now is None:
        (register / ONE).unlink()
    else:
        (register / ONE).write_bytes(now)
    with pytest.raises(Collision) as caught:
        write_atomically(register, ONE, b"new\n", OLD)
    assert caught.value.code == "CF701"
    assert ((register / ONE).read_bytes() if (register / ONE).exists() else None) == now
    assert leftovers(register) == []


def test_a_file_that_came_into_being_is_not_overwritten(register):
    with pytest.raises(Collision):
        write_atomically(register, ONE, b"new\n", None)
    assert (register / ONE).read_bytes() == OLD


def test_several_files_are_written_or_none(register):
    changes = [
        FileWrite(ONE, b"1\n", OLD),
        FileWrite("cases/x.yaml", b"x\n", None),
        FileWrite(TWO, b"2\n", b"not this"),
    ]
    with pytest.raises(Collision):
        write_all(register, changes)
    assert record_paths(register).paths == (ONE, TWO)
    assert (register / ONE).read_bytes() == OLD
    assert leftovers(register) == []


def test_a_move_writes_the_new_place_and_removes_the_old(register):
    write_all(register, [FileWrite(ONE, None, OLD), FileWrite("cases/kg/2025/kg-2025-new.yaml", OLD, None)])
    assert record_paths(register).paths == ("cases/kg/2025/kg-2025-new.yaml", TWO)


def test_a_write_through_a_link_is_refused(register):
    outside = register.parent / "outside"
    outside.mkdir()
    (register / "cases" / "out").symlink_to(outside)
    (register / "cases" / "x.yaml").symlink_to(outside / "x.yaml")
    for path in ("cases/out/y.yaml", "cases/x.yaml"):
        with pytest.raises(BadInput) as refused:
            write_atomically(register, path, b"x", None)
        assert refused.value.code == "CF004"
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("path", ["../x.yaml", "cases/../../x.yaml", "/tmp/x.yaml", "cases/-x.yaml"])
def test_a_write_outside_the_register_is_refused(register, path):
    with pytest.raises(BadInput):
        write_atomically(register, path, b"x", None)


def test_the_next_write_removes_leftovers_of_a_killed_one(register):
    left = (register / ONE).with_name(".kg-2025-one.yaml.tmp-0123abcd")
    left.write_text("part")
    assert record_paths(register).paths == (ONE, TWO)
    write_atomically(register, ONE, b"new\n", OLD)
    assert leftovers(register) == []


def test_leftovers_of_all_files_of_a_write_are_removed_and_no_others(register):
    folder = (register / ONE).parent
    for name in (".kg-2025-one.yaml.tmp-0123abcd", ".kg-2025-two.yaml.tmp-0123abcd"):
        (folder / name).write_text("part")
    others = [
        ".kg-2025-six.yaml.tmp-0123abcd", "kg-2025-one.yaml.tmp-0123abcd", ".kg-2025-one.yaml.tmp-mine",
        ".kg-2025-one.yaml.tmp-0123abcde", ".kg-2025-one.yaml.tmp-0123ABCD",
    ]  # fmt: skip
    for name in others:
        (folder / name).write_text("part")
    (folder / ".kg-2025-one.yaml.tmp-f01de4ed").mkdir()
    others.append(".kg-2025-one.yaml.tmp-f01de4ed")
    write_all(register, [FileWrite(path, b"new\n", (register / path).read_bytes()) for path in (ONE, TWO)])
    assert sorted(leftovers(register)) == sorted(others)


def test_a_file_larger_than_the_system_allows_leaves_the_old_one_whole(register, in_a_child):
    def work():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        sys.dont_write_bytecode = True  # the beginning of a module's bytecode would break later runs
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
        with pytest.raises(MachineTrouble) as caught:
            write_all(
                register,
                [FileWrite(TWO, b"2\n", f"id: {TWO}\n".encode()), FileWrite(ONE, b"x" * 50_000, OLD)],
            )
        assert caught.value.code == "CF805"
        assert REASONS[errno.EFBIG] in caught.value.message

    assert in_a_child(work) == 0
    assert (register / ONE).read_bytes() == OLD
    assert (register / TWO).read_text() == f"id: {TWO}\n"
    assert leftovers(register) == []


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 64 KiB."""
    place = tmp_path / "disk"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=64k", "casefile-test", str(place)]
    if not shutil.which("mount") or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("mounting is not allowed here; the limit on a file's size is tested instead")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.root
def test_a_full_disk_leaves_the_old_file_whole(small_disk):
    (small_disk / "x.yaml").write_bytes(OLD)
    with pytest.raises(MachineTrouble) as refused:
        write_atomically(small_disk, "x.yaml", b"x" * 100_000, OLD)
    assert refused.value.code == "CF805"
    assert REASONS[errno.ENOSPC] in refused.value.message
    assert (small_disk / "x.yaml").read_bytes() == OLD
    assert leftovers(small_disk) == []


@pytest.mark.root
def test_a_read_only_disk_is_reported(small_disk):
    (small_disk / "x.yaml").write_bytes(OLD)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(MachineTrouble) as refused:
        write_atomically(small_disk, "x.yaml", b"new", OLD)
    assert refused.value.code == "CF805"
    assert REASONS[errno.EROFS] in refused.value.message
    assert (small_disk / "x.yaml").read_bytes() == OLD


@pytest.mark.root
def test_a_read_only_folder_is_reported(register, as_nobody):
    said = as_nobody(
        "from casefile.errors import MachineTrouble\n"
        "from casefile.files.atomic_writes import write_atomically\n"
        "try:\n"
        f"    write_atomically(Path({str(register)!r}), {ONE!r}, b'new', {OLD!r})\n"
        "except MachineTrouble as error:\n"
        "    print(error.code, error.message)\n"
    )
    assert said.startswith(f"CF805 {ONE} ")
    assert REASONS[errno.EACCES] in said
    assert (register / ONE).read_bytes() == OLD
    assert leftovers(register) == []


def kill_a_writer(register, longest, size):
    """Start a writer, kill it at a random moment, and look at what is left."""
    old = (register / ONE).read_bytes()
    new = random.randbytes(size)
    child = os.fork()
    if child == 0:
        write_atomically(register, ONE, new, old)
        os._exit(0)
    time.sleep(random.uniform(0, longest))
    os.kill(child, signal.SIGKILL)
    killed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert (register / ONE).read_bytes() in {old, new}
    assert record_paths(register).paths == (ONE, TWO)
    return killed


@pytest.mark.parametrize("times", [20, pytest.param(200, marks=pytest.mark.long)])
def test_a_writer_killed_at_any_time_leaves_the_old_or_the_new_file(register, times):
    size = 900_000
    old = (register / ONE).read_bytes()
    started = time.perf_counter()
    for number in range(3):
        new = bytes([number]) * size
        write_atomically(register, ONE, new, old)
        old = new
    longest = 1.3 * (time.perf_counter() - started) / 3 + 0.002
    killed = sum(kill_a_writer(register, longest, size) for _ in range(times))
    assert killed, "no writer was killed at work; the moments are chosen badly"
